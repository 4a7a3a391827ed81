//! What the clerk calls a record.

use super::forms::*;
use super::id::AccountId;
use super::record::Register;
use super::subject::Subject;
use super::supervision::*;
use super::systems::Account;

impl Subject {
    /// What the clerk calls it: a name, the number of a form, or 「系统·账号」. Nothing where the record is gone.
    pub fn name(self, register: &Register) -> String {
        match self {
            Subject::Department(id) => register.department_name(Some(id)).to_owned(),
            Subject::Person(id) => register.person_name(id),
            Subject::System(id) => register.system_name(Some(id)).to_owned(),
            Subject::Account(id) => register.account_name(id),
            Subject::Application(id) => number(register.get::<Application>(id).map(|it| &it.number)),
            Subject::Cleanup(id) => number(register.get::<Cleanup>(id).map(|it| &it.number)),
            Subject::Filing(id) => number(register.get::<Filing>(id).map(|it| &it.number)),
            Subject::Inspection(id) => number(register.get::<Inspection>(id).map(|it| &it.number)),
            Subject::Sample(id) => number(register.get::<Sample>(id).map(|it| &it.number)),
        }
    }
}

fn number(number: Option<&String>) -> String {
    number.cloned().unwrap_or_default()
}

impl Register {
    /// 「系统·账号」.
    pub fn account_name(&self, id: AccountId) -> String {
        let name = |it: &Account| format!("{}·{}", self.system_name(Some(it.system)), it.account);
        self.get::<Account>(id).map_or_else(String::new, name)
    }
}
