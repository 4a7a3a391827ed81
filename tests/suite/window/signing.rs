//! 登记签字 of several forms that came back from the leaders together (第八条).

use super::*;

/// A window where four forms wait to be signed, one of them of a department that nobody is known to head.
fn printed() -> Window {
    let mut scratch = sample_office();
    let form = |number: i64, department: &str, applicant: &str| {
        serde_json::json!({"number": format!("SQ-2026-{number:04}"), "state": "已打印待签", "kind": "用户账号",
            "action": "新增", "department": department, "applicant": applicant, "system": "工程建设管理平台",
            "applied_on": "2026-11-20"})
    };
    let told = serde_json::json!({
        "departments": [{"name": "新设科"}],
        "people": [{"name": "阿依努尔", "department": "新设科"}],
        "applications": [
            form(11, "政务服务科", "秦天天"),
            form(12, "政务服务科", "张伟（政务服务科）"),
            form(13, "新设科", "阿依努尔"),
        ],
    });
    scratch.office.load(&told.to_string(), today()).unwrap();
    let mut window = window(scratch);
    window.click_toggle("申请表");
    window
}

/// Chooses every form of the list and asks to register their signatures.
fn ask(window: &mut Window) {
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::COMMAND, Key::A).click("登记签字");
}

/// The numbers of the forms that are signed, each with who reviewed and who approved it.
fn signed(window: &Window) -> Vec<String> {
    let register = window.office().register();
    let forms = register.applications.values().filter(|it| it.state == ApplicationState::Signed);
    let told = |it: &Application| {
        let [head, leader] = [it.department_head, it.leader].map(|id| register.bare_name(id));
        let [reviewed, approved] = [it.reviewed_on, it.approved_on].map(|day| day.map_or_else(String::new, Day::iso));
        format!("{} {head} {reviewed} {leader} {approved}", it.number)
    };
    forms.map(told).collect()
}

#[test]
fn forms_that_came_back_together_are_signed_together_and_taken_back_together() {
    let mut window = printed();
    let before = signed(&window);
    ask(&mut window);
    let other = "SQ-2026-0012　张伟　李建国审核，王志强批准";
    for told in ["SQ-2026-0002　吴𠮷祥　赵淑芬审核，王志强批准", "SQ-2026-0011　秦天天　李建国审核，王志强批准", other]
    {
        let ticked = window.harness.get_by_role_and_label(Role::CheckBox, told).accesskit_node().toggled();
        assert_eq!(ticked, Some(egui::accesskit::Toggled::True), "{told}");
    }
    assert!(window.shows("SQ-2026-0013：签字人不能预填，请打开逐张登记。"), "nobody is known to head 新设科");
    assert!(window.shows("另选中的3张不是“已打印待签”，不登记。"));
    assert!(window.shows("还要写明：审核日期、批准日期"));
    window.fill("审核日期", "2026.11.21").fill("批准日期", "11月23日").tick(other).click("登记");
    let now = ["SQ-2026-0002 赵淑芬 2026-11-21 王志强 2026-11-23", "SQ-2026-0011 李建国 2026-11-21 王志强 2026-11-23"];
    let mut wanted: Vec<String> = now.map(str::to_owned).into_iter().chain(before.iter().cloned()).collect();
    wanted.sort();
    assert_eq!(signed(&window), wanted, "the one that was unticked waits");
    assert!(window.shows("已登记2张申请表的签字"));
    let none = window.office().register().applications.values().all(|it| it.system_head.is_none());
    assert!(none, "the paper has no place for whoever heads the system");
    window.click("撤销");
    assert_eq!(signed(&window), before);
}

/// 第十一条: the managing department of the system reviews as well.
#[test]
fn who_heads_the_system_is_registered_where_the_clerk_says_that_they_reviewed_it() {
    let mut window = printed();
    ask(&mut window);
    window.tick("系统负责人也审核过（第十一条）；纸上没有这一栏");
    assert!(window.shows("SQ-2026-0011　秦天天　李建国审核，系统负责人孙丽华审核，王志强批准"));
    window.fill("审核日期", "2026.11.21").fill("批准日期", "2026.11.23").click("登记");
    let register = window.office().register();
    let form = register.applications.values().find(|it| it.number == "SQ-2026-0011").unwrap();
    assert_eq!(register.bare_name(form.system_head), "孙丽华");
}

#[test]
fn of_a_system_that_nobody_is_known_to_head_none_is_said_to_have_reviewed() {
    let mut scratch = sample_office();
    let form = |number: &str, system: &str| {
        serde_json::json!({"number": number, "state": "已打印待签", "kind": "用户账号", "action": "新增",
            "department": "政务服务科", "applicant": "秦天天", "system": system, "applied_on": "2026-11-20"})
    };
    let forms = [form("SQ-2026-0021", "工程建设管理平台"), form("SQ-2026-0022", "无牵头平台")];
    let told = serde_json::json!({"systems": [{"name": "无牵头平台"}], "applications": forms});
    scratch.office.load(&told.to_string(), today()).unwrap();
    let mut window = window(scratch);
    window.click_toggle("申请表");
    ask(&mut window);
    window.tick("系统负责人也审核过（第十一条）；纸上没有这一栏");
    assert!(window.shows("SQ-2026-0022　秦天天　系统负责人不能预填，请打开逐张登记"));
    window.fill("审核日期", "2026.11.21").fill("批准日期", "2026.11.23").click("登记");
    let state = |number: &str| {
        let forms = window.office().register().applications.values();
        forms.filter(|it| it.number == number).map(|it| it.state).next().unwrap()
    };
    assert_eq!(state("SQ-2026-0021"), ApplicationState::Signed);
    assert_eq!(state("SQ-2026-0022"), ApplicationState::Printed);
}

/// 第十条: applied for, reviewed, approved.
#[test]
fn days_in_another_order_sign_none_of_them() {
    let mut window = printed();
    let before = signed(&window);
    ask(&mut window);
    window.fill("审核日期", "2026.11.23").fill("批准日期", "2026.11.21");
    assert!(window.shows("批准日期早于审核日期，请核对（第十条）；纸上确实如此的，请打开逐张登记"));
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(signed(&window), before);
    for day in ["审核日期", "批准日期"] {
        window.fill(day, "").press(Modifiers::COMMAND, Key::A).fill(day, "2026.11.19");
    }
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.shows("审核日期早于SQ-2026-0012的申请日期，请核对，或去掉这一张（第十条）"));
    assert_eq!(signed(&window), before);
}

#[test]
fn a_form_that_is_half_typed_is_not_signed_unseen() {
    let mut window = printed();
    window.press(Modifiers::NONE, Key::End).press(Modifiers::NONE, Key::ArrowUp).press(Modifiers::NONE, Key::Enter);
    window.fill("申请描述", "另外一句").click("返回列表");
    assert!(window.shows("有未保存的改动：SQ-2026-0002"));
    ask(&mut window);
    assert!(window.shows("SQ-2026-0002：有没保存的内容，请打开，登记签字或保存；不要的，在列表上方丢弃。"));
}

#[test]
fn a_day_to_come_signs_none_of_them_and_the_dialog_stays_as_it_was() {
    let mut window = printed();
    let before = signed(&window);
    ask(&mut window);
    window.fill("审核日期", "2026.11.21").fill("批准日期", "2026.11.25").click("登记");
    assert!(window.shows("批准日期2026年11月25日在今天之后（第八条）"));
    assert_eq!(signed(&window), before);
    window.click("知道了");
    window.fill("批准日期", "").press(Modifiers::COMMAND, Key::A).fill("批准日期", "2026.11.23").click("登记");
    assert_eq!(signed(&window).len(), before.len() + 3);
}

#[test]
fn a_single_form_is_opened_where_its_signatures_are_registered() {
    let mut window = printed();
    window.press(Modifiers::COMMAND, Key::F);
    window.harness.get_by_role_and_label(Role::TextInput, "查找").type_text("0002");
    window.steps().press(Modifiers::NONE, Key::ArrowDown).click("登记签字");
    assert!(window.shows("纸质表签好后，把签字人和日期登记在这里。"));
}
