//! The grid of a form as an Excel sheet, through `rust_xlsxwriter`: same widths, heights, spans and texts.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::error::{Error, ErrorKind, Result};
use crate::model::{Day, Values};
use crate::paper::grid::{BODY, Cell, Grid, Row};
use crate::paper::metrics::wrap;
use crate::paper::sheet::{Content, MM_PER_PT, Sheet};

/// Excel's own number for A4.
const A4: u8 = 9;
/// Names that Windows and WPS know for the faces of the paper; where one is missing, Excel takes its default.
const SONG: &str = "宋体";
const HEI: &str = "黑体";
/// Heights of what stands around the table, in mm.
const ANNEX_ROW: f32 = 8.0;
const TITLE_ROW: f32 = 12.0;
const CAPTION_ROW: f32 = 7.5;
const NOTE_ROW: f32 = 5.2;
const SIGN_ROW: f32 = 12.0;

/// The highest row that Excel has, in points.
const HIGHEST_ROW: f64 = 409.0;

/// One sheet of a workbook: its name, its form and what fills it.
pub type Tab<'a> = (&'a str, &'static Sheet, &'a Values);

/// The forms as one workbook, a sheet each. `day` is the day that the file bears.
pub fn write(tabs: &[Tab], day: Day) -> Result<Vec<u8>> {
    workbook(tabs, day).map_err(|error| failed(&error))
}

fn workbook(tabs: &[Tab], day: Day) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(day)?);
    let mut names: Vec<String> = Vec::new();
    for (name, sheet, values) in tabs {
        let name = sheet_name(name, &names);
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(&name)?;
        names.push(name);
        fill(worksheet, sheet, values)?;
    }
    workbook.save_to_buffer()
}

/// A plain list as one sheet: a title over all columns, a header that stays and repeats, every cell a text.
/// Widths of the columns in pixels.
pub fn write_list(title: &str, columns: &[(&str, f32)], rows: &[Vec<String>], day: Day) -> Result<Vec<u8>> {
    list_workbook(title, columns, rows, day).map_err(|error| failed(&error))
}

fn list_workbook(
    title: &str,
    columns: &[(&str, f32)],
    rows: &[Vec<String>],
    day: Day,
) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(day)?);
    let worksheet = workbook.add_worksheet();
    worksheet.set_name(sheet_name(title, &[]))?;
    let plain = Format::new().set_font_name(SONG).set_font_size(11).set_align(FormatAlign::VerticalCenter);
    let cell = plain.clone().set_border(FormatBorder::Thin).set_num_format("@");
    let head = cell.clone().set_font_name(HEI).set_align(FormatAlign::Center);
    let last_column = columns.len().saturating_sub(1) as u16;
    let large = plain.clone().set_font_size(18).set_bold().set_align(FormatAlign::Center);
    span(worksheet, (0, 0), (0, last_column), title, &large)?;
    worksheet.set_row_height(0, points(TITLE_ROW))?;
    span(worksheet, (1, 0), (1, last_column), &format!("填报日期：{}", day.chinese()), &plain)?;
    for (column, (label, width)) in columns.iter().enumerate() {
        worksheet.set_column_width_pixels(column as u16, width.round() as u32)?;
        worksheet.write_string_with_format(2, column as u16, *label, &head)?;
    }
    for (at, row) in rows.iter().enumerate() {
        for (column, text) in row.iter().enumerate() {
            worksheet.write_string_with_format(at as u32 + 3, column as u16, text, &cell)?;
        }
    }
    worksheet.set_freeze_panes(3, 0)?.set_repeat_rows(2, 2)?;
    page_setup(worksheet, rows.len() as u32 + 2, last_column)?;
    workbook.save_to_buffer()
}

fn properties(day: Day) -> std::result::Result<DocProperties, XlsxError> {
    let made = ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8)?;
    Ok(DocProperties::new().set_creation_datetime(&made))
}

fn failed(error: &XlsxError) -> Error {
    Error::new(ErrorKind::System, format!("Excel 没有生成（系统报告：{error}）")).advise("数据没有改动。请稍后再试")
}

/// A name that Excel takes: at most 31 characters, none of `[]:*?/\`, no two alike.
fn sheet_name(wanted: &str, taken: &[String]) -> String {
    let clean: String = wanted.chars().map(|c| if "[]:*?/\\'".contains(c) { ' ' } else { c }).collect();
    let base: String = clean.trim().chars().take(26).collect();
    let base = if base.is_empty() { "表".to_owned() } else { base };
    let alike = |name: &String| taken.iter().any(|other| other.to_lowercase() == name.to_lowercase());
    let numbered = (1..).map(|count| if count == 1 { base.clone() } else { format!("{base}（{count}）") });
    numbered.into_iter().find(|name| !alike(name)).unwrap_or(base)
}

fn fill(worksheet: &mut Worksheet, sheet: &Sheet, values: &Values) -> std::result::Result<(), XlsxError> {
    let grid = Grid::of(sheet, values, BODY);
    let last_column = grid.columns.len() as u16 - 1;
    for (column, width) in grid.columns.iter().enumerate() {
        worksheet.set_column_width_pixels(column as u16, pixels(*width))?;
    }
    let plain = Format::new().set_font_name(SONG).set_font_size(12).set_align(FormatAlign::VerticalCenter);
    let wide = |worksheet: &mut Worksheet, row: u32, height: f32, text: &str, format: &Format| {
        worksheet.set_row_height(row, points(height))?;
        worksheet.merge_range(row, 0, row, last_column, text, format).map(drop)
    };
    let annex = plain.clone().set_font_name(HEI).set_font_size(16);
    wide(worksheet, 0, ANNEX_ROW, sheet.annex, &annex)?;
    let title = plain.clone().set_font_size(22).set_bold().set_align(FormatAlign::Center);
    wide(worksheet, 1, TITLE_ROW, sheet.title, &title)?;
    let (label, field) = sheet.caption;
    let caption = format!("{label}{}", values.get(field));
    let lines = wrap(&caption, crate::fonts::Face::Serif, BODY, grid.columns.iter().sum()).len();
    wide(worksheet, 2, CAPTION_ROW * lines as f32, &caption, &plain.clone().set_text_wrap())?;

    let first = 3;
    let tops = row_tops(&grid, first);
    for (at, row) in grid.rows.iter().enumerate() {
        let parts = tops[at]..tops[at + 1];
        for part in parts.clone() {
            worksheet.set_row_height(part, points(row.height) / parts.len() as f64)?;
        }
    }
    for cell in &grid.cells {
        write_cell(worksheet, cell, values, &tops)?;
    }
    let headers = grid.rows.iter().take_while(|row| row.header).count() as u32;
    if headers > 0 {
        worksheet.set_repeat_rows(first, first + headers - 1)?;
        worksheet.set_freeze_panes(first + headers, 0)?;
    }

    let mut row = tops[grid.rows.len()];
    let note = plain.clone().set_font_size(10.5).set_text_wrap();
    for text in sheet.notes {
        let lines = wrap(text, crate::fonts::Face::Serif, 10.5, grid.columns.iter().sum()).len();
        wide(worksheet, row, NOTE_ROW * lines as f32, text, &note)?;
        row += 1;
    }
    if !sheet.signing.is_empty() {
        worksheet.set_row_height(row, points(SIGN_ROW))?;
        let starts: Vec<u16> = sheet.signing.iter().map(|(offset, _)| nearest_column(&grid, *offset)).collect();
        for (at, (_, label)) in sheet.signing.iter().enumerate() {
            let to = starts.get(at + 1).map_or(last_column, |next| next - 1);
            span(worksheet, (row, starts[at]), (row, to), label, &plain)?;
        }
        row += 1;
    }
    page_setup(worksheet, row - 1, last_column)
}

/// Where each row of the grid begins on the sheet, and where the last one ends. A row higher than Excel
/// allows takes several, over which its cells are merged.
fn row_tops(grid: &Grid, first: u32) -> Vec<u32> {
    let parts = |row: &Row| (points(row.height) / HIGHEST_ROW).ceil().max(1.0) as u32;
    let mut tops = vec![first];
    for row in &grid.rows {
        tops.push(tops[tops.len() - 1] + parts(row));
    }
    tops
}

fn page_setup(worksheet: &mut Worksheet, last_row: u32, last_column: u16) -> std::result::Result<(), XlsxError> {
    let inches = |mm: f64| mm / 25.4;
    worksheet.set_paper_size(A4).set_portrait().set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
    worksheet.set_margins(inches(28.0), inches(26.0), inches(37.0), inches(35.0), inches(15.0), inches(20.0));
    worksheet.set_footer("&C&9第&P页 共&N页");
    worksheet.set_print_area(0, 0, last_row, last_column)?;
    Ok(())
}

fn write_cell(
    worksheet: &mut Worksheet,
    cell: &Cell,
    values: &Values,
    tops: &[u32],
) -> std::result::Result<(), XlsxError> {
    let base = Format::new().set_font_name(SONG).set_font_size(12).set_border(FormatBorder::Thin).set_text_wrap();
    let middle = base.clone().set_align(FormatAlign::VerticalCenter);
    let value = |field| match cell.entry {
        Some(row) => values.row(row, field),
        None => values.get(field),
    };
    let (text, format) = match cell.content {
        Content::Label(label) => (label.to_owned(), middle.set_font_name(HEI).set_align(FormatAlign::Center)),
        Content::Sign(label, _) => (label.to_owned(), middle.set_indent(1)),
        Content::Input(field) if field.is_multiline() => {
            (value(field).to_owned(), base.set_align(FormatAlign::Top).set_align(FormatAlign::Left))
        }
        Content::Input(field) => (value(field).to_owned(), middle.set_align(FormatAlign::Center)),
        Content::Prefixed(label, field) => (format!("{label}{}", value(field)), middle.set_indent(1)),
        Content::Choice { field, options, centred } => {
            let boxes = options
                .iter()
                .map(|option| format!("{}{option}", if values.get(field) == *option { '☑' } else { '□' }));
            let text = boxes.collect::<Vec<_>>().join("　");
            (text, if centred { middle.set_align(FormatAlign::Center) } else { middle.set_indent(1) })
        }
    };
    // The text format keeps Excel from taking 00123 or a phone for a number when the cell is edited.
    let format = format.set_num_format("@");
    let (row, column) = (tops[cell.row], cell.column as u16);
    let to = (tops[cell.row + cell.rows] - 1, column + cell.columns as u16 - 1);
    span(worksheet, (row, column), to, &text, &format)
}

/// Text in one cell or over several. It is written as text: one that begins with = stays one.
fn span(
    worksheet: &mut Worksheet,
    from: (u32, u16),
    to: (u32, u16),
    text: &str,
    format: &Format,
) -> std::result::Result<(), XlsxError> {
    if from == to {
        worksheet.write_string_with_format(from.0, from.1, text, format).map(drop)
    } else {
        worksheet.merge_range(from.0, from.1, to.0, to.1, text, format).map(drop)
    }
}

fn nearest_column(grid: &Grid, offset: f32) -> u16 {
    let distance = |column: &usize| (grid.column_edge(*column) - offset).abs();
    (0..grid.columns.len()).min_by(|one, other| distance(one).total_cmp(&distance(other))).unwrap_or(0) as u16
}

/// Millimetres as Excel's pixels, 96 to the inch; never more, or the table would be scaled to fit its page.
fn pixels(mm: f32) -> u32 {
    (mm / 25.4 * 96.0).floor() as u32
}

/// Millimetres as points.
fn points(mm: f32) -> f64 {
    f64::from(mm / MM_PER_PT)
}
