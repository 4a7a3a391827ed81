//! Runs the commands of 附件1, 附件3, 备案 and 导入.

use std::path::PathBuf;

use super::super::Screen;
use super::super::browse::PathField;
use super::super::command::{Command, VoidKey, Workbook};
use super::super::dialog::Dialog;
use super::super::drafts::left_out_told;
use super::super::filing_dialog::FileDialog;
use super::super::handling_dialog::HandlingDialog;
use super::super::list_form::ListForm;
use super::super::newcomers::Known;
use super::super::suggest::Suggester;
use super::super::typed::Typed;
use super::super::work::Work;
use super::super::workspace::Workspace;
use crate::error::{Error, Result};
use crate::model::*;
use crate::ops::{FilingRequest, Imported, Manner, Office, no_day};
use crate::papers::file_stem;
use crate::rules::filing::{filings_of, signer_of, told_after, told_basis, told_before};
use crate::store::{Draft, Drafted};

impl Workspace {
    /// Runs what concerns lists, filings and tables.
    pub(super) fn run_on_lists(&mut self, command: Command) -> Result<()> {
        match command {
            Command::AskFillMatrix(id) => self.ask_fill_matrix(id),
            Command::FillMatrix(id) => {
                let today = self.today();
                let fill = move |office: &mut Office| office.fill_matrix(id, today);
                self.begin("正在填写对照表", fill, |workspace, (added, updated, removed)| {
                    workspace.refresh_lists();
                    let updated = if updated > 0 { format!("，更新{updated}行") } else { String::new() };
                    workspace.toasts.undoable(&format!("对照表已填写：新增{added}行{updated}，去掉{removed}行"));
                    Ok(())
                })?;
            }
            Command::AskMakeCleanup(accounts) => {
                self.dialog = Some(Dialog::Cleanup { accounts, treatment: Treatment::Disable });
            }
            Command::MakeCleanup(accounts, treatment) => {
                let today = self.today();
                let make = move |office: &mut Office| office.make_cleanup(&accounts, treatment, today);
                self.begin("正在生成清理清单", make, |workspace, id| {
                    workspace.open_list(Drafted::Cleanup(Some(id)))?;
                    workspace.toasts.undoable("清理清单已生成，请打印送签");
                    Ok(())
                })?;
                self.put_aside();
            }
            Command::AskHandleCleanup(id) => {
                let dialog = HandlingDialog::new(self.office.register(), id, self.today());
                self.dialog = dialog.map(Dialog::Handle);
            }
            Command::HandleCleanup(id, handled_on) => {
                let today = self.today();
                let handle = move |office: &mut Office| office.handle_cleanup(id, handled_on, today);
                self.begin("正在处理清理清单", handle, |workspace, ()| {
                    workspace.dialog = None;
                    workspace.refresh_lists();
                    workspace.toasts.undoable("清单已处理，账号台账已更新");
                    Ok(())
                })?;
                self.put_aside();
            }
            Command::OpenList(of) => self.open_list(of)?,
            Command::DiscardList => self.discard_list()?,
            Command::ChangeRows(step) => {
                if let Some(form) = self.list_form_mut() {
                    form.change_rows(step);
                }
            }
            Command::SignMatrix(id) => self.sign_matrix(id)?,
            Command::AskFile(id, kind) => self.ask_file(id, kind, None)?,
            Command::AskFileQuarter(id, quarter) => self.ask_file(id, FilingKind::Outside, Some(quarter))?,
            Command::PreviewFiling(quarter) => self.preview_filing(quarter)?,
            Command::File(told, folder) => self.file(told, folder)?,
            Command::AskSaveFiling(filing) => {
                let path = PathField::new(&self.surroundings.documents.join("备案"));
                self.dialog = Some(Dialog::Folder { filing, path });
            }
            Command::SaveFiling(filing, folder) => {
                let to = folder.clone();
                let save = move |office: &mut Office| office.save_filing(filing, &to);
                self.begin("正在写备案文件", save, move |workspace, _| {
                    workspace.dialog = None;
                    workspace.toasts.file(&format!("备案文件已写入：{}", folder.display()), &folder);
                    Ok(())
                })?;
            }
            Command::AdoptAlias(known, name) => self.adopt_alias(&known, &name)?,
            Command::PreviewImport => self.preview_import()?,
            Command::Import => self.import()?,
            Command::ExportFailures => self.export_failures(),
            Command::Paste(kind, text) => {
                let heads = self.registers[kind as usize].heads();
                self.import.take_pasted(kind, &text, &heads);
                self.show(Screen::Import)?;
            }
            Command::Say(text) => self.toasts.say(&text),
            other => self.run_on_rules(other)?,
        }
        Ok(())
    }

    /// The list form in front, if one is.
    pub(super) fn list_form_mut(&mut self) -> Option<&mut ListForm> {
        match self.screen {
            Screen::Matrix => self.matrix.form.as_mut(),
            Screen::Cleanups => self.cleanups.form.as_mut(),
            _ => None,
        }
    }

    /// What is typed on the paper in front.
    pub(super) fn typed_in_front(&mut self) -> Option<&mut Typed> {
        match self.screen {
            Screen::Form => self.form.as_mut().map(|form| &mut form.typed),
            _ => self.list_form_mut().map(|form| &mut form.typed),
        }
    }

    /// Shows a list form; what is in front is kept as a draft first.
    pub(super) fn open_list(&mut self, of: Drafted) -> Result<()> {
        self.leave_form()?;
        let (screen, list) = match of {
            Drafted::Matrix(_) => (Screen::Matrix, &mut self.matrix),
            _ => (Screen::Cleanups, &mut self.cleanups),
        };
        list.open(of, self.office.register(), &self.drafts);
        self.screen = screen;
        let draft = self.drafts.iter().find(|draft| draft.of == of).cloned();
        self.tell_left_out(draft.as_ref());
        Ok(())
    }

    /// Says what a draft that is opened does not hold.
    pub(super) fn tell_left_out(&mut self, draft: Option<&Draft>) {
        if let Some(told) = draft.and_then(left_out_told) {
            self.toasts.say(&told);
        }
    }

    /// What is typed in the list in front is given up, and its draft with it.
    pub(super) fn discard_list(&mut self) -> Result<()> {
        // Kept to the last letter first, so that it can be taken up again.
        for form in [&mut self.matrix.form, &mut self.cleanups.form].into_iter().flatten() {
            form.typed.keep(&mut self.office)?;
        }
        let Some(form) = self.list_form() else { return Ok(()) };
        let (of, draft) = (form.typed.of, form.typed.draft());
        if let Some(draft) = draft {
            self.drop_draft(draft)?;
        }
        self.reopen_list(of);
        Ok(())
    }

    /// Shows a list form as it is kept now, at the same place.
    fn reopen_list(&mut self, of: Drafted) {
        let list = if matches!(of, Drafted::Matrix(_)) { &mut self.matrix } else { &mut self.cleanups };
        let shown = list.form.take();
        list.open(of, self.office.register(), &[]);
        if let (Some(form), Some(shown)) = (&mut list.form, shown) {
            form.follow(shown, self.office.register());
        }
    }

    /// After a change of the register that was not typed there, the list forms show what is kept; what is half-typed stays.
    pub(super) fn refresh_lists(&mut self) {
        let forms = [&self.matrix.form, &self.cleanups.form];
        let clean: Vec<Drafted> =
            forms.into_iter().flatten().filter(|form| !form.typed.is_dirty()).map(|form| form.typed.of).collect();
        for of in clean {
            let gone = match of {
                Drafted::Cleanup(Some(id)) => self.office.register().get::<Cleanup>(id).is_none(),
                Drafted::Matrix(id) => self.office.register().get::<Department>(id).is_none(),
                _ => false,
            };
            match of {
                Drafted::Matrix(_) if gone => self.matrix.form = None,
                _ if gone => self.cleanups.form = None,
                of => self.reopen_list(of),
            }
        }
    }

    /// Saves the list in front, if something was typed; tells which it is.
    pub(super) fn save_list(&mut self) -> Result<Option<Drafted>> {
        let today = self.today();
        let Some(form) = self.list_form() else { return Ok(None) };
        let (of, values, draft) = (form.typed.of, form.typed.values.clone(), form.typed.draft());
        if !form.typed.is_dirty() {
            return Ok(Some(of));
        }
        let known = Known::of(self.office.register());
        let (of, what) = match of {
            Drafted::Matrix(id) => {
                self.office.save_matrix(id, &values, draft, today)?;
                (of, "对照表".to_owned())
            }
            Drafted::Cleanup(id) => {
                let id = self.office.save_cleanup(id, &values, draft, today)?;
                let number = self.office.register().get::<Cleanup>(id).map_or("", |it| &it.number).to_owned();
                (Drafted::Cleanup(Some(id)), format!(" {number}"))
            }
            Drafted::Application(_) => return Ok(None),
        };
        self.drafts = self.office.store().drafts()?;
        self.reopen_list(of);
        self.tell_saved(&format!("已保存{what}"), &known);
        Ok(Some(of))
    }

    /// Records the signature on a department's table, as typed in the panel.
    pub(super) fn sign_matrix(&mut self, id: DepartmentId) -> Result<()> {
        let today = self.today();
        let Some(form) = self.list_form() else { return Ok(()) };
        let (by, on) = (form.signed_by.clone(), form.signed_on.clone());
        let on = Day::from_typed(&on, today).ok_or_else(|| no_day("签字日期", &on))?;
        let known = Known::of(self.office.register());
        self.office.sign_matrix(id, on, &by, today)?;
        let mut corrects = false;
        if let Some(form) = self.list_form_mut() {
            corrects = form.corrects;
            form.signed();
        }
        self.tell_saved(if corrects { "已更正签字" } else { "已登记签字" }, &known);
        Ok(())
    }

    /// What would be handed in and what changed since the last time, before it is filed.
    pub(super) fn ask_file(&mut self, id: DepartmentId, kind: FilingKind, quarter: Option<Quarter>) -> Result<()> {
        let today = self.today();
        let period = quarter.unwrap_or_else(|| Quarter::of(today));
        let stoppers = self.office.stopping_filing(id, kind, today).into_lines();
        let register = self.office.register();
        let department = register.require::<Department>(id)?;
        let is_signed =
            kind == FilingKind::Matrix && register.matrix_paper(id).is_some_and(|it| it.signed_on.is_some());
        let signed_by = register.bare_name(signer_of(department, kind)).to_owned();
        self.dialog = Some(Dialog::File(FileDialog {
            name: department.name.clone(),
            told: FilingRequest {
                department: id,
                kind,
                period,
                signed_on: None,
                // Who signed 附件1 is recorded with the paper.
                signed_by: if is_signed { String::new() } else { signed_by },
                reason: String::new(),
            },
            period: period.chinese(),
            signed_on: (!is_signed).then(String::new),
            lines: None,
            stoppers,
            path: PathField::new(&self.surroundings.documents.join("备案")),
            today,
            suggester: Suggester::default(),
        }));
        self.preview_filing(period)
    }

    /// Shows in the dialog what would be handed in for a quarter: found out beside the window where the 台账 has to be
    /// gone through for it.
    fn preview_filing(&mut self, period: Quarter) -> Result<()> {
        let today = self.today();
        let Some(Dialog::File(dialog)) = &mut self.dialog else { return Ok(()) };
        (dialog.told.period, dialog.lines) = (period, None);
        let (id, kind) = (dialog.told.department, dialog.told.kind);
        if !self.office.replays_to_file(kind, period, today) {
            dialog.lines = Some(preview_lines(&self.office, id, kind, period, today)?);
            return Ok(());
        }
        let back = |workspace: &mut Self, lent: Office, found: Result<Vec<String>>| {
            workspace.office.take_back(lent);
            // What was called off leaves nothing to file by.
            let dialog = workspace.dialog.take();
            let lines = Some(found?);
            if let Some(Dialog::File(file)) = dialog {
                workspace.dialog = Some(Dialog::File(FileDialog { lines, ..file }));
            }
            Ok(())
        };
        let work = move |office: &mut Office| preview_lines(office, id, kind, period, today);
        self.work = Some(Work::lend("正在按台账核对", &mut self.office, work, back)?);
        Ok(())
    }

    /// Files, writes the papers, shows the filing.
    fn file(&mut self, told: FilingRequest, folder: PathBuf) -> Result<()> {
        let (today, to) = (self.today(), folder.clone());
        let work = move |office: &mut Office| {
            let id = office.file_table(&told, today)?;
            // It is filed, whether its papers can be written or not.
            Ok((id, office.save_filing(id, &to)))
        };
        self.begin("正在备案", work, move |workspace, (id, saved)| {
            workspace.dialog = None;
            workspace.refresh_lists();
            workspace.leave_form()?;
            workspace.filings.choose(id);
            workspace.screen = Screen::Filings;
            let register = workspace.office.register();
            let filing = register.require::<Filing>(id)?;
            let number = &filing.number;
            if let Err(error) = saved {
                let told = format!("已登记为{number}，但文件没有写完：{}", error.lines().join("；"));
                let error = Error::new(error.kind(), told).advise("备案已保存在台账中。请换一个文件夹，点“重新导出”");
                // Said also where the clerk has called it off: it is filed.
                workspace.tell(error);
                return Ok(());
            }
            // What was handed in is not taken back but declared void.
            let mut told = format!("{number}已备案，文件在：{}", folder.display());
            let filings = filings_of(register, filing.department, filing.kind);
            if let Some(later) = told_after(&filings, filing.period, id) {
                told.push_str(&format!("；{later}"));
            }
            workspace.toasts.offer(&told, vec![("打开", Command::View(folder))]);
            Ok(())
        })
    }

    /// Declares something void, and shows it so.
    pub(super) fn void(&mut self, what: VoidKey, reason: &str) -> Result<()> {
        let today = self.today();
        match what {
            VoidKey::Application(id) => {
                self.office.void_application(id, reason, today)?;
                self.reopen(id);
            }
            VoidKey::Cleanup(id) => self.office.void_cleanup(id, reason, today)?,
            VoidKey::Scan(id) => self.office.void_attachment(id, reason, today)?,
            VoidKey::Filing(id) => self.office.void_filing(id, reason, today)?,
            VoidKey::Inspection(id) => self.office.void_inspection(id, reason, today)?,
            VoidKey::Sample(id) => self.office.void_sample(id, reason, today)?,
            VoidKey::Notice(id) => self.office.void_notice(id, reason, today)?,
            VoidKey::Record(kind, number) => self.office.void_record(kind, number, reason, today)?,
        }
        self.dialog = None;
        self.refresh_lists();
        self.toasts.undoable("已作废");
        Ok(())
    }

    /// A department that was renamed is known by both names.
    fn adopt_alias(&mut self, known: &str, name: &str) -> Result<()> {
        let register = self.office.register();
        let gone = || Error::gone(Department::TERM);
        let id = register.department_named(known).ok_or_else(gone)?;
        let record = Kind::Departments.record(id.0, register).ok_or_else(gone)?;
        let mut texts = schema::texts(&record, register);
        // 简称 is the second attribute.
        let short = texts.get_mut(1).ok_or_else(gone)?;
        if !short.is_empty() {
            return Err(Error::refused(format!("{known}已有简称“{short}”")).advise("请在“科室”中改名称或简称"));
        }
        name.clone_into(short);
        self.office.save_record(Kind::Departments, Some(id.0), &texts, self.today())?;
        self.toasts.undoable(&format!("“{name}”已登记为{known}的简称"));
        Ok(())
    }

    /// Tells what taking the table in would do.
    pub(super) fn preview_import(&mut self) -> Result<()> {
        let (rows, manner) = self.import.rows();
        let (kind, today) = (self.import.kind, self.today());
        // Where it is called off or refused, it is not made again at once.
        self.import.pause();
        self.begin(
            "正在试算",
            move |office| office.import(kind, &rows, &manner, today),
            |workspace, imported| {
                workspace.import.told(imported, workspace.office.revision());
                Ok(())
            },
        )
    }

    /// Takes the table in; what failed stays in front.
    pub(super) fn import(&mut self) -> Result<()> {
        let (rows, manner) = self.import.rows();
        let manner = Manner { dry_run: false, ..manner };
        let (kind, today) = (self.import.kind, self.today());
        self.begin(
            "正在导入",
            move |office| office.import(kind, &rows, &manner, today),
            |workspace, imported| {
                workspace.imported(imported);
                Ok(())
            },
        )
    }

    fn imported(&mut self, imported: Imported) {
        let (added, updated, failed) = (imported.added, imported.updated, imported.failed.len());
        let rest = if failed == 0 { String::new() } else { format!("，有误{failed}行没有导入") };
        self.toasts.undoable(&format!("已导入：新增{added}，更新{updated}{rest}"));
        self.import.done(imported, self.office.revision());
        self.refresh_lists();
    }

    /// The rows that failed, to be corrected and imported again.
    pub(super) fn export_failures(&mut self) {
        let Some(imported) = self.import.imported() else { return };
        let list = imported.failures(self.import.kind);
        let stem = format!("{}_{}", file_stem(&list.title), self.today().iso());
        self.ask_excel(Workbook::Lists(vec![list]), &stem);
    }
}

/// What filing a table now would hand in: by which accounts, and what changed since the last time, a line each.
fn preview_lines(
    office: &Office,
    department: DepartmentId,
    kind: FilingKind,
    period: Quarter,
    today: Day,
) -> Result<Vec<String>> {
    let (difference, _) = office.filing_preview(department, kind, period, today)?;
    let since = told_before(&filings_of(office.register(), department, kind), period, None);
    let mut lines: Vec<String> = told_basis(office.register(), kind, period, today).into_iter().collect();
    lines.push(format!(
        "{since}：新增{}，变更{}，注销{}{}",
        difference.added.len(),
        difference.changed.len(),
        difference.removed.len(),
        if difference.is_empty() { "（无变动）" } else { "" }
    ));
    lines.extend(difference.lines());
    Ok(lines)
}
