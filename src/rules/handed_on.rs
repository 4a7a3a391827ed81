//! 第二十二条: a 系统账号 that was handed on to somebody else before the one who used it left.

use super::fact::Fact;
use super::leaving::told_since;
use super::matter::Matter;
use super::sight::Sight;
use crate::model::*;

/// Its password is known to whoever used it before, and is changed since it was handed on.
pub(super) fn check(sight: &Sight, found: &mut Vec<Matter>) {
    for (id, before) in sight.register.handed_on.all() {
        let account = sight.register.get::<Account>(id).filter(|it| it.void_reason.is_none() && it.is_live());
        let Some(account) = account.filter(|it| it.role != Role::User && sight.is_on_line(it.system)) else { continue };
        let is_kept = |day: Day| account.password_changed_on.is_none_or(|changed| changed < day);
        let left = before.iter().rev().filter(|(who, day)| Some(*who) != account.holder && is_kept(*day));
        let mut left = left.filter_map(|(who, day)| Some((sight.person(*who)?, *day)));
        let Some((person, day)) = left.find(|(it, _)| it.void_reason.is_none() && sight.left(it).is_some()) else {
            continue;
        };
        let matter = Matter::new(Fact::HandedOnPasswordKept(person.id, day), Subject::Account(id));
        found
            .push(matter.of(Some(person.department)).within(Some(account.system)).due(told_since(person, sight.today)));
    }
}
