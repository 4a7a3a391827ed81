//! Everything at work: the office, the screens over it, and what happens in one frame.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui;

use super::about_screen::about_ui;
use super::applications::ApplicationList;
use super::backing::Backing;
use super::command::Command;
use super::desktop_theme::DesktopTheme;
use super::dialog::Dialog;
use super::filing_screen::FilingScreen;
use super::form::Form;
use super::guide::Guide;
use super::history_screen::HistoryScreen;
use super::import_screen::ImportScreen;
use super::keeping_screen::keeping_ui;
use super::list_form::ListForm;
use super::list_items::ListKind;
use super::list_screen::ListScreen;
use super::matter_screen::{MatterScreen, Shows};
use super::merge_screen::MergeScreen;
use super::preferences::{Preferences, ThemeChoice};
use super::print_dialog::Chosen;
use super::register_screen::RegisterScreen;
use super::regulation_screen::RegulationScreen;
use super::round_screen::RoundScreen;
use super::scans::take_dropped;
use super::settings_screen::SettingsScreen;
use super::shown::Shown;
use super::toast::Toasts;
use super::work::Work;
use super::{Screen, Surroundings, form_screen, rare_names, theme};
use crate::error::Result;
use crate::fonts::{self, Face};
use crate::model::*;
use crate::ops::{Office, PUT_RIGHT, Restoration};
use crate::store::{Access, Draft};
use crate::{clock, crash, fsio};

/// Everything at work: the office and what shows of it.
pub(super) struct Workspace {
    pub(super) office: Office,
    pub(super) surroundings: Surroundings,
    pub(super) shown: Arc<Shown>,
    pub(super) screen: Screen,
    pub(super) list: ApplicationList,
    pub(super) form: Option<Form>,
    pub(super) matrix: ListScreen,
    pub(super) cleanups: ListScreen,
    pub(super) filings: FilingScreen,
    pub(super) merge: MergeScreen,
    pub(super) import: ImportScreen,
    pub(super) history: HistoryScreen,
    pub(super) due: MatterScreen,
    matters: MatterScreen,
    pub(super) regulation: RegulationScreen,
    settings: SettingsScreen,
    pub(super) rounds: RoundScreen,
    pub(super) registers: [RegisterScreen; 4],
    pub(super) drafts: Vec<Draft>,
    pub(super) dialog: Option<Dialog>,
    /// What comes back once an error is read.
    pub(super) behind: Option<Dialog>,
    /// What the work under way was asked for in: out of the way meanwhile, and there again where the work is refused.
    pub(super) aside: Option<Dialog>,
    /// What had the keyboard before the dialog, on which screen, and for how many frames it is still given back to it.
    under_dialog: Option<(egui::Id, Screen, u8)>,
    /// Long work under way.
    pub(super) work: Option<Work<Self>>,
    /// What was chosen when something was printed last.
    pub(super) print_chosen: Chosen,
    pub(super) preferences: Preferences,
    pub(super) desktop_theme: Option<DesktopTheme>,
    /// 新手引导, on the sample office.
    pub(super) guide: Option<Guide>,
    /// What is asked of the desk.
    pub(super) wish: Option<Wish>,
    pub(super) toasts: Toasts,
    /// Where the papers of leavings were written since the window was opened.
    pub(super) left_in: BTreeSet<PathBuf>,
    pub(super) backing: Backing,
    /// A backup that is to take the place of the data file, once this one is closed.
    pub(super) restoring: Option<Restoration>,
    /// The day that was compared with the 台账 last.
    pub(super) compared: Option<Day>,
    composing: bool,
    rare: BTreeSet<Face>,
    rare_of: Option<u64>,
    pub(super) frames: u64,
}

/// For how many frames the keyboard is given back to what had it below a dialog: the first of them still has the dialog's
/// layer over it.
const GIVING_BACK: u8 = 3;

/// What a workspace asks of the desk that it stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    /// The sample office in front, at a step of the guide.
    Practise(usize),
    /// The clerk's own again.
    GoBack,
}

impl Workspace {
    pub(super) fn new(office: Office, surroundings: Surroundings) -> Result<Self> {
        let today = surroundings.today.unwrap_or_else(clock::today);
        let drafts = office.store().drafts()?;
        let preferences = Preferences::read(surroundings.preferences.clone());
        let mut toasts = Toasts::default();
        if let Some(report) = crash::untold(&fsio::folder_of(office.store().path())) {
            toasts.file("上次程序意外中断，已保存的数据都在。情况已记下，不含个人信息", &report);
        }
        if office.store().was_put_right() {
            toasts.say(PUT_RIGHT);
        }
        let shown = Arc::new(Shown::of(office.store().path(), &surroundings.shown));
        // What a window that was not closed has left.
        if let Err(error) = shown.clear() {
            toasts.say(&format!("上次查看过的扫描件还没有清除：{}", error.lines().join("；")));
        }
        Ok(Self {
            office,
            surroundings,
            shown,
            screen: Screen::Due,
            list: ApplicationList::default(),
            form: None,
            matrix: ListScreen::new(ListKind::Matrix),
            cleanups: ListScreen::new(ListKind::Cleanups),
            filings: FilingScreen::new(),
            merge: MergeScreen::default(),
            import: ImportScreen::new(),
            history: HistoryScreen::new(),
            due: MatterScreen::new(Shows::Due),
            matters: MatterScreen::new(Shows::All),
            regulation: RegulationScreen::new(),
            settings: SettingsScreen::default(),
            rounds: RoundScreen::new(today),
            registers: Kind::ALL.map(RegisterScreen::new),
            drafts,
            dialog: None,
            behind: None,
            aside: None,
            under_dialog: None,
            work: None,
            print_chosen: Chosen::default(),
            preferences,
            desktop_theme: None,
            guide: None,
            wish: None,
            toasts,
            left_in: BTreeSet::new(),
            backing: Backing::default(),
            restoring: None,
            compared: None,
            composing: false,
            rare: BTreeSet::new(),
            rare_of: None,
            frames: 0,
        })
    }

    /// Closes the data file; what was around the window stays for the next.
    pub(super) fn close(self) -> Surroundings {
        self.surroundings
    }

    pub(super) fn today(&self) -> Day {
        self.surroundings.today.unwrap_or_else(clock::today)
    }

    /// The list of what was found that is in front, if one is.
    pub(super) fn matters_in_front(&mut self) -> Option<&mut MatterScreen> {
        match self.screen {
            Screen::Due => Some(&mut self.due),
            Screen::Matters => Some(&mut self.matters),
            _ => None,
        }
    }

    /// The list form in front, if one is.
    pub(super) fn list_form(&self) -> Option<&ListForm> {
        match self.screen {
            Screen::Matrix => self.matrix.form.as_ref(),
            Screen::Cleanups => self.cleanups.form.as_ref(),
            _ => None,
        }
    }

    /// The parts of the last resort that names in the register and what is typed need.
    pub(super) fn rare_faces(&mut self) -> BTreeSet<Face> {
        if self.rare_of != Some(self.office.revision()) {
            self.rare_of = Some(self.office.revision());
            self.rare = rare_names(self.office.register());
        }
        let typed = self.form.as_ref().map(Form::values).or(self.list_form().map(|form| &form.typed.values));
        let typed =
            typed.into_iter().flat_map(|values| values.texts().flat_map(|(_, _, text)| fonts::rare_faces(text)));
        typed.chain(self.rare.iter().copied()).collect()
    }

    pub(super) fn frame(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        let mut commands = Vec::new();
        let had_dialog = self.dialog.is_some();
        self.dress(ui);
        self.watch_composing(&ctx);
        self.compare_day();
        self.shortcuts(&ctx, &mut commands);
        egui::Panel::left("navigation").exact_size(theme::NAV_WIDTH).resizable(false).frame(nav_frame()).show(
            ui,
            |ui| {
                // On a small window, or one that is shown large, the entries scroll.
                egui::ScrollArea::vertical().id_salt("navigation").show(ui, |ui| self.nav_ui(ui, &mut commands));
            },
        );
        self.guide_ui(ui, &mut commands);
        egui::CentralPanel::default().frame(egui::Frame::new().fill(theme::DESK.now())).show(ui, |ui| {
            if self.office.store().access() == Access::Read {
                read_only_ui(ui);
            }
            roomy(ui, |ui| self.screen_ui(ui, &mut commands));
        });
        if let Some(dialog) = &mut self.dialog {
            dialog.ui(&ctx, &self.office, self.composing, &mut commands);
        }
        if let Some(outcome) = self.work.as_mut().and_then(|work| work.ui(&ctx)) {
            self.work = None;
            self.finish(outcome);
            // The screens were drawn before it was known.
            ctx.request_repaint();
        }
        self.toasts.ui(&ctx, &mut commands);
        self.run_all(commands);
        self.hand_keyboard_on(&ctx, had_dialog);
        if self.work.is_none() {
            self.keep_draft(&ctx);
        }
        self.back_up_when_due(&ctx);
        self.back_up_at_closing(&ctx);
    }

    /// A dialog that closes gives the keyboard back to what had it, where that is still in front.
    fn hand_keyboard_on(&mut self, ctx: &egui::Context, had_dialog: bool) {
        let focused = ctx.memory(egui::Memory::focused);
        if self.dialog.is_some() {
            if !had_dialog {
                self.under_dialog = focused.map(|id| (id, self.screen, GIVING_BACK));
            }
            return;
        }
        let Some((id, screen, left)) = self.under_dialog.take() else { return };
        if focused.is_none_or(|focused| focused == id || had_dialog) && screen == self.screen && left > 0 {
            ctx.memory_mut(|memory| memory.request_focus(id));
            ctx.request_repaint();
            self.under_dialog = Some((id, screen, left - 1));
        }
    }

    /// Runs what was asked for in this frame. While work is under way what only looks is done; of all else the clerk is
    /// told that it has to wait, and nothing of what was asked for together with it is done.
    fn run_all(&mut self, mut commands: Vec<Command>) {
        if let Some(work) = &self.work {
            if commands.contains(&Command::PreviewImport) {
                self.import.go_on();
            }
            commands.retain(|command| !command.is_asked_again());
            if !commands.iter().all(Command::only_looks) {
                self.toasts.say(&work.not_now());
                return;
            }
        }
        for command in commands {
            match &self.work {
                // What went before it in the same frame has begun it.
                Some(work) if !command.only_looks() => self.toasts.say(&work.not_now()),
                _ => self.run(command),
            }
        }
    }

    /// The theme and the size that the clerk likes.
    fn dress(&mut self, ui: &mut egui::Ui) {
        let ctx = ui.ctx().clone();
        let theme = match self.preferences.kept.theme {
            ThemeChoice::Light => egui::Theme::Light,
            ThemeChoice::Dark => egui::Theme::Dark,
            ThemeChoice::System => self.desktop_theme.get_or_insert_with(|| DesktopTheme::watch(&ctx)).now(&ctx),
        };
        theme::show(&ctx, theme);
        ui.set_style(ctx.global_style());
        let factor = self.preferences.kept.factor();
        if (ctx.zoom_factor() - factor).abs() > f32::EPSILON {
            ctx.set_zoom_factor(factor);
        }
    }

    fn screen_ui(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        let today = self.today();
        // The window shows first; going through a large register follows before the first key.
        if self.frames > 0 {
            self.office.judge(today);
        }
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
                self.list.ui(ui, register, &self.drafts, commands);
            }
            (Screen::Matrix | Screen::Cleanups, _) => {
                let screen = if self.screen == Screen::Matrix { &mut self.matrix } else { &mut self.cleanups };
                let outcome = screen.ui(ui, &self.office, &self.drafts, today, self.composing, commands);
                self.dialog = outcome.err().map(Dialog::Told).or(self.dialog.take());
            }
            (Screen::Filings, _) => {
                let outcome = self.filings.ui(ui, &self.office, today, commands);
                self.dialog = outcome.err().map(Dialog::Told).or(self.dialog.take());
            }
            (Screen::Merge, _) => {
                self.merge.ui(ui, register, revision, commands);
            }
            (Screen::Import, _) => {
                let live = register.departments.values().filter(|it| it.is_offered(today));
                let names: Vec<&str> = live.map(|it| it.name.as_str()).collect();
                let outcome = self.import.ui(ui, revision, &names, commands);
                self.dialog = outcome.err().map(Dialog::Told).or(self.dialog.take());
            }
            (Screen::History, _) => {
                let outcome = self.history.ui(ui, &self.office, today, commands);
                self.dialog = outcome.err().map(Dialog::Told).or(self.dialog.take());
            }
            (Screen::Register(kind), _) => {
                let screen = &mut self.registers[kind as usize];
                if let Err(error) = screen.ui(ui, &self.office, today, self.composing, commands) {
                    self.dialog = Some(Dialog::Told(error));
                }
            }
            (Screen::Due | Screen::Matters, _) => {
                if let Some(found) = self.office.standing() {
                    let screen = if self.screen == Screen::Due { &mut self.due } else { &mut self.matters };
                    screen.ui(ui, &self.office, found, &self.drafts, today, commands);
                } else {
                    ui.add_space(90.0);
                    ui.vertical_centered(|ui| ui.label(theme::weak("正在按制度检查…")));
                }
            }
            (Screen::Rounds, _) => self.rounds.ui(ui, &self.office, today, self.composing, commands),
            (Screen::Regulation, _) => self.regulation.ui(ui),
            (Screen::Settings, _) => self.settings.ui(ui, &self.office, self.preferences.kept, commands),
            (Screen::Keeping, _) => keeping_ui(ui, &self.office, self.backing.trouble.as_ref(), commands),
            (Screen::About, _) => {
                about_ui(ui, self.surroundings.renderer, self.preferences.kept.guide_step, commands);
            }
        }
        // What no paper and no screen took.
        take_dropped(ui, None, commands);
    }

    fn nav_ui(&mut self, ui: &mut egui::Ui, commands: &mut Vec<Command>) {
        ui.label(theme::head("账号管理"));
        let here = if self.screen == Screen::Form { Screen::Applications } else { self.screen };
        ui.with_layout(egui::Layout::top_down_justified(egui::Align::Min), |ui| {
            // All of them stand in 700 points.
            ui.spacing_mut().item_spacing.y = 1.0;
            ui.spacing_mut().button_padding.y = 4.0;
            let find = egui::Button::new(("查找命令", egui::Atom::grow(), theme::weak("Ctrl+K").small()));
            // Where a point is no whole number of pixels, the texts are wider by a hair: they stay on their line.
            let find = ui.add(find.wrap_mode(egui::TextWrapMode::Extend));
            super::name_control(ui, &find, "查找命令");
            if find.clicked() {
                commands.push(Command::Palette);
            }
            ui.add_space(4.0);
            for screen in Screen::ALL {
                if let Some(group) = screen.group() {
                    ui.add_space(4.0);
                    ui.label(theme::weak(group));
                }
                let button = egui::Button::selectable(here == screen, screen.label()).min_size(egui::vec2(0.0, 25.0));
                let response = ui.add(button);
                let response = if screen.hint().is_empty() { response } else { response.on_hover_text(screen.hint()) };
                if response.clicked() {
                    commands.push(Command::Show(screen));
                }
            }
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
        let screens = Screen::keyed().map(|(screen, shortcut)| (Command::Show(screen), shortcut));
        let named = Command::SHORTCUTS.into_iter().map(|(command, shortcut, _)| (command, shortcut));
        for (command, shortcut) in named.chain(screens) {
            // In a box beside the paper the keys of taking back belong to what is typed there.
            let on_paper = match self.screen {
                Screen::Form => self.form.as_ref().is_some_and(|form| form.focused().is_some()),
                _ => self.list_form().is_some_and(|form| form.view.focused.is_some()),
            };
            let in_box = ctx.text_edit_focused() && !on_paper;
            if matches!(command, Command::Undo | Command::Redo) && in_box {
                continue;
            }
            if ctx.input_mut(|input| input.consume_shortcut(&shortcut)) {
                commands.push(command);
            }
        }
    }

    /// Closes the dialog; what an error told of comes back with what was typed.
    pub(super) fn close_dialog(&mut self) {
        let is_told = matches!(self.dialog, Some(Dialog::Told(_) | Dialog::Article { .. }));
        self.dialog = self.behind.take().filter(|_| is_told);
    }

    fn keep_draft(&mut self, ctx: &egui::Context) {
        let now = ctx.input(|input| input.time);
        let composing = self.composing;
        let list = match self.screen {
            Screen::Matrix => self.matrix.form.as_mut(),
            Screen::Cleanups => self.cleanups.form.as_mut(),
            _ => None,
        };
        let typed = self.form.as_mut().map(|form| &mut form.typed).or(list.map(|form| &mut form.typed));
        let Some(typed) = typed else { return };
        match typed.tick(&mut self.office, now, composing) {
            Ok(Some(due)) => ctx.request_repaint_after(std::time::Duration::from_secs_f64(due.max(0.01))),
            // Told once: the next change tries again.
            Err(error) if self.dialog.is_none() => self.dialog = Some(Dialog::Told(error)),
            Ok(None) | Err(_) => {}
        }
    }
}

/// Gives a screen the room that it needs: where the window is smaller, it scrolls, and nothing is cut off.
fn roomy(ui: &mut egui::Ui, screen: impl FnOnce(&mut egui::Ui)) {
    let there = ui.available_size();
    let needed = theme::room_of_screen(there);
    if needed == there {
        screen(ui);
        return;
    }
    egui::ScrollArea::both().auto_shrink(false).id_salt("room").show(ui, |ui| {
        let (rect, _) = ui.allocate_exact_size(needed, egui::Sense::hover());
        ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
            ui.set_clip_rect(ui.clip_rect().intersect(rect));
            screen(ui);
        });
    });
}

fn nav_frame() -> egui::Frame {
    egui::Frame::new().fill(theme::BAR.now()).inner_margin(10.0)
}

fn read_only_ui(ui: &mut egui::Ui) {
    egui::Frame::new().fill(theme::NOTICE.now()).inner_margin(egui::Margin::symmetric(12, 6)).show(ui, |ui| {
        ui.label("数据文件不能写入，现在以只读方式打开：可以查看、打印和导出，不能保存。请检查文件和文件夹的权限。");
        ui.allocate_space(egui::vec2(ui.available_width(), 0.0));
    });
}
