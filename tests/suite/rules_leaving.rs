//! 第十四条 and 第四章 (第二十二条): people who have left.

use serde_json::{Value, json};
use taizhang::model::PersonStatus;
use taizhang::rules::{check, left, status_on};

use super::rules_support::{Case, account, all_hold, register_with, sentence};
use super::support::{day, today};

const TODAY: &str = "2026-11-24";

/// 张伟 of 投资科 with an account, left, and with what differs.
fn leaver(person: Value, status: &str) -> Value {
    let mut it = json!({"name": "张伟", "department": "投资科", "status": "离职", "left_on": "2026-10-30"});
    super::rules_support::merge(&mut it, person);
    json!({
        "people": [it],
        "accounts": [account("zhangw", json!({"holder": "张伟（投资科）", "status": status}))],
        "matrix": if status == "在用" {
            json!([{"department": "投资科", "system": "平台", "post": "科员", "holder": "张伟（投资科）", "account": "zhangw"}])
        } else {
            json!([])
        },
    })
}

/// What is found under 第十四条 and 第二十二条, case by case.
#[allow(clippy::too_many_lines)] // a table
pub fn cases() -> Vec<Case<'static>> {
    let both: &[(u8, &str, &str)] = &[(14, "T", "张伟（投资科）"), (22, "T", "张伟（投资科）")];
    let notice = json!({"notices": [
        {"person": "张伟（投资科）", "route": "网络技术中心", "accounts": [{"system": "平台", "account": "zhangw"}], "written_on": "2026-11-14"}
    ]});
    let noticed = |mut one: Value| {
        super::rules_support::merge(&mut one, notice.clone());
        one
    };
    vec![
        ("a leaver with a live account", leaver(json!({}), "在用"), TODAY, both),
        ("on the last day", leaver(json!({"status": "在岗", "left_on": TODAY}), "在用"), TODAY, both),
        (
            "the day before: what is due on it",
            leaver(json!({"status": "在岗", "left_on": "2026-11-25"}), "在用"),
            TODAY,
            both,
        ),
        ("调离 leaves the accounts too", leaver(json!({"status": "调离"}), "在用"), TODAY, both),
        (
            "第二十五条: the password of a leaver's account is not to be renewed, nor the account entered in 附件1",
            json!({"people": leaver(json!({}), "在用")["people"],
                "accounts": [account("zhangw", json!({"holder": "张伟（投资科）", "password_changed_on": "2026-01-06"}))]}),
            TODAY,
            both,
        ),
        (
            "第二十二条: a 系统账号 of a leaver whose password is still the same",
            json!({"people": leaver(json!({}), "在用")["people"],
                "accounts": [account("zhangw", json!({"holder": "张伟（投资科）", "role": "系统管理员", "basis": "政办函3号", "password_changed_on": "2026-10-29"}))]}),
            TODAY,
            &[(14, "T", "张伟（投资科）"), (22, "T", "张伟（投资科）"), (22, "T", "平台·zhangw")],
        ),
        (
            "第二十二条: changed on the last day or later",
            json!({"people": leaver(json!({}), "在用")["people"],
            "accounts": [account("zhangw", json!({
                "holder": "张伟（投资科）", "role": "系统管理员", "basis": "政办函3号", "password_changed_on": "2026-10-30"
            }))]}),
            TODAY,
            both,
        ),
        (
            "all disabled, and nobody has told 手续办结日",
            leaver(json!({}), "已禁用"),
            TODAY,
            &[(14, "T", "张伟（投资科）")],
        ),
        ("all disabled before the regulation", leaver(json!({"left_on": "2022-08-02"}), "已禁用"), TODAY, &[]),
        ("all deleted before the leaving", leaver(json!({}), "已删除"), TODAY, &[]),
        (
            "第三十条: left before the regulation, and the account lasts",
            leaver(json!({"left_on": "2022-08-02"}), "在用"),
            TODAY,
            both,
        ),
        (
            "第三十条: handed over before the regulation",
            leaver(json!({"left_on": "2022-07-01", "handed_over_on": "2022-08-02"}), "已禁用"),
            TODAY,
            &[],
        ),
        ("nobody noted the day", leaver(json!({"left_on": null}), "在用"), TODAY, both),
        ("left on its day", leaver(json!({"left_on": "2022-08-03"}), "在用"), TODAY, both),
        (
            "the second clock: handed over, and no notice",
            leaver(json!({"handed_over_on": "2026-11-13"}), "已禁用"),
            TODAY,
            &[(14, "T", "张伟（投资科）")],
        ),
        ("not handed over yet", leaver(json!({"handed_over_on": "2026-11-25"}), "已禁用"), TODAY, &[]),
        ("the notice is made", noticed(leaver(json!({"handed_over_on": "2026-11-13"}), "已禁用")), TODAY, &[]),
        (
            "the notice names another account than is held now",
            noticed({
                let mut it = leaver(json!({"handed_over_on": "2026-11-13"}), "已禁用");
                it["accounts"]
                    .as_array_mut()
                    .unwrap()
                    .push(account("zhangw2", json!({"holder": "张伟（投资科）", "status": "已禁用"})));
                it
            }),
            TODAY,
            &[(14, "T", "张伟（投资科）")],
        ),
        (
            "the notice that is void is none",
            {
                let mut it = noticed(leaver(json!({"handed_over_on": "2026-11-13"}), "已禁用"));
                it["notices"][0]["void_reason"] = "发错部门".into();
                it
            },
            TODAY,
            &[(14, "T", "张伟（投资科）")],
        ),
        (
            "the 系统管理员 has left",
            json!({"people": [{"name": "李建国", "department": "受理科", "status": "离职", "left_on": "2026-11-20"}],
                "accounts": [account("lijg", json!({"role": "系统管理员", "holder": "李建国", "basis": "政办函3号", "status": "已禁用"}))],
                "matrix": [{"department": "受理科", "system": "平台", "category": "受理", "post": "科员", "holder": "秦天天", "account": "qintt"}]}),
            TODAY,
            &[(14, "T", "李建国"), (22, "T", "平台")],
        ),
    ]
}

#[test]
fn each_case_of_leaving_finds_its_articles_and_no_others() {
    all_hold(&cases());
}

#[test]
fn the_days_since_the_leaving_are_told() {
    let register = register_with(&[leaver(json!({}), "在用")]);
    let told = sentence(&register, today(), 14);
    assert_eq!(told, "张伟（投资科）已离职25天，仍有1个在用账号：平台·zhangw；请办理注销");
    let person = register.people.values().find(|it| it.left_on.is_some()).unwrap();
    assert_eq!(left(person, day("2026-10-29")), Some(Some(day("2026-10-30"))), "the status tells it already");
}

#[test]
fn a_day_that_is_unknown_or_to_come_is_asked_about() {
    let told = |left_on: Value| {
        let register = register_with(&[leaver(json!({"left_on": left_on}), "在用")]);
        let due = check(&register, today()).into_iter().find(|it| it.article().0 == 14).unwrap().due;
        assert_eq!(due, Some(today()));
        sentence(&register, today(), 14)
    };
    let account = "仍有1个在用账号：平台·zhangw；请办理注销";
    assert_eq!(told(Value::Null), format!("张伟（投资科）已离职（没有登记离职日，请补登），{account}"));
    let coming = "状态是离职（登记的离职日2026年12月1日还没有到，请核对）";
    assert_eq!(told("2026-12-01".into()), format!("张伟（投资科）{coming}，{account}"));
    assert_eq!(told(TODAY.into()), format!("张伟（投资科）今日离职，{account}"));
}

#[test]
fn who_left_before_the_regulation_is_told_since_its_day_with_all_the_days() {
    let register = register_with(&[leaver(json!({"left_on": "2022-08-01"}), "在用")]);
    let found = check(&register, today());
    assert_eq!(found.iter().map(|it| it.due).collect::<Vec<_>>(), [Some(day("2022-08-03"))]);
    assert!(sentence(&register, today(), 14).starts_with("张伟（投资科）已离职1576天"));
}

#[test]
fn the_accounts_that_no_notice_names_are_counted() {
    let register = register_with(&[leaver(json!({"handed_over_on": "2026-11-13"}), "已禁用")]);
    assert_eq!(
        sentence(&register, today(), 14),
        "张伟（投资科）的离职手续2026年11月13日办结，1个账号还没有书面通知账号管理部门，请出具通知"
    );
}

#[test]
fn a_leaving_of_which_nobody_has_told_the_second_day_is_asked_about() {
    let register = register_with(&[leaver(json!({}), "已禁用")]);
    assert_eq!(
        sentence(&register, today(), 14),
        "张伟（投资科）的手续办结日没有登记，书面通知还没有出具（1个账号），请办结离职手续后登记日期并出具通知"
    );
}

#[test]
fn who_is_to_leave_has_left_from_the_day_on() {
    let register = register_with(&[leaver(json!({"status": "在岗"}), "在用")]);
    let person = register.people.values().find(|it| it.left_on.is_some()).unwrap();
    let on = |on: &str| status_on(person, day(on));
    assert_eq!((on("2026-10-29"), on("2026-10-30")), (PersonStatus::Serving, PersonStatus::Left));
    assert_eq!(left(person, day("2026-10-29")), None);
}
