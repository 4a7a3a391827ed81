//! Runs commands: the only file of the window that changes data.

mod lists;
mod rules;
mod trust;

use std::path::Path;

use super::Screen;
use super::browse::PathField;
use super::command::{Command, Export, PaperKey, VoidKey};
use super::dialog::Dialog;
use super::form::Form;
use super::round_screen::Round;
use super::typed::Typed;
use super::workspace::Workspace;
use crate::error::{Error, ErrorKind, Result};
use crate::fsio;
use crate::model::*;
use crate::ops::Handling;
use crate::papers::{self, Paper, file_stem};
use crate::store::{Access, Drafted};

impl Workspace {
    /// Runs a command; what goes wrong is said in a dialog, once.
    pub(super) fn run(&mut self, command: Command) {
        if let Err(error) = self.try_run(command) {
            self.dialog = Some(Dialog::Told(error));
        }
    }

    fn try_run(&mut self, command: Command) -> Result<()> {
        match command {
            Command::New if matches!(self.screen, Screen::Register(_)) => {
                if let Some(register) = self.register_in_front() {
                    register.begin_new();
                }
            }
            Command::New if self.screen == Screen::Cleanups => self.open_list(Drafted::Cleanup(None))?,
            Command::New => {
                self.leave_form()?;
                self.form = Some(Form::new(self.office.register(), self.today()));
                self.screen = Screen::Form;
            }
            Command::Save => match self.screen {
                Screen::Form => drop(self.save_form()?),
                Screen::Register(kind) => self.save_record(kind)?,
                Screen::Matrix | Screen::Cleanups => drop(self.save_list()?),
                _ => {}
            },
            Command::DiscardRecord => {
                if let Some(register) = self.register_in_front() {
                    register.discard();
                }
            }
            Command::Print => self.print_in_front()?,
            Command::Export => self.export_in_front()?,
            Command::Find => {
                if let Some(register) = self.register_in_front() {
                    register.focus_search();
                } else if let Some(matters) = self.matters_in_front() {
                    matters.focus_search();
                } else if self.screen == Screen::Filings {
                    self.filings.focus_search();
                } else if self.screen == Screen::History {
                    self.history.focus_search();
                } else {
                    self.show(Screen::Applications)?;
                    self.list.focus_search();
                }
            }
            Command::Undo => self.undo()?,
            Command::Redo => self.redo()?,
            Command::Show(screen) => self.show(screen)?,
            Command::Open(id) => {
                self.leave_form()?;
                // A form that was left half-typed goes on where it was left.
                let draft = self.drafts.iter().find(|draft| draft.application() == Some(id)).cloned();
                let form = draft.and_then(|draft| Form::resume(self.office.register(), draft, self.today()));
                self.form = form.or_else(|| Form::open(self.office.register(), id));
                self.screen = Screen::Form;
            }
            Command::Resume(draft) if !matches!(draft.of, Drafted::Application(_)) => self.open_list(draft.of)?,
            Command::Resume(draft) => {
                self.leave_form()?;
                self.form = Form::resume(self.office.register(), draft, self.today());
                if self.form.is_none() {
                    return Err(Error::refused("这张申请表已经签字、办结或作废，没有保存的内容不能再用")
                        .advise("可以在列表上方丢弃它"));
                }
                self.screen = Screen::Form;
            }
            Command::DropDraft(draft) => {
                self.office.drop_draft(draft)?;
                self.drafts = self.office.store().drafts()?;
            }
            Command::Sign => self.sign()?,
            Command::Complete(reason) => self.complete(reason)?,
            Command::AskVoid => {
                let what = match self.list_form().map(|form| form.typed.of) {
                    Some(Drafted::Cleanup(Some(id))) => VoidKey::Cleanup(id),
                    _ => VoidKey::Application(self.saved_form()?),
                };
                self.dialog = Some(Dialog::Void { what, reason: String::new() });
            }
            Command::AskVoidOf(what) => self.dialog = Some(Dialog::Void { what, reason: String::new() }),
            Command::Void(what, reason) => self.void(what, &reason)?,
            Command::Restore(kind, number) => {
                self.office.restore_record(kind, number, self.today())?;
                self.toasts.undoable("已恢复");
            }
            Command::PrintAnyway(keys) => {
                self.dialog = None;
                self.print(&keys)?;
            }
            Command::PrintBlank(annex) => self.ask_and_print(vec![PaperKey::Blank(annex)])?,
            Command::WriteExcel(what, path) => self.write_excel(&what, &path)?,
            Command::View(path) => self.view(&path),
            Command::CloseDialog => self.dialog = None,
            Command::BackUp => self.back_up_now()?,
            other => self.run_on_lists(other)?,
        }
        Ok(())
    }

    /// Records the leaders' signatures as typed in the panel.
    fn sign(&mut self) -> Result<()> {
        let today = self.today();
        let signatures = self.form.as_ref().map(|form| form.signatures.signatures(today)).transpose()?;
        let signatures = signatures.unwrap_or_default();
        let id = self.saved_form()?;
        let known = Known::of(self.office.register());
        self.office.sign_application(id, &signatures, today)?;
        self.reopen(id);
        self.toasts.undoable(&format!("已登记签字{}", known.newcomers(self.office.register())));
        Ok(())
    }

    /// 办结, as typed in the panel; what stops it is shown first.
    fn complete(&mut self, reason: String) -> Result<()> {
        let today = self.today();
        let handling = self.form.as_ref().map(|form| form.signatures.handling(today)).transpose()?;
        let handling = Handling { reason, ..handling.unwrap_or_default() };
        let id = self.saved_form()?;
        let stoppers = self.form.as_ref().map_or_else(Vec::new, |form| form.stoppers(&handling, &self.office, today));
        if !stoppers.is_empty() && handling.reason.is_empty() {
            self.dialog = Some(Dialog::Override { findings: stoppers, reason: String::new() });
            return Ok(());
        }
        let known = Known::of(self.office.register());
        self.office.complete_application(id, &handling, today)?;
        self.dialog = None;
        self.reopen(id);
        self.toasts.undoable(&format!("已办结，账号台账已更新{}", known.newcomers(self.office.register())));
        Ok(())
    }

    fn register_in_front(&mut self) -> Option<&mut super::register_screen::RegisterScreen> {
        match self.screen {
            Screen::Register(kind) => Some(&mut self.registers[kind as usize]),
            _ => None,
        }
    }

    fn save_record(&mut self, kind: Kind) -> Result<()> {
        let today = self.today();
        let Some((number, texts)) = self.registers[kind as usize].typed() else { return Ok(()) };
        if !self.registers[kind as usize].is_dirty() {
            self.toasts.say("没有改动，不需要保存");
            return Ok(());
        }
        let known = Known::of(self.office.register());
        let number = self.office.save_record(kind, number, &texts, today)?;
        self.registers[kind as usize].saved(number);
        self.toasts.undoable(&format!("已保存{}", known.newcomers(self.office.register())));
        Ok(())
    }

    fn show(&mut self, screen: Screen) -> Result<()> {
        if screen != Screen::Form {
            self.leave_form()?;
        }
        self.screen = screen;
        Ok(())
    }

    /// A form that is left half-typed stays as a draft.
    pub(super) fn leave_form(&mut self) -> Result<()> {
        for form in [&mut self.matrix.form, &mut self.cleanups.form].into_iter().flatten() {
            form.typed.keep(&mut self.office)?;
        }
        if let Some(form) = &mut self.form {
            // What cannot be kept is not left behind: the form stays in front.
            form.typed.keep(&mut self.office)?;
        }
        self.form = None;
        self.drafts = self.office.store().drafts()?;
        Ok(())
    }

    fn save_form(&mut self) -> Result<Option<ApplicationId>> {
        let today = self.today();
        let Some(form) = &mut self.form else { return Ok(None) };
        if !form.is_dirty()
            && let Some(id) = form.application()
        {
            self.toasts.say("没有改动，不需要保存");
            return Ok(Some(id));
        }
        if !form.is_dirty() {
            return Err(Error::refused("表还是空的，没有可以保存的内容").advise("请先填写"));
        }
        let known = Known::of(self.office.register());
        let id = self.office.file_application(form.values(), form.application(), form.typed.draft(), today)?;
        self.reopen(id);
        let number =
            self.office.register().get::<Application>(id).map_or("", |application| &application.number).to_owned();
        self.toasts.undoable(&format!("已保存 {number}{}", known.newcomers(self.office.register())));
        Ok(Some(id))
    }

    /// The application in front, saved if it was not.
    fn saved_form(&mut self) -> Result<ApplicationId> {
        let open = self.form.as_ref().and_then(|form| form.application().filter(|_| !form.is_dirty()));
        let id = match open {
            Some(id) => Some(id),
            None => self.save_form()?,
        };
        id.ok_or_else(|| Error::refused("没有打开的申请表").advise("请先在列表中打开一张"))
    }

    /// Shows the form as it is kept now.
    fn reopen(&mut self, id: ApplicationId) {
        let (focus, zoom) = self.form.as_ref().map_or((None, None), |form| (form.focused(), Some(form.zoom())));
        self.form = Form::open(self.office.register(), id);
        if let (Some(form), Some(zoom)) = (&mut self.form, zoom) {
            form.restore(focus, zoom);
        }
        if self.form.is_none() {
            self.screen = Screen::Applications;
        }
    }

    fn undo(&mut self) -> Result<()> {
        if self.typed_in_front().is_some_and(Typed::undo) {
            return Ok(());
        }
        let op = match self.office.undo(self.today()) {
            // A step that leads nowhere is no reason to stop the clerk.
            Err(error) if error.kind() == ErrorKind::Refused => {
                self.toasts.say(&error.to_string());
                return Ok(());
            }
            outcome => outcome?,
        };
        self.after_step();
        self.toasts.say(&format!("已撤销：{}（Ctrl+Y 重做）", op.label()));
        Ok(())
    }

    fn redo(&mut self) -> Result<()> {
        if self.typed_in_front().is_some_and(Typed::redo) {
            return Ok(());
        }
        let op = match self.office.redo(self.today()) {
            // A step that leads nowhere is no reason to stop the clerk.
            Err(error) if error.kind() == ErrorKind::Refused => {
                self.toasts.say(&error.to_string());
                return Ok(());
            }
            outcome => outcome?,
        };
        match self.form.as_ref().and_then(Form::unmade) {
            // The saving that was taken back stands again: the form on the screen is that one.
            Some(id) if self.office.register().get::<Application>(id).is_some() => self.reopen(id),
            _ => self.after_step(),
        }
        self.toasts.say(&format!("已重做：{}", op.label()));
        Ok(())
    }

    /// After a step back or forth the form shows what is kept; a form whose saving was undone stays on the
    /// screen as it was typed, to be saved again.
    fn after_step(&mut self) {
        self.refresh_lists();
        let Some(id) = self.form.as_ref().and_then(Form::application) else { return };
        if self.office.register().get::<Application>(id).is_some() {
            self.reopen(id);
        } else if let Some(form) = &mut self.form {
            form.becomes_new();
        }
    }

    fn keys_in_front(&mut self) -> Result<Vec<PaperKey>> {
        let nothing = |what: &str| Error::refused(format!("没有选中{what}")).advise("请先在列表中选中");
        match self.screen {
            Screen::Form => Ok(vec![PaperKey::Application(self.saved_form()?)]),
            Screen::Applications => {
                let chosen = self.list.chosen();
                if chosen.is_empty() {
                    Err(nothing("申请表"))
                } else {
                    Ok(chosen.into_iter().map(PaperKey::Application).collect())
                }
            }
            Screen::Matrix | Screen::Cleanups => match self.save_list()? {
                Some(Drafted::Matrix(id)) => Ok(vec![PaperKey::Matrix(id)]),
                Some(Drafted::Cleanup(Some(id))) => Ok(vec![PaperKey::Cleanup(id)]),
                _ => Err(nothing("表")),
            },
            Screen::Rounds => match self.rounds.chosen() {
                Some(Round::Inspection(id)) => Ok(vec![PaperKey::Inspection(id)]),
                Some(Round::Sample(id)) => Ok(vec![PaperKey::Sample(id)]),
                None => Err(nothing("巡检或抽查")),
            },
            _ => Err(Error::refused("这一页没有可以打印或导出的表")),
        }
    }

    fn print_in_front(&mut self) -> Result<()> {
        let keys = self.keys_in_front()?;
        self.ask_and_print(keys)
    }

    fn ask_and_print(&mut self, keys: Vec<PaperKey>) -> Result<()> {
        let missing: Vec<String> = self.papers(&keys)?.iter().flat_map(Paper::missing).collect();
        let findings: Vec<String> = keys.iter().flat_map(|key| self.stoppers_of(*key)).collect();
        if missing.is_empty() && findings.is_empty() {
            self.print(&keys)
        } else {
            self.dialog = Some(Dialog::BeforePrinting { findings, missing, keys });
            Ok(())
        }
    }

    /// What would send a paper back: told before it is printed, since a signed paper cannot be changed.
    fn stoppers_of(&self, key: PaperKey) -> Vec<String> {
        let PaperKey::Application(id) = key else { return Vec::new() };
        let Some(application) = self.office.register().get::<Application>(id) else { return Vec::new() };
        if !matches!(application.state, ApplicationState::Draft | ApplicationState::Printed) {
            return Vec::new();
        }
        let values = Values::of_application(self.office.register(), application);
        let findings = self.office.stoppers(&values, self.today());
        findings.into_iter().map(|line| format!("{}：{line}", application.number)).collect()
    }

    /// Saves the PDF, notes that it was printed, and opens it in the system's viewer.
    fn print(&mut self, keys: &[PaperKey]) -> Result<()> {
        let papers = self.papers(keys)?;
        let today = self.today();
        let path = self.surroundings.documents.join(format!("{}.pdf", stem(&papers, today)));
        fsio::make_folder(&self.surroundings.documents)?;
        papers::save_pdf(&papers, &path, today)?;
        // A file that is only read prints as well; its states stay.
        if self.office.store().access() == Access::Write {
            for key in keys {
                match *key {
                    PaperKey::Application(id) => self.office.print_applications(&[id], today)?,
                    PaperKey::Matrix(id) if !self.office.register().matrix_of(id).is_empty() => {
                        self.office.print_matrix(id, today)?;
                    }
                    PaperKey::Cleanup(id) => self.office.print_cleanup(id, today)?,
                    _ => {}
                }
            }
        }
        if let Some(id) = self.form.as_ref().and_then(Form::application) {
            self.reopen(id);
        }
        self.toasts.file(&format!("已存为 PDF：{}", path.display()), &path);
        self.view(&path);
        Ok(())
    }

    fn view(&mut self, path: &Path) {
        if let Err(why) = (self.surroundings.view)(path) {
            self.toasts.say(&format!("文件已保存，但没有打开阅读器（{why}）：{}", path.display()));
        }
    }

    fn export_in_front(&mut self) -> Result<()> {
        let (what, stem) = if let Some(register) = self.register_in_front() {
            let list = register.list();
            let stem = format!("{}_{}", file_stem(&list.title), self.today().iso());
            (Export::Lists(vec![list]), stem)
        } else if self.screen == Screen::History {
            let wanted = self.history.wanted(self.today());
            let stem = format!("{}_{}", file_stem(&self.office.history_title(&wanted)), self.today().iso());
            (Export::History(wanted), stem)
        } else if self.screen == Screen::Merge {
            let nothing = || Error::refused("还没有可以汇总的表").advise("请先选择各科室交回的表");
            let what = self.merge.export(self.office.register()).ok_or_else(nothing)?;
            (what, format!("账号权限对照表汇总_{}", self.today().iso()))
        } else {
            let keys = self.keys_in_front()?;
            let stem = stem(&self.papers(&keys)?, self.today());
            (Export::Papers(keys), stem)
        };
        self.ask_excel(what, &stem);
        Ok(())
    }

    fn ask_excel(&mut self, what: Export, stem: &str) {
        let path = PathField::new(&self.surroundings.documents.join(format!("{stem}.xlsx")));
        self.dialog = Some(Dialog::Excel { what, path });
    }

    fn write_excel(&mut self, what: &Export, path: &Path) -> Result<()> {
        if let Some(folder) = path.parent() {
            fsio::make_folder(folder)?;
        }
        match what {
            Export::Papers(keys) => papers::save_xlsx(&self.papers(keys)?, path, self.today())?,
            Export::Lists(lists) => papers::save_lists(lists, path, self.today())?,
            Export::History(wanted) => papers::save_list(&self.office.history_list(wanted)?, path, self.today())?,
        }
        self.dialog = None;
        self.toasts.file(&format!("已导出 Excel：{}", path.display()), path);
        Ok(())
    }

    fn papers(&self, keys: &[PaperKey]) -> Result<Vec<Paper>> {
        let register = self.office.register();
        let gone = || Error::refused("这张表已经不在台账中");
        let paper = |key: &PaperKey| match *key {
            PaperKey::Application(id) => {
                Ok(Paper::of_application(register, register.get::<Application>(id).ok_or_else(gone)?))
            }
            PaperKey::Matrix(id) => Ok(Paper::of_matrix(register, id)),
            PaperKey::Cleanup(id) => Paper::of_cleanup(register, register.get::<Cleanup>(id).ok_or_else(gone)?),
            PaperKey::Inspection(id) => {
                Ok(Paper::of_inspection(register, register.get::<Inspection>(id).ok_or_else(gone)?))
            }
            PaperKey::Sample(id) => Ok(Paper::of_sample(register, register.get::<Sample>(id).ok_or_else(gone)?)),
            PaperKey::UpperLevel => Ok(Paper::of_upper_level(register)),
            PaperKey::Blank(annex) => Paper::blank(annex).ok_or_else(gone),
        };
        keys.iter().map(paper).collect()
    }
}

/// Who and what was known before an errand, to tell what it has taken into the register.
struct Known {
    departments: Option<DepartmentId>,
    people: Option<PersonId>,
    systems: Option<SystemId>,
}

impl Known {
    fn of(register: &Register) -> Self {
        Self {
            departments: register.departments.keys().next_back().copied(),
            people: register.people.keys().next_back().copied(),
            systems: register.systems.keys().next_back().copied(),
        }
    }

    /// `；新登记：科室「…」、人员「…」`, or nothing.
    fn newcomers(&self, register: &Register) -> String {
        let departments = register.departments.values().filter(|it| Some(it.id) > self.departments);
        let people = register.people.values().filter(|it| Some(it.id) > self.people);
        let systems = register.systems.values().filter(|it| Some(it.id) > self.systems);
        let mut told: Vec<String> = departments.map(|it| format!("科室「{}」", it.name)).collect();
        told.extend(people.map(|it| format!("人员「{}」", it.name)));
        told.extend(systems.map(|it| format!("系统「{}」", it.name)));
        if told.is_empty() { String::new() } else { format!("；新登记：{}", told.join("、")) }
    }
}

/// Name of the file for these papers, without an ending.
fn stem(papers: &[Paper], today: Day) -> String {
    match papers {
        [one] => file_stem(&one.name),
        several => file_stem(&format!("{}_共{}份", today.iso(), several.len())),
    }
}
