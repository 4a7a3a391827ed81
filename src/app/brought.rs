//! What choosing 申请人 or 账号名 fills besides its own field of 附件2: while it stands untouched it goes with what it came
//! with, since the paper is signed with it; what the clerk has typed stays.

use super::suggest::{brought_along, brought_by_account};
use super::typed::Typed;
use crate::model::*;
use crate::rules::cleanup::account_named;

/// The texts that were filled, and by what.
#[derive(Default)]
pub struct Brought {
    texts: Vec<(Field, String)>,
    /// What stood in a field when it filled others last.
    by: Vec<(Field, String)>,
}

impl Brought {
    /// Of a form that is opened. Who has filled its texts is not kept with it: what is as the register has it of somebody,
    /// or of its account, counts as filled.
    pub fn of(typed: &Typed, register: &Register) -> Self {
        let stands = |(field, text): &(Field, String)| !text.is_empty() && typed.values.get(*field).trim() == text;
        let of_people = register.people.values().flat_map(|person| brought_along(person, register)).filter(stands);
        let of_accounts = [&typed.values, &typed.kept].into_iter().flat_map(|values| {
            let system = register.system_named(values.get(Field::System));
            let account = system.and_then(|system| account_named(register, system, values.get(Field::Account)));
            brought_by_account(account, values, register)
        });
        let texts = of_people.chain(of_accounts).collect();
        let by = [Field::Applicant, Field::Account].map(|field| (field, typed.kept.get(field).trim().to_owned()));
        Self { texts, by: by.into() }
    }

    /// Whether a field has filled the others with what stands in it, or has nothing to fill them with.
    pub fn is_filled_by(&self, field: Field, values: &Values) -> bool {
        let text = values.get(field).trim();
        text.is_empty() || self.by.iter().any(|(of, by)| *of == field && by == text)
    }

    /// Fills the fields that go with what was chosen in one, also with nothing.
    pub fn fill(&mut self, by: Field, values: &mut Values, along: Vec<(Field, String)>) {
        self.by.retain(|(of, _)| *of != by);
        self.by.push((by, values.get(by).trim().to_owned()));
        for (field, text) in along {
            let stands = values.get(field).trim();
            if stands.is_empty() || self.texts.iter().any(|(of, filled)| *of == field && filled == stands) {
                values.set(field, text.as_str());
            }
            self.texts.push((field, text));
        }
    }

    /// Typing was taken back: what stands may have been filled by what stands no more.
    pub fn forget_by_what(&mut self) {
        self.by.clear();
    }
}
