//! An office that nothing is wrong with on 2026-11-24, what a case tells on top of it, and what is found then.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use taizhang::model::*;
use taizhang::rules::{Fact, Matter, Telling, check};

use super::support::{day, empty_office, today};

/// Every article that stands behind a fact, its weight, and the name of the record that it is about.
pub type Found = BTreeSet<(u8, &'static str, String)>;

/// What a case is called, what it tells on top of the quiet office, the day, and what must be found.
pub type Case<'a> = (&'a str, Value, &'a str, &'a [(u8, &'a str, &'a str)]);

/// The quiet office as a document: a platform with its administrators, a clerk with an account, all in order.
pub fn quiet() -> Value {
    json!({
        "departments": [
            {"name": "受理科", "head": "李建国", "leader": "王志强"},
            {"name": "网络技术中心", "head": "刘海涛", "leader": "周文斌", "is_network_center": true},
            {"name": "投资科"}
        ],
        "people": [
            {"name": "王志强", "department": "受理科", "post": "副局长"},
            {"name": "周文斌", "department": "网络技术中心", "post": "副局长"},
            {"name": "李建国", "department": "受理科", "post": "科长"},
            {"name": "秦天天", "department": "受理科", "post": "科员"},
            {"name": "张伟", "department": "受理科", "post": "科员"},
            {"name": "张伟", "department": "投资科", "post": "科员"},
            {"name": "刘海涛", "department": "网络技术中心", "post": "主任"},
            {"name": "陈小满", "department": "网络技术中心", "post": "工程师"}
        ],
        "systems": [
            {"name": "平台", "lead_department": "受理科", "self_built": true, "super_admin": "陈小满", "system_admin": "李建国"}
        ],
        "accounts": [account("qintt", json!({})), account("lijg", json!({"role": "系统管理员", "holder": "李建国", "basis": "政办函3号"}))],
        "matrix": [
            {"department": "受理科", "system": "平台", "category": "受理", "post": "科员", "holder": "秦天天", "account": "qintt"},
            {"department": "受理科", "system": "平台", "category": "受理", "post": "科长", "holder": "李建国", "account": "lijg"}
        ],
        "matrix_papers": signed(&["受理科"]),
        "filings": DEPARTMENTS.map(|department| json!({
            "department": department, "kind": "账号权限对照表", "period": "2022Q3", "signed_on": SIGNED_ON,
            "filed_on": "2022-09-02", "rows": []
        })),
        "inspections": [{"number": "XJ-2026-0001", "system": "平台", "begun_on": "2026-11-02", "finished_on": "2026-11-03"}],
        "samples": [{"number": "CC-2026-0001", "size": 1, "seed": 1, "population": 2, "drawn_on": "2026-11-02"}]
    })
}

const DEPARTMENTS: [&str; 3] = ["受理科", "网络技术中心", "投资科"];
/// When every table was signed and filed.
const SIGNED_ON: &str = "2022-09-01";

/// The tables of these departments, signed.
fn signed(departments: &[&str]) -> Value {
    departments.iter().map(|department| json!({"department": department, "signed_on": SIGNED_ON})).collect()
}

/// A document that tells rows of a table tells of the signed one, where it says nothing else, and of whole rows.
fn with_signed_tables(mut document: Value) -> Value {
    for row in document.get_mut("matrix").and_then(Value::as_array_mut).into_iter().flatten() {
        for (cell, text) in [("category", "受理"), ("post", "科员")] {
            row.as_object_mut().unwrap().entry(cell).or_insert(text.into());
        }
    }
    if let (Some(rows), None) = (document["matrix"].as_array(), document.get("matrix_papers")) {
        let told: BTreeSet<&str> = rows.iter().filter_map(|row| row["department"].as_str()).collect();
        let papers = signed(&told.into_iter().collect::<Vec<_>>());
        merge(&mut document, json!({"matrix_papers": papers}));
    }
    document
}

/// An account of the platform in good order, with what differs.
pub fn account(name: &str, differs: Value) -> Value {
    let mut it = json!({
        "system": "平台", "account": name, "role": "普通用户", "category": "受理", "holder": "秦天天",
        "opened_on": "2026-01-05", "nature": "正式", "status": "在用", "initial_password_changed_on": "2026-01-06",
        "password_changed_on": "2026-11-01",
    });
    merge(&mut it, differs);
    it
}

/// A form on its way in good order, with what differs.
pub fn form(differs: Value) -> Value {
    let mut it = json!({
        "number": "SQ-2026-0001", "kind": "用户账号", "action": "变更", "applicant": "秦天天", "department": "受理科",
        "post": "科员", "applied_on": "2026-11-20", "contact": "1", "system": "平台", "account": "qintt",
        "description": "调整权限。",
    });
    merge(&mut it, differs);
    it
}

/// The document with these members in place of its own.
pub fn merge(it: &mut Value, differs: Value) {
    let Value::Object(differs) = differs else { panic!("an object is needed") };
    it.as_object_mut().unwrap().extend(differs);
}

/// The register of the quiet office with these documents loaded on top, one after the other.
pub fn register_with(documents: &[Value]) -> Register {
    let mut scratch = empty_office();
    scratch.office.load(&quiet().to_string(), today()).unwrap();
    for document in documents {
        scratch.office.load(&with_signed_tables(document.clone()).to_string(), today()).unwrap();
    }
    scratch.office.register().clone()
}

/// What is found, each under every article that it stands under.
pub fn found(register: &Register, today: Day) -> Found {
    let telling = Telling::of(register, today);
    let of = |matter: &Matter| {
        let (letter, subject) = (matter.weight().letter(), telling.subject(matter.subject));
        assert!(!telling.message(matter).is_empty() && !subject.is_empty(), "{matter:?}");
        // A form stands under the article of its own finding.
        let articles = match &matter.fact {
            Fact::Form(finding) => vec![finding.article.0],
            fact => fact.articles().to_vec(),
        };
        articles.into_iter().map(move |article| (article, letter, subject.clone())).collect::<Vec<_>>()
    };
    check(register, today).iter().filter(|it| !only_waits(it)).flat_map(of).collect()
}

/// That a form is not printed yet: told of whatever draft a case has, and no case is about it.
fn only_waits(matter: &Matter) -> bool {
    matter.fact == Fact::FormUnprinted
}

/// The sentence of the only matter under this article.
pub fn sentence(register: &Register, today: Day, article: u8) -> String {
    let of_article = |it: &Matter| it.article().0 == article && !only_waits(it);
    let found: Vec<Matter> = check(register, today).into_iter().filter(of_article).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    Telling::of(register, today).message(&found[0])
}

/// Every case finds what it names and nothing else.
pub fn all_hold(cases: &[Case]) {
    for (name, document, on, expected) in cases {
        let register = register_with(std::slice::from_ref(document));
        let expected: Found = expected
            .iter()
            .map(|(article, weight, subject)| (*article, letter(weight), (*subject).to_owned()))
            .collect();
        assert_eq!(found(&register, day(on)), expected, "{name}");
    }
}

fn letter(weight: &str) -> &'static str {
    ["E", "W", "T", "I"].into_iter().find(|letter| *letter == weight).unwrap()
}
