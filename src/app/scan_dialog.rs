//! The scan of a signed paper (第五条, 第十八条), looked at in the window: one page, fit to the width, and the way to the others.
//!
//! A page is unpacked when it is shown, beside the window, and one alone is kept.

use std::sync::Arc;

use eframe::egui::{self, Key, Modifiers, Vec2};

use super::command::Command;
use super::modal::takes_first;
use super::theme;
use super::waiting::Waiting;
use crate::model::{Attachment, AttachmentId, Choice, Register};
use crate::scan::{NotSeen, PageView, Scan};

/// The widest that a page is shown where it is fit to the width, in points.
const WIDEST: f32 = 920.0;
/// What stands above and below the page, in points, and the edge of the dialog.
const AROUND: f32 = 196.0;
/// The steps of the zoom; 1 is the width.
const STEPS: [f32; 7] = [0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0];
/// The longest side of a page that is kept, in dots: of A4 350 to the inch.
const LONGEST: u32 = 4_096;
/// How far a key of the arrows scrolls, in points.
const KEY: f32 = 60.0;
/// How many digits of a 文件指纹 tell it from others.
const DIGITS: usize = 12;

/// The pixels of a page at a size, and the page that they come from.
type Drawn = Result<(Arc<PageView>, egui::ColorImage), NotSeen>;

/// What is asked for: the page and its width in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Wanted {
    page: u32,
    width: u32,
}

/// What is shown.
struct Seen {
    what: Wanted,
    page: Result<(Arc<PageView>, egui::TextureHandle), NotSeen>,
}

/// A scan that is looked at.
pub struct ScanDialog {
    id: AttachmentId,
    scan: Arc<Scan>,
    heading: String,
    told: String,
    at: u32,
    zoom: f32,
    seen: Option<Seen>,
    under_way: Option<(Wanted, Waiting<Drawn>)>,
    /// Whether the next frame begins at the top of the page.
    from_top: bool,
}

impl ScanDialog {
    /// A scan, as its record tells it, and its file.
    pub fn new(record: &Attachment, register: &Register, bytes: Vec<u8>) -> Self {
        let Attachment { id, name, kind, pages, hash, added_on, .. } = record;
        let paper = register.subject_name(&record.subject());
        let title = register.subject_title(&record.subject());
        let digits = hash.get(..DIGITS).unwrap_or(hash);
        let void = if record.void_reason.is_some() { "，已作废" } else { "" };
        Self {
            id: *id,
            scan: Arc::new(Scan { name: name.clone(), kind: *kind, pages: *pages, bytes }),
            heading: format!("{paper}　{title}"),
            told: format!(
                "{name}，{}，{pages}页，{}附上{void}　文件指纹前{DIGITS}位：{digits}",
                kind.label(),
                added_on.chinese()
            ),
            at: 0,
            zoom: 1.0,
            seen: None,
            under_way: None,
            from_top: true,
        }
    }

    /// Draws the dialog.
    pub fn ui(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        self.keys(ui);
        let room = ui.ctx().content_rect().size() - Vec2::new(100.0, AROUND);
        let width = WIDEST.min(room.x);
        ui.set_width(width);
        ui.label(theme::head(&*self.heading));
        ui.add(egui::Label::new(theme::weak(&*self.told)).truncate());
        let bar = ui.spacing().scroll.bar_width + ui.spacing().scroll.bar_inner_margin;
        let shown = (width - bar) * self.zoom;
        let wanted = Wanted { page: self.at, width: (shown * ui.ctx().pixels_per_point()).round() as u32 };
        self.draw(ui.ctx(), wanted);
        let is_seen = self.page_ui(ui, Vec2::new(width, room.y.max(200.0)), shown);
        self.below_ui(ui, is_seen, commands);
    }

    /// The pages by their keys.
    fn keys(&mut self, ui: &egui::Ui) {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let (back, on) = (pressed(Key::PageUp), pressed(Key::PageDown));
        self.turn(i64::from(on) - i64::from(back));
    }

    fn turn(&mut self, by: i64) {
        let last = i64::from(self.scan.pages.max(1)) - 1;
        let to = (i64::from(self.at) + by).clamp(0, last) as u32;
        self.from_top |= to != self.at;
        self.at = to;
    }

    /// Takes what was drawn beside the window, and asks for what is wanted now: one at a time, so that keys that are held
    /// down leave nothing behind.
    fn draw(&mut self, ctx: &egui::Context, wanted: Wanted) {
        if let Some((what, drawing)) = &mut self.under_way
            && let Some(drawn) = drawing.take(ctx)
        {
            // A thread that died has met what it cannot read.
            let page = drawn
                .unwrap_or(Err(NotSeen::Other))
                .map(|(page, pixels)| (page, ctx.load_texture("scan", pixels, egui::TextureOptions::LINEAR)));
            self.seen = Some(Seen { what: *what, page });
            self.under_way = None;
        }
        let here = self.seen.as_ref().filter(|seen| seen.what.page == wanted.page);
        if self.under_way.is_some() || here.is_some_and(|seen| seen.what == wanted || seen.page.is_err()) {
            return;
        }
        let kept = here.and_then(|seen| seen.page.as_ref().ok()).map(|(page, _)| page.clone());
        let (scan, side) = (self.scan.clone(), ctx.input(|input| input.max_texture_side) as u32);
        let draw = move || {
            let page = match kept {
                Some(page) => page,
                None => Arc::new(scan.page(wanted.page as usize, LONGEST)?),
            };
            let sized = page.sized(wanted.width, side.min(LONGEST));
            let (width, height) = sized.size();
            let pixels = egui::ColorImage::from_rgb([width as usize, height as usize], sized.rgb());
            Ok((page, pixels))
        };
        self.under_way = Some((wanted, Waiting::on(draw)));
    }

    /// The page, where it can be seen; whether it can.
    fn page_ui(&mut self, ui: &mut egui::Ui, room: Vec2, width: f32) -> Option<bool> {
        let at = self.at;
        let seen = self.seen.as_ref().filter(|seen| seen.what.page == at).map(|seen| &seen.page);
        let Some(Ok((page, texture))) = seen else {
            let told = match seen {
                Some(Err(NotSeen::Letters)) => "这一页是文字和线条排成的，不是扫描的图片，这里不能显示。",
                Some(Err(NotSeen::Jpeg2000)) => "这一页的图片是 JPEG 2000 格式，这里不能显示。",
                Some(_) => "这一页的图片这里不能显示：格式少见，或图像过大。",
                None => "正在打开…",
            };
            ui.allocate_ui_with_layout(room, egui::Layout::top_down(egui::Align::Center), |ui| {
                ui.set_min_size(room);
                ui.add_space(room.y * 0.4);
                ui.label(told);
                if seen.is_some() {
                    ui.label(theme::weak("扫描件完整地存在台账里，请用系统阅读器打开。"));
                }
            });
            return seen.map(|_| false);
        };
        let mut room = room;
        if page.has_more {
            let told = "这一页除图片外还有文字、线条或批注，这里没有画出。看全请用系统阅读器打开。";
            room.y -= ui.label(egui::RichText::new(told).color(theme::WARN)).rect.height() + 10.0;
        }
        let (dots, rows) = page.size();
        let size = Vec2::new(width, width * rows as f32 / dots as f32);
        let mut area = egui::ScrollArea::both().id_salt("scan").auto_shrink(false).max_height(room.y);
        area = area.min_scrolled_height(room.y).max_width(room.x);
        if std::mem::take(&mut self.from_top) {
            area = area.scroll_offset(Vec2::ZERO);
        }
        let name = format!("第{}页：{}", at + 1, self.heading);
        area.show(ui, |ui| {
            let left = ((ui.available_width() - size.x) / 2.0).max(0.0);
            let (rect, _) = ui.allocate_exact_size(Vec2::new(size.x + 2.0 * left, size.y), egui::Sense::hover());
            let sheet = egui::Rect::from_min_size(rect.min + Vec2::new(left, 0.0), size);
            let response = ui.interact(sheet, ui.scope_id().with("page"), egui::Sense::focusable_noninteractive());
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_role(egui::accesskit::Role::Image));
            super::name_control(ui, &response, &name);
            if takes_first(ui) {
                response.request_focus();
            }
            if response.has_focus() {
                scroll_by_arrows(ui, response.id);
            }
            let whole = egui::Rect::from_min_max(egui::Pos2::ZERO, egui::pos2(1.0, 1.0));
            ui.painter().image(texture.id(), sheet, whole, egui::Color32::WHITE);
            ui.painter().rect_stroke(sheet, 0.0, egui::Stroke::new(1.0, theme::EDGE), egui::StrokeKind::Inside);
        });
        Some(true)
    }

    /// The way to the other pages, the zoom, and the way out.
    fn below_ui(&mut self, ui: &mut egui::Ui, is_seen: Option<bool>, commands: &mut Vec<Command>) {
        ui.horizontal(|ui| {
            let pages = self.scan.pages.max(1);
            let previous = ui.add_enabled(self.at > 0, egui::Button::new("上一页")).on_hover_text("PageUp");
            if previous.clicked() {
                self.turn(-1);
            }
            ui.label(format!("第{}页，共{pages}页", self.at + 1));
            let next = ui.add_enabled(self.at + 1 < pages, egui::Button::new("下一页")).on_hover_text("PageDown");
            if next.clicked() {
                self.turn(1);
            }
            ui.add_space(theme::GAP);
            if is_seen == Some(true) {
                self.zoom_ui(ui);
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if ui.button("关闭").on_hover_text("Esc").clicked() {
                    commands.push(Command::CloseDialog);
                }
                let outside = "用系统阅读器打开";
                let opens = if is_seen == Some(false) {
                    let button = ui.add(theme::main_button(outside));
                    if ui.memory(|memory| memory.focused().is_none()) {
                        button.request_focus();
                    }
                    button
                } else {
                    ui.button(outside)
                };
                if opens.clicked() {
                    commands.push(Command::ReadScan(self.id));
                }
            });
        });
    }

    fn zoom_ui(&mut self, ui: &mut egui::Ui) {
        if ui.add_enabled(self.zoom > STEPS[0], egui::Button::new("缩小")).clicked() {
            self.zoom = STEPS.into_iter().rfind(|step| *step < self.zoom).unwrap_or(self.zoom);
        }
        ui.label(format!("{:.0}%", self.zoom * 100.0));
        if ui.add_enabled(self.zoom < STEPS[STEPS.len() - 1], egui::Button::new("放大")).clicked() {
            self.zoom = STEPS.into_iter().find(|step| *step > self.zoom).unwrap_or(self.zoom);
        }
        if ui.selectable_label((self.zoom - 1.0).abs() < f32::EPSILON, "适合宽度").clicked() {
            self.zoom = 1.0;
        }
    }
}

/// The arrows go over the page that has the keyboard, and not to the next control.
fn scroll_by_arrows(ui: &egui::Ui, page: egui::Id) {
    let arrows = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..egui::EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(page, arrows));
    let far = 1.0e6;
    for (key, by) in [
        (Key::ArrowUp, Vec2::new(0.0, KEY)),
        (Key::ArrowDown, Vec2::new(0.0, -KEY)),
        (Key::ArrowLeft, Vec2::new(KEY, 0.0)),
        (Key::ArrowRight, Vec2::new(-KEY, 0.0)),
        (Key::Home, Vec2::new(0.0, far)),
        (Key::End, Vec2::new(0.0, -far)),
    ] {
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
            ui.scroll_with_delta(by);
        }
    }
}
