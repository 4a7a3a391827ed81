//! 初始口令已更改, noted of a batch of accounts (第二十三条).

use super::*;

const OFFER: &str = "登记初始口令已更改";

/// A window where two accounts of 张伟 and one of 秦天天 lack the day.
fn unnoted() -> Window {
    let mut scratch = sample_office();
    let account = |system: &str, account: &str, holder: &str| serde_json::json!({"system": system, "account": account, "holder": holder, "opened_on": "2026-11-20"});
    let told = serde_json::json!({"accounts": [
        account("工程建设管理平台", "zhangwei_gj", "张伟（政务服务科）"),
        account("中介超市服务平台", "zhangwei_zj", "张伟（政务服务科）"),
        account("中介超市服务平台", "qintt_zj", "秦天天"),
    ]});
    scratch.office.load(&told.to_string(), today()).unwrap();
    window(scratch)
}

/// Of which accounts it was noted for this day.
fn noted(window: &Window, on: &str) -> Vec<String> {
    let accounts = window.office().register().accounts.values();
    accounts.filter(|it| it.initial_password_changed_on == Some(day(on))).map(|it| it.account.clone()).collect()
}

#[test]
fn several_accounts_of_the_list_are_noted_on_one_day_and_taken_back_together() {
    let mut window = unnoted();
    window.click_toggle("账号").press(Modifiers::COMMAND, Key::F);
    window.harness.get_by_role_and_label(Role::TextInput, "查找").type_text("zj");
    window.steps().press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::COMMAND, Key::A);
    window.click_toggle(OFFER);
    for told in ["中介超市服务平台·zhangwei_zj　张伟", "中介超市服务平台·qintt_zj　秦天天"] {
        let ticked = window.harness.get_by_role_and_label(Role::CheckBox, told);
        assert_eq!(ticked.accesskit_node().toggled(), Some(egui::accesskit::Toggled::True), "{told}");
    }
    window.press(Modifiers::COMMAND, Key::A).fill("更改日期", "2026.11.23").click("登记");
    assert_eq!(noted(&window, "2026-11-23"), ["zhangwei_zj", "qintt_zj"]);
    assert!(window.shows("已登记2个账号的初始口令更改日"));
    window.click("撤销");
    assert!(noted(&window, "2026-11-23").is_empty());
}

#[test]
fn a_finding_notes_its_account_and_offers_the_others_of_its_holder() {
    let mut window = unnoted();
    window.click_toggle("检查").press(Modifiers::COMMAND, Key::F);
    window.harness.get_by_role_and_label(Role::TextInput, "查找").type_text("zhangwei_gj 初始口令");
    window.steps().press(Modifiers::NONE, Key::ArrowDown);
    window.click(OFFER);
    let other = "中介超市服务平台·zhangwei_zj　张伟";
    let ticked = window.harness.get_by_role_and_label(Role::CheckBox, other).accesskit_node().toggled();
    assert_eq!(ticked, Some(egui::accesskit::Toggled::False), "nobody has said so of it");
    assert!(!window.shows("qintt_zj　"), "another has it");
    window.tick(other).click("登记");
    assert_eq!(noted(&window, "2026-11-24"), ["zhangwei_gj", "zhangwei_zj"]);
}

#[test]
fn accounts_of_which_the_day_is_known_ask_for_none() {
    let mut window = window(sample_office());
    window.click_toggle("账号").press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::COMMAND, Key::A);
    window.click_toggle(OFFER);
    assert!(window.shows("选中的账号都登记过初始口令更改日，或不在用"));
}
