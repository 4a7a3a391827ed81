//! From records to files: which form, filled with what, under which name.

mod filing;
pub mod leaving;
mod printout;
pub mod rounds;

use std::path::Path;

pub use filing::{filing_papers, filing_stem, filing_workbook, save_filing, unfiled_table};
pub use printout::{PageRange, PaperKey, Printable, Printout, handover_of, in_part, job_pdf, job_title, lay_out};

use crate::error::{Error, Result};
use crate::model::*;
use crate::paper::letter::{Letter, place_letter};
use crate::paper::{Foot, Page, Sheet, fill, forms, lists, place};
use crate::rules::system::is_after_acceptance;
use crate::xlsx::{self, Tab};
pub use crate::xlsx::{Column, List};
use crate::{fonts, fsio, pdf};

/// What is said of characters that no font has.
pub const NO_GLYPH: &str = "没有可用的字形，以“〓”代替，请手工补写";

/// A form ready to be laid out.
#[derive(Debug, Clone)]
pub struct Paper {
    /// The form.
    pub sheet: &'static Sheet,
    /// What fills it.
    pub values: Values,
    /// What names it in its foot.
    pub foot: Foot,
    /// Name of a file or an Excel sheet for it, without an ending.
    pub name: String,
}

impl Paper {
    /// A blank 附件1, 附件2 or 附件3.
    pub fn blank(annex: u8) -> Option<Self> {
        let sheet = match annex {
            1 => &forms::MATRIX,
            2 => &forms::APPLICATION,
            3 => &forms::CLEANUP,
            _ => return None,
        };
        Some(Self {
            sheet,
            values: Values::default(),
            foot: Foot::default(),
            name: format!("附件{annex}_{}", sheet.title),
        })
    }

    /// An application (附件2).
    pub fn of_application(register: &Register, application: &Application) -> Self {
        let values = fill::printed_application(&Values::of_application(register, application), register);
        let name = format!("{}_{}", application.number, forms::APPLICATION.title);
        let foot = Foot::numbered(&application.number).void_if(application.void_reason.as_deref());
        Self { sheet: &forms::APPLICATION, values, foot, name }
    }

    /// A department's table (附件1).
    pub fn of_matrix(register: &Register, department: DepartmentId) -> Self {
        let values = fill::printed_list(&fill::matrix_values(register, department), register);
        let name = format!("{}_{}", register.department_name(Some(department)), FilingKind::Matrix.label());
        Self { sheet: &forms::MATRIX, values, foot: Foot::default(), name }
    }

    /// A cleanup list (附件3). 处理方式 is never blank on paper: a row without one is refused.
    pub fn of_cleanup(register: &Register, cleanup: &Cleanup) -> Result<Self> {
        let rows = register.rows_of(cleanup.id);
        let open: Vec<String> =
            rows.iter().filter(|row| row.disposal.is_none()).map(|row| row.position.to_string()).collect();
        if !open.is_empty() {
            return Err(Error::refused(format!(
                "{}第{}行没有填写处理方式，不能打印（附件3）",
                cleanup.number,
                open.join("、")
            ))
            .advise("请为每一行选定处理方式"));
        }
        let values = fill::printed_list(&fill::cleanup_values(register, cleanup), register);
        let sheet = cleanup_sheet(register, &rows);
        Ok(Self {
            sheet,
            values,
            foot: Foot::numbered(&cleanup.number).void_if(cleanup.void_reason.as_deref()),
            name: format!("{}_{}", cleanup.number, sheet.title),
        })
    }

    /// Its pages.
    pub fn pages(&self) -> Vec<Page> {
        place(self.sheet, &self.values, &self.foot)
    }

    /// The characters that no font has, each with its field: `申请人「〓」（U+E000）`. On paper 〓 stands for them.
    pub fn missing(&self) -> Vec<String> {
        let in_text = |(row, field, text): (Option<usize>, Field, &str)| {
            let row = row.map_or_else(String::new, |row| format!("第{}行", row + 1));
            let named = move |c: char| format!("{row}{}中的“{c}”（U+{:04X}）", field.label(), c as u32);
            fonts::missing(text).into_iter().map(named).collect::<Vec<_>>()
        };
        self.values.texts().flat_map(in_text).collect()
    }
}

/// The form of a list with these rows: 附件3; after acceptance with a 督促 line each of 网络技术中心 and 主管科室 (第二十一条).
pub fn cleanup_sheet(register: &Register, rows: &[&CleanupRow]) -> &'static Sheet {
    if is_after_acceptance(register, rows) { &lists::ACCEPTANCE } else { &forms::CLEANUP }
}

/// Papers as one PDF, one after the other.
pub fn to_pdf(papers: &[Paper], day: Day) -> Result<Vec<u8>> {
    let pages: Vec<Page> = papers.iter().flat_map(Paper::pages).collect();
    let title = match papers {
        [one] => one.name.clone(),
        several => format!("{}等{}份", several.first().map_or("", |paper| paper.name.as_str()), several.len()),
    };
    pdf::write(&pages, &title, day)
}

/// Papers as one workbook, a sheet each.
pub fn to_xlsx(papers: &[Paper], day: Day) -> Result<Vec<u8>> {
    xlsx::write(&papers.iter().map(tab).collect::<Vec<_>>(), day)
}

/// A paper as a sheet of a workbook.
fn tab(paper: &Paper) -> Tab<'_> {
    let Paper { name, sheet, values, foot } = paper;
    Tab::Form { name, sheet, values, foot }
}

/// Writes papers as PDF.
pub fn save_pdf(papers: &[Paper], path: &Path, day: Day) -> Result<()> {
    put(path, &to_pdf(papers, day)?)
}

/// Writes a letter as PDF.
pub fn save_letter(letter: &Letter, name: &str, path: &Path, day: Day) -> Result<()> {
    put(path, &pdf::write(&place_letter(letter), name, day)?)
}

/// Writes papers as Excel.
pub fn save_xlsx(papers: &[Paper], path: &Path, day: Day) -> Result<()> {
    put(path, &to_xlsx(papers, day)?)
}

/// Writes a file of papers, whole or not at all.
fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    refuse_database(path)?;
    fsio::write_atomically(path, bytes)
}

/// Whether a paper can be written to this place: asked before an errand that cannot be taken back.
pub fn check_place(path: &Path) -> Result<()> {
    refuse_database(path)?;
    fsio::check_place(path)
}

/// A slip of the hand must not put a paper in the place of the register.
pub fn refuse_database(path: &Path) -> Result<()> {
    if fsio::is_database(path) {
        return Err(Error::bad_input(format!("这是数据文件，不能用来存放表格：{}", path.display()))
            .advise("数据文件没有改动。请换一个文件名"));
    }
    Ok(())
}

/// Writes a list as Excel.
pub fn save_list(list: &List, path: &Path, day: Day) -> Result<()> {
    save_lists(std::slice::from_ref(list), path, day)
}

/// Writes lists as one workbook, a sheet each.
pub fn save_lists(lists: &[List], path: &Path, day: Day) -> Result<()> {
    save_lists_watched(lists, path, day, &mut |_, _| Ok(()))
}

/// The same, told how many rows are done of how many; an error from there ends it, and nothing is written.
pub fn save_lists_watched(
    lists: &[List],
    path: &Path,
    day: Day,
    told: &mut dyn FnMut(usize, usize) -> Result<()>,
) -> Result<()> {
    // Before the work that it would be for nothing.
    refuse_database(path)?;
    let tabs: Vec<Tab> = lists.iter().map(Tab::List).collect();
    put(path, &xlsx::write_watched(&tabs, day, told)?)
}

/// Lists as one workbook, a sheet each.
pub fn lists_to_xlsx(lists: &[List], day: Day) -> Result<Vec<u8>> {
    xlsx::write(&lists.iter().map(Tab::List).collect::<Vec<_>>(), day)
}

/// A name that every file system takes, without an ending.
pub fn file_stem(name: &str) -> String {
    let clean: String =
        name.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c }).collect();
    // 255 bytes is the common limit; room is left for an ending.
    let mut stem = String::new();
    for c in clean.trim_matches(['.', ' ']).chars() {
        if stem.len() + c.len_utf8() > 200 {
            break;
        }
        stem.push(c);
    }
    if stem.is_empty() { "未命名".into() } else { stem }
}
