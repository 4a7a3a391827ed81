//! 第三章: authorisation and sharing (第十六条, 第十七条), temporary use (第十八条), the quarter (第十九条), upper-level systems
//! (第二十条), acceptance (第二十一条).

use serde_json::{Value, json};
use taizhang::model::*;
use taizhang::rules::{Telling, check, todos};

use super::rules_support::{Case, account, all_hold, form, found, merge, register_with};
use super::support::day;

const TODAY: &str = "2026-11-24";

/// A temporary account of 张伟 with everything that 第十八条 asks for, and with what differs.
fn temporary(differs: Value) -> Value {
    let mut it = account(
        "linshi",
        json!({"holder": "张伟（投资科）", "nature": "临时", "reason": "数据迁移", "opened_on": "2026-11-01", "expires_on": "2026-12-31", "basis": "SQ-2026-0009",
            "initial_password_changed_on": "2026-11-01"}),
    );
    merge(&mut it, differs);
    json!({"accounts": [it], "matrix": [{"department": "投资科", "system": "平台", "post": "科员", "holder": "张伟（投资科）", "account": "linshi"}]})
}

/// A system that is not 自建, led by 投资科 and used by nobody.
fn outside(differs: Value) -> Value {
    let mut it = json!({"name": "省平台", "lead_department": "投资科", "self_built": false});
    merge(&mut it, differs);
    json!({"systems": [it]})
}

/// What is found in the third chapter, case by case.
#[allow(clippy::too_many_lines)] // a table
pub fn cases() -> Vec<Case<'static>> {
    let admin = |differs: Value| {
        let mut it = json!({"role": "系统管理员", "holder": "李建国", "basis": ""});
        merge(&mut it, differs);
        json!({"accounts": [account("lijg", it)]})
    };
    let both = |mut one: Value, other: Value| {
        merge(&mut one, other);
        one
    };
    let done = |differs: Value| {
        let mut it = form(
            json!({"kind": "管理账号", "account_note": "系统管理", "action": "新增", "account": "LIJG ", "state": "已办结",
            "leader": "王志强", "approved_on": "2026-11-21", "operator": "陈小满"}),
        );
        merge(&mut it, differs);
        json!({"applications": [it]})
    };
    vec![
        (
            "第十六条, 第十七条: no authorisation on record",
            admin(json!({})),
            TODAY,
            &[(17, "E", "平台·lijg"), (16, "E", "平台·lijg")],
        ),
        (
            "第十七条: a form that is done is the authorisation",
            both(admin(json!({})), done(json!({"holder": "李建国"}))),
            TODAY,
            &[],
        ),
        (
            "第十七条: of whom it names, and of nobody else",
            both(admin(json!({"basis": "SQ-2026-0001"})), done(json!({}))),
            TODAY,
            &[(17, "E", "平台·lijg"), (16, "E", "平台·lijg")],
        ),
        (
            "第十七条: and of the account that it names",
            both(admin(json!({"basis": "SQ-2026-0001"})), done(json!({"holder": "李建国", "account": "qintt"}))),
            TODAY,
            &[(17, "E", "平台·lijg"), (16, "E", "平台·lijg")],
        ),
        (
            "第十七条: an account that is called otherwise since has the authorisation that it had",
            both(admin(json!({"basis": "SQ-2026-0001"})), done(json!({"holder": "李建国", "account": "lijg2"}))),
            TODAY,
            &[],
        ),
        (
            "第十七条: also where its old name is that of an account which was given it since",
            both(
                admin(json!({"basis": "SQ-2026-0001"})),
                done(json!({"holder": "李建国", "account": "qintt", "handled_on": "2026-01-05"})),
            ),
            TODAY,
            &[],
        ),
        (
            "第十七条: also where its old name is that of a void duplicate",
            json!({
                "accounts": [
                    account("lijg", json!({"role": "系统管理员", "holder": "李建国", "basis": "SQ-2026-0001"})),
                    account("lijg2", json!({"void_reason": "登记重复"}))
                ],
                "applications": done(json!({"holder": "李建国", "account": "lijg2"}))["applications"]
            }),
            TODAY,
            &[],
        ),
        (
            "第十七条: a 变更 that names no user leaves the account to who has it",
            both(admin(json!({"basis": "SQ-2026-0001"})), done(json!({"action": "变更"}))),
            TODAY,
            &[],
        ),
        (
            "第十七条: a form for a 用户账号 authorises no administrator",
            both(admin(json!({})), done(json!({"kind": "用户账号", "account_note": "", "holder": "李建国"}))),
            TODAY,
            &[(17, "E", "平台·lijg"), (16, "E", "平台·lijg")],
        ),
        (
            "第十七条: nor does 授权依据 that names it",
            both(
                admin(json!({"role": "超级管理员", "basis": "SQ-2026-0001"})),
                done(json!({"kind": "用户账号", "account_note": "", "holder": "李建国"})),
            ),
            TODAY,
            // The holder is the 系统管理员 of the system as well.
            &[(8, "W", "平台"), (17, "E", "平台·lijg"), (16, "E", "平台·lijg")],
        ),
        (
            "第十七条: a 注销 authorises nothing",
            both(admin(json!({})), done(json!({"action": "注销", "disposal": "禁用"}))),
            TODAY,
            &[(17, "E", "平台·lijg"), (16, "E", "平台·lijg")],
        ),
        (
            "第十七条: a void form authorises nothing, though 授权依据 names it",
            both(admin(json!({"basis": "SQ-2026-0001"})), done(json!({"state": "作废", "void_reason": "填错"}))),
            TODAY,
            &[(17, "E", "平台·lijg"), (16, "E", "平台·lijg")],
        ),
        (
            "第十七条: a number of this office's own that no form bears",
            admin(json!({"basis": "SQ-2026-0009"})),
            TODAY,
            &[(17, "W", "平台·lijg"), (16, "W", "平台·lijg")],
        ),
        ("第十七条: a paper of another office", admin(json!({"basis": "SQ县函3号"})), TODAY, &[]),
        ("第三十条: opened before the regulation", admin(json!({"opened_on": "2022-08-02"})), TODAY, &[]),
        (
            "第三十条: opened on its day",
            admin(json!({"opened_on": "2022-08-03"})),
            TODAY,
            &[(17, "E", "平台·lijg"), (16, "E", "平台·lijg")],
        ),
        (
            "第十七条: a 系统账号 that two people use",
            json!({"accounts": [account("LiJG", json!({"role": "超级管理员", "holder": "陈小满", "basis": "政办函3号"}))],
                "matrix": [{"department": "网络技术中心", "system": "平台", "post": "工程师", "holder": "陈小满", "account": "LiJG"}]}),
            TODAY,
            &[(17, "E", "平台·lijg"), (16, "E", "平台·lijg")],
        ),
        ("第十八条: everything is there", temporary(json!({})), TODAY, &[]),
        ("第十八条: no reason", temporary(json!({"reason": ""})), TODAY, &[(18, "E", "平台·linshi")]),
        ("第十八条: no first day", temporary(json!({"opened_on": null})), TODAY, &[(18, "E", "平台·linshi")]),
        ("第十八条: no last day", temporary(json!({"expires_on": null})), TODAY, &[(18, "E", "平台·linshi")]),
        ("第十八条: no approval", temporary(json!({"basis": ""})), TODAY, &[(18, "E", "平台·linshi")]),
        ("第十八条: eight days before its end", temporary(json!({"expires_on": "2026-12-02"})), TODAY, &[]),
        (
            "第十八条: seven days before its end",
            temporary(json!({"expires_on": "2026-12-01"})),
            TODAY,
            &[(18, "T", "平台·linshi")],
        ),
        (
            "第十八条: the day after its end",
            temporary(json!({"expires_on": "2026-11-23"})),
            TODAY,
            &[(18, "T", "平台·linshi")],
        ),
        ("第十九条: the quarter is not filed", outside(json!({})), TODAY, &[(19, "T", "投资科")]),
        ("第十九条: 专网 too", outside(json!({"private_network": true})), TODAY, &[(19, "T", "投资科")]),
        (
            "第十九条: nobody told whether it is 自建",
            json!({"systems": [{"name": "平台", "self_built": null}]}),
            TODAY,
            &[(19, "W", "平台")],
        ),
        (
            "第十九条: nor of a new system, which has no account yet",
            json!({"systems": [{"name": "新平台"}]}),
            TODAY,
            &[(19, "W", "新平台")],
        ),
        (
            "第十九条: nothing hangs on a system whose accounts are all closed",
            json!({"systems": [{"name": "旧平台"}],
                "accounts": [account("old", json!({"system": "旧平台", "status": "已删除"}))]}),
            TODAY,
            &[],
        ),
        ("第十九条: a 自建 system files none", outside(json!({"self_built": true})), TODAY, &[]),
        (
            "第二十条: a form for an upper-level system",
            both(
                json!({"systems": [{"name": "平台", "upper_level": true}]}),
                json!({"applications": [form(json!({}))]}),
            ),
            TODAY,
            &[(20, "I", "SQ-2026-0001")],
        ),
        (
            "第二十条: but not in 专网",
            both(
                json!({"systems": [{"name": "平台", "upper_level": true, "private_network": true}]}),
                json!({"applications": [form(json!({}))]}),
            ),
            TODAY,
            &[],
        ),
        (
            "第二十一条: a test account after acceptance",
            both(
                temporary(json!({"nature": "测试"})),
                json!({"systems": [{"name": "平台", "accepted_on": "2026-11-24"}]}),
            ),
            TODAY,
            &[(21, "W", "平台·linshi")],
        ),
        (
            "第二十一条: a temporary account after acceptance",
            both(temporary(json!({})), json!({"systems": [{"name": "平台", "accepted_on": "2026-11-20"}]})),
            TODAY,
            &[(21, "W", "平台·linshi")],
        ),
        (
            "第十八条: a temporary account that was opened after acceptance is no leftover",
            both(
                temporary(json!({"opened_on": "2026-11-20"})),
                json!({"systems": [{"name": "平台", "accepted_on": "2026-11-19"}]}),
            ),
            TODAY,
            &[],
        ),
        (
            "第十八条: it ends before it begins",
            temporary(json!({"opened_on": "2026-11-20", "expires_on": "2026-11-19"})),
            "2026-11-10",
            &[(15, "W", "平台·linshi"), (18, "W", "平台·linshi")],
        ),
        (
            "第二十一条: before acceptance",
            both(
                temporary(json!({"nature": "测试"})),
                json!({"systems": [{"name": "平台", "accepted_on": "2026-11-25"}]}),
            ),
            TODAY,
            &[],
        ),
        (
            "第三十条: accepted before the regulation",
            both(
                temporary(json!({"nature": "测试"})),
                json!({"systems": [{"name": "平台", "accepted_on": "2022-08-02"}]}),
            ),
            TODAY,
            &[],
        ),
    ]
}

#[test]
fn each_case_of_the_third_chapter_finds_its_articles_and_no_others() {
    all_hold(&cases());
}

/// 省平台 with one account since 2025, and what 投资科 has filed.
fn filed(quarters: &[&str]) -> Register {
    let mut document = outside(json!({"system_admin": "张伟（投资科）"}));
    merge(
        &mut document,
        json!({
            "accounts": [account("sheng", json!({"system": "省平台", "holder": "张伟（投资科）", "opened_on": "2025-01-01"}))],
            "matrix": [{"department": "投资科", "system": "省平台", "post": "科员", "holder": "张伟（投资科）", "account": "sheng"}],
            "inspections": [{"system": "省平台", "begun_on": "2026-09-20", "finished_on": "2026-09-20"}]
        }),
    );
    let mut register = register_with(&[document]);
    let department = register.department_named("投资科").unwrap();
    for (id, quarter) in (11..).map(FilingId).zip(quarters) {
        let it = Filing {
            id,
            number: format!("BA-2026-000{}", id.0),
            department,
            kind: FilingKind::Outside,
            period: Quarter::from_typed(quarter).unwrap(),
            signed_on: day("2026-09-30"),
            signed_by: String::new(),
            filed_on: day("2026-09-30"),
            rows: Vec::new(),
            fingerprint: String::new(),
            workbook: String::new(),
            void_reason: None,
        };
        register.filings.insert(id, it);
    }
    register
}

/// What is found under 第十九条 on a day: when it is due, and the sentence.
fn quarters_due(register: &Register, on: &str) -> Vec<(String, String)> {
    let telling = Telling::of(register, day(on));
    let found = check(register, day(on));
    let quarter = |it: &&taizhang::rules::Matter| it.article().0 == 19;
    found.iter().filter(quarter).map(|it| (it.due.unwrap().iso(), telling.message(it))).collect()
}

#[test]
fn quarters_that_nobody_filed_stay_due_as_one_matter_with_the_oldest_day() {
    // Kept since the first quarter of 2026: the one before it is asked for as well.
    let kept = |quarters: &[&str]| Register { began: Some(day("2026-01-10")).into(), ..filed(quarters) };
    let due = quarters_due(&kept(&[]), "2026-11-24");
    assert_eq!(due.len(), 2, "{due:?}");
    assert_eq!(due[0].0, "2025-12-31");
    assert!(
        due[0]
            .1
            .contains("2025年第四季度至2026年第三季度共4个季度没有备案（非自建系统账号，1个系统），最早的已逾期328天"),
        "{due:?}"
    );
    assert!(due[1].0 == "2026-12-31" && due[1].1.contains("2026年第四季度的"), "{due:?}");
    let due = quarters_due(&kept(&["2026Q1"]), "2026-11-24");
    assert!(due[0].1.contains("2025年第四季度、2026年第二季度至2026年第三季度共3个季度没有备案"), "{due:?}");
    let due = quarters_due(&kept(&["2025Q4", "2026Q1", "2026Q2", "2026Q4"]), "2026-11-24");
    assert_eq!(due.len(), 1);
    assert!(due[0].1.contains("2026年第三季度的") && due[0].1.contains("已逾期55天"), "{due:?}");
}

#[test]
fn a_department_owes_no_quarter_before_its_first_account() {
    let mut register = Register { began: Some(day("2025-06-01")).into(), ..filed(&[]) };
    let sheng = register.accounts.values().find(|it| it.account == "sheng").unwrap().clone();
    let other = register.person_named("秦天天").found();
    let opened_on = Some(day("2026-05-06"));
    let id = AccountId(99);
    register.accounts.insert(id, Account { id, account: "new".into(), holder: other, opened_on, ..sheng });
    let due = quarters_due(&register, "2026-09-30");
    let of = |department: &str| due.iter().find(|(_, told)| told.starts_with(department)).unwrap().0.clone();
    assert_eq!((of("投资科").as_str(), of("受理科").as_str()), ("2025-03-31", "2026-06-30"));
    // Nobody knows since when: it was there before.
    register.accounts.get_mut(&id).unwrap().opened_on = None;
    assert!(quarters_due(&register, "2026-09-30").iter().all(|(due, _)| due == "2025-03-31" || due == "2026-09-30"));
}

/// Each quarter is owed by the department in which the account was on its last day.
#[test]
fn who_moves_takes_no_quarters_along_and_the_old_department_owes_those_before() {
    let mut register = Register { began: Some(day("2026-01-10")).into(), ..filed(&[]) };
    let person = register.person_named("张伟（投资科）").found().unwrap();
    let [from, to] = ["投资科", "网络技术中心"].map(|name| register.department_named(name).unwrap());
    register.people.get_mut(&person).unwrap().department = to;
    let moved = |on: &str| PostChange {
        id: PostChangeId(1),
        person,
        from_department: from,
        from_post: "科员".into(),
        to_department: to,
        to_post: "科员".into(),
        changed_on: day(on),
        void_reason: None,
    };
    register.post_changes.insert(PostChangeId(1), moved("2026-04-02"));
    let owed = |register: &Register, on: &str| {
        let mut owed: Vec<(String, String)> = quarters_due(register, on)
            .into_iter()
            .map(|(due, told)| (told.split("20").next().unwrap_or_default().to_owned(), due))
            .collect();
        owed.sort();
        owed
    };
    let of = |department: &str, due: &str| (department.to_owned(), due.to_owned());
    assert_eq!(owed(&register, "2026-04-10"), [of("投资科", "2025-12-31"), of("网络技术中心", "2026-06-30")]);
    let told = quarters_due(&register, "2026-04-10");
    assert!(told.iter().any(|(_, told)| told.contains("投资科2025年第四季度至2026年第一季度共2个季度")), "{told:?}");
    // On the last day of the quarter the account was in the new department already.
    register.post_changes.insert(PostChangeId(1), moved("2026-03-31"));
    let told = quarters_due(&register, "2026-04-10");
    assert!(told.iter().any(|(_, told)| told.starts_with("投资科2025年第四季度的")), "{told:?}");
    assert!(told.iter().any(|(due, told)| due == "2026-03-31" && told.starts_with("网络技术中心2026年第一季度的")));
    // An account that was opened after the move was never in the old department.
    register.accounts.values_mut().for_each(|it| it.opened_on = Some(day("2026-04-01")));
    assert_eq!(owed(&register, "2026-04-10"), [of("网络技术中心", "2026-06-30")]);
}

/// Of an account that was somebody else's, the time before stays where the account is.
#[test]
fn who_moves_owes_nothing_for_an_account_that_was_given_after_the_move() {
    let mut told = Vec::new();
    for (given, expected) in [("2026-05-06", "投资科"), ("2026-03-01", "受理科")] {
        let mut register = Register { began: Some(day("2026-01-10")).into(), ..filed(&[]) };
        // 张伟 came from 受理科; the account has been in use in 投资科, or in 受理科, where he had it at last.
        let person = register.person_named("张伟（投资科）").found().unwrap();
        let [from, to] = ["受理科", "投资科"].map(|name| register.department_named(name).unwrap());
        let moved = PostChange {
            id: PostChangeId(1),
            person,
            from_department: from,
            from_post: "科员".into(),
            to_department: to,
            to_post: "科员".into(),
            changed_on: day("2026-04-02"),
            void_reason: None,
        };
        register.post_changes.insert(moved.id, moved);
        let system = register.system_named("省平台");
        let form = Application {
            action: Some(Action::Modify),
            state: ApplicationState::Done,
            kind: Some(AccountKind::User),
            system,
            account: "sheng".into(),
            holder: Some(person),
            handled_on: Some(day(given)),
            ..Application::blank(ApplicationId(99), "SQ-2026-0099".into())
        };
        register.applications.insert(form.id, form);
        let due = quarters_due(&register, "2026-06-30");
        let oldest = due.iter().min_by_key(|(due, _)| due.clone()).unwrap();
        assert!(oldest.1.starts_with(expected), "{due:?}");
        told.push(due.into_iter().map(|(due, _)| due).collect::<Vec<_>>());
    }
    assert_eq!(told[0], ["2025-12-31", "2026-06-30"], "投资科 alone");
    assert_eq!(told[1], ["2026-03-31", "2026-06-30"], "受理科 from the day on which it was given");
}

#[test]
fn a_temporary_account_with_the_paper_of_another_is_told_so() {
    let register = register_with(&[
        json!({"applications": [form(json!({"number": "SQ-2026-0009", "state": "已办结", "leader": "王志强", "approved_on": "2026-11-21"}))]}),
        temporary(json!({"reason": ""})),
    ]);
    let told = super::rules_support::sentence(&register, day(TODAY), 18);
    let doubted = "授权依据是SQ-2026-0009，不是这个账号和使用人已签字的申请表，请核对";
    assert_eq!(told, format!("临时账号平台·linshi（张伟（投资科））缺少使用事由，请补登；{doubted}"));
}

#[test]
fn a_filing_from_before_the_first_entry_tells_since_when_quarters_are_filed() {
    // As of a document that was loaded into a new file: its filings are older than the file's 台账.
    let register = Register { began: Some(day("2027-02-02")).into(), ..filed(&["2026Q2"]) };
    assert_eq!(quarters_due(&register, "2027-02-02")[0].0, "2026-09-30");
}

#[test]
fn no_quarter_before_the_regulation_is_asked_for() {
    let mut register = Register { began: Some(day("2020-01-01")).into(), ..filed(&[]) };
    register.accounts.values_mut().for_each(|it| it.opened_on = None);
    assert_eq!(quarters_due(&register, "2026-11-24")[0].0, "2022-09-30", "第三十条");
}

#[test]
fn the_edges_of_a_quarter_are_those_of_the_calendar() {
    let due = |register: &Register, on: &str| -> Vec<String> {
        quarters_due(register, on).into_iter().map(|(due, _)| due).collect()
    };
    assert_eq!(due(&filed(&[]), "2026-09-30"), ["2026-06-30", "2026-09-30"]);
    assert_eq!(due(&filed(&["2026Q2"]), "2026-09-30"), ["2026-09-30"]);
    assert_eq!(due(&filed(&["2026Q2", "2026Q3"]), "2026-10-01"), ["2026-12-31"]);
    assert_eq!(due(&filed(&["2026Q2", "2026Q3", "2026Q4"]), "2026-12-31"), [] as [&str; 0]);
    assert_eq!(due(&filed(&["2026Q2", "2026Q3", "2026Q4"]), "2027-01-01"), ["2027-03-31"]);
    // Void is not filed.
    let mut register = filed(&["2026Q3"]);
    register.filings.values_mut().for_each(|it| it.void_reason = Some("填错".into()));
    assert_eq!(due(&register, "2026-09-30"), ["2026-06-30", "2026-09-30"]);
}

#[test]
fn nothing_else_is_wrong_with_the_office_of_the_quarter() {
    assert_eq!(found(&filed(&["2026Q2", "2026Q3", "2026Q4"]), day("2026-11-24")), [].into());
}

#[test]
fn whether_a_new_system_is_self_built_is_due_before_the_quarter_ends() {
    let register = register_with(&[json!({"systems": [{"name": "新平台"}]})]);
    let found = check(&register, day(TODAY));
    let due: Vec<(Option<Day>, Subject)> = todos(&found).iter().map(|it| (it.due, it.subject)).collect();
    let system = register.system_named("新平台").unwrap();
    assert_eq!(due, [(Day::new(2026, 12, 31), Subject::System(system))]);
}
