//! 第十四条 and 第四章 (第二十二条): people who have left.

use serde_json::{Value, json};
use taizhang::rules::left;

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
        ("the day before", leaver(json!({"status": "在岗", "left_on": "2026-11-25"}), "在用"), TODAY, &[]),
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
        ("all disabled", leaver(json!({}), "已禁用"), TODAY, &[]),
        ("left before the regulation", leaver(json!({"left_on": "2022-08-02"}), "在用"), TODAY, &[]),
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
            "the 系统管理员 has left",
            json!({"people": [{"name": "李建国", "department": "受理科", "status": "离职", "left_on": "2026-11-20"}],
                "accounts": [account("lijg", json!({"role": "系统管理员", "holder": "李建国", "basis": "政办函3号", "status": "已禁用"}))],
                "matrix": [{"department": "受理科", "system": "平台", "category": "受理", "post": "科员", "holder": "秦天天", "account": "qintt"}]}),
            TODAY,
            &[(22, "T", "平台")],
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
