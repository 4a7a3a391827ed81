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
