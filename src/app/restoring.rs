//! From one data file to the next: a backup in the place of the file that is open, or of one that could not be opened.

use std::path::PathBuf;

use eframe::egui;

use super::command::Command;
use super::dialog::Dialog;
use super::modal::modal_ui;
use super::practice::Desk;
use super::restore_dialog::RestoreDialog;
use super::workspace::Workspace;
use super::{App, Stage, Surroundings, theme};
use crate::error::{Error, ErrorKind};
use crate::model::Moment;
use crate::ops::{Office, Restoration};
use crate::store::Access;
use crate::clock;

/// A data file that was not opened: why, and the way out by a backup.
pub(super) struct Refusal {
    error: Error,
    file: Option<PathBuf>,
    dialog: Option<RestoreDialog>,
}

impl Refusal {
    /// `file` is the one that was asked for, where it is known.
    pub(super) fn new(error: Error, file: Option<PathBuf>) -> Self {
        Self { error, file, dialog: None }
    }

    /// Whether a backup in its place would help: what another program holds or may not be written is whole.
    fn is_lost(&self) -> bool {
        matches!(self.error.kind(), ErrorKind::Corrupt | ErrorKind::NotOurs | ErrorKind::NotFound)
    }

    /// Draws why, and what can be done; the backup that was agreed to.
    fn ui(&mut self, ui: &mut egui::Ui, now: Moment) -> Option<Restoration> {
        let mut commands = Vec::new();
        let lost_file = self.file.clone().filter(|_| self.is_lost());
        egui::CentralPanel::default().show(ui, |ui| {
            ui.add_space(120.0);
            ui.vertical_centered(|ui| {
                ui.set_max_width(560.0);
                ui.label(theme::head("数据文件没有打开"));
                for line in self.error.lines() {
                    ui.label(line);
                }
                if let Some(advice) = self.error.advice() {
                    ui.label(theme::weak(format!("{advice}。")));
                }
                ui.add_space(8.0);
                if let Some(file) = &lost_file
                    && ui.button("恢复备份").clicked()
                {
                    self.dialog = Some(RestoreDialog::new(file, None));
                }
                if ui.add(theme::main_button("关闭")).clicked() {
                    ui.ctx().send_viewport_cmd(egui::ViewportCommand::Close);
                }
            });
        });
        if let Some(dialog) = &mut self.dialog {
            modal_ui(ui.ctx(), "restore", false, &mut commands, |ui, commands| dialog.ui(ui, commands));
        }
        for command in commands {
            match command {
                Command::LookAtBackup => {
                    if let Some(dialog) = &mut self.dialog {
                        dialog.look(None, now);
                    }
                }
                Command::RestoreBackup => return self.dialog.take().and_then(RestoreDialog::into_restoration),
                _ => self.dialog = None,
            }
        }
        None
    }
}

impl App {
    /// Draws why the file was not opened; goes on with a backup, where the clerk asks for it.
    pub(super) fn refused_ui(&mut self, ui: &mut egui::Ui) {
        let (Stage::Refused(refusal), Some(surroundings)) = (&mut self.stage, &self.surroundings) else { return };
        let agreed = refusal.ui(ui, clock::now(surroundings.today));
        if let (Some(restoration), Some(file)) = (agreed, refusal.file.clone()) {
            self.restore(restoration, file);
            ui.ctx().request_repaint();
        }
    }

    /// Where the clerk asked for it, the open file is closed and the backup put in its place.
    pub(super) fn restore_when_asked(&mut self, ctx: &egui::Context) {
        let Stage::Open(desk) = &mut self.stage else { return };
        let Some(restoration) = desk.own().restoring.take() else { return };
        let file = desk.office().store().path().to_path_buf();
        if let Stage::Open(desk) = std::mem::replace(&mut self.stage, Stage::Closed) {
            self.surroundings = Some(desk.into_own().close());
        }
        self.restore(restoration, file);
        ctx.request_repaint();
    }

    /// Puts the backup in the place of `file`, which nobody has open, and goes on with what stands there then.
    fn restore(&mut self, restoration: Restoration, file: PathBuf) {
        let Some(surroundings) = self.surroundings.take() else { return };
        let restored = restoration.carry_out(clock::now(surroundings.today));
        self.open(Office::open_unchecked(&file, Access::Write), Some(file), surroundings);
        match (&mut self.stage, restored) {
            (Stage::Open(desk), Ok(kept)) => {
                let name = kept.map(|kept| format!("；原来的数据文件保留为：{}", kept.display()));
                desk.own().toasts.say(&format!("已恢复备份{}", name.unwrap_or_default()));
            }
            (Stage::Open(desk), Err(error)) => desk.own().dialog = Some(Dialog::Told(error)),
            // Why the backup did not come into its place is told first.
            (Stage::Refused(refusal), Err(error)) => refusal.error = error,
            _ => {}
        }
    }

    /// Closes the open file, which turned out to be damaged.
    pub(super) fn refuse(&mut self, error: Error) {
        if let Stage::Open(desk) = std::mem::replace(&mut self.stage, Stage::Closed) {
            let file = desk.office().store().path().to_path_buf();
            self.surroundings = Some(desk.into_own().close());
            self.stage = Stage::Refused(Box::new(Refusal::new(error, Some(file))));
        }
    }

    /// Goes on with an office, or with why there is none.
    pub(super) fn open(
        &mut self,
        office: crate::error::Result<Office>,
        file: Option<PathBuf>,
        surroundings: Surroundings,
    ) {
        self.stage = match office {
            Err(error) => {
                self.surroundings = Some(surroundings);
                Stage::Refused(Box::new(Refusal::new(error, file)))
            }
            Ok(office) => match Workspace::new(office, surroundings) {
                Ok(workspace) => Stage::Open(Box::new(Desk::new(workspace))),
                Err(error) => Stage::Refused(Box::new(Refusal::new(error, None))),
            },
        };
    }
}
