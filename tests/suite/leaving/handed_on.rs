//! A 系统账号 that was handed on before the one who used it left (第二十二条).

use serde_json::json;
use taizhang::model::{Day, Register};
use taizhang::ops::Office;
use taizhang::rules::leaving::plan;
use taizhang::rules::{Fact, Telling, check};
use taizhang::store::Access;

use super::super::support::{Scratch, day, today};
use super::{leaving, two_routes};

/// 李建国 hands the account of the 系统管理员 on to 秦天天 on 5 November, and leaves on 20 November.
fn handed_on() -> Scratch {
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    office.load(&account(json!({"holder": "秦天天"})), day("2026-11-05")).unwrap();
    let left =
        json!({"people": [{"name": "李建国", "department": "受理科", "status": "离职", "left_on": "2026-11-20"}]});
    office.load(&left.to_string(), day("2026-11-20")).unwrap();
    scratch
}

fn account(differs: serde_json::Value) -> String {
    let mut it = json!({"system": "平台", "account": "lijg"});
    super::super::rules_support::merge(&mut it, differs);
    json!({"accounts": [it]}).to_string()
}

fn told(office: &Office) -> Vec<String> {
    let found = check(office.register(), today());
    let telling = Telling::of(office.register(), today());
    let kept = found.iter().filter(|it| matches!(it.fact, Fact::HandedOnPasswordKept(..)));
    kept.map(|it| telling.line(it)).collect()
}

#[test]
fn its_password_is_due_until_it_is_changed_on_that_day_or_later() {
    let Scratch { mut office, file, folder: _folder } = handed_on();
    let due = "系统账号平台·lijg（秦天天）原由李建国使用，2026年11月5日移交，李建国已离职4天，\
               移交后没有更改口令的登记，请更改口令并登记日期（第二十二条）";
    assert_eq!(told(&office), [due]);
    let judged = |office: &mut Office| office.judge(today()).matters().filter(|it| it.article().0 == 22).count();
    let before = judged(&mut office);
    drop(office);
    let mut office = Office::open(&file, Access::Write).unwrap();
    assert_eq!((told(&office), judged(&mut office)), (vec![due.to_owned()], before), "also once it is opened again");
    let told_leaving = leaving(&office, "李建国", false);
    let rows = plan(office.register(), &told_leaving).handovers;
    assert_eq!((rows.len(), rows[0].successor), (1, office.person_called("秦天天").ok()));
    office.load(&account(json!({"password_changed_on": "2026-11-04"})), today()).unwrap();
    assert_eq!(told(&office).len(), 1);
    office.load(&account(json!({"password_changed_on": "2026-11-05"})), today()).unwrap();
    assert_eq!((told(&office).len(), judged(&mut office)), (0, before - 1));
}

#[test]
fn what_was_taken_back_or_came_back_is_no_handing_on() {
    let Scratch { mut office, folder: _folder, .. } = handed_on();
    office.load(&account(json!({"holder": "李建国"})), day("2026-11-21")).unwrap();
    assert!(told(&office).is_empty(), "it is the leaver's own again, and told as that");
    office.undo(day("2026-11-21")).unwrap();
    assert_eq!(told(&office).len(), 1);
    office.undo(day("2026-11-21")).unwrap();
    office.undo(day("2026-11-21")).unwrap();
    let left =
        json!({"people": [{"name": "李建国", "department": "受理科", "status": "离职", "left_on": "2026-11-20"}]});
    office.load(&left.to_string(), day("2026-11-21")).unwrap();
    assert!(told(&office).is_empty(), "the handing on was taken back");
}

/// What an inspection is handed is what 检查 tells on that day.
#[test]
fn the_register_as_of_a_day_tells_it_as_that_day_did() {
    let Scratch { mut office, folder: _folder, .. } = handed_on();
    let lines = |register: &Register, on: Day| -> Vec<String> {
        let telling = Telling::of(register, on);
        check(register, on).iter().map(|it| telling.line(it)).collect()
    };
    let then = lines(office.register(), today());
    assert!(then.iter().any(|line| line.contains("原由李建国使用")), "{then:?}");
    office.load(&account(json!({"password_changed_on": "2026-11-25"})), day("2026-11-25")).unwrap();
    office.load(&account(json!({"holder": "李建国"})), day("2026-11-26")).unwrap();
    let past = office.store().as_of(today()).unwrap();
    assert_eq!(lines(&past.register, today()), then);
    let before = office.store().as_of(day("2026-11-04")).unwrap();
    assert_eq!(before.register.handed_on.all().count(), 0, "it was not handed on yet");
}
