//! 抽查 (第九条): a sample that everyone draws alike from the same register, size and seed.
//!
//! Generator and order: every live account of the population is given the SHA-256 (FIPS 180-4) of the UTF-8 text
//! 「种子\n系统名称\n账号名」 (the seed in decimal, line feeds between the three, none at the end); the sample are the
//! accounts with the smallest digests, in their order. An account that is added later moves none of the others: it
//! comes in only where its own digest is small enough, and what was drawn is stored.

use sha2::{Digest, Sha256};

use crate::model::*;

/// What is drawn from: live accounts, of one system, of one department's people, or all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Population {
    /// Only this system.
    pub system: Option<SystemId>,
    /// Only accounts of this department's people.
    pub department: Option<DepartmentId>,
}

impl Population {
    /// The accounts, in the order of their ids.
    pub fn accounts(self, register: &Register) -> Vec<&Account> {
        let of = |account: &Account| {
            account.holder.and_then(|id| register.get::<Person>(id)).map(|person| person.department)
        };
        let is_in = |account: &&Account| {
            account.is_live()
                && self.system.is_none_or(|system| account.system == system)
                && (self.department.is_none() || of(account) == self.department)
        };
        register.accounts.values().filter(is_in).collect()
    }
}

/// Draws so many accounts; all where the population is smaller. Returns them and how many there were.
pub fn draw(register: &Register, population: Population, size: usize, seed: i64) -> (Vec<AccountId>, usize) {
    let accounts = population.accounts(register);
    let count = accounts.len();
    let digest = |account: &Account| -> [u8; 32] {
        let system = register.system_name(Some(account.system));
        Sha256::digest(format!("{seed}\n{system}\n{}", account.account)).into()
    };
    let mut ranked: Vec<([u8; 32], AccountId)> =
        accounts.into_iter().map(|account| (digest(account), account.id)).collect();
    ranked.sort_unstable();
    ranked.truncate(size);
    (ranked.into_iter().map(|(_, id)| id).collect(), count)
}
