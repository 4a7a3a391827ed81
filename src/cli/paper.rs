//! Papers: the three attachments and the list of 系统账号, as PDF and Excel.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::{department_called, open, tell_missing, words};
use crate::error::{Error, Result};
use crate::model::{Day, FilingKind, Quarter};
use crate::papers::{self, Paper, unfiled_table};
use crate::store::Access;

/// An errand of this kind.
#[derive(Debug, Subcommand)]
pub(super) enum Errand {
    /// 附件2：打印或导出申请表（多个编号合成一个文件）
    Form2 {
        /// 申请表编号，如 SQ-2026-0001
        #[arg(value_name = "编号", required = true)]
        numbers: Vec<String>,
        #[command(flatten)]
        output: Output,
    },
    /// 附件1：打印或导出一个科室的账号权限对照表
    Form1 {
        /// 科室名称
        #[arg(value_name = "科室")]
        department: String,
        #[command(flatten)]
        output: Output,
    },
    /// 非自建系统账号表：一个科室一个季度的，打印签字后备案（第十九条）
    Outside {
        /// 科室名称
        #[arg(value_name = "科室")]
        department: String,
        /// 报送期，如 2026Q3（不写则是本季度）
        #[arg(long, value_name = "季度", value_parser = words::quarter)]
        period: Option<Quarter>,
        #[command(flatten)]
        output: Output,
    },
    /// 附件3：打印或导出清理清单
    Form3 {
        /// 清单编号，如 QL-2026-0001
        #[arg(value_name = "编号")]
        number: String,
        #[command(flatten)]
        output: Output,
    },
    /// 系统账号清单（第十六条、第十七条）
    SystemAccounts {
        /// 例外办理的原因：有须改正的事项时写明，它会记入台账
        #[arg(long, value_name = "原因")]
        reason: Option<String>,
        #[command(flatten)]
        output: Output,
    },
    /// 空白的附件1、附件2或附件3
    Blank {
        /// 1、2 或 3
        #[arg(value_name = "附件号", value_parser = words::annex)]
        annex: u8,
        #[command(flatten)]
        output: Output,
    },
}

#[derive(Debug, Args)]
pub(super) struct Output {
    /// 写成 PDF
    #[arg(long, value_name = "文件.pdf")]
    pdf: Option<PathBuf>,
    /// 写成 Excel
    #[arg(long, value_name = "文件.xlsx")]
    xlsx: Option<PathBuf>,
}

impl Errand {
    /// Writes the papers; what it prints.
    pub(super) fn run(self, file: &Path, today: Day) -> Result<String> {
        let read = || open(file, Access::Read, today);
        match self {
            Errand::Form2 { numbers, output } => {
                output.check()?;
                let office = read()?;
                let paper = |number: &String| {
                    let application = office.register().application_numbered(number.trim());
                    let application =
                        application.ok_or_else(|| Error::bad_input(format!("没有编号为“{number}”的申请表")))?;
                    Ok(Paper::of_application(office.register(), application))
                };
                output.write(&numbers.iter().map(paper).collect::<Result<Vec<_>>>()?, today)
            }
            Errand::Form1 { department, output } => {
                output.check()?;
                let office = read()?;
                let known = department_called(office.register(), &department)?;
                output.write(&[Paper::of_matrix(office.register(), known)], today)
            }
            Errand::Outside { department, period, output } => {
                output.check()?;
                let office = read()?;
                let known = department_called(office.register(), &department)?;
                let period = period.unwrap_or_else(|| Quarter::of(today));
                let rows = office.rows_to_file(known, FilingKind::Outside, period, today)?;
                output.write(&[unfiled_table(office.register(), known, period, &rows, today)], today)
            }
            Errand::Form3 { number, output } => {
                output.check()?;
                let office = read()?;
                let cleanup = office.register().cleanup_numbered(number.trim());
                let cleanup = cleanup.ok_or_else(|| Error::bad_input(format!("没有编号为“{number}”的清理清单")))?;
                output.write(&[Paper::of_cleanup(office.register(), cleanup)?], today)
            }
            Errand::SystemAccounts { reason, output } => {
                output.check()?;
                // A reason is written into the 台账; the list alone is only read.
                let access = if reason.is_some() { Access::Write } else { Access::Read };
                let mut office = open(file, access, today)?;
                office.release_system_accounts(&reason.unwrap_or_default(), today)?;
                output.write(&[Paper::of_system_accounts(office.register(), today)], today)
            }
            Errand::Blank { annex, output } => {
                output.check()?;
                let paper = Paper::blank(annex).ok_or_else(|| Error::bad_input("附件号应为 1、2 或 3"))?;
                output.write(&[paper], today)
            }
        }
    }
}

impl Output {
    fn check(&self) -> Result<()> {
        if self.pdf.is_none() && self.xlsx.is_none() {
            return Err(Error::bad_input("没有写明输出文件").advise("请加 --pdf 文件.pdf 或 --xlsx 文件.xlsx"));
        }
        if self.pdf == self.xlsx {
            return Err(Error::bad_input("--pdf 和 --xlsx 写的是同一个文件").advise("请写两个不同的文件名"));
        }
        Ok(())
    }

    fn write(&self, papers: &[Paper], today: Day) -> Result<String> {
        for paper in papers {
            for missing in paper.missing() {
                tell_missing(&paper.name, &missing);
            }
        }
        if let Some(path) = &self.pdf {
            papers::save_pdf(papers, path, today)?;
        }
        if let Some(path) = &self.xlsx {
            papers::save_xlsx(papers, path, today)?;
        }
        Ok(String::new())
    }
}
