//! The record beside a list: as it is kept, as it is typed, its history, and what the regulation has to say about it.

use eframe::egui;

use super::command::Command;
use super::theme;
use crate::error::Result;
use crate::model::schema::texts;
use crate::model::*;
use crate::ops::Office;
use crate::rules::settings::password_advice;
use crate::rules::{Article, Matter, Telling};

/// The record in the panel.
pub struct Panel {
    /// Its number; none of a new one.
    pub number: Option<i64>,
    /// Its texts as typed.
    pub texts: Vec<String>,
    /// The same as they are kept.
    pub kept: Vec<String>,
    /// What another status or 使用人 of an account rests on (第十条).
    pub because: String,
    /// Its history, a line each.
    pub history: Vec<String>,
    /// Who approved an account by which form, and when.
    pub approved: Option<(String, ApplicationId)>,
    /// For which state of the office it was made.
    pub revision: u64,
    /// Whether its first field is to have the keyboard.
    pub wants_focus: bool,
    /// Why it is void, if it is: then it is only looked at.
    pub void_reason: Option<String>,
    /// What was found about it on a day.
    found: Option<(Day, Vec<Found>)>,
}

/// A finding as the panel tells it: the sentence, its colour, its article.
type Found = (String, theme::Colour, Article);

impl Panel {
    /// A new record.
    pub fn blank(kind: Kind) -> Self {
        let texts = kind.blank();
        Self {
            number: None,
            kept: texts.clone(),
            texts,
            because: String::new(),
            history: Vec::new(),
            approved: None,
            revision: 0,
            wants_focus: true,
            void_reason: None,
            found: None,
        }
    }

    /// Whether something is typed that is not saved.
    pub fn is_dirty(&self) -> bool {
        self.texts != self.kept
    }

    /// Where the record has changed since, what is typed stands over what it is now: saved, it changes nothing else.
    pub fn catch_up(&mut self, kind: Kind, office: &Office) -> Result<()> {
        let Some(number) = self.number.filter(|_| self.revision != office.revision()) else { return Ok(()) };
        let Some(mut now) = Self::of(kind, number, office)? else { return Ok(()) };
        if now.void_reason.is_none() {
            for ((now, typed), kept) in now.texts.iter_mut().zip(&self.texts).zip(&self.kept) {
                if typed != kept {
                    now.clone_from(typed);
                }
            }
        }
        now.because = std::mem::take(&mut self.because);
        *self = now;
        Ok(())
    }

    /// What the regulation has to say about it.
    pub fn found_ui(
        &mut self,
        kind: Kind,
        ui: &mut egui::Ui,
        office: &Office,
        today: Day,
        commands: &mut Vec<Command>,
    ) {
        let Some((number, standing)) = self.number.zip(office.standing()) else { return };
        if self.found.as_ref().is_none_or(|(day, _)| *day != today) {
            let subject = subject_of(kind, number);
            let telling = Telling::of(office.register(), today);
            let told = |matter: &Matter| {
                let color = if matter.waiver.is_some() { theme::WEAK } else { theme::weight(matter.weight()) };
                (telling.message(matter), color, matter.article())
            };
            self.found = Some((today, standing.about(subject).map(told).collect()));
        }
        let Some((_, found)) = self.found.as_ref().filter(|(_, found)| !found.is_empty()) else { return };
        ui.label(theme::head("检查"));
        for (message, color, article) in found {
            ui.label(egui::RichText::new(message).color(*color));
            if ui.link(format!("看{article}")).clicked() {
                commands.push(Command::ShowArticle(*article));
            }
        }
        ui.separator();
    }

    /// Below which attribute of a known account it is asked what the change rests on (第十条): its status, else its 使用人 where
    /// it had another.
    pub fn asks_because(&self, kind: Kind) -> Option<usize> {
        if let Some((at, _)) = self.new_status(kind) {
            return Some(at);
        }
        let at = kind.attributes().iter().position(|it| it.label == Field::Holder.label())?;
        let (now, kept) = (self.texts.get(at)?.trim(), self.kept.get(at)?.trim());
        (kind == Kind::Accounts && self.number.is_some() && !kept.is_empty() && now != kept).then_some(at)
    }

    /// Where the status of a known account stands among its attributes, and which it is, while it is not the kept one.
    pub fn new_status(&self, kind: Kind) -> Option<(usize, AccountStatus)> {
        if kind != Kind::Accounts || self.number.is_none() {
            return None;
        }
        let at = kind.attributes().iter().position(|it| it.label == "状态")?;
        let status = AccountStatus::from_label(self.texts.get(at)?)?;
        (self.texts.get(at) != self.kept.get(at)).then_some((at, status))
    }

    /// What is to be known of the attribute above it: below the last day of a password what 第二十四条 asks of one, below
    /// a 离职日 that has come that it holds, whatever the status says.
    pub fn advice(&self, kind: Kind, below: usize, register: &Register, today: Day) -> Option<String> {
        let attributes = kind.attributes();
        let text = |label| Some(self.texts.get(attributes.iter().position(|it| it.label == label)?)?.as_str());
        match (kind, attributes.get(below)?.label) {
            (Kind::Accounts, "最近改密日") => {
                Some(password_advice(register, Role::from_label(text("角色")?)?.kind()))
            }
            (Kind::People, "离职日") => {
                let has_come = Day::from_typed(text("离职日")?, today).is_some_and(|day| day <= today);
                let serves = text("状态")? == PersonStatus::Serving.label();
                (has_come && serves).then(|| "离职日已到，按已经离职检查和提示".to_owned())
            }
            (Kind::Departments, label @ "撤销日期") => {
                let has_come = Day::from_typed(text(label)?, today).is_some_and(|day| day <= today);
                has_come.then(|| "撤销日期已到：新的表不再列出它，还在这个科室的人员请登记转岗".to_owned())
            }
            (Kind::Systems, label @ "下线日期") => {
                let has_come = Day::from_typed(text(label)?, today).is_some_and(|day| day <= today);
                has_come.then(|| "下线日期已到：新的表不再列出它，在用账号请列入清理清单".to_owned())
            }
            _ => None,
        }
    }

    /// The record of a number as it is kept, with its history; nothing where there is none.
    pub fn of(kind: Kind, number: i64, office: &Office) -> Result<Option<Self>> {
        let register = office.register();
        let Some(record) = kind.record(number, register) else { return Ok(None) };
        let kept = texts(&record, register);
        let (mut history, clerks) = (Vec::new(), register.clerks());
        for (entry, change) in office.store().history_of(&record)?.into_iter().rev() {
            history.push(entry.line("", &clerks));
            let told =
                |record: &Option<Record>| record.as_ref().map(|record| texts(record, register)).unwrap_or_default();
            let (before, after) = (told(&change.before), told(&change.after));
            for (at, attribute) in kind.attributes().iter().enumerate() {
                let old = before.get(at).map_or("", String::as_str);
                let new = after.get(at).map_or("", String::as_str);
                if change.before.is_some() && old != new {
                    let blank = |text: &str| if text.is_empty() { "空".to_owned() } else { text.to_owned() };
                    history.push(format!("　{}：{} → {}", attribute.label, blank(old), blank(new)));
                }
            }
        }
        let revision = office.revision();
        let void_reason = record.void_reason().map(str::to_owned);
        let texts = kept.clone();
        Ok(Some(Self {
            number: Some(number),
            texts,
            kept,
            because: String::new(),
            history,
            approved: if kind == Kind::Accounts { approval(AccountId(number), register) } else { None },
            revision,
            wants_focus: false,
            void_reason,
            found: None,
        }))
    }
}

/// A record of a register.
pub fn subject_of(kind: Kind, number: i64) -> Subject {
    match kind {
        Kind::Departments => Subject::Department(DepartmentId(number)),
        Kind::People => Subject::Person(PersonId(number)),
        Kind::Systems => Subject::System(SystemId(number)),
        Kind::Accounts => Subject::Account(AccountId(number)),
    }
}

/// Who approved an account last, and when, and the form that says so (第八条): the one that it rests on or that names it, of
/// those that were carried out.
fn approval(account: AccountId, register: &Register) -> Option<(String, ApplicationId)> {
    let account = register.get::<Account>(account)?;
    let is_of = |it: &&Application| {
        it.state == ApplicationState::Done
            && it.action != Some(Action::Close)
            && (it.number == account.basis || it.system == Some(account.system) && it.account == account.account)
    };
    let form = register.applications.values().filter(is_of).max_by_key(|it| (it.handled_on, it.id))?;
    let (leader, day) = (form.leader?, form.approved_on?);
    Some((format!("批准：{}　{}", register.person_name(leader), day.chinese()), form.id))
}
