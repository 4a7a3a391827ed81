//! The history in the window: of everything, of what is chosen, filtered, and as Excel.

use calamine::Reader;

use super::*;

impl Window {
    /// The rows of the workbook that is exported, below its head.
    fn exported_rows(&mut self) -> Vec<Vec<String>> {
        self.click("导出 Excel");
        let path = self.harness.get_by_role_and_label(Role::TextInput, "保存位置").value().unwrap();
        self.click("导出");
        let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        let rows: Vec<Vec<String>> = sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
        let head = rows.iter().position(|row| row[1] == "条").unwrap();
        rows[head + 1..].iter().filter(|row| row[0].parse::<i64>().is_ok()).cloned().collect()
    }
}

#[test]
fn the_ledger_is_read_filtered_and_exported_on_a_screen_of_its_own() {
    let mut window = window(sample_office());
    window.click("新建");
    window.tick("用户账号").tick("新增").fill("申请人", "秦天天").fill("系统名称", "一体化政务服务平台");
    window.fill("部门及岗位", "政务服务科 科员").fill("申请描述", "开通受理权限。").click("保存");
    window.click_toggle("历史");
    assert!(window.shows("保存申请表") && window.shows("载入数据") && window.shows("申请表第5号"));
    let written = window.office().store().last_entries(1).unwrap().remove(0).time();
    assert!(window.shows("时间") && window.shows(&written), "{written}");
    window.fill("查找", "SQ-2026-0005");
    assert!(window.shows("1行") && !window.shows("载入数据"));
    let rows = window.exported_rows();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0][4].as_str(), rows[0][8].as_str()), ("保存申请表", "申请表第5号　SQ-2026-0005"));
    assert!(rows[0][9].contains("申请人：秦天天；"), "{rows:?}");
    // A day that cannot be read narrows nothing, and is said.
    window.fill("起始日期", "某天");
    window.harness.get_by_role_and_label(Role::TextInput, "截止日期").focus();
    window.steps();
    assert!(window.shows("日期看不懂") && window.shows("1行"));
}

#[test]
fn the_ledger_is_searched_by_pinyin_as_every_list_is() {
    let mut window = window(sample_office());
    window.click("新建");
    window.tick("用户账号").tick("新增").fill("申请人", "秦天天").fill("系统名称", "一体化政务服务平台");
    window.fill("部门及岗位", "政务服务科 科员").fill("申请描述", "开通受理权限。").click("保存");
    window.click_toggle("历史").fill("查找", "秦天天").wait(1.0);
    let by_name = window.exported_rows();
    assert!(by_name.len() > 2, "{by_name:?}");
    for spelled in ["qtt", "qintiantian", "QTT"] {
        window.harness.get_by_role_and_label(Role::TextInput, "查找").focus();
        window.steps().press(Modifiers::COMMAND, Key::A).fill("查找", spelled).wait(1.0);
        assert!(window.shows(&format!("{}行", by_name.len())), "{spelled}");
        assert_eq!(window.exported_rows(), by_name, "{spelled}");
    }
    // With an errand by its initials; a letter alone spells nothing.
    window.harness.get_by_role_and_label(Role::TextInput, "查找").focus();
    window.steps().press(Modifiers::COMMAND, Key::A).fill("查找", "qtt bcsqb").wait(1.0);
    assert!(window.shows("1行") && window.shows("申请表第5号"));
    window.press(Modifiers::COMMAND, Key::A).fill("查找", "j").wait(1.0);
    assert!(!window.shows("秦天天"));
}

#[test]
fn from_a_record_the_clerk_comes_to_its_history_and_to_that_of_the_person() {
    let mut window = window(sample_office());
    window.click_toggle("人员").press(Modifiers::COMMAND, Key::F).fill("查找", "秦天天");
    window.press(Modifiers::NONE, Key::ArrowDown);
    window.click("这条的历史");
    assert!(window.shows("秦天天的台账") && window.shows("1行"), "the one entry that made the record");
    window.click_toggle("人员").click("这个人的历史");
    // A person, an account, a row of 附件1 and a form of the sample name 秦天天.
    assert!(window.shows("秦天天的台账") && window.shows("4行"));
    let rows = window.exported_rows();
    let of: Vec<&str> = rows.iter().map(|row| row[8].split('第').next().unwrap()).collect();
    assert_eq!(of, ["人员", "账号", "对照表", "申请表"]);
    window.click("看全部台账");
    assert!(window.shows("科室第1号") && window.harness.query_by_role_and_label(Role::Button, "看全部台账").is_none());
}

#[test]
fn from_a_paper_the_clerk_comes_to_what_was_done_on_it() {
    let mut window = window(sample_office());
    window.click("新建");
    window.tick("用户账号").tick("新增").fill("申请人", "秦天天").fill("系统名称", "一体化政务服务平台").click("保存");
    window.harness.get_by_role_and_label(Role::Link, "这张表的历史").click_accesskit();
    window.steps();
    assert!(window.shows("SQ-2026-0005的台账") && window.shows("1行") && window.shows("保存申请表"));
}

/// What was made with others, and rests on another number, is not without a history.
#[test]
fn a_paper_that_was_loaded_has_a_history_beside_it_and_on_the_screen() {
    let mut window = window(sample_office());
    window.click_toggle("申请表").press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    assert!(window.shows("载入数据"), "beside the form");
    window.harness.get_by_role_and_label(Role::Link, "这张表的历史").click_accesskit();
    window.steps();
    assert!(window.shows("的台账") && window.shows("1行") && window.shows("载入数据"));
}

/// A key alone does not read the 台账 anew; a moment without one does.
#[test]
fn words_are_looked_for_once_the_clerk_stops_typing() {
    let mut window = window(sample_office());
    window.click_toggle("历史");
    assert!(window.shows("载入数据"));
    window.harness.get_by_role_and_label(Role::TextInput, "查找").focus();
    window.harness.step();
    // A frame of the test is a quarter of a second.
    window.harness.get_by_role_and_label(Role::TextInput, "查找").type_text("没有这个词");
    window.harness.step();
    assert_eq!(window.value("查找"), "没有这个词");
    assert!(window.shows("载入数据"), "with the key itself");
    window.harness.run_steps(3);
    assert!(window.shows("没有符合条件的台账"), "after the pause");
}

#[test]
fn an_empty_history_says_what_will_stand_in_it_and_what_begins_it() {
    let mut window = window(empty_office());
    window.click_toggle("历史");
    assert!(window.shows("台账还没有记载") && window.shows("谁在哪天几点"));
    assert!(!window.shows("没有符合条件的台账"));
    window.click("导入表格");
    assert!(window.shows("把科室已有的表格导入台账"));
}

#[test]
fn a_history_in_which_nothing_is_found_says_how_to_find_more() {
    let mut window = window(sample_office());
    window.click_toggle("历史").fill("查找", "没有这个词").wait(1.0);
    assert!(window.shows("没有符合条件的台账") && window.shows("换一个词"));
}
