//! Who is proposed to have signed stands in the panel, and gives way to what is typed.

use super::*;

/// A form that is printed and waits for its signatures, opened.
fn printed_form() -> Window {
    let mut scratch = sample_office();
    let form = good_form().with(Field::System, "工程建设管理平台");
    let id = scratch.office.file_application(&form, None, None, today()).unwrap();
    scratch.office.print_applications(&[id], today()).unwrap();
    let mut window = window(scratch);
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    window
}

fn signers(window: &Window) -> [String; 3] {
    ["科室负责人", "系统负责人", "分管领导"].map(|field| window.value(field))
}

const TOLD: &str = "灰色的签字人是按登记预填的";

#[test]
fn who_is_registered_is_proposed_and_recorded_once_the_days_are_told() {
    let mut window = printed_form();
    assert_eq!(signers(&window), ["李建国", "孙丽华", "王志强"]);
    assert!(window.shows(TOLD));
    window.wait(1.0);
    assert_eq!(window.office().store().drafts().unwrap(), [], "nothing was typed");
    window.fill("审核日期", "今天").fill("批准日期", "今天").click("登记签字");
    let signed = window.application("SQ-2026-0005").clone();
    let names = [signed.department_head, signed.system_head, signed.leader]
        .map(|id| window.office().register().bare_name(id).to_owned());
    assert_eq!((signed.state, names), (ApplicationState::Signed, ["李建国", "孙丽华", "王志强"].map(str::to_owned)));
    assert!(!window.shows(TOLD));
}

#[test]
fn what_is_typed_takes_the_place_of_a_proposal_and_stays_when_the_form_is_shown_anew() {
    let mut window = printed_form();
    // By the pointer as by the keyboard: the proposal is chosen whole.
    window.harness.get_by_role_and_label(Role::TextInput, "分管领导").click();
    window.steps();
    window.harness.get_by_role_and_label(Role::TextInput, "分管领导").type_text("周文斌");
    window.steps().fill("科室负责人", "张伟（政务服务科）").fill("系统负责人", "无");
    window.press(Modifiers::COMMAND, Key::A).press(Modifiers::NONE, Key::Delete);
    assert_eq!(signers(&window), ["张伟（政务服务科）", "", "周文斌"]);
    assert!(!window.shows(TOLD));
    // The form is shown as it is kept now, with what was typed beside it.
    window.fill("审核日期", "今天").fill("批准日期", "今天").click("登记签字").click("撤销");
    assert_eq!(window.application("SQ-2026-0005").state, ApplicationState::Printed);
    assert_eq!(window.value("分管领导"), "周文斌");
}

#[test]
fn a_signer_who_is_typed_and_not_the_registered_one_is_asked_about_as_before() {
    let mut window = printed_form();
    window.fill("分管领导", "周文斌").fill("审核日期", "今天").fill("批准日期", "今天").click("登记签字");
    assert!(window.shows("分管领导登记的是王志强，签字的是周文斌，请核对"));
}

#[test]
fn the_leader_of_a_table_who_has_left_is_not_proposed() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let department = office.register().department_named("政务服务科").unwrap();
    office.note_printed(&[PaperKey::Matrix(department)], today()).unwrap();
    let told =
        r#"{"people": [{"name": "王志强", "department": "政务服务科", "status": "离职", "left_on": "2026-11-01"}]}"#;
    office.load(told, today()).unwrap();
    let mut window = window(scratch);
    window.click_toggle("权限对照表").click("政务服务科");
    assert_eq!(window.value("分管领导"), "");
    assert!(window.shows("登记签字") && !window.shows(TOLD));
}
