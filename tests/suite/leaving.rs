//! Someone leaves (第十四条, 第二十二条): the plan and the errand.

mod again;
mod handed_on;
mod moved;
mod papers;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use taizhang::error::ErrorKind;
use taizhang::model::*;
use taizhang::ops::{Handling, Left, Office};
use taizhang::rules::leaving::{Leaving, plan, route};
use taizhang::rules::{Matter, Telling, check};

use super::rules_support::{account, merge, quiet};
use super::support::{Scratch, carried_out, day, empty_office, good_form, sample_office, signed, today};

/// 郑晓东 of the sample office leaves; the sample has a form for one of his two accounts and a list of both.
fn leaving(office: &Office, person: &str, handed_over: bool) -> Leaving {
    Leaving {
        person: office.person_called(person).unwrap(),
        left_on: day("2026-10-30"),
        handed_over_on: handed_over.then(|| day("2026-11-13")),
        by: None,
        disposal: Disposal::Disable,
        successors: BTreeMap::new(),
    }
}

/// An office where 张伟 of 投资科 holds an account by each route, one of them disabled, and one in the province's system.
fn two_routes() -> Scratch {
    let mut document = quiet();
    let held = |system: &str| account("zhangw", json!({"system": system, "holder": "张伟（投资科）"}));
    let mut accounts: Vec<Value> = quiet()["accounts"].as_array().unwrap().clone();
    accounts.extend(["平台", "专网平台", "省平台", "自建专网"].map(held));
    merge(
        &mut document,
        json!({
            "systems": [
                {"name": "平台", "lead_department": "受理科", "self_built": true, "super_admin": "陈小满", "system_admin": "李建国"},
                {"name": "专网平台", "lead_department": "投资科", "self_built": false, "private_network": true},
                {"name": "省平台", "lead_department": "投资科", "self_built": false, "private_network": false},
                {"name": "自建专网", "lead_department": "投资科", "self_built": true, "private_network": true}
            ],
            "accounts": accounts,
            "matrix": [], "inspections": [], "samples": []
        }),
    );
    let mut scratch = empty_office();
    scratch.office.load(&document.to_string(), today()).unwrap();
    scratch
}

fn leave(office: &mut Office, leaving: &Leaving) -> Left {
    office.staff_leaves(leaving, today()).unwrap()
}

#[test]
fn nobody_whose_record_is_void_applies_for_a_leaver() {
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    let void = json!({"people": [{"name": "周红", "department": "投资科", "void_reason": "重复"}]});
    office.load(&void.to_string(), today()).unwrap();
    let by = office.person_called("周红").ok();
    assert!(by.is_some());
    let error = office.staff_leaves(&Leaving { by, ..leaving(office, "张伟（投资科）", false) }, today()).unwrap_err();
    assert!(error.to_string().contains("已作废"), "{error}");
}

#[test]
fn a_leaver_has_a_form_for_every_live_account_one_list_and_after_the_second_clock_a_notice() {
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    let left = leave(office, &leaving(office, "张伟（投资科）", false));
    assert_eq!((left.applications.len(), left.cleanups.len(), left.notices.len()), (4, 1, 0));
    assert_eq!(left.made, ["SQ-2026-0001", "SQ-2026-0002", "SQ-2026-0003", "SQ-2026-0004", "QL-2026-0001"]);
    let register = office.register();
    let person = register.get::<Person>(register.person_named("张伟（投资科）").found().unwrap()).unwrap();
    assert_eq!(
        (person.status, person.left_on, person.handed_over_on),
        (PersonStatus::Left, Some(day("2026-10-30")), None)
    );
    for id in &left.applications {
        let it = register.get::<Application>(*id).unwrap();
        assert_eq!(
            (it.action, it.disposal, it.state),
            (Some(Action::Close), Some(Disposal::Disable), ApplicationState::Draft)
        );
        assert_eq!((it.holder, it.applicant), (Some(person.id), None), "a leaver cannot apply");
    }
    let rows = register.rows_of(left.cleanups[0]);
    assert!(rows.len() == 4 && rows.iter().all(|row| row.disposal == Some(Treatment::Disable)));
    // 手续办结日 comes later: only the notices are new, one a route.
    let again = leave(office, &leaving(office, "张伟（投资科）", true));
    assert_eq!(again.made, ["TZ-2026-0001", "TZ-2026-0002"]);
    assert_eq!((again.applications, again.cleanups), (left.applications, left.cleanups));
    let register = office.register();
    let names = |it: &Notice| it.accounts.iter().map(|id| register.account_name(*id)).collect::<Vec<_>>();
    let notices: Vec<(NoticeRoute, Vec<String>)> = register.notices.values().map(|it| (it.route, names(it))).collect();
    assert_eq!(
        notices,
        [
            (NoticeRoute::NetworkCenter, vec!["平台·zhangw".into(), "省平台·zhangw".into(), "自建专网·zhangw".into()]),
            (NoticeRoute::PrivateNetwork, vec!["专网平台·zhangw".into()]),
        ]
    );
}

fn is_void(register: &Register, number: &str) -> bool {
    let papers = (register.applications.values().map(|it| (&it.number, &it.void_reason)))
        .chain(register.cleanups.values().map(|it| (&it.number, &it.void_reason)))
        .chain(register.notices.values().map(|it| (&it.number, &it.void_reason)));
    let of_number: Vec<_> = papers.filter(|(of, _)| *of == number).collect();
    matches!(of_number[..], [(_, Some(_))])
}

#[test]
fn what_an_undone_leaving_left_is_dumped_and_loaded_also_without_the_account() {
    let mut scratch = empty_office();
    let office = &mut scratch.office;
    office.load(&quiet().to_string(), today()).unwrap();
    office
        .load(&json!({"accounts": [account("zw", json!({"holder": "张伟（投资科）"}))]}).to_string(), today())
        .unwrap();
    leave(office, &leaving(office, "张伟（投资科）", true));
    office.undo(today()).unwrap();
    assert_eq!(office.undo(today()).unwrap(), Op::Load);
    let dumped = office.dump().unwrap();
    let mut copy = empty_office();
    copy.office.load(&dumped, today()).unwrap();
    assert_eq!(copy.office.dump().unwrap(), dumped);
}

#[test]
fn who_is_named_on_a_paper_that_stays_is_not_unmade() {
    let mut scratch = empty_office();
    let office = &mut scratch.office;
    let people = |register: &Register| register.people.len();
    office.load(&quiet().to_string(), today()).unwrap();
    let more = json!({"people": [{"name": "新来的", "department": "投资科", "post": "科员"}],
        "accounts": [account("xinlai", json!({"holder": "新来的"}))]});
    office.load(&more.to_string(), today()).unwrap();
    let count = people(office.register());
    let leaving = leaving(office, "新来的", false);
    leave(office, &leaving);
    office.undo(today()).unwrap();
    let before = office.register().clone();
    let error = office.undo(today()).unwrap_err();
    assert_eq!((error.kind(), office.register()), (ErrorKind::Refused, &before));
    let dumped = office.dump().unwrap();
    empty_office().office.load(&dumped, today()).unwrap();
    assert_eq!(people(office.register()), count);
    assert_eq!(office.verify(None).unwrap().broken, None);
}

#[test]
fn leaving_twice_is_leaving_once_and_one_undo_takes_all_of_it_back() {
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    let before = (office.register().clone(), check(office.register(), today()));
    let leaving = leaving(office, "张伟（投资科）", true);
    let first = leave(office, &leaving);
    let (after, entries) = (office.register().clone(), office.store().last_entries(100).unwrap().len());
    let second = leave(office, &leaving);
    assert_eq!(Left { made: Vec::new(), ..first }, second);
    assert_eq!(*office.register(), after);
    assert_eq!(office.store().last_entries(100).unwrap().len(), entries, "nothing done is no entry");
    let planned = plan(office.register(), &leaving);
    assert!(planned.to_list.is_empty() && planned.forms.iter().all(|it| it.existing.is_some()));
    assert_eq!(office.undo(today()).unwrap(), Op::StaffLeaves);
    // What was given a number stays void under it, since its paper is written by then; all else is as it was.
    let (stands, found) = (office.register(), check(office.register(), today()));
    assert_eq!((&stands.people, &stands.accounts, &found), (&before.0.people, &before.0.accounts, &before.1));
    let void = |numbers: &[String]| numbers.iter().all(|number| is_void(stands, number));
    assert!(void(&first.made), "{:?}", first.made);
    assert_eq!(office.redo(today()).unwrap(), Op::StaffLeaves);
    assert_eq!(*office.register(), after);
    office.undo(today()).unwrap();
    let again = leave(office, &leaving);
    assert!(again.made.iter().all(|number| !first.made.contains(number)), "a number is never given again");
    assert_eq!(again.made.len(), first.made.len());
    assert_eq!(office.verify(None).unwrap().broken, None);
}

#[test]
fn what_is_on_its_way_already_is_found_and_not_made_again() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let left = leave(office, &leaving(office, "郑晓东", true));
    let register = office.register();
    let numbers: Vec<String> = left.applications.iter().map(|id| Subject::Application(*id).name(register)).collect();
    assert_eq!(numbers, ["SQ-2026-0003", "SQ-2026-0005"]);
    assert_eq!(left.made, ["SQ-2026-0005", "TZ-2026-0001", "TZ-2026-0002"]);
    assert_eq!(
        left.cleanups.iter().map(|id| Subject::Cleanup(*id).name(register)).collect::<Vec<_>>(),
        ["QL-2026-0001"]
    );
}

#[test]
fn a_new_account_of_a_leaver_asks_for_its_own_papers_and_no_more() {
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    let leaving = leaving(office, "张伟（投资科）", true);
    leave(office, &leaving);
    let late = json!({"accounts": [account("zhangw2", json!({"holder": "张伟（投资科）"}))]});
    office.load(&late.to_string(), today()).unwrap();
    assert_eq!(leave(office, &leaving).made, ["SQ-2026-0005", "TZ-2026-0003", "QL-2026-0002"]);
}

#[test]
fn a_leaver_of_whom_nothing_is_live_leaves_no_paper() {
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    let left = leave(office, &leaving(office, "王志强", true));
    assert_eq!(left, Left::default());
    assert!(office.register().people.values().any(|it| it.name == "王志强" && it.left_on.is_some()));
}

#[test]
fn a_test_account_after_acceptance_can_only_be_deleted() {
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    let test = json!({
        "systems": [{"name": "平台", "accepted_on": "2026-11-01"}],
        "accounts": [account("zhangw", json!({"holder": "张伟（投资科）", "nature": "测试"}))]
    });
    office.load(&test.to_string(), today()).unwrap();
    let left = leave(office, &leaving(office, "张伟（投资科）", false));
    let first = office.register().get::<Application>(left.applications[0]).unwrap();
    assert_eq!(first.disposal, Some(Disposal::Delete));
    assert_eq!(office.register().rows_of(left.cleanups[0])[0].disposal, Some(Treatment::Delete));
}

#[test]
fn a_leaving_that_cannot_be_is_refused_and_nothing_is_kept() {
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    let before = office.register().clone();
    let good = leaving(office, "张伟（投资科）", true);
    let mut refuse = |wrong: Leaving, kind: ErrorKind, words: &str| {
        let error = office.staff_leaves(&wrong, today()).unwrap_err();
        assert!(error.kind() == kind && error.to_string().contains(words), "{error}");
    };
    refuse(Leaving { handed_over_on: Some(day("2026-10-29")), ..good.clone() }, ErrorKind::BadInput, "第十四条");
    refuse(Leaving { by: Some(good.person), ..good.clone() }, ErrorKind::Refused, "第十四条");
    let successors = BTreeMap::from([(SystemId(1), good.person)]);
    refuse(Leaving { successors, ..good.clone() }, ErrorKind::Refused, "第二十二条");
    refuse(Leaving { person: PersonId(999), ..good }, ErrorKind::Refused, "没有这条人员记录");
    assert_eq!(*office.register(), before);
}

#[test]
fn a_leaving_administrator_hands_over_and_a_successor_is_held_to_article_8() {
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    let platform = office.register().system_named("平台").unwrap();
    let mut leaving = leaving(office, "李建国", true);
    let open = plan(office.register(), &leaving).handovers;
    assert_eq!(open.len(), 1);
    assert_eq!(
        (open[0].system, open[0].role, open[0].successor, open[0].password_changed_on),
        (platform, Role::SystemAdmin, None, Some(day("2026-11-01")))
    );
    // 陈小满 is 超级管理员, and not of the 牵头科室: both are told, neither stops.
    leaving.successors.insert(platform, office.person_called("陈小满").unwrap());
    let cautions = plan(office.register(), &leaving).cautions;
    assert!(cautions.len() == 2 && cautions.iter().all(|it| it.contains("第八条")), "{cautions:?}");
    leaving.successors.insert(platform, office.person_called("秦天天").unwrap());
    assert!(plan(office.register(), &leaving).cautions.is_empty());
    let left = leave(office, &leaving);
    let register = office.register();
    assert_eq!(register.get::<InfoSystem>(platform).unwrap().system_admin, leaving.successors.get(&platform).copied());
    let form = register.get::<Application>(left.applications[0]).unwrap();
    assert_eq!((form.kind, form.account_note.as_str()), (Some(AccountKind::Admin), "系统管理员账号，使用人离职"));
    assert_eq!(plan(register, &leaving).handovers[0].successor, leaving.successors.get(&platform).copied());
}

#[test]
fn the_route_of_a_notice_is_that_of_its_system() {
    use NoticeRoute::{NetworkCenter, PrivateNetwork};
    let scratch = two_routes();
    let routes: Vec<(&str, NoticeRoute)> =
        scratch.office.register().systems.values().map(|it| (it.name.as_str(), route(it))).collect();
    assert_eq!(
        routes,
        [("平台", NetworkCenter), ("专网平台", PrivateNetwork), ("省平台", NetworkCenter), ("自建专网", NetworkCenter)]
    );
}

#[test]
fn no_notice_says_that_a_day_to_come_has_been() {
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    let early = Leaving { handed_over_on: Some(day("2026-11-25")), ..leaving(office, "张伟（投资科）", true) };
    let before = office.register().clone();
    let error = office.staff_leaves(&early, today()).unwrap_err();
    assert!(error.to_string().contains("第十四条"), "{error}");
    assert_eq!(*office.register(), before);
    assert_eq!(office.staff_leaves(&early, day("2026-11-25")).unwrap().notices.len(), 2);
}

#[test]
fn a_notice_that_is_void_is_written_anew_under_its_own_number() {
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    let leaving = leaving(office, "张伟（投资科）", true);
    let left = leave(office, &leaving);
    office.void_notice(left.notices[1], "发错部门", today()).unwrap();
    let waiting = |office: &Office| plan(office.register(), &leaving).notices.len();
    assert_eq!(waiting(office), 2, "one stands, one is to be written");
    let again = leave(office, &leaving);
    assert_eq!(again.made, ["TZ-2026-0003"]);
    assert_eq!(office.register().get::<Notice>(again.notices[1]).unwrap().route, NoticeRoute::PrivateNetwork);
}

#[test]
fn a_draft_follows_the_day_that_was_moved_and_keeps_what_the_clerk_has_written() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let on = |office: &mut Office, left_on: &str, by: Option<&str>| {
        let by = by.map(|name| office.person_called(name).unwrap());
        let told = Leaving { left_on: day(left_on), by, ..leaving(office, "秦天天", false) };
        leave(office, &told)
    };
    let first = on(&mut office, "2026-12-24", None);
    let id = first.applications[0];
    assert!(office.register().applications[&id].description.contains("2026年12月24日"));
    assert_eq!(office.register().applications[&id].applicant, None);
    let again = on(&mut office, "2026-11-20", Some("孙丽华"));
    assert_eq!((again.applications, again.made), (first.applications, Vec::new()), "不重复");
    let draft = office.register().applications[&id].clone();
    assert!(draft.description.contains("2026年11月20日"), "{}", draft.description);
    assert_eq!(draft.applicant, office.person_called("孙丽华").ok());
    // What the clerk has written instead stays.
    let mut values = Values::of_application(office.register(), &draft);
    values.set(Field::Description, "账号qintt，使用人退休，请禁用。");
    office.file_application(&values, Some(id), None, today()).unwrap();
    on(&mut office, "2026-11-20", None);
    assert_eq!(office.register().applications[&id].description, "账号qintt，使用人退休，请禁用。");
}

/// 第十四条: an account is closed from the last day on, and not before.
#[test]
fn the_form_of_someone_who_is_still_to_leave_asks_for_the_day() {
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    let told = |office: &Office, left_on: &str| Leaving {
        left_on: day(left_on),
        ..leaving(office, "张伟（投资科）", false)
    };
    let coming = told(office, "2026-12-01");
    let left = leave(office, &coming);
    let register = office.register();
    assert_eq!(
        register.applications[&left.applications[0]].description,
        "张伟同志将于2026年12月1日离职，申请自该日起禁用其账号，回收权限。"
    );
    assert_eq!(register.people[&coming.person].status, PersonStatus::Serving);
    let told_on = |on: &str| {
        let found = check(register, day(on));
        let of_person = |it: &&Matter| it.subject == Subject::Person(coming.person) && it.article().0 == 14;
        let matter = found.iter().find(of_person).unwrap();
        (matter.due, Telling::of(register, day(on)).sentence(matter))
    };
    let due = Some(day("2026-12-01"));
    let (coming_due, coming_told) = told_on("2026-11-30");
    assert!(coming_due == due && coming_told.contains("2026年12月1日离职，当天到各系统停用"), "{coming_told}");
    let (late_due, late_told) = told_on("2026-12-01");
    assert!(late_due == due && late_told.contains("今日离职"), "{late_told}");
    // The day that is moved to one that has been is told as that.
    let moved = told(office, "2026-11-20");
    leave(office, &moved);
    assert_eq!(
        office.register().applications[&left.applications[0]].description,
        "张伟同志于2026年11月20日离职，申请禁用其账号，回收权限。"
    );
}

#[test]
fn the_form_closes_an_account_as_the_list_that_names_it_already_does() {
    let Scratch { office, .. } = sample_office();
    // QL-2026-0001 of the sample deletes one account of 郑晓东 and disables the other.
    let rows = office.register().rows_of(office.register().cleanup_numbered("QL-2026-0001").unwrap().id);
    let told: BTreeMap<(SystemId, String), Option<Treatment>> =
        rows.iter().map(|row| ((row.system, row.account.clone()), row.disposal)).collect();
    let person = office.person_called("郑晓东").unwrap();
    let planned = plan(office.register(), &leaving(&office, "郑晓东", false));
    assert_eq!(planned.forms.len(), 2);
    for form in planned.forms {
        let account = &office.register().accounts[&form.account];
        assert_eq!(account.holder, Some(person));
        assert_eq!(told[&(account.system, account.account.clone())], Some(form.disposal.into()), "{}", account.account);
    }
    assert!(told.values().any(|it| *it == Some(Treatment::Delete)));
}

#[test]
fn an_open_list_names_the_account_also_where_it_writes_it_in_other_case_or_width() {
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    let row = json!({"system": "平台", "account": "Ｚhang\u{FF37}", "disposal": "删除"});
    let list = json!({"cleanups": [{"number": "QL-2026-0001", "rows": [row]}]});
    office.load(&list.to_string(), today()).unwrap();
    let left = leave(office, &leaving(office, "张伟（投资科）", false));
    let register = office.register();
    let listed = |id: &CleanupId| register.rows_of(*id).len();
    assert_eq!(left.cleanups.iter().map(listed).collect::<Vec<_>>(), [1, 3], "the account is on no second list");
    let first = register.get::<Application>(left.applications[0]).unwrap();
    assert_eq!((first.account.as_str(), first.disposal), ("zhangw", Some(Disposal::Delete)));
}

#[test]
fn an_open_list_names_of_two_accounts_alike_but_for_case_the_one_that_it_writes() {
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    let row = json!({"system": "平台", "account": "ZhangW", "disposal": "删除"});
    let told = json!({
        "accounts": [account("ZhangW", json!({"system": "平台", "holder": "李建国"}))],
        "cleanups": [{"number": "QL-2026-0001", "rows": [row]}]
    });
    office.load(&told.to_string(), today()).unwrap();
    let left = leave(office, &leaving(office, "张伟（投资科）", false));
    assert_eq!(office.register().rows_of(left.cleanups[0]).len(), 4);
}

#[test]
fn who_has_left_is_given_no_account_though_the_form_is_of_the_day_before() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let form = good_form().with(Field::AppliedOn, "2026年11月23日");
    let id = signed(office, &form, today());
    let gone = Leaving { left_on: day("2026-11-24"), ..leaving(office, "秦天天", false) };
    let number = office.register().get::<Application>(id).unwrap().number.clone();
    let cautions = plan(office.register(), &gone).cautions;
    assert!(cautions.contains(&format!("{number}还要为秦天天开通账号，没有办结，请作废（第十四条）")), "{cautions:?}");
    leave(office, &gone);
    let handling = Handling {
        operator: "陈小满".into(),
        handled_on: Some(day("2026-11-24")),
        outcome: "已开通。".into(),
        account: "qintt2".into(),
        reason: String::new(),
    };
    let error = office.complete_application(id, &handling, day("2026-11-24")).unwrap_err();
    assert!(
        error.to_string().contains("秦天天已不在岗，不能开通或启用账号") && error.to_string().contains("第十四条"),
        "{error}"
    );
}

#[test]
fn a_form_that_would_change_a_leavers_account_and_leave_it_to_them_is_told_of() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let form = good_form().with(Field::Action, "变更").with(Field::System, "工程建设管理平台");
    let mut file = |form: Values| office.file_application(&form, None, None, today()).unwrap();
    let kept = file(form.clone().with(Field::Account, "QinTT").with(Field::Applicant, "李建国"));
    file(form.clone().with(Field::Account, "qintt").with(Field::Holder, "李建国"));
    let number = office.register().get::<Application>(kept).unwrap().number.clone();
    let cautions = plan(office.register(), &leaving(office, "秦天天", false)).cautions;
    let of_changes: Vec<&String> = cautions.iter().filter(|it| it.contains("变更")).collect();
    assert_eq!(of_changes, [&format!("{number}还要为秦天天变更账号，没有办结，请作废（第十四条）")]);
}

#[test]
fn a_form_that_was_carried_out_before_the_last_day_stays_good() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let number = carried_out(office, &good_form().with(Field::AppliedOn, "2026年11月2日"), "qintt2", "2026-11-02");
    leave(office, &Leaving { left_on: day("2026-11-24"), ..leaving(office, "秦天天", false) });
    let id = office.register().application_numbered(&number).unwrap().id;
    let is_found = |office: &Office| {
        let found = check(office.register(), day("2026-11-24"));
        found.iter().any(|it| it.subject == Subject::Application(id) && it.article().0 == 14)
    };
    assert!(!is_found(office));
    // Nor does it where nobody has noted the day.
    let person = office.person_called("秦天天").unwrap();
    let texts = Kind::People.record(person.0, office.register()).unwrap();
    let mut texts = taizhang::model::schema::texts(&texts, office.register());
    let at = Kind::People.attributes().iter().position(|it| it.label == "离职日").unwrap();
    texts[at].clear();
    office.save_record(Kind::People, Some(person.0), &texts, today()).unwrap();
    assert!(office.register().get::<Person>(person).unwrap().left_on.is_none() && !is_found(office));
}
