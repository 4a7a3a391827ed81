//! 例外办理: a finding of weight E overridden with its reason in writing.

use std::collections::BTreeSet;

use super::intake::take;
use super::{Office, void};
use crate::error::{Error, Result};
use crate::model::*;
use crate::rules::{Article, Matter, Standing, Telling, Weight, filing, system};
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
        let is_found = |it: &Matter| it.article() == article && it.weight() == Weight::Error;
        let stops = self.judge(today).about(subject).any(is_found);
        if !stops {
            return Err(Error::refused(format!("{name}没有需要例外办理的事项（{article}）")).advise("数据没有改动"));
        }
        let errand = Errand::new(Op::Waive, today).on(&name).because(&reason);
        self.transact(&errand, |register, tx| {
            put_waivers(&BTreeSet::from([article]), subject, &reason, today, register, tx)
        })
    }

    /// Withdraws it, with a reason: the finding stops again.
    pub fn withdraw_waiver(&mut self, id: WaiverId, reason: &str, today: Day) -> Result<()> {
        let gone = || Error::refused("这项例外办理已经不在台账中");
        let waiver = self.register.get::<Waiver>(id).ok_or_else(gone)?.clone();
        let reason = void::told_of("撤回", "这项例外办理", waiver.void_reason.as_deref(), reason)?;
        let errand = Errand::new(Op::Waive, today).on(&waiver.subject.name(&self.register)).because(&reason);
        self.transact(&errand, |_, tx| tx.put(Waiver { void_reason: Some(reason.clone()), ..waiver }))
    }
}

/// What stops an errand: each finding of weight E with its sentence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stoppers(Vec<(Article, Subject, String)>);

impl Stoppers {
    pub(super) fn of(found: &[&Matter], register: &Register, today: Day) -> Self {
        if found.is_empty() {
            return Self::default();
        }
        let telling = Telling::of(register, today);
        Self(found.iter().map(|it| (it.article(), it.subject, telling.line(it))).collect())
    }

    /// The sentences.
    pub fn lines(&self) -> Vec<String> {
        self.0.iter().map(|(.., line)| line.clone()).collect()
    }

    /// Refuses an errand that they stop, unless a reason is given.
    pub(super) fn refuse(&self, verb: &str, reason: &str) -> Result<()> {
        if self.0.is_empty() || !reason.is_empty() {
            return Ok(());
        }
        let lines: Vec<&str> = self.0.iter().take(3).map(|(.., line)| line.as_str()).collect();
        let more = if self.0.len() > 3 { format!("；等共{}项", self.0.len()) } else { String::new() };
        Err(Error::refused(format!("不能{verb}：{}{more}", lines.join("；")))
            .advise("数据没有改动。请先改正；确属例外的，写明原因再办"))
    }

    /// Keeps the reason as a waiver of each.
    pub(super) fn put_waivers(&self, reason: &str, today: Day, register: &Register, tx: &mut Tx) -> Result<()> {
        for (article, subject, _) in &self.0 {
            put_waivers(&BTreeSet::from([*article]), *subject, reason, today, register, tx)?;
        }
        Ok(())
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
        if stoppers.0.is_empty() {
            return Ok(());
        }
        let errand = Errand::new(Op::Waive, today).on("系统账号清单").because(&reason);
        self.transact(&errand, |register, tx| stoppers.put_waivers(&reason, today, register, tx))
    }
}

/// Writes a waiver of each article; one that stands has its reason and day replaced, since it has one key.
pub(super) fn put_waivers(
    articles: &BTreeSet<Article>,
    subject: Subject,
    reason: &str,
    today: Day,
    register: &Register,
    tx: &mut Tx,
) -> Result<()> {
    for article in articles {
        let stands = register.waivers.values().find(|it| it.article == article.0 && it.subject == subject);
        let id = match stands {
            Some(it) => it.id,
            None => tx.new_id::<Waiver>()?,
        };
        let reason = reason.to_owned();
        tx.put(Waiver { id, article: article.0, subject, reason, waived_on: today, void_reason: None })?;
    }
    Ok(())
}
