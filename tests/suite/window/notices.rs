//! What was done is taken back from the notice that tells it.

use super::*;

#[test]
fn what_was_thrown_away_half_typed_is_taken_up_again() {
    let mut window = window(sample_office());
    window.click("新建").fill("申请描述", "写到一半").wait(1.0);
    window.click("返回列表").click("丢弃");
    assert!(window.shows("已丢弃"));
    assert_eq!(window.office().store().drafts().unwrap(), []);
    window.click("撤销");
    assert_eq!(window.value("申请描述"), "写到一半");
    assert_eq!(window.office().store().drafts().unwrap().len(), 1);

    window.press(Modifiers::COMMAND, Key::Num4).click("公共资源交易管理科").fill("第2行 备注", "产假");
    window.click("放弃修改");
    assert_eq!(window.value("第2行 备注"), "");
    window.click("撤销");
    assert_eq!(window.value("第2行 备注"), "产假");
}

#[test]
fn what_was_given_up_in_a_register_is_taken_up_again() {
    let mut window = window(sample_office());
    window.click_toggle("人员").press(Modifiers::COMMAND, Key::F).fill("查找", "秦天天");
    window.press(Modifiers::NONE, Key::ArrowDown).fill("岗位", "（窗口）").click("放弃修改");
    assert!(window.value("岗位") == "科员" && window.shows("已放弃修改"));
    window.click("撤销");
    assert_eq!((window.value("姓名"), window.value("岗位")), ("秦天天".to_owned(), "科员（窗口）".to_owned()));
    window.click("保存");
    let post = |window: &Window| {
        let register = window.office().register();
        register.people[&register.person_named("秦天天").found().unwrap()].post.clone()
    };
    assert_eq!(post(&window), "科员（窗口）");
    // A new record as well.
    window.click("新建").fill("姓名", "欧阳修竹").click("放弃修改").click("撤销");
    assert!(window.value("姓名") == "欧阳修竹" && window.shows("新的人员"));
    // What is typed in between is not lost to it.
    window.click("放弃修改").click("新建");
    // A notice stays for a few seconds only.
    window.harness.get_by_role_and_label(Role::TextInput, "姓名").focus();
    window.harness.step();
    window.harness.get_by_role_and_label(Role::TextInput, "姓名").type_text("司马青");
    window.harness.step();
    window.click("撤销");
    assert!(window.shows("“人员”里有未保存的修改"));
    window.click("知道了");
    assert_eq!(window.value("姓名"), "司马青");
}

#[test]
fn answers_of_a_round_and_a_printing_are_taken_back_from_the_notice() {
    let mut window = window(sample_office());
    window.press(Modifiers::COMMAND, Key::Num8).click("巡检全部系统").press(Modifiers::NONE, Key::ArrowDown);
    window.press(Modifiers::NONE, Key::Num1);
    assert!(window.shows("已答：保留"));
    window.click("撤销");
    assert!(window.office().register().inspection_rows.values().all(|row| row.judgement.is_none()));

    window.press(Modifiers::COMMAND, Key::Num3).press(Modifiers::NONE, Key::Home);
    window.print();
    assert_eq!(window.application("SQ-2026-0004").state, ApplicationState::Printed);
    window.click("撤销");
    assert_eq!(window.application("SQ-2026-0004").state, ApplicationState::Draft);
}

/// A window at rest draws nothing anew by itself: the last frame before it rests is what the clerk sees.
#[test]
fn a_notice_is_gone_before_the_window_rests() {
    let mut window = window(sample_office());
    window.click_toggle("人员").press(Modifiers::COMMAND, Key::F).fill("查找", "秦天天");
    window.press(Modifiers::NONE, Key::ArrowDown).fill("岗位", "（窗口）").click("保存");
    assert!(window.shows("已保存"));
    let rests = |window: &Window| {
        window.harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay == std::time::Duration::MAX
    };
    for _ in 0..200 {
        window.harness.step();
        if rests(&window) {
            assert!(!window.shows("已保存"));
            return;
        }
    }
    panic!("the window never rests");
}
