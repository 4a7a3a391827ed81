//! A leaving that was announced and is moved or called off (第十四条, 第二十二条).

use std::collections::BTreeMap;

use serde_json::json;
use taizhang::error::ErrorKind;
use taizhang::model::*;
use taizhang::ops::Office;
use taizhang::papers::PaperKey;
use taizhang::rules::leaving::{Leaving, plan};

use super::super::rules_support::account;
use super::super::support::{day, today};
use super::{leaving, two_routes};

const WHO: &str = "张伟（投资科）";

/// He is to leave on this day.
fn to_come(office: &Office, on: &str) -> Leaving {
    Leaving { left_on: day(on), ..leaving(office, WHO, false) }
}

#[test]
fn a_printed_form_that_bears_another_day_is_named() {
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    let made = office.staff_leaves(&to_come(office, "2026-12-24"), today()).unwrap();
    let first = made.applications[0];
    office.print_applications(&[first], today()).unwrap();
    let cautions = |office: &Office, on: &str| plan(office.register(), &to_come(office, on)).cautions;
    assert!(cautions(office, "2026-12-24").is_empty());
    let told = ["SQ-2026-0001已打印，上面写的不是2026年12月31日离职，请作废，再办一次另出一张（第十四条）"];
    assert_eq!(cautions(office, "2026-12-31"), told);
    office.staff_leaves(&to_come(office, "2026-12-31"), today()).unwrap();
    assert_eq!(cautions(office, "2026-12-31"), told, "the drafts follow, the paper does not");
    office.void_application(first, "离职日改了", today()).unwrap();
    assert_eq!(office.staff_leaves(&to_come(office, "2026-12-31"), today()).unwrap().made, ["SQ-2026-0005"]);
    assert!(cautions(office, "2026-12-31").is_empty());
}

#[test]
fn the_papers_of_a_leaving_that_is_called_off_are_void_in_one_errand() {
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    let other =
        office.staff_leaves(&Leaving { left_on: day("2026-12-24"), ..leaving(office, "秦天天", false) }, today());
    let other = other.unwrap();
    let told = to_come(office, "2026-12-24");
    let made = office.staff_leaves(&told, today()).unwrap();
    office.print_applications(&made.applications[..1], today()).unwrap();
    let before = office.register().clone();
    let numbers = office.call_off_leaving(told.person, today()).unwrap();
    assert_eq!(numbers, made.made);
    let register = office.register();
    let is_open = |id: &ApplicationId| register.get::<Application>(*id).unwrap().state.is_open();
    assert!(made.applications.iter().all(|id| !is_open(id)) && other.applications.iter().all(is_open));
    assert!(!register.get::<Cleanup>(made.cleanups[0]).unwrap().is_open());
    assert!(register.get::<Cleanup>(other.cleanups[0]).unwrap().is_open());
    office.undo(today()).unwrap();
    assert_eq!(*office.register(), before);
}

#[test]
fn who_has_left_follows_nobody_as_administrator() {
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    let platform = office.register().system_named("平台").unwrap();
    office.staff_leaves(&leaving(office, "秦天天", false), today()).unwrap();
    let successors = BTreeMap::from([(platform, office.person_called("秦天天").unwrap())]);
    let before = office.register().clone();
    let error = office.staff_leaves(&Leaving { successors, ..leaving(office, "李建国", false) }, today()).unwrap_err();
    assert!(error.kind() == ErrorKind::Refused && error.to_string().contains("第二十二条"), "{error}");
    assert_eq!(*office.register(), before);
}

#[test]
fn an_account_that_begins_after_the_day_of_the_paper_asks_for_no_second_one() {
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    let early = json!({"accounts": [account("zhangw", json!({"holder": WHO, "opened_on": "2026-12-01"}))]});
    office.load(&early.to_string(), today()).unwrap();
    let told = to_come(office, "2026-12-24");
    let made = office.staff_leaves(&told, today()).unwrap();
    office.note_printed(&[PaperKey::Cleanup(made.cleanups[0])], today()).unwrap();
    assert!(made.made.len() > 1);
    assert_eq!(office.staff_leaves(&told, today()).unwrap().made, [""; 0]);
}
