//! 办结 that was registered wrongly is put right with a reason, form and account together (第七条, 第八条, 第十五条).

use taizhang::error::ErrorKind;
use taizhang::model::*;
use taizhang::ops::{Handling, Office};
use taizhang::rules::{Fact, check};

use super::support::{Scratch, carried_out, day, good_form, sample_office};

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
