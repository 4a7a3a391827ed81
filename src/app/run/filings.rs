//! Runs the commands of 备案 (第五条, 第十九条).

use std::path::PathBuf;

use super::super::Screen;
use super::super::browse::PathField;
use super::super::command::Command;
use super::super::dialog::Dialog;
use super::super::filing_dialog::FileDialog;
use super::super::suggest::Suggester;
use super::super::work::Work;
use super::super::workspace::Workspace;
use crate::error::{Error, Result};
use crate::model::*;
use crate::ops::{FilingRequest, Office};
use crate::rules::filing::{filings_of, signer_of, told_after, told_basis, told_before};
use crate::rules::matrix::plan;

impl Workspace {
    /// What would be handed in and what changed since the last time, before it is filed.
    pub(super) fn ask_file(&mut self, id: DepartmentId, kind: FilingKind, quarter: Option<Quarter>) -> Result<()> {
        let today = self.today();
        let period = quarter.unwrap_or_else(|| Quarter::of(today));
        let stoppers = self.office.stopping_filing(id, kind, today).into_lines();
        let register = self.office.register();
        let department = register.require::<Department>(id)?;
        let is_signed =
            kind == FilingKind::Matrix && register.matrix_paper(id).is_some_and(|it| it.signed_on.is_some());
        let signed_by = register.bare_name(signer_of(department, kind)).to_owned();
        self.dialog = Some(Dialog::File(FileDialog {
            name: department.name.clone(),
            told: FilingRequest {
                department: id,
                kind,
                period,
                signed_on: None,
                // Who signed 附件1 is recorded with the paper.
                signed_by: if is_signed { String::new() } else { signed_by },
                reason: String::new(),
            },
            period: period.chinese(),
            signed_on: (!is_signed).then(String::new),
            lines: None,
            stoppers,
            path: PathField::new(&self.surroundings.documents.join("备案")),
            today,
            suggester: Suggester::default(),
        }));
        self.preview_filing(period)
    }

    /// Shows in the dialog what would be handed in for a quarter: found out beside the window where the 台账 has to be
    /// gone through for it.
    pub(super) fn preview_filing(&mut self, period: Quarter) -> Result<()> {
        let today = self.today();
        let Some(Dialog::File(dialog)) = &mut self.dialog else { return Ok(()) };
        (dialog.told.period, dialog.lines) = (period, None);
        let (id, kind) = (dialog.told.department, dialog.told.kind);
        if !self.office.replays_to_file(kind, period, today) {
            dialog.lines = Some(preview_lines(&self.office, id, kind, period, today)?);
            return Ok(());
        }
        let back = |workspace: &mut Self, lent: Office, found: Result<Vec<String>>| {
            workspace.office.take_back(lent);
            // What was called off leaves nothing to file by.
            let dialog = workspace.dialog.take();
            let lines = Some(found?);
            if let Some(Dialog::File(file)) = dialog {
                workspace.dialog = Some(Dialog::File(FileDialog { lines, ..file }));
            }
            Ok(())
        };
        let work = move |office: &mut Office| preview_lines(office, id, kind, period, today);
        let beside = self.surroundings.watcher.clone();
        self.work = Some(Work::lend("正在按台账核对", &mut self.office, beside, work, back)?);
        Ok(())
    }

    /// Files, writes the papers, shows the filing.
    pub(super) fn file(&mut self, told: FilingRequest, folder: PathBuf) -> Result<()> {
        let (today, to) = (self.today(), folder.clone());
        let work = move |office: &mut Office| {
            let id = office.file_table(&told, today)?;
            // It is filed, whether its papers can be written or not.
            Ok((id, office.save_filing(id, &to)))
        };
        self.begin("正在备案", work, move |workspace, (id, saved)| {
            workspace.dialog = None;
            workspace.refresh_lists();
            workspace.leave_form()?;
            workspace.filings.choose(id);
            workspace.screen = Screen::Filings;
            let register = workspace.office.register();
            let filing = register.require::<Filing>(id)?;
            let number = &filing.number;
            if let Err(error) = saved {
                let told = format!("已登记为{number}，但文件没有写完：{}", error.lines().join("；"));
                let error = Error::new(error.kind(), told).advise("备案已保存在台账中。请换一个文件夹，点“重新导出”");
                // Said also where the clerk has called it off: it is filed.
                workspace.tell(error);
                return Ok(());
            }
            // What was handed in is not taken back but declared void.
            let mut told = format!("{number}已备案，文件在：{}", folder.display());
            let filings = filings_of(register, filing.department, filing.kind);
            if let Some(later) = told_after(&filings, filing.period, id) {
                told.push_str(&format!("；{later}"));
            }
            workspace.toasts.offer(&told, vec![("打开", Command::View(folder))]);
            Ok(())
        })
    }

    /// Asks for a folder for the papers of a filing.
    pub(super) fn ask_save_filing(&mut self, filing: FilingId) {
        let path = PathField::new(&self.surroundings.documents.join("备案"));
        self.dialog = Some(Dialog::Folder { filing, path });
    }

    /// Writes them again.
    pub(super) fn save_filing(&mut self, filing: FilingId, folder: PathBuf) -> Result<()> {
        let to = folder.clone();
        let save = move |office: &mut Office| office.save_filing(filing, &to);
        self.begin("正在写备案文件", save, move |workspace, _| {
            workspace.dialog = None;
            workspace.toasts.file(&format!("备案文件已写入：{}", folder.display()), &folder);
            Ok(())
        })
    }
}

/// What filing a table now would hand in: by which accounts, and what changed since the last time, a line each.
fn preview_lines(
    office: &Office,
    department: DepartmentId,
    kind: FilingKind,
    period: Quarter,
    today: Day,
) -> Result<Vec<String>> {
    let (difference, _) = office.filing_preview(department, kind, period, today)?;
    let since = told_before(&filings_of(office.register(), department, kind), period, None);
    let mut lines: Vec<String> = told_basis(office.register(), kind, period, today).into_iter().collect();
    if kind == FilingKind::Matrix {
        lines.extend(plan(office.register(), department, today).told());
    }
    lines.push(format!(
        "{since}：新增{}，变更{}，注销{}{}",
        difference.added.len(),
        difference.changed.len(),
        difference.removed.len(),
        if difference.is_empty() { "（无变动）" } else { "" }
    ));
    lines.extend(difference.lines());
    Ok(lines)
}
