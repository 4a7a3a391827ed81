//! 第一章: 对照表 (第四条), 备案 (第五条, 第六条), separate people (第七条), administrators and 巡检 (第八条), 抽查 (第九条).

use serde_json::json;
use taizhang::model::*;
use taizhang::rules::{Fact, check};

use super::rules_support::{Case, account, all_hold, form, found, quiet, register_with};
use super::support::{day, today};

const TODAY: &str = "2026-11-24";

#[test]
fn an_office_in_good_order_has_no_finding() {
    assert_eq!(found(&register_with(&[]), today()), [].into());
    assert_eq!(found(&Register::default(), today()), [].into());
}

/// What is found in the first chapter, case by case.
#[allow(clippy::too_many_lines)] // a table
pub fn cases() -> Vec<Case<'static>> {
    vec![
        (
            "第四条: an account that no row names",
            json!({"accounts": [account("zhangw", json!({"holder": "张伟（受理科）"}))]}),
            TODAY,
            &[(4, "W", "平台·zhangw")],
        ),
        (
            "第四条: a row whose account is disabled",
            json!({"accounts": [account("qintt", json!({"status": "已禁用"}))]}),
            TODAY,
            &[(4, "W", "受理科")],
        ),
        (
            "第四条: a row of another 账号类别 than its account",
            json!({"accounts": [account("qintt", json!({"category": "审批"}))]}),
            TODAY,
            &[(4, "W", "受理科")],
        ),
        (
            "第四条: a row of another 使用人 than its account",
            json!({"accounts": [account("qintt", json!({"holder": "张伟（受理科）"}))]}),
            TODAY,
            &[(4, "W", "受理科")],
        ),
        (
            "第四条: a row of another 岗位 than its 使用人 has",
            json!({"people": [{"name": "秦天天", "department": "受理科", "post": "副科长"}]}),
            TODAY,
            &[(4, "W", "受理科"), (6, "T", "受理科")],
        ),
        (
            "第四条: a row whose account was never registered",
            json!({"matrix": [quiet()["matrix"][0], quiet()["matrix"][1],
                {"department": "受理科", "system": "平台", "holder": "张伟（受理科）", "account": "zhangw"}]}),
            TODAY,
            &[(4, "W", "受理科")],
        ),
        (
            "第四条: an account of which no 账号类别 is registered, though its row tells one",
            json!({"accounts": [account("qintt", json!({"category": ""}))]}),
            TODAY,
            &[(4, "W", "受理科")],
        ),
        (
            "第四条: a row that tells no 账号类别 lacks it, and its account is not judged by it",
            json!({"matrix": [{"department": "受理科", "system": "平台", "category": "", "post": "科员",
                "holder": "秦天天", "account": "qintt"}, quiet()["matrix"][1]]}),
            TODAY,
            &[(4, "W", "受理科")],
        ),
        (
            "第四条: a void account is not judged, its row stands alone",
            json!({"accounts": [account("qintt", json!({"void_reason": "重复登记"}))]}),
            TODAY,
            &[(4, "W", "受理科")],
        ),
        (
            "第五条: a table that was changed since it was filed",
            json!({"matrix": [quiet()["matrix"][1], quiet()["matrix"][0]], "matrix_papers": []}),
            TODAY,
            &[(5, "T", "受理科")],
        ),
        (
            "第六条: a change of post waits",
            json!({"post_changes": [
                {"person": "秦天天", "from_department": "受理科", "from_post": "科员", "to_department": "受理科", "to_post": "副科长", "changed_on": "2026-11-20"}
            ]}),
            TODAY,
            &[(6, "T", "受理科")],
        ),
        (
            "第六条: a change of post before the regulation",
            json!({"post_changes": [
                {"person": "秦天天", "from_department": "受理科", "from_post": "科员", "to_department": "受理科", "to_post": "副科长", "changed_on": "2022-08-02"}
            ]}),
            TODAY,
            &[],
        ),
        (
            "第七条: applicant and 科室负责人 are one, on a form on its way",
            json!({"applications": [form(json!({"department_head": "秦天天"}))]}),
            TODAY,
            &[(7, "E", "SQ-2026-0001")],
        ),
        (
            "第七条: applicant and 分管领导 are one",
            json!({"applications": [form(json!({"leader": "秦天天"}))]}),
            TODAY,
            &[(7, "E", "SQ-2026-0001")],
        ),
        (
            "第七条: applicant and 操作员 are one",
            json!({"applications": [form(json!({"operator": "秦天天"}))]}),
            TODAY,
            &[(7, "E", "SQ-2026-0001")],
        ),
        (
            "第七条: 科室负责人 and 操作员 are one",
            json!({"applications": [form(json!({"department_head": "李建国", "operator": "李建国"}))]}),
            TODAY,
            &[(7, "E", "SQ-2026-0001")],
        ),
        (
            "第七条: 分管领导 and 操作员 are one",
            json!({"applications": [form(json!({"leader": "王志强", "operator": "王志强"}))]}),
            TODAY,
            &[(7, "E", "SQ-2026-0001")],
        ),
        (
            "第七条: 科室负责人 and 分管领导 are one, which is only warned of",
            json!({"applications": [form(json!({"department_head": "王志强", "leader": "王志强"}))]}),
            TODAY,
            &[(7, "W", "SQ-2026-0001"), (11, "W", "SQ-2026-0001")],
        ),
        (
            "第七条: two people of one name are two",
            json!({"applications": [form(json!({"applicant": "张伟（受理科）", "operator": "张伟（投资科）"}))]}),
            TODAY,
            &[],
        ),
        (
            "第七条: on a form that is done",
            json!({"applications": [form(json!({"state": "已办结", "operator": "秦天天", "leader": "王志强", "approved_on": "2026-11-21"}))]}),
            TODAY,
            &[(7, "E", "SQ-2026-0001")],
        ),
        (
            "第七条: a void form is not judged",
            json!({"applications": [form(json!({"state": "作废", "void_reason": "填错", "operator": "秦天天"}))]}),
            TODAY,
            &[],
        ),
        (
            "第七条: the day before the regulation is not judged; 第三十条: the year of an open form may be mistyped",
            json!({"applications": [form(json!({"operator": "秦天天", "applied_on": "2022-08-02"}))]}),
            TODAY,
            &[(30, "W", "SQ-2026-0001")],
        ),
        (
            "第三十条: what was handled before the regulation is not asked about",
            json!({"applications": [form(json!({"operator": "秦天天", "applied_on": "2022-08-01", "handled_on": "2022-08-02"}))]}),
            TODAY,
            &[],
        ),
        (
            "第八条, 第十一条: others sign than are registered",
            json!({"applications": [form(json!({"department_head": "刘海涛", "leader": "周文斌"}))]}),
            TODAY,
            &[(8, "W", "SQ-2026-0001"), (11, "W", "SQ-2026-0001")],
        ),
        (
            "第七条: the day of the regulation is judged",
            json!({"applications": [form(json!({"operator": "秦天天", "applied_on": "2022-08-03"}))]}),
            TODAY,
            &[(7, "E", "SQ-2026-0001")],
        ),
        (
            "第八条: one person holds an account of either administrator",
            json!({
                "accounts": [account("root", json!({"role": "超级管理员", "holder": "李建国", "basis": "政办函3号"}))],
                "matrix": [quiet()["matrix"][0], quiet()["matrix"][1],
                    {"department": "受理科", "system": "平台", "post": "科长", "holder": "李建国", "account": "root"}]
            }),
            TODAY,
            &[(8, "W", "平台"), (12, "I", "李建国")],
        ),
        (
            "第八条: who is 超级管理员 of the system holds the account of its 系统管理员",
            json!({"systems": [{"name": "平台", "super_admin": "秦天天"}],
            "accounts": [account("lijg", json!({"role": "系统管理员", "holder": "秦天天", "basis": "政办函3号"}))],
            "matrix": [
                {"department": "受理科", "system": "平台", "holder": "秦天天", "account": "qintt"},
                {"department": "受理科", "system": "平台", "holder": "秦天天", "account": "lijg"}
            ]}),
            TODAY,
            &[(8, "W", "平台"), (12, "I", "秦天天")],
        ),
        (
            "第八条: one person is both administrators; 原则上 never stops",
            json!({"systems": [{"name": "平台", "super_admin": "李建国"}]}),
            TODAY,
            &[(8, "W", "平台")],
        ),
        (
            "第八条: live accounts and no 系统管理员",
            json!({"systems": [{"name": "平台", "system_admin": null}]}),
            TODAY,
            &[(8, "E", "平台")],
        ),
        (
            "第八条: no accounts, no 系统管理员",
            json!({"systems": [{"name": "新平台", "self_built": true}]}),
            TODAY,
            &[],
        ),
        (
            "第八条: the 系统管理员 is of another department",
            json!({"systems": [{"name": "平台", "system_admin": "刘海涛"}]}),
            TODAY,
            &[(8, "W", "平台")],
        ),
        (
            "第八条: done with no 分管领导",
            json!({"applications": [form(json!({"state": "已办结", "operator": "陈小满"}))]}),
            TODAY,
            &[(8, "E", "SQ-2026-0001")],
        ),
        (
            "第八条: the day before 巡检 is due",
            json!({"samples": [{"number": "CC-2026-0002", "size": 1, "seed": 1, "drawn_on": "2027-01-15"}], "accounts": renewed("2027-01-20")}),
            "2027-01-31",
            &[],
        ),
        (
            "第八条: 90 days after the last 巡检",
            json!({"samples": [{"number": "CC-2026-0002", "size": 1, "seed": 1, "drawn_on": "2027-01-15"}], "accounts": renewed("2027-01-20")}),
            "2027-02-01",
            &[(8, "T", "平台")],
        ),
        (
            "第八条: the interval is the office's own",
            json!({"settings": [{"key": "巡检间隔", "value": 20}]}),
            TODAY,
            &[(8, "T", "平台")],
        ),
        (
            "第八条: a 巡检 that was left",
            json!({"inspections": [{"system": "平台", "begun_on": "2026-11-20", "rows": [
                {"system": "平台", "account": "qintt", "judgement": "保留"}, {"system": "平台", "account": "lijg"}
            ]}]}),
            TODAY,
            &[(8, "T", "平台")],
        ),
        (
            "第八条: an account left 存疑",
            json!({"inspections": [{"system": "平台", "begun_on": "2026-11-20", "finished_on": "2026-11-20", "rows": [
                {"system": "平台", "account": "qintt", "judgement": "存疑"}
            ]}]}),
            TODAY,
            &[(8, "T", "平台")],
        ),
        (
            "第九条: 90 days after the last 抽查",
            json!({"inspections": [{"system": "平台", "begun_on": "2027-01-10", "finished_on": "2027-01-10"}], "accounts": renewed("2027-01-20")}),
            "2027-01-31",
            &[(9, "T", "网络技术中心")],
        ),
        (
            "第九条: a 抽查 without results, and one that is doubtful",
            json!({"samples": [
                {"number": "CC-2026-0002", "size": 1, "seed": 1, "drawn_on": "2026-11-20", "rows": [{"system": "平台", "account": "qintt"}]},
                {"number": "CC-2026-0003", "size": 1, "seed": 1, "drawn_on": "2026-11-20", "rows": [{"system": "平台", "account": "qintt", "result": "可疑授权"}]},
                {"number": "CC-2026-0004", "size": 1, "seed": 1, "drawn_on": "2026-11-20", "rows": [{"system": "平台", "account": "qintt", "result": "已修正"}]}
            ]}),
            TODAY,
            &[(9, "T", "CC-2026-0002"), (9, "W", "CC-2026-0003")],
        ),
    ]
}

/// The accounts of the quiet office with a password changed on this day.
fn renewed(on: &str) -> serde_json::Value {
    let accounts = quiet()["accounts"].as_array().unwrap().clone();
    let renew = |mut it: serde_json::Value| {
        it["password_changed_on"] = on.into();
        it
    };
    accounts.into_iter().map(renew).collect()
}

#[test]
fn rounds_that_nobody_ever_made_are_asked_for_since_the_ledger_is_kept() {
    let mut register = register_with(&[]);
    register.inspections.clear();
    register.samples.clear();
    register.began = Began::from(Some(day("2026-11-20")));
    let found = check(&register, today());
    let due = |wanted: fn(&Fact) -> bool| found.iter().find(|it| wanted(&it.fact)).unwrap().due;
    assert_eq!(due(|it| matches!(it, Fact::InspectionDue(None))), Some(day("2026-11-20")));
    assert_eq!(due(|it| matches!(it, Fact::SampleDue(None))), Some(day("2026-11-20")));
}

#[test]
fn each_case_of_the_first_chapter_finds_its_articles_and_no_others() {
    all_hold(&cases());
}

/// A register with the paper of 受理科 and a filing of it.
fn with_paper(printed: Option<&str>, signed: Option<&str>, filed: Option<(&str, &str)>) -> Register {
    let mut register = register_with(&[]);
    let department = register.department_named("受理科").unwrap();
    register.matrices.insert(
        MatrixId(1),
        Matrix {
            id: MatrixId(1),
            department,
            printed_on: printed.map(day),
            signed_on: signed.map(day),
            signed_by: None,
            changed_on: None,
        },
    );
    if let Some((signed, filed)) = filed {
        let it = Filing {
            id: FilingId(1),
            number: "BA-2026-0001".into(),
            department,
            kind: FilingKind::Matrix,
            period: Quarter::of(day(filed)),
            signed_on: day(signed),
            signed_by: "王志强".into(),
            filed_on: day(filed),
            rows: Vec::new(),
            fingerprint: String::new(),
            workbook: String::new(),
            void_reason: None,
        };
        register.filings.insert(it.id, it);
    }
    register
}

#[test]
fn a_matrix_is_signed_before_it_is_filed() {
    let expect = |register: &Register, expected: &[(u8, &'static str, &str)]| {
        let expected = expected.iter().map(|(article, weight, subject)| (*article, *weight, (*subject).to_owned()));
        assert_eq!(found(register, today()), expected.collect());
    };
    expect(&with_paper(Some("2026-11-20"), None, None), &[(5, "T", "受理科")]);
    expect(&with_paper(Some("2026-11-20"), Some("2026-11-21"), None), &[(5, "T", "受理科")]);
    expect(&with_paper(Some("2026-11-20"), Some("2026-11-21"), Some(("2026-11-21", "2026-11-21"))), &[]);
    let early = with_paper(Some("2026-11-20"), Some("2026-11-21"), Some(("2026-11-21", "2026-11-20")));
    expect(&early, &[(5, "E", "BA-2026-0001")]);
    let again = with_paper(Some("2026-11-20"), Some("2026-11-23"), Some(("2026-11-21", "2026-11-21")));
    expect(&again, &[(5, "T", "受理科")]);
    // Nobody signs but the registered 分管领导, nor who has left by then.
    let by = |name: &str, mut register: Register| {
        let person = register.person_named(name).found();
        register.matrices.get_mut(&MatrixId(1)).unwrap().signed_by = person;
        register
    };
    let signed = || with_paper(Some("2026-11-20"), Some("2026-11-21"), None);
    expect(&by("王志强", signed()), &[(5, "T", "受理科")]);
    expect(&by("周文斌", signed()), &[(5, "T", "受理科"), (5, "W", "受理科")]);
    let filed = || with_paper(Some("2026-11-20"), Some("2026-11-21"), Some(("2026-11-21", "2026-11-21")));
    expect(&by("周文斌", filed()), &[]);
    let mut gone = by("王志强", filed());
    for leaver in gone.people.values_mut().filter(|it| it.name == "王志强") {
        leaver.left_on = Some(day("2026-11-20"));
    }
    expect(&gone, &[(5, "W", "受理科")]);
    let told = super::rules_support::sentence(&gone, today(), 5);
    assert_eq!(
        told,
        "受理科的账号权限对照表由王志强在2026年11月21日签字，王志强已于2026年11月20日离职，请核对签字人和日期"
    );
    // Before the regulation it is not judged; what was filed and changed since is to be filed again.
    expect(&with_paper(None, None, Some(("2022-08-02", "2022-08-01"))), &[(5, "T", "受理科")]);
}

#[test]
fn a_change_of_post_is_done_with_when_the_department_files() {
    let change = json!({"post_changes": [
        {"person": "秦天天", "from_department": "投资科", "from_post": "科员", "to_department": "受理科", "to_post": "科员", "changed_on": "2026-11-20"},
        {"person": "李建国", "from_department": "受理科", "from_post": "副科长", "to_department": "受理科", "to_post": "科长", "changed_on": "2026-11-22"}
    ]});
    let register = register_with(&[change]);
    let told = super::rules_support::sentence(&register, today(), 6);
    assert_eq!(told, "受理科有2项岗位变动还没有备案（李建国、秦天天），最早的在2026年11月20日，请报网络技术中心备案");
    let mut filed = with_paper(Some("2026-11-22"), Some("2026-11-22"), Some(("2026-11-22", "2026-11-22")));
    filed.post_changes.clone_from(&register.post_changes);
    handed_in(&mut filed, &[("秦天天", "科员"), ("李建国", "科长")]);
    assert_eq!(found(&filed, today()), [].into());
}

/// The paper of [`with_paper`] was handed in with the rows of these people.
fn handed_in(register: &mut Register, rows: &[(&str, &str)]) {
    let row = |(holder, post): &(&str, &str)| FiledRow {
        system: "平台".into(),
        holder: (*holder).into(),
        post: (*post).into(),
        ..FiledRow::default()
    };
    register.filings.get_mut(&FilingId(1)).unwrap().rows = rows.iter().map(row).collect();
}

/// 秦天天 was moved on 2026-11-20, and 受理科 has filed on `filed` with these rows.
fn moved(from: (&str, &str), filed: &str, rows: &[(&str, &str)]) -> Register {
    let change = json!({"post_changes": [{"person": "秦天天", "from_department": from.0, "from_post": from.1,
        "to_department": "受理科", "to_post": "科员", "changed_on": "2026-11-20"}]});
    let mut register = with_paper(Some(filed), Some(filed), Some((filed, filed)));
    register.post_changes = register_with(&[change]).post_changes;
    handed_in(&mut register, rows);
    register
}

#[test]
fn only_a_filing_that_carries_a_change_of_post_is_done_with_it() {
    let waits = |register: &Register| check(register, today()).iter().any(|it| it.article().0 == 6);
    let filed = |filed: &str, rows: &[(&str, &str)]| moved(("受理科", "办事员"), filed, rows);
    assert!(!waits(&filed("2026-11-20", &[("秦天天", "科员")])));
    assert!(waits(&filed("2026-11-19", &[("秦天天", "科员")])), "it was made before");
    // Made that day or later, and before anybody noted the change: the old post is on it.
    assert!(waits(&filed("2026-11-20", &[("秦天天", "办事员")])));
    assert!(waits(&filed("2026-11-22", &[("秦天天（受理科）", "办事员")])));
    let come = |rows: &[(&str, &str)]| moved(("投资科", "科员"), "2026-11-22", rows);
    assert!(waits(&come(&[("李建国", "科长")])), "who has come is not on it");
    assert!(!waits(&come(&[("李建国", "科长"), ("秦天天", "科员")])));
    // Whoever has no account is on no table.
    let mut without = come(&[("李建国", "科长")]);
    without.accounts.retain(|_, it| it.account != "qintt");
    assert!(!waits(&without));
}

#[test]
fn a_quarter_that_is_made_up_for_carries_no_change_of_today() {
    let mut register = moved(("受理科", "办事员"), "2026-11-24", &[("秦天天", "科员")]);
    let waits = |register: &Register| check(register, today()).iter().any(|it| it.article().0 == 6);
    assert!(!waits(&register));
    let filing = register.filings.get_mut(&FilingId(1)).unwrap();
    (filing.kind, filing.period) = (FilingKind::Outside, Quarter::of(day("2026-09-30")));
    assert!(waits(&register));
    // Nor does this quarter's, where it has no row of somebody whose accounts are in other systems.
    let filing = register.filings.get_mut(&FilingId(1)).unwrap();
    (filing.period, filing.rows) = (Quarter::of(today()), Vec::new());
    assert!(waits(&register));
}

#[test]
fn a_post_that_was_changed_twice_waits_for_one_filing() {
    let mut register = moved(("受理科", "办事员"), "2026-11-22", &[("秦天天", "科员")]);
    let (id, last) = register.post_changes.pop_first().unwrap();
    let first =
        PostChange {
            id: PostChangeId(id.0 + 1), from_post: "科员".into(), to_post: "办事员".into(), ..last.clone()
        };
    register.post_changes.extend([(id, last), (first.id, first)]);
    assert!(check(&register, today()).iter().all(|it| it.article().0 != 6));
}

#[test]
fn a_department_with_accounts_and_no_table_is_one_matter_that_is_due() {
    let mut register = register_with(&[]);
    assert_eq!(found(&register, today()), [].into());
    let rows = std::mem::take(&mut register.matrix);
    let due: Vec<_> = taizhang::rules::check(&register, today()).into_iter().filter(|it| it.due.is_some()).collect();
    assert_eq!(due.iter().map(|it| it.article().0).collect::<Vec<_>>(), [4]);
    let told = taizhang::rules::Telling::of(&register, today()).message(&due[0]);
    assert_eq!(told, "受理科有2个在用账号，还没有填写对照表，请建立对照表，可以从账号台账填写");
    let department = due[0].department.unwrap();
    assert_eq!(taizhang::rules::filing::stage(&register, department).label(), "未填写");
    // A single row, and what is lacking is told account by account.
    register.matrix.extend(rows.into_iter().take(1));
    assert!(taizhang::rules::check(&register, today()).iter().all(|it| it.due.is_none()));
}

#[test]
fn a_row_without_category_or_post_is_told_with_its_cells() {
    let mut register = register_with(&[]);
    let first = register.matrix.values_mut().next().unwrap();
    (first.category, first.post) = (" ".into(), String::new());
    let (row, department) = (first.position, first.department);
    let told: Vec<_> = taizhang::rules::check(&register, today());
    assert_eq!(told.iter().map(|it| (it.article().0, it.weight().letter())).collect::<Vec<_>>(), [(4, "W")]);
    let sentence = taizhang::rules::Telling::of(&register, today()).message(&told[0]);
    assert_eq!(sentence, format!("受理科对照表第{row}行（平台 秦天天 qintt）没有填写账号类别、岗位，请补填"));
    // The same on the sheet, cell by cell.
    let values = taizhang::paper::fill::matrix_values(&register, department);
    let cells: Vec<_> = taizhang::rules::matrix::check_rows(&values).into_iter().map(|it| (it.row, it.field)).collect();
    assert_eq!(cells, [(Some(0), Field::Category), (Some(0), Field::Post)]);
}
