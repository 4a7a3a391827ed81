//! The rules as a whole: complete over the 30 articles, and the same whatever order the facts came in.

use std::collections::{BTreeMap, BTreeSet};

use taizhang::model::*;
use taizhang::ops::Office;
use taizhang::rules::check::{UNCHECKED, reason_unchecked};
use taizhang::rules::leaving::Leaving;
use taizhang::rules::{Article, check, todos};

use super::rules_support::{found, quiet, register_with};
use super::support::{day, empty_office, sample_office, today};

#[test]
fn every_article_is_checked_by_some_case_or_has_its_reason_why_not_and_none_is_both() {
    // That each holds is what the tests of the chapters show.
    let cases = [
        super::rules_general::cases(),
        super::rules_ended::cases(),
        super::rules_ordinary::cases(),
        super::rules_system::cases(),
        super::rules_leaving::cases(),
        super::rules_password::cases(),
    ];
    let expected = cases.iter().flatten().flat_map(|(.., expected)| expected.iter().map(|(article, ..)| *article));
    let checked: BTreeSet<u8> = expected.collect();
    let unchecked: BTreeSet<u8> = UNCHECKED.into_iter().map(|(article, _)| article).collect();
    assert_eq!(unchecked.len(), UNCHECKED.len(), "none stands twice");
    assert_eq!(checked.intersection(&unchecked).count(), 0);
    assert_eq!(checked.union(&unchecked).copied().collect::<Vec<_>>(), (1..=30).collect::<Vec<u8>>());
    assert!(UNCHECKED.iter().all(|(_, reason)| reason.chars().count() > 5));
    assert_eq!(reason_unchecked(Article(7)), None);
}

#[test]
fn the_same_facts_in_any_order_give_the_same_findings() {
    let sample: serde_json::Value = serde_json::from_str(super::support::SAMPLE).unwrap();
    let wanted = found(sample_office().office.register(), today());
    assert!(!wanted.is_empty());
    // Lists without numbers of their own (applications get theirs in order) are turned around.
    let mut turned = sample.clone();
    for key in ["departments", "people", "systems", "accounts"] {
        turned[key].as_array_mut().unwrap().reverse();
    }
    let mut scratch = empty_office();
    scratch.office.load(&turned.to_string(), today()).unwrap();
    assert_eq!(found(scratch.office.register(), today()), wanted);
    // One list at a time, and each twice.
    let mut scratch = empty_office();
    for key in ["departments", "people", "systems", "accounts", "matrix"] {
        let mut part = serde_json::json!({"departments": [], "people": []});
        if matches!(key, "departments") {
            part["people"] = sample["people"].clone();
        }
        part[key] = sample[key].clone();
        for _ in 0..2 {
            scratch.office.load(&part.to_string(), today()).unwrap();
        }
    }
    let rest = serde_json::json!({"applications": sample["applications"], "cleanups": sample["cleanups"]});
    scratch.office.load(&rest.to_string(), today()).unwrap();
    assert_eq!(found(scratch.office.register(), today()), wanted);
}

/// Commands that do not lean on each other.
fn command(office: &mut Office, which: usize) {
    let leaves = |office: &mut Office, name: &str| {
        let leaving = Leaving {
            person: office.person_called(name).unwrap(),
            left_on: day("2026-11-20"),
            handed_over_on: Some(day("2026-11-23")),
            by: None,
            disposal: Disposal::Disable,
            successors: BTreeMap::new(),
        };
        office.staff_leaves(&leaving, today()).unwrap();
    };
    let platform = office.register().system_named("平台").unwrap();
    match which {
        0 => leaves(office, "秦天天"),
        1 => leaves(office, "李建国"),
        2 => office.save_setting(SettingKey::InspectionDays, 20, "", today()).unwrap(),
        3 => {
            office.accept_system(platform, day("2026-11-19"), today()).unwrap();
        }
        _ => {
            let late = serde_json::json!({"accounts": [super::rules_support::account("late", serde_json::json!({
                "nature": "正式", "holder": "陈小满", "password_changed_on": "2026-08-01"
            }))]});
            office.load(&late.to_string(), today()).unwrap();
        }
    }
}

#[test]
fn commands_that_do_not_lean_on_each_other_give_the_same_findings_in_any_order() {
    // Of papers only that they are there: their numbers are given in the order they are made.
    let told = |register: &Register| {
        let mut all: Vec<(u8, &str, String)> = found(register, today()).into_iter().collect();
        all.iter_mut().filter(|it| it.2.starts_with("SQ-")).for_each(|it| it.2.truncate(2));
        all
    };
    let mut wanted = None;
    for turn in 0..5 {
        for backwards in [false, true] {
            let mut order: Vec<usize> = (0..5).collect();
            order.rotate_left(turn);
            if backwards {
                order.reverse();
            }
            let mut scratch = empty_office();
            scratch.office.load(&quiet().to_string(), today()).unwrap();
            for which in &order {
                command(&mut scratch.office, *which);
            }
            let told = told(scratch.office.register());
            assert!(told.len() > 5, "{told:?}");
            assert_eq!(*wanted.get_or_insert_with(|| told.clone()), told, "{order:?}");
        }
    }
}

#[test]
fn undo_restores_every_finding() {
    let mut scratch = empty_office();
    scratch.office.load(&quiet().to_string(), today()).unwrap();
    for cases in [super::rules_general::cases(), super::rules_ended::cases(), super::rules_system::cases()] {
        for (name, document, ..) in cases {
            let (before, revision) =
                (check(scratch.office.register(), today()), scratch.office.store().last_entries(1).unwrap());
            scratch.office.load(&document.to_string(), today()).unwrap();
            let after = check(scratch.office.register(), today());
            if scratch.office.store().last_entries(1).unwrap() == revision {
                continue;
            }
            scratch.office.undo(today()).unwrap();
            assert_eq!(check(scratch.office.register(), today()), before, "{name}");
            scratch.office.redo(today()).unwrap();
            assert_eq!(check(scratch.office.register(), today()), after, "{name}");
            scratch.office.undo(today()).unwrap();
        }
    }
}

#[test]
fn what_is_due_is_sorted_by_its_day() {
    let register = register_with(&[serde_json::json!({
        "accounts": [super::rules_support::account("a1", serde_json::json!({"password_changed_on": "2026-08-01"}))],
        "systems": [{"name": "省平台", "lead_department": "投资科", "self_built": false}]
    })]);
    let all = check(&register, today());
    let due: Vec<(String, u8)> = todos(&all).iter().map(|it| (it.due.unwrap().iso(), it.article().0)).collect();
    assert_eq!(due, [("2026-10-30".into(), 25), ("2026-12-31".into(), 19)]);
}

#[test]
fn a_dump_with_all_that_supervision_leaves_behind_loads_into_the_same() {
    let mut told = quiet();
    super::rules_support::merge(
        &mut told,
        serde_json::json!({
            "cleanups": [{"number": "QL-2026-0001", "rows": [{"system": "平台", "account": "qintt", "disposal": "禁用"}]}],
            "filings": [{"number": "BA-2026-0001", "department": "受理科", "kind": "账号权限对照表", "period": "2026Q4",
                "signed_on": "2026-11-20", "signed_by": "王志强", "filed_on": "2026-11-19", "rows": [], "fingerprint": ""}],
            "settings": [{"key": "巡检间隔", "value": 60, "source": ""}],
            "waivers": [
                {"article": 17, "kind": "account", "system": "平台", "subject": "lijg", "concerns": ["授权依据"], "reason": "历史账号", "waived_on": "2026-11-20"},
                {"article": 8, "kind": "system", "subject": "平台", "reason": "人员不足", "waived_on": "2026-11-20"},
                {"article": 14, "kind": "person", "subject": "张伟（投资科）", "reason": "返聘", "waived_on": "2026-11-20"},
                {"article": 5, "kind": "filing", "subject": "BA-2026-0001", "reason": "先报后签", "waived_on": "2026-11-20"},
                {"article": 21, "kind": "cleanup", "subject": "QL-2026-0001", "reason": "保留", "waived_on": "2026-11-20"}
            ],
            "post_changes": [{"person": "张伟（投资科）", "from_department": "受理科", "from_post": "科员", "to_department": "投资科", "to_post": "科员", "changed_on": "2026-11-02"}],
            "notices": [{"number": "TZ-2026-0001", "person": "张伟（受理科）", "route": "专网系统管理部门", "accounts": [{"system": "平台", "account": "qintt"}], "written_on": "2026-11-20"}],
            "inspections": [{"number": "XJ-2026-0002", "system": "平台", "begun_on": "2026-11-02", "finished_on": "2026-11-03", "cleanup": "QL-2026-0001",
                "rows": [{"system": "平台", "account": "qintt", "judgement": "禁用", "note": "停用"}, {"system": "平台", "account": "lijg", "judgement": null, "note": ""}]}],
            "samples": [{"number": "CC-2026-0002", "system": "平台", "department": "受理科", "size": 2, "seed": 7, "population": 2, "drawn_on": "2026-11-02",
                "rows": [{"system": "平台", "account": "qintt", "result": "可疑使用", "note": "异地登录"}]}]
        }),
    );
    let mut first = empty_office();
    first.office.load(&told.to_string(), today()).unwrap();
    let dump = first.office.dump().unwrap();
    for key in ["settings", "waivers", "post_changes", "notices", "inspections", "samples"] {
        assert!(dump.contains(&format!("\"{key}\"")), "{key}");
    }
    let mut second = empty_office();
    second.office.load(&dump, today()).unwrap();
    assert_eq!(second.office.dump().unwrap(), dump);
    // Told again, nothing is new.
    let entries = second.office.store().last_entries(100).unwrap().len();
    second.office.load(&dump, today()).unwrap();
    assert_eq!(second.office.store().last_entries(100).unwrap().len(), entries);
    assert!(!empty_office().office.dump().unwrap().contains("settings"), "an empty list is left out");
}
