//! A 附件1 that tells something else than the register: the clerk sees it before it goes on.

use super::*;

/// 政务服务科 with a table that tells another 账号类别 of qintt than the register.
fn differing() -> Scratch {
    let mut scratch = sample_office();
    let told = r#"{"accounts": [{"system": "工程建设管理平台", "account": "qintt", "category": "审批"}]}"#;
    scratch.office.load(told, today()).unwrap();
    scratch
}

#[test]
fn a_table_whose_categories_differ_from_the_register_is_filled_after_they_are_shown() {
    let mut scratch = differing();
    let id = scratch.office.register().department_named("政务服务科").unwrap();
    let mut values = taizhang::paper::fill::matrix_values(scratch.office.register(), id);
    values.set_in_row(1, Field::Category, "");
    scratch.office.save_matrix(id, &values, None, today()).unwrap();
    let mut window = window(scratch);
    window.click_toggle("权限对照表").click_toggle("政务服务科").click("从账号台账填写");
    assert!(window.shows("更新：第1行　工程建设管理平台　秦天天，账号类别由受理改为审批"));
    assert!(window.shows("更新：第2行　一体化政务服务平台　张伟，账号类别补填受理"));
    window.click("填写").click("从账号台账填写");
    assert!(window.shows("对照表与账号台账一致"));
}

#[test]
fn a_table_that_differs_from_the_register_says_so_before_it_is_printed_signed_and_filed() {
    let told = "对照表与账号台账不同：1行的使用人、岗位或账号类别不同；请核对后改为一致";
    let mut scratch = differing();
    let id = scratch.office.register().department_named("政务服务科").unwrap();
    scratch.office.note_printed(&[taizhang::papers::PaperKey::Matrix(id)], today()).unwrap();
    let mut window = window(scratch);
    window.click_toggle("权限对照表").click_toggle("政务服务科").press(Modifiers::COMMAND, Key::P);
    window.until("双面").until("第1页");
    assert!(window.shows("打印前请看一下"));
    window.click("取消");
    assert!(window.shows(told));
    window.fill("签字日期", "今天").click("登记签字").click_toggle("备案").click("政务服务科对照表备案");
    assert!(window.shows(told));
}
