//! A name that nobody has: taken into the register with the paper, and asked about where it looks like a slip.

use super::*;

impl Window {
    fn knows(&self, name: &str) -> bool {
        self.office().register().people.values().any(|it| it.name == name)
    }
}

/// A new form of somebody.
fn form_of(applicant: &str) -> Window {
    let mut window = window(sample_office());
    window.click_toggle("申请表").click("新建").tick("用户账号").tick("新增");
    window.fill("部门及岗位", "政务服务科科员").fill("申请人", applicant);
    window
}

#[test]
fn a_name_that_may_be_a_slip_is_asked_about_before_anything_rests_on_it() {
    let mut window = form_of("秦天夭");
    window.click("保存");
    assert!(window.shows("新登记的人员「秦天夭」与已登记的「秦天天」相近"));
    window.click("撤销这次保存");
    assert!(!window.knows("秦天夭"));
    // What was typed is still there, to be put right.
    assert_eq!(window.value("申请人"), "秦天夭");
    window.fill("申请人", "秦天天").click("保存");
    assert!(window.shows("已保存 SQ-2026-0005") && !window.shows("相近"));
}

#[test]
fn a_name_that_is_right_is_kept_and_not_asked_about_again() {
    let mut window = form_of("秦天夭");
    // Printing saves first: the question comes before the pages.
    window.press(Modifiers::COMMAND, Key::P);
    assert!(window.shows("名称写对了吗"));
    window.click("没有写错");
    assert!(window.knows("秦天夭"));
    window.press(Modifiers::COMMAND, Key::P);
    assert!(!window.shows("名称写对了吗") && window.shows("保存为 PDF"));
}

#[test]
fn a_new_name_like_no_other_is_told_and_not_asked_about() {
    let mut window = form_of("欧阳修竹");
    window.click("保存");
    assert!(window.shows("新登记：人员「欧阳修竹」") && !window.shows("名称写对了吗"));
}

#[test]
fn one_of_the_same_name_in_another_department_is_asked_about() {
    let mut window = form_of("秦天天");
    let of = window
        .office()
        .register()
        .department_name(
            window.office().register().people.values().find(|it| it.name == "秦天天").map(|it| it.department),
        )
        .to_owned();
    assert_ne!(of, "网络技术中心");
    window.press(Modifiers::COMMAND, Key::A).fill("部门及岗位", "网络技术中心科员").click("保存");
    assert!(window.shows(&format!("新登记的人员「秦天天」在网络技术中心，已登记的「秦天天」在{of}")));
}

#[test]
fn a_known_name_typed_out_and_left_brings_along_what_choosing_it_does() {
    for key in [Key::Enter, Key::Tab] {
        let mut window = window(sample_office());
        window.click("新建").fill("申请人", "秦天天").press(Modifiers::NONE, key);
        assert_eq!(window.value("部门及岗位"), "政务服务科 科员", "{key:?}");
        assert_eq!(window.value("联系方式"), "0356-2000011");
    }
    // What stands there already stays; of two of one name neither is meant.
    let mut window = window(sample_office());
    window.click("新建").fill("联系方式", "123").fill("申请人", "张伟").press(Modifiers::NONE, Key::Tab);
    assert_eq!(window.value("部门及岗位"), "");
    window.press(Modifiers::COMMAND, Key::A).fill("申请人", "阿依古丽·买买提").press(Modifiers::NONE, Key::Tab);
    assert_eq!(window.value("部门及岗位"), "投资项目审批科 科员");
    assert_eq!(window.value("联系方式"), "123");
}

#[test]
fn a_new_name_without_a_department_is_told_at_once_that_one_is_needed() {
    let mut window = window(sample_office());
    window.click("新建").fill("申请人", "欧阳修竹");
    assert!(window.shows("新的人员「欧阳修竹」，请填写部门及岗位，才能保存登记"));
    window.fill("部门及岗位", "政务服务科");
    assert!(window.shows("新的人员「欧阳修竹」，保存时登记"));
}
