//! Runs the commands that the rules ask for: to the record, an override, a setting, a leaving.

use std::path::Path;

use super::super::Screen;
use super::super::browse::PathField;
use super::super::command::Command;
use super::super::dialog::Dialog;
use super::super::leaving_dialog::LeavingDialog;
use super::super::workspace::Workspace;
use crate::error::{Error, Result};
use crate::model::*;
use crate::papers::leaving::LeavingPapers;
use crate::rules::leaving::{Leaving, plan};
use crate::store::Drafted;

impl Workspace {
    /// Runs what the rules ask for.
    pub(super) fn run_on_rules(&mut self, command: Command) -> Result<()> {
        let today = self.today();
        match command {
            Command::OpenSubject(subject) => self.open_subject(subject)?,
            Command::ShowArticle(article) => {
                self.regulation.show(article);
                self.show(Screen::Regulation)?;
            }
            Command::AskWaive(article, subject) => {
                self.dialog =
                    Some(Dialog::Waive { what: Some((article, subject)), waiver: None, reason: String::new() });
            }
            Command::Waive(article, subject, reason) => {
                self.office.waive(article, subject, &reason, today)?;
                self.dialog = None;
                self.toasts.undoable("已记为例外办理");
            }
            Command::AskWithdraw(waiver) => {
                self.dialog = Some(Dialog::Waive { what: None, waiver: Some(waiver), reason: String::new() });
            }
            Command::Withdraw(waiver, reason) => {
                self.office.withdraw_waiver(waiver, &reason, today)?;
                self.dialog = None;
                self.toasts.undoable("已撤回例外办理");
            }
            Command::SaveSetting(key, value, source) => {
                self.office.save_setting(key, value, &source, today)?;
                self.toasts.undoable(&format!("已保存{}", key.label()));
            }
            Command::AskLeave(id) => {
                let path = PathField::new(&self.surroundings.documents.join("离职"));
                let dialog = LeavingDialog::new(self.office.register(), id, path, today);
                self.dialog = dialog.map(Dialog::Leave);
            }
            Command::Leave(leaving, folder) => self.leave(&leaving, &folder)?,
            // All others are run where this one came from.
            _ => {}
        }
        Ok(())
    }

    /// Shows a record where it can be dealt with.
    fn open_subject(&mut self, subject: Subject) -> Result<()> {
        let record = |kind: Kind, number: i64| (Screen::Register(kind), kind, number);
        let (screen, kind, number) = match subject {
            Subject::Department(id) => return self.open_list(Drafted::Matrix(id)),
            Subject::Cleanup(id) => return self.open_list(Drafted::Cleanup(Some(id))),
            Subject::Application(id) => return self.try_run(Command::Open(id)),
            Subject::Filing(id) => {
                self.filings.choose(id);
                return self.show(Screen::Filings);
            }
            Subject::Inspection(_) | Subject::Sample(_) => return Ok(()),
            Subject::Person(id) => record(Kind::People, id.0),
            Subject::System(id) => record(Kind::Systems, id.0),
            Subject::Account(id) => record(Kind::Accounts, id.0),
        };
        self.registers[kind as usize].reveal(number);
        self.show(screen)
    }

    /// Makes a leaver's papers in one errand, and writes them.
    fn leave(&mut self, leaving: &Leaving, folder: &Path) -> Result<()> {
        let today = self.today();
        let left = self.office.staff_leaves(leaving, today)?;
        self.dialog = None;
        self.refresh_lists();
        let register = self.office.register();
        let planned = plan(register, leaving);
        let made = (&left.applications[..], &left.cleanups[..], &left.notices[..]);
        let papers = LeavingPapers::of(register, leaving.person, made, &planned.handovers)?;
        let files = papers.save(folder, today).map_err(|error| {
            let told = format!("离职手续已登记，但文件没有写完：{}", error.lines().join("；"));
            Error::new(error.kind(), told).advise("登记已保存。请换一个文件夹，再办一次：不会重复")
        })?;
        let made = if left.made.is_empty() { "没有新的表".to_owned() } else { left.made.join("、") };
        self.toasts.file(&format!("离职手续已办：{made}；{}个文件在{}", files.len(), folder.display()), folder);
        Ok(())
    }
}
