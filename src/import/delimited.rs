//! Rows of text with a character between the cells: csv in the encodings and delimiters of offices, and what is pasted.

use std::path::Path;

use super::head::HEADER_WITHIN;
use super::{MOST_COLUMNS, MOST_ROWS, Sheet, too_long, unreadable};
use crate::error::Result;

pub(super) fn csv(path: &Path, bytes: &[u8]) -> Result<Vec<Sheet>> {
    let text = if let Ok(text) = std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)) {
        text.to_owned()
    } else {
        let (text, _, broken) = encoding_rs::GB18030.decode(bytes);
        if broken {
            return Err(unreadable(path, "不认识的文件格式或文字编码"));
        }
        text.into_owned()
    };
    if text.contains('\0') {
        return Err(unreadable(path, "不认识的文件格式"));
    }
    if let Some(line) = open_quote(&text) {
        return Err(unreadable(path, &format!("第{line}行的引号没有成对"))
            .advise("请在 Excel 或 WPS 中打开，另存为 xlsx 再导入"));
    }
    let rows = rows_of(path, &text, delimiter_of(&text))?;
    Ok(vec![Sheet { name: "CSV".into(), first_row: 1, rows }])
}

/// The rows of a text. A blank line is a row as well, so that a row is counted where Excel and WPS show it; the reader
/// passes over it.
fn rows_of(path: &Path, text: &str, delimiter: u8) -> Result<Vec<Vec<String>>> {
    // One character ends a line: those in front of a record are its blank lines.
    let text = text.replace("\r\n", "\n");
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| unreadable(path, "内容不是完整的 CSV"))?;
        let begins = record.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or_default();
        let blank = text.as_bytes()[begins..].iter().take_while(|c| matches!(c, b'\n' | b'\r')).count();
        if rows.len() + blank >= MOST_ROWS {
            return Err(too_long(path, "CSV"));
        }
        rows.resize_with(rows.len() + blank, Vec::new);
        rows.push(record.iter().take(MOST_COLUMNS).map(|cell| cell.trim().to_owned()).collect());
    }
    Ok(rows)
}

/// What stands between the cells: a tab, a semicolon or a comma, whichever the first lines have most of.
fn delimiter_of(text: &str) -> u8 {
    let count =
        |delimiter: &u8| text.lines().take(HEADER_WITHIN).flat_map(str::bytes).filter(|c| c == delimiter).count();
    // Of two equally many the last of these.
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// The line, from 1, of a quote that is opened and never closed: what follows would all be one cell.
fn open_quote(text: &str) -> Option<usize> {
    let quotes = |line: &str| line.bytes().filter(|c| *c == b'"').count();
    let mut opened = None;
    for (at, _) in text.lines().enumerate().filter(|(_, line)| quotes(line) % 2 == 1) {
        opened = if opened.is_some() { None } else { Some(at + 1) };
    }
    opened
}

/// What is copied in Excel or WPS and pasted here: columns with tabs between them, quoted where a cell has several lines.
pub fn pasted(text: &str) -> Sheet {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(b'\t').from_reader(text.as_bytes());
    // A record that is no UTF-8 cannot be: the text is.
    let records = reader.records().filter_map(std::result::Result::ok).take(MOST_ROWS);
    let rows = records.map(|record| record.iter().take(MOST_COLUMNS).map(|cell| cell.trim().to_owned()).collect());
    Sheet { name: "粘贴".into(), first_row: 1, rows: rows.collect() }
}
