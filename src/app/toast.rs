//! Short notices at the foot of the window that go by themselves.

use std::path::Path;

use eframe::egui;

use super::command::{Command, PaperKey};
use super::theme;

/// How long a notice stays, in seconds.
const STAY: f64 = 6.0;

struct Toast {
    text: String,
    /// What it offers: the button, and what it does.
    offers: Vec<(&'static str, Command)>,
    /// When it was first shown.
    since: Option<f64>,
}

/// The notices that are shown.
#[derive(Default)]
pub struct Toasts(Vec<Toast>);

impl Toasts {
    /// Says something.
    pub fn say(&mut self, text: &str) {
        self.offer(text, Vec::new());
    }

    /// Says what was done, and offers to take it back.
    pub fn undoable(&mut self, text: &str) {
        self.offer(text, vec![("撤销", Command::Undo)]);
    }

    /// Says what was written, and offers to open it.
    pub fn file(&mut self, text: &str, path: &Path) {
        self.offer(text, vec![("打开", Command::View(path.to_path_buf()))]);
    }

    /// Says what was written, and offers to note that it was printed from there.
    pub fn pdf(&mut self, text: &str, path: &Path, unprinted: Vec<PaperKey>) {
        let mut offers = vec![("打开", Command::View(path.to_path_buf()))];
        if !unprinted.is_empty() {
            offers.push(("登记为已打印", Command::NotePrinted(unprinted)));
        }
        self.offer(text, offers);
    }

    /// Says something, and offers what can be done with it. One at a time: only the last step can be taken back, and
    /// the paper below is to be read.
    pub fn offer(&mut self, text: &str, offers: Vec<(&'static str, Command)>) {
        self.0 = vec![Toast { text: text.to_owned(), offers, since: None }];
    }

    /// Draws the notices.
    pub fn ui(&mut self, ctx: &egui::Context, commands: &mut Vec<Command>) {
        let now = ctx.input(|input| input.time);
        // Before they are drawn: nothing asks for the frame after the last one that has a notice.
        self.0.retain(|toast| toast.since.is_none_or(|since| now - since < STAY));
        if self.0.is_empty() {
            return;
        }
        let room = ctx.content_rect().width() - theme::NAV_WIDTH - 60.0;
        let area = egui::Area::new(egui::Id::unique("toasts")).order(egui::Order::Foreground);
        area.anchor(egui::Align2::LEFT_BOTTOM, egui::vec2(theme::NAV_WIDTH + 12.0, -12.0)).show(ctx, |ui| {
            for toast in &mut self.0 {
                toast.since.get_or_insert(now);
                let frame = egui::Frame::popup(ui.style())
                    .fill(theme::TOLD.0.now())
                    .inner_margin(egui::Margin::symmetric(14, 8));
                frame.show(ui, |ui| {
                    // What can be done follows the text, on a line of its own where that is long: it stays on the screen.
                    ui.set_max_width(room);
                    ui.horizontal_wrapped(|ui| {
                        ui.label(egui::RichText::new(&toast.text).color(theme::TOLD.1));
                        for (label, command) in &toast.offers {
                            if ui.button(*label).clicked() {
                                commands.push(command.clone());
                                // What is opened can be opened again.
                                if !matches!(command, Command::View(_)) {
                                    toast.since = Some(f64::MIN);
                                }
                            }
                        }
                    });
                });
            }
        });
        let left = self.0.iter().filter_map(|toast| toast.since).map(|since| STAY - (now - since)).fold(STAY, f64::min);
        ctx.request_repaint_after(std::time::Duration::from_secs_f64(left.max(0.05)));
    }
}
