//! Settings, waivers, changes of post, notices, 巡检 and 抽查 in the JSON document; a list that is empty is left out.

use serde_json::{Value, json};

use super::parts::{PersonNames, department, list, person, void};
use crate::model::*;

/// Adds what keeping the regulation has left behind.
pub(super) fn add(register: &Register, names: &PersonNames, document: &mut Value) {
    let lists = [
        ("settings", list(register.settings.values(), setting)),
        ("waivers", list(register.waivers.values(), |it| waiver(register, names, it))),
        ("post_changes", list(register.post_changes.values(), |it| post_change(register, names, it))),
        ("notices", list(register.notices.values(), |it| notice(register, names, it))),
        ("inspections", list(register.inspections.values(), |it| inspection(register, it))),
        ("samples", list(register.samples.values(), |it| sample(register, it))),
    ];
    let Some(fields) = document.as_object_mut() else { return };
    for (key, list) in lists {
        if !list.is_empty() {
            fields.insert(key.into(), list.into());
        }
    }
}

fn setting(it: &Setting) -> Value {
    json!({"key": it.key, "value": it.value, "source": it.source})
}

fn waiver(register: &Register, names: &PersonNames, it: &Waiver) -> Value {
    let mut value = json!({
        "article": it.article,
        "kind": it.subject.kind(),
        "subject": match it.subject {
            Subject::Person(id) => person(names, Some(id)),
            // The name alone: the system has a key of its own.
            Subject::Account(id) => account(register, id).1.into(),
            subject => subject.name(register).into(),
        },
        "reason": it.reason,
        "waived_on": it.waived_on,
    });
    if let Some(fields) = value.as_object_mut() {
        if let Subject::Account(id) = it.subject {
            fields.insert("system".into(), account(register, id).0.into());
        }
        if let Some(concerns) = &it.concerns {
            fields.insert("concerns".into(), concerns.clone().into());
        }
    }
    void(it.void_reason.as_ref(), value)
}

fn post_change(register: &Register, names: &PersonNames, it: &PostChange) -> Value {
    let value = json!({
        "person": person(names, Some(it.person)),
        "from_department": department(register, Some(it.from_department)),
        "from_post": it.from_post,
        "to_department": department(register, Some(it.to_department)),
        "to_post": it.to_post,
        "changed_on": it.changed_on,
    });
    void(it.void_reason.as_ref(), value)
}

fn notice(register: &Register, names: &PersonNames, it: &Notice) -> Value {
    let mut value = json!({
        "number": it.number,
        "person": person(names, Some(it.person)),
        "route": it.route,
        // One whose registration was taken back is known no more.
        "accounts": it.accounts.iter().filter(|id| register.get::<Account>(**id).is_some()).map(|id| {
            let (system, account) = account(register, *id);
            json!({"system": system, "account": account})
        }).collect::<Vec<_>>(),
        "written_on": it.written_on,
    });
    if let Some(leaver) = &it.leaver {
        value["left_on"] = json!(leaver.left_on);
        value["handed_over_on"] = json!(leaver.handed_over_on);
        value["department"] = json!(leaver.department);
        value["post"] = json!(leaver.post);
    }
    void(it.void_reason.as_ref(), value)
}

fn inspection(register: &Register, it: &Inspection) -> Value {
    let value = json!({
        "number": it.number,
        "system": register.system_name(Some(it.system)),
        "begun_on": it.begun_on,
        "finished_on": it.finished_on,
        "cleanup": it.cleanup.map(|id| Subject::Cleanup(id).name(register)),
        "rows": list(register.rows_of_inspection(it.id), |row| json!({
            "system": account(register, row.account).0,
            "account": account(register, row.account).1,
            "judgement": row.judgement,
            "note": row.note,
        })),
    });
    void(it.void_reason.as_ref(), value)
}

fn sample(register: &Register, it: &Sample) -> Value {
    let value = json!({
        "number": it.number,
        "system": it.system.map(|id| register.system_name(Some(id))),
        "department": department(register, it.department),
        "size": it.size,
        "seed": it.seed,
        "population": it.population,
        "drawn_on": it.drawn_on,
        "rows": list(register.rows_of_sample(it.id), |row| json!({
            "system": account(register, row.account).0,
            "account": account(register, row.account).1,
            "result": row.result,
            "note": row.note,
        })),
    });
    void(it.void_reason.as_ref(), value)
}

/// System and 账号名.
fn account(register: &Register, id: AccountId) -> (&str, &str) {
    match register.get::<Account>(id) {
        Some(it) => (register.system_name(Some(it.system)), &it.account),
        None => ("", ""),
    }
}
