//! The grid of a filled form: rows with their heights and cells with their lines. Pages and Excel both start here.

use super::metrics::{wrap, wrap_short};
use super::sheet::{self, Band, Content, MM_PER_PT, Mm, Pt, Sheet};
use crate::fonts::Face;
use crate::model::{Field, Values};

/// Body size of a form, in points (小四).
pub const BODY: Pt = 12.0;
/// Room above and below the text of a cell.
const ABOVE: Mm = 1.4;

/// Sizes that a row of a list tries in turn, and the height above which it takes the next.
const LIST_SIZES: [Pt; 3] = [BODY, 10.5, 9.0];
const TALL_ROW: Mm = 60.0;

/// Height of a line at this size.
pub fn leading(size: Pt) -> Mm {
    size * 1.4 * MM_PER_PT
}

/// A row of the grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its height.
    pub height: Mm,
    /// Whether it stands again at the top of each page.
    pub header: bool,
    /// Whether it may give lines to a further page.
    pub splits: bool,
}

/// A cell of the grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// First row, from 0.
    pub row: usize,
    /// How many rows.
    pub rows: usize,
    /// First column, from 0.
    pub column: usize,
    /// How many columns.
    pub columns: usize,
    /// Where it is in the form.
    pub content: Content,
    /// The row of the values that it shows, in a list.
    pub entry: Option<usize>,
    /// Its text as filled, in lines. Of a label too.
    pub lines: Vec<String>,
    /// Size of the type.
    pub size: Pt,
}

impl Cell {
    /// The field that it shows or takes.
    pub fn field(&self) -> Option<Field> {
        match self.content {
            Content::Label(_) => None,
            Content::Input(field)
            | Content::Prefixed(_, field)
            | Content::Sign(_, field)
            | Content::Choice { field, .. } => Some(field),
        }
    }
}

/// A filled form.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// Widths of the columns.
    pub columns: Vec<Mm>,
    /// Room at the sides of a cell.
    pub side: Mm,
    /// The rows.
    pub rows: Vec<Row>,
    /// The cells.
    pub cells: Vec<Cell>,
}

impl Grid {
    /// Lays `values` into the cells of `sheet`, with what is filled in at `size`. Rows grow with their text;
    /// a row of a list that would grow too tall for its page takes a smaller size.
    pub fn of(sheet: &Sheet, values: &Values, size: Pt) -> Self {
        let mut grid = Self { columns: sheet.columns.to_vec(), side: sheet.side, rows: Vec::new(), cells: Vec::new() };
        for (band, form) in sheet.bands.iter().enumerate() {
            match *form {
                Band::Row(height) => {
                    grid.push(sheet, values, band, Row { height, header: false, splits: false }, None, size);
                }
                Band::Header(height) => {
                    grid.push(sheet, values, band, Row { height, header: true, splits: false }, None, size);
                }
                Band::Repeat { height, count } => {
                    for entry in 0..count.max(values.row_count()) {
                        let row = Row { height, header: false, splits: false };
                        let size = list_size(sheet, values, band, entry);
                        grid.push(sheet, values, band, row, Some(entry), size);
                    }
                }
            }
        }
        grid.grow();
        grid
    }

    /// Adds a row and the cells that begin in it.
    fn push(&mut self, sheet: &Sheet, values: &Values, band: usize, row: Row, entry: Option<usize>, size: Pt) {
        let at = self.rows.len();
        self.rows.push(row);
        for cell in sheet.cells.iter().filter(|cell| cell.band == band) {
            let (lines, size) = fill(sheet, cell, values, entry, size);
            let sheet::Cell { column, bands: rows, columns, content, .. } = *cell;
            self.cells.push(Cell { row: at, rows, column, columns, content, entry, lines, size });
        }
    }

    fn grow(&mut self) {
        for cell in self.cells.iter().filter(|cell| cell.rows == 1) {
            let row = &mut self.rows[cell.row];
            row.height = row.height.max(text_height(cell.lines.len(), cell.size));
            row.splits |= matches!(cell.content, Content::Input(field) if field.is_multiline());
        }
    }

    /// The height of all rows.
    pub fn height(&self) -> Mm {
        self.rows.iter().map(|row| row.height).sum()
    }

    /// Distance of a column's left edge from the left edge of the table.
    pub fn column_edge(&self, column: usize) -> Mm {
        self.columns.iter().take(column).sum()
    }
}

/// The first size that keeps a row of a list low enough.
fn list_size(sheet: &Sheet, values: &Values, band: usize, entry: usize) -> Pt {
    let fits = |size: &Pt| {
        let mut cells = sheet.cells.iter().filter(|cell| cell.band == band);
        cells.all(|cell| text_height(fill(sheet, cell, values, Some(entry), *size).0.len(), *size) <= TALL_ROW)
    };
    LIST_SIZES.into_iter().find(fits).unwrap_or(LIST_SIZES[LIST_SIZES.len() - 1])
}

/// The height of a cell with this many lines.
pub fn text_height(lines: usize, size: Pt) -> Mm {
    lines as f32 * leading(size) + 2.0 * ABOVE
}

/// How many lines of this size a cell of this height takes.
pub fn lines_in(height: Mm, size: Pt) -> usize {
    ((height - 2.0 * ABOVE) / leading(size) + 1e-3).max(0.0) as usize
}

/// The text of a cell in lines, and the size that it is set in.
fn fill(sheet: &Sheet, cell: &sheet::Cell, values: &Values, entry: Option<usize>, size: Pt) -> (Vec<String>, Pt) {
    let text = |field: Field| match entry {
        Some(row) => values.row(row, field),
        None => values.get(field),
    };
    let room = sheet.columns.iter().skip(cell.column).take(cell.columns).sum::<Mm>() - 2.0 * sheet.side;
    match cell.content {
        Content::Label(label) | Content::Sign(label, _) => (vec![label.to_owned()], BODY),
        Content::Input(field) if field.is_multiline() => (wrap(text(field), Face::Serif, size, room), size),
        Content::Input(field) => (wrap_short(text(field), Face::Serif, size, room), size),
        Content::Prefixed(label, field) => (wrap(&format!("{label}{}", text(field)), Face::Serif, size, room), size),
        // Which option is ticked is asked for where it is drawn.
        Content::Choice { options, .. } => (vec![options.join("　")], BODY),
    }
}
