//! The form in front: what is typed, its draft, its pages, its findings. The paper and its panel are drawn
//! by `form_screen`.

use super::brought::Brought;
use super::newcomers::Strangers;
use super::sheet_view::{Happened, SheetView};
use super::spot::{Control, Spot};
use super::suggest::{Suggester, Suggestion, brought_along, brought_by_account};
use super::typed::Typed;
use crate::error::Result;
use crate::model::*;
use crate::ops::{Handling, Office, Signatures, no_day};
use crate::paper::{Foot, Page, fill, forms, place};
use crate::rules::cleanup::account_named;
use crate::rules::signing::proposed_for;
use crate::rules::{Article, Finding, check_application, status_on};
use crate::store::{Draft, Drafted, Entry};

/// An application on the screen.
pub struct Form {
    application: Option<ApplicationId>,
    unmade: Option<ApplicationId>,
    pub(super) typed: Typed,
    /// Fields that the clerk has been to: only there a missing text is pointed out on a new form.
    visited: Vec<Field>,
    /// What an applicant or an account has brought along.
    pub(super) brought: Brought,
    pub(super) view: SheetView,
    pub(super) suggester: Suggester,
    pub(super) strangers: Strangers,
    pub(super) pages: Vec<Page>,
    laid_out: Option<(Values, bool)>,
    findings: Vec<Finding>,
    checked: Option<(Values, u64)>,
    pub(super) signatures: SignatureTexts,
    pub(super) entries: Vec<Entry>,
    entries_of: Option<u64>,
}

/// What is typed in the panel about the signed paper.
#[derive(Default)]
pub(super) struct SignatureTexts {
    pub(super) values: Values,
    /// Who is proposed to have signed, while nobody is recorded.
    proposed: Values,
    /// Whether signatures that are recorded already are entered anew.
    pub(super) are_corrected: bool,
}

impl SignatureTexts {
    /// Whether what stands in a field is a proposal, as it was made.
    pub(super) fn is_proposed(&self, field: Field) -> bool {
        let proposed = self.proposed.get(field);
        !proposed.is_empty() && self.values.get(field) == proposed
    }

    pub(super) fn signatures(&self, today: Day) -> Result<Signatures> {
        Ok(Signatures {
            department_head: self.values.get(Field::DepartmentHead).trim().to_owned(),
            system_head: self.values.get(Field::SystemHead).trim().to_owned(),
            reviewed_on: self.day(Field::ReviewedOn, today)?,
            leader: self.values.get(Field::Leader).trim().to_owned(),
            approved_on: self.day(Field::ApprovedOn, today)?,
        })
    }

    pub(super) fn handling(&self, today: Day) -> Result<Handling> {
        Ok(Handling {
            operator: self.values.get(Field::Operator).trim().to_owned(),
            handled_on: self.day(Field::HandledOn, today)?,
            outcome: self.values.get(Field::Outcome).to_owned(),
            account: self.values.get(Field::Account).trim().to_owned(),
            reason: String::new(),
        })
    }

    fn day(&self, field: Field, today: Day) -> Result<Option<Day>> {
        let text = self.values.get(field).trim();
        let day = Day::from_typed(text, today);
        if day.is_none() && !text.is_empty() {
            return Err(no_day(field.label(), text));
        }
        Ok(day)
    }
}

impl Form {
    /// A new form: only the day is filled in.
    pub fn new(register: &Register, today: Day) -> Self {
        let values = starting_values(today);
        Self::with(Typed::new(Drafted::Application(None), values), register, today)
    }

    /// A kept application.
    pub fn open(register: &Register, id: ApplicationId, today: Day) -> Option<Self> {
        let values = Values::of_application(register, register.get(id)?);
        let mut form = Self::with(Typed::new(Drafted::Application(Some(id)), values), register, today);
        form.visited = ALL_CHECKED.to_vec();
        Some(form)
    }

    /// A half-typed form, as it was left; none where its application may not be changed any more.
    pub fn resume(register: &Register, draft: Draft, today: Day) -> Option<Self> {
        let application = draft.application().and_then(|id| register.get::<Application>(id));
        let kept = match application {
            Some(application) => Values::of_application(register, application),
            None => starting_values(today),
        };
        let of = Drafted::Application(application.map(|it| it.id));
        let typed = Typed::resume(Draft { of, ..draft }, kept, panel_of(application));
        if typed.is_dirty() && application.is_some_and(|it| !it.state.may_be_changed()) {
            return None;
        }
        let mut form = Self::with(typed, register, today);
        form.visited = ALL_CHECKED.to_vec();
        Some(form)
    }

    fn with(typed: Typed, register: &Register, today: Day) -> Self {
        let application = if let Drafted::Application(id) = typed.of { id } else { None };
        let mut view = SheetView::new("application");
        let known = application.and_then(|id| register.get::<Application>(id));
        if known.is_none_or(|it| it.state.may_be_changed()) {
            view.wants_focus = Some(Control::of(Field::Kind));
        }
        let are_corrected = typed.beside.iter().any(|(field, _)| TO_SIGN.contains(field));
        let proposed = known.map(|it| proposals(it, register, today)).unwrap_or_default();
        let mut signatures = SignatureTexts { values: typed.kept.clone(), proposed, are_corrected };
        for (field, text) in signatures.proposed.fields() {
            signatures.values.set(field, text);
        }
        typed.beside.iter().for_each(|(field, text)| signatures.values.set(*field, text.as_str()));
        let brought = Brought::of(&typed, register);
        Self {
            application,
            unmade: None,
            brought,
            signatures,
            typed,
            visited: Vec::new(),
            view,
            suggester: Suggester::default(),
            strangers: Strangers::default(),
            pages: Vec::new(),
            laid_out: None,
            findings: Vec::new(),
            checked: None,
            entries: Vec::new(),
            entries_of: None,
        }
    }

    /// The kept application that is shown; none for a new form.
    pub fn application(&self) -> Option<ApplicationId> {
        self.application
    }

    /// What is typed.
    pub fn values(&self) -> &Values {
        &self.typed.values
    }

    /// What is typed, to change it.
    pub(super) fn values_mut(&mut self) -> &mut Values {
        &mut self.typed.values
    }

    /// Whether something is typed that is not saved.
    pub fn is_dirty(&self) -> bool {
        self.typed.is_dirty()
    }

    /// Whether it is not kept yet.
    pub(super) fn is_new(&self) -> bool {
        self.application.is_none()
    }

    /// The control that has the keyboard.
    pub fn focused(&self) -> Option<Control> {
        self.view.focused
    }

    /// The look of the form that it follows, and what was typed there of the signed paper and is not recorded (yet, or no
    /// longer): the paper says it all the same. A form that is to be printed anew is signed anew.
    pub(super) fn follow(&mut self, shown: &Self, register: &Register) {
        self.view.size = shown.view.size;
        self.view.wants_focus = shown.focused();
        let state = self.application.and_then(|id| register.get::<Application>(id)).map(|it| it.state);
        if self.application == shown.application
            && matches!(state, Some(ApplicationState::Printed | ApplicationState::Signed))
        {
            for field in TO_SIGN.into_iter().chain(TO_COMPLETE) {
                let is_open = self.signatures.values.get(field).is_empty() || self.signatures.is_proposed(field);
                let typed = shown.signatures.values.get(field);
                if is_open && typed != shown.signatures.proposed.get(field) {
                    self.signatures.values.set(field, typed);
                }
            }
        }
        self.typed.follow(&shown.typed);
        self.note_beside(register);
    }

    /// Leaves the signatures as they are registered.
    pub(super) fn keep_signatures(&mut self) {
        self.signatures.are_corrected = false;
        for field in TO_SIGN {
            self.signatures.values.set(field, self.typed.kept.get(field));
        }
    }

    /// Takes note of what the panel holds and is not recorded: the draft holds it.
    pub(super) fn note_beside(&mut self, register: &Register) {
        let panel = panel_of(self.application.and_then(|id| register.get::<Application>(id)));
        let texts = panel.iter().map(|field| (*field, self.signatures.values.get(*field)));
        let typed =
            texts.filter(|(field, text)| *text != self.typed.kept.get(*field) && !self.signatures.is_proposed(*field));
        self.typed.beside = typed.map(|(field, text)| (field, text.to_owned())).collect();
    }

    /// The saving of this form was taken back: it is a new one again, with all that was typed.
    pub(super) fn becomes_new(&mut self) {
        self.unmade = self.application.take();
        self.typed.unkeep(Drafted::Application(None));
        self.laid_out = None;
    }

    /// The application that this form was before its saving was taken back.
    pub(super) fn unmade(&self) -> Option<ApplicationId> {
        self.unmade
    }

    /// Brings what is derived up to date: pages, findings, the entries of the ledger.
    pub(super) fn derive(&mut self, office: &Office, today: Day) -> Result<()> {
        let known = self.application.and_then(|id| office.register().get::<Application>(id));
        let is_void = known.is_some_and(|it| it.void_reason.is_some());
        if self.laid_out.as_ref().is_none_or(|(values, was_void)| *values != self.typed.values || *was_void != is_void)
        {
            let foot = Foot { number: known.map(|it| it.number.clone()), is_void, ..Foot::default() };
            let printed = fill::printed_application(&self.typed.values, office.register());
            self.pages = place(&forms::APPLICATION, &printed, &foot);
            self.laid_out = Some((self.typed.values.clone(), is_void));
        }
        if self
            .checked
            .as_ref()
            .is_none_or(|(values, revision)| *values != self.typed.values || *revision != office.revision())
        {
            self.findings = check_application(&self.typed.values, office.register(), today);
            let state = self.application.and_then(|id| office.register().get::<Application>(id)).map(|it| it.state);
            match state {
                // What the form asked for has been done: only who did it is still of interest.
                Some(ApplicationState::Done) => self.findings.retain(|finding| finding.article == Article(7)),
                Some(ApplicationState::Void) => self.findings.clear(),
                _ => {}
            }
            self.checked = Some((self.typed.values.clone(), office.revision()));
        }
        if self.entries_of != Some(office.revision()) {
            self.entries_of = Some(office.revision());
            self.entries = match self.application.and_then(|id| office.register().get::<Application>(id)) {
                Some(application) => office.entries_on(&Scanned::Numbered(application.number.clone()))?,
                None => Vec::new(),
            };
        }
        Ok(())
    }

    /// What stops 办结 as things stand in the panel, as lines.
    pub(super) fn stoppers(&self, handling: &Handling, office: &Office, today: Day) -> Vec<String> {
        let mut values = self.typed.values.clone();
        values.set(Field::Operator, handling.operator.as_str());
        values.set(Field::HandledOn, handling.handled_on.map_or_else(String::new, Day::chinese));
        if !handling.account.is_empty() {
            values.set(Field::Account, handling.account.as_str());
        }
        self.application.map_or_else(Vec::new, |id| office.stoppers(id, &values, today))
    }

    /// The findings to show now: on a new form not what is missing where the clerk has not been yet.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let shown = |finding: &&Finding| {
            self.visited.contains(&finding.field) || !self.typed.values.get(finding.field).trim().is_empty()
        };
        self.findings.iter().filter(shown).cloned().collect()
    }

    /// Takes note of what happened on the paper.
    pub(super) fn after(&mut self, happened: Happened, register: &Register, today: Day) {
        if let Some((Spot { field, .. }, Suggestion { text, also, .. })) = happened.completed {
            self.typed.values.set(field, text);
            self.brought.fill(field, &mut self.typed.values, also);
        }
        if let Some(Spot { field: left, .. }) = happened.left {
            if !self.visited.contains(&left) {
                self.visited.push(left);
            }
            if left == Field::Applicant {
                self.complete_applicant(register, today);
            }
            if matches!(left, Field::Applicant | Field::System) {
                self.complete_account_of_form(register);
            }
            if left.is_day()
                && let Some(day) = Day::from_typed(self.typed.values.get(left), today)
            {
                self.typed.values.set(left, day.chinese());
            }
        }
    }
}

impl Form {
    /// What leaving 申请人 and 账号名 brings along, for a form that is saved or put away with the keyboard still in one of them.
    pub(super) fn settle(&mut self, register: &Register, today: Day) {
        if self.is_dirty() {
            self.complete_applicant(register, today);
            self.complete_account_of_form(register);
        }
    }

    /// A name that was typed out brings along what choosing it does, where one person is meant. Of whom nobody knows, of two
    /// who are called so, and of who serves no more nothing is brought, and what came with another goes.
    fn complete_applicant(&mut self, register: &Register, today: Day) {
        let Typed { values, .. } = &mut self.typed;
        if self.brought.is_filled_by(Field::Applicant, values) {
            return;
        }
        let person = register.person_named(values.get(Field::Applicant).trim()).found();
        let person = person.and_then(|id| register.get::<Person>(id));
        let serves = |it: &&Person| status_on(it, today) == PersonStatus::Serving && it.void_reason.is_none();
        let along = match person.filter(serves) {
            Some(person) => brought_along(person, register),
            None => vec![(Field::DepartmentAndPost, String::new()), (Field::Contact, String::new())],
        };
        self.brought.fill(Field::Applicant, values, along);
    }

    fn complete_account_of_form(&mut self, register: &Register) {
        let mut values = self.typed.values.clone();
        self.complete_account(&mut values, register);
        self.typed.values = values;
    }

    /// The same of an account that was typed out: whose it is depends on the system, and is not told of who applies.
    pub(super) fn complete_account(&mut self, values: &mut Values, register: &Register) {
        if self.brought.is_filled_by(Field::Account, values) {
            return;
        }
        let system = register.system_named(values.get(Field::System));
        let account = system.and_then(|system| account_named(register, system, values.get(Field::Account).trim()));
        let along = brought_by_account(account, values, register);
        self.brought.fill(Field::Account, values, along);
    }
}

/// Who is proposed to have signed a form that is out to be signed: only what is recorded of none of its places.
fn proposals(it: &Application, register: &Register, today: Day) -> Values {
    let mut proposed = Values::default();
    if it.state == ApplicationState::Printed {
        for (field, signed) in [
            (Field::DepartmentHead, it.department_head),
            (Field::SystemHead, it.system_head),
            (Field::Leader, it.leader),
        ] {
            if let Some(signer) = proposed_for(register, it, field, today).filter(|_| signed.is_none()) {
                proposed.set(field, register.person_name(signer));
            }
        }
    }
    proposed
}

/// What a new form begins with.
fn starting_values(today: Day) -> Values {
    Values::default().with(Field::AppliedOn, today.chinese())
}

/// What the panel asks for of the paper that is out to be signed.
pub(super) const TO_SIGN: [Field; 5] =
    [Field::DepartmentHead, Field::ReviewedOn, Field::SystemHead, Field::Leader, Field::ApprovedOn];

/// What the panel asks for of the signed paper, to carry it out.
pub(super) const TO_COMPLETE: [Field; 4] = [Field::Account, Field::Operator, Field::HandledOn, Field::Outcome];

/// What the panel asks for of a signed form: the next step, or the signatures once more where they were registered wrongly.
const OF_SIGNED: [Field; 9] = {
    let [account, operator, handled_on, outcome] = TO_COMPLETE;
    let [head, reviewed_on, system_head, leader, approved_on] = TO_SIGN;
    [account, operator, handled_on, outcome, head, reviewed_on, system_head, leader, approved_on]
};

/// What the panel asks for now.
fn panel_of(application: Option<&Application>) -> &'static [Field] {
    match application.map(|it| it.state) {
        Some(ApplicationState::Printed) => &TO_SIGN,
        Some(ApplicationState::Signed) => &OF_SIGNED,
        _ => &[],
    }
}

/// Every field that a kept form is checked in.
const ALL_CHECKED: [Field; 18] = [
    Field::Kind,
    Field::Action,
    Field::AccountNote,
    Field::Applicant,
    Field::DepartmentAndPost,
    Field::AppliedOn,
    Field::Contact,
    Field::System,
    Field::Description,
    Field::Leader,
    Field::ApprovedOn,
    Field::DepartmentHead,
    Field::ReviewedOn,
    Field::Operator,
    Field::HandledOn,
    Field::Holder,
    Field::Category,
    Field::ExpiresOn,
];
