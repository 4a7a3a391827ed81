//! 第五章: dates of passwords (第二十三条, 第二十五条), and what an office may set (第二十四条, 第二十五条, 第二十七条).

use serde_json::{Value, json};
use taizhang::model::*;
use taizhang::rules::Fact;
use taizhang::rules::settings::{Settings, default, label, objection};

use super::rules_support::{Case, account, all_hold, register_with, sentence};
use super::support::{day, today};

/// 秦天天's account with these dates.
fn dates(initial: impl Into<Value>, changed: impl Into<Value>) -> Value {
    let (initial, changed): (Value, Value) = (initial.into(), changed.into());
    json!({"accounts": [account("qintt", json!({"initial_password_changed_on": initial, "password_changed_on": changed}))]})
}

/// What is found in the fifth chapter, case by case.
pub fn cases() -> Vec<Case<'static>> {
    const FOUND: &[(u8, &str, &str)] = &[(25, "T", "平台·qintt")];
    let today = "2026-11-24";
    let stricter = |mut it: Value, settings: Value| {
        super::rules_support::merge(&mut it, json!({"settings": settings}));
        it
    };
    vec![
        ("第二十三条: never changed", dates(Value::Null, "2026-11-01"), today, &[(23, "W", "平台·qintt")]),
        (
            "第二十三条: opened before the regulation",
            json!({"accounts": [account("qintt", json!({"initial_password_changed_on": null, "opened_on": "2022-08-02"}))]}),
            today,
            &[],
        ),
        ("第二十三条: changed on a day to come", dates("2026-11-25", "2026-11-01"), today, &[(23, "W", "平台·qintt")]),
        ("第二十五条: changed on a day to come", dates("2026-01-06", "2026-11-25"), today, &[(25, "W", "平台·qintt")]),
        // The days were counted with GNU date: 2026-11-24 minus 75, 76, 90 and 91 days.
        ("第二十五条: day 75", dates("2026-01-06", "2026-09-10"), today, &[]),
        ("第二十五条: day 76", dates("2026-01-06", "2026-09-09"), today, FOUND),
        ("第二十五条: day 90", dates("2026-01-06", "2026-08-26"), today, FOUND),
        ("第二十五条: day 91", dates("2026-01-06", "2026-08-25"), today, FOUND),
        ("第二十五条: the first change counts", dates("2026-09-09", Value::Null), today, FOUND),
        ("第二十五条: no date tells nothing", dates(Value::Null, Value::Null), today, &[(23, "W", "平台·qintt")]),
        ("第二十五条: last changed before the regulation", dates("2022-01-06", "2022-05-01"), today, FOUND),
        (
            "第二十七条: a stricter period",
            stricter(
                dates("2026-01-06", "2026-10-09"),
                json!([{"key": "口令更新周期", "value": 60, "source": "省标准"}]),
            ),
            today,
            FOUND,
        ),
        (
            "the notice is the office's own",
            stricter(dates("2026-01-06", "2026-09-09"), json!([{"key": "口令到期提前提醒", "value": 13}])),
            today,
            &[],
        ),
    ]
}

#[test]
fn each_case_of_the_fifth_chapter_finds_its_articles_and_no_others() {
    all_hold(&cases());
}

#[test]
fn day_90_is_fine_and_day_91_is_overdue() {
    let told = |changed: &str| sentence(&register_with(&[dates("2026-01-06", changed)]), today(), 25);
    assert_eq!(
        told("2026-09-09"),
        "平台·qintt（秦天天）的口令自2026年9月9日起已用76天，还有14天到期，请更改并登记日期"
    );
    assert_eq!(told("2026-08-26"), "平台·qintt（秦天天）的口令自2026年8月26日起已用90天，今天到期，请更改并登记日期");
    assert_eq!(told("2026-08-25"), "平台·qintt（秦天天）的口令自2026年8月25日起已用91天，已超期1天，请更改并登记日期");
}

#[test]
fn ninety_days_count_a_leap_day() {
    let register = register_with(&[dates("2023-12-01", "2023-12-01")]);
    let due = |on: &str| {
        let found = taizhang::rules::check(&register, day(on));
        found.iter().find(|it| matches!(it.fact, Fact::PasswordDue(..))).map(|it| it.due.unwrap().iso())
    };
    // 31 days of January, 29 of February and 30 of December: the 90th day is the leap day.
    assert_eq!(due("2024-02-29"), Some("2024-02-29".into()));
    assert_eq!(due("2024-02-14"), None);
    assert_eq!(due("2024-02-15"), Some("2024-02-29".into()));
}

#[test]
fn a_setting_may_be_stricter_with_its_source_and_never_looser() {
    use SettingKey::*;
    let refused = |key, value, source, article: &str| {
        let why = objection(key, value, source, &Register::default()).unwrap();
        assert!(why.contains(article), "{why}");
    };
    refused(PasswordDays, 91, "省标准", "第二十五条");
    refused(PasswordDays, 60, " ", "第二十七条");
    refused(UserPasswordLength, 5, "省标准", "第二十四条");
    refused(AdminPasswordLength, 7, "省标准", "第二十四条");
    refused(AdminPasswordLength, 10, "", "第二十七条");
    let taken = |key, value, source| assert_eq!(objection(key, value, source, &Register::default()), None);
    taken(PasswordDays, 90, "");
    taken(PasswordDays, 60, "晋政办发〔2023〕1号");
    taken(AdminPasswordLength, 12, "市标准");
    taken(InspectionDays, 180, "");
    for (key, value) in [(PasswordDays, 0), (InspectionDays, 0), (SampleDays, 367), (TemporaryNotice, -1)] {
        assert!(objection(key, value, "省标准", &Register::default()).is_some(), "{key:?} {value}");
    }
    assert_eq!(label(InspectionDays), "内部设定，非制度规定");
    assert_eq!(Settings::of(&Register::default()).password_days, default(PasswordDays));
}

/// 第二十五条: who is reminded as long before as the time itself lasts is reminded always.
#[test]
fn the_reminder_of_a_password_is_shorter_than_its_time() {
    let mut scratch = super::support::empty_office();
    let office = &mut scratch.office;
    let source = "晋政办发〔2023〕1号";
    let told = office.save_setting(SettingKey::PasswordNotice, 90, "", today()).unwrap_err().to_string();
    assert!(told.contains("口令到期提前提醒（90天）应少于口令更新周期（90天）"), "{told}");
    office.save_setting(SettingKey::PasswordNotice, 50, "", today()).unwrap();
    let told = office.save_setting(SettingKey::PasswordDays, 50, source, today()).unwrap_err().to_string();
    assert!(told.contains("口令到期提前提醒（50天）应少于口令更新周期（50天）"), "{told}");
    office.save_setting(SettingKey::PasswordDays, 51, source, today()).unwrap();
    // Both in one document, in either order.
    for keys in [["口令更新周期", "口令到期提前提醒"], ["口令到期提前提醒", "口令更新周期"]]
    {
        let settings = keys.map(|key| {
            let value = if key == "口令更新周期" { 30 } else { 10 };
            serde_json::json!({"key": key, "value": value, "source": source})
        });
        let document = serde_json::json!({ "settings": settings }).to_string();
        let mut fresh = super::support::empty_office();
        fresh.office.save_setting(SettingKey::PasswordNotice, 40, "", today()).unwrap();
        fresh.office.load(&document, today()).unwrap();
        let mut fresh = super::support::empty_office();
        fresh.office.load(&document, today()).unwrap();
    }
}

#[test]
fn the_ages_of_passwords_are_told_in_bands_that_meet_and_do_not_overlap() {
    let bands = |days, notice| {
        let set = Settings { password_days: days, password_notice: notice, ..Settings::of(&Register::default()) };
        set.password_bands().map(|band| if band.is_empty() { (0, 0) } else { (*band.start(), *band.end()) })
    };
    assert_eq!(bands(90, 14), [(0, 45), (46, 75), (76, 90), (91, i64::MAX)]);
    // An early reminder leaves no second band.
    assert_eq!(bands(90, 50), [(0, 39), (0, 0), (40, 90), (91, i64::MAX)]);
    // As a file from before may have it.
    assert_eq!(bands(90, 120), [(0, 0), (0, 0), (0, 90), (91, i64::MAX)]);
}

#[test]
fn a_document_with_a_looser_setting_is_refused_with_the_article() {
    let mut scratch = super::support::empty_office();
    let told = json!({"settings": [{"key": "口令更新周期", "value": 120, "source": "省标准"}]});
    let error = scratch.office.load(&told.to_string(), today()).unwrap_err();
    assert_eq!(error.lines(), ["settings[0].value：口令更新周期不得超过90天，现填120天（第二十五条）"]);
}

/// An account of the time before, with these dates.
fn old(name: &str, differs: Value) -> Value {
    let mut it = account(
        name,
        json!({"opened_on": "2021-05-06", "initial_password_changed_on": null, "password_changed_on": null}),
    );
    super::rules_support::merge(&mut it, differs);
    it
}

/// 第二十五条: nobody knows how old their passwords are.
#[test]
fn an_account_of_the_time_before_without_a_day_is_told_and_many_of_one_system_are_told_together() {
    let few = register_with(&[json!({"accounts": [old("a1", json!({}))]})]);
    assert_eq!(
        sentence(&few, today(), 25),
        "平台·a1（秦天天）没有登记改密日，口令用了多久无法计算，请更改口令或核实后登记日期"
    );
    let accounts: Vec<Value> = (1..=7).map(|at| old(&format!("a{at}"), json!({"holder": "张伟（投资科）"}))).collect();
    let many = register_with(&[json!({"accounts": accounts})]);
    assert_eq!(
        sentence(&many, today(), 25),
        "平台有7个在用账号没有登记改密日，口令用了多久无法计算，请更改口令或核实后登记日期：\
         平台·a1、平台·a2、平台·a3、平台·a4、平台·a5等"
    );
}

#[test]
fn every_account_whose_password_the_picture_does_not_know_is_in_one_finding_and_no_other_is() {
    let accounts = json!([
        old("unknown", json!({})),
        old("late", json!({"password_changed_on": "2026-11-01"})),
        old("first", json!({"initial_password_changed_on": "2026-10-01"})),
        account("never", json!({"initial_password_changed_on": null, "password_changed_on": null})),
        account("once", json!({"password_changed_on": null, "initial_password_changed_on": "2026-11-01"})),
        old("gone", json!({"holder": "张伟（投资科）"})),
        old("closed", json!({"status": "已禁用"})),
    ]);
    let people = json!([{"name": "张伟", "department": "投资科", "status": "离职", "left_on": "2026-11-01"}]);
    let register = register_with(&[json!({"people": people, "accounts": accounts})]);
    let standing = taizhang::rules::Standing::of(&register, today());
    let not_known: usize = standing.tallies().map(|(_, tally)| tally.ages[4]).sum();
    let mut told: Vec<String> = Vec::new();
    for matter in standing.matters() {
        let accounts = match (&matter.fact, matter.subject) {
            (Fact::PasswordUnknown(ids) | Fact::LeaverLive(_, ids), _) => ids.clone(),
            (Fact::InitialPassword, Subject::Account(id)) => vec![id],
            _ => continue,
        };
        told.extend(accounts.into_iter().map(|id| register.get::<Account>(id).unwrap().account.clone()));
    }
    told.sort_unstable();
    assert_eq!(told, ["gone", "never", "unknown"]);
    assert_eq!(not_known, told.len());
}

#[test]
fn a_change_of_a_day_to_come_is_counted_as_none_in_the_picture() {
    let ages = |document: Value| {
        let standing = taizhang::rules::Standing::of(&register_with(&[document]), today());
        standing.tallies().fold([0; 5], |sum, (_, tally)| std::array::from_fn(|band| sum[band] + tally.ages[band]))
    };
    let others = ages(dates(Value::Null, "2026-11-20"));
    let with = |band: usize| {
        let mut all = others;
        (all[0], all[band]) = (all[0] - 1, all[band] + 1);
        all
    };
    // What was changed before still counts; where nothing was, nothing is known.
    assert_eq!(ages(dates("2026-01-06", "2026-11-25")), with(3));
    assert_eq!(ages(dates("2026-11-25", "2026-11-25")), with(4));
}
