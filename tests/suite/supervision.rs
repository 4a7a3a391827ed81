//! The errands that the regulation asks for beside its forms: settings, waivers, 巡检, 抽查.

use serde_json::json;
use taizhang::error::ErrorKind;
use taizhang::model::*;
use taizhang::ops::{Handling, Office};
use taizhang::rules::{Article, Matter, Telling, check};

use super::rules_support::{account, quiet};
use super::support::{Scratch, empty_office, good_form, sample_office, signed, today};

/// The quiet office with this on top.
fn office_with(differs: &serde_json::Value) -> Scratch {
    let mut scratch = empty_office();
    scratch.office.load(&quiet().to_string(), today()).unwrap();
    scratch.office.load(&differs.to_string(), today()).unwrap();
    scratch
}

fn matters(office: &Office, article: u8) -> Vec<Matter> {
    check(office.register(), today()).into_iter().filter(|it| it.article().0 == article).collect()
}

#[test]
fn a_setting_changes_what_is_found_and_undo_takes_it_back() {
    let mut scratch = office_with(&json!({}));
    let office = &mut scratch.office;
    assert_eq!(matters(office, 8), []);
    office.save_setting(SettingKey::InspectionDays, 20, "", today()).unwrap();
    assert_eq!(matters(office, 8).len(), 1);
    office.save_setting(SettingKey::InspectionDays, 30, "", today()).unwrap();
    assert_eq!(matters(office, 8), [], "one setting, one record");
    assert_eq!(office.register().settings.len(), 1);
    office.undo(today()).unwrap();
    assert_eq!(matters(office, 8).len(), 1);
    let error = office.save_setting(SettingKey::PasswordDays, 91, "省标准", today()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert!(error.to_string().contains("第二十五条"), "{error}");
    assert!(
        office.save_setting(SettingKey::PasswordDays, 60, "", today()).unwrap_err().to_string().contains("第二十七条")
    );
    office.save_setting(SettingKey::PasswordDays, 60, "晋政办发〔2023〕1号", today()).unwrap();
}

#[test]
fn a_finding_that_is_overridden_says_so_and_stops_no_more() {
    let mut scratch = office_with(&json!({"systems": [{"name": "平台", "system_admin": null}]}));
    let office = &mut scratch.office;
    let found = matters(office, 8);
    assert!(found[0].stops());
    let subject = found[0].subject;
    assert!(office.waive(Article(8), subject, " ", today()).unwrap_err().to_string().contains("第八条"));
    assert!(office.waive(Article(7), subject, "人员不足", today()).is_err(), "nothing is found under it");
    office.waive(Article(8), subject, "人员不足，年底前指定", today()).unwrap();
    let found = matters(office, 8);
    assert!(!found[0].stops());
    let told = Telling::of(office.register(), today()).message(&found[0]);
    assert!(told.ends_with("（2026年11月24日例外办理：人员不足，年底前指定）"), "{told}");
    let entry = office.store().last_entries(1).unwrap().remove(0);
    assert_eq!((entry.op, entry.basis.as_str(), entry.reason.as_str()), (Op::Waive, "平台", "人员不足，年底前指定"));
    let id = found[0].waiver.unwrap();
    office.withdraw_waiver(id, "已指定", today()).unwrap();
    let again = office.withdraw_waiver(id, "又撤一次", today()).unwrap_err().to_string();
    assert!(again.contains("已经撤回，原因：已指定"), "{again}");
    assert!(matters(office, 8)[0].stops());
    office.waive(Article(8), subject, "又缺", today()).unwrap();
    assert_eq!(office.register().waivers.len(), 1);
}

#[test]
fn an_override_holds_for_what_was_found_then_and_not_for_what_comes_to_it() {
    let linshi = |differs: serde_json::Value| {
        let mut told = account("linshi", json!({"nature": "临时", "expires_on": "2026-12-31", "basis": "政办函3号"}));
        super::rules_support::merge(&mut told, differs);
        json!({"accounts": [told]})
    };
    let mut scratch = office_with(&linshi(json!({})));
    let office = &mut scratch.office;
    let stops = |office: &Office| matters(office, 18).iter().filter(|it| it.stops()).count();
    assert_eq!(stops(office), 1, "使用事由 is not told");
    let subject = matters(office, 18)[0].subject;
    office.waive(Article(18), subject, "事由见来函", today()).unwrap();
    assert_eq!(stops(office), 0);

    office.load(&linshi(json!({"basis": ""})).to_string(), today()).unwrap();
    assert_eq!(stops(office), 1, "now 授权依据 is gone as well: of that nothing was written");
    office.waive(Article(18), subject, "来函待补", today()).unwrap();
    assert_eq!(stops(office), 0);
    let waiver = office.register().waivers.values().next().unwrap();
    assert_eq!(waiver.concerns.as_deref(), Some(&["使用事由".to_owned(), "授权依据".to_owned()][..]));
    assert_eq!(waiver.reason, "事由见来函；来函待补");

    office.load(&linshi(json!({"basis": "", "reason": "演练"})).to_string(), today()).unwrap();
    assert_eq!(stops(office), 0, "of two that are overridden one was put right");
    let waiver = office.register().waivers.values().next().unwrap().id;
    office.withdraw_waiver(waiver, "依据已补", today()).unwrap();
    assert_eq!(stops(office), 1);
}

#[test]
fn an_override_of_before_this_was_recorded_holds_for_its_article_as_it_did() {
    let mut scratch = office_with(&json!({
        "accounts": [account("linshi", json!({"nature": "临时"}))],
        "waivers": [{"article": 18, "kind": "account", "system": "平台", "subject": "linshi", "reason": "旧例"}]
    }));
    let office = &mut scratch.office;
    assert!(matters(office, 18).iter().all(|it| it.waiver.is_some()), "{:?}", matters(office, 18));
    assert_eq!(office.register().waivers.values().next().unwrap().concerns, None);
}

#[test]
fn an_override_of_one_pair_of_roles_does_not_let_another_pair_pass() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    // 孙丽华 of the sample applied and reviewed: 第七条.
    let id = office.register().application_numbered("SQ-2026-0003").unwrap().id;
    office.waive(Article(7), Subject::Application(id), "科室只有一人在岗", today()).unwrap();
    let handling = Handling { operator: "孙丽华".into(), handled_on: Some(today()), ..Handling::default() };
    let error = office.complete_application(id, &handling, today()).unwrap_err().to_string();
    assert!(error.contains("操作员和申请人都是孙丽华"), "{error}");
    assert!(!error.contains("科室负责人和申请人"), "{error}");
}

#[test]
fn what_is_overridden_stays_so_when_the_person_is_called_otherwise() {
    let mut scratch = office_with(
        &json!({"accounts": [account("lijg", json!({"role": "系统管理员", "holder": "李建国", "basis": ""}))]}),
    );
    let office = &mut scratch.office;
    let found = matters(office, 17);
    assert!(found[0].stops());
    office.waive(Article(17), found[0].subject, "授权文件在档案室", today()).unwrap();
    let person = office.person_called("李建国").unwrap();
    let record = Kind::People.record(person.0, office.register()).unwrap();
    let mut texts = schema::texts(&record, office.register());
    texts[0] = "李健国".into();
    office.save_record(Kind::People, Some(person.0), &texts, today()).unwrap();
    assert!(matters(office, 17).iter().all(|it| !it.stops()), "{:?}", matters(office, 17));
}

#[test]
fn what_was_overridden_before_does_not_stop_the_closing() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    // 孙丽华 of the sample applied and reviewed: 第七条.
    let id = office.register().application_numbered("SQ-2026-0003").unwrap().id;
    let handling = Handling { operator: "陈小满".into(), handled_on: Some(today()), ..Handling::default() };
    let error = office.complete_application(id, &handling, today()).unwrap_err();
    assert!(error.to_string().contains("第七条"), "{error}");
    office.waive(Article(7), Subject::Application(id), "科室只有一人在岗", today()).unwrap();
    office.complete_application(id, &handling, today()).unwrap();
    let waivers: Vec<&str> = office.register().waivers.values().map(|it| it.reason.as_str()).collect();
    assert_eq!(waivers, ["科室只有一人在岗"], "the reason that stands is the one that was given");
}

#[test]
fn what_is_closed_against_the_rules_keeps_its_reason_as_a_waiver() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let id = signed(office, &good_form(), today());
    let handling = Handling {
        operator: "秦天天".into(),
        handled_on: Some(today()),
        outcome: "已开通。".into(),
        account: "qintt_zw".into(),
        reason: "只有一名经办人在岗".into(),
    };
    office.complete_application(id, &handling, today()).unwrap();
    let waivers: Vec<(u8, Subject, &str)> =
        office.register().waivers.values().map(|it| (it.article, it.subject, it.reason.as_str())).collect();
    assert_eq!(waivers, [(7, Subject::Application(id), "只有一名经办人在岗")]);
    let found: Vec<Matter> =
        matters(office, 7).into_iter().filter(|it| it.subject == Subject::Application(id)).collect();
    assert_eq!(found.len(), 1);
    assert!(!found[0].stops());
    office.undo(today()).unwrap();
    assert!(office.register().waivers.is_empty());
}
