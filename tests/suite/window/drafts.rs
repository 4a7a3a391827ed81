//! What is typed of a signed paper in the panel beside it and not registered is kept with the draft.

use super::*;

/// Leaves the form in front for another screen, and opens it again from the list.
fn leave_and_open_again(window: &mut Window) {
    window.click_toggle("设置").click_toggle("申请表").press(Modifiers::NONE, Key::Home);
    window.press(Modifiers::NONE, Key::Enter);
}

#[test]
fn who_signed_and_when_are_there_again_when_the_form_is_opened_again_or_the_window_has_died() {
    let mut scratch = sample_office();
    let id = scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    scratch.office.print_applications(&[id], today()).unwrap();
    let mut first = window(scratch);
    first.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    first.fill("科室负责人", "李建国").fill("审核日期", "2026.11.24").fill("分管领导", "王志强");
    leave_and_open_again(&mut first);
    assert_eq!((first.value("科室负责人"), first.value("审核日期")), ("李建国".into(), "2026年11月24日".into()));
    assert_eq!(first.value("分管领导"), "王志强");
    assert!(!first.shows("有未保存的内容"), "the paper is as it was");
    first.fill("批准日期", "2026.11.24").wait(1.0);
    // The window dies here: no closing, no saving.
    let Window { harness, folder, file, .. } = first;
    drop(harness);
    let office = Office::open(&file, Access::Write).unwrap();
    let mut again = window(Scratch { folder, file, office });
    assert!(again.shows("有未保存的改动：SQ-2026-0005"));
    again.click("继续填写");
    assert_eq!(again.value("批准日期"), "2026.11.24");
    again.click("登记签字");
    let signed = again.application("SQ-2026-0005");
    assert_eq!((signed.state, signed.approved_on), (ApplicationState::Signed, Some(today())));

    // The next step as well; what was registered leaves no draft.
    again.wait(1.0);
    assert_eq!(again.office().store().drafts().unwrap(), []);
    again.fill("账号名", "qintt_zw").fill("处理描述", "已开通。");
    leave_and_open_again(&mut again);
    assert_eq!((again.value("账号名"), again.value("处理描述")), ("qintt_zw".into(), "已开通。".into()));
    again.fill("操作员", "陈小满").fill("处理日期", "今天").click("办结");
    assert_eq!(again.application("SQ-2026-0005").state, ApplicationState::Done);
    again.wait(1.0);
    assert_eq!(again.office().store().drafts().unwrap(), []);
}

#[test]
fn signatures_that_were_registered_wrongly_are_put_right_and_the_ledger_keeps_both() {
    let mut scratch = sample_office();
    let id = scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    scratch.office.print_applications(&[id], today()).unwrap();
    let mut window = window(scratch);
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    window.fill("科室负责人", "李建国").fill("审核日期", "今天").fill("分管领导", "李建国").fill("批准日期", "今天");
    window.click("登记签字");
    window.harness.get_by_label("签字登记错了").click();
    window.steps();
    // Meanwhile nothing is carried out by the wrong ones, and what is typed survives another screen.
    assert!(!window.shows("操作员处理完后登记"));
    window.harness.get_by_role_and_label(Role::TextInput, "审核日期").focus();
    window.steps().press(Modifiers::COMMAND, Key::A).fill("审核日期", "2026.11.23");
    leave_and_open_again(&mut window);
    assert!(window.shows("照纸质表更正签字人和日期"));
    assert!(window.value("审核日期").starts_with("2026"));
    window.harness.get_by_role_and_label(Role::TextInput, "分管领导").focus();
    window.steps().press(Modifiers::COMMAND, Key::A).fill("分管领导", "王志强").click("更正签字");
    let signed = window.application("SQ-2026-0005").clone();
    let leader = window.office().register().get::<Person>(signed.leader.unwrap()).unwrap();
    assert_eq!((signed.state, leader.name.as_str()), (ApplicationState::Signed, "王志强"));
    let entry = window.office().store().last_entries(1).unwrap().remove(0);
    assert_eq!((entry.op, entry.basis.as_str()), (Op::SignApplication, "SQ-2026-0005"));
    assert_eq!(signed.reviewed_on, Some(day("2026-11-23")));
    assert!(!window.shows("更正签字") && window.shows("办结"));
    window.harness.get_by_label("签字登记错了").click();
    window.steps().click("不更正");
    assert!(window.shows("操作员处理完后登记"));
}

/// 第二十五条: what told a password is in no draft, and the clerk is told which field it was, on leaving and on opening.
#[test]
fn a_text_that_is_not_kept_with_the_draft_is_named_with_its_article() {
    let mut window = window(sample_office());
    window.click("新建").fill("系统名称", "工程建设管理平台").fill("申请描述", "密码：abc12345").wait(1.0);
    window.click("返回列表");
    let told = "“申请描述”没有留在草稿中：像是写了口令，口令不得保存（第二十五条）";
    assert!(window.shows(told), "the banner says so");
    // Thrown away and taken up again, it says so still.
    window.click("丢弃").click("撤销");
    assert_eq!((window.value("系统名称"), window.value("申请描述")), ("工程建设管理平台".into(), String::new()));
    assert!(window.shows(told), "and so does the form that is opened");
    window.fill("联系方式", "0356-2000011").wait(1.0).click("返回列表");
    assert!(window.shows(told), "what else is typed does not make it forgotten");
    window.click("继续填写").fill("申请描述", "开通账号").wait(1.0).click("返回列表");
    assert_eq!(window.office().store().drafts().unwrap()[0].left_out, []);
}

#[test]
fn who_signed_a_table_and_when_are_there_again_when_another_was_looked_at() {
    let mut scratch = sample_office();
    let id = scratch.office.register().department_named("公共资源交易管理科").unwrap();
    scratch.office.fill_matrix(id, today()).unwrap();
    scratch.office.note_printed(&[PaperKey::Matrix(id)], today()).unwrap();
    let mut window = window(scratch);
    window.click_toggle("权限对照表").click("公共资源交易管理科");
    window.fill("签字日期", "2026.11.24").click("政务服务科").click("公共资源交易管理科");
    assert_eq!(window.value("签字日期"), "2026.11.24");
    window.click("登记签字");
    assert_eq!(window.office().register().matrix_paper(id).unwrap().signed_on, Some(today()));
    window.wait(1.0);
    assert_eq!(window.office().store().drafts().unwrap(), []);
}
