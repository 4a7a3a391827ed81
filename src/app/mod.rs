//! The window. Screens read the register and return commands; `command` alone runs them.

mod applications;
mod calendar;
mod command;
mod dialog;
mod form;
mod form_screen;
mod paper_list;
mod register_screen;
mod sheet_view;
mod suggest;
mod table;
mod theme;
mod toast;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;

use eframe::egui;

use self::applications::ApplicationList;
use self::command::Command;
use self::dialog::Dialog;
use self::form::Form;
use self::paper_list::{Item, PaperList};
use self::register_screen::RegisterScreen;
use self::toast::Toasts;
use crate::clock;
use crate::error::{Error, ErrorKind, Result};
use crate::fonts::{self, Face};
use crate::fsio;
use crate::model::*;
use crate::ops::Office;
use crate::papers::Paper;
use crate::places;
use crate::store::{Access, Draft};

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
}

impl Surroundings {
    /// Those of the platform.
    pub fn of_platform(today: Option<Day>) -> Self {
        let view: Viewer = Box::new(|path| opener::open(path).map_err(|_| "系统中没有可用的阅读程序".into()));
        Self { today, documents: places::documents_folder(), view }
    }
}

/// A screen of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// The list of applications.
    Applications,
    /// One application.
    Form,
    /// 附件1.
    Matrix,
    /// 附件3.
    Cleanups,
    /// One of the registers.
    Register(Kind),
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

/// Everything at work: the office and what shows of it.
struct Workspace {
    office: Office,
    surroundings: Surroundings,
    screen: Screen,
    list: ApplicationList,
    form: Option<Form>,
    matrix: PaperList<DepartmentId>,
    cleanups: PaperList<CleanupId>,
    registers: [RegisterScreen; 4],
    drafts: Vec<Draft>,
    dialog: Option<Dialog>,
    toasts: Toasts,
    composing: bool,
    rare: BTreeSet<Face>,
    rare_of: Option<u64>,
    frames: u64,
}

/// The parts of the last resort that the names of the register need.
fn rare_names(register: &Register) -> BTreeSet<Face> {
    let people = register.people.values().map(|person| person.name.as_str());
    let systems = register.systems.values().map(|system| system.name.as_str());
    people.chain(systems).flat_map(fonts::rare_faces).collect()
}

/// Opens the window on `file`, or on the user's own, which is made at the first start.
pub fn run(file: Option<PathBuf>, today: Option<Day>, timing: bool) -> Result<()> {
    let started = std::time::Instant::now();
    // The file is read while the window is being made.
    let (send, opening) = std::sync::mpsc::channel();
    std::thread::spawn(move || send.send(warm(open_office(file))).ok());
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title(TITLE)
            .with_app_id("taizhang")
            .with_inner_size([1280.0, 720.0])
            .with_min_inner_size([1100.0, 600.0]),
        system_font_fallback: false,
        ..eframe::NativeOptions::default()
    };
    let make: eframe::AppCreator<'_> = Box::new(move |creation| {
        let mut app = App::new(&creation.egui_ctx, opening, Surroundings::of_platform(today));
        app.timing = timing.then_some((started, 0));
        Ok(Box::new(app))
    });
    let no_window = |why: String| {
        Error::new(ErrorKind::System, format!("窗口没有打开（系统报告：{why}）"))
            .advise("数据没有改动。请在有图形桌面的电脑上运行；没有桌面时可以用命令行，见 taizhang --help")
    };
    // Where a library of the desktop is missing, the toolkit panics: that too is told in words.
    std::panic::set_hook(Box::new(|_| {}));
    let opened = std::rc::Rc::new(std::cell::Cell::new(false));
    let make: eframe::AppCreator<'_> = {
        let opened = opened.clone();
        Box::new(move |creation| {
            opened.set(true);
            make(creation)
        })
    };
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| eframe::run_native(TITLE, options, make)));
    let _ = std::panic::take_hook();
    match outcome {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(no_window(error.to_string())),
        Err(_) if opened.get() => Err(Error::new(ErrorKind::System, "程序意外中断")
            .advise("已保存的数据都在；没有保存的内容，下次启动时会提示继续填写")),
        Err(panic) => {
            let why = panic.downcast_ref::<String>().cloned();
            Err(no_window(why.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_default()))
        }
    }
}

/// The user's own file is made at the first start; a file that is named must be there.
fn open_office(file: Option<PathBuf>) -> Result<Office> {
    let path = if let Some(path) = file {
        path
    } else {
        let path = places::data_file()?;
        if !path.exists() {
            fsio::make_folder(path.parent().unwrap_or(Path::new(".")))?;
            Office::create(&path)?;
        }
        path
    };
    match Office::open_unchecked(&path, Access::Write) {
        // What cannot be written can still be read.
        Err(error) if error.kind() == ErrorKind::ReadOnly => Office::open_unchecked(&path, Access::Read),
        outcome => outcome,
    }
}

/// Unpacks the rare characters of the office's names here, while the window is being made.
fn warm(office: Result<Office>) -> Result<Office> {
    if let Ok(office) = &office {
        for face in rare_names(office.register()) {
            face.bytes();
        }
    }
    office
}

impl App {
    /// A window that waits for its office.
    pub fn new(ctx: &egui::Context, opening: Receiver<Result<Office>>, surroundings: Surroundings) -> Self {
        theme::apply(ctx);
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

impl Workspace {
    fn new(office: Office, surroundings: Surroundings) -> Result<Self> {
        let drafts = office.store().drafts()?;
        Ok(Self {
            office,
            surroundings,
            screen: Screen::Applications,
            list: ApplicationList::default(),
            form: None,
            matrix: PaperList::new("matrix"),
            cleanups: PaperList::new("cleanups"),
            registers: Kind::ALL.map(RegisterScreen::new),
            drafts,
            dialog: None,
            toasts: Toasts::default(),
            composing: false,
            rare: BTreeSet::new(),
            rare_of: None,
            frames: 0,
        })
    }

    fn today(&self) -> Day {
        self.surroundings.today.unwrap_or_else(clock::today)
    }

    /// The parts of the last resort that names in the register and what is typed need.
    fn rare_faces(&mut self) -> BTreeSet<Face> {
        if self.rare_of != Some(self.office.revision()) {
            self.rare_of = Some(self.office.revision());
            self.rare = rare_names(self.office.register());
        }
        let typed =
            self.form.iter().flat_map(|form| form.values().texts().flat_map(|(_, _, text)| fonts::rare_faces(text)));
        typed.chain(self.rare.iter().copied()).collect()
    }

    fn frame(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        let mut commands = Vec::new();
        self.watch_composing(&ctx);
        self.shortcuts(&ctx, &mut commands);
        egui::Panel::left("navigation").exact_size(theme::NAV_WIDTH).resizable(false).frame(nav_frame()).show(
            ui,
            |ui| {
                self.nav_ui(ui, &mut commands);
            },
        );
        egui::CentralPanel::default().frame(egui::Frame::new().fill(theme::DESK)).show(ui, |ui| {
            if self.office.store().access() == Access::Read {
                read_only_ui(ui);
            }
            self.screen_ui(ui, &mut commands);
        });
        if let Some(dialog) = &mut self.dialog {
            dialog.ui(&ctx, &mut commands);
        }
        self.toasts.ui(&ctx, &mut commands);
        for command in commands {
            self.run(command);
        }
        self.keep_draft(&ctx);
    }

    fn screen_ui(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        let today = self.today();
        let (register, revision) = (self.office.register(), self.office.revision());
        match (self.screen, &mut self.form) {
            (Screen::Form, Some(form)) => {
                if let Err(error) = form.derive(&self.office, today) {
                    self.dialog = Some(Dialog::Told(error));
                }
                form_screen::form_ui(ui, form, &self.office, today, self.composing, commands);
            }
            (Screen::Applications | Screen::Form, _) => {
                self.list.refresh(register, revision);
                self.list.ui(ui, &self.drafts, commands);
            }
            (Screen::Matrix, _) => {
                let item = |it: &Department| Item {
                    id: it.id,
                    name: it.name.clone(),
                    hint: it.short.clone().unwrap_or_default(),
                };
                let items: Vec<_> = register.departments.values().map(item).collect();
                let paper = |register: &Register, id| Ok(Paper::of_matrix(register, id));
                let empty = ("还没有科室", "保存第一张申请表时，表上的科室会自动登记到这里。");
                let action = |id| Some(("从账号台账填写", Command::AskFillMatrix(id)));
                self.matrix.ui(ui, &items, register, revision, paper, empty, 1, action, commands);
            }
            (Screen::Cleanups, _) => {
                let item = |it: &Cleanup| {
                    let done = it.handled_on.map(|day| format!("{}处理", day.chinese()));
                    let name = if done.is_some() { format!("{}　已处理", it.number) } else { it.number.clone() };
                    Item { id: it.id, name, hint: done.unwrap_or_else(|| "还没有处理".into()) }
                };
                let items: Vec<_> = register.cleanups.values().map(item).collect();
                let paper = |register: &Register, id| match register.get::<Cleanup>(id) {
                    Some(cleanup) => Paper::of_cleanup(register, cleanup),
                    None => Err(Error::refused("这张清单已经不在台账中")),
                };
                let empty = ("还没有清理清单", "在“账号”中选中要清理的账号，点“生成清理清单”。");
                let action = |id: CleanupId| {
                    let open = register.get::<Cleanup>(id).is_some_and(|cleanup| cleanup.handled_on.is_none());
                    open.then_some(("处理这张清单", Command::AskHandleCleanup(id)))
                };
                self.cleanups.ui(ui, &items, register, revision, paper, empty, 3, action, commands);
            }
            (Screen::Register(kind), _) => {
                let screen = &mut self.registers[kind as usize];
                if let Err(error) = screen.ui(ui, &self.office, today, commands) {
                    self.dialog = Some(Dialog::Told(error));
                }
            }
            (Screen::About, _) => about_ui(ui, &self.office),
        }
    }

    fn nav_ui(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        ui.add_space(4.0);
        ui.label(theme::head("账号管理"));
        ui.add_space(8.0);
        let here = if self.screen == Screen::Form { Screen::Applications } else { self.screen };
        ui.with_layout(egui::Layout::top_down_justified(egui::Align::Min), |ui| {
            let mut entry = |ui: &mut egui::Ui, label: &str, screen: Screen| {
                let button = egui::Button::selectable(here == screen, label).min_size(egui::vec2(0.0, 32.0));
                if ui.add(button).clicked() {
                    commands.push(Command::Show(screen));
                }
            };
            ui.label(theme::weak("表格"));
            entry(ui, "申请表", Screen::Applications);
            entry(ui, "权限对照表", Screen::Matrix);
            entry(ui, "清理清单", Screen::Cleanups);
            ui.add_space(6.0);
            ui.label(theme::weak("台账"));
            for kind in Kind::ALL {
                entry(ui, kind.term(), Screen::Register(kind));
            }
            ui.add_space(6.0);
            entry(ui, "关于", Screen::About);
        });
    }

    /// While an input method composes, no shortcut runs and nothing is kept.
    fn watch_composing(&mut self, ctx: &egui::Context) {
        ctx.input(|input| {
            for event in &input.events {
                match event {
                    egui::Event::Ime(egui::ImeEvent::Preedit { text, .. }) => self.composing = !text.is_empty(),
                    egui::Event::Ime(egui::ImeEvent::Commit(_)) => self.composing = false,
                    _ => {}
                }
            }
        });
    }

    fn shortcuts(&self, ctx: &egui::Context, commands: &mut Vec<Command>) {
        if self.composing || self.dialog.is_some() {
            return;
        }
        for (command, shortcut, _) in Command::SHORTCUTS {
            // In a box beside the paper the keys of taking back belong to what is typed there.
            let on_paper =
                self.screen == Screen::Form && self.form.as_ref().is_some_and(|form| form.focused().is_some());
            let in_box = ctx.text_edit_focused() && !on_paper;
            if matches!(command, Command::Undo | Command::Redo) && in_box {
                continue;
            }
            if ctx.input_mut(|input| input.consume_shortcut(&shortcut)) {
                commands.push(command);
            }
        }
    }

    fn keep_draft(&mut self, ctx: &egui::Context) {
        let now = ctx.input(|input| input.time);
        let composing = self.composing;
        let Some(form) = &mut self.form else { return };
        match form.tick(&mut self.office, now, composing) {
            Ok(Some(due)) => ctx.request_repaint_after(std::time::Duration::from_secs_f64(due.max(0.01))),
            // Told once: the next change tries again.
            Err(error) if self.dialog.is_none() => self.dialog = Some(Dialog::Told(error)),
            Ok(None) | Err(_) => {}
        }
    }
}

fn nav_frame() -> egui::Frame {
    egui::Frame::new().fill(theme::BAR).inner_margin(10.0)
}

fn read_only_ui(ui: &mut egui::Ui) {
    egui::Frame::new().fill(theme::NOTICE).inner_margin(egui::Margin::symmetric(12, 6)).show(ui, |ui| {
        ui.label("数据文件不能写入，现在以只读方式打开：可以查看、打印和导出，不能保存。请检查文件和文件夹的权限。");
        ui.allocate_space(egui::vec2(ui.available_width(), 0.0));
    });
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

fn about_ui(ui: &mut egui::Ui, office: &Office) {
    egui::Frame::new().inner_margin(24.0).show(ui, |ui| {
        ui.label(theme::head(TITLE));
        ui.label(format!("版本 {}", env!("CARGO_PKG_VERSION")));
        ui.add_space(8.0);
        ui.label("数据文件");
        ui.label(theme::weak(office.store().path().display().to_string()));
        ui.add_space(8.0);
        ui.label("快捷键");
        let mut shown: Vec<&str> = Vec::new();
        for (command, _, name) in Command::SHORTCUTS {
            if !shown.contains(&name) {
                shown.push(name);
                ui.label(theme::weak(format!("{}　{name}", command.hint())));
            }
        }
        ui.add_space(8.0);
        ui.label("依据《晋城市行政审批服务管理局信息系统账号管理制度（试行）》（晋市审管发〔2022〕47号）。");
        ui.label(theme::weak(
            "本程序不联网，不保存任何口令。字体：思源宋体、思源黑体（SIL OFL 1.1），花园明朝（花园字体许可）。",
        ));
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
