//! The window. Screens read the register and return commands; `run` alone carries them out.

mod about_screen;
mod applications;
mod backing;
mod brought;
mod browse;
mod calendar;
mod caret;
mod chart;
mod clerk_lines;
mod columns;
mod command;
mod completions;
mod computer_day;
mod correction_dialog;
mod covered;
mod cpu;
mod derived;
mod desktop_theme;
mod dialog;
mod drafts;
mod extent;
mod filing_dialog;
mod filing_screen;
mod finder;
mod form;
mod form_screen;
mod guide;
mod handling_dialog;
mod history_screen;
mod import_screen;
mod initial_dialog;
mod keeping_screen;
mod leaving_dialog;
mod list_form;
mod list_items;
mod list_screen;
mod live_dialog;
mod lock_fields;
mod matter_screen;
mod merge_screen;
mod modal;
mod newcomers;
mod offer;
mod offers;
mod pace;
mod palette;
mod period_dialog;
mod placing_dialog;
mod practice;
mod preferences;
mod print_dialog;
mod proposal;
mod reason_dialog;
mod record_fields;
mod record_panel;
mod register_lines;
mod register_screen;
mod regulation_screen;
mod restore_dialog;
mod restoring;
mod round;
mod round_screen;
mod rows;
mod run;
mod scan_dialog;
mod scans;
mod screen;
mod second_dialog;
mod settings_screen;
mod sheet_paint;
mod sheet_size;
mod sheet_view;
mod shown;
mod side_panel;
mod sign_dialog;
mod spot;
mod start;
mod suggest;
mod table;
mod theme;
mod toast;
mod typed;
mod waiting;
mod work;
mod workspace;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use eframe::egui;

use self::command::Command;
use self::pace::Pace;
use self::practice::Desk;
use self::restoring::{Refusal, Restored};
pub use self::screen::Screen;
pub use self::start::{Asked, Renderer, run, tell};
use self::waiting::Waiting;
use self::workspace::Workspace;
use crate::error::{Error, ErrorKind, Result};
use crate::fonts::{self, Face};
use crate::model::*;
use crate::ops::{Office, Watcher};
use crate::places;
use crate::printing::{self, Printing};

/// The title of the window.
pub const TITLE: &str = "信息系统账号管理";

/// Shows a file in the system's viewer; says why not, where it cannot.
pub type Viewer = Rc<dyn Fn(&Path) -> std::result::Result<(), String>>;

/// What the window finds around it: given, so that a test can give something else.
pub struct Surroundings {
    /// Today, where it is not the clock's.
    pub today: Option<Day>,
    /// Where printed papers go.
    pub documents: PathBuf,
    /// Where scans are put for as long as they are shown.
    pub shown: PathBuf,
    /// The system's viewer.
    pub view: Viewer,
    /// The system's printers.
    pub printing: Arc<dyn Printing>,
    /// Where the window's theme and size are kept; nowhere where this is nothing.
    pub preferences: Option<PathBuf>,
    /// What draws the window.
    pub renderer: Renderer,
    /// How long a first frame waits for the file.
    pub patience: Duration,
    /// Who is told besides the clerk how far long work has come.
    pub watcher: Option<Arc<dyn Watcher>>,
}

impl Surroundings {
    /// Those of the platform.
    pub fn of_platform(today: Option<Day>) -> Self {
        let view: Viewer = Rc::new(|path| opener::open(path).map_err(|_| "系统中没有可用的阅读程序".into()));
        Self {
            today,
            documents: places::documents_folder(),
            shown: places::shown_folder(),
            view,
            printing: printing::of_platform(),
            preferences: places::preferences_file(),
            renderer: Renderer::OpenGl,
            patience: PATIENCE,
            watcher: None,
        }
    }
}

/// The window's state: waiting for the file, refused at the gate, or at work.
pub struct App {
    stage: Stage,
    /// The data file that was asked for, while it is not open.
    file: Option<PathBuf>,
    surroundings: Option<Surroundings>,
    rare: BTreeSet<Face>,
    /// What came of a restoring, told once what stands in the place of the data file is open.
    restored: Option<Restored>,
    /// How long the first frame still waits for the file.
    patience: Duration,
    timing: Option<Timing>,
}

/// For the benchmarks: since when, how many frames were drawn, and whether any of them had the office in it.
type Timing = (std::time::Instant, u32, bool);

/// How long a first frame waits for the file: one of the usual size is there by then.
pub const PATIENCE: Duration = Duration::from_millis(50);

enum Stage {
    Opening(Box<Waiting<Result<Office>>>),
    Refused(Box<Refusal>),
    Open(Box<Desk>),
    /// Between two files, within a frame.
    Closed,
}

/// The parts of the last resort that the names of the register need.
fn rare_names(register: &Register) -> BTreeSet<Face> {
    let people = register.people.values().map(|person| person.name.as_str());
    let systems = register.systems.values().map(|system| system.name.as_str());
    people.chain(systems).flat_map(fonts::rare_faces).collect()
}

impl App {
    /// A window that waits for its office, which is in `file`.
    pub fn new(
        ctx: &egui::Context,
        opening: Receiver<Result<Office>>,
        file: Option<PathBuf>,
        surroundings: Surroundings,
    ) -> Self {
        theme::apply(ctx);
        // First of what sees the keys: the others see them as the screens do.
        ctx.add_plugin(Pace::default());
        caret::mend(ctx);
        let stage = Stage::Opening(Box::new(Waiting::Asked(opening)));
        Self {
            stage,
            file,
            patience: surroundings.patience,
            surroundings: Some(surroundings),
            rare: BTreeSet::new(),
            restored: None,
            timing: None,
        }
    }

    /// A window on an office that is open.
    pub fn on(ctx: &egui::Context, office: Office, surroundings: Surroundings) -> Result<Self> {
        theme::apply(ctx);
        ctx.add_plugin(Pace::default());
        let workspace = Workspace::new(office, surroundings)?;
        let desk = Box::new(Desk::new(workspace));
        Ok(Self {
            stage: Stage::Open(desk),
            file: None,
            surroundings: None,
            rare: BTreeSet::new(),
            restored: None,
            patience: Duration::ZERO,
            timing: None,
        })
    }

    /// The clerk's own office, once it is open.
    pub fn office(&self) -> Option<&Office> {
        match &self.stage {
            Stage::Open(desk) => Some(desk.office()),
            _ => None,
        }
    }

    /// The sample office, while the clerk practises.
    pub fn sample(&self) -> Option<&Office> {
        match &self.stage {
            Stage::Open(desk) => desk.sample(),
            _ => None,
        }
    }

    /// Whether long work is under way.
    pub fn is_working(&self) -> bool {
        matches!(&self.stage, Stage::Open(desk) if desk.is_working())
    }

    /// What the guide frames, in points of the window.
    pub fn pointed_out(&self) -> Option<egui::Rect> {
        match &self.stage {
            Stage::Open(desk) => desk.framed(),
            _ => None,
        }
    }

    /// The path through the window in one frame.
    pub fn frame(&mut self, ui: &mut egui::Ui) {
        extent::fill_small_screen(ui.ctx());
        if let Stage::Opening(opening) = &mut self.stage {
            // What is small is there at once, and nothing flashes before it.
            opening.wait(std::mem::take(&mut self.patience));
            let Some(outcome) = opening.take(ui.ctx()) else {
                reading_ui(ui);
                return;
            };
            // Only a thread that died sends nothing.
            let outcome = outcome.unwrap_or_else(|| Err(Error::new(ErrorKind::System, "打开数据文件的过程中断了")));
            self.open(outcome);
        }
        match &mut self.stage {
            Stage::Open(desk) => {
                let workspace = desk.in_front();
                let rare = workspace.rare_faces();
                if !rare.is_subset(&self.rare) {
                    self.rare.extend(rare);
                    ui.ctx().set_fonts(theme::fonts(self.rare.iter().copied()));
                    ui.ctx().request_repaint();
                }
                desk.frame(ui);
                self.restore_when_asked(&ui.ctx().clone());
            }
            Stage::Refused(_) => self.refused_ui(ui),
            Stage::Opening(_) | Stage::Closed => {}
        }
    }

    /// Keeps what is half-typed; called when the window closes.
    pub fn close(&mut self) {
        if let Stage::Open(desk) = &mut self.stage {
            desk.close();
        }
    }

    /// For the benchmarks, on standard error: milliseconds from the start to the first finished frame and to the first
    /// with the office in it, and of each frame, as measured by the toolkit.
    fn tell_timing(&mut self, ctx: &egui::Context, last_frame: Option<f32>) {
        let Some((started, frames, is_open)) = &mut self.timing else { return };
        *frames += 1;
        match *frames {
            1 => ctx.request_repaint(),
            2 => eprintln!("first frame {} ms", started.elapsed().as_millis()),
            _ => eprintln!("frame {:.2} ms", last_frame.unwrap_or_default() * 1000.0),
        }
        // This frame draws what the frame before has opened.
        if !*is_open && matches!(self.stage, Stage::Open(_)) {
            *is_open = true;
            eprintln!("office {} ms", started.elapsed().as_millis());
        }
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        self.tell_timing(&ui.ctx().clone(), frame.info().cpu_usage);
        self.frame(ui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.close();
    }
}

/// A large file is still being read.
fn reading_ui(ui: &mut egui::Ui) {
    egui::CentralPanel::default().frame(egui::Frame::new().fill(theme::DESK.now())).show(ui, |ui| {
        ui.add_space(120.0);
        ui.vertical_centered(|ui| ui.label(theme::weak("正在读取…")));
    });
}

/// The bar above a screen.
fn bar_ui(ui: &mut egui::Ui, contents: impl FnOnce(&mut egui::Ui)) {
    egui::Frame::new().fill(theme::BAR.now()).inner_margin(egui::Margin::symmetric(12, 8)).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        contents(ui);
    });
}

/// The same with what stands at its right end; in a narrow one that follows behind, and what has no room goes below.
fn bar_with_end_ui<S>(
    ui: &mut egui::Ui,
    screen: &mut S,
    contents: impl FnOnce(&mut S, &mut egui::Ui),
    end: impl FnOnce(&mut S, &mut egui::Ui),
) {
    let is_narrow = theme::is_stacked(ui.available_width());
    bar_ui(ui, |ui| {
        if is_narrow {
            ui.horizontal_wrapped(|ui| {
                contents(screen, ui);
                end(screen, ui);
            });
        } else {
            ui.horizontal(|ui| {
                contents(screen, ui);
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| end(screen, ui));
            });
        }
    });
}

/// What is typed is not saved: said beside the buttons. In a narrow window the main button alone says so, since a bar that
/// grew with the first letter would move the paper away from what an input method shows at the caret.
fn unsaved_ui(ui: &mut egui::Ui) {
    if !ui.layout().main_wrap() {
        ui.label(theme::weak("有未保存的内容"));
    }
}

/// A button of a command; the main one of its screen where `main` is set.
fn command_button(ui: &mut egui::Ui, label: &str, command: Command, main: bool, commands: &mut Vec<Command>) {
    let response = if main { ui.add(theme::main_button(label)) } else { ui.button(label) };
    if response.on_hover_text(command.hint()).clicked() {
        commands.push(command);
    }
}

/// What hangs below a field is for the pointer: Tab passes it by, the field itself has keys for it.
const POINTER_ONLY: egui::Sense = egui::Sense::CLICK;

/// What is longer than the window is read by the keyboard: called inside of what scrolls.
fn scroll_by_keys(ui: &egui::Ui) {
    if is_covered(ui) || ui.ctx().text_edit_focused() {
        return;
    }
    let page = (ui.clip_rect().height() - 40.0).max(40.0);
    let far = 1.0e6;
    let steps =
        [(egui::Key::PageUp, page), (egui::Key::PageDown, -page), (egui::Key::Home, far), (egui::Key::End, -far)];
    for (key, by) in steps {
        if ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key)) {
            ui.scroll_with_delta(egui::vec2(0.0, by));
        }
    }
}

/// Whether a dialog lies over it: then the keys are the dialog's.
fn is_covered(ui: &egui::Ui) -> bool {
    !ui.memory(|memory| memory.is_above_modal_layer(ui.layer_id()))
}

/// Gives a control the name that a screen reader says.
fn name_control(ui: &egui::Ui, response: &egui::Response, name: &str) {
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(name));
}

/// Whether Enter was pressed in a line of text, which has let the keyboard go by it.
fn enter_pressed(ui: &egui::Ui, line: &egui::Response) -> bool {
    line.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter))
}

/// An entry of a list beside a paper: its name, and below it how far it has come. Tells whether it was clicked.
fn entry_ui(ui: &mut egui::Ui, chosen: bool, name: &str, state: &str) -> bool {
    let mut text = egui::text::LayoutJob::default();
    let format =
        |size, color| egui::TextFormat { color, font_id: egui::FontId::proportional(size), ..Default::default() };
    text.append(name, 0.0, format(15.0, theme::TEXT.now()));
    text.append(&format!("\n{state}"), 0.0, format(12.5, theme::WEAK.now()));
    let response = ui.add(egui::Button::selectable(chosen, text));
    name_control(ui, &response, name);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(state));
    response.clicked()
}
