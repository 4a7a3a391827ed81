//! The tables that an office has: xlsx, xls, ods and csv as rows of texts, and which column means what.
//!
//! Memory is bounded: a file of at most 50 MB that unpacks to at most 400 MB, 200,000 rows and 256 columns a sheet.

mod delimited;
mod head;
mod ods;
mod words;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, SheetType, Sheets, Style, open_workbook_auto_from_rs};

use crate::crash::contained;
use crate::error::{Error, Result};
use crate::fsio;
pub use delimited::pasted;
pub use head::{RETURNED, Table, columns_of, no_table, recognise, table_below};
pub use words::usual_word;

/// Largest file, in bytes.
const LARGEST_FILE: u64 = 50_000_000;
/// Most that a packed file may unpack to, in bytes.
const LARGEST_UNPACKED: u64 = 400_000_000;
/// Most rows and columns of a sheet.
const MOST_ROWS: usize = 200_000;
const MOST_COLUMNS: usize = 256;
/// Most cells of a sheet, with the blank ones between them.
const MOST_CELLS: usize = 10_000_000;

/// A sheet as texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// The row of the file that the first row here is, from 1.
    pub first_row: usize,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

/// Reads a file. What it is, its content tells, not its name.
pub fn read(path: &Path) -> Result<Vec<Sheet>> {
    let bytes = fsio::read_at_most("读取", path, LARGEST_FILE)?.ok_or_else(|| {
        unreadable(path, &format!("文件超过{}MB", LARGEST_FILE / 1_000_000)).advise("请拆成几个文件再导入")
    })?;
    of(path, &bytes)
}

/// The same of bytes; `path` is what they are called.
pub fn of(path: &Path, bytes: &[u8]) -> Result<Vec<Sheet>> {
    match bytes {
        [] => Err(unreadable(path, "文件是空的")),
        [b'P', b'K', ..] => {
            refuse_bomb(path, bytes)?;
            if ods::is_locked(bytes) {
                return Err(locked(path));
            }
            workbook(path, bytes)
        }
        [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            // A locked workbook is an old container around the encrypted new one.
            let marker: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
            if bytes.windows(marker.len()).any(|window| window == marker) || is_locked_xls(bytes) {
                return Err(locked(path));
            }
            workbook(path, bytes)
        }
        [b'%', b'P', b'D', b'F', ..] => Err(unreadable(path, "这是 PDF，不是表格")),
        _ => delimited::csv(path, bytes)
            .map_err(|error| error.advise(format!("请检查 {} 是不是表格文件", path.display()))),
    }
}

fn unreadable(path: &Path, why: &str) -> Error {
    Error::bad_input(format!("{}：{why}，没有导入任何数据", path.display()))
}

fn locked(path: &Path) -> Error {
    unreadable(path, "工作簿有密码保护").advise("请在 Excel 或 WPS 中取消密码后另存，再导入")
}

/// Whether an xls is locked: a `FilePass` record (0x002F) stands among the first of its stream ([MS-XLS] 2.4.117), which
/// begins with a BOF record (0x0809) of BIFF8 at the edge of a sector.
fn is_locked_xls(bytes: &[u8]) -> bool {
    const BOF: [u8; 8] = [0x09, 0x08, 0x10, 0x00, 0x00, 0x06, 0x05, 0x00];
    let begins = (0..bytes.len()).step_by(64).filter(|at| bytes[*at..].starts_with(&BOF));
    begins.into_iter().any(|mut at| {
        // Two bytes of kind, two of length, and the rest; WriteProtect may stand between.
        for _ in 0..4 {
            let Some(&[kind, more, low, high]) = bytes.get(at..at + 4) else { return false };
            if [kind, more] == [0x2F, 0x00] {
                return true;
            }
            at += 4 + usize::from(u16::from_le_bytes([low, high]));
        }
        false
    })
}

fn refuse_bomb(path: &Path, bytes: &[u8]) -> Result<()> {
    let damaged = || unreadable(path, "文件不完整或已损坏");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let mut unpacked: u64 = 0;
    for at in 0..archive.len() {
        unpacked = unpacked.saturating_add(archive.by_index_raw(at).map_err(|_| damaged())?.size());
    }
    if unpacked > LARGEST_UNPACKED {
        return Err(unreadable(path, "文件展开后过大").advise("请只保留需要的工作表和行，另存后再导入"));
    }
    Ok(())
}

/// The reader takes some damage for granted that is not: where it stumbles, the file is broken.
fn workbook(path: &Path, bytes: &[u8]) -> Result<Vec<Sheet>> {
    let damaged = || unreadable(path, "文件不完整或已损坏").advise("请在 Excel 或 WPS 中打开后另存为 xlsx");
    contained(|| sheets(path, bytes)).unwrap_or_else(|| Err(damaged()))
}

fn sheets(path: &Path, bytes: &[u8]) -> Result<Vec<Sheet>> {
    let damaged = || unreadable(path, "文件不完整或已损坏").advise("请在 Excel 或 WPS 中打开后另存为 xlsx");
    let mut book: Sheets<_> = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| damaged())?;
    let (merged, reach) = if matches!(book, Sheets::Ods(_)) { ods::merged(bytes) } else { (Vec::new(), (0, 0)) };
    refuse_reach(path, "ODS", reach)?;
    let mut sheets = Vec::new();
    for metadata in book.sheets_metadata().to_vec() {
        // A sheet of charts or of macros has no cells.
        if metadata.typ != SheetType::WorkSheet {
            continue;
        }
        let name = metadata.name;
        let broken = || {
            unreadable(path, &format!("工作表“{name}”不完整或已损坏")).advise("请在 Excel 或 WPS 中打开后另存为 xlsx")
        };
        let (first_row, first_column, rows) = match &mut book {
            Sheets::Xlsx(book) => cells_of(path, book, &name)?,
            book => {
                let range = book.worksheet_range(&name).map_err(|_| broken())?;
                let (height, width) = range.get_size();
                refuse_reach(path, &name, (height, width))?;
                let rows = range.rows().map(|row| row.iter().take(MOST_COLUMNS).map(text).collect::<Vec<_>>());
                // Empty rows that only bear a format go on for ever; those with text beyond the bound are not cut off.
                let rows: Vec<Vec<String>> = rows.enumerate().filter_map(|(at, row)| within(at, row)).collect();
                let (row, column) = range.start().unwrap_or_default();
                (row, column, rows)
            }
        };
        if rows.len() > MOST_ROWS {
            return Err(too_long(path, &name));
        }
        let mut sheet = Sheet { name: name.clone(), first_row: first_row as usize + 1, rows };
        let areas: Vec<ods::Area> = match &mut book {
            Sheets::Xlsx(book) => areas(book.merge_cells_by_sheet_name(&name).ok()),
            Sheets::Xls(book) => areas(book.merge_cells_by_sheet_name(&name).ok()),
            Sheets::Ods(_) => merged.iter().filter(|(of, _)| *of == name).map(|(_, area)| *area).collect(),
            Sheets::Xlsb(_) => Vec::new(),
        };
        for (start, end) in areas {
            fill_down(&mut sheet.rows, (first_row, first_column), start, end);
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// The cells of a sheet, one after the other: a stray cell at the far end takes no room for all before it. Returns the
/// first row and column, from 0, and the rows between the first and the last that have text.
fn cells_of(path: &Path, book: &mut Book<'_>, name: &str) -> Result<(u32, u32, Vec<Vec<String>>)> {
    let broken =
        || unreadable(path, &format!("工作表“{name}”不完整或已损坏")).advise("请在 Excel 或 WPS 中打开后另存为 xlsx");
    let mut reader = book.worksheet_cells_reader(name).map_err(|_| broken())?;
    let widths: Vec<usize> = reader.styles().iter().map(width_shown).collect();
    let mut found: BTreeMap<u32, Vec<(u32, String)>> = BTreeMap::new();
    let mut room: usize = 0;
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|_| broken())? {
        let (row, column) = cell.get_position();
        let text = match Data::from(cell.get_value().clone()) {
            number @ (Data::Int(_) | Data::Float(_)) => with_zeros(text(&number), widths.get(style).copied()),
            value => text(&value),
        };
        if text.is_empty() || column as usize >= MOST_COLUMNS {
            continue;
        }
        let cells = found.entry(row).or_default();
        let before = cells.last().map_or(0, |(last, _)| *last + 1);
        room += (column + 1).saturating_sub(before) as usize;
        cells.push((column, text));
        if found.len() > MOST_ROWS {
            return Err(too_long(path, name));
        }
        if room > MOST_CELLS {
            return Err(unreadable(path, &format!("工作表“{name}”的内容过多")).advise("请拆成几个文件再导入"));
        }
    }
    let (Some(first), Some(last)) = (found.keys().next().copied(), found.keys().next_back().copied()) else {
        return Ok((0, 0, Vec::new()));
    };
    // A letter far below the table is no row of it: blank rows are kept only as far as they can matter.
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut at = first;
    for (row, cells) in found {
        if (row - at) as usize > MOST_ROWS {
            return Err(unreadable(path, &format!("工作表“{name}”第{}行离表格太远", last + 1))
                .advise("请删去表格以外的内容后再导入"));
        }
        rows.resize_with((row - first) as usize, Vec::new);
        let width = cells.last().map_or(0, |(column, _)| *column as usize + 1);
        let mut line = vec![String::new(); width];
        for (column, text) in cells {
            if let Some(cell) = line.get_mut(column as usize) {
                *cell = text;
            }
        }
        rows.push(line);
        at = row;
    }
    Ok((first, 0, rows))
}

/// How many digits a cell of this style shows at the least: 5 where its format is 「00000」, as numbers that begin with
/// zeros are kept; else none.
fn width_shown(style: &Style) -> usize {
    let format = style.number_format.as_ref().map_or("", |format| format.format_code.as_str());
    if format.chars().all(|c| c == '0') { format.len() } else { 0 }
}

/// A whole number with the zeros that its cell shows before it.
fn with_zeros(number: String, width: Option<usize>) -> String {
    let width = width.unwrap_or_default();
    if number.chars().all(|c| c.is_ascii_digit()) { format!("{number:0>width$}") } else { number }
}

/// A workbook in Excel's own format.
type Book<'a> = calamine::Xlsx<Cursor<&'a [u8]>>;

/// A sheet whose cells reach so far that its rectangle would not fit into memory.
fn refuse_reach(path: &Path, name: &str, (height, width): (usize, usize)) -> Result<()> {
    if height > MOST_ROWS * 6 || width > MOST_COLUMNS * 64 || height.saturating_mul(width) > MOST_CELLS * 4 {
        return Err(
            unreadable(path, &format!("“{name}”有{height}行{width}列，过大")).advise("请删去表格以外的内容后再导入")
        );
    }
    Ok(())
}

fn areas(told: Option<Vec<calamine::Dimensions>>) -> Vec<ods::Area> {
    told.unwrap_or_default().into_iter().map(|area| (area.start, area.end)).collect()
}

/// A row of a sheet, unless it is an empty one beyond the bound.
fn within(at: usize, row: Vec<String>) -> Option<Vec<String>> {
    (at < MOST_ROWS || row.iter().any(|cell| !cell.is_empty())).then_some(row)
}

fn too_long(path: &Path, sheet: &str) -> Error {
    unreadable(path, &format!("“{sheet}”超过{MOST_ROWS}行")).advise("请拆成几个文件再导入")
}

/// A cell merged down several rows means its text in each of them; one merged across a single row is a title and stays.
fn fill_down(rows: &mut [Vec<String>], origin: (u32, u32), start: (u32, u32), end: (u32, u32)) {
    if start.0 == end.0 || start.0 < origin.0 || start.1 < origin.1 {
        return;
    }
    let (from, to) = ((start.0 - origin.0) as usize, (end.0 - origin.0) as usize);
    let column = (start.1 - origin.1) as usize;
    let Some(text) = rows.get(from).and_then(|row| row.get(column)).cloned() else { return };
    for row in rows.iter_mut().take(to + 1).skip(from + 1) {
        if row.len() <= column {
            row.resize(column + 1, String::new());
        }
        if row[column].is_empty() {
            row[column].clone_from(&text);
        }
    }
}

/// What stands in a cell whose formula has failed, as Excel and WPS show it and write it into csv.
const FAILED: [&str; 11] = [
    "#NULL!",
    "#DIV/0!",
    "#VALUE!",
    "#REF!",
    "#NAME?",
    "#NUM!",
    "#N/A",
    "#DATA!",
    "#GETTING_DATA",
    "#SPILL!",
    "#CALC!",
];

/// Whether a text is no value, but what is shown where a formula has failed.
pub fn is_failed_formula(text: &str) -> bool {
    FAILED.contains(&text.trim())
}

/// A cell as a clerk reads it: whole numbers without a point (a phone is often kept as one), days in ISO.
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.trim().to_owned(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        Data::Float(number) => number.to_string(),
        Data::Bool(true) => "是".into(),
        Data::Bool(false) => "否".into(),
        Data::DateTime(day) => {
            day.as_datetime().map_or_else(|| day.to_string(), |day| day.format("%Y-%m-%d").to_string())
        }
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.chars().take(10).collect(),
        Data::Error(error) => error.to_string(),
    }
}
