//! The papers of somebody who had an account, and whoever has it since (第十条, 第十二条, 第二十二条).

use taizhang::model::*;
use taizhang::ops::{Handling, Office};
use taizhang::papers::PaperKey;
use taizhang::rules::leaving::{Leaving, plan};
use taizhang::rules::{Fact, Matter, Telling, check};

use super::super::support::{carried_out, day, good_form, sample_office, signed, today};
use super::{account, handling, signatures};

/// The account of 张伟 of 政务服务科 in 一体化政务服务平台, which is deleted and given to 秦天天 while the list of 张伟 is still open.
fn given_on(office: &mut Office) -> (CleanupId, ApplicationId) {
    let old = account(office, "zhangwei_zw").id;
    let list = office.make_cleanup(&[old], Treatment::Delete, day("2026-11-20")).unwrap();
    office.note_printed(&[PaperKey::Cleanup(list)], day("2026-11-20")).unwrap();
    let close = close_form();
    let late = signed(office, &close, day("2026-11-20"));
    carried_out(office, &close, "zhangwei_zw", "2026-11-20");
    assert_eq!(account(office, "zhangwei_zw").status, AccountStatus::Deleted);
    carried_out(office, &good_form().with(Field::AppliedOn, "2026-11-22"), "zhangwei_zw", "2026-11-22");
    assert_eq!(account(office, "zhangwei_zw").id, old, "the same account");
    assert_eq!(office.register().bare_name(account(office, "zhangwei_zw").holder), "秦天天");
    (list, late)
}

fn close_form() -> Values {
    good_form()
        .with(Field::Action, "注销")
        .with(Field::Disposal, "删除")
        .with(Field::Holder, "张伟（政务服务科）")
        .with(Field::Account, "zhangwei_zw")
        .with(Field::AppliedOn, "2026-11-20")
}

#[test]
fn a_list_of_who_had_an_account_does_not_close_that_of_who_has_it_since() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let (list, _) = given_on(office);
    let matters = check(office.register(), today());
    let matter = matters.iter().find(|it| matches!(it.fact, Fact::CleanupOfAnother(_))).unwrap();
    assert_eq!((matter.subject, matter.due), (Subject::Cleanup(list), Some(day("2026-11-20"))));
    assert_eq!(
        Telling::of(office.register(), today()).line(matter),
        "清理清单QL-2026-0002第1行：一体化政务服务平台的账号zhangwei_zw现在的使用人是秦天天，表上写的是张伟（政务服务科），\
         不要处理这一行，请从清单中去掉或更正（第二十二条）"
    );
    let error = office.handle_cleanup(list, today(), today()).unwrap_err();
    let told = error.lines().join("；");
    assert!(
        told.contains("现在的使用人是秦天天，表上写的是张伟（政务服务科）") && told.contains("第二十二条"),
        "{told}"
    );
    assert_eq!(account(office, "zhangwei_zw").status, AccountStatus::Active);
    // Nor by a row that names nobody: the account was opened after the list was printed.
    let mut values = taizhang::paper::fill::cleanup_values(office.register(), &office.register().cleanups[&list]);
    values.set_in_row(0, Field::Holder, "");
    let other = office.save_cleanup(None, &values, None, day("2026-11-21")).unwrap();
    office.note_printed(&[PaperKey::Cleanup(other)], day("2026-11-21")).unwrap();
    let told = office.handle_cleanup(other, today(), today()).unwrap_err().to_string();
    assert!(told.contains("启用日是2026年11月22日，在表上的2026年11月21日以后"), "{told}");
    // Put right, it closes the account of whom it names.
    values.set_in_row(0, Field::Holder, "秦天天");
    office.save_cleanup(Some(other), &values, None, today()).unwrap();
    office.handle_cleanup(other, today(), today()).unwrap();
    assert_eq!(account(office, "zhangwei_zw").status, AccountStatus::Deleted);
    office.handle_cleanup(list, today(), today()).unwrap();
}

#[test]
fn a_form_of_who_had_an_account_does_not_close_that_of_who_has_it_since() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let (_, late) = given_on(office);
    let again = Handling { account: String::new(), ..handling() };
    let told = office.complete_application(late, &again, today()).unwrap_err().to_string();
    assert!(told.contains("现在的使用人是秦天天，表上写的是张伟（政务服务科）"), "{told}");
    let unnamed = signed(office, &close_form().with(Field::Holder, ""), day("2026-11-20"));
    let told = office.complete_application(unnamed, &again, today()).unwrap_err().to_string();
    assert!(told.contains("启用日是2026年11月22日"), "{told}");
    assert_eq!(account(office, "zhangwei_zw").status, AccountStatus::Active);
}

/// The paper was carried out on its day, and is registered only after the account was opened again.
#[test]
fn papers_that_are_registered_late_leave_the_account_that_was_opened_since_as_it_is() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let (list, late) = given_on(office);
    let then = day("2026-11-21");
    office.handle_cleanup(list, then, today()).unwrap();
    let on_its_day = Handling { account: String::new(), handled_on: Some(then), ..handling() };
    office.complete_application(late, &on_its_day, today()).unwrap();
    let given = account(office, "zhangwei_zw");
    assert_eq!(given.status, AccountStatus::Active);
    assert_eq!(office.register().bare_name(given.holder), "秦天天");
    assert_eq!(office.register().cleanups[&list].handled_on, Some(then));
    assert_eq!(super::application(office, late).state, ApplicationState::Done);
}

#[test]
fn an_account_that_was_handed_over_is_not_closed_by_the_papers_of_before() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let close = close_form().with(Field::Applicant, "李建国").with(Field::DepartmentAndPost, "政务服务科 科长");
    let id = office.file_application(&close, None, None, day("2026-11-20")).unwrap();
    office.print_applications(&[id], day("2026-11-20")).unwrap();
    let hand_over = good_form()
        .with(Field::Action, "变更")
        .with(Field::Account, "zhangwei_zw")
        .with(Field::Holder, "秦天天")
        .with(Field::AppliedOn, "2026-11-21");
    carried_out(office, &hand_over, "", "2026-11-21");
    let by = super::Signatures { department_head: "秦天天".into(), ..signatures() };
    office.sign_application(id, &by, today()).unwrap();
    let again = Handling { account: String::new(), ..handling() };
    let told = office.complete_application(id, &again, today()).unwrap_err().to_string();
    assert!(told.contains("现在的使用人是秦天天"), "{told}");
}

#[test]
fn who_leaves_gets_papers_of_their_own_beside_those_of_who_had_the_account() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    given_on(office);
    let leaving = Leaving {
        person: office.person_called("秦天天").unwrap(),
        left_on: today(),
        handed_over_on: None,
        by: None,
        disposal: Disposal::Disable,
        successors: [].into(),
    };
    let given = account(office, "zhangwei_zw").id;
    let plan = plan(office.register(), &leaving);
    assert!(plan.forms.iter().any(|it| it.account == given && it.existing.is_none()), "{plan:?}");
    assert!(plan.to_list.iter().any(|(id, _)| *id == given), "{plan:?}");
}

/// An authorisation is of its user (第十七条).
#[test]
fn an_administrators_account_that_is_given_to_another_rests_on_the_form_that_gives_it() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let change = |holder: &str| {
        good_form()
            .with(Field::Kind, "管理账号")
            .with(Field::AccountNote, "系统管理")
            .with(Field::Action, "变更")
            .with(Field::System, "工程建设管理平台")
            .with(Field::Account, "sunlh")
            .with(Field::Holder, holder)
    };
    let first = carried_out(office, &change(""), "", "2026-11-24");
    assert_eq!(account(office, "sunlh").basis, first, "it had none");
    carried_out(office, &change("孙丽华"), "", "2026-11-24");
    assert_eq!(account(office, "sunlh").basis, first, "the same user");
    let given = carried_out(office, &change("阿依古丽·买买提"), "", "2026-11-24");
    assert_eq!(account(office, "sunlh").basis, given);
}

/// A 变更 that names nobody authorises who has the account then, and not who has it later (第十七条).
#[test]
fn a_form_that_names_no_user_authorises_nobody_who_comes_after() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let change = good_form()
        .with(Field::Kind, "管理账号")
        .with(Field::AccountNote, "系统管理")
        .with(Field::Action, "变更")
        .with(Field::System, "工程建设管理平台")
        .with(Field::Account, "sunlh");
    let number = carried_out(office, &change, "", "2026-11-24");
    let form = office.register().application_numbered(&number).unwrap();
    assert_eq!(office.register().bare_name(form.holder), "孙丽华");
    let unauthorised = |office: &Office| {
        let id = account(office, "sunlh").id;
        let is_it = |it: &Matter| it.fact == Fact::Unauthorised && it.subject == Subject::Account(id);
        check(office.register(), today()).iter().any(is_it)
    };
    assert!(!unauthorised(office));
    let sunlh = account(office, "sunlh").clone();
    let mut texts = schema::texts(&Record::Account(sunlh.clone()), office.register());
    *texts.iter_mut().find(|text| text.starts_with("孙丽华")).unwrap() = "阿依古丽·买买提".into();
    office.save_record_because(Kind::Accounts, Some(sunlh.id.0), &texts, "交接", today()).unwrap();
    assert!(unauthorised(office));
}

#[test]
fn a_form_of_an_ordinary_account_stays_as_it_was_signed() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let change = good_form().with(Field::Action, "变更").with(Field::Account, "zhangwei_zw");
    let number = carried_out(office, &change, "", "2026-11-24");
    assert_eq!(office.register().application_numbered(&number).unwrap().holder, None);
}
