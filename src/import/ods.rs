//! What the reader of workbooks does not tell of an ODS: which cells are merged, whether it is locked.

use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A merged area: first and last cell as (row, column), from 0.
pub(super) type Area = ((u32, u32), (u32, u32));

/// How far the cells with content reach: rows and columns.
pub(super) type Reach = (usize, usize);

/// The merged areas of every sheet, by its name, and how far the cells reach (`OpenDocument` 1.3 part 3, 19.678 `table:number-rows-spanned`). What
/// cannot be read is left out: the workbook itself was read before.
pub(super) fn merged(bytes: &[u8]) -> (Vec<(String, Area)>, Reach) {
    let (mut found, mut reach) = (Vec::new(), (0, 0));
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return (found, reach) };
    let Ok(content) = archive.by_name("content.xml") else { return (found, reach) };
    let mut reader = Reader::from_reader(BufReader::new(content.take(super::LARGEST_UNPACKED)));
    let (mut buffer, mut sheet, mut row, mut column) = (Vec::new(), String::new(), 0_u32, 0_u32);
    let mut repeated_rows = 1;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.name().as_ref() {
                "table:table" => {
                    (sheet, row) = (text(&tag, "table:name").unwrap_or_default(), 0);
                    repeated_rows = 0;
                }
                "table:table-row" => {
                    row = row.saturating_add(repeated_rows);
                    repeated_rows = number(&tag, "table:number-rows-repeated");
                    column = 0;
                }
                "table:table-cell" | "table:covered-table-cell" => {
                    let rows = number(&tag, "table:number-rows-spanned");
                    let columns = number(&tag, "table:number-columns-spanned");
                    if rows > 1 {
                        found.push((
                            sheet.clone(),
                            ((row, column), (row.saturating_add(rows - 1), column.saturating_add(columns.max(1) - 1))),
                        ));
                    }
                    if text(&tag, "office:value-type").is_some() {
                        reach.0 = reach.0.max(row as usize + 1);
                        reach.1 = reach.1.max(column as usize + 1);
                    }
                    column = column.saturating_add(number(&tag, "table:number-columns-repeated"));
                }
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => return (found, reach),
            Ok(_) => {}
        }
    }
}

/// Whether the workbook is locked: its manifest tells how a part of it is encrypted (`OpenDocument` 1.3 part 2, 3.4.1).
pub(super) fn is_locked(bytes: &[u8]) -> bool {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return false };
    let Ok(manifest) = archive.by_name("META-INF/manifest.xml") else { return false };
    let mut reader = Reader::from_reader(BufReader::new(manifest.take(super::LARGEST_FILE)));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.name().as_ref() == "manifest:encryption-data" => {
                return true;
            }
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

fn text(tag: &BytesStart, name: &str) -> Option<String> {
    let attribute = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    Some(attribute.value.into_owned())
}

/// A count; 1 where it is not told.
fn number(tag: &BytesStart, name: &str) -> u32 {
    text(tag, name).and_then(|text| text.parse().ok()).unwrap_or(1)
}
