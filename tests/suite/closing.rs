//! 登记签字 and 办结: what is refused, and what is left of a form that is closed.

use taizhang::model::*;
use taizhang::ops::{Handling, Signatures};
use taizhang::rules::{Weight, check_application};
use taizhang::store::Drafted;

use super::support::{day, good_form, sample_office, today};

fn signatures() -> Signatures {
    Signatures {
        department_head: "王志强".into(),
        reviewed_on: Some(today()),
        leader: "赵淑芬".into(),
        approved_on: Some(today()),
    }
}

fn handling() -> Handling {
    Handling {
        operator: "李建国".into(),
        handled_on: Some(today()),
        outcome: "已开通。".into(),
        account: "qintt_zw".into(),
        reason: String::new(),
    }
}

/// 审核, 批准 and 处理 are past when they are told; one may apply for a day to come.
#[test]
fn nobody_has_signed_or_done_anything_on_a_day_to_come() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let id = office.file_application(&good_form(), None, None, today()).unwrap();
    office.print_applications(&[id], today()).unwrap();
    let tomorrow = Some(day("2026-11-25"));
    for ahead in
        [Signatures { reviewed_on: tomorrow, ..signatures() }, Signatures { approved_on: tomorrow, ..signatures() }]
    {
        let refused = office.sign_application(id, &ahead, today()).unwrap_err().to_string();
        assert!(refused.contains("2026年11月25日在今天之后（第八条）"), "{refused}");
    }
    office.sign_application(id, &signatures(), today()).unwrap();
    for reason in ["", "领导要求"] {
        let ahead = Handling { handled_on: tomorrow, reason: reason.into(), ..handling() };
        let refused = office.complete_application(id, &ahead, today()).unwrap_err().to_string();
        assert!(refused.contains("处理日期2026年11月25日在今天之后"), "{refused}");
    }
    office.complete_application(id, &handling(), today()).unwrap();
    // What was loaded so is found.
    let form = good_form().with(Field::ApprovedOn, "2026-11-25");
    let found = check_application(&form, office.register(), today());
    assert!(found.iter().any(|it| it.weight == Weight::Error && it.message == "批准日期2026年11月25日晚于今天"));
}

#[test]
fn a_form_that_is_closed_leaves_nothing_to_go_on_with() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let mut file = || office.file_application(&good_form(), None, None, today()).unwrap();
    let (done, void) = (file(), file());
    office.print_applications(&[done], today()).unwrap();
    office.sign_application(done, &signatures(), today()).unwrap();
    for id in [done, void] {
        let typed = good_form().with(Field::Operator, "李建国");
        office.keep_draft(None, Drafted::Application(Some(id)), &typed).unwrap();
    }
    let before = office.store().drafts().unwrap().len();
    office.complete_application(done, &handling(), today()).unwrap();
    office.void_application(void, "重复", today()).unwrap();
    assert_eq!(office.store().drafts().unwrap().len(), before - 2);
}
