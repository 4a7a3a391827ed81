//! A form as data: a grid in millimetres with spans, and what stands above and below it.

use crate::model::{Field, Values};

/// A length on paper, in millimetres.
pub type Mm = f32;
/// A size of type or a width of a rule, in points (1/72 inch).
pub type Pt = f32;

/// Millimetres in a point.
pub const MM_PER_PT: f32 = 25.4 / 72.0;

/// A form.
#[derive(Debug)]
pub struct Sheet {
    /// 「附件 2」, top left.
    pub annex: &'static str,
    /// The title, centred.
    pub title: &'static str,
    /// The title of what does not fit on the first page; nothing for a list, which just goes on.
    pub continued: &'static str,
    /// Above the table, on the left: a label and its field.
    pub caption: (&'static str, Field),
    /// On the right of the annex line, once it is handed in: 填报人, blank to be written, and 填报日期 from this field.
    pub dated: Option<Field>,
    /// Widths of the columns.
    pub columns: &'static [Mm],
    /// Room between the rule and the text at the sides of a cell.
    pub side: Mm,
    /// The rows, from the top.
    pub bands: &'static [Band],
    /// The cells; together they cover the grid.
    pub cells: &'static [Cell],
    /// 填写说明, below the table.
    pub notes: &'static [&'static str],
    /// The signing line below all: distance from the left margin, and what stands there.
    pub signing: &'static [(Mm, &'static str)],
}

impl Sheet {
    /// What stands on the right of the annex line; nothing before it is handed in.
    pub fn dateline(&self, values: &Values) -> Option<String> {
        let day = values.get(self.dated?);
        (!day.is_empty()).then(|| format!("填报人：　　　　　　填报日期：{day}"))
    }
}

/// A row of the grid, or the rows of a list. Every height is a minimum: a row grows with its text.
#[derive(Debug, Clone, Copy)]
pub enum Band {
    /// One row.
    Row(Mm),
    /// The head of a list: stands again on each page.
    Header(Mm),
    /// A row for each row of the values, and no fewer than `count`.
    Repeat {
        /// Least height of one.
        height: Mm,
        /// Least number of rows.
        count: usize,
    },
}

/// A cell of the grid.
#[derive(Debug, Clone, Copy)]
pub struct Cell {
    /// The band that it begins in, from 0.
    pub band: usize,
    /// The column that it begins in, from 0.
    pub column: usize,
    /// How many bands it spans.
    pub bands: usize,
    /// How many columns it spans.
    pub columns: usize,
    /// What stands in it.
    pub content: Content,
}

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Content {
    /// A printed label, centred.
    Label(&'static str),
    /// A field: centred, or from the top left where it takes several lines.
    Input(Field),
    /// A printed label and a field behind it.
    Prefixed(&'static str, Field),
    /// Boxes of which one may be ticked.
    Choice {
        /// The field that holds the ticked option.
        field: Field,
        /// The options in this cell; one field may have options in several cells.
        options: &'static [&'static str],
        /// Centred, else from the left.
        centred: bool,
    },
    /// A place to sign or to date by hand: a label, and room. What was signed is kept in the field, never printed.
    Sign(&'static str, Field),
}

impl Cell {
    /// A cell of one band and one column.
    pub const fn at(band: usize, column: usize, content: Content) -> Self {
        Self { band, column, bands: 1, columns: 1, content }
    }

    /// The same cell over several columns.
    #[must_use]
    pub const fn wide(mut self, columns: usize) -> Self {
        self.columns = columns;
        self
    }

    /// The same cell over several bands.
    #[must_use]
    pub const fn tall(mut self, bands: usize) -> Self {
        self.bands = bands;
        self
    }
}
