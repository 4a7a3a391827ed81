//! What the regulation has to say about the register, and what is due.

use serde_json::{Value, json};

use super::Outcome;
use crate::model::Day;
use crate::ops::Office;
use crate::rules::{Matter, Telling, Weight, check, todos};

/// Every finding, the gravest first. Told as found in part (exit code 4) while one of weight E stops.
pub(super) fn run(office: &Office, today: Day, as_json: bool) -> std::result::Result<String, Outcome> {
    let register = office.register();
    let mut found = check(register, today);
    found.sort_by_key(|it| (it.weight(), it.article(), it.subject));
    let telling = Telling::of(register, today);
    let printed = if as_json {
        let object = |it: &Matter| {
            let mut object = json!({
                "article": it.article().0, "weight": it.weight().letter(), "kind": it.subject.kind(),
                "subject": telling.subject(it.subject), "message": telling.message(it),
            });
            if it.waiver.is_some() {
                object["waived"] = true.into();
            }
            object
        };
        format!("{:#}\n", Value::Array(found.iter().map(object).collect()))
    } else {
        let line = |it: &Matter| format!("{}　{}\n", it.weight().label(), telling.line(it));
        let count = |weight: Weight| found.iter().filter(|it| it.weight() == weight).count();
        let counts = [Weight::Error, Weight::Warning, Weight::Reminder, Weight::Information]
            .map(|weight| format!("{}{}项", weight.label(), count(weight)));
        found.iter().map(line).collect::<String>() + &counts.join("，") + "\n"
    };
    if found.iter().any(Matter::stops) { Err(Outcome::Stopped(printed)) } else { Ok(printed) }
}

/// What is to be done: what is grave and has no day, then what has one, the earliest first.
pub(super) fn due(office: &Office, today: Day, as_json: bool) -> String {
    let register = office.register();
    let found = check(register, today);
    let telling = Telling::of(register, today);
    let due = todos(&found).into_iter();
    if as_json {
        let object = |it: &Matter| json!({"due": it.due, "article": it.article().0, "title": telling.message(it)});
        format!("{:#}\n", Value::Array(due.map(object).collect()))
    } else {
        let day = |it: &Matter| it.due.map_or_else(|| it.weight().label().to_owned(), Day::iso);
        let line = |it: &Matter| format!("{}　{}\n", day(it), telling.line(it));
        due.map(line).collect()
    }
}
