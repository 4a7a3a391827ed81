//! The window by role and Chinese label, without a display.

mod categories;
mod caution;
mod clerks;
mod closing;
mod dialogs;
mod differing;
mod dossier;
mod drafts;
mod ended;
mod filing;
mod guide;
mod hand;
mod history;
mod initial;
mod keyboard;
mod lists;
mod looks;
mod newcomers;
mod notices;
mod pace;
mod palette;
#[cfg(target_os = "linux")] // a cupsd
mod printing;
mod proposals;
mod registers;
mod restore;
mod rounds;
mod rules;
mod scans;
mod second_place;
mod signing;
mod work;

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use calamine::Reader;
use eframe::egui::{self, Key, Modifiers, accesskit::Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use taizhang::app::{App, Renderer, Screen, Surroundings};
use taizhang::model::*;
use taizhang::ops::Office;
use taizhang::papers::PaperKey;
use taizhang::printing::{Accepted, Job, Printers, Printing};
use taizhang::store::Access;

use self::hand::{Tray, Window, opened_at, opened_in, surroundings, window, window_at, window_of};
use super::support::{Scratch, a_round, a_sample, bytes, day, empty_office, good_form, notices, sample_office, today};

#[test]
fn an_empty_list_says_what_to_do() {
    let mut window = window(empty_office());
    assert!(window.shows("还没有申请表"));
    window.click("填写第一张申请表");
    assert!(window.shows("新申请表"));
}

#[test]
fn a_clerk_fills_the_form_saves_and_prints_it() {
    let mut window = window(sample_office());
    window.click("新建");
    window.tick("用户账号").tick("新增");
    window.fill("部门及岗位", "政务服务科 科员").fill("联系方式", "0356-2000011").fill("申请人", "秦天天");
    window.fill("系统名称", "一体化政务服务平台").fill("申请描述", "因窗口轮岗，申请开通受理权限。");
    window.fill("账号类别", "受理");
    assert_eq!(window.value("申请日期"), "2026年11月24日", "today is filled in");
    window.click("保存");
    let saved = window.application("SQ-2026-0005");
    assert_eq!((saved.kind, saved.action), (Some(AccountKind::User), Some(Action::Create)));
    assert_eq!(saved.description, "因窗口轮岗，申请开通受理权限。");
    assert_eq!(
        window.office().register().people.len(),
        sample_office().office.register().people.len(),
        "nobody is made twice"
    );
    assert!(window.shows("SQ-2026-0005") && window.shows("没有发现问题"));

    window.print();
    assert!(window.shows("任务三楼-7"));
    assert_eq!(window.application("SQ-2026-0005").state, ApplicationState::Printed);
}

#[test]
fn every_input_of_the_form_has_the_label_that_the_paper_prints() {
    let mut window = window(sample_office());
    window.click("新建");
    for label in ["申请人", "部门及岗位", "申请日期", "联系方式", "系统名称", "申请描述", "账号说明", "处理描述"]
    {
        window.harness.get_by_role_and_label(Window::role(label), label);
    }
    for option in ["用户账号", "管理账号", "新增", "变更", "注销", "启用"] {
        window.harness.get_by_role_and_label(Role::CheckBox, option);
    }
    for button in ["新建", "保存", "打印", "导出 Excel"] {
        window.harness.get_by_role_and_label(Role::Button, button);
    }
}

#[test]
fn the_keyboard_alone_fills_the_form() {
    let mut window = window(sample_office());
    window.press(Modifiers::COMMAND, Key::N);
    let focused = |window: &Window| {
        window
            .harness
            .root()
            .children_recursive()
            .find(egui_kittest::Node::is_focused)
            .and_then(|node| node.accesskit_node().label())
            .unwrap_or_default()
    };
    assert_eq!(focused(&window), "用户账号", "the first field has the keyboard");
    window.press(Modifiers::NONE, Key::Space).press(Modifiers::NONE, Key::Enter);
    assert_eq!(focused(&window), "新增");
    window.press(Modifiers::NONE, Key::Space);
    let order = [
        "变更",
        "注销",
        "启用",
        "管理账号",
        "账号说明",
        "申请人",
        "部门及岗位",
        "申请日期",
        "联系方式",
        "系统名称",
        "申请描述",
        "处理描述",
    ];
    for label in order {
        window.press(Modifiers::NONE, Key::Tab);
        assert_eq!(focused(&window), label);
    }
    for label in order.iter().rev().skip(1) {
        window.press(Modifiers::SHIFT, Key::Tab);
        assert_eq!(focused(&window), *label);
    }
    window.harness.get_by_role_and_label(Role::TextInput, "系统名称").focus();
    window.steps().press(Modifiers::NONE, Key::Enter);
    assert_eq!(focused(&window), "申请描述", "Enter goes to the next field");
    window.harness.get_by_role_and_label(Role::MultilineTextInput, "申请描述").type_text("一");
    window.steps().press(Modifiers::NONE, Key::Enter);
    window.harness.get_by_role_and_label(Role::MultilineTextInput, "申请描述").type_text("二");
    window.steps();
    assert_eq!(window.value("申请描述"), "一\n二", "and makes a new line in a long text");
    window.press(Modifiers::COMMAND, Key::S);
    let saved = window.application("SQ-2026-0005");
    assert_eq!((saved.kind, saved.action), (Some(AccountKind::User), Some(Action::Create)));
}

#[test]
fn a_person_who_is_known_completes_the_form() {
    let mut window = window(sample_office());
    window.click("新建");
    window.fill("申请人", "阿依");
    assert!(window.shows("阿依古丽·买买提"));
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.value("申请人"), "阿依古丽·买买提");
    assert_eq!(window.value("部门及岗位"), "投资项目审批科 科员");
    assert_eq!(window.value("联系方式"), "0356-2000031");
}

#[test]
fn a_person_is_offered_by_pinyin_and_by_its_initials() {
    let mut window = window(sample_office());
    window.click("新建");
    for typed in ["ayi", "aygl"] {
        window.press(Modifiers::COMMAND, Key::A).fill("申请人", typed);
        assert!(window.shows("阿依古丽·买买提"), "{typed}");
    }
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.value("申请人"), "阿依古丽·买买提");
}

#[test]
fn a_date_is_typed_in_any_form_or_moved_by_the_keyboard() {
    let mut window = window(sample_office());
    window.click("新建");
    window.harness.get_by_role_and_label(Role::TextInput, "申请日期").focus();
    window.steps();
    assert!(window.shows("2026年11月") && window.shows("今天 2026年11月24日"), "the calendar is open");
    window.press(Modifiers::NONE, Key::ArrowUp);
    assert_eq!(window.value("申请日期"), "2026年11月23日");
    window.press(Modifiers::NONE, Key::PageUp);
    assert_eq!(window.value("申请日期"), "2026年10月23日");
    window.press(Modifiers::COMMAND, Key::A);
    window.fill("申请日期", "2026.8.3").press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.value("申请日期"), "2026年8月3日", "what is left is written out");
}

#[test]
fn a_finding_shows_with_its_article() {
    let mut window = window(sample_office());
    window.click("新建").tick("管理账号");
    assert!(!window.shows("管理账号必须填写账号说明"), "not before the clerk has been there");
    window.fill("账号说明", "").fill("申请人", "");
    assert!(window.shows("管理账号必须填写账号说明（第十条）"));
}

#[test]
fn a_half_typed_form_is_kept_within_a_second_and_offered_again() {
    let mut first = window(sample_office());
    first.click("新建").fill("申请描述", "写到一半");
    first.wait(1.0);
    // The window dies here: no closing, no saving.
    let Window { harness, folder, file, .. } = first;
    drop(harness);
    let office = Office::open(&file, Access::Write).unwrap();
    let mut again = window(Scratch { folder, file, office });
    assert!(again.shows("有一张没有保存的申请表"));
    again.click_toggle("待办");
    assert!(again.shows("有一张没有保存的申请表"), "the first screen says so as well");
    again.click("继续填写");
    assert_eq!(again.value("申请描述"), "写到一半");
    again.click("保存");
    assert_eq!(again.office().store().drafts().unwrap(), []);
    assert_eq!(again.application("SQ-2026-0005").description, "写到一半");
}

#[test]
fn taking_back_goes_through_the_typing_and_then_through_the_errands() {
    let mut window = window(sample_office());
    window.click("新建").fill("申请描述", "开通");
    window.wait(2.0);
    window.click("保存");
    assert_eq!(window.office().register().applications.len(), 5);
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.office().register().applications.len(), 4);
    assert_eq!(window.value("申请描述"), "开通", "what was typed stays to be saved again");
    window.press(Modifiers::COMMAND, Key::S);
    assert_eq!(window.application("SQ-2026-0005").description, "开通", "the number was not wasted");
}

#[test]
fn the_list_finds_sorts_and_opens() {
    let mut window = window(sample_office());
    assert!(window.shows("共4张，显示4张"));
    window.press(Modifiers::COMMAND, Key::F);
    window.harness.get_by_role_and_label(Role::TextInput, "查找").type_text("工程 孙");
    window.steps();
    assert!(window.shows("共4张，显示1张") && window.shows("SQ-2026-0003") && !window.shows("SQ-2026-0001"));
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    assert!(window.shows("操作员处理完后登记"), "the signed form is open");
}

#[test]
fn a_signed_form_is_carried_out_in_the_window() {
    let mut scratch = sample_office();
    let id = scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    scratch.office.print_applications(&[id], today()).unwrap();
    let mut window = window(scratch);
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    window
        .fill("科室负责人", "李建国")
        .fill("审核日期", "2026.11.24")
        .fill("分管领导", "王志强")
        .fill("批准日期", "2026.11.24");
    window.click("登记签字");
    assert_eq!(window.application("SQ-2026-0005").state, ApplicationState::Signed);
    window.fill("账号名", "qintt_zw").fill("操作员", "陈小满").fill("处理日期", "今天").fill("处理描述", "已开通。");
    window.click("办结");
    assert_eq!(window.application("SQ-2026-0005").state, ApplicationState::Done);
    assert!(window.office().register().accounts.values().any(|account| account.account == "qintt_zw"));
}

#[test]
fn who_signed_is_picked_by_the_keyboard_beside_the_paper() {
    let mut scratch = sample_office();
    let id = scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    scratch.office.print_applications(&[id], today()).unwrap();
    let mut window = window(scratch);
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    window.fill("科室负责人", "ljg").press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.value("科室负责人"), "李建国");
    // Where none is marked, Enter goes on.
    window.press(Modifiers::NONE, Key::Enter);
    let focused = window.harness.get_by_role_and_label(Role::TextInput, "审核日期").is_focused();
    assert!(focused && window.value("科室负责人") == "李建国");
}

#[test]
fn the_rights_that_a_form_asks_for_are_entered_beside_it_and_kept() {
    let mut window = window(sample_office());
    window.click("新建").tick("用户账号").tick("注销");
    assert!(!window.shows("账号类别"), "who ends an account asks for no rights");
    window.tick("变更").fill("申请人", "秦天天").fill("系统名称", "工程建设管理平台").fill("账号名", "qintt");
    window.fill("账号类别", "审批");
    assert!(window.shows("的账号类别是受理，请审核是否与岗位一致（第十一条）"));
    window.harness.get_by_role_and_label(Role::RadioButton, "临时").click();
    window.steps();
    window.fill("到期日", "2026.12.31").press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.value("到期日"), "2026年12月31日");
    window.click("保存");
    let kept = window.application("SQ-2026-0005");
    let (nature, ends) = (Some(Nature::Temporary), Day::from_iso("2026-12-31"));
    assert_eq!((kept.category.as_str(), kept.nature, kept.expires_on), ("审批", nature, ends));
}

#[test]
fn a_refusal_says_why_and_names_the_article() {
    let mut scratch = sample_office();
    let id = scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    scratch.office.print_applications(&[id], today()).unwrap();
    let mut window = window(scratch);
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    window.click("登记签字");
    assert!(window.shows("没有完成") && window.shows("第八条"));
    window.click("知道了");
    assert!(!window.shows("没有完成"));
}

#[test]
fn the_other_two_papers_print_and_export() {
    let mut window = window(sample_office());
    let read = |window: &mut Window| {
        window.click("打印").until("第1页").click("用系统阅读器打开").until("已存为 PDF");
    };
    read(window.click("权限对照表").click("公共资源交易管理科"));
    read(window.click("清理清单"));
    let viewed = window.viewed.borrow().clone();
    let names: Vec<_> = viewed.iter().map(|path| path.file_stem().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["公共资源交易管理科_账号权限对照表", "QL-2026-0001_信息系统账号清理清单"]);
    window.click("导出 Excel");
    let path = window.harness.get_by_role_and_label(Role::TextInput, "保存位置").value().unwrap();
    window.click("导出");
    assert_eq!(&std::fs::read(path).unwrap()[..2], b"PK");
}

#[test]
fn void_asks_for_a_reason() {
    let mut window = window(sample_office());
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    window.harness.get_by_label("作废这张表").click();
    window.steps();
    assert!(window.shows("作废这张申请表"));
    window.fill("作废原因", "填错了");
    window.click("作废");
    assert_eq!(window.application("SQ-2026-0004").void_reason.as_deref(), Some("填错了"));
}

#[test]
fn while_an_input_method_composes_no_key_is_taken_from_it() {
    let mut window = window(sample_office());
    window.click("新建");
    window.harness.get_by_role_and_label(Role::TextInput, "申请人").focus();
    window.steps();
    let preedit =
        |text: &str| egui::Event::Ime(egui::ImeEvent::Preedit { text: text.into(), active_range_chars: None });
    window.harness.event(preedit("zhang"));
    window.steps().press(Modifiers::COMMAND, Key::S);
    assert_eq!(window.office().register().applications.len(), 4, "nothing is saved meanwhile");
    window.harness.event(egui::Event::Ime(egui::ImeEvent::Commit("张".into())));
    window.steps();
    assert_eq!(window.value("申请人"), "张");
}

#[test]
fn an_untouched_form_takes_no_number() {
    let mut window = window(sample_office());
    window.press(Modifiers::COMMAND, Key::N).press(Modifiers::COMMAND, Key::S);
    assert!(window.shows("表还是空的"));
    window.click("知道了").press(Modifiers::COMMAND, Key::P);
    assert_eq!(window.office().register().applications.len(), 4);
}

#[test]
fn taken_back_and_done_again_is_one_form_and_not_two() {
    let mut window = window(sample_office());
    window.click("新建").fill("申请描述", "开通");
    window.wait(2.0);
    window.click("保存").press(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.office().register().applications.len(), 4);
    window.press(Modifiers::COMMAND, Key::Y).press(Modifiers::COMMAND, Key::S);
    assert_eq!(window.office().register().applications.len(), 5);
}

#[test]
fn the_keys_of_taking_back_stay_in_a_box_beside_the_paper() {
    let mut scratch = sample_office();
    let id = scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    scratch.office.print_applications(&[id], today()).unwrap();
    let mut window = window(scratch);
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    window.fill("科室负责人", "李建国").press(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.application("SQ-2026-0005").state, ApplicationState::Printed);
}

#[test]
fn a_day_that_cannot_be_read_is_not_passed_over() {
    let mut scratch = sample_office();
    let id = scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    scratch.office.print_applications(&[id], today()).unwrap();
    let mut window = window(scratch);
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    window.fill("审核日期", "2026.13.1").fill("分管领导", "王志强").fill("批准日期", "2026.11.24").click("登记签字");
    assert!(window.shows("审核日期“2026.13.1”不是有效的日期"));
    assert_eq!(window.application("SQ-2026-0005").state, ApplicationState::Printed);
}

#[test]
fn a_form_that_was_left_goes_on_where_it_was_left() {
    let mut window = window(sample_office());
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    window.harness.get_by_role_and_label(Role::TextInput, "联系方式").focus();
    window.steps().press(Modifiers::COMMAND, Key::A).fill("联系方式", "123");
    window.click("返回列表");
    assert!(window.shows("有未保存的改动：SQ-2026-0004"));
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.value("联系方式"), "123", "the line is still chosen");
    window.click("保存");
    assert_eq!(window.application("SQ-2026-0004").contact, "123");
    window.click("返回列表");
    assert!(!window.shows("有未保存的改动"));
}

#[test]
fn accounts_that_are_chosen_become_a_cleanup_list_that_is_carried_out() {
    let mut window = window(sample_office());
    window.click_toggle("账号").press(Modifiers::COMMAND, Key::F);
    window.harness.get_by_role_and_label(Role::TextInput, "查找").type_text("zxd");
    window.steps();
    assert!(window.shows("显示2条"), "both accounts of 郑晓东");
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::COMMAND, Key::A);
    window.click("生成清理清单").click("生成");
    assert!(window.shows("QL-2026-0002"));
    window.click("处理这张清单");
    assert!(window.shows("禁用：工程建设管理平台　zhengxd　郑晓东"));
    window.click("处理");
    let accounts = window.office().register().accounts.values().filter(|account| account.account == "zhengxd");
    assert!(accounts.clone().count() == 2 && accounts.clone().all(|account| account.status == AccountStatus::Disabled));
    assert!(window.shows("QL-2026-0002") && window.shows("已处理"));
}

#[test]
fn the_difference_is_shown_before_a_table_is_filled() {
    let mut window = window(sample_office());
    window.click_toggle("权限对照表").click("公共资源交易管理科").click("从账号台账填写");
    assert!(window.shows("去掉：第2行　中介超市服务平台　张伟"), "its account is disabled");
    assert!(window.shows("去掉1行。按本科室人员的在用账号填写"), "and how many there are");
    window.click("填写");
    let register = window.office().register();
    assert_eq!(register.matrix_of(register.department_named("公共资源交易管理科").unwrap()).len(), 1);
    window.click("从账号台账填写");
    assert!(window.shows("对照表与账号台账一致"));
}

#[test]
fn after_a_crash_the_next_start_says_so_once() {
    let scratch = sample_office();
    let report = scratch.folder.path().join("意外中断_2026-11-24_173000.txt");
    std::fs::write(&report, "位置：某处").unwrap();
    let window = window(scratch);
    assert!(window.shows("上次程序意外中断，已保存的数据都在"));
    assert!(!report.exists(), "told once");
}
