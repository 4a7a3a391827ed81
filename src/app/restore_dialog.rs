//! 恢复备份: the backups that there are, what is in the chosen one, what would be lost, and the word to go ahead.

use std::path::{Path, PathBuf};

use eframe::egui;

use super::browse::{PathField, Wanted};
use super::command::Command;
use super::modal::{awaits_ui, cancel_ui, entered_in, first_button, goes_on, lines_ui};
use super::theme;
use super::waiting::Waiting;
use crate::error::{Error, Result};
use crate::fsio;
use crate::lock::{Passphrase, is_locked};
use crate::model::Moment;
use crate::ops::{Office, Restoration};
use crate::places;
use crate::store::{Found, backups_of};

/// How many lines of what would be lost are shown.
const SHOWN: usize = 200;

/// A backup on its way into the place of the data file.
pub struct RestoreDialog {
    target: PathBuf,
    /// A share that is not there answers late.
    listed: Waiting<Listed>,
    path: PathField,
    passphrase: String,
    step: Step,
}

/// The backups that there are.
#[derive(Default)]
struct Listed {
    /// Each with where it lies.
    found: Vec<(&'static str, Found)>,
    /// Why a folder of backups could not be read.
    unread: Vec<Error>,
}

impl Listed {
    fn of(target: &Path, second: Option<&Path>, fingerprints: &[String]) -> Self {
        let mut listed = Self::default();
        let beside = places::backup_folder(target);
        for (place, folder) in [("本机", Some(beside.as_path())), ("第二位置", second)] {
            match folder.map_or_else(|| Ok(Vec::new()), |folder| backups_of(target, folder, fingerprints)) {
                Ok(backups) => listed.found.extend(backups.into_iter().map(|it| (place, it))),
                Err(error) => listed.unread.push(error),
            }
        }
        // Of two of one moment the one that is at hand first.
        listed.found.sort_by_key(|(_, it)| it.order());
        listed
    }
}

enum Step {
    /// A backup is being chosen; what was wrong with the last one.
    Choosing(Option<Error>),
    /// It is being looked at.
    Looking,
    /// It is whole; what it would do.
    Looked { lines: Vec<String>, kept: Option<String>, restoration: Box<Restoration> },
}

impl RestoreDialog {
    /// For the data file `target`, whose 台账 has these fingerprints, with the backups that lie beside it and at the
    /// second place, where one is known.
    pub fn new(target: &Path, second: Option<PathBuf>, fingerprints: Vec<String>) -> Self {
        let of = target.to_path_buf();
        Self {
            target: target.to_path_buf(),
            listed: Waiting::on(move || Listed::of(&of, second.as_deref(), &fingerprints)),
            path: PathField::default(),
            passphrase: String::new(),
            step: Step::Choosing(None),
        }
    }

    /// What looks at the chosen backup: it is copied beside the data file, opened and verified. To be given the office
    /// that has the data file open, if one has.
    pub fn look(&mut self) -> impl FnOnce(Option<&Office>) -> Result<Restoration> + Send + use<> {
        self.step = Step::Looking;
        let (backup, target) = (self.path.path(), self.target.clone());
        let passphrase = self.is_locked().then(|| Passphrase::told(&self.passphrase));
        // Where it comes to nothing, another may lie there by then.
        self.path.ask_disk_anew();
        move |office| match (office, &passphrase) {
            (Some(office), passphrase) => Restoration::over(office, &backup, passphrase.as_ref()),
            (None, None) => Restoration::of(&backup, &target),
            (None, Some(passphrase)) => Restoration::of_locked(&backup, passphrase, &target),
        }
    }

    /// Shows what it would do, or what is wrong with it.
    pub fn looked(&mut self, looked: Result<Restoration>, now: Moment) {
        self.step = match looked {
            Ok(restoration) => {
                let mut lines = restoration.lines();
                if lines.len() > SHOWN {
                    let rest = lines.split_off(SHOWN).len();
                    lines.push(format!("　……还有{rest}条"));
                }
                let name = |path: PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let kept = restoration.keeps(now).map(name);
                Step::Looked { lines, kept, restoration: Box::new(restoration) }
            }
            Err(error) => Step::Choosing(Some(error)),
        };
    }

    /// The backup that was looked at, to be put in its place.
    pub fn into_restoration(self) -> Option<Restoration> {
        match self.step {
            Step::Looked { restoration, .. } => Some(*restoration),
            _ => None,
        }
    }

    fn is_locked(&mut self) -> bool {
        let (path, target) = (self.path.path(), &self.target);
        self.path.on_disk(&path, |path| !fsio::is_same(path, target) && is_locked(path))
    }

    /// Draws the dialog.
    pub fn ui(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        ui.label(theme::head("恢复备份"));
        match &mut self.step {
            Step::Looked { lines, kept, restoration } => {
                let go = looked_ui(ui, lines, kept.as_deref(), restoration.lost(), commands);
                if !go {
                    self.step = Step::Choosing(None);
                }
            }
            Step::Looking => drop(ui.label("正在打开并核对备份…")),
            Step::Choosing(_) => self.choosing_ui(ui, commands),
        }
    }

    fn choosing_ui(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        ui.label(theme::weak("先核对备份，说明里面有什么、会失去什么，再由您决定。现在的文件会保留。"));
        self.found_ui(ui);
        let mut entered = self.path.first_ui(ui, "备份文件", "", Wanted::Backup);
        let chosen = self.path.is_given();
        let locked = chosen && self.is_locked();
        if locked {
            ui.label("这个备份加了锁");
            let edit = egui::TextEdit::singleline(&mut self.passphrase).password(true).desired_width(f32::INFINITY);
            let response = ui.add(edit.hint_text("加锁口令"));
            super::name_control(ui, &response, "加锁口令");
            entered |= entered_in(ui, &response);
        }
        if let Step::Choosing(Some(error)) = &self.step {
            for line in error.lines() {
                ui.label(egui::RichText::new(line).color(theme::STOP));
            }
            ui.label(theme::weak(error.advice().map_or_else(String::new, |advice| format!("{advice}。"))));
        }
        let needed = [(chosen, "备份文件"), (!locked || !self.passphrase.is_empty(), "加锁口令")];
        let ready = awaits_ui(ui, &needed, None);
        ui.horizontal(|ui| {
            if goes_on(ui, "核对备份", ready, entered) {
                commands.push(Command::LookAtBackup);
            }
            cancel_ui(ui, commands);
        });
    }

    fn found_ui(&mut self, ui: &mut egui::Ui) {
        if self.listed.get(ui.ctx()).is_none() && self.listed.is_asked() {
            ui.label(theme::weak("正在读取备份文件夹…"));
            return;
        }
        let nothing = Listed::default();
        // Only a thread that died sends nothing.
        let Listed { found, unread } = self.listed.here().unwrap_or(&nothing);
        for error in unread {
            ui.label(egui::RichText::new(error.to_string()).color(theme::WARN));
        }
        if found.is_empty() {
            ui.label("备份文件夹里还没有备份，可以选别处的备份文件。");
            return;
        }
        let mut chosen = None;
        egui::ScrollArea::vertical().max_height(220.0).id_salt("backups").show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.with_layout(egui::Layout::top_down_justified(egui::Align::Min), |ui| {
                for (place, it) in found {
                    let is_chosen = self.path.path() == it.path;
                    let response = ui.add(egui::Button::selectable(is_chosen, told(place, it)).truncate());
                    if response.on_hover_text(it.path.display().to_string()).clicked() {
                        chosen = Some(PathField::new(&it.path));
                    }
                }
            });
        });
        if let Some(path) = chosen {
            self.path = path;
            self.passphrase.clear();
            self.step = Step::Choosing(None);
        }
    }
}

/// A backup in a line: `2026年11月24日 17:30　　本机　　340 KB　　台账35条`.
fn told(place: &str, it: &Found) -> String {
    let size = match it.size {
        ..1_000_000 => format!("{} KB", it.size.div_ceil(1000)),
        size => format!("{:.1} MB", size as f64 / 1e6),
    };
    let entries = match it.entries {
        Some(entries) => format!("台账{entries}条"),
        None if it.name.locked => "加锁".into(),
        None => "打不开".into(),
    };
    let other = if it.is_own == Some(false) { "　　别的数据文件" } else { "" };
    format!("{}　　{place}　　{size}　　{entries}{other}", it.name.moment.chinese())
}

/// What is in the backup and what would be lost; whether it stays in front.
fn looked_ui(
    ui: &mut egui::Ui,
    lines: &[String],
    kept: Option<&str>,
    lost: Option<usize>,
    commands: &mut Vec<Command>,
) -> bool {
    lines_ui(ui, lines);
    if let Some(kept) = kept {
        ui.label(theme::weak(format!("现在的数据文件不删除，改名为“{kept}”，放在旁边。")));
    }
    let verb = match lost {
        Some(0) => "恢复这个备份".to_owned(),
        Some(count) => format!("放弃以后的{count}条，恢复这个备份"),
        None => "放弃备份以后的全部内容，恢复这个备份".to_owned(),
    };
    ui.horizontal(|ui| {
        // Nothing is given up by an Enter that was meant for something else, nor proposed.
        let (goes, another) = if lost == Some(0) {
            (first_button(ui, theme::main_button(&verb)), ui.button("换一个备份").clicked())
        } else {
            (ui.button(&verb).clicked(), first_button(ui, theme::main_button("换一个备份")))
        };
        if goes {
            commands.push(Command::RestoreBackup);
        }
        cancel_ui(ui, commands);
        !another
    })
    .inner
}
