//! 备案 in the window: which quarters are asked for, the table that is signed, and its filing.

use super::super::support::SAMPLE;
use super::*;

/// The sample office, kept since February: 投资项目审批科 has one account in a 非自建 system, opened on 2023-05-10.
fn kept_since_february() -> Scratch {
    let mut scratch = empty_office();
    scratch.office.load(SAMPLE, day("2026-02-10")).unwrap();
    scratch
}

fn filed(window: &Window) -> Vec<String> {
    window.office().register().filings.values().map(|it| it.period.to_string()).collect()
}

/// The button of the dialog lies over those of the screen.
fn click_last(window: &mut Window, label: &str) {
    window.harness.query_all_by_role_and_label(Role::Button, label).last().unwrap().click();
    window.steps();
}

#[test]
fn quarters_that_were_let_pass_are_one_matter_that_leads_to_the_oldest() {
    let mut window = window(kept_since_february());
    window.click_toggle("待办");
    let told = "2025年第四季度至2026年第三季度共4个季度没有备案";
    window.harness.query_all_by_label_contains(told).next().unwrap().click();
    window.steps().click("备案2025年第四季度");
    assert_eq!(window.value("报送期"), "2025年第四季度");
    window.fill("签字日期", "今天");
    click_last(&mut window, "备案");
    assert_eq!(filed(&window), ["2025Q4"]);
    window.click_toggle("待办");
    assert!(window.shows("2026年第一季度至2026年第三季度共3个季度没有备案"));
}

#[test]
fn the_screen_of_filings_asks_for_the_quarters_that_the_rules_ask_for() {
    let mut window = window(kept_since_february());
    window.click_toggle("备案");
    for quarter in ["2025年第四季度", "2026年第一季度", "2026年第三季度", "2026年第四季度"] {
        window.harness.get_by_role_and_label(Role::Button, &format!("投资项目审批科{quarter}非自建系统备案"));
    }
    assert!(window.shows("更早") && window.shows("无此类账号"));
    let oldest = "投资项目审批科2025年第四季度非自建系统备案";
    window.click(oldest).fill("签字日期", "今天");
    click_last(&mut window, "备案");
    assert!(window.harness.query_by_label(oldest).is_none(), "那一季度已备案");

    // Begun today: of what was before the quarter that ended last the 台账 knows nothing.
    let mut window = super::window(sample_office());
    window.click_toggle("备案");
    window.harness.get_by_role_and_label(Role::Button, "投资项目审批科2026年第三季度非自建系统备案");
    assert!(window.harness.query_by_label("投资项目审批科2026年第二季度非自建系统备案").is_none());
    assert!(window.shows("台账以前"));
}

#[test]
fn the_dialog_says_by_which_day_it_goes_and_follows_the_quarter_that_is_typed() {
    let mut window = window(kept_since_february());
    window.click_toggle("备案").click("投资项目审批科2026年第三季度非自建系统备案");
    assert!(window.shows("按台账记载的2026年9月30日在用账号填写") && window.shows("新增1"));
    let retype = |window: &mut Window, text: &str| {
        window.harness.get_by_role_and_label(Role::TextInput, "报送期").focus();
        window.steps().press(Modifiers::COMMAND, Key::A);
        window.fill("报送期", text);
    };
    retype(&mut window, "2026年第四季度");
    assert!(!window.shows("按台账记载的") && window.shows("新增1"));
    retype(&mut window, "2025年第四季度");
    assert!(window.shows("补报：按2026年11月24日的在用账号填写") && window.shows("台账从2026年2月10日才记起"));
    window.fill("签字日期", "今天");
    click_last(&mut window, "备案");
    assert_eq!(filed(&window), ["2025Q4"]);
}
