//! Papers to a printer.

use std::sync::atomic::AtomicBool;

use super::{department_called, tell_missing};
use crate::error::{Error, Result};
use crate::model::{Day, Quarter, Register};
use crate::ops::Office;
use crate::papers::{PageRange, PaperKey, in_part, job_pdf, job_title, lay_out};
use crate::printing::{self, Job};

/// What is printed, and how.
#[derive(Debug, clap::Args)]
pub(super) struct Print {
    /// 申请表或清理清单的编号，如 SQ-2026-0001；附件1写科室名称
    #[arg(value_name = "编号", required = true)]
    papers: Vec<String>,
    /// 科室打印的不是附件1，而是这一季度的非自建系统账号表，签字后备案（第十九条）
    #[arg(long, value_name = "季度", value_parser = super::words::quarter)]
    outside: Option<Quarter>,
    /// 打印机（不写则用系统默认的）
    #[arg(long, value_name = "名称")]
    printer: Option<String>,
    /// 份数（不写则1份）
    #[arg(long, value_name = "数量", value_parser = super::words::copies)]
    copies: Option<u32>,
    /// 页码，如 1-3,5（不写则全部）
    #[arg(long, value_name = "页码", value_parser = super::words::pages)]
    pages: Option<PageRange>,
    /// 双面打印，长边翻转，每张表从新的一张纸开始
    #[arg(long)]
    two_sided: bool,
}

impl Print {
    /// Hands the papers over as one job, and notes that they were printed once the job is accepted.
    pub(super) fn run(self, office: &mut Office, today: Day) -> Result<String> {
        let keys =
            self.papers.iter().map(|told| key(office.register(), told, self.outside)).collect::<Result<Vec<_>>>()?;
        let printables = office.printables(&keys, today)?;
        for (_, printable) in &printables {
            for missing in printable.missing() {
                tell_missing(printable.name(), &missing);
            }
        }
        let printouts = lay_out(&printables);
        let range = self.pages.unwrap_or_default();
        let pdf = job_pdf(&printouts, &range, self.two_sided, today)?;
        let copies = self.copies.unwrap_or(1);
        let job = Job { printer: self.printer, copies, two_sided: self.two_sided, title: job_title(&printouts) };
        let accepted = printing::of_platform().print(&pdf, &job, &AtomicBool::new(false))?;
        let copies = accepted.told(copies);
        let number = accepted.job.map_or_else(String::new, |number| format!("（任务{number}）"));
        let whole = range.whole_forms(&printouts);
        let told = format!(
            "已送往{}{number}，{copies}{}",
            job.printer.as_deref().unwrap_or("默认打印机"),
            in_part(printouts.iter().filter(|it| it.form.is_some()).count() - whole.len())
        );
        office.note_printed(&whole, today).map_err(|error| {
            error.after(&format!("{told}，但没有登记为已打印")).advise("不用重打。请在窗口里点“登记为已打印”")
        })?;
        Ok(told + "\n")
    }
}

/// The paper that a number or a department's name stands for; of a department the table of a quarter, where one is told.
fn key(register: &Register, told: &str, outside: Option<Quarter>) -> Result<PaperKey> {
    let told = told.trim();
    let application = register.application_numbered(told).map(|it| PaperKey::Application(it.id));
    let cleanup = || register.cleanup_numbered(told).map(|it| PaperKey::Cleanup(it.id));
    let of_department = |id| outside.map_or(PaperKey::Matrix(id), |period| PaperKey::Outside(id, period));
    let table = || department_called(register, told).ok().map(of_department);
    application
        .or_else(cleanup)
        .or_else(table)
        .ok_or_else(|| Error::bad_input(format!("没有编号为“{told}”的申请表或清理清单，也没有这个科室")))
}
