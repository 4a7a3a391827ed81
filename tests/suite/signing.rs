//! Who is proposed to have signed a paper: whom the register has for it and who signed there last, where they are one.

use taizhang::model::*;
use taizhang::ops::{FilingRequest, Office, Signatures};
use taizhang::rules::signing::{proposed_for, proposed_for_table};

use super::support::{good_form, sample_office, signed, today};

/// Whom a form that is filed now would be proposed at its three places.
fn proposed(office: &mut Office, form: &Values) -> [String; 3] {
    let id = office.file_application(form, None, None, today()).unwrap();
    let register = office.register();
    let form = register.get::<Application>(id).unwrap();
    [Field::DepartmentHead, Field::SystemHead, Field::Leader].map(|field| {
        proposed_for(register, form, field, today()).map_or_else(String::new, |signer| register.person_name(signer))
    })
}

/// A department as the register has it, with another 科室负责人 and 分管领导.
fn headed_by(office: &mut Office, department: &str, head: &str, leader: &str) {
    let [head, leader] = [head, leader].map(|name| (!name.is_empty()).then_some(name));
    let told = serde_json::json!({"departments": [{"name": department, "head": head, "leader": leader}]});
    office.load(&told.to_string(), today()).unwrap();
}

/// 秦天天 of 政务服务科 asks for an account in a system that 投资项目审批科 leads.
fn elsewhere() -> Values {
    good_form().with(Field::System, "工程建设管理平台")
}

#[test]
fn the_heads_and_the_leader_of_the_register_are_proposed_where_nobody_else_signed() {
    let mut scratch = sample_office();
    assert_eq!(proposed(&mut scratch.office, &elsewhere()), ["李建国", "孙丽华", "王志强"]);
}

/// 第七条: nobody reviews or approves what they apply for.
#[test]
fn whoever_applies_is_not_proposed_to_sign() {
    let mut scratch = sample_office();
    let form = elsewhere().with(Field::Applicant, "李建国").with(Field::DepartmentAndPost, "政务服务科 科长");
    assert_eq!(proposed(&mut scratch.office, &form), ["", "孙丽华", "王志强"]);
}

#[test]
fn whoever_has_left_is_not_proposed_to_sign() {
    let mut scratch = sample_office();
    headed_by(&mut scratch.office, "政务服务科", "郑晓东", "王志强");
    assert_eq!(proposed(&mut scratch.office, &elsewhere()), ["", "孙丽华", "王志强"]);
}

#[test]
fn who_signed_last_is_proposed_where_nobody_is_registered_and_a_void_form_was_signed_by_nobody() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    headed_by(office, "政务服务科", "", "");
    let id = signed(office, &good_form(), today());
    assert_eq!(proposed(office, &elsewhere()), ["李建国", "孙丽华", "王志强"]);
    office.void_application(id, "填错了", today()).unwrap();
    assert_eq!(proposed(office, &elsewhere()), ["", "孙丽华", ""]);
}

#[test]
fn of_two_who_come_into_question_nobody_is_proposed() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let id = signed(office, &elsewhere(), today());
    let by_others = Signatures {
        department_head: "张伟（政务服务科）".into(),
        system_head: "阿依古丽·买买提".into(),
        reviewed_on: Some(today()),
        leader: "周文斌".into(),
        approved_on: Some(today()),
    };
    office.sign_application(id, &by_others, today()).unwrap();
    assert_eq!(proposed(office, &elsewhere()), ["", "", ""]);
    // The registered one signs again.
    signed(office, &elsewhere(), today());
    assert_eq!(proposed(office, &elsewhere()), ["李建国", "", "王志强"]);
}

#[test]
fn a_table_proposes_its_leader_unless_another_signed_it_last() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let department = office.register().department_named("政务服务科").unwrap();
    let told = |office: &Office| {
        let register = office.register();
        proposed_for_table(register, department, today()).map_or_else(String::new, |id| register.person_name(id))
    };
    assert_eq!(told(office), "王志强");
    let filed = FilingRequest {
        department,
        kind: FilingKind::Matrix,
        period: Quarter::of(today()),
        signed_on: Some(today()),
        signed_by: "周文斌".into(),
        reason: String::new(),
    };
    office.file_table(&filed, today()).unwrap();
    assert_eq!(told(office), "", "王志强 is registered, 周文斌 has signed");
    headed_by(office, "政务服务科", "李建国", "");
    assert_eq!(told(office), "周文斌");
}

#[test]
fn of_forms_that_are_signed_together_one_that_is_not_printed_holds_up_all() {
    let mut scratch = sample_office();
    let register = scratch.office.register();
    let by_state =
        |state: ApplicationState| register.applications.values().find(|it| it.state == state).map(|it| it.id).unwrap();
    let [printed, draft] = [ApplicationState::Printed, ApplicationState::Draft].map(by_state);
    let signed = Signatures {
        department_head: "赵淑芬".into(),
        leader: "王志强".into(),
        approved_on: Some(today()),
        ..Signatures::default()
    };
    let refused = scratch.office.sign_applications(&[(printed, signed.clone()), (draft, signed)], today()).unwrap_err();
    assert!(refused.lines()[0].contains("是“草稿”状态，不能登记签字"), "{:?}", refused.lines());
    let kept = scratch.office.register().get::<Application>(printed).unwrap();
    assert_eq!((kept.state, kept.leader), (ApplicationState::Printed, None));
}
