//! The filings of a document.

use std::collections::HashMap;
use std::path::Path;

use super::super::document::Reader;
use super::super::intake::objection;
use super::{Load, set, told_first};
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
        let known: HashMap<&str, &Filing> =
            self.register.filings.values().map(|filing| (filing.number.as_str(), filing)).collect();
        let mut without: Vec<Filing> = Vec::new();
        for (number, told) in told_first(list) {
            let stands = number.as_deref().and_then(|number| known.get(number).copied());
            let department = self.department_ref(told, "department", false);
            let department = told.or_standing("department", department, stands.map(|it| it.department));
            let period = told.or_standing("period", period(told), stands.map(|it| it.period));
            let signed_on = told.or_standing("signed_on", told.day("signed_on"), stands.map(|it| it.signed_on));
            let filed_on = told.or_standing("filed_on", told.day("filed_on"), stands.map(|it| it.filed_on));
            let kind = told.or_standing("kind", told.choice("kind"), stands.map(|it| it.kind));
            let rows = told.has("rows").then(|| told.list("rows", FILED_ROW).iter().map(filed_row).collect());
            let bytes = handed_in(told);
            let (Some(department), Some(period), Some(signed_on), Some(filed_on), Some(kind)) =
                (department, period, signed_on, filed_on, kind)
            else {
                continue;
            };
            let number = self.number(number, Series::Filing, filed_on.year())?;
            let mut filing = match stands {
                Some(stands) => Filing { department, kind, period, signed_on, filed_on, ..stands.clone() },
                None => Filing {
                    id: self.tx.new_id::<Filing>()?,
                    number,
                    department,
                    kind,
                    period,
                    signed_on,
                    signed_by: String::new(),
                    filed_on,
                    rows: Vec::new(),
                    fingerprint: String::new(),
                    workbook: String::new(),
                    void_reason: None,
                },
            };
            set(&mut filing.signed_by, told.text("signed_by", NAME_LIMIT * 2 + 2));
            set(&mut filing.rows, rows);
            set(&mut filing.fingerprint, told.text("fingerprint", HASH_LENGTH));
            self.known.number(&filing.number, Subject::Filing(filing.id));
            let shows_the_same = stands.is_some_and(|stands| *stands == filing);
            set(&mut filing.void_reason, told.text_maybe("void_reason", NOTE_LIMIT));
            // The file stays with what it shows.
            match bytes {
                Some(bytes) => filing.workbook = self.tx.keep_content(&bytes)?,
                None if shows_the_same => {}
                None => without.push(filing.clone()),
            }
            self.tx.put(filing)?;
        }
        if without.is_empty() {
            return Ok(());
        }
        // By the names that the document brings, beside its other filings, and as it was handed in, before it was void.
        let register = self.tx.register_after(self.register);
        for mut filing in without {
            let handed_in = Filing { void_reason: None, ..filing.clone() };
            filing.workbook = self.tx.keep_content(&papers::filing_workbook(&register, &handed_in)?)?;
            self.tx.put(filing)?;
        }
        Ok(())
    }
}

/// The quarter that a filing tells; `Some(None)` for null.
fn period(told: &Reader) -> Option<Option<Quarter>> {
    let Some(text) = told.text_maybe("period", NAME_LIMIT)? else { return Some(None) };
    let period = Quarter::from_typed(&text);
    if period.is_none() {
        told.problem("period", format!("“{text}”不是季度，应写作 2026Q3"));
    }
    period.map(Some)
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
