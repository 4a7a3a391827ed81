//! Excel, through `rust_xlsxwriter`: the grid of a form with the same widths, heights, spans and texts, and plain lists.

use std::borrow::Cow;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::error::{Error, ErrorKind, Result};
use crate::model::{Day, Values};
use crate::paper::grid::{BODY, Cell, Grid, Row};
use crate::paper::metrics::wrap;
use crate::paper::sheet::{Content, MM_PER_PT, Sheet};
use crate::paper::{Foot, VOID_WORD};

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

/// One sheet of a workbook.
pub enum Tab<'a> {
    /// A form.
    Form {
        /// Its name.
        name: &'a str,
        /// The form.
        sheet: &'static Sheet,
        /// What fills it.
        values: &'a Values,
        /// What names it on each page.
        foot: &'a Foot,
    },
    /// A plain list: a title over all columns, 填报单位, 填报人 and 填报日期, what must be known to read it, a header that stays
    /// and repeats, counted rows, a signing row.
    List(&'a List),
}

/// A plain list: what a register shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct List {
    /// Its title, and the name of its file or sheet.
    pub title: String,
    /// 填报单位; blank where it is to be written.
    pub unit: String,
    /// What must be known to read it, in a row of its own; blank where nothing.
    pub note: String,
    /// The columns, beside 序号.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

/// A column of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// What stands above it.
    pub label: Cow<'static, str>,
    /// Its width in pixels, 96 to the inch.
    pub width: f32,
    /// Whether it holds days, written 2026年8月3日: they become real dates. Everything else is text.
    pub is_day: bool,
}

impl Column {
    /// A column of texts.
    pub const fn text(label: &'static str, width: f32) -> Self {
        Self { label: Cow::Borrowed(label), width, is_day: false }
    }
}

/// The widest list that prints upright, in pixels: on a page across, a wider one keeps letters that can be read.
const WIDEST_UPRIGHT: f32 = 1000.0;
/// Width of 序号, in pixels.
const COUNT_WIDTH: u32 = 48;

/// Forms and lists as one workbook. `day` is the day that the file bears. Cells are texts and days, never formulas.
pub fn write(tabs: &[Tab], day: Day) -> Result<Vec<u8>> {
    write_watched(tabs, day, &mut |_, _| Ok(()))
}

/// The same, told how many rows of lists are done of how many; an error from there ends it.
pub fn write_watched(tabs: &[Tab], day: Day, told: Told) -> Result<Vec<u8>> {
    workbook(tabs, day, told).map_err(|stopped| match stopped {
        Stopped::Excel(error) => failed(&error),
        Stopped::Told(error) => error,
    })
}

/// Why a workbook was not made: Excel's reason, or that of who was told how far it has come.
enum Stopped {
    Excel(XlsxError),
    Told(Error),
}

impl From<XlsxError> for Stopped {
    fn from(error: XlsxError) -> Self {
        Self::Excel(error)
    }
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Told(error)
    }
}

fn workbook(tabs: &[Tab], day: Day, told: Told) -> std::result::Result<Vec<u8>, Stopped> {
    let rows = |tab: &Tab| if let Tab::List(list) = tab { list.rows.len() } else { 0 };
    let (mut done, total) = (0, tabs.iter().map(rows).sum());
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(day)?);
    let mut names: Vec<String> = Vec::new();
    for tab in tabs {
        let name = match tab {
            Tab::Form { name, .. } => name,
            Tab::List(list) => list.title.as_str(),
        };
        let name = sheet_name(name, &names);
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(&name)?;
        names.push(name);
        match tab {
            Tab::Form { sheet, values, foot, .. } => fill(worksheet, sheet, values, foot)?,
            Tab::List(list) => fill_list(worksheet, list, day, &mut |row| told(done + row, total))?,
        }
        done += rows(tab);
    }
    told(total, total)?;
    let bytes = workbook.save_to_buffer()?;
    // Packing it took its time as well.
    told(total, total)?;
    Ok(bytes)
}

/// Who is told how many rows are done of how many.
type Told<'a> = &'a mut dyn FnMut(usize, usize) -> Result<()>;

/// After so many rows it is told how far a list has come.
const STEP: usize = 500;

fn fill_list(
    worksheet: &mut Worksheet,
    list: &List,
    day: Day,
    told: &mut dyn FnMut(usize) -> Result<()>,
) -> std::result::Result<(), Stopped> {
    let List { title, unit, note, columns, rows } = list;
    let plain = Format::new().set_font_name(SONG).set_font_size(11).set_align(FormatAlign::VerticalCenter);
    let cell = plain.clone().set_border(FormatBorder::Thin).set_num_format("@");
    let date = cell.clone().set_num_format("yyyy\"年\"m\"月\"d\"日\"").set_align(FormatAlign::Left);
    let head = cell.clone().set_font_name(HEI).set_align(FormatAlign::Center);
    let count = cell.clone().set_num_format("0").set_align(FormatAlign::Center);
    let last_column = columns.len() as u16;
    let large = plain.clone().set_font_size(18).set_bold().set_align(FormatAlign::Center);
    span(worksheet, (0, 0), (0, last_column), title, &large)?;
    worksheet.set_row_height(0, points(TITLE_ROW))?;
    line(
        worksheet,
        1,
        last_column,
        &[&format!("填报单位：{unit}"), "填报人：", &format!("填报日期：{}", day.chinese())],
        &plain,
    )?;
    // The rows above the header.
    let above = if note.is_empty() {
        2
    } else {
        span(worksheet, (2, 0), (2, last_column), note, &plain)?;
        3
    };
    worksheet.set_column_width_pixels(0, COUNT_WIDTH)?;
    worksheet.write_string_with_format(above, 0, "序号", &head)?;
    for (at, column) in (1..).zip(columns) {
        worksheet.set_column_width_pixels(at, column.width.round() as u32)?;
        worksheet.write_string_with_format(above, at, column.label.as_ref(), &head)?;
    }
    for (done, row) in rows.iter().enumerate() {
        let at = above + 1 + done as u32;
        if done.is_multiple_of(STEP) {
            told(done)?;
        }
        worksheet.write_number_with_format(at, 0, done as f64 + 1.0, &count)?;
        for ((place, text), column) in (1..).zip(row).zip(columns) {
            match Day::from_chinese(text).filter(|_| column.is_day) {
                Some(day) => worksheet.write_datetime_with_format(at, place, excel_day(day)?, &date)?,
                None => worksheet.write_string_with_format(at, place, text, &cell)?,
            };
        }
    }
    let signing = above + 1 + rows.len() as u32;
    worksheet.set_row_height(signing, points(SIGN_ROW))?;
    line(worksheet, signing, last_column, &["填报人（签字）：", "审核人（签字）：", "日期："], &plain)?;
    worksheet.set_freeze_panes(above + 1, 0)?.set_repeat_rows(above, above)?;
    page_setup(worksheet, signing, last_column, &Foot::default())?;
    if columns.iter().map(|column| column.width).sum::<f32>() > WIDEST_UPRIGHT {
        worksheet.set_landscape();
    }
    Ok(())
}

/// Texts side by side over all columns, as many as there is room for; where there is not, all in the last.
fn line(
    worksheet: &mut Worksheet,
    row: u32,
    last_column: u16,
    texts: &[&str],
    format: &Format,
) -> std::result::Result<(), XlsxError> {
    let columns = usize::from(last_column) + 1;
    let parts = texts.len().min(columns);
    for part in 0..parts {
        let (from, to) = (columns * part / parts, columns * (part + 1) / parts - 1);
        let text = if part + 1 == parts { texts[part..].join("　") } else { texts[part].to_owned() };
        span(worksheet, (row, from as u16), (row, to as u16), &text, format)?;
    }
    Ok(())
}

fn excel_day(day: Day) -> std::result::Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8)
}

fn properties(day: Day) -> std::result::Result<DocProperties, XlsxError> {
    Ok(DocProperties::new().set_creation_datetime(&excel_day(day)?))
}

fn failed(error: &XlsxError) -> Error {
    Error::new(ErrorKind::System, format!("Excel 没有生成（系统报告：{error}）")).advise("数据没有改动。请稍后再试")
}

/// A name that Excel takes: at most 31 units of UTF-16, none of `[]:*?/\`, no two alike.
fn sheet_name(wanted: &str, taken: &[String]) -> String {
    let clean: String = wanted.chars().map(|c| if "[]:*?/\\'".contains(c) { ' ' } else { c }).collect();
    // A character beyond the first plane counts twice.
    let mut room = 26;
    let fits = |c: &char| {
        room -= c.len_utf16() as i32;
        room >= 0
    };
    let base: String = clean.trim().chars().take_while(fits).collect();
    let base = if base.is_empty() { "表".to_owned() } else { base };
    let alike = |name: &String| taken.iter().any(|other| other.to_lowercase() == name.to_lowercase());
    let numbered = (1..).map(|count| if count == 1 { base.clone() } else { format!("{base}（{count}）") });
    numbered.into_iter().find(|name| !alike(name)).unwrap_or(base)
}

fn fill(worksheet: &mut Worksheet, sheet: &Sheet, values: &Values, foot: &Foot) -> std::result::Result<(), XlsxError> {
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
    match sheet.dateline(values) {
        Some(dateline) => {
            worksheet.set_row_height(0, points(ANNEX_ROW))?;
            let right = plain.clone().set_font_size(10.5).set_align(FormatAlign::Right);
            let middle = nearest_column(&grid, grid.column_edge(grid.columns.len()) / 3.0);
            span(worksheet, (0, 0), (0, middle - 1), sheet.annex, &annex)?;
            span(worksheet, (0, middle), (0, last_column), &dateline, &right)?;
        }
        None => wide(worksheet, 0, ANNEX_ROW, sheet.annex, &annex)?,
    }
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
    page_setup(worksheet, row - 1, last_column, foot)
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

fn page_setup(
    worksheet: &mut Worksheet,
    last_row: u32,
    last_column: u16,
    foot: &Foot,
) -> std::result::Result<(), XlsxError> {
    let inches = |mm: f64| mm / 25.4;
    worksheet.set_paper_size(A4).set_portrait().set_print_fit_to_pages(1, 0).set_print_center_horizontally(true);
    worksheet.set_margins(inches(28.0), inches(26.0), inches(37.0), inches(35.0), inches(15.0), inches(20.0));
    // An ampersand begins a command of the footer; a digit would run into the size.
    let line = foot.line().replace('&', "&&");
    let left = if line.is_empty() { String::new() } else { format!("&L&8 {line}") };
    worksheet.set_footer(format!("{left}&R&9第&P页 共&N页"));
    if foot.is_void {
        worksheet.set_header(format!("&R&B&16 {VOID_WORD}"));
    }
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
