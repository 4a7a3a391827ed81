//! From one data file to the next: a backup in the place of the file that is open, and the ways on from one that could not
//! be opened.

use std::path::{Path, PathBuf};
use std::time::Duration;

use eframe::egui;

use super::browse::{PathField, Wanted};
use super::command::Command;
use super::dialog::Dialog;
use super::modal::{Over, awaits_ui, cancel_ui, goes_on, modal_ui};
use super::practice::Desk;
use super::restore_dialog::RestoreDialog;
use super::start::open;
use super::waiting::Waiting;
use super::workspace::Workspace;
use super::{App, Stage, theme};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Moment;
use crate::ops::{Office, Restoration};
use crate::{clock, fsio};

/// What came of putting a backup in the place of the data file: where the file that stood there is kept.
pub(super) type Restored = Result<Option<PathBuf>>;

/// A data file that was not opened: why, and the ways out.
pub(super) struct Refusal {
    error: Error,
    file: Option<PathBuf>,
    dialog: Option<Asking>,
}

/// What is asked for on the way out.
enum Asking {
    /// Which backup, and what looking at it will tell.
    Backup(RestoreDialog, Option<Box<Waiting<Result<Restoration>>>>),
    /// Which other data file.
    Other(PathField),
}

/// The way out that the clerk took.
enum Way {
    /// A backup in the place of the file.
    Restore(Box<Restoration>),
    /// A new, empty file in its place.
    Create,
    /// Another file.
    Open(PathBuf),
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

    /// Draws why, and what can be done; the way that was taken.
    fn ui(&mut self, ui: &mut egui::Ui, now: Moment) -> Option<Way> {
        let (mut commands, mut way) = (Vec::new(), None);
        egui::CentralPanel::default().show(ui, |ui| {
            ui.add_space(120.0);
            ui.vertical_centered(|ui| {
                ui.set_max_width(560.0);
                ui.label(theme::head("数据文件没有打开"));
                for line in self.error.lines() {
                    ui.label(line);
                }
                let advice = match self.error.kind() {
                    ErrorKind::NotFound => Some("文件可能移走了、改了名，或者它所在的U盘、共享文件夹没有连上"),
                    _ => self.error.advice(),
                };
                if let Some(advice) = advice {
                    ui.label(theme::weak(format!("{advice}。")));
                }
                ui.add_space(8.0);
                if let Some(file) = self.file.clone().filter(|_| self.is_lost()) {
                    way = self.ways_ui(ui, &file);
                }
                ui.add_space(theme::GAP);
                if way_ui(ui, egui::Button::new("关闭")).clicked() {
                    ui.ctx().send_viewport_cmd(egui::ViewportCommand::Close);
                }
            });
        });
        match &mut self.dialog {
            Some(Asking::Backup(dialog, looking)) => {
                if let Some(looked) = looking.as_mut().and_then(|it| it.take(ui.ctx())) {
                    *looking = None;
                    dialog.looked(looked.unwrap_or_else(|| Err(interrupted())), now);
                }
                modal_ui(ui.ctx(), "restore", Over::default(), &mut commands, |ui, commands| dialog.ui(ui, commands));
            }
            Some(Asking::Other(path)) => modal_ui(ui.ctx(), "other", Over::default(), &mut commands, |ui, commands| {
                if let Some(path) = other_ui(ui, path, commands) {
                    way = Some(Way::Open(path));
                }
            }),
            None => {}
        }
        for command in commands {
            match (command, &mut self.dialog) {
                (Command::LookAtBackup, Some(Asking::Backup(dialog, looking))) => {
                    let look = dialog.look();
                    *looking = Some(Box::new(Waiting::on(move || look(None))));
                }
                (Command::RestoreBackup, Some(Asking::Backup(..))) => {
                    if let Some(Asking::Backup(dialog, _)) = self.dialog.take() {
                        return dialog.into_restoration().map(Box::new).map(Way::Restore);
                    }
                }
                _ => self.dialog = None,
            }
        }
        way
    }

    /// Draws the ways out of a file that is lost.
    fn ways_ui(&mut self, ui: &mut egui::Ui, file: &Path) -> Option<Way> {
        let mut way = None;
        // Where the folder is missing as well, a stick is not plugged in: nothing is put in its place.
        let is_free = self.error.kind() == ErrorKind::NotFound && fsio::folder_of(file).is_dir();
        if way_ui(ui, theme::main_button("打开别的文件")).clicked() {
            self.dialog = Some(Asking::Other(PathField::new(file)));
        }
        if way_ui(ui, egui::Button::new("恢复备份")).clicked() {
            self.dialog = Some(Asking::Backup(RestoreDialog::new(file, None, Vec::new()), None));
        }
        if is_free && way_ui(ui, egui::Button::new("新建在这里")).on_hover_text("新建空的数据文件，从头登记").clicked()
        {
            way = Some(Way::Create);
        }
        way
    }
}

/// One of the ways out: all are of one width, one below the other.
fn way_ui(ui: &mut egui::Ui, button: impl egui::Widget) -> egui::Response {
    ui.add_sized([200.0, 34.0], button)
}

/// Why nothing came of looking at a backup.
fn interrupted() -> Error {
    Error::new(ErrorKind::System, "核对备份的过程中断了").advise("数据没有改动。请再试一次")
}

/// Which other data file; the one that was chosen.
fn other_ui(ui: &mut egui::Ui, path: &mut PathField, commands: &mut Vec<Command>) -> Option<PathBuf> {
    ui.label(theme::head("打开别的文件"));
    let entered = path.first_ui(ui, "数据文件", "", Wanted::DataFile);
    ui.label(theme::weak("数据文件的扩展名是 taizhang。可以直接写路径，或点“浏览”选择。"));
    let ready = awaits_ui(ui, &[(path.is_given(), "数据文件")], None);
    ui.horizontal(|ui| {
        let opens = goes_on(ui, "打开", ready, entered);
        cancel_ui(ui, commands);
        opens.then(|| path.path())
    })
    .inner
}

impl App {
    /// Draws why the file was not opened; goes on by the way that the clerk takes.
    pub(super) fn refused_ui(&mut self, ui: &mut egui::Ui) {
        let (Stage::Refused(refusal), Some(surroundings)) = (&mut self.stage, &self.surroundings) else { return };
        let Some(way) = refusal.ui(ui, clock::now(surroundings.today)) else { return };
        match (way, refusal.file.clone()) {
            (Way::Restore(restoration), Some(file)) => self.restore(*restoration, file),
            (Way::Create, Some(file)) => match Office::create(&file) {
                Ok(()) => self.read(file),
                Err(error) => {
                    self.file = Some(file);
                    self.open(Err(error));
                }
            },
            (Way::Open(path), _) => self.read(path),
            (Way::Restore(_) | Way::Create, None) => {}
        }
        ui.ctx().request_repaint();
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
        let today = self.surroundings.as_ref().and_then(|it| it.today);
        self.restored = Some(restoration.carry_out(clock::now(today)));
        self.read(file);
    }

    /// Reads a data file beside the window, which waits for it.
    fn read(&mut self, file: PathBuf) {
        let today = self.surroundings.as_ref().and_then(|it| it.today).unwrap_or_else(clock::today);
        self.stage = Stage::Opening(Box::new(Waiting::Asked(open(Some(file.clone()), today))));
        self.patience = self.surroundings.as_ref().map_or(Duration::ZERO, |it| it.patience);
        self.file = Some(file);
    }

    /// Goes on with the office that was waited for, or with why there is none.
    pub(super) fn open(&mut self, office: Result<Office>) {
        let (file, restored) = (self.file.take(), self.restored.take());
        let Some(surroundings) = self.surroundings.take() else { return };
        self.stage = match office {
            Err(error) => {
                self.surroundings = Some(surroundings);
                // Why the backup did not come into its place is told first.
                let error = restored.and_then(Result::err).unwrap_or(error);
                Stage::Refused(Box::new(Refusal::new(error, file)))
            }
            Ok(office) => match Workspace::new(office, surroundings) {
                Ok(mut workspace) => {
                    if let Some(restored) = restored {
                        workspace.tell_restored(restored);
                    }
                    Stage::Open(Box::new(Desk::new(workspace)))
                }
                Err(error) => Stage::Refused(Box::new(Refusal::new(error, None))),
            },
        };
    }
}

impl Workspace {
    /// Tells that a backup was restored, or why not.
    fn tell_restored(&mut self, restored: Restored) {
        match restored {
            Ok(kept) => {
                let name = kept.map(|kept| format!("；原来的数据文件保留为：{}", kept.display()));
                self.toasts.say(&format!("已恢复备份{}", name.unwrap_or_default()));
            }
            Err(error) => self.dialog = Some(Dialog::Told(error)),
        }
    }
}
