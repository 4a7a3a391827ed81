//! 例外办理: a finding of weight E overridden with its reason in writing.

use std::collections::{BTreeMap, BTreeSet};

use super::intake::take;
use super::{Office, void};
use crate::error::{Error, Result};
use crate::model::*;
use crate::rules::{Article, Matter, Standing, Telling, Weight, filing, renamed, system};
use crate::store::{Errand, Tx};

impl Office {
    /// Overrides what the rules find of weight E under an article about a record. The finding then says so and does
    /// not stop. Refused without a reason, and where nothing is found.
    pub fn waive(&mut self, article: Article, subject: Subject, reason: &str, today: Day) -> Result<()> {
        let reason = take("办理原因", reason, text::NOTE_LIMIT, false)?;
        if reason.is_empty() {
            return Err(Error::refused(format!("例外办理要写明原因（{article}）")).advise("请填写原因"));
        }
        let name = subject.name(&self.register);
        self.judge(today);
        let concerns = self.to_waive(article, subject).iter().flat_map(|it| it.concerns(&self.register)).collect();
        let concerns = Concerns::from([((article, subject), concerns)]);
        if concerns.values().all(BTreeSet::is_empty) {
            return Err(Error::refused(format!("{name}没有需要例外办理的事项（{article}）")).advise("数据没有改动"));
        }
        let errand = Errand::new(Op::Waive, today).on(&name).because(&reason);
        self.transact(&errand, |register, tx| put_waivers(&concerns, &reason, today, register, tx))
    }

    /// What a reason written now would override: the findings of weight E under an article about a record, as they
    /// were judged last.
    pub fn to_waive(&self, article: Article, subject: Subject) -> Vec<&Matter> {
        let is_meant = |it: &&Matter| it.subject == subject && it.article() == article && it.weight() == Weight::Error;
        self.standing().into_iter().flat_map(|it| it.about(subject)).filter(is_meant).collect()
    }

    /// Withdraws it, with a reason: the finding stops again.
    pub fn withdraw_waiver(&mut self, id: WaiverId, reason: &str, today: Day) -> Result<()> {
        let waiver = self.register.require::<Waiver>(id)?.clone();
        let reason = void::told_of("撤回", "这项例外办理", waiver.void_reason.as_deref(), reason)?;
        let errand = Errand::new(Op::Waive, today).on(&waiver.subject.name(&self.register)).because(&reason);
        self.transact(&errand, |_, tx| tx.put(Waiver { void_reason: Some(reason.clone()), ..waiver }))
    }
}

/// What stops an errand: each finding of weight E with its sentence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stoppers {
    lines: Vec<String>,
    concerns: Concerns,
}

/// What is overridden: for each article and record what the findings concern (涉及).
pub(super) type Concerns = BTreeMap<(Article, Subject), BTreeSet<String>>;

impl Stoppers {
    pub(super) fn of(found: &[&Matter], register: &Register, today: Day) -> Self {
        if found.is_empty() {
            return Self::default();
        }
        let telling = Telling::of(register, today);
        let mut concerns = Concerns::new();
        for it in found {
            concerns.entry((it.article(), it.subject)).or_default().extend(it.concerns(register));
        }
        Self { lines: found.iter().map(|it| telling.line(it)).collect(), concerns }
    }

    /// The sentences.
    pub fn into_lines(self) -> Vec<String> {
        self.lines
    }

    /// Refuses an errand that they stop, unless a reason is given.
    pub(super) fn refuse(&self, verb: &str, reason: &str) -> Result<()> {
        if self.lines.is_empty() || !reason.is_empty() {
            return Ok(());
        }
        let lines: Vec<&str> = self.lines.iter().take(3).map(String::as_str).collect();
        let more = if self.lines.len() > 3 { format!("；等共{}项", self.lines.len()) } else { String::new() };
        Err(Error::refused(format!("不能{verb}：{}{more}", lines.join("；")))
            .advise("数据没有改动。请先改正；确属例外的，写明原因再办"))
    }

    /// Keeps the reason as a waiver of each.
    pub(super) fn put_waivers(&self, reason: &str, today: Day, register: &Register, tx: &mut Tx) -> Result<()> {
        put_waivers(&self.concerns, reason, today, register, tx)
    }
}

impl Office {
    /// What stops the filing of a department's table.
    pub fn stopping_filing(&mut self, department: DepartmentId, kind: FilingKind, today: Day) -> Stoppers {
        self.judge(today);
        let found = self.standing().into_iter().flat_map(Standing::matters);
        Stoppers::of(&filing::stopping(found, &self.register, department, kind), &self.register, today)
    }

    /// What stops the printing of the list of 系统账号 (第十六条, 第十七条).
    pub fn stopping_system_accounts(&mut self, today: Day) -> Stoppers {
        self.judge(today);
        let found = self.standing().into_iter().flat_map(Standing::matters);
        Stoppers::of(&system::stopping_system_accounts(found, &self.register), &self.register, today)
    }

    /// Lets the list of 系统账号 be printed. Refused while a finding of weight E stands about one of them, unless a
    /// reason is given, which is kept as a waiver of each.
    pub fn release_system_accounts(&mut self, reason: &str, today: Day) -> Result<()> {
        let reason = take("办理原因", reason, text::NOTE_LIMIT, false)?;
        let stoppers = self.stopping_system_accounts(today);
        stoppers.refuse("打印系统账号清单", &reason)?;
        if stoppers.lines.is_empty() {
            return Ok(());
        }
        let errand = Errand::new(Op::Waive, today).on("系统账号清单").because(&reason);
        self.transact(&errand, |register, tx| stoppers.put_waivers(&reason, today, register, tx))
    }
}

/// Writes a waiver of each; to one that stands what is new is added, with its reason and day, since it has one key.
pub(super) fn put_waivers(
    concerns: &Concerns,
    reason: &str,
    today: Day,
    register: &Register,
    tx: &mut Tx,
) -> Result<()> {
    for ((article, subject), concerns) in concerns {
        let known = register.waivers.values().find(|it| it.article == article.0 && it.subject == *subject);
        let id = match known {
            Some(it) => it.id,
            None => tx.new_id::<Waiver>()?,
        };
        let stands = known.filter(|it| it.void_reason.is_none());
        let overridden = match stands.map(|it| &it.concerns) {
            // One from before this was recorded overrides the whole article as it did.
            Some(None) => None,
            Some(Some(before)) => Some(before.iter().chain(concerns).cloned().collect::<BTreeSet<_>>()),
            None => Some(concerns.clone()),
        };
        let reason = match stands {
            Some(it) if it.reason != reason => joined(&it.reason, reason),
            _ => reason.to_owned(),
        };
        let concerns = overridden.map(|it| it.into_iter().collect());
        let article = article.0;
        tx.put(Waiver { id, article, subject: *subject, concerns, reason, waived_on: today, void_reason: None })?;
    }
    Ok(())
}

/// Somebody is called otherwise: what is overridden stays so.
pub(super) fn follow_person(before: &str, after: &str, register: &Register, tx: &mut Tx) -> Result<()> {
    for waiver in register.waivers.values() {
        let Some(concerns) = &waiver.concerns else { continue };
        let now: Vec<String> = concerns.iter().map(|concern| renamed(concern, before, after)).collect();
        if now != *concerns {
            tx.put(Waiver { concerns: Some(now), ..waiver.clone() })?;
        }
    }
    Ok(())
}

/// Both reasons, where there is room for both; the 台账 keeps the first in any case.
fn joined(first: &str, second: &str) -> String {
    let both = format!("{first}；{second}");
    if both.chars().count() <= text::NOTE_LIMIT { both } else { second.to_owned() }
}
