//! 巡检 and 抽查 in the window: what is typed beside an answer.

use super::*;

/// The answer and the note of an account of the only 巡检.
fn answered(window: &Window, account: &str) -> (Option<Judgement>, String) {
    let register = window.office().register();
    let is_it = |row: &&InspectionRow| register.get::<Account>(row.account).is_some_and(|it| it.account == account);
    let row = register.inspection_rows.values().find(is_it).unwrap();
    (row.judgement, row.note.clone())
}

/// A 巡检 of 工程建设管理平台, with one of its accounts chosen.
fn inspecting(account: &str) -> Window {
    let mut window = window(sample_office());
    window.click_toggle("信息系统");
    choose(&mut window, "工程建设管理平台");
    window.click("巡检");
    choose(&mut window, account);
    window
}

fn choose(window: &mut Window, account: &str) {
    window.harness.query_all_by_label(account).next().unwrap().click();
    window.steps();
}

#[test]
fn a_note_that_is_typed_after_the_answer_is_kept_when_its_box_is_left() {
    let mut window = inspecting("qintt");
    window.press(Modifiers::NONE, Key::Num1);
    choose(&mut window, "qintt");
    window.fill("备注", "与本人核对过");
    assert_eq!(answered(&window, "qintt").1, "", "not at every letter");
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(answered(&window, "qintt"), (Some(Judgement::Keep), "与本人核对过".into()));
    window.fill("备注", "。");
    choose(&mut window, "zhengxd");
    assert_eq!(answered(&window, "qintt"), (Some(Judgement::Keep), "与本人核对过。".into()));
    assert_eq!(answered(&window, "zhengxd"), (None, String::new()), "it is that of the account it was typed for");
    choose(&mut window, "qintt");
    window.fill("备注", "不变").click_toggle("申请表");
    assert_eq!(answered(&window, "qintt").1, "与本人核对过。不变");
}

#[test]
fn a_note_that_is_typed_before_the_answer_waits_for_it() {
    let mut window = inspecting("qintt");
    window.fill("备注", "岗位已调整");
    choose(&mut window, "zhengxd");
    window.fill("备注", "已离职");
    window.click("巡检全部系统").click_toggle("申请表").click_toggle("巡检抽查");
    window.harness.query_all_by_label_contains("巡检　工程建设管理平台").next().unwrap().click();
    window.steps();
    choose(&mut window, "qintt");
    assert_eq!(window.value("备注"), "岗位已调整");
    window.press(Modifiers::NONE, Key::Num2);
    assert_eq!(answered(&window, "qintt"), (Some(Judgement::Modify), "岗位已调整".into()));
    // The menu of a row answers with what is typed, as the keys do.
    window.harness.query_all_by_label("zhengxd").next().unwrap().click_secondary();
    window.steps();
    window.harness.get_all_by_role_and_label(Role::Button, "删除").last().unwrap().click();
    window.steps();
    assert_eq!(answered(&window, "zhengxd"), (Some(Judgement::Delete), "已离职".into()));
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(answered(&window, "zhengxd"), (None, String::new()));
}

/// A click on another answer with the keyboard still in the box: one entry, the new answer with the note.
#[test]
fn another_answer_takes_the_note_along() {
    let mut window = inspecting("qintt");
    window.press(Modifiers::NONE, Key::Num1);
    choose(&mut window, "qintt");
    window.fill("备注", "转岗");
    let before = window.office().store().last_entries(1).unwrap()[0].id;
    window.harness.get_by_role_and_label(Role::RadioButton, "变更").click();
    window.steps();
    assert_eq!(answered(&window, "qintt"), (Some(Judgement::Modify), "转岗".into()));
    assert_eq!(window.office().store().last_entries(1).unwrap()[0].id.0, before.0 + 1);
}
