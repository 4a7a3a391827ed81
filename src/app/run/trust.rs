//! Runs the commands of 迎检包, 核对台账 and 某日在用账号.

use std::path::PathBuf;

use super::super::command::Command;
use super::super::dialog::Dialog;
use super::super::live_dialog::LiveDialog;
use super::super::period_dialog::PeriodDialog;
use super::super::workspace::Workspace;
use crate::dossier::{self, Period};
use crate::error::Result;
use crate::fsio;
use crate::lock::Passphrase;
use crate::model::*;
use crate::ops::{Office, refuse_future};
use crate::papers;
use crate::places;

/// What is said while the 台账 is replayed up to a day.
const LOOKING: &str = "正在按台账查找这一天的账号";

impl Workspace {
    /// Asks for the period of a 迎检包.
    pub(super) fn ask_dossier(&mut self) {
        self.dialog = Some(Dialog::Period(PeriodDialog::of_dossier(&self.surroundings.documents, self.today())));
    }

    /// Finds out which signed papers of it have no scan, and makes it.
    pub(super) fn begin_dossier(&mut self, from: Day, to: Day, path: PathBuf, lock: Option<Passphrase>) -> Result<()> {
        let (today, period) = (self.today(), Period::new(from, to)?);
        self.begin(
            "正在清点本期的表格",
            move |office| dossier::lacking_scans(office, period, today),
            move |workspace, lacking| workspace.make_dossier_unless_lacking(period, path, lock, lacking),
        )
    }

    /// Makes a dossier; where signed papers have no scan, the clerk says first whether it is made all the same.
    fn make_dossier_unless_lacking(
        &mut self,
        period: Period,
        path: PathBuf,
        lock: Option<Passphrase>,
        lacking: Vec<String>,
    ) -> Result<()> {
        if lacking.is_empty() {
            return self.make_dossier(period, path, lock);
        }
        self.dialog = Some(Dialog::Confirm {
            title: "还有表格缺签字扫描件",
            doubt: Some(format!("这一段时间里已经签字的表格，{}件没有附上扫描件：", lacking.len())),
            lines: lacking,
            note: "先附上再生成，目录里就齐全；照样生成的，目录的备注里写明“缺签字扫描件”。".into(),
            verb: "照样生成",
            decline: "先去附上",
            then: Command::MakeDossier(period, path, lock),
        });
        Ok(())
    }

    pub(super) fn make_dossier(&mut self, period: Period, path: PathBuf, lock: Option<Passphrase>) -> Result<()> {
        let today = self.today();
        fsio::make_folder(&fsio::folder_of(&path))?;
        let (to, is_locked) = (path.clone(), lock.is_some());
        self.begin(
            "正在生成迎检包",
            move |office| match &lock {
                None => dossier::save(office, period, today, &to),
                Some(passphrase) => dossier::save_locked(office, period, today, &to, passphrase),
            },
            move |workspace, made| {
                let broken =
                    made.verdict.broken.as_ref().map_or_else(String::new, |broken| {
                        format!("；台账有问题：{}，核对结果已写在其中", broken.line())
                    });
                let told = format!("迎检包已生成：{}，{}{broken}", made.told(), path.display());
                // No program of the office opens what is locked.
                if is_locked {
                    workspace.toasts.say(&told);
                } else {
                    workspace.toasts.file(&told, &path);
                }
                Ok(())
            },
        )?;
        self.put_aside();
        Ok(())
    }

    /// Checks that the 台账 is whole, that the records are those that it tells, and that it has the entry of a fingerprint,
    /// if one is given.
    pub(super) fn verify(&mut self, fingerprint: String) -> Result<()> {
        let fingerprint = Some(fingerprint).filter(|typed| !typed.trim().is_empty());
        let is_noted = fingerprint.is_some();
        let beside = places::backup_folder(self.office.store().path());
        let work = move |office: &mut Office| office.verify_beside(fingerprint.as_deref(), &beside);
        self.begin("正在核对台账", work, move |workspace, verdict| {
            if let Some(broken) = verdict.broken {
                // It was asked for, and is found out: nothing is left to ask.
                workspace.tell(broken.error());
                return Ok(());
            }
            let noted = if is_noted { "；指纹对应的那一条在台账中" } else { "" };
            workspace.toasts.say(&match verdict.entries {
                0 => "台账完好：还没有记载".to_owned(),
                entries => format!("台账完好：{entries}条，没有改动、删除、插入，与现有记录一致{noted}"),
            });
            Ok(())
        })?;
        self.put_aside();
        Ok(())
    }

    /// Asks for the day whose live accounts are wanted.
    pub(super) fn ask_as_of(&mut self) {
        self.dialog = Some(Dialog::Period(PeriodDialog::of_day(&self.surroundings.documents, self.today())));
    }

    /// Shows the accounts of a past day, once the 台账 is replayed up to it.
    pub(super) fn look_as_of(&mut self, day: Day) -> Result<()> {
        let today = self.today();
        refuse_future(day, today)?;
        self.begin(
            LOOKING,
            move |office: &mut Office| office.as_of_asked(day, today),
            |workspace, told| {
                workspace.dialog = Some(Dialog::Live(LiveDialog::new(told)));
                Ok(())
            },
        )?;
        self.put_aside();
        Ok(())
    }

    /// Writes the accounts of a past day beside the window: the 台账 is replayed up to it.
    pub(super) fn write_as_of(&mut self, day: Day, path: PathBuf) -> Result<()> {
        let today = self.today();
        refuse_future(day, today)?;
        fsio::make_folder(&fsio::folder_of(&path))?;
        let to = path.clone();
        let write = move |office: &mut Office| {
            let told = office.as_of_asked(day, today)?;
            let (caution, count) = (told.caution(), told.accounts.len());
            let list = dossier::live_list(told);
            papers::save_lists_watched(&[list], &to, today, &mut |done, total| office.watched(done, total))?;
            Ok((caution, count))
        };
        self.begin(LOOKING, write, move |workspace, (caution, count)| {
            let caution = caution.map_or_else(String::new, |caution| format!("；{caution}"));
            let count = if count == 0 && !caution.is_empty() { String::new() } else { format!("{count}个") };
            let told = format!("{}在用账号{count}{caution}：{}", day.chinese(), path.display());
            workspace.toasts.file(&told, &path);
            Ok(())
        })?;
        self.put_aside();
        Ok(())
    }
}
