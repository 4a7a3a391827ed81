//! Brings to the front what is asked for, and leaves what was there.

use super::super::Screen;
use super::super::dialog::Dialog;
use super::super::form::Form;
use super::super::preferences::SizeStep;
use super::super::round::Round;
use super::super::work::Work;
use super::super::workspace::Workspace;
use crate::error::Result;
use crate::model::*;
use crate::ops::About;
use crate::rules::Article;
use crate::store::Drafted;

impl Workspace {
    /// A new one of what is in front; an application where nothing else is made new.
    pub(super) fn begin_new(&mut self) -> Result<()> {
        if let Some(register) = self.register_in_front() {
            register.begin_new();
            return Ok(());
        }
        if self.screen == Screen::Cleanups {
            return self.open_list(Drafted::Cleanup(None));
        }
        self.begin_form(Form::new(self.office.register(), self.today()))
    }

    /// Saves what is in front, where that can be saved.
    pub(super) fn save(&mut self) -> Result<()> {
        match self.screen {
            Screen::Form => self.save_form().map(drop),
            Screen::Register(kind) => self.save_record(kind),
            Screen::Matrix | Screen::Cleanups => self.save_list().map(drop),
            _ => Ok(()),
        }
    }

    /// To the search box; to that of the applications where what is in front has none.
    pub(super) fn find(&mut self) -> Result<()> {
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
        Ok(())
    }

    /// Shows a screen.
    pub(super) fn show(&mut self, screen: Screen) -> Result<()> {
        if screen != Screen::Form {
            self.leave_form()?;
        }
        self.screen = screen;
        Ok(())
    }

    /// A form that is left half-typed stays as a draft.
    pub(in crate::app) fn leave_form(&mut self) -> Result<()> {
        for form in [&mut self.matrix.form, &mut self.cleanups.form].into_iter().flatten() {
            form.typed.keep(&mut self.office)?;
        }
        let today = self.today();
        if let Some(form) = &mut self.form {
            form.settle(self.office.register(), today);
            // What cannot be kept is not left behind: the form stays in front.
            form.typed.keep(&mut self.office)?;
        }
        self.form = None;
        // While the file is lent they stay as they are: nothing is kept or thrown away then.
        if !self.work.as_ref().is_some_and(Work::has_file) {
            self.drafts = self.office.store().drafts()?;
        }
        Ok(())
    }

    /// Shows an application; one that was left half-typed goes on where it was left.
    pub(super) fn open(&mut self, id: ApplicationId) -> Result<()> {
        self.leave_form()?;
        let draft = self.drafts.iter().find(|draft| draft.application() == Some(id)).cloned();
        self.tell_left_out(draft.as_ref());
        let form = draft.and_then(|draft| Form::resume(self.office.register(), draft, self.today()));
        self.form = form.or_else(|| Form::open(self.office.register(), id, self.today()));
        self.screen = Screen::Form;
        Ok(())
    }

    /// Shows a record where it can be dealt with.
    pub(super) fn open_subject(&mut self, subject: Subject) -> Result<()> {
        let record = |kind: Kind, number: i64| (Screen::Register(kind), kind, number);
        let (screen, kind, number) = match subject {
            Subject::Department(id) => return self.open_list(Drafted::Matrix(id)),
            Subject::Cleanup(id) => return self.open_list(Drafted::Cleanup(Some(id))),
            Subject::Application(id) => return self.open(id),
            Subject::Filing(id) => {
                self.filings.choose(id);
                return self.show(Screen::Filings);
            }
            Subject::Inspection(id) => {
                self.rounds.choose(Round::Inspection(id));
                return self.show(Screen::Rounds);
            }
            Subject::Sample(id) => {
                self.rounds.choose(Round::Sample(id));
                return self.show(Screen::Rounds);
            }
            Subject::Person(id) => record(Kind::People, id.0),
            Subject::System(id) => record(Kind::Systems, id.0),
            Subject::Account(id) => record(Kind::Accounts, id.0),
        };
        self.registers[kind as usize].reveal(number);
        self.show(screen)
    }

    /// Shows the accounts in use of a system.
    pub(super) fn seek_accounts(&mut self, id: SystemId) -> Result<()> {
        let name = self.office.register().system_name(Some(id)).to_owned();
        self.registers[Kind::Accounts as usize].seek_in_use(&name);
        self.show(Screen::Register(Kind::Accounts))
    }

    /// Reads an article over what is in front.
    pub(super) fn read_article(&mut self, article: Article) {
        self.dialog = Some(Dialog::Article { article, text: self.regulation.text(article).to_owned() });
    }

    /// Shows an article among the others.
    pub(super) fn show_article(&mut self, article: Article) -> Result<()> {
        self.dialog = None;
        self.regulation.show(article);
        self.show(Screen::Regulation)
    }

    /// Shows what the 台账 tells of a record or a person.
    pub(super) fn show_history(&mut self, about: About) -> Result<()> {
        self.history.show(about);
        self.show(Screen::History)
    }

    /// Shows everything larger or smaller, and tells how large.
    pub(super) fn resize(&mut self, step: SizeStep) -> Result<()> {
        self.preferences.change(|kept| kept.step(step))?;
        self.toasts.say(&format!("显示大小 {}%", self.preferences.kept.size));
        Ok(())
    }
}
