//! The grid of a filled form: rows with their heights and cells with their lines. Pages and Excel both start here.

use super::metrics::wrap;
use super::sheet::{Band, Content, MM_PER_PT, Mm, Pt, Sheet};
use crate::fonts::Face;
use crate::model::{Field, Values};

/// Body size of a form, in points (小四).
pub const BODY: Pt = 12.0;
/// Room above and below the text of a cell.
const ABOVE: Mm = 1.4;

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
            Content::Input(field) | Content::Prefixed(_, field) | Content::Sign(_, field) => Some(field),
            Content::Choice { field, .. } => Some(field),
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
    /// Lays `values` into the cells of `sheet`, with what is filled in at `size`. Rows grow with their text.
    pub fn of(sheet: &Sheet, values: &Values, size: Pt) -> Self {
        let mut rows = Vec::new();
        let mut first_rows = Vec::new();
        let mut entries: Vec<Option<usize>> = Vec::new();
        for band in sheet.bands {
            first_rows.push(rows.len());
            let (height, header, count) = match *band {
                Band::Row(height) => (height, false, None),
                Band::Header(height) => (height, true, None),
                Band::Repeat { height, count } => (height, false, Some(count.max(values.row_count()))),
            };
            for entry in 0..count.unwrap_or(1) {
                rows.push(Row { height, header, splits: false });
                entries.push(count.map(|_| entry));
            }
        }
        let mut cells = Vec::new();
        for cell in sheet.cells {
            let from = first_rows[cell.band];
            let repeats = entries[from].map_or(1, |_| entries.iter().skip(from).take_while(|entry| entry.is_some()).count());
            for row in from..from + repeats {
                let room: Mm = sheet.columns.iter().skip(cell.column).take(cell.columns).sum::<Mm>() - 2.0 * sheet.side;
                let entry = entries[row];
                let (lines, size) = fill(&cell.content, values, entry, size, room);
                cells.push(Cell {
                    row,
                    rows: cell.bands,
                    column: cell.column,
                    columns: cell.columns,
                    content: cell.content,
                    entry,
                    lines,
                    size,
                });
            }
        }
        // Reading order is row by row, also in a list, whose cells stand column by column above.
        cells.sort_by_key(|cell| (cell.row, cell.column));
        let mut grid = Self { columns: sheet.columns.to_vec(), side: sheet.side, rows, cells };
        grid.grow();
        grid
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

/// The height of a cell with this many lines.
pub fn text_height(lines: usize, size: Pt) -> Mm {
    lines as f32 * leading(size) + 2.0 * ABOVE
}

/// How many lines of this size a cell of this height takes.
pub fn lines_in(height: Mm, size: Pt) -> usize {
    ((height - 2.0 * ABOVE) / leading(size) + 1e-3).max(0.0) as usize
}

fn fill(content: &Content, values: &Values, entry: Option<usize>, size: Pt, room: Mm) -> (Vec<String>, Pt) {
    let text = |field: Field| match entry {
        Some(row) => values.row(row, field),
        None => values.get(field),
    };
    match *content {
        Content::Label(label) => (vec![label.to_owned()], BODY),
        Content::Sign(label, _) => (vec![label.to_owned()], BODY),
        Content::Input(field) => (wrap(text(field), Face::Serif, size, room), size),
        Content::Prefixed(label, field) => (wrap(&format!("{label}{}", text(field)), Face::Serif, size, room), size),
        // Which option is ticked is asked for where it is drawn.
        Content::Choice { options, .. } => (vec![options.join("　")], BODY),
    }
}
