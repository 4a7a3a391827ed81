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
    assert!(window.shows("新登记的人员“秦天夭”与已登记的“秦天天”相近"));
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
    assert!(window.shows("新登记：人员“欧阳修竹”") && !window.shows("名称写对了吗"));
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
    assert!(window.shows(&format!("新登记的人员“秦天天”在网络技术中心，已登记的“秦天天”在{of}")));
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
fn what_one_applicant_has_brought_along_goes_to_the_next_and_what_the_clerk_typed_stays() {
    let mut window = window(sample_office());
    let applicant = |window: &mut Window, name: &str| {
        window.harness.get_by_role_and_label(Role::TextInput, "申请人").focus();
        window.steps().press(Modifiers::COMMAND, Key::A).fill("申请人", name).press(Modifiers::NONE, Key::Tab);
        (window.value("部门及岗位"), window.value("联系方式"))
    };
    let told = |place: &str, phone: &str| (place.to_owned(), phone.to_owned());
    window.click("新建");
    assert_eq!(applicant(&mut window, "秦天天"), told("政务服务科 科员", "0356-2000011"));
    assert_eq!(applicant(&mut window, "阿依古丽·买买提"), told("投资项目审批科 科员", "0356-2000031"));
    assert_eq!(applicant(&mut window, "欧阳修竹"), told("", ""), "nobody knows a phone of a newcomer");
    assert_eq!(applicant(&mut window, "刘海涛"), told("网络技术中心 主任", "0356-2000040"));
    // So it does where the form was saved in between, and where the keyboard is still in the name as it is saved.
    window.click("保存");
    window.harness.get_by_role_and_label(Role::TextInput, "申请人").focus();
    window.steps().press(Modifiers::COMMAND, Key::A).fill("申请人", "秦天天").press(Modifiers::COMMAND, Key::S);
    assert_eq!(window.value("联系方式"), "0356-2000011");
    let register = window.office().register();
    assert_eq!(register.people.values().filter(|it| it.name == "秦天天").count(), 1, "no second one is made");
    // Of two who are called so nobody is guessed.
    assert_eq!(applicant(&mut window, "张伟"), told("", ""));
    assert_eq!(applicant(&mut window, "秦天天"), told("政务服务科 科员", "0356-2000011"));
    window.harness.get_by_role_and_label(Role::TextInput, "联系方式").focus();
    window.steps().press(Modifiers::COMMAND, Key::A).fill("联系方式", "13900000001");
    assert_eq!(applicant(&mut window, "刘海涛"), told("网络技术中心 主任", "13900000001"));
    // Chosen from what is offered it is the same.
    window.harness.get_by_role_and_label(Role::TextInput, "申请人").focus();
    window.steps().press(Modifiers::COMMAND, Key::A).fill("申请人", "阿依");
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.value("部门及岗位"), "投资项目审批科 科员");
    assert_eq!(window.value("联系方式"), "13900000001");
}

#[test]
fn the_holder_that_an_account_has_brought_along_goes_with_it_and_one_that_the_clerk_typed_stays() {
    let mut window = window(sample_office());
    let account = |window: &mut Window, name: &str| {
        window.fill("账号名", "").press(Modifiers::COMMAND, Key::A).fill("账号名", &name[..3]);
        window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
        (window.value("账号名"), window.value("使用人"))
    };
    let told = |account: &str, holder: &str| (account.to_owned(), holder.to_owned());
    window.click("新建").tick("用户账号").tick("变更").fill("系统名称", "工程建设管理平台");
    assert_eq!(account(&mut window, "qintt"), told("qintt", "秦天天"));
    assert_eq!(account(&mut window, "zhengxd"), told("zhengxd", "郑晓东"));
    // So it does where the form was saved in between.
    window.click("保存");
    assert_eq!(account(&mut window, "qintt"), told("qintt", "秦天天"));
    window.fill("使用人", "").press(Modifiers::COMMAND, Key::A).fill("使用人", "李建国");
    assert_eq!(account(&mut window, "zhengxd"), told("zhengxd", "李建国"));
}

#[test]
fn a_form_that_is_begun_from_an_account_takes_the_holder_of_another_that_is_chosen_or_typed_out() {
    let mut window = window(sample_office());
    window.click_toggle("账号").press(Modifiers::NONE, Key::ArrowDown).click("填注销申请表");
    assert_eq!((window.value("账号名"), window.value("使用人")), ("qintt".to_owned(), "秦天天".to_owned()));
    window.fill("账号名", "").press(Modifiers::COMMAND, Key::A).fill("账号名", "zhengxd");
    window.press(Modifiers::NONE, Key::Tab);
    assert_eq!(window.value("使用人"), "郑晓东");
    window
        .fill("账号名", "")
        .press(Modifiers::COMMAND, Key::A)
        .fill("账号名", "nobody")
        .press(Modifiers::NONE, Key::Tab);
    assert_eq!(window.value("使用人"), "", "nobody knows who would have it");
}

/// A place that the register has of another is not hers to lose.
#[test]
fn a_form_that_is_taken_up_again_keeps_what_was_typed_of_somebody_new() {
    let mut window = window(sample_office());
    window.click("新建").fill("申请人", "欧阳修竹").press(Modifiers::NONE, Key::Tab);
    window.fill("部门及岗位", "政务服务科 科员").fill("联系方式", "0356-2000099").wait(1.0).click("返回列表");
    for _ in 0..2 {
        window.click("继续填写");
        let place = (window.value("部门及岗位"), window.value("联系方式"));
        assert_eq!(place, ("政务服务科 科员".to_owned(), "0356-2000099".to_owned()));
        window.click("返回列表");
    }
}

/// 申请描述 begins with whose account it is, unless that is who applies.
#[test]
fn whose_account_it_is_follows_who_applies_and_which_system_it_is_of() {
    let mut window = window(sample_office());
    window.click("新建").tick("用户账号").tick("变更").fill("系统名称", "工程建设管理平台");
    window.fill("申请人", "秦天天").press(Modifiers::NONE, Key::Tab);
    window.fill("账号名", "qintt").press(Modifiers::NONE, Key::Tab);
    assert_eq!(window.value("使用人"), "", "who applies is not named twice");
    window
        .fill("申请人", "")
        .press(Modifiers::COMMAND, Key::A)
        .fill("申请人", "李建国")
        .press(Modifiers::NONE, Key::Tab);
    assert_eq!(window.value("使用人"), "秦天天");
    window.fill("系统名称", "").press(Modifiers::COMMAND, Key::A).fill("系统名称", "中介超市服务平台");
    window.press(Modifiers::NONE, Key::Tab);
    assert_eq!(window.value("使用人"), "", "there nobody has an account of this name");
}

#[test]
fn a_form_that_is_left_with_the_keyboard_in_the_name_keeps_the_phone_of_whom_it_names() {
    let mut window = window(sample_office());
    window.click("新建").fill("申请人", "刘海涛").press(Modifiers::NONE, Key::Tab);
    window.harness.get_by_role_and_label(Role::TextInput, "申请人").focus();
    window.steps().press(Modifiers::COMMAND, Key::A).fill("申请人", "秦天天").wait(1.0).click("返回列表");
    window.click("继续填写");
    assert_eq!((window.value("申请人"), window.value("联系方式")), ("秦天天".into(), "0356-2000011".into()));
}

#[test]
fn an_applicant_without_a_phone_does_not_keep_that_of_the_one_before() {
    let mut scratch = sample_office();
    let qin = scratch.office.register().people.values().find(|it| it.name == "秦天天").unwrap().clone();
    let mut texts = schema::texts(&qin.clone().into_record(), scratch.office.register());
    texts[Kind::People.attributes().iter().position(|it| it.label == "联系方式").unwrap()].clear();
    scratch.office.save_record(Kind::People, Some(qin.id.0), &texts, today()).unwrap();
    let mut window = window(scratch);
    window.click("新建").fill("申请人", "刘海涛").press(Modifiers::NONE, Key::Tab);
    assert_eq!(window.value("联系方式"), "0356-2000040");
    window.harness.get_by_role_and_label(Role::TextInput, "申请人").focus();
    window.steps().press(Modifiers::COMMAND, Key::A).fill("申请人", "秦天天").press(Modifiers::NONE, Key::Tab);
    assert_eq!((window.value("部门及岗位"), window.value("联系方式")), ("政务服务科 科员".into(), String::new()));
}

#[test]
fn a_new_name_without_a_department_is_told_at_once_that_one_is_needed() {
    let mut window = window(sample_office());
    window.click("新建").fill("申请人", "欧阳修竹");
    assert!(window.shows("新的人员“欧阳修竹”，请填写部门及岗位，才能保存登记"));
    window.fill("部门及岗位", "政务服务科");
    assert!(window.shows("新的人员“欧阳修竹”，保存时登记"));
}

/// A form that is printed and waits for its signatures, opened: its panel as it is filled when it comes back.
fn signed_by(leader: &str) -> Window {
    let mut scratch = sample_office();
    let id = scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    scratch.office.print_applications(&[id], today()).unwrap();
    let mut window = window(scratch);
    window.harness.query_all_by_label_contains("SQ-2026-0005").next().unwrap().click();
    window.steps().press(Modifiers::NONE, Key::Enter);
    let enter = |window: &mut Window, field: &str, text: &str| {
        window.fill(field, text).press(Modifiers::NONE, Key::Tab);
    };
    enter(&mut window, "科室负责人", "李建国");
    enter(&mut window, "审核日期", "今天");
    enter(&mut window, "分管领导", leader);
    enter(&mut window, "批准日期", "今天");
    window
}

#[test]
fn a_signer_whom_nobody_knows_is_told_beside_the_line_before_the_signing() {
    let mut window = signed_by("王志墙");
    assert!(window.shows("人员中没有“王志墙”，登记时列为新人员"));
    window.harness.get_by_role_and_label(Role::Link, "改为王志强").click();
    window.steps();
    assert_eq!(window.value("分管领导"), "王志强");
    assert!(!window.shows("人员中没有"));
    window.click("登记签字");
    assert!(!window.shows("名称写对了吗") && !window.shows("新登记"));
    assert_eq!(window.application("SQ-2026-0005").state, ApplicationState::Signed);

    // Like nobody who is known: only told.
    let window = signed_by("欧阳修竹");
    assert!(window.shows("人员中没有“欧阳修竹”"));
    assert!(
        window
            .harness
            .query_all_by_role(Role::Link)
            .all(|link| { !link.accesskit_node().label().is_some_and(|label| label.starts_with("改为")) })
    );
}

#[test]
fn what_was_typed_of_the_signed_paper_stays_when_its_registration_is_taken_back() {
    let mut window = signed_by("王志墙");
    window.click("登记签字").click("撤销这次保存");
    assert!(!window.knows("王志墙"));
    assert_eq!(window.application("SQ-2026-0005").state, ApplicationState::Printed);
    let typed = ["科室负责人", "审核日期", "分管领导", "批准日期"].map(|field| window.value(field));
    assert_eq!(typed, ["李建国", "2026年11月24日", "王志墙", "2026年11月24日"]);
    assert!(window.shows("人员中没有“王志墙”"));

    // What the operator did, as well.
    window.harness.get_by_role_and_label(Role::Link, "改为王志强").click();
    window.steps().click("登记签字");
    window.fill("账号名", "qintt").fill("操作员", "陈小满").fill("处理日期", "今天").press(Modifiers::NONE, Key::Tab);
    window.fill("处理描述", "已开通。").click("办结").click("撤销");
    assert_eq!(window.application("SQ-2026-0005").state, ApplicationState::Signed);
    let typed = ["账号名", "操作员", "处理日期", "处理描述"].map(|field| window.value(field));
    assert_eq!(typed, ["qintt", "陈小满", "2026年11月24日", "已开通。"]);
}

#[test]
fn a_holder_whom_nobody_knows_is_told_with_the_form() {
    let mut window = form_of("秦天天");
    window.fill("使用人", "欧阳修竹").press(Modifiers::NONE, Key::Tab);
    assert!(window.shows("新的人员“欧阳修竹”，保存时登记"));
}

#[test]
fn who_signed_a_table_is_picked_and_stays_when_that_is_taken_back() {
    let mut scratch = sample_office();
    let department = scratch.office.register().department_named("政务服务科").unwrap();
    scratch.office.fill_matrix(department, today()).unwrap();
    scratch.office.note_printed(&[PaperKey::Matrix(department)], today()).unwrap();
    let mut window = window(scratch);
    window.click_toggle("权限对照表");
    window.harness.query_all_by_label_contains("政务服务科").next().unwrap().click();
    window.steps();
    let leader = |window: &Window| window.harness.get_by_role_and_label(Role::TextInput, "分管领导").value().unwrap();
    assert_eq!(leader(&window), "王志强", "of the department");
    window.harness.get_by_role_and_label(Role::TextInput, "分管领导").focus();
    window.steps().press(Modifiers::COMMAND, Key::A).fill("分管领导", "王志墙").press(Modifiers::NONE, Key::Tab);
    assert!(window.shows("人员中没有“王志墙”"));
    window.fill("签字日期", "今天").click("登记签字").click("撤销这次保存");
    assert_eq!((leader(&window), window.value("签字日期")), ("王志墙".to_owned(), "今天".to_owned()));
    // By the keyboard: a part of the name, down, Enter.
    window.harness.get_by_role_and_label(Role::TextInput, "分管领导").focus();
    window.steps().press(Modifiers::COMMAND, Key::A).fill("分管领导", "wzq");
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    assert_eq!(leader(&window), "王志强");
}

#[test]
fn an_account_that_goes_into_a_system_that_nobody_knows_is_asked_about_until_it_is_answered() {
    let mut window = window(sample_office());
    window.click_toggle("账号").press(Modifiers::COMMAND, Key::F);
    window.harness.get_by_role_and_label(Role::TextInput, "查找").type_text("qintt");
    window.steps().press(Modifiers::NONE, Key::ArrowDown);
    window.harness.get_by_role_and_label(Role::TextInput, "系统").focus();
    window.steps().press(Modifiers::COMMAND, Key::A).fill("系统", "qingtt").press(Modifiers::COMMAND, Key::S);
    let asked = "账号qintt的系统由“工程建设管理平台”改为新登记的“qingtt”";
    assert!(window.shows(asked));
    // A click beside the question is no answer.
    window.harness.event(egui::Event::PointerMoved(egui::pos2(5.0, 5.0)));
    for pressed in [true, false] {
        window.harness.event(egui::Event::PointerButton {
            pos: egui::pos2(5.0, 5.0),
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        window.steps();
    }
    assert!(window.shows(asked));
    window.click("撤销这次保存");
    assert!(window.office().register().system_named("qingtt").is_none());
}
