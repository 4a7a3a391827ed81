//! The filings of a document.

use std::collections::HashMap;
use std::path::Path;

use super::super::document::Reader;
use super::super::intake::objection;
use super::{Load, told_first};
use crate::error::Result;
use crate::import;
use crate::model::text::{LONG_LIMIT, NAME_LIMIT, NOTE_LIMIT, SHORT_LIMIT, SYSTEM_LIMIT};
use crate::model::*;
use crate::papers;

pub(super) const FILING: &[&str] = &[
    "number",
    "department",
    "kind",
    "period",
    "signed_on",
    "signed_by",
    "filed_on",
    "rows",
    "fingerprint",
    "workbook",
    "void_reason",
];
/// SHA-256 in hexadecimal.
const HASH_LENGTH: usize = 64;
const FILED_ROW: &[&str] = &["system", "account", "category", "post", "holder", "permissions", "note"];

impl Load<'_, '_> {
    /// What was handed in is kept as told. Where the file itself is left out, it is made from the rows.
    pub(super) fn filings(&mut self, list: &[Reader]) -> Result<()> {
        let known: HashMap<String, FilingId> =
            self.register.filings.values().map(|filing| (filing.number.clone(), filing.id)).collect();
        for (number, told) in told_first(list) {
            let department = self.department_ref(told, "department", true).flatten();
            let period = told.required("period", NAME_LIMIT).and_then(|text| {
                let period = Quarter::from_typed(&text);
                if period.is_none() {
                    told.problem("period", format!("「{text}」不是季度，应写作 2026Q3"));
                }
                period
            });
            let (signed_on, filed_on) = (told.day("signed_on").flatten(), told.day("filed_on").flatten());
            for (key, day) in [("signed_on", signed_on), ("filed_on", filed_on)] {
                if day.is_none() {
                    told.problem(key, "不能为空");
                }
            }
            let kind = told.chosen::<FilingKind>("kind");
            let rows = told.list("rows", FILED_ROW).iter().map(filed_row).collect();
            let bytes = handed_in(told);
            let (Some(department), Some(period), Some(signed_on), Some(filed_on), Some(kind)) =
                (department, period, signed_on, filed_on, kind)
            else {
                continue;
            };
            let number = self.number(number, Series::Filing, filed_on.year())?;
            let id = match known.get(&number) {
                Some(id) => *id,
                None => self.tx.new_id::<Filing>()?,
            };
            self.known.number(&number, Subject::Filing(id));
            let mut filing = Filing {
                id,
                number,
                department,
                kind,
                period,
                signed_on,
                signed_by: told.text("signed_by", NAME_LIMIT * 2 + 2).unwrap_or_default(),
                filed_on,
                rows,
                fingerprint: told.text("fingerprint", HASH_LENGTH).unwrap_or_default(),
                workbook: String::new(),
                void_reason: told.text_maybe("void_reason", NOTE_LIMIT).flatten(),
            };
            let bytes = match bytes {
                Some(bytes) => bytes,
                None => papers::filing_workbook(self.register, &filing)?,
            };
            filing.workbook = self.tx.keep_content(&bytes)?;
            self.tx.put(filing)?;
        }
        Ok(())
    }
}

/// The workbook that was handed in. It is kept to the byte, so what stands in it is looked through before (第二十五条).
fn handed_in(told: &Reader) -> Option<Vec<u8>> {
    let bytes = told.bytes("workbook")?;
    let sheets = import::of(Path::new("workbook"), &bytes).ok().filter(|_| bytes.starts_with(b"PK"));
    let Some(sheets) = sheets else {
        told.problem("workbook", "不是 Excel 工作簿");
        return None;
    };
    let texts = sheets.iter().flat_map(|sheet| sheet.rows.iter().flatten().chain([&sheet.name]));
    if let Some(why) = texts.into_iter().find_map(|text| objection(text, usize::MAX)) {
        told.problem("workbook", format!("工作簿{why}"));
    }
    Some(bytes)
}

fn filed_row(told: &Reader) -> FiledRow {
    FiledRow {
        system: told.text("system", SYSTEM_LIMIT).unwrap_or_default(),
        account: told.text("account", SHORT_LIMIT).unwrap_or_default(),
        category: told.text("category", NAME_LIMIT).unwrap_or_default(),
        post: told.text("post", NAME_LIMIT).unwrap_or_default(),
        holder: told.text("holder", NAME_LIMIT * 2 + 2).unwrap_or_default(),
        permissions: told.long_text("permissions", LONG_LIMIT).unwrap_or_default(),
        note: told.text("note", NOTE_LIMIT).unwrap_or_default(),
    }
}
