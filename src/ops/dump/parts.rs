//! What the lists of the JSON document are made of.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::model::*;

/// The records of a list in its form.
pub(super) fn list<'a, T: 'a>(records: impl IntoIterator<Item = &'a T>, form: impl Fn(&T) -> Value) -> Vec<Value> {
    records.into_iter().map(form).collect()
}

/// Names of people: looked up once, since each may be asked for a hundred thousand times.
pub(super) type PersonNames = BTreeMap<PersonId, String>;

pub(super) fn person(names: &PersonNames, id: Option<PersonId>) -> Value {
    id.and_then(|id| names.get(&id)).map_or(Value::Null, |name| name.as_str().into())
}

pub(super) fn department(register: &Register, id: Option<DepartmentId>) -> Value {
    id.map_or(Value::Null, |id| register.department_name(Some(id)).into())
}

/// The form of a record, with the texts that it has beside those that every record has.
pub(super) fn and(mut form: Value, texts: &[(&str, &String)]) -> Value {
    if let Some(fields) = form.as_object_mut() {
        let told = texts.iter().filter(|(_, text)| !text.is_empty());
        fields.extend(told.map(|(key, text)| ((*key).to_owned(), text.as_str().into())));
    }
    form
}

/// The same with a day that few records have.
pub(super) fn with_day(mut form: Value, key: &str, day: Option<Day>) -> Value {
    if let (Some(day), Some(fields)) = (day, form.as_object_mut()) {
        fields.insert(key.into(), day.iso().into());
    }
    form
}

/// The form of a record, with why it is void, if it is.
pub(super) fn void(reason: Option<&String>, mut form: Value) -> Value {
    if let (Some(reason), Some(fields)) = (reason, form.as_object_mut()) {
        fields.insert("void_reason".into(), reason.clone().into());
    }
    form
}
