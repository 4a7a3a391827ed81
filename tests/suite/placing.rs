//! 入职、转岗 (第十三条, 第六条): the new post compared, what is proposed, the change that waits for 备案.

use serde_json::json;
use taizhang::model::*;
use taizhang::ops::{About, HistoryWanted, Office, Placing};
use taizhang::rules::check;
use taizhang::rules::post::{Proposal, propose};

use super::rounds::{many, office_with};
use super::rules_support::account;
use super::support::{Scratch, day, empty_office, today};

#[test]
fn the_day_of_a_newcomer_is_kept_and_that_of_somebody_who_was_here_is_not_made_up() {
    let mut scratch = office_with(&json!({"people": [{"name": "赵敏", "department": "投资科", "post": ""}]}));
    let office = &mut scratch.office;
    let department = office.register().department_named("投资科").unwrap();
    for (name, joined) in [("赵敏", Some(day("2026-11-20"))), ("张伟（投资科）", None)] {
        let person = office.person_called(name).unwrap();
        let post = office.register().get::<Person>(person).unwrap().post.clone();
        let post = if post.is_empty() { "科员".to_owned() } else { post };
        office.load(&many().to_string(), today()).unwrap();
        office.place_person(&Placing { person, department, post, on: day("2026-11-20") }, &[], today()).unwrap();
        assert_eq!(office.register().get::<Person>(person).unwrap().joined_on, joined, "{name}");
    }
    // Nobody has moved before the day has come.
    let person = office.person_called("赵敏").unwrap();
    let moves = Placing { person, department, post: "副科长".into(), on: day("2026-11-25") };
    assert!(office.place_person(&moves, &[], today()).unwrap_err().to_string().contains("第六条"));
}

/// What is proposed, as action, system and account.
fn told_of(register: &Register, proposals: &[Proposal]) -> Vec<(Action, String, String)> {
    let account =
        |it: &Proposal| it.account.map_or_else(String::new, |id| register.get::<Account>(id).unwrap().account.clone());
    proposals.iter().map(|it| (it.action, register.system_name(Some(it.system)).to_owned(), account(it))).collect()
}

/// 张伟 of 投资科 holds an account in 省平台; in 受理科 the clerks hold one on the platform.
fn mover() -> Scratch {
    office_with(&json!({
        "systems": [{"name": "省平台", "lead_department": "投资科", "system_admin": "刘海涛"}],
        "accounts": [account("zhangw", json!({"system": "省平台", "holder": "张伟（投资科）", "category": "审批"}))]
    }))
}

#[test]
fn a_mover_is_compared_with_the_new_post_and_nothing_is_applied_for_by_itself() {
    let mut scratch = mover();
    let office = &mut scratch.office;
    office
        .load(&json!({"people": [{"name": "孙丽", "department": "投资科", "post": "办事员"}]}).to_string(), today())
        .unwrap();
    let person = office.person_called("孙丽").unwrap();
    let hall = office.register().department_named("受理科").unwrap();
    let proposals = propose(office.register(), person, hall, "科员", today());
    assert_eq!(told_of(office.register(), &proposals), [(Action::Create, "平台".into(), String::new())]);
    assert_eq!((proposals[0].category.as_str(), proposals[0].colleagues, proposals[0].in_matrix), ("受理", 1, true));
    let placing = Placing { person, department: hall, post: "科员".into(), on: day("2026-11-23") };
    assert_eq!(office.place_person(&placing, &[], today()).unwrap(), []);
    let changes: Vec<&PostChange> = office.register().post_changes.values().collect();
    assert_eq!(changes.len(), 1);
    assert_eq!(
        (changes[0].from_post.as_str(), changes[0].to_post.as_str(), changes[0].changed_on),
        ("办事员", "科员", day("2026-11-23"))
    );
    let asked = |office: &Office| check(office.register(), today()).into_iter().find(|it| it.article().0 == 6);
    assert!(asked(office).is_none(), "no table tells of who has no account");
    let given = json!({"accounts": [account("sunli", json!({"holder": "孙丽"}))]});
    office.load(&given.to_string(), today()).unwrap();
    assert_eq!(asked(office).and_then(|it| it.due), Some(day("2026-11-23")));
    office.undo(today()).unwrap();
    let made = office.place_person(&placing, &proposals, today()).unwrap();
    assert_eq!(made.len(), 1);
    let form = office.register().get::<Application>(made[0]).unwrap();
    assert_eq!(
        (form.applicant, form.action, form.kind, form.post.as_str()),
        (Some(person), Some(Action::Create), Some(AccountKind::User), "科员")
    );
    assert!(office.stoppers(form.id, &Values::of_application(office.register(), form), today()).is_empty());
    assert_eq!(office.place_person(&placing, &proposals, today()).unwrap(), [], "asked for already");
    assert_eq!(office.register().post_changes.len(), 1, "the same post is no change");
}

#[test]
fn what_the_new_post_does_not_have_is_proposed_to_be_closed_and_what_differs_to_be_changed() {
    let mut scratch = mover();
    let office = &mut scratch.office;
    let person = office.person_called("张伟（投资科）").unwrap();
    let register = office.register();
    let (hall, investment) =
        (register.department_named("受理科").unwrap(), register.department_named("投资科").unwrap());
    let proposals = propose(register, person, hall, "科员", today());
    assert_eq!(
        told_of(register, &proposals),
        [(Action::Create, "平台".into(), String::new()), (Action::Close, "省平台".into(), "zhangw".into())]
    );
    // A form that is on its way is the same, in whatever case it writes the account.
    let closing = json!({"applications": [
        {"action": "注销", "applicant": "张伟（投资科）", "system": "省平台", "account": "ＺhangW"}
    ]});
    office.load(&closing.to_string(), today()).unwrap();
    let placing = Placing { person, department: investment, post: "办事员".into(), on: today() };
    assert_eq!(office.place_person(&placing, &proposals[1..], today()).unwrap(), [], "asked for already");
    office.undo(today()).unwrap();
    // A colleague of the old post with another 账号类别.
    let colleague = json!({"people": [{"name": "孙丽", "department": "投资科", "post": "科员"}],
        "accounts": [account("sunli", json!({"system": "省平台", "holder": "孙丽", "category": "复核"}))]});
    office.load(&colleague.to_string(), today()).unwrap();
    let proposals = propose(office.register(), person, investment, "科员", today());
    assert_eq!(told_of(office.register(), &proposals), [(Action::Modify, "省平台".into(), "zhangw".into())]);
    // 张伟 of 受理科 is there already: two of one name in one department cannot be told apart.
    let placing = Placing { person, department: hall, post: "科员".into(), on: today() };
    assert!(office.place_person(&placing, &[], today()).is_err());
}

#[test]
fn a_test_account_after_acceptance_is_proposed_to_be_deleted() {
    let mut scratch = mover();
    let office = &mut scratch.office;
    let accepted = json!({"systems": [{"name": "省平台", "accepted_on": "2026-11-20"}],
        "accounts": [account("zhangw", json!({"system": "省平台", "holder": "张伟（投资科）", "nature": "测试"}))]});
    office.load(&accepted.to_string(), today()).unwrap();
    let person = office.person_called("张伟（投资科）").unwrap();
    let center = office.register().department_named("网络技术中心").unwrap();
    let proposals = propose(office.register(), person, center, "工程师", today());
    let placing = Placing { person, department: center, post: "工程师".into(), on: today() };
    let made = office.place_person(&placing, &proposals, today()).unwrap();
    let form = office.register().get::<Application>(made[0]).unwrap();
    assert_eq!((made.len(), form.action, form.disposal), (1, Some(Action::Close), Some(Disposal::Delete)));
    assert!(form.description.contains("申请删除不再需要的账号"), "{}", form.description);
}

#[test]
fn a_post_that_is_edited_loaded_or_imported_waits_for_filing_too() {
    let mut scratch = office_with(&json!({}));
    let office = &mut scratch.office;
    office
        .load(&json!({"people": [{"name": "秦天天", "department": "受理科", "post": "副科长"}]}).to_string(), today())
        .unwrap();
    assert_eq!(office.register().post_changes.len(), 1);
    let person = office.person_called("秦天天").unwrap();
    let record = Kind::People.record(person.0, office.register()).unwrap();
    let mut texts = taizhang::model::schema::texts(&record, office.register());
    texts[2] = "科长".into();
    office.save_record(Kind::People, Some(person.0), &texts, today()).unwrap();
    assert_eq!(office.register().post_changes.len(), 2);
    office.undo(today()).unwrap();
    assert_eq!(office.register().post_changes.len(), 1);
}

/// A correction of a 科室 or 岗位 is no move: what was noted of it waits for no 备案 once it is void, and stays void.
#[test]
fn a_change_of_post_that_was_none_is_void_with_a_reason_and_waits_for_filing_no_more() {
    let mut scratch = office_with(&json!({}));
    let office = &mut scratch.office;
    let edited = json!({"people": [{"name": "秦天天", "department": "受理科", "post": "副科长"}]});
    office.load(&edited.to_string(), today()).unwrap();
    let waits = |register: &Register| check(register, today()).iter().any(|it| it.article().0 == 6);
    let id = *office.register().post_changes.keys().next().unwrap();
    assert!(waits(office.register()));
    let error = office.void_post_change(id, " ", today()).unwrap_err();
    assert!(error.lines()[0].contains("作废要写明原因"), "{error}");
    office.void_post_change(id, "岗位原来登记错了", today()).unwrap();
    assert!(!waits(office.register()));
    let person = office.person_called("秦天天").unwrap();
    assert_eq!(office.register().get::<Person>(person).unwrap().post, "副科长", "where the person is stays");
    let error = office.void_post_change(id, "再作废", today()).unwrap_err();
    assert!(error.lines()[0].contains("秦天天2026年11月24日的岗位变动已经作废，原因：岗位原来登记错了"), "{error}");
    assert_eq!(office.verify(None).unwrap().broken, None);
    // Told again it is the same one, and void.
    let dump = office.dump().unwrap();
    office.load(&dump, today()).unwrap();
    assert_eq!((office.register().post_changes.len(), waits(office.register())), (1, false));
    let mut other = empty_office();
    other.office.load(&dump, today()).unwrap();
    assert_eq!(other.office.dump().unwrap(), dump);
    office.undo(today()).unwrap();
    assert!(waits(office.register()));
}

/// A table has rows of accounts: a change of post of somebody without one is on none, and there is nothing to file of it.
#[test]
fn a_change_of_post_that_is_entered_late_of_somebody_without_an_account_asks_for_nothing_until_they_have_one() {
    let late = json!({"post_changes": [{"person": "张伟（投资科）", "from_department": "受理科", "from_post": "科员",
        "to_department": "投资科", "to_post": "科员", "changed_on": "2026-03-02"}]});
    let mut scratch = office_with(&late);
    let office = &mut scratch.office;
    let waits = |register: &Register| check(register, today()).iter().any(|it| it.article().0 == 6);
    assert!(!waits(office.register()));
    let given = json!({"accounts": [account("zhangw", json!({"holder": "张伟（投资科）"}))]});
    office.load(&given.to_string(), today()).unwrap();
    assert!(waits(office.register()));
}

/// One entry tells of all the forms: on none of them does another one rest.
#[test]
fn of_forms_that_are_made_together_none_names_another_as_what_it_rests_on() {
    let mut scratch = mover();
    let office = &mut scratch.office;
    let person = office.person_called("张伟（投资科）").unwrap();
    let center = office.register().department_named("网络技术中心").unwrap();
    let proposals = |office: &Office| propose(office.register(), person, center, "工程师", today());
    let second = json!({"accounts": [account("zhangw2", json!({"holder": "张伟（投资科）"}))]});
    office.load(&second.to_string(), today()).unwrap();
    let placing = Placing { person, department: center, post: "工程师".into(), on: today() };
    assert_eq!(office.place_person(&placing, &proposals(office), today()).unwrap().len(), 2);
    for form in office.register().applications.values() {
        let entries = office.entries_on(&Scanned::Numbered(form.number.clone())).unwrap();
        let told: Vec<(Op, &str)> = entries.iter().map(|it| (it.op, it.basis.as_str())).collect();
        assert_eq!(told, [(Op::StaffChanges, "")], "{}", form.number);
        // Its own history is of itself, and leads to itself.
        let wanted = HistoryWanted { about: Some(About::Paper(form.number.clone())), ..HistoryWanted::default() };
        let lines = office.history(&wanted, None).unwrap();
        let papers: Vec<&str> = lines.iter().map(|line| line.paper.as_str()).collect();
        assert_eq!(papers, [form.number.as_str()]);
    }
    office.undo(today()).unwrap();
    let only = &proposals(office)[..1];
    let made = office.place_person(&placing, only, today()).unwrap();
    let number = office.register().get::<Application>(made[0]).unwrap().number.clone();
    let entries = office.entries_on(&Scanned::Numbered(number.clone())).unwrap();
    assert_eq!(entries.last().unwrap().basis, number, "made alone it is what the errand rests on");
}

/// A newcomer has not moved, whatever the form is about.
#[test]
fn the_form_of_a_newcomer_says_so_and_that_of_a_mover_says_that() {
    let mut scratch = mover();
    let office = &mut scratch.office;
    let told = json!({"people": [
        {"name": "孙丽", "department": "受理科", "post": "科员"}, {"name": "何晴", "department": "投资科", "post": "科员"}
    ]});
    office.load(&told.to_string(), today()).unwrap();
    let hall = office.register().department_named("受理科").unwrap();
    for (name, why) in [
        ("孙丽", "新入职（受理科 科员），申请开通平台的受理权限。"),
        ("何晴", "因岗位变动（受理科 科员），申请开通平台的受理权限。"),
    ] {
        let person = office.person_called(name).unwrap();
        let proposals = propose(office.register(), person, hall, "科员", today());
        let placing = Placing { person, department: hall, post: "科员".into(), on: today() };
        let made = office.place_person(&placing, &proposals[..1], today()).unwrap();
        assert_eq!(office.register().get::<Application>(made[0]).unwrap().description, why);
    }
}

#[test]
fn colleagues_without_a_category_propose_none_and_change_nobody_to_none() {
    let mut scratch = office_with(&json!({
        "people": [{"name": "孙丽", "department": "投资科", "post": "科员"}, {"name": "何晴", "department": "投资科", "post": "科员"}],
        "systems": [{"name": "省平台"}],
        "accounts": [
            account("sunli", json!({"system": "省平台", "holder": "孙丽", "category": ""})),
            account("zhangw", json!({"system": "省平台", "holder": "张伟（投资科）", "category": "审批"}))
        ]
    }));
    let office = &mut scratch.office;
    let investment = office.register().department_named("投资科").unwrap();
    let newcomer = office.person_called("何晴").unwrap();
    let proposals = propose(office.register(), newcomer, investment, "科员", today());
    assert_eq!(
        (proposals[0].action, proposals[0].category.as_str()),
        (Action::Create, "审批"),
        "of one of two it is known"
    );
    let colleague = office.person_called("张伟（投资科）").unwrap();
    let only_blank = propose(office.register(), colleague, investment, "科员", today());
    assert_eq!(only_blank, [], "nobody tells another");
}
