//! 办结 that was registered wrongly is put right with a reason, form and account together (第七条, 第八条, 第十五条).

use taizhang::error::ErrorKind;
use taizhang::model::*;
use taizhang::ops::{Handling, Office};
use taizhang::papers::PaperKey;
use taizhang::rules::matrix::plan;
use taizhang::rules::{Fact, check};

use super::support::{Scratch, carried_out, day, good_form, sample_office, signed};

/// A 新增 that was carried out on 24 November under a name that is mistyped.
fn mistyped() -> (Scratch, ApplicationId) {
    let mut scratch = sample_office();
    let number = carried_out(&mut scratch.office, &good_form(), "qintt_zv", "2026-11-24");
    let id = scratch.office.register().application_numbered(&number).unwrap().id;
    (scratch, id)
}

fn right() -> Handling {
    Handling {
        operator: "刘海涛".into(),
        handled_on: Some(day("2026-11-25")),
        account: "qintt_zw".into(),
        reason: "登记时看错了".into(),
        ..Handling::default()
    }
}

fn account<'a>(office: &'a Office, name: &str) -> Option<&'a Account> {
    office.register().accounts.values().find(|it| it.account == name)
}

/// Which forms are said to have no account.
fn unregistered(office: &Office) -> usize {
    check(office.register(), day("2026-11-26")).iter().filter(|it| it.fact == Fact::Unregistered).count()
}

#[test]
fn operator_day_and_account_are_put_right_in_one_errand_and_the_ledger_keeps_both() {
    let (Scratch { mut office, folder: _folder, .. }, id) = mistyped();
    let before = office.register().clone();
    office.correct_completion(id, &right(), day("2026-11-26")).unwrap();
    let form = office.register().get::<Application>(id).unwrap().clone();
    assert_eq!(office.register().bare_name(form.operator), "刘海涛");
    assert_eq!((form.handled_on, form.account.as_str()), (Some(day("2026-11-25")), "qintt_zw"));
    assert_eq!(form.state, ApplicationState::Done);
    let opened = account(&office, "qintt_zw").unwrap();
    assert_eq!((opened.opened_on, opened.basis.as_str()), (Some(day("2026-11-25")), form.number.as_str()));
    assert!(account(&office, "qintt_zv").is_none() && unregistered(&office) == 0);
    let entry = office.store().last_entries(1).unwrap().remove(0);
    assert_eq!(
        (entry.op.label(), entry.basis.as_str(), entry.reason.as_str()),
        ("更正办结", form.number.as_str(), "登记时看错了")
    );
    office.undo(day("2026-11-26")).unwrap();
    assert_eq!(*office.register(), before);
    assert_eq!(office.verify(None).unwrap().broken, None);
}

#[test]
fn a_correction_that_cannot_be_is_refused_and_nothing_is_kept() {
    let (Scratch { mut office, folder: _folder, .. }, id) = mistyped();
    let open = office.file_application(&good_form(), None, None, day("2026-11-24")).unwrap();
    let before = office.register().clone();
    let mut refuse = |id, told: Handling, words: &str| {
        let error = office.correct_completion(id, &told, day("2026-11-26")).unwrap_err();
        assert!(error.kind() == ErrorKind::Refused && error.to_string().contains(words), "{error}");
    };
    refuse(open, right(), "不能更正办结");
    refuse(id, Handling { reason: " ".into(), ..right() }, "要写明原因");
    refuse(id, Handling { operator: String::new(), ..right() }, "第八条");
    refuse(id, Handling { handled_on: Some(day("2026-11-27")), ..right() }, "第八条");
    refuse(id, Handling { handled_on: Some(day("2026-11-23")), ..right() }, "早于批准日期");
    refuse(id, Handling { account: "ＺHANGWEI_zw".into(), ..right() }, "第十二条");
    assert_eq!(*office.register(), before);
}

#[test]
fn an_account_that_is_called_otherwise_since_is_still_the_one_that_the_form_opened() {
    let (Scratch { mut office, folder: _folder, .. }, id) = mistyped();
    let opened = account(&office, "qintt_zv").unwrap().clone();
    let mut texts = schema::texts(&Record::Account(opened.clone()), office.register());
    *texts.iter_mut().find(|text| *text == "qintt_zv").unwrap() = "qintt_new".into();
    office.save_record(Kind::Accounts, Some(opened.id.0), &texts, day("2026-11-25")).unwrap();
    assert_eq!(unregistered(&office), 0);
    // What was entered by hand since stands.
    office.correct_completion(id, &right(), day("2026-11-26")).unwrap();
    assert!(account(&office, "qintt_new").is_some() && unregistered(&office) == 0);
    office.void_record(Kind::Accounts, opened.id.0, "登记重复", day("2026-11-26")).unwrap();
    assert_eq!(unregistered(&office), 1, "none is left that is not void");
}

/// What names the account and is still to be used goes with it, whether the form or the account itself is put right.
#[test]
fn a_name_that_is_put_right_goes_into_the_table_the_open_lists_and_the_open_forms() {
    let (Scratch { mut office, folder: _folder, .. }, id) = mistyped();
    let department = office.register().department_named("政务服务科").unwrap();
    office.fill_matrix(department, day("2026-11-24")).unwrap();
    let opened = account(&office, "qintt_zv").unwrap().clone();
    let list = office.make_cleanup(&[opened.id], Treatment::Disable, day("2026-11-24")).unwrap();
    office.note_printed(&[PaperKey::Cleanup(list)], day("2026-11-24")).unwrap();
    let close = good_form().with(Field::Action, "注销").with(Field::Disposal, "禁用").with(Field::Account, "ＱINTT_zv");
    let close = signed(&mut office, &close, day("2026-11-24"));
    let create = office.file_application(&good_form().with(Field::Account, "qintt_zv"), None, None, day("2026-11-24"));
    let create = create.unwrap();
    let table = |office: &Office| office.register().matrix_of(department).iter().map(|it| it.id).collect::<Vec<_>>();
    let (rows, before) = (table(&office), office.register().clone());
    let told = |office: &Office| {
        let register = office.register();
        let form = register.get::<Application>(close).unwrap();
        assert_eq!((table(office), form.state), (rows.clone(), ApplicationState::Signed));
        assert!(plan(register, department, day("2026-11-26")).is_empty());
        assert_eq!(register.get::<Cleanup>(list).unwrap().printed_on, None, "to be printed with the name");
        assert_eq!(register.get::<Application>(create).unwrap().account, "qintt_zv", "that of the account it asks for");
        let row = register.matrix_of(department).into_iter().find(|row| row.account.starts_with("qintt_z")).unwrap();
        [row.account.clone(), register.rows_of(list)[0].account.clone(), form.account.clone()]
    };
    office.correct_completion(id, &right(), day("2026-11-26")).unwrap();
    assert_eq!(told(&office), ["qintt_zw"; 3]);
    office.undo(day("2026-11-26")).unwrap();
    assert_eq!(*office.register(), before);
    let mut texts = schema::texts(&Record::Account(opened.clone()), office.register());
    *texts.iter_mut().find(|text| *text == "qintt_zv").unwrap() = "qintt_zx".into();
    office.save_record(Kind::Accounts, Some(opened.id.0), &texts, day("2026-11-26")).unwrap();
    assert_eq!(told(&office), ["qintt_zx"; 3]);
    office.handle_cleanup(list, day("2026-11-26"), day("2026-11-26")).unwrap();
    assert_eq!(account(&office, "qintt_zx").unwrap().status, AccountStatus::Disabled);
}

/// The old name may be that of another account by then.
#[test]
fn what_means_another_account_does_not_follow_a_name() {
    let (Scratch { mut office, folder: _folder, .. }, _) = mistyped();
    let twin = r#"{"accounts": [{"system": "一体化政务服务平台", "account": "QINTT_ZV", "holder": "李建国"}]}"#;
    office.load(twin, day("2026-11-24")).unwrap();
    let [opened, other] = ["qintt_zv", "QINTT_ZV"].map(|name| account(&office, name).unwrap().clone());
    let list = office.make_cleanup(&[other.id], Treatment::Disable, day("2026-11-24")).unwrap();
    let mut texts = schema::texts(&Record::Account(opened.clone()), office.register());
    *texts.iter_mut().find(|text| *text == "qintt_zv").unwrap() = "qintt_zw".into();
    office.save_record(Kind::Accounts, Some(opened.id.0), &texts, day("2026-11-25")).unwrap();
    assert_eq!(office.register().rows_of(list)[0].account, "QINTT_ZV");
}
