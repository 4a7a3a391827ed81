//! Short notices at the foot of the window that go by themselves.

use std::path::Path;

use eframe::egui::{self, accesskit::Live};

use super::command::{Command, PaperKey};
use super::theme;

/// How long a notice stays, in seconds.
const STAY: f64 = 10.0;
/// The same where a screen reader is there, and no hand on the pointer: it has to tell the notice first, and then to come
/// to what it offers.
const STAY_FOR_A_READER: f64 = 30.0;

struct Toast {
    text: String,
    /// What it offers: the button, and what it does.
    offers: Vec<(&'static str, Command)>,
    /// Since when it is shown and the pointer not on it, in seconds of the window.
    since: Option<f64>,
    /// What it offered was taken.
    is_done: bool,
    /// Whether the pointer has moved since: then the clerk sees the window.
    is_seen: bool,
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
        self.0 = vec![Toast { text: text.to_owned(), offers, since: None, is_done: false, is_seen: false }];
    }

    /// Adds to what was said last, and to what it offers.
    pub fn add(&mut self, text: &str, offer: (&'static str, Command)) {
        if let Some(last) = self.0.last_mut() {
            last.text.push_str(text);
            last.offers.push(offer);
        }
    }

    /// Draws the notices.
    pub fn ui(&mut self, ctx: &egui::Context, commands: &mut Vec<Command>) {
        let now = ctx.input(|input| input.time);
        // The tree of controls is made only while somebody asks for it.
        let has_reader = ctx.has_accesskit_node(egui::accesskit_root_id());
        let stay = |toast: &Toast| if has_reader && !toast.is_seen { STAY_FOR_A_READER } else { STAY };
        let moves = ctx.input(|input| input.events.iter().any(|it| matches!(it, egui::Event::PointerMoved(_))));
        self.0.iter_mut().for_each(|toast| toast.is_seen |= moves);
        // Where Escape is nobody else's.
        let is_free = ctx.memory(|memory| memory.focused().is_none() && memory.top_modal_layer().is_none());
        if is_free && !egui::Popup::is_any_open(ctx) && ctx.input(|input| input.key_pressed(egui::Key::Escape)) {
            self.0.clear();
        }
        // Before they are drawn: nothing asks for the frame after the last one that has a notice.
        self.0.retain(|toast| !toast.is_done && toast.since.is_none_or(|since| now - since < stay(toast)));
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
                let shown = frame.show(ui, |ui| {
                    // What can be done follows the text, on a line of its own where that is long: it stays on the screen.
                    ui.set_max_width(room);
                    ui.horizontal_wrapped(|ui| {
                        let told = ui.label(egui::RichText::new(&toast.text).color(theme::TOLD.1));
                        // A screen reader tells it when it has finished what it is at.
                        ctx.accesskit_node_builder(told.id, |node| node.set_live(Live::Polite));
                        for (label, command) in &toast.offers {
                            if ui.button(*label).clicked() {
                                commands.push(command.clone());
                                // What is opened can be opened again.
                                if !matches!(command, Command::View(_)) {
                                    toast.is_done = true;
                                }
                            }
                        }
                        let close = egui::RichText::new("×").color(theme::TOLD.1);
                        let close = ui.add(egui::Button::new(close).frame(false));
                        super::name_control(ui, &close, "关闭提示");
                        toast.is_done |= close.clicked();
                    });
                });
                // It does not go from under the hand that is on its way to what it offers.
                if ctx.rect_contains_pointer(ui.layer_id(), shown.response.rect) {
                    toast.since = None;
                }
            }
        });
        let rest = |toast: &Toast| stay(toast) - toast.since.map_or(0.0, |since| now - since);
        let left = self.0.iter().map(rest).fold(STAY_FOR_A_READER, f64::min);
        ctx.request_repaint_after(std::time::Duration::from_secs_f64(left.max(0.05)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a notice still stands after some seconds, with the pointer on it or not, drawn every half of a second.
    fn stands_after(seconds: f64, has_reader: bool, pointed_at: bool) -> bool {
        let ctx = egui::Context::default();
        if has_reader {
            ctx.enable_accesskit();
        }
        let mut toasts = Toasts::default();
        toasts.say("已保存");
        let mut at = 0.0;
        while at <= seconds {
            let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1366.0, 768.0));
            let mut input = egui::RawInput { time: Some(at), screen_rect: Some(screen), ..Default::default() };
            if pointed_at {
                let on_it = screen.left_bottom() + egui::vec2(theme::NAV_WIDTH + 30.0, -30.0);
                input.events.push(egui::Event::PointerMoved(on_it));
            }
            let mut drawn = ctx.run_ui(input, |ui| toasts.ui(ui.ctx(), &mut Vec::new()));
            // Nobody paints it.
            drawn.textures_delta.clear();
            at += 0.5;
        }
        !toasts.0.is_empty()
    }

    #[test]
    fn a_notice_is_sent_away_by_escape() {
        let ctx = egui::Context::default();
        let mut toasts = Toasts::default();
        toasts.say("已保存");
        let mut draw = |events: Vec<egui::Event>| {
            let mut drawn = ctx.run_ui(egui::RawInput { events, ..Default::default() }, |ui| {
                toasts.ui(ui.ctx(), &mut Vec::new());
            });
            drawn.textures_delta.clear();
            toasts.0.len()
        };
        let key = egui::Key::Escape;
        let escape = egui::Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: egui::Modifiers::NONE,
        };
        assert_eq!((draw(Vec::new()), draw(vec![escape])), (1, 0));
    }

    #[test]
    fn a_notice_goes_by_itself_and_waits_for_a_screen_reader_and_for_the_hand_on_its_way_to_it() {
        assert!(stands_after(STAY - 1.0, false, false) && !stands_after(STAY + 1.0, false, false));
        assert!(
            stands_after(STAY_FOR_A_READER - 1.0, true, false) && !stands_after(STAY_FOR_A_READER + 1.0, true, false)
        );
        assert!(stands_after(60.0, false, true));
    }
}
