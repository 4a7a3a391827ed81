//! 账号类别 that is written in a table reaches the account, once the clerk has seen what it would change (第四条, 第十五条).

use super::*;

const OFFER: &str = "类别登记到账号台账";

fn category(window: &Window, account: &str) -> String {
    let register = window.office().register();
    register.accounts.values().find(|it| it.account == account).unwrap().category.clone()
}

#[test]
fn a_table_that_is_saved_tells_which_categories_the_accounts_lack_and_offers_to_register_them() {
    let mut scratch = sample_office();
    let told = r#"{"accounts": [{"system": "工程建设管理平台", "account": "qintt", "category": ""}]}"#;
    scratch.office.load(told, today()).unwrap();
    let mut window = window(scratch);
    window.click_toggle("权限对照表").click("政务服务科").fill("第2行 账号类别", "审批");
    window.press(Modifiers::NONE, Key::Escape).press(Modifiers::COMMAND, Key::S);
    assert!(window.shows("已保存对照表；有2行的账号类别，账号台账中没有登记或不同"));
    let before = window.office().store().last_entries(1).unwrap().remove(0).id;
    window.click_toggle(OFFER);
    assert!(window.shows("工程建设管理平台·qintt　秦天天：没有登记，登记为受理"));
    window.click("登记");
    assert_eq!((category(&window, "qintt"), category(&window, "zhangwei_zw")), ("受理".into(), "审批".into()));
    let entry = window.office().store().last_entries(1).unwrap().remove(0);
    assert_eq!((entry.op, entry.reason.as_str()), (Op::SaveAccount, "照政务服务科的对照表登记账号类别"));
    assert_eq!(entry.id.0, before.0 + 1, "one entry");
    assert!(window.harness.query_by_role_and_label(Role::Button, OFFER).is_none(), "they are one now");
    window.click("撤销");
    assert_eq!((category(&window, "qintt"), category(&window, "zhangwei_zw")), (String::new(), "受理".into()));
}

#[test]
fn a_finding_of_another_category_registers_that_of_its_row_alone() {
    let mut scratch = sample_office();
    let told = serde_json::json!({"accounts": [
        {"system": "工程建设管理平台", "account": "qintt", "category": ""},
        {"system": "一体化政务服务平台", "account": "zhangwei_zw", "category": ""},
    ]});
    scratch.office.load(&told.to_string(), today()).unwrap();
    let mut window = window(scratch);
    window.click_toggle("检查").press(Modifiers::COMMAND, Key::F);
    window.harness.get_by_role_and_label(Role::TextInput, "查找").type_text("qintt 没有登记");
    window.steps().press(Modifiers::NONE, Key::ArrowDown);
    assert!(window.shows("写明了账号类别，账号台账中工程建设管理平台·qintt没有登记，请核对后登记"));
    window.click(OFFER).click("登记");
    assert_eq!((category(&window, "qintt"), category(&window, "zhangwei_zw")), ("受理".into(), String::new()));
}
