//! 第二备份位置: where backups go besides, whether they are locked there, and the passphrase that locks them.

use std::path::PathBuf;

use eframe::egui;

use super::browse::{PathField, Wanted};
use super::command::Command;
use super::lock_fields::LockFields;
use super::modal::{awaits_ui, cancel_ui, goes_on};
use super::theme;
use crate::error::{Error, ErrorKind};
use crate::lock::{FORGOTTEN, Passphrase};
use crate::model::SecondPlace;
use crate::ops::told_unlocked;
use crate::store::Found;

/// The place, as it is asked for.
pub struct PlaceDialog {
    path: PathField,
    is_locked: bool,
    is_set: bool,
}

impl PlaceDialog {
    /// Begins with what is set.
    pub fn new(present: Option<&SecondPlace>) -> Self {
        Self {
            path: present.map_or_else(PathField::default, |place| PathField::new(&place.folder)),
            is_locked: present.is_some_and(|place| place.is_locked),
            is_set: present.is_some(),
        }
    }

    /// Draws the dialog.
    pub fn ui(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        ui.label(theme::head("第二备份位置"));
        ui.label(theme::weak("自动备份和“立即备份”同时放一份到这里，如U盘、共享文件夹。电脑坏了，还有这一份。"));
        let entered = self.path.first_ui(ui, "文件夹", "如 U盘、共享文件夹", Wanted::Folder);
        ui.checkbox(&mut self.is_locked, "放在那里的备份加锁");
        if self.is_locked {
            ui.label(theme::weak(format!("每次打开程序，第一次备份时要输入加锁口令；程序不保存它。{FORGOTTEN}。")));
        }
        let ready = awaits_ui(ui, &[(self.path.is_given(), "文件夹")], None);
        ui.horizontal(|ui| {
            if goes_on(ui, "设定并备份", ready, entered) {
                let place = SecondPlace { folder: self.path.path(), is_locked: self.is_locked };
                commands.push(Command::SetSecondPlace(Some(place)));
            }
            if self.is_set && ui.button("不再备份到这里").clicked() {
                commands.push(Command::SetSecondPlace(None));
            }
            cancel_ui(ui, commands);
        });
    }
}

/// The passphrase that locks what goes to the second place. It is kept while the window is open, and nowhere else.
pub struct LockDialog {
    folder: PathBuf,
    /// A backup that was locked there before: what is typed has to open it.
    known: Option<PathBuf>,
    /// That others lie there unlocked.
    unlocked: Option<String>,
    words: LockFields,
    /// Whether the window closes behind it.
    is_closing: bool,
}

impl LockDialog {
    /// For the place in this folder, where these are the backups of the data file, the newest first.
    pub fn new(folder: PathBuf, own: &[Found], is_closing: bool) -> Self {
        let known = own.iter().find(|it| it.name.locked).map(|it| it.path.clone());
        Self { folder, known, unlocked: told_unlocked(own), words: LockFields::default(), is_closing }
    }

    /// Whether the window closes behind it.
    pub fn is_closing(&self) -> bool {
        self.is_closing
    }

    /// What is typed, twice alike where nothing was locked before; else the dialog says why not.
    pub fn passphrase(&mut self) -> Option<Passphrase> {
        let typed = if self.known.is_some() { self.words.once() } else { self.words.twice("没有备份") };
        self.words.taken(typed)
    }

    /// What it has to open.
    pub fn known(&self) -> Option<PathBuf> {
        self.known.clone()
    }

    /// Says why it does not open that.
    pub fn refuse(&mut self, error: Error) {
        let error = if error.kind() == ErrorKind::Corrupt {
            self.known = None;
            Error::new(error.kind(), "这里最近一次加锁的备份已损坏").advise("请把加锁口令再输一次，重新备份")
        } else {
            error
        };
        self.words.taken(Err(error));
    }

    /// Draws the dialog.
    pub fn ui(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        ui.label(theme::head("第二备份位置的加锁口令"));
        ui.label(theme::weak(format!("备份到 {}", self.folder.display())));
        if let Some(unlocked) = &self.unlocked {
            ui.label(format!("{unlocked}。"));
        }
        let entered = self.words.ui(ui, self.known.is_none());
        ui.horizontal(|ui| {
            let verb = if self.is_closing { "备份并退出" } else { "备份" };
            if ui.add(theme::main_button(verb)).clicked() || entered {
                commands.push(Command::LockSecondPlace);
            }
            if self.is_closing && ui.button("不备份到那里，退出").clicked() {
                commands.push(Command::CloseWindow);
            }
            cancel_ui(ui, commands);
        });
    }
}
