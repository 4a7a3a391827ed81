//! Newcomers and movers (第十三条): what colleagues of the same post hold, beside what the person holds.

use std::collections::BTreeMap;

use crate::model::*;

/// An application that might be made. None is made unless it is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// 新增, 变更 or 注销.
    pub action: Action,
    /// The system; one 附件2 each.
    pub system: SystemId,
    /// The person's own account: what a 变更 or 注销 is about.
    pub account: Option<AccountId>,
    /// The 账号类别 that the post has there; blank for a 注销.
    pub category: String,
    /// How many colleagues of the same department and post hold an account there.
    pub colleagues: usize,
    /// Whether the department's 对照表 has the system for this post.
    pub in_matrix: bool,
}

/// What a post has in one system.
#[derive(Default)]
struct Usual {
    categories: BTreeMap<String, usize>,
    colleagues: usize,
    in_matrix: bool,
}

impl Usual {
    /// Notes the 账号类别 of a colleague or a row; where none is told, nothing is known.
    fn told(&mut self, category: &str) {
        if !category.trim().is_empty() {
            *self.categories.entry(category.to_owned()).or_default() += 1;
        }
    }

    /// The commonest 账号类别; of two equally common ones the first.
    fn category(&self) -> String {
        let commonest = self.categories.iter().max_by_key(|(name, count)| (**count, std::cmp::Reverse(*name)));
        commonest.map_or_else(String::new, |(name, _)| name.clone())
    }
}

/// Compares a person, as one of this department and post, with colleagues and with the 对照表: 新增 where the post has
/// a system that the person lacks, 变更 where the 账号类别 differs, 注销 where the post does not have the system, or where that
/// is off line by `today`.
pub fn propose(
    register: &Register,
    person: PersonId,
    department: DepartmentId,
    post: &str,
    today: Day,
) -> Vec<Proposal> {
    let mut usual: BTreeMap<SystemId, Usual> = BTreeMap::new();
    let mut own: BTreeMap<SystemId, Vec<&Account>> = BTreeMap::new();
    for account in register.accounts.values().filter(|it| it.is_live()) {
        if account.holder == Some(person) {
            own.entry(account.system).or_default().push(account);
            continue;
        }
        let holder = account.holder.and_then(|id| register.get::<Person>(id));
        // A 管理账号 is asked for by itself and never because a colleague has one.
        let is_alike = holder.is_some_and(|it| it.department == department && it.post == post);
        if is_alike && account.role == Role::User {
            let usual = usual.entry(account.system).or_default();
            usual.colleagues += 1;
            usual.told(&account.category);
        }
    }
    let rows = register.matrix.values().filter(|row| row.department == department && row.post == post);
    for row in rows.filter(|row| row.holder != Some(person)) {
        let usual = usual.entry(row.system).or_default();
        usual.in_matrix = true;
        usual.told(&row.category);
    }
    usual.retain(|system, _| register.get::<InfoSystem>(*system).is_some_and(|it| it.is_offered(today)));
    let mut proposals = Vec::new();
    for (system, usual) in &usual {
        let (colleagues, in_matrix, category) = (usual.colleagues, usual.in_matrix, usual.category());
        let proposal = |action, account| Proposal {
            action,
            system: *system,
            account,
            category: category.clone(),
            colleagues,
            in_matrix,
        };
        match own.remove(system) {
            None => proposals.push(proposal(Action::Create, None)),
            Some(held) => {
                let is_other = |it: &Account| !category.is_empty() && !usual.categories.contains_key(&it.category);
                let differs = |it: &&&Account| it.role == Role::User && is_other(it);
                proposals.extend(held.iter().filter(differs).map(|it| proposal(Action::Modify, Some(it.id))));
            }
        }
    }
    for account in own.into_values().flatten() {
        proposals.push(Proposal {
            action: Action::Close,
            system: account.system,
            account: Some(account.id),
            category: String::new(),
            colleagues: 0,
            in_matrix: false,
        });
    }
    proposals
}
