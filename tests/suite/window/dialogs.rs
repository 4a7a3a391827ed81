//! How dialogs are laid out: fields, buttons, and what stays in sight.

use super::*;

/// Where a control of this role and name stands.
fn place(window: &Window, role: Role, name: &str) -> egui::Rect {
    window.harness.get_by_role_and_label(role, name).rect()
}

#[test]
fn the_button_that_fills_a_path_stands_at_its_field() {
    let mut window = window(sample_office());
    window.click_toggle("清理清单").click("导出 Excel");
    let (field, browse) = (place(&window, Role::TextInput, "保存位置"), place(&window, Role::Button, "浏览"));
    assert!(field.width() > 300.0 && browse.left() > field.right(), "{field:?} {browse:?}");
    assert!((browse.center().y - field.center().y).abs() < 2.0, "{field:?} {browse:?}");
    let last = place(&window, Role::Button, "导出");
    assert!(last.top() > browse.bottom(), "the last line does and leaves, and nothing else");
}

#[test]
fn the_palette_stays_where_one_types() {
    let mut window = window(sample_office());
    window.press(Modifiers::COMMAND, Key::K);
    let before = place(&window, Role::TextInput, "命令");
    window.harness.get_by_role_and_label(Role::TextInput, "命令").type_text("lz");
    window.steps();
    assert!((place(&window, Role::TextInput, "命令").top() - before.top()).abs() < 0.5);
}

#[test]
fn on_a_small_window_the_accounts_of_a_day_keep_their_title_and_their_button_in_sight() {
    let mut window = window_of(sample_office(), Arc::new(Tray), [910.0, 500.0]);
    window.press(Modifiers::COMMAND, Key::K);
    window.harness.get_by_role_and_label(Role::TextInput, "命令").type_text("某日在用");
    window.steps().press(Modifiers::NONE, Key::Enter).click("查看").until("没有登记依据");
    let title = window.harness.query_all_by_label_contains("没有登记依据").next().unwrap().rect();
    let button = place(&window, Role::Button, "知道了");
    assert!(title.top() > 0.0 && button.bottom() < 500.0, "{title:?} {button:?}");
    let cells = window.harness.get_all_by_role_and_label(Role::Cell, "没有登记").map(|cell| cell.rect());
    assert!(cells.into_iter().all(|cell| cell.right() < 910.0), "and the 依据 as well");
}

#[test]
fn a_long_name_of_a_department_leaves_its_quarters_their_room() {
    let mut scratch = sample_office();
    let name = "行政审批制度改革和政务服务标准化建设协调推进与督查考核科";
    scratch.office.load(&format!(r#"{{"departments":[{{"name":"{name}"}}]}}"#), today()).unwrap();
    let mut window = window(scratch);
    window.click_toggle("备案").steps();
    let shown = place(&window, Role::Label, name);
    assert!(shown.width() < 180.0 && shown.height() > 30.0, "{shown:?}");
}

#[test]
fn what_forbids_an_errand_is_told_above_what_carries_it_out() {
    let mut window = window(sample_office());
    window.press(Modifiers::COMMAND, Key::F).fill("查找", "SQ-2026-0003");
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    let told = window.harness.query_all_by_label_contains("应由不同人员负责（第七条）").next().unwrap().rect();
    assert!(told.bottom() < place(&window, Role::TextInput, "操作员").top());
}

#[test]
fn an_office_without_accounts_has_nothing_to_go_through() {
    let mut window = window(empty_office());
    window.click_toggle("巡检抽查");
    assert!(window.shows("还没有账号") && !window.shows("巡检全部系统"));
    window.click("登记账号");
    assert_eq!(window.value("账号名"), "");
}

/// Whoever opens the next form finds its next step, and not the fields that lay under the pointer before.
#[test]
fn the_panel_beside_another_form_begins_at_its_next_step() {
    let mut window = window_of(sample_office(), Arc::new(Tray), [1024.0, 480.0]);
    let top = |window: &Window| window.harness.get_by_label("下一步").rect().top();
    // The third of the list is printed, the second signed: both are more than fits.
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::ArrowDown);
    window.press(Modifiers::NONE, Key::Enter);
    let begins = top(&window);
    window.harness.get_by_role_and_label(Role::Button, "附上扫描件").focus();
    window.steps();
    assert!(top(&window) < begins - 20.0, "it was scrolled");
    window.click("返回列表").press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    assert!((top(&window) - begins).abs() < 0.5, "{} {begins}", top(&window));
}
