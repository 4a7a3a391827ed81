//! The papers of a filing (备案): the table as Excel and PDF, and its cover sheet.

use std::path::{Path, PathBuf};

use super::{Column, List, Paper, file_stem, put, tab, to_pdf};
use crate::error::Result;
use crate::fsio;
use crate::model::*;
use crate::paper::{Foot, fill, forms};
use crate::rules::filing::{filings_of, told_basis, told_before};
use crate::xlsx::{self, Tab};

/// The name of a filing's files, without an ending: `2026年第三季度_政务服务科_账号权限对照表`.
pub fn filing_stem(register: &Register, filing: &Filing) -> String {
    let department = register.department_name(Some(filing.department));
    let name = format!("{}_{department}_{}", filing.period.chinese(), filing.kind.label());
    // A second filing for the same quarter does not take the place of the first one's files.
    let earlier = register.filings.values().any(|it| {
        (it.department, it.kind, it.period) == (filing.department, filing.kind, filing.period) && it.id < filing.id
    });
    file_stem(&if earlier { format!("{name}_{}", filing.number) } else { name })
}

/// The table of a filing and its cover. `changes` are the lines that tell what changed since the filing before.
pub fn filing_papers(register: &Register, filing: &Filing, changes: &[String]) -> (Paper, Paper) {
    let stem = filing_stem(register, filing);
    let basis = told_basis(register, filing.kind, filing.period, filing.filed_on);
    let filings = filings_of(register, filing.department, filing.kind);
    let since = told_before(&filings, filing.period, Some(filing.id));
    let cover = Paper {
        sheet: &forms::COVER,
        values: fill::cover_values(register, filing, changes, &since, basis.as_deref()),
        foot: Foot::numbered(&filing.number).void_if(filing.void_reason.as_deref()),
        name: format!("{stem}_备案报送单"),
    };
    (table(register, filing), cover)
}

/// The table of 非自建 systems as it is signed, before the quarter is filed.
pub fn unfiled_table(
    register: &Register,
    department: DepartmentId,
    period: Quarter,
    rows: &[FiledRow],
    today: Day,
) -> Paper {
    let name = register.department_name(Some(department));
    Paper {
        sheet: &forms::OUTSIDE,
        values: fill::filed_values(register, department, rows, today),
        // It has no number yet, and no code that leads to one.
        foot: Foot { note: period.chinese(), ..Foot::default() },
        name: file_stem(&format!("{}_{name}_{}_待签字", period.chinese(), FilingKind::Outside.label())),
    }
}

fn table(register: &Register, filing: &Filing) -> Paper {
    let sheet = match filing.kind {
        FilingKind::Matrix => &forms::MATRIX,
        FilingKind::Outside => &forms::OUTSIDE,
    };
    let note = match &filing.fingerprint[..] {
        "" => String::new(),
        fingerprint => format!("台账指纹 {fingerprint}"),
    };
    Paper {
        sheet,
        values: fill::filed_values(register, filing.department, &filing.rows, filing.filed_on),
        foot: Foot { note, ..Foot::numbered(&filing.number).void_if(filing.void_reason.as_deref()) },
        name: filing_stem(register, filing),
    }
}

/// The Excel file that is handed in: the table as it prints and, since the official form has no column for 账号名, a
/// second sheet that names the accounts. No phone is in it.
pub fn filing_workbook(register: &Register, filing: &Filing) -> Result<Vec<u8>> {
    let table = table(register, filing);
    let row = |row: &FiledRow| {
        [&row.system, &row.account, &row.category, &row.post, &row.holder, &row.permissions, &row.note]
            .map(String::clone)
            .to_vec()
    };
    let details = List {
        title: "账号明细".into(),
        unit: register.department_name(Some(filing.department)).to_owned(),
        columns: DETAILS.to_vec(),
        rows: filing.rows.iter().map(row).collect(),
        ..List::default()
    };
    let mut tabs = vec![tab(&table)];
    if filing.rows.iter().any(|row| !row.account.is_empty()) {
        tabs.push(Tab::List(&details));
    }
    xlsx::write(&tabs, filing.filed_on)
}

/// The columns of 账号明细.
const DETAILS: [Column; 7] = [
    Column::text("系统名称", 180.0),
    Column::text("账号名", 120.0),
    Column::text("账号类别", 90.0),
    Column::text("岗位", 80.0),
    Column::text("使用人", 110.0),
    Column::text("权限说明", 200.0),
    Column::text("备注", 100.0),
];

/// Writes a filing into a folder: the workbook as it was handed in, the table and its cover as PDF. Returns the files.
pub fn save_filing(folder: &Path, (table, cover): &(Paper, Paper), workbook: &[u8], day: Day) -> Result<Vec<PathBuf>> {
    fsio::make_folder(folder)?;
    let path = |paper: &Paper, ending: &str| folder.join(format!("{}.{ending}", paper.name));
    let files = [
        (path(table, "xlsx"), workbook.to_vec()),
        (path(table, "pdf"), to_pdf(std::slice::from_ref(table), day)?),
        (path(cover, "pdf"), to_pdf(std::slice::from_ref(cover), day)?),
    ];
    for (path, bytes) in &files {
        put(path, bytes)?;
    }
    Ok(files.map(|(path, _)| path).to_vec())
}
