//! Everything at work: the office, the screens over it, and what happens in one frame.

use std::collections::BTreeSet;

use eframe::egui;

use super::applications::ApplicationList;
use super::command::Command;
use super::dialog::Dialog;
use super::form::Form;
use super::paper_list::{Item, PaperList};
use super::register_screen::RegisterScreen;
use super::toast::Toasts;
use super::{Screen, Surroundings, TITLE, form_screen, rare_names, theme};
use crate::error::{Error, Result};
use crate::fonts::{self, Face};
use crate::model::*;
use crate::ops::Office;
use crate::papers::Paper;
use crate::store::{Access, Draft};
use crate::{clock, crash, fsio};

/// Everything at work: the office and what shows of it.
pub(super) struct Workspace {
    pub(super) office: Office,
    pub(super) surroundings: Surroundings,
    pub(super) screen: Screen,
    pub(super) list: ApplicationList,
    pub(super) form: Option<Form>,
    pub(super) matrix: PaperList<DepartmentId>,
    pub(super) cleanups: PaperList<CleanupId>,
    pub(super) registers: [RegisterScreen; 4],
    pub(super) drafts: Vec<Draft>,
    pub(super) dialog: Option<Dialog>,
    pub(super) toasts: Toasts,
    composing: bool,
    rare: BTreeSet<Face>,
    rare_of: Option<u64>,
    pub(super) frames: u64,
}

impl Workspace {
    pub(super) fn new(office: Office, surroundings: Surroundings) -> Result<Self> {
        let drafts = office.store().drafts()?;
        let mut toasts = Toasts::default();
        if let Some(report) = crash::untold(&fsio::folder_of(office.store().path())) {
            toasts.file("上次程序意外中断，已保存的数据都在。情况已记下，不含个人信息", &report);
        }
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
            toasts,
            composing: false,
            rare: BTreeSet::new(),
            rare_of: None,
            frames: 0,
        })
    }

    pub(super) fn today(&self) -> Day {
        self.surroundings.today.unwrap_or_else(clock::today)
    }

    /// The parts of the last resort that names in the register and what is typed need.
    pub(super) fn rare_faces(&mut self) -> BTreeSet<Face> {
        if self.rare_of != Some(self.office.revision()) {
            self.rare_of = Some(self.office.revision());
            self.rare = rare_names(self.office.register());
        }
        let typed =
            self.form.iter().flat_map(|form| form.values().texts().flat_map(|(_, _, text)| fonts::rare_faces(text)));
        typed.chain(self.rare.iter().copied()).collect()
    }

    pub(super) fn frame(&mut self, ui: &mut egui::Ui) {
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
