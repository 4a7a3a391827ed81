//! 例外办理: a finding of weight E overridden with its reason in writing.

use std::collections::BTreeSet;

use super::Office;
use super::intake::take;
use crate::error::{Error, Result};
use crate::model::*;
use crate::rules::{Article, Weight, check};
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
        let stops = check(&self.register, today)
            .iter()
            .any(|it| it.article() == article && it.subject == subject && it.weight() == Weight::Error);
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
        let reason = take("撤回原因", reason, text::NOTE_LIMIT, false)?;
        if reason.is_empty() {
            return Err(Error::refused("撤回例外办理要写明原因").advise("请填写原因"));
        }
        let errand = Errand::new(Op::Waive, today).on(&waiver.subject.name(&self.register)).because(&reason);
        self.transact(&errand, |_, tx| tx.put(Waiver { void_reason: Some(reason.clone()), ..waiver }))
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
