//! The system's file dialogs, on a thread of their own, so that the window stays alive meanwhile.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError};

use eframe::egui;

use super::derived::Derived;
use super::modal::{PATH_LIMIT, entered_in, takes_first};
use super::{enter_pressed, name_control, theme};
use crate::model::backup::{ENDING, LOCKED};

/// The button that opens the system's dialog.
const BROWSE: &str = "浏览";

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A place for a workbook.
    SaveExcel,
    /// A place for a PDF.
    SavePdf,
    /// A place for a 迎检包.
    SaveZip,
    /// A table to read.
    Table,
    /// Several tables to read.
    Tables,
    /// A scan of a paper.
    Scan,
    /// A backup.
    Backup,
    /// A data file.
    DataFile,
    /// A folder.
    Folder,
}

/// The files that were dropped on the window; who asks for them takes them.
pub fn dropped(ui: &egui::Ui) -> Vec<PathBuf> {
    taken(ui, |path| !path.is_dir())
}

/// The folders that were dropped on the window.
pub fn dropped_folders(ui: &egui::Ui) -> Vec<PathBuf> {
    taken(ui, Path::is_dir)
}

fn taken(ui: &egui::Ui, is_wanted: fn(&Path) -> bool) -> Vec<PathBuf> {
    ui.input_mut(|input| {
        let dropped = std::mem::take(&mut input.raw.dropped_files);
        let (taken, left): (Vec<_>, Vec<_>) = dropped.into_iter().partition(|file| is_wanted(file.path()));
        input.raw.dropped_files = left;
        taken.iter().map(|file| file.path().to_path_buf()).collect()
    })
}

/// An open dialog of the system. It answers with nothing where the desktop has none, or the clerk closed it.
pub struct Browsing(Receiver<Vec<PathBuf>>);

impl Browsing {
    /// Opens the dialog near `target`.
    pub fn open(ctx: egui::Context, wanted: Wanted, target: &Path) -> Self {
        let (send, receive) = std::sync::mpsc::channel();
        let target = target.to_path_buf();
        std::thread::spawn(move || {
            let mut dialog = rfd::FileDialog::new();
            let folder = if wanted == Wanted::Folder { Some(target.as_path()) } else { target.parent() };
            if let Some(folder) = folder.filter(|folder| folder.is_dir()) {
                dialog = dialog.set_directory(folder);
            }
            // As the system's dialog names them: without the dot.
            let endings = [ENDING, LOCKED].map(|ending| ending.trim_start_matches('.'));
            let tables = &["xlsx", "xls", "ods", "csv"];
            let answer = match wanted {
                Wanted::SaveExcel | Wanted::SavePdf | Wanted::SaveZip => {
                    if let Some(name) = target.file_name() {
                        dialog = dialog.set_file_name(name.to_string_lossy());
                    }
                    let dialog = match wanted {
                        Wanted::SavePdf => dialog.set_title("保存为 PDF").add_filter("PDF", &["pdf"]),
                        Wanted::SaveZip => dialog.set_title("保存迎检包").add_filter("迎检包", &["zip", "age"]),
                        _ => dialog.set_title("导出 Excel").add_filter("Excel", &["xlsx"]),
                    };
                    dialog.save_file().into_iter().collect()
                }
                Wanted::Table => {
                    dialog.set_title("选择表格").add_filter("表格", tables).pick_file().into_iter().collect()
                }
                Wanted::Tables => {
                    dialog.set_title("选择各科室交回的表").add_filter("表格", tables).pick_files().unwrap_or_default()
                }
                Wanted::Scan => {
                    let scans = &["pdf", "jpg", "jpeg", "png", "tif", "tiff"];
                    dialog.set_title("选择扫描件").add_filter("扫描件", scans).pick_file().into_iter().collect()
                }
                Wanted::Backup => {
                    let dialog = dialog.set_title("选择备份").add_filter("备份", &endings);
                    dialog.pick_file().into_iter().collect()
                }
                Wanted::DataFile => {
                    let dialog = dialog.set_title("选择数据文件").add_filter("数据文件", &endings[..1]);
                    dialog.pick_file().into_iter().collect()
                }
                Wanted::Folder => dialog.set_title("选择文件夹").pick_folder().into_iter().collect(),
            };
            // What asked may have been closed meanwhile: then nobody waits for the answer.
            send.send(answer).ok();
            ctx.request_repaint();
        });
        Self(receive)
    }

    /// The answer, once it is there; none of a dialog whose thread died.
    pub fn answer(&self) -> Option<Vec<PathBuf>> {
        match self.0.try_recv() {
            Ok(answer) => Some(answer),
            Err(TryRecvError::Disconnected) => Some(Vec::new()),
            Err(TryRecvError::Empty) => None,
        }
    }
}

/// A path that is typed, or chosen in the system's dialog; for a dialog that gave no answer says so.
#[derive(Default)]
pub struct PathField {
    /// As typed.
    pub text: String,
    browsing: Option<Browsing>,
    unanswered: bool,
    /// A path that the disk was asked about, and its answer.
    asked: Derived<PathBuf, bool>,
}

impl PathField {
    /// A field that begins with a path.
    pub fn new(path: &Path) -> Self {
        Self { text: path.display().to_string(), ..Self::default() }
    }

    /// The path.
    pub fn path(&self) -> PathBuf {
        PathBuf::from(self.text.trim())
    }

    /// Whether something is typed.
    pub fn is_given(&self) -> bool {
        !self.text.trim().is_empty()
    }

    /// Whether the system's dialog gave no answer.
    pub fn is_unanswered(&self) -> bool {
        self.unanswered
    }

    /// What the disk says of a path, asked once for each: one on a share that is far away answers late, and a frame is
    /// drawn many times.
    pub fn on_disk(&mut self, path: &Path, ask: impl FnOnce(&Path) -> bool) -> bool {
        *self.asked.of(path.to_path_buf(), |path| ask(path))
    }

    /// Something is about to change on the disk: it is asked anew.
    pub fn ask_disk_anew(&mut self) {
        self.asked = Derived::default();
    }

    /// The field under its label, with the button that fills it at its right end; whether Enter was pressed in it.
    pub fn ui(&mut self, ui: &mut egui::Ui, label: &str, hint: &str, wanted: Wanted) -> bool {
        let line = self.line_ui(ui, label, hint, wanted);
        entered_in(ui, &line)
    }

    /// The same, with the keyboard when the dialog opens.
    pub fn first_ui(&mut self, ui: &mut egui::Ui, label: &str, hint: &str, wanted: Wanted) -> bool {
        let line = self.line_ui(ui, label, hint, wanted);
        let entered = enter_pressed(ui, &line);
        if takes_first(ui) {
            line.request_focus();
        }
        entered
    }

    fn line_ui(&mut self, ui: &mut egui::Ui, label: &str, hint: &str, wanted: Wanted) -> egui::Response {
        ui.label(label);
        ui.horizontal(|ui| {
            let font = egui::TextStyle::Button.resolve(ui.style());
            let text = ui.painter().layout_no_wrap(BROWSE.to_owned(), font, theme::TEXT.now()).size().x;
            let (spacing, width) = (ui.spacing(), ui.available_width());
            let button = text + 2.0 * spacing.button_padding.x + spacing.item_spacing.x;
            let size = egui::vec2(width - button, spacing.interact_size.y);
            let edit = egui::TextEdit::singleline(&mut self.text).hint_text(hint).char_limit(PATH_LIMIT);
            let line = ui.add_sized(size, edit.cursor_at_end(true));
            name_control(ui, &line, label);
            self.browse_ui(ui, wanted);
            line
        })
        .inner
    }

    /// The button beside the field; takes the answer in.
    pub fn browse_ui(&mut self, ui: &mut egui::Ui, wanted: Wanted) {
        if let Some(answer) = self.browsing.as_ref().and_then(Browsing::answer) {
            self.browsing = None;
            self.unanswered = answer.is_empty();
            if let Some(path) = answer.first() {
                self.text = path.display().to_string();
            }
        }
        if ui.add_enabled(self.browsing.is_none(), egui::Button::new(BROWSE)).clicked() {
            self.browsing = Some(Browsing::open(ui.ctx().clone(), wanted, &self.path()));
        }
    }
}
