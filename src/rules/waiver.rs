//! 例外办理: which findings of weight E a written reason overrides. It overrides what was found when it was written; what
//! is found later under the same article about the same record stops as ever.

use std::collections::HashMap;

use super::application::told_clash;
use super::article::{Article, Weight};
use super::fact::Fact;
use super::matter::Matter;
use crate::model::*;

/// Whether a waiver stands and overrides all that a finding concerns.
fn overrides(waiver: &Waiver, concerns: &[String]) -> bool {
    let were_found = |found: &Vec<String>| !concerns.is_empty() && concerns.iter().all(|it| found.contains(it));
    waiver.void_reason.is_none() && waiver.concerns.as_ref().is_none_or(were_found)
}

/// Whether a written reason overrides what is found under an article about a record, by what it concerns.
pub fn is_waived(register: &Register, article: Article, subject: Subject, concern: &str) -> bool {
    let concern = [concern.to_owned()];
    let is_it = |it: &Waiver| it.article == article.0 && it.subject == subject && overrides(it, &concern);
    register.waivers.values().any(is_it)
}

/// What a finding concerns, once a person whom it names is called otherwise.
pub fn renamed(concern: &str, before: &str, after: &str) -> String {
    let of_user = |name: &str| format!("{USER}{name}");
    if let Some(rest) = concern.strip_suffix(&of_user(before)) {
        return format!("{rest}{}", of_user(after));
    }
    let in_both = |name: &str| format!("都是{name}，");
    concern.replace(&in_both(before), &in_both(after))
}

/// What stands before the name of who has an account.
const USER: &str = "使用人";

/// A finding of weight E that has a written reason says so and does not stop.
pub(super) fn override_waived(register: &Register, found: &mut [Matter]) {
    let standing = register.waivers.values().filter(|it| it.void_reason.is_none());
    let waivers: HashMap<(u8, Subject), &Waiver> = standing.map(|it| ((it.article, it.subject), it)).collect();
    if waivers.is_empty() {
        return;
    }
    for matter in found.iter_mut().filter(|matter| matter.weight() == Weight::Error) {
        let waiver = waivers.get(&(matter.article().0, matter.subject));
        matter.waiver = waiver.filter(|it| overrides(it, &matter.concerns(register))).map(|it| it.id);
    }
}

impl Matter {
    /// What it concerns (涉及), in words that stay the same while it is the same finding; nothing where it is not of
    /// weight E, which is never overridden.
    pub fn concerns(&self, register: &Register) -> Vec<String> {
        let name = |id: AccountId| {
            let holder = register.get::<Account>(id).and_then(|it| it.holder);
            holder.map_or_else(|| "没有登记使用人".to_owned(), |id| format!("{USER}{}", register.bare_name(Some(id))))
        };
        match &self.fact {
            Fact::Form(finding) if finding.weight == Weight::Error => vec![finding.message.clone()],
            Fact::Clash(one, other, person) => vec![told_clash((*one, *other, *person), register)],
            Fact::FiledBeforeSigned(_) => vec!["签字日期".into()],
            Fact::NoSystemAdmin(_) => vec![Role::SystemAdmin.label().into()],
            Fact::DoneUnapproved => vec![Field::Leader.label().into()],
            Fact::AdminShared(accounts) => accounts.iter().map(|id| name(*id)).collect(),
            Fact::Unauthorised => match self.subject {
                Subject::Account(id) => {
                    let basis = register.get::<Account>(id).map_or("", |it| it.basis.as_str());
                    vec![format!("授权依据{basis}，{}", name(id))]
                }
                _ => Vec::new(),
            },
            Fact::TemporaryIncomplete(lacks) => lacks.names().into_iter().map(str::to_owned).collect(),
            _ => Vec::new(),
        }
    }
}
