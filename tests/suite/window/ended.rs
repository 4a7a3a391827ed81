//! A department that is abolished and a system that is off line, in the window: not offered any more, and what is left to be
//! done is offered beside its finding.

use super::*;

/// The sample office, with what has ended.
fn ended(told: &str) -> Window {
    let mut scratch = sample_office();
    scratch.office.load(told, today()).unwrap();
    window(scratch)
}

const RETIRED: &str = r#"{"systems": [{"name": "工程建设管理平台", "retired_on": "2026-11-20"}]}"#;
const ABOLISHED: &str = r#"{"departments": [{"name": "政务服务科", "abolished_on": "2026-11-20"}]}"#;

/// A line of a list, by a part of its text.
fn choose(window: &mut Window, text: &str) {
    window.harness.query_all_by_label_contains(text).next().unwrap().click();
    window.steps();
}

#[test]
fn the_accounts_of_a_system_off_line_are_listed_from_their_finding() {
    let mut window = ended(RETIRED);
    window.click_toggle("待办");
    choose(&mut window, "工程建设管理平台已于2026年11月20日下线");
    window.click("生成清理清单").click("生成");
    let register = window.office().register();
    let system = register.system_named("工程建设管理平台").unwrap();
    let list = register.cleanups.values().next_back().unwrap();
    assert_eq!((list.number.as_str(), list.systems.as_slice()), ("QL-2026-0002", &[system][..]));
    window.click_toggle("待办");
    assert!(window.shows("都已列入清理清单，请处理后登记"));
}

#[test]
fn who_works_in_an_abolished_department_is_moved_from_the_finding() {
    let mut window = ended(ABOLISHED);
    window.click_toggle("待办");
    choose(&mut window, "秦天天所在的政务服务科已于2026年11月20日撤销");
    window.click("入职、转岗").click("登记");
    assert!(window.shows("政务服务科已于2026年11月20日撤销，不能再登记人员（第六条）"));
}

#[test]
fn a_new_form_offers_neither_and_what_closes_an_account_still_offers_its_system() {
    let offers = |told: &str, action: &str, field: &str, typed: &str, whole: &str| {
        let mut window = ended(told);
        window.click("新建");
        if !action.is_empty() {
            window.tick(action);
        }
        window.fill(field, typed);
        window.shows(whole)
    };
    assert!(offers("{}", "", "系统名称", "工程", "工程建设管理平台"));
    assert!(!offers(RETIRED, "", "系统名称", "工程", "工程建设管理平台"));
    assert!(offers(RETIRED, "注销", "系统名称", "工程", "工程建设管理平台"));
    assert!(offers("{}", "", "部门及岗位", "政务", "政务服务科"));
    assert!(!offers(ABOLISHED, "", "部门及岗位", "政务", "政务服务科"));
}

#[test]
fn the_panel_of_a_person_voids_a_change_of_post() {
    let moved = r#"{"people": [{"name": "秦天天", "department": "政务服务科", "post": "副科长"}]}"#;
    let mut window = ended(moved);
    window.click_toggle("人员");
    window.harness.get_all_by_label("秦天天").next().unwrap().click();
    window.steps();
    choose(&mut window, "作废2026年11月24日的岗位变动");
    window.fill("作废原因", "岗位原来登记错了").click("作废");
    let changes = &window.office().register().post_changes;
    assert!(changes.values().all(|it| it.void_reason.as_deref() == Some("岗位原来登记错了")) && changes.len() == 1);
}
