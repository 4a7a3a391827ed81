//! Who has left comes back, and leaves again (第十三条, 第十四条).

use taizhang::error::ErrorKind;
use taizhang::model::*;
use taizhang::ops::{Handling, Office, Placing, Signatures};
use taizhang::paper::fill::cleanup_values;
use taizhang::paper::letter::Letter;
use taizhang::papers::PaperKey;
use taizhang::papers::leaving::notice_letter;
use taizhang::rules::leaving::Leaving;
use taizhang::rules::{Fact, check};

use super::super::support::{Scratch, day, empty_office};
use super::{leaving, two_routes};

const WHO: &str = "张伟（投资科）";

/// 张伟 has left with his notices and is taken on again, in another department.
fn back() -> (Scratch, PersonId) {
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    let first = leaving(office, WHO, true);
    office.staff_leaves(&first, day("2026-11-24")).unwrap();
    let department = office.register().department_named("网络技术中心").unwrap();
    let placing = Placing { person: first.person, department, post: "工程师".into(), on: day("2027-03-01") };
    office.place_person(&placing, &[], day("2027-03-01")).unwrap();
    (scratch, first.person)
}

fn letter(office: &Office, number: &str) -> Letter {
    let notice = office.register().notices.values().find(|it| it.number == number).unwrap();
    notice_letter(office.register(), notice)
}

#[test]
fn who_has_left_and_is_placed_works_here_again_from_that_day() {
    let (mut scratch, id) = back();
    let office = &mut scratch.office;
    let person = office.register().get::<Person>(id).unwrap().clone();
    assert_eq!((person.status, person.joined_on), (PersonStatus::Serving, Some(day("2027-03-01"))));
    assert_eq!((person.left_on, person.handed_over_on), (None, None));
    office.undo(day("2027-03-01")).unwrap();
    assert_eq!(office.register().get::<Person>(id).unwrap().left_on, Some(day("2026-10-30")));
    let department = person.department;
    for (on, today, kind) in
        [("2026-10-01", "2027-03-01", ErrorKind::BadInput), ("2027-04-01", "2027-03-01", ErrorKind::Refused)]
    {
        let placing = Placing { person: id, department, post: "工程师".into(), on: day(on) };
        let error = office.place_person(&placing, &[], day(today)).unwrap_err();
        assert!(error.kind() == kind && error.to_string().contains("第十三条"), "{error}");
    }
}

#[test]
fn a_second_leaving_has_notices_of_its_own_and_those_of_the_first_stay_the_same_papers() {
    let (mut scratch, person) = back();
    let office = &mut scratch.office;
    let second = Leaving {
        left_on: day("2027-05-10"),
        handed_over_on: Some(day("2027-05-12")),
        person,
        ..leaving(office, "秦天天", true)
    };
    office.staff_leaves(&Leaving { handed_over_on: None, ..second.clone() }, day("2027-05-10")).unwrap();
    office
        .load(
            r#"{"people": [{"name": "张伟", "department": "网络技术中心", "handed_over_on": "2027-05-12"}]}"#,
            day("2027-05-12"),
        )
        .unwrap();
    let due = |office: &Office| {
        let is_due = |fact: &Fact| matches!(fact, Fact::NoticeMissing(_, 4));
        check(office.register(), day("2027-05-12")).iter().filter(|it| is_due(&it.fact)).count()
    };
    assert_eq!(due(office), 1, "those of the first leaving do not count");
    let left = office.staff_leaves(&second, day("2027-05-12")).unwrap();
    assert_eq!((left.made, due(office)), (vec!["TZ-2027-0001".to_owned(), "TZ-2027-0002".to_owned()], 0));
    let (old, new) = (letter(office, "TZ-2026-0001"), letter(office, "TZ-2027-0001"));
    assert!(
        old.opening[0].contains("张伟同志（科员）于2026年10月30日离职，离职手续已于2026年11月13日"),
        "{}",
        old.opening[0]
    );
    assert!(
        new.opening[0].contains("张伟同志（工程师）于2027年5月10日离职，离职手续已于2027年5月12日"),
        "{}",
        new.opening[0]
    );
    assert_eq!((old.from.as_str(), new.from.as_str()), ("投资科", "网络技术中心"));
    // It is kept where the register is told again.
    let dumped = office.dump().unwrap();
    let mut copy = empty_office();
    copy.office.load(&dumped, day("2027-05-12")).unwrap();
    assert_eq!(copy.office.dump().unwrap(), dumped);
    assert_eq!(letter(&copy.office, "TZ-2026-0001").opening, old.opening);
}

#[test]
fn a_leaver_whose_accounts_were_deleted_before_the_second_clock_still_has_notices() {
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    let today = day("2026-11-02");
    let first = Leaving { disposal: Disposal::Delete, ..leaving(office, WHO, false) };
    let left = office.staff_leaves(&first, today).unwrap();
    office.note_printed(&[PaperKey::Cleanup(left.cleanups[0])], today).unwrap();
    office.handle_cleanup(left.cleanups[0], today, today).unwrap();
    let untold = |office: &Office| {
        check(office.register(), today).iter().filter(|it| it.fact == Fact::HandoverUntold(4)).count()
    };
    assert_eq!(untold(office), 1, "手续办结日 is asked for");
    let told = Leaving { handed_over_on: Some(today), ..first };
    assert_eq!(office.staff_leaves(&told, today).unwrap().notices.len(), 2);
    assert_eq!(untold(office), 0);
}

/// The papers of the leaving are still there; the person is.
#[test]
fn the_papers_of_a_leaving_close_no_account_of_who_is_back() {
    let (mut scratch, person) = back();
    let office = &mut scratch.office;
    let open = |it: &&Cleanup| it.is_open();
    let list = office.register().cleanups.values().find(open).unwrap().id;
    let form = office.register().applications.values().find(|it| it.state.is_open()).unwrap().id;
    let on = day("2026-11-24");
    office.note_printed(&[PaperKey::Cleanup(list)], on).unwrap();
    office.print_applications(&[form], on).unwrap();
    let by = Signatures { leader: "王志强".into(), approved_on: Some(on), ..Signatures::default() };
    office.sign_application(form, &by, on).unwrap();
    let before = office.register().clone();
    let back = day("2027-03-02");
    let told = office.handle_cleanup(list, back, back).unwrap_err().to_string();
    assert!(told.contains("的入职日是2027年3月1日，在表上的2026年11月24日以后"), "{told}");
    let handling = Handling { operator: "陈小满".into(), handled_on: Some(back), ..Handling::default() };
    let told = office.complete_application(form, &handling, back).unwrap_err().to_string();
    assert!(told.contains("的入职日是2027年3月1日") && told.contains("请作废这张表"), "{told}");
    assert_eq!(*office.register(), before);
    // Who leaves again has papers of that leaving.
    let again = Leaving { left_on: back, person, ..leaving(office, "秦天天", false) };
    let made = office.staff_leaves(&again, back).unwrap().made;
    assert!(
        made.iter().any(|it| it.starts_with("SQ-2027")) && made.iter().any(|it| it.starts_with("QL-2027")),
        "{made:?}"
    );
}

/// Neither printed nor printed only now: what counts is when the row was written.
#[test]
fn a_list_of_before_closes_no_account_of_who_is_back_though_it_was_never_printed_or_only_since() {
    let (mut scratch, _) = back();
    let office = &mut scratch.office;
    let list = office.register().cleanups.values().find(|it| it.is_open()).unwrap().id;
    let before = office.register().clone();
    let back = day("2027-03-02");
    let told = |office: &mut Office| office.handle_cleanup(list, back, back).unwrap_err().to_string();
    assert!(told(office).contains("的入职日是2027年3月1日，在表上的2026年11月24日以后"), "{}", told(office));
    let is_found =
        |office: &Office| check(office.register(), back).iter().any(|it| matches!(it.fact, Fact::CleanupOfAnother(_)));
    assert!(is_found(office));
    office.note_printed(&[PaperKey::Cleanup(list)], back).unwrap();
    assert!(told(office).contains("另做一张清单") && is_found(office));
    office.undo(back).unwrap();
    // Nor does saving it again make another of it.
    let mut values = cleanup_values(office.register(), &before.cleanups[&list]);
    values.insert_row(0);
    for (field, text) in [(Field::System, "平台"), (Field::Account, "qintt"), (Field::Disposal, "保留")] {
        values.set_in_row(0, field, text);
    }
    office.save_cleanup(Some(list), &values, None, back).unwrap();
    assert!(is_found(office));
    office.undo(back).unwrap();
    assert_eq!(office.register().accounts, before.accounts);
    // Who is known to be meant since has a list of their own.
    let accounts: Vec<AccountId> = before
        .rows_of(list)
        .iter()
        .filter_map(|row| {
            before.accounts.values().find(|it| it.system == row.system && it.account == row.account).map(|it| it.id)
        })
        .collect();
    let own = office.make_cleanup(&accounts, Treatment::Disable, back).unwrap();
    office.handle_cleanup(own, back, back).unwrap();
    let dumped = office.dump().unwrap();
    let mut copy = empty_office();
    copy.office.load(&dumped, back).unwrap();
    assert_eq!(copy.office.dump().unwrap(), dumped);
}
