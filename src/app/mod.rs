//! The window. Screens read the register and return commands; `run` alone carries them out.

mod applications;
mod backing;
mod browse;
mod calendar;
mod caret;
mod chart;
mod command;
mod cpu;
mod dialog;
mod filing_screen;
mod form;
mod form_screen;
mod import_screen;
mod leaving_dialog;
mod list_form;
mod list_screen;
mod matter_screen;
mod merge_screen;
mod placing_dialog;
mod record_fields;
mod register_lines;
mod register_screen;
mod regulation_screen;
mod round_screen;
mod run;
mod scans;
mod settings_screen;
mod sheet_paint;
mod sheet_view;
mod start;
mod suggest;
mod table;
mod theme;
mod toast;
mod typed;
mod workspace;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;

use eframe::egui;

use self::command::Command;
pub use self::start::{Asked, Renderer, run, tell};
use self::workspace::Workspace;
use crate::error::{Error, ErrorKind, Result};
use crate::fonts::{self, Face};
use crate::model::*;
use crate::ops::Office;
use crate::places;

/// The title of the window.
pub const TITLE: &str = "信息系统账号管理";

/// Shows a file in the system's viewer; says why not, where it cannot.
pub type Viewer = Box<dyn Fn(&Path) -> std::result::Result<(), String>>;

/// What the window finds around it: given, so that a test can give something else.
pub struct Surroundings {
    /// Today, where it is not the clock's.
    pub today: Option<Day>,
    /// Where printed papers go.
    pub documents: PathBuf,
    /// The system's viewer.
    pub view: Viewer,
    /// What draws the window.
    pub renderer: Renderer,
}

impl Surroundings {
    /// Those of the platform.
    pub fn of_platform(today: Option<Day>) -> Self {
        let view: Viewer = Box::new(|path| opener::open(path).map_err(|_| "系统中没有可用的阅读程序".into()));
        Self { today, documents: places::documents_folder(), view, renderer: Renderer::OpenGl }
    }
}

/// A screen of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// 待办.
    Due,
    /// 检查.
    Matters,
    /// 巡检 and 抽查.
    Rounds,
    /// 制度原文.
    Regulation,
    /// 设置.
    Settings,
    /// The list of applications.
    Applications,
    /// One application.
    Form,
    /// 附件1.
    Matrix,
    /// 附件3.
    Cleanups,
    /// 备案.
    Filings,
    /// 汇总.
    Merge,
    /// One of the registers.
    Register(Kind),
    /// 导入.
    Import,
    /// What this program is.
    About,
}

/// The window's state: waiting for the file, refused at the gate, or at work.
pub struct App {
    stage: Stage,
    surroundings: Option<Surroundings>,
    rare: BTreeSet<Face>,
    timing: Option<(std::time::Instant, u32)>,
}

enum Stage {
    Opening(Receiver<Result<Office>>),
    Refused(Error),
    Open(Box<Workspace>),
}

/// The parts of the last resort that the names of the register need.
fn rare_names(register: &Register) -> BTreeSet<Face> {
    let people = register.people.values().map(|person| person.name.as_str());
    let systems = register.systems.values().map(|system| system.name.as_str());
    people.chain(systems).flat_map(fonts::rare_faces).collect()
}

impl App {
    /// A window that waits for its office.
    pub fn new(ctx: &egui::Context, opening: Receiver<Result<Office>>, surroundings: Surroundings) -> Self {
        theme::apply(ctx);
        caret::mend(ctx);
        Self { stage: Stage::Opening(opening), surroundings: Some(surroundings), rare: BTreeSet::new(), timing: None }
    }

    /// A window on an office that is open.
    pub fn on(ctx: &egui::Context, office: Office, surroundings: Surroundings) -> Result<Self> {
        theme::apply(ctx);
        let workspace = Workspace::new(office, surroundings)?;
        Ok(Self { stage: Stage::Open(Box::new(workspace)), surroundings: None, rare: BTreeSet::new(), timing: None })
    }

    /// The office, once it is open.
    pub fn office(&self) -> Option<&Office> {
        match &self.stage {
            Stage::Open(workspace) => Some(&workspace.office),
            _ => None,
        }
    }

    /// The path through the window in one frame.
    pub fn frame(&mut self, ui: &mut egui::Ui) {
        if let Stage::Opening(opening) = &self.stage {
            // Only a thread that died sends nothing.
            let outcome =
                opening.recv().unwrap_or_else(|_| Err(Error::new(ErrorKind::System, "打开数据文件的过程中断了")));
            let outcome = outcome.and_then(|office| match self.surroundings.take() {
                Some(surroundings) => Workspace::new(office, surroundings),
                None => Err(Error::new(ErrorKind::System, "窗口没有准备好")),
            });
            self.stage = match outcome {
                Ok(workspace) => Stage::Open(Box::new(workspace)),
                Err(error) => Stage::Refused(error),
            };
        }
        match &mut self.stage {
            Stage::Open(workspace) => {
                let rare = workspace.rare_faces();
                if !rare.is_subset(&self.rare) {
                    self.rare.extend(rare);
                    ui.ctx().set_fonts(theme::fonts(self.rare.iter().copied()));
                    ui.ctx().request_repaint();
                }
                // The clerk sees the list first; the check of the whole file follows before the first key.
                if workspace.frames == 1
                    && let Err(error) = workspace.office.store().check()
                {
                    self.stage = Stage::Refused(error);
                    return;
                }
                workspace.frame(ui);
                workspace.frames += 1;
                if workspace.frames == 1 {
                    ui.ctx().request_repaint();
                }
            }
            Stage::Refused(error) => refused_ui(ui, error),
            Stage::Opening(_) => {}
        }
    }

    /// Keeps what is half-typed; called when the window closes.
    pub fn close(&mut self) {
        if let Stage::Open(workspace) = &mut self.stage {
            // The window is going: there is nobody left to tell, and the last draft stands in the file.
            workspace.leave_form().ok();
        }
    }

    /// For the benchmarks, on standard error: milliseconds from the start to the first finished frame, and
    /// then of each frame, as measured by the toolkit.
    fn tell_timing(&mut self, ctx: &egui::Context, last_frame: Option<f32>) {
        let Some((started, frames)) = &mut self.timing else { return };
        *frames += 1;
        match *frames {
            1 => ctx.request_repaint(),
            2 => eprintln!("first frame {} ms", started.elapsed().as_millis()),
            _ => eprintln!("frame {:.2} ms", last_frame.unwrap_or_default() * 1000.0),
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

fn refused_ui(ui: &mut egui::Ui, error: &Error) {
    egui::CentralPanel::default().show(ui, |ui| {
        ui.add_space(120.0);
        ui.vertical_centered(|ui| {
            ui.set_max_width(560.0);
            ui.label(theme::head("数据文件没有打开"));
            for line in error.lines() {
                ui.label(line);
            }
            if let Some(advice) = error.advice() {
                ui.label(theme::weak(format!("{advice}。")));
            }
            ui.add_space(8.0);
            if ui.add(theme::main_button("关闭")).clicked() {
                ui.ctx().send_viewport_cmd(egui::ViewportCommand::Close);
            }
        });
    });
}

/// The bar above a screen.
fn bar_ui(ui: &mut egui::Ui, contents: impl FnOnce(&mut egui::Ui)) {
    egui::Frame::new().fill(theme::BAR).inner_margin(egui::Margin::symmetric(12, 8)).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        contents(ui);
    });
}

/// A button of a command; the main one of its screen where `main` is set.
fn command_button(ui: &mut egui::Ui, label: &str, command: Command, main: bool, commands: &mut Vec<Command>) {
    let button = if main { theme::main_button(label) } else { egui::Button::new(label) };
    if ui.add(button).on_hover_text(command.hint()).clicked() {
        commands.push(command);
    }
}

/// What hangs below a field is for the pointer: Tab passes it by, the field itself has keys for it.
const POINTER_ONLY: egui::Sense = egui::Sense::CLICK;

/// Gives a control the name that a screen reader says.
fn name_control(ui: &egui::Ui, response: &egui::Response, name: &str) {
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label(name));
}

/// An entry of a list beside a paper: its name, and below it how far it has come. Tells whether it was clicked.
fn entry_ui(ui: &mut egui::Ui, chosen: bool, name: &str, state: &str) -> bool {
    let mut text = egui::text::LayoutJob::default();
    let format =
        |size, color| egui::TextFormat { color, font_id: egui::FontId::proportional(size), ..Default::default() };
    text.append(name, 0.0, format(15.0, theme::TEXT));
    text.append(&format!("\n{state}"), 0.0, format(12.5, theme::WEAK));
    let response = ui.add(egui::Button::selectable(chosen, text));
    name_control(ui, &response, name);
    response.clicked()
}
