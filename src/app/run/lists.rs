//! Runs the commands of 附件1 and 附件3, and of what is declared void.

use super::super::Screen;
use super::super::command::VoidKey;
use super::super::dialog::Dialog;
use super::super::drafts::left_out_told;
use super::super::handling_dialog::HandlingDialog;
use super::super::list_form::{ListForm, RowStep};
use super::super::newcomers::Known;
use super::super::reason_dialog::Reasoned;
use super::super::typed::Typed;
use super::super::workspace::Workspace;
use crate::error::Result;
use crate::model::*;
use crate::ops::{Office, no_day};
use crate::store::{Draft, Drafted};

impl Workspace {
    /// Asks for the 处理方式 of an 附件3 of these accounts.
    pub(super) fn ask_make_cleanup(&mut self, accounts: Vec<AccountId>) {
        self.dialog = Some(Dialog::Cleanup { accounts, treatment: Treatment::Disable });
    }

    /// Makes it, and shows it.
    pub(super) fn make_cleanup(&mut self, accounts: Vec<AccountId>, treatment: Treatment) -> Result<()> {
        let today = self.today();
        let make = move |office: &mut Office| office.make_cleanup(&accounts, treatment, today);
        self.begin("正在生成清理清单", make, |workspace, id| {
            workspace.open_list(Drafted::Cleanup(Some(id)))?;
            workspace.toasts.undoable("清理清单已生成，请打印送签");
            Ok(())
        })?;
        self.put_aside();
        Ok(())
    }

    /// Shows what carrying an 附件3 out would do.
    pub(super) fn ask_handle_cleanup(&mut self, id: CleanupId) {
        let dialog = HandlingDialog::new(self.office.register(), id, self.today());
        self.dialog = dialog.map(Dialog::Handle);
    }

    /// Carries it out.
    pub(super) fn handle_cleanup(&mut self, id: CleanupId, handled_on: Day) -> Result<()> {
        let today = self.today();
        let handle = move |office: &mut Office| office.handle_cleanup(id, handled_on, today);
        self.begin("正在处理清理清单", handle, |workspace, ()| {
            workspace.dialog = None;
            workspace.refresh_lists();
            workspace.toasts.undoable("清单已处理，账号台账已更新");
            Ok(())
        })?;
        self.put_aside();
        Ok(())
    }

    /// Changes the rows of the list in front.
    pub(super) fn change_rows(&mut self, step: RowStep) {
        if let Some(form) = self.list_form_mut() {
            form.change_rows(step);
        }
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
        let today = self.today();
        let (screen, list) = match of {
            Drafted::Matrix(_) => (Screen::Matrix, &mut self.matrix),
            _ => (Screen::Cleanups, &mut self.cleanups),
        };
        list.open(of, self.office.register(), &self.drafts, today);
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
        let today = self.today();
        let list = if matches!(of, Drafted::Matrix(_)) { &mut self.matrix } else { &mut self.cleanups };
        let shown = list.form.take();
        list.open(of, self.office.register(), &[], today);
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
        if let Drafted::Matrix(id) = of {
            self.offer_categories(id);
        }
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

    /// Asks for the reason to declare what is in front void.
    pub(super) fn ask_void_in_front(&mut self) -> Result<()> {
        let what = match self.list_form().map(|form| form.typed.of) {
            Some(Drafted::Cleanup(Some(id))) => VoidKey::Cleanup(id),
            _ => VoidKey::Application(self.saved_form()?),
        };
        self.ask_void(what);
        Ok(())
    }

    /// Asks for the reason to declare this void.
    pub(super) fn ask_void(&mut self, what: VoidKey) {
        self.ask_reason(Reasoned::Void(what), Vec::new());
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
            VoidKey::PostChange(id) => self.office.void_post_change(id, reason, today)?,
            VoidKey::Record(kind, number) => self.office.void_record(kind, number, reason, today)?,
        }
        self.dialog = None;
        self.refresh_lists();
        self.toasts.undoable("已作废");
        Ok(())
    }
}
