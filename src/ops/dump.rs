//! The records as a JSON document that [`Office::load`] takes in again.

mod parts;
mod supervision;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use parts::{PersonNames, and, department, list, person, void, with_day};

use super::Office;
use crate::error::Result;
use crate::model::*;

impl Office {
    /// The register as JSON, in the order it was made, but for the scans (扫描件), whose bytes lie beside the records. Loaded into a new file, it dumps the same again.
    pub fn dump(&self) -> Result<String> {
        let register = &self.register;
        let names = &register.person_names();
        let mut document = json!({
            "departments": list(register.departments.values(), |it| void(it.void_reason.as_ref(), with_day(json!({
                "name": it.name,
                "short": it.short,
                "head": person(names, it.head),
                "leader": person(names, it.leader),
                "is_network_center": it.is_network_center,
            }), "abolished_on", it.abolished_on))),
            "people": list(register.people.values(), |it| void(it.void_reason.as_ref(), json!({
                "name": it.name,
                "department": register.department_name(Some(it.department)),
                "post": it.post,
                "phone": it.phone,
                "status": it.status,
                "joined_on": it.joined_on,
                "left_on": it.left_on,
                "handed_over_on": it.handed_over_on,
            }))),
            "systems": list(register.systems.values(), |it| void(it.void_reason.as_ref(), with_day(json!({
                "name": it.name,
                "aliases": it.aliases,
                "lead_department": department(register, it.lead_department),
                "self_built": it.self_built,
                "private_network": it.private_network,
                "upper_level": it.upper_level,
                "accepted_on": it.accepted_on,
                "super_admin": person(names, it.super_admin),
                "system_admin": person(names, it.system_admin),
            }), "retired_on", it.retired_on))),
            "accounts": list(register.accounts.values(), |it| void(it.void_reason.as_ref(), and(json!({
                "system": register.system_name(Some(it.system)),
                "account": it.account,
                "layer": it.layer,
                "role": it.role,
                "category": it.category,
                "permissions": it.permissions,
                "holder": person(names, it.holder),
                "opened_on": it.opened_on,
                "expires_on": it.expires_on,
                "nature": it.nature,
                "status": it.status,
                "initial_password_changed_on": it.initial_password_changed_on,
                "password_changed_on": it.password_changed_on,
            }), &[("basis", &it.basis), ("reason", &it.reason)]))),
            "matrix": list(matrix(register), |it| json!({
                "department": register.department_name(Some(it.department)),
                "system": register.system_name(Some(it.system)),
                "category": it.category,
                "post": it.post,
                "holder": person(names, it.holder),
                "note": it.note,
                "account": it.account,
                "permissions": it.permissions,
            })),
            "applications": list(register.applications.values(), |it| application(register, names, it)),
            "cleanups": list(register.cleanups.values(), |it| cleanup(register, names, it)),
            "filings": register.filings.values().map(|it| self.filing(it)).collect::<Result<Vec<_>>>()?,
        });
        let papers = list(register.matrices.values(), |it| {
            json!({
                "department": register.department_name(Some(it.department)),
                "printed_on": it.printed_on,
                "signed_on": it.signed_on,
                "signed_by": person(names, it.signed_by),
                "changed_on": it.changed_on,
            })
        });
        if let Some(fields) = document.as_object_mut().filter(|_| !papers.is_empty()) {
            fields.insert("matrix_papers".into(), papers.into());
        }
        supervision::add(register, names, &mut document);
        // A value made by `json!` has a text form; the alternate form of Display is the indented one.
        Ok(format!("{document:#}"))
    }

    /// With the bytes that were handed in: they cannot be made again by another version of the program.
    fn filing(&self, it: &Filing) -> Result<Value> {
        let value = json!({
            "number": it.number,
            "department": self.register.department_name(Some(it.department)),
            "kind": it.kind,
            "period": it.period,
            "signed_on": it.signed_on,
            "signed_by": it.signed_by,
            "filed_on": it.filed_on,
            "rows": it.rows,
            "fingerprint": it.fingerprint,
            "workbook": BASE64_STANDARD.encode(self.store.content(&it.workbook)?),
        });
        Ok(void(it.void_reason.as_ref(), value))
    }
}

fn matrix(register: &Register) -> Vec<&MatrixRow> {
    register.departments.keys().flat_map(|department| register.matrix_of(*department)).collect()
}

fn application(register: &Register, names: &PersonNames, it: &Application) -> Value {
    let mut value = json!({
        "number": it.number,
        "kind": it.kind,
        "action": it.action,
        "disposal": it.disposal,
        "account_note": it.account_note,
        "applicant": person(names, it.applicant),
        "department": department(register, it.department),
        "post": it.post,
        "applied_on": it.applied_on,
        "contact": it.contact,
        "system": it.system.map(|system| register.system_name(Some(system))),
        "account": it.account,
        "holder": person(names, it.holder),
        "description": it.description,
        "department_head": person(names, it.department_head),
        "leader": person(names, it.leader),
        "operator": person(names, it.operator),
        "reviewed_on": it.reviewed_on,
        "approved_on": it.approved_on,
        "handled_on": it.handled_on,
        "outcome": it.outcome,
        "state": it.state,
    });
    if let Some(fields) = value.as_object_mut() {
        fields.extend(it.nature.map(|nature| ("nature".to_owned(), nature.label().into())));
        let second = it.system_head.map(|head| ("system_head".to_owned(), person(names, Some(head))));
        fields.extend(second);
        fields.extend(it.expires_on.map(|day| ("expires_on".to_owned(), day.iso().into())));
    }
    let texts = [("category", &it.category), ("permissions", &it.permissions)];
    void(it.void_reason.as_ref(), and(value, &texts))
}

fn cleanup(register: &Register, names: &PersonNames, it: &Cleanup) -> Value {
    let value = json!({
        "number": it.number,
        "systems": it.systems.iter().map(|system| register.system_name(Some(*system))).collect::<Vec<_>>(),
        "rows": list(register.rows_of(it.id), |row| with_day(json!({
            "system": register.system_name(Some(row.system)),
            "department": department(register, row.department),
            "holder": person(names, row.holder),
            "account": row.account,
            "kind": row.kind,
            "disposal": row.disposal,
        }), "written_on", row.written_on)),
    });
    let value = with_day(with_day(value, "handled_on", it.handled_on), "printed_on", it.printed_on);
    void(it.void_reason.as_ref(), value)
}
