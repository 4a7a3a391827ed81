//! What the window asks about before it goes on: the day of the computer, and an errand that the clerk has not just done;
//! and 办结 that was registered wrongly.

use super::*;

#[test]
fn a_day_that_does_not_fit_the_ledger_is_asked_about_once() {
    for (on, asks) in
        [("2026-11-25", true), ("2026-11-24", false), ("2026-09-25", false), ("2026-09-24", true), ("2027-11-10", true)]
    {
        let mut scratch = sample_office();
        scratch.office.file_application(&good_form(), None, None, day(on)).unwrap();
        let told = format!("今天是2026年11月24日，台账最后一次登记是{}，请核对电脑的日期", day(on).chinese());
        assert_eq!(scratch.office.clock_doubt(today()).unwrap(), asks.then_some(told.clone()));
        let mut window = opened_at(scratch, Arc::new(Tray), [1280.0, 800.0], 1.0);
        assert_eq!((window.shows("请核对电脑的日期"), window.shows(&told)), (asks, asks), "{on}");
        if asks {
            window.press(Modifiers::NONE, Key::Enter);
            assert!(!window.shows(&told), "it goes on");
            window.click_toggle("人员").click_toggle("待办");
            assert!(!window.shows(&told), "once");
        }
    }
    assert_eq!(empty_office().office.clock_doubt(today()).unwrap(), None);
}

#[test]
fn what_was_done_on_another_day_is_taken_back_only_when_the_clerk_says_so() {
    let mut scratch = sample_office();
    scratch.office.file_application(&good_form(), None, None, day("2026-11-20")).unwrap();
    let mut window = window(scratch);
    let count = |window: &Window| window.office().register().applications.len();
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(window.shows("要撤销的是“保存申请表”，2026年11月20日办理，它改动了1条记录。"));
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(count(&window), 5, "Enter alone leaves it");
    window.press(Modifiers::COMMAND, Key::Z).click("撤销这项操作").wait(1.0);
    assert_eq!(count(&window), 4);
}

#[test]
fn what_was_registered_wrongly_of_a_form_that_is_done_is_put_right_beside_it() {
    let mut scratch = sample_office();
    super::super::support::carried_out(&mut scratch.office, &good_form(), "qintt_zv", "2026-11-24");
    let mut window = window(scratch);
    window.click_toggle("申请表").press(Modifiers::NONE, Key::Home).press(Modifiers::NONE, Key::Enter);
    window.harness.get_by_label("办结登记错了").click();
    window.steps();
    assert_eq!((window.value("操作员"), window.value("账号名")), ("陈小满".into(), "qintt_zv".into()));
    for field in ["操作员", "账号名", "处理日期", "更正原因"] {
        let width = window.harness.get_by_role_and_label(Role::TextInput, field).rect().width();
        assert!(width > 400.0, "what stands in {field} can be read: {width}");
    }
    assert!(window.shows("还要写明：更正原因"), "what the button waits for");
    window.harness.get_by_role_and_label(Role::TextInput, "账号名").focus();
    window.steps().press(Modifiers::COMMAND, Key::A).fill("账号名", "qintt_zw").fill("更正原因", "看错了");
    assert!(!window.shows("还要写明"));
    window.click("更正办结");
    assert_eq!(window.application("SQ-2026-0005").account, "qintt_zw");
    assert!(window.shows("已登记") && window.shows("qintt_zw") && window.shows("已更正办结"));
    window.click("撤销");
    assert_eq!(window.application("SQ-2026-0005").account, "qintt_zv");
}

#[test]
fn clearing_the_day_of_a_leaving_names_the_papers_that_are_on_their_way() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let person = office.person_called("秦天天").unwrap();
    let leaving = taizhang::rules::leaving::Leaving {
        person,
        left_on: day("2026-12-24"),
        handed_over_on: None,
        by: None,
        disposal: Disposal::Disable,
        successors: std::collections::BTreeMap::new(),
    };
    let made = office.staff_leaves(&leaving, today()).unwrap();
    let mut window = window(scratch);
    window.click_toggle("人员").press(Modifiers::COMMAND, Key::F).fill("查找", "秦天天");
    window.press(Modifiers::NONE, Key::ArrowDown);
    window.harness.get_by_role_and_label(Role::TextInput, "离职日").focus();
    window.steps().press(Modifiers::COMMAND, Key::A).press(Modifiers::NONE, Key::Backspace).click("保存");
    assert!(window.shows("作废离职的表吗") && window.shows("注销申请表SQ-2026-0005"));
    window.click("全部作废");
    let register = window.office().register();
    assert!(made.applications.iter().all(|id| register.applications[id].state == ApplicationState::Void));
    assert!(register.cleanups[&made.cleanups[0]].void_reason.is_some());
}

#[test]
fn who_has_left_and_is_placed_again_is_told_to_be_at_work_and_the_papers_of_the_leaving_are_named() {
    let mut window = window(sample_office());
    window.click_toggle("人员").press(Modifiers::COMMAND, Key::F).fill("查找", "郑晓东");
    window.press(Modifiers::NONE, Key::ArrowDown).click("入职、转岗");
    assert!(window.shows("郑晓东已于2026年10月30日离职。登记后恢复在岗，入职日改为上面的日期"));
    window.click("登记");
    assert!(window.shows("作废离职的表吗") && window.shows("清理清单QL-2026-0001"));
    window.click("先不作废");
    let register = window.office().register();
    let person = &register.people[&register.person_named("郑晓东").found().unwrap()];
    assert_eq!((person.status, person.joined_on, person.left_on), (PersonStatus::Serving, Some(today()), None));
    assert!(register.cleanup_numbered("QL-2026-0001").unwrap().is_open());
}

#[test]
fn of_a_table_that_came_back_twice_one_is_chosen() {
    let mut window = window(sample_office());
    let folder = window.folder.path().to_path_buf();
    let table = |name: &str, rows: &str| {
        let path = folder.join(format!("2026年第三季度_政务服务科_{name}.csv"));
        std::fs::write(&path, format!("系统名称,账号名,使用人\n{rows}")).unwrap();
        path
    };
    let files = [table("初报", "工建平台,one,秦天天\n工建平台,two,秦天天\n"), table("重报", "工建平台,one,秦天天\n")];
    window.click_toggle("汇总");
    for file in &files {
        window.fill("交回的表", file.to_str().unwrap()).click("加入");
        window.until(file.file_name().unwrap().to_str().unwrap());
    }
    let asked = "政务服务科交回2份2026年第三季度的表";
    assert!(window.shows(asked));
    window.harness.get_by_role_and_label(Role::RadioButton, "2026年第三季度_政务服务科_重报.csv（1行）").click();
    window.steps();
    assert!(!window.shows(asked));
    window.click("导出 Excel");
    let path = window.harness.get_by_role_and_label(Role::TextInput, "保存位置").value().unwrap();
    window.click("导出");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
    let all = book.worksheet_range("全部账号").unwrap();
    let accounts = all.rows().flatten().map(ToString::to_string).filter(|text| ["one", "two"].contains(&&**text));
    assert_eq!(accounts.collect::<Vec<_>>(), ["one"]);
}

#[test]
fn what_is_left_of_a_round_is_dealt_with_from_what_is_due() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let system = office.register().system_named("工程建设管理平台").unwrap();
    let round = office.begin_inspection(system, today()).unwrap();
    let judge = |it: &Account| match it.account.as_str() {
        "qintt" => Judgement::Doubtful,
        "sunlh" => Judgement::Modify,
        _ => Judgement::Disable,
    };
    let register = office.register();
    let rows = register.rows_of_inspection(round);
    let answers: Vec<_> =
        rows.iter().map(|row| (row.account, judge(&register.accounts[&row.account]), String::new())).collect();
    office.judge_accounts(round, &answers, today()).unwrap();
    let list = office.finish_inspection(round, today()).unwrap().unwrap();
    office.handle_cleanup(list, today(), today()).unwrap();
    let mut window = window(scratch);
    window.click_toggle("待办").press(Modifiers::COMMAND, Key::F).fill("查找", "存疑");
    window.press(Modifiers::NONE, Key::ArrowDown).click("打开巡检");
    window.harness.get_all_by_label("qintt").last().unwrap().click();
    window.steps();
    window.fill("查清的情况", "已向本人核实").click("已查清，保留");
    let row = window.office().register().rows_of_inspection(round);
    assert_eq!(row.iter().filter(|row| row.judgement == Some(Judgement::Doubtful)).count(), 0);
    window.click_toggle("待办").press(Modifiers::COMMAND, Key::F).press(Modifiers::COMMAND, Key::A);
    window.fill("查找", "列为变更").press(Modifiers::NONE, Key::ArrowDown).click("填变更申请表");
    assert_eq!((window.value("账号名"), window.value("使用人")), ("sunlh".into(), "孙丽华".into()));
}

#[test]
fn what_is_being_corrected_of_the_signatures_stands_in_its_fields_alone() {
    let mut window = window(sample_office());
    window.press(Modifiers::COMMAND, Key::F).fill("查找", "SQ-2026-0003");
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    let labels = |window: &Window| window.harness.query_all_by_role_and_label(Role::Label, "批准日期").count();
    assert!(window.shows("已登记") && labels(&window) == 1);
    window.harness.get_by_label("签字登记错了").click();
    window.steps();
    assert_eq!(labels(&window), 1, "the label of the field");
    assert_eq!(window.value("科室负责人"), "孙丽华");
    window.click("不更正");
    assert_eq!(labels(&window), 1, "what is registered, again");
}
