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
    /// What a field had when it filled others last.
    by: Vec<(Field, [String; 3])>,
}

impl Brought {
    /// Of a form that is opened: as it stands it is filled. By whom is not kept with it: a text that the register has of
    /// somebody, or of its account, counts as brought once another is named.
    pub fn of(typed: &Typed, register: &Register) -> Self {
        let values = &typed.values;
        let stands = |(field, text): &(Field, String)| !text.is_empty() && values.get(*field).trim() == text;
        let of_people = register.people.values().flat_map(|person| brought_along(person, register)).filter(stands);
        let of_accounts = [values, &typed.kept].into_iter().flat_map(|values| {
            let system = register.system_named(values.get(Field::System));
            let account = system.and_then(|system| account_named(register, system, values.get(Field::Account)));
            brought_by_account(account, values, register)
        });
        let texts = of_people.chain(of_accounts).collect();
        let by = [Field::Applicant, Field::Account].map(|field| (field, source(field, values)));
        Self { texts, by: by.into() }
    }

    /// Whether a field has filled the others with what stands in it, or has nothing to fill them with.
    pub fn is_filled_by(&self, field: Field, values: &Values) -> bool {
        let source = source(field, values);
        source[0].is_empty() || self.by.iter().any(|(of, by)| *of == field && *by == source)
    }

    /// Fills the fields that go with what was chosen in one, also with nothing.
    pub fn fill(&mut self, by: Field, values: &mut Values, along: Vec<(Field, String)>) {
        self.by.retain(|(of, _)| *of != by);
        self.by.push((by, source(by, values)));
        for (field, text) in along {
            let stands = values.get(field).trim();
            if stands.is_empty() || self.texts.iter().any(|(of, filled)| *of == field && filled == stands) {
                values.set(field, text.as_str());
            }
            self.texts.push((field, text));
        }
    }
}

/// What decides what a field brings along: its own text, and of an account its system and who applies.
fn source(field: Field, values: &Values) -> [String; 3] {
    let text = |field: Field| values.get(field).trim().to_owned();
    match field {
        Field::Account => [text(field), text(Field::System), text(Field::Applicant)],
        _ => [text(field), String::new(), String::new()],
    }
}
