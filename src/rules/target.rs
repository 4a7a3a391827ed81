//! 附件2: the account that a form names, and who uses it when the form is carried out.

use super::names::folded;
use crate::model::*;

/// The accounts of this name in a system, as [`super::names::fold_account`] tells them apart; void ones too.
pub fn accounts_called<'a>(register: &'a Register, system: SystemId, name: &str) -> Vec<&'a Account> {
    let name = folded(name);
    register.accounts.values().filter(|it| it.system == system && folded(&it.account) == name).collect()
}

/// Of the accounts of one name the one that a form means: of this very name, else the one that differs only in width or
/// case; but a deleted one only where none stands beside it, and a void one last. Never guesses between two of them.
pub fn target<'a>(name: &str, called: &[&'a Account]) -> Lookup<&'a Account> {
    let exact = called.iter().find(|account| account.account == name);
    let is_gone = |account: &&&Account| account.void_reason.is_none() && account.status == AccountStatus::Deleted;
    if let Some(exact) = exact.filter(|account| !is_gone(account)) {
        return Lookup::Found(exact);
    }
    let stands: Vec<&Account> = called.iter().copied().filter(|account| account.void_reason.is_none()).collect();
    let live: Vec<&Account> =
        stands.iter().copied().filter(|account| account.status != AccountStatus::Deleted).collect();
    match live[..] {
        [] => exact.or(stands.first()).or(called.first()).map_or(Lookup::Unknown, |account| Lookup::Found(*account)),
        [one] => Lookup::Found(one),
        _ => Lookup::Ambiguous(live.iter().map(|account| account.account.clone()).collect()),
    }
}

/// Who uses the account when the form is carried out: the 使用人 that it names; of a 新增 else the applicant, of anything
/// else whoever has the account already.
pub fn user_after(
    action: Action,
    holder: Option<PersonId>,
    applicant: Option<PersonId>,
    account: Option<&Account>,
) -> Option<PersonId> {
    let without = if action == Action::Create { applicant } else { account.and_then(|it| it.holder) };
    holder.or(without)
}

/// Whether an account was opened again after a paper that closed it was carried out: the paper touches it no more, though
/// it is registered only now.
pub fn opened_since(account: &Account, handled_on: Option<Day>) -> bool {
    account.opened_on.zip(handled_on).is_some_and(|(opened, handled)| handled < opened)
}

/// Why a paper that closes an account is not about it as it is now: it is for another 使用人, or the account was opened again
/// after the day of the paper. An account that is deleted stays so.
pub fn closes_for_another(
    register: &Register,
    account: &Account,
    named: Option<PersonId>,
    written_on: Option<Day>,
) -> Option<String> {
    if account.status == AccountStatus::Deleted {
        return None;
    }
    let opened = || {
        let (opened, written) = account.opened_on.zip(written_on).filter(|(opened, written)| written < opened)?;
        Some(format!("{}的启用日是{}，在表上的{}以后", name(register, account), opened.chinese(), written.chinese()))
    };
    closes_for_another_user(register, account, named, written_on).or_else(opened)
}

/// Why a paper that closes an account is for another 使用人 than has it, or for the same before they came back.
pub fn closes_for_another_user(
    register: &Register,
    account: &Account,
    named: Option<PersonId>,
    written_on: Option<Day>,
) -> Option<String> {
    let holder = account.holder.and_then(|id| register.get::<Person>(id))?;
    let (name, user) = (name(register, account), register.person_name(holder.id));
    if let Some(named) = named.filter(|named| *named != holder.id) {
        return Some(format!("{name}现在的使用人是{user}，表上写的是{}", register.person_name(named)));
    }
    let (joined, written) = holder.joined_on.zip(written_on).filter(|(joined, written)| written < joined)?;
    Some(format!("{name}的使用人{user}的入职日是{}，在表上的{}以后", joined.chinese(), written.chinese()))
}

fn name(register: &Register, account: &Account) -> String {
    format!("{}的账号{}", register.system_name(Some(account.system)), account.account)
}
