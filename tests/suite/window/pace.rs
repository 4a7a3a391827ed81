//! A hand that is faster than the window: what is typed within one frame is done one after the other.

use super::*;

/// A key that is pressed and let go.
fn key(modifiers: Modifiers, key: Key) -> Vec<egui::Event> {
    let event = |pressed| egui::Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    vec![event(true), event(false)]
}

fn plain(it: Key) -> Vec<egui::Event> {
    key(Modifiers::NONE, it)
}

/// A text as an input method gives it.
fn typed(text: &str) -> Vec<egui::Event> {
    text.chars().map(|letter| egui::Event::Text(letter.into())).collect()
}

/// A letter or digit as the keyboard gives it.
fn letter(it: Key, text: &str) -> Vec<egui::Event> {
    let [pressed, released] = plain(it).try_into().unwrap();
    vec![pressed, egui::Event::Text(text.into()), released]
}

impl Window {
    /// All of it comes before the next frame.
    fn at_once(&mut self, events: impl IntoIterator<Item = Vec<egui::Event>>) -> &mut Self {
        self.harness.input_mut().events.extend(events.into_iter().flatten());
        // No longer than the window asks for frames itself.
        while self.harness.run_ok().is_none() {}
        self
    }
}

#[test]
fn each_press_of_a_key_counts() {
    let mut window = window(sample_office());
    window.at_once(vec![key(Modifiers::COMMAND, Key::Equals); 4]);
    assert!(window.shows("显示大小 150%"));
}

#[test]
fn a_command_is_looked_for_chosen_and_run_as_it_was_typed() {
    let mut slow = window(sample_office());
    slow.press(Modifiers::COMMAND, Key::K);
    slow.harness.get_by_role_and_label(Role::TextInput, "命令").type_text("转到");
    slow.steps();
    for key in [Key::ArrowDown, Key::ArrowDown, Key::ArrowDown, Key::Enter] {
        slow.press(Modifiers::NONE, key);
    }
    assert!(!slow.shows("按编号排序"), "the list is left");
    let labels = |window: &Window| -> Vec<_> {
        window.harness.root().children_recursive().filter_map(|node| node.accesskit_node().label()).collect()
    };
    let mut fast = window(sample_office());
    let (open, down) = (key(Modifiers::COMMAND, Key::K), || plain(Key::ArrowDown));
    fast.at_once([open, typed("转到"), down(), down(), down(), plain(Key::Enter)]);
    assert_eq!(labels(&fast), labels(&slow));
}

#[test]
fn what_is_typed_goes_to_the_field_that_tab_has_come_to_by_then() {
    let mut window = window(sample_office());
    window.click("新建");
    window.fill("申请人", "");
    let tab = || plain(Key::Tab);
    // Past the date, which is filled in.
    window.at_once([typed("李新人"), tab(), typed("政务服务科 科员"), tab(), tab(), typed("0356-2000011")]);
    let filled = ["申请人", "部门及岗位", "联系方式"].map(|field| window.value(field));
    assert_eq!(filled, ["李新人", "政务服务科 科员", "0356-2000011"]);
}

#[test]
fn accounts_of_a_round_are_answered_one_after_the_other() {
    let mut window = window(sample_office());
    window.click_toggle("信息系统");
    for name in ["工程建设管理平台", "巡检"] {
        window.harness.query_all_by_label(name).next().unwrap().click();
        window.steps();
    }
    window.harness.query_all_by_label("qintt").next().unwrap().click();
    // In no field a digit is the key of an answer.
    window.steps().at_once([letter(Key::Num1, "1"), letter(Key::Num3, "3")]);
    let register = window.office().register();
    let answer = |account: &str| {
        let is_it = |row: &&InspectionRow| register.get::<Account>(row.account).unwrap().account == account;
        register.inspection_rows.values().find(is_it).unwrap().judgement
    };
    assert_eq!((answer("qintt"), answer("zhengxd")), (Some(Judgement::Keep), Some(Judgement::Disable)));
}

#[test]
fn letters_digits_and_the_keys_that_mend_them_are_the_fields_in_their_order() {
    let mut window = window(sample_office());
    window.click("新建");
    window.fill("联系方式", "");
    let (digit, back) = (|| letter(Key::Num5, "5"), || plain(Key::Backspace));
    window.at_once([digit(), digit(), back(), letter(Key::Num7, "7"), plain(Key::Home), letter(Key::Num0, "0")]);
    assert_eq!(window.value("联系方式"), "057");
}

#[test]
fn a_capital_letter_is_typed_with_the_letters_beside_it() {
    let mut window = window(sample_office());
    window.click("新建");
    window.fill("申请人", "");
    let shift = |on| egui::Event::ModifiersChanged(Modifiers { shift: on, ..Modifiers::NONE });
    let [down, up] = key(Modifiers::NONE, Key::ShiftLeft).try_into().unwrap();
    let capital = vec![
        down,
        shift(true),
        key(Modifiers::SHIFT, Key::B)[0].clone(),
        egui::Event::Text("B".into()),
        up,
        shift(false),
    ];
    window.harness.input_mut().events.extend([letter(Key::A, "a"), capital, letter(Key::C, "c")].concat());
    window.harness.step();
    assert_eq!(window.value("申请人"), "aBc", "within the one frame");
}

/// A click somewhere, with the pointer on its way there.
fn click(pos: egui::Pos2, modifiers: Modifiers) -> Vec<egui::Event> {
    let button = |pressed| egui::Event::PointerButton { pos, button: egui::PointerButton::Primary, pressed, modifiers };
    vec![egui::Event::PointerMoved(pos), button(true), button(false)]
}

#[test]
fn a_click_is_where_it_was_made_and_takes_no_letter_that_was_typed_before() {
    let mut window = window(sample_office());
    window.click("新建");
    window.fill("联系方式", "");
    let earlier = window.harness.get_by_role_and_label(Role::TextInput, "申请人").rect().center();
    let away = egui::Event::PointerMoved(egui::pos2(1200.0, 20.0));
    window.at_once([letter(Key::Num5, "5"), click(earlier, Modifiers::NONE), vec![away], typed("李新人")]);
    assert_eq!((window.value("申请人"), window.value("联系方式")), ("李新人".into(), "5".into()));
}

#[test]
fn a_row_is_clicked_with_the_key_that_was_down_then() {
    let mut window = window(sample_office());
    let control = |on| vec![egui::Event::ModifiersChanged(if on { Modifiers::COMMAND } else { Modifiers::NONE })];
    let row = |window: &Window, number: &str| window.harness.query_all_by_label(number).next().unwrap().rect().center();
    let [first, third] = ["SQ-2026-0004", "SQ-2026-0002"].map(|number| row(&window, number));
    window.at_once([click(first, Modifiers::NONE), control(true), click(third, Modifiers::COMMAND), control(false)]);
    assert_eq!(chosen(&window), [0, 2]);
}

#[test]
fn what_is_typed_after_a_click_goes_where_was_clicked() {
    let mut window = window(sample_office());
    window.click("新建");
    window.fill("申请人", "李新人");
    let pos = window.harness.get_by_role_and_label(Role::TextInput, "联系方式").rect().center();
    window.at_once([click(pos, Modifiers::NONE), letter(Key::Num5, "5")]);
    assert_eq!((window.value("申请人"), window.value("联系方式")), ("李新人".into(), "5".into()));
}

#[test]
fn what_is_typed_after_a_dialog_was_asked_for_goes_into_it_and_not_below() {
    let mut window = window(sample_office());
    window.click("新建");
    window.fill("申请人", "秦天天").press(Modifiers::COMMAND, Key::S).fill("申请人", "");
    window.at_once([key(Modifiers::COMMAND, Key::E), typed("/表"), plain(Key::Escape)]);
    assert_eq!(window.value("申请人"), "秦天天");
    assert!(!window.shows("保存位置"), "the dialog is closed again");
    window.at_once([key(Modifiers::COMMAND, Key::E), typed("/表")]);
    assert!(window.value("保存位置").contains("/表"), "{}", window.value("保存位置"));
}

#[test]
fn shift_is_down_for_all_that_was_pressed_with_it() {
    let mut window = window(sample_office());
    let shift = |on| vec![egui::Event::ModifiersChanged(Modifiers { shift: on, ..Modifiers::NONE })];
    let down = || key(Modifiers::SHIFT, Key::ArrowDown);
    window.at_once([plain(Key::ArrowDown), shift(true), down(), down(), shift(false)]);
    assert_eq!(chosen(&window), [0, 1, 2]);
}

/// The rows of the list that are chosen.
fn chosen(window: &Window) -> Vec<usize> {
    let rows = window.harness.query_all_by_role(Role::Row).map(|row| row.accesskit_node().is_selected());
    rows.enumerate().filter_map(|(at, chosen)| chosen.filter(|it| *it).map(|_| at)).collect()
}

#[test]
fn a_key_that_is_held_down_does_not_go_on_after_it_was_let_go() {
    let mut window = window(sample_office());
    let [pressed, released] = plain(Key::ArrowDown).try_into().unwrap();
    window.at_once([vec![pressed; 50], vec![released]]);
    assert_eq!(chosen(&window), [0], "it waits for no frames");
    // As a press each time, from a remote desktop.
    window.at_once(vec![plain(Key::ArrowUp); 200]);
    let began = window.harness.ctx.cumulative_frame_nr();
    window.at_once(vec![plain(Key::ArrowDown); 200]);
    assert!(window.harness.ctx.cumulative_frame_nr() - began < 100);
}
