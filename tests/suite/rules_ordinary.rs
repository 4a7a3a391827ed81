//! 第二章: forms (第十条, 第十一条), one account one person (第十二条), newcomers (第十三条), the register follows (第十五条).

use serde_json::json;
use taizhang::model::Day;
use taizhang::rules::{Fact, check};

use super::rules_support::{Case, account, all_hold, form, register_with, sentence};
use super::support::today;

const TODAY: &str = "2026-11-24";

/// What is found in the second chapter, case by case.
#[allow(clippy::too_many_lines)] // a table
pub fn cases() -> Vec<Case<'static>> {
    vec![
        ("第十条: a form in good order", json!({"applications": [form(json!({}))]}), TODAY, &[]),
        (
            "第十条: what is missing",
            json!({"applications": [form(json!({"kind": null}))]}),
            TODAY,
            &[(10, "E", "SQ-2026-0001")],
        ),
        (
            "第十条: 新增 of what is live, in other letters",
            json!({"applications": [form(json!({"action": "新增", "account": " ＱinTT ", "category": "受理"}))]}),
            TODAY,
            &[(10, "E", "SQ-2026-0001")],
        ),
        (
            "第十条: 启用 of what is live",
            json!({"applications": [form(json!({"action": "启用"}))]}),
            TODAY,
            &[(10, "E", "SQ-2026-0001")],
        ),
        (
            "第十条: 变更 of what is not there",
            json!({"applications": [form(json!({"account": "nobody"}))]}),
            TODAY,
            &[(10, "E", "SQ-2026-0001")],
        ),
        (
            "第十条, 第十二条: printed and unsigned, signed and not carried out",
            json!({"applications": [
                form(json!({"state": "已打印待签"})),
                form(json!({"number": "SQ-2026-0002", "state": "已签字", "department_head": "李建国", "leader": "王志强", "approved_on": "2026-11-21"}))
            ]}),
            TODAY,
            &[(10, "T", "SQ-2026-0001"), (12, "T", "SQ-2026-0002")],
        ),
        (
            "第十一条: signed, and no 科室负责人 has reviewed it",
            json!({"applications": [form(json!({"state": "已签字", "leader": "王志强", "approved_on": "2026-11-21"}))]}),
            TODAY,
            &[(11, "W", "SQ-2026-0001"), (12, "T", "SQ-2026-0001")],
        ),
        (
            "第十一条: a post that the 对照表 does not have in this system",
            json!({"applications": [form(json!({"post": "办事员"}))]}),
            TODAY,
            &[(11, "W", "SQ-2026-0001")],
        ),
        (
            "第十一条: a department without a 对照表 has nothing to compare with",
            json!({"applications": [form(json!({"applicant": "张伟（投资科）", "department": "投资科", "post": "办事员"}))]}),
            TODAY,
            &[],
        ),
        (
            "第十二条, 第二十六条: one account under three spellings (case, width, blanks)",
            json!({"accounts": [
                account("QinTT", json!({"holder": "张伟（受理科）"})),
                account("ｑｉｎｔｔ", json!({"holder": "张伟（投资科）"})),
                // The name is trimmed on its way in; a blank inside stays and makes another name.
                account("qin tt", json!({"holder": "王志强"}))
            ],
            "matrix": matrix(&["qintt", "lijg", "QinTT", "qin tt"], &["秦天天", "李建国", "张伟（受理科）", "王志强"])}),
            TODAY,
            // 王志强 is no 科员, as the row has it.
            &[
                (12, "W", "平台·qintt"),
                (26, "W", "平台·qintt"),
                (4, "W", "平台·ｑｉｎｔｔ"),
                (4, "T", "投资科"),
                (4, "W", "受理科"),
            ],
        ),
        (
            "第十二条: two spellings with one holder are not shared, and are told",
            json!({"accounts": [account("QINTT", json!({}))], "matrix": matrix(&["qintt", "lijg", "QINTT"], &["秦天天", "李建国", "秦天天"])}),
            TODAY,
            &[(12, "I", "秦天天")],
        ),
        (
            "第十二条: a disabled account has no live holder",
            json!({"accounts": [account("QinTT", json!({"holder": "张伟（受理科）", "status": "已禁用"}))]}),
            TODAY,
            &[],
        ),
        (
            "第十二条: nobody is on record as the holder",
            json!({"accounts": [account("wuren", json!({"holder": null}))]}),
            TODAY,
            &[(12, "W", "平台·wuren")],
        ),
        (
            "第十五条: opened on a day to come",
            json!({"accounts": [account("qintt", json!({"opened_on": "2026-11-25"}))]}),
            TODAY,
            &[(15, "W", "平台·qintt")],
        ),
        (
            "第十二条: the holder is a window",
            json!({"people": [{"name": "综合窗口", "department": "投资科", "post": ""}],
                "accounts": [account("chuangkou", json!({"holder": "综合窗口"}))],
                "matrix": [{"department": "投资科", "system": "平台", "post": "科员", "holder": "综合窗口", "account": "chuangkou"}]}),
            TODAY,
            &[(12, "W", "平台·chuangkou"), (26, "W", "平台·chuangkou")],
        ),
        (
            "第十三条: a newcomer whose colleague has an account",
            json!({"people": [{"name": "张伟", "department": "受理科", "joined_on": "2026-10-25"}]}),
            TODAY,
            &[(13, "I", "张伟（受理科）")],
        ),
        (
            "第十三条: after the days that are set it is no news",
            json!({"people": [{"name": "张伟", "department": "受理科", "joined_on": "2026-10-24"}]}),
            TODAY,
            &[],
        ),
        (
            "第十三条: a newcomer who has applied",
            json!({"people": [{"name": "张伟", "department": "受理科", "joined_on": "2026-10-25"}],
                "applications": [form(json!({"applicant": "张伟（受理科）"}))]}),
            TODAY,
            &[],
        ),
        (
            "第十五条: done, and the account is not in the register",
            json!({"applications": [form(json!({
                "action": "新增", "account": "newone", "state": "已办结", "leader": "王志强", "approved_on": "2026-11-21", "operator": "陈小满"
            }))]}),
            TODAY,
            &[(15, "W", "SQ-2026-0001")],
        ),
    ]
}

/// 受理科's table: these accounts and their holders.
fn matrix(accounts: &[&str], holders: &[&str]) -> serde_json::Value {
    let row = |(account, holder): (&&str, &&str)| {
        let post = if *holder == "李建国" { "科长" } else { "科员" };
        json!({"department": "受理科", "system": "平台", "post": post, "holder": holder, "account": account})
    };
    accounts.iter().zip(holders).map(row).collect()
}

#[test]
fn each_case_of_the_second_chapter_finds_its_articles_and_no_others() {
    all_hold(&cases());
}

#[test]
fn a_shared_account_is_told_with_all_who_use_it() {
    let register = register_with(&[json!({"accounts": [account("QINTT", json!({"holder": "张伟（受理科）"}))]})]);
    let told = sentence(&register, today(), 12);
    assert_eq!(
        told,
        "平台·qintt有多人使用：秦天天、张伟（受理科）；每个账号只能由一人使用，请分设账号（第二十六条也不允许转借）"
    );
}

#[test]
fn a_form_that_is_not_printed_is_to_be_done_from_the_day_of_its_application() {
    let waits = |state: &str| {
        let register = register_with(&[json!({"applications": [form(json!({"state": state}))]})]);
        let found = check(&register, today());
        let of_form = found.into_iter().filter(|it| it.fact == Fact::FormUnprinted && it.is_to_do());
        of_form.map(|it| (it.article().0, it.due)).collect::<Vec<_>>()
    };
    assert_eq!(waits("草稿"), [(10, Day::new(2026, 11, 20))]);
    assert_eq!(waits("已打印待签"), []);
}
