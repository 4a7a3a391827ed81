//! 某日在用账号: who held which account on a day that has passed, and by which paper.

use taizhang::model::*;
use taizhang::ops::{LiveAccount, Office};

use super::support::{SAMPLE, carried_out, day, empty_office, good_form, output, sample_office, taizhang, today};

/// The live accounts of a day: account, holder, paper.
fn live(office: &Office, on: &str) -> Vec<[String; 3]> {
    let told = |it: LiveAccount| [it.account, it.holder, it.basis];
    office.as_of(day(on)).unwrap().accounts.into_iter().map(told).collect()
}

fn names(office: &Office, on: &str) -> Vec<String> {
    live(office, on).into_iter().map(|[account, ..]| account).collect()
}

#[test]
fn each_day_has_the_accounts_that_were_live_at_its_end() {
    let mut scratch = empty_office();
    let office = &mut scratch.office;
    office.load(SAMPLE, day("2026-11-02")).unwrap();
    // The sample has seven accounts; one of them, zhangwei_jy, was 已禁用 when it was loaded.
    let loaded = ["qintt", "zhengxd", "sunlh", "wujx", "zhangwei_zw", "zhengxd"];
    let opened = carried_out(office, &good_form().with(Field::AppliedOn, "2026-11-05"), "qintt_zw", "2026-11-05");
    let close = good_form()
        .with(Field::AppliedOn, "2026-11-12")
        .with(Field::Action, "注销")
        .with(Field::Disposal, "禁用")
        .with(Field::System, "工程建设管理平台")
        .with(Field::Account, "qintt");
    carried_out(office, &close, "", "2026-11-12");

    assert_eq!(names(office, "2026-11-01"), Vec::<String>::new());
    assert_eq!(names(office, "2026-11-02"), loaded);
    assert_eq!(names(office, "2026-11-04"), loaded);
    let with_new = ["qintt", "zhengxd", "sunlh", "wujx", "zhangwei_zw", "qintt_zw", "zhengxd"];
    assert_eq!(names(office, "2026-11-05"), with_new);
    assert_eq!(names(office, "2026-11-11"), with_new);
    assert_eq!(names(office, "2026-11-12"), with_new[1..]);
    let new = live(office, "2026-11-20").into_iter().find(|[account, ..]| account == "qintt_zw").unwrap();
    assert_eq!(new, ["qintt_zw".to_owned(), "秦天天".to_owned(), opened], "its holder and the signed paper");
}

#[test]
fn today_is_the_register_itself() {
    let mut scratch = sample_office();
    carried_out(&mut scratch.office, &good_form(), "qintt_zw", "2026-11-24");
    assert_eq!(scratch.office.store().as_of(today()).unwrap().register, *scratch.office.register());
}

/// Two people of one name are told apart, and a later renaming does not reach back.
#[test]
fn a_past_day_speaks_in_the_names_of_that_day() {
    let mut scratch = empty_office();
    let office = &mut scratch.office;
    office.load(SAMPLE, day("2026-11-02")).unwrap();
    let of_service = |office: &Office, on: &str| {
        let all = office.as_of(day(on)).unwrap().accounts;
        let one = all.into_iter().find(|it| it.account == "zhangwei_zw").unwrap();
        (one.holder, one.department, one.system)
    };
    let before = of_service(office, "2026-11-02");
    let service = "一体化政务服务平台".to_owned();
    assert_eq!(before, ("张伟（政务服务科）".into(), "政务服务科".into(), service.clone()));
    let id = office.register().department_named("政务服务科").unwrap();
    let mut texts =
        schema::texts(&office.register().get::<Department>(id).unwrap().clone().into_record(), office.register());
    texts[0] = "政务服务中心".into();
    office.save_record(Kind::Departments, Some(id.0), &texts, day("2026-11-10")).unwrap();
    assert_eq!(of_service(office, "2026-11-09"), before);
    assert_eq!(of_service(office, "2026-11-10"), ("张伟（政务服务中心）".into(), "政务服务中心".into(), service));
}

#[test]
fn a_paper_that_was_taken_back_is_no_longer_what_an_account_rests_on() {
    let mut scratch = empty_office();
    let office = &mut scratch.office;
    office.load(SAMPLE, day("2026-11-02")).unwrap();
    let change = good_form()
        .with(Field::AppliedOn, "2026-11-05")
        .with(Field::Action, "变更")
        .with(Field::System, "工程建设管理平台")
        .with(Field::Account, "qintt")
        .with(Field::Holder, "张伟（政务服务科）");
    let number = carried_out(office, &change, "", "2026-11-05");
    office.undo(day("2026-11-06")).unwrap();
    let of = |office: &Office, on: &str| live(office, on).into_iter().find(|[account, ..]| account == "qintt").unwrap();
    assert_eq!(of(office, "2026-11-05"), ["qintt".to_owned(), "张伟（政务服务科）".to_owned(), number.clone()]);
    assert_eq!(of(office, "2026-11-06"), ["qintt".to_owned(), "秦天天".to_owned(), String::new()]);
    office.redo(day("2026-11-07")).unwrap();
    assert_eq!(of(office, "2026-11-07")[2], number);
}

/// The clock ran ahead for one errand: days after it are still counted by what the office wrote.
#[test]
fn an_entry_of_a_later_day_hides_no_entry_behind_it() {
    let mut scratch = empty_office();
    let office = &mut scratch.office;
    office.load(SAMPLE, day("2026-11-02")).unwrap();
    office.file_application(&good_form(), None, None, day("2036-01-01")).unwrap();
    carried_out(office, &good_form().with(Field::AppliedOn, "2026-11-05"), "qintt_zw", "2026-11-05");
    assert!(names(office, "2026-11-05").contains(&"qintt_zw".to_owned()));
    assert_eq!(office.store().as_of(day("2026-11-05")).unwrap().register.applications.len(), 5, "the sample's and one");
}

/// The clock ran ahead from the beginning, and was put right: what is registered is shown as of today all the same. Of the
/// days before, nothing is told that nobody knows.
#[test]
fn today_shows_what_was_dated_ahead_too() {
    let mut scratch = empty_office();
    scratch.office.load(SAMPLE, day("2026-11-30")).unwrap();
    let told = scratch.office.as_of_asked(today(), today()).unwrap();
    assert_eq!((told.accounts.len(), told.caution()), (6, None));
    assert_eq!(told.accounts, scratch.office.as_of(day("2026-11-30")).unwrap().accounts);
    let before = scratch.office.as_of_asked(day("2026-11-23"), today()).unwrap();
    assert!(before.accounts.is_empty() && before.caution().unwrap().contains("没有记载"));
    drop(scratch.office);
    let lines =
        output(taizhang().args(["--today", "2026-11-24", "--file"]).arg(&scratch.file).args(["as-of", "2026-11-24"]));
    assert!(lines.starts_with("2026年11月24日在用账号6个\n"), "{lines}");
}

#[test]
fn the_command_line_lists_a_past_day_and_says_where_the_ledger_begins() {
    let scratch = sample_office();
    drop(scratch.office);
    let run = |arguments: &[&str]| {
        let output =
            taizhang().args(["--today", "2026-11-24", "--file"]).arg(&scratch.file).args(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    };
    let (code, lines, err) = run(&["as-of", "2026-11-24"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(
        lines.starts_with(
            "2026年11月24日在用账号6个\n工程建设管理平台　qintt　普通用户　使用人 秦天天　科室 政务服务科\n"
        ),
        "{lines}"
    );
    let (_, json, _) = run(&["as-of", "2026-11-24", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let keys: Vec<&String> = json["accounts"][0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["system", "account", "holder", "department", "role", "basis"]);
    assert_eq!((json["day"].as_str(), json["since"].as_str()), (Some("2026-11-24"), Some("2026-11-24")));
    let (code, lines, err) = run(&["as-of", "2025-01-01"]);
    // That nothing is known is not that there was none.
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(lines, "2025年1月1日：台账从2026年11月24日记起，此前的情况没有记载\n");
    let (code, lines, err) = run(&["as-of", "2026-11-25"]);
    assert_eq!((code, lines.as_str()), (2, ""));
    assert!(err.contains("2026年11月25日还没有到"), "{err}");
    assert_eq!(run(&["as-of", "2025-02-30"]).0, 2);
}
