//! 经手: who works under which login name is told in 设置, and shown in its place; the 台账 keeps the login name.

use super::*;

/// The login name under which the tests run.
fn login(window: &Window) -> String {
    window.office().store().who().to_owned()
}

#[test]
fn a_name_that_is_told_in_the_settings_shows_in_the_history_and_the_ledger_keeps_the_login_name() {
    let mut window = window(sample_office());
    let login = login(&window);
    window.click_toggle("设置");
    assert_eq!(window.value("第1行 登录名"), login, "whoever sits here is proposed");
    assert!(window.harness.query_by_role_and_label(Role::Button, "保存经手姓名").is_none(), "nothing is told yet");
    window.fill("第1行 姓名", "李红").click("保存经手姓名");
    assert_eq!(window.office().register().clerks(), Clerks(vec![(login.clone(), "李红".into())]));
    assert_eq!(window.office().store().last_entries(1).unwrap()[0].who, login);

    let mut lines = window.office().history(&taizhang::ops::HistoryWanted::default(), None).unwrap();
    assert!(lines.iter().all(|line| line.who == "李红" && line.entry.who == login));
    // Found by either.
    for words in [login.as_str(), "李红"] {
        let wanted = taizhang::ops::HistoryWanted { words: words.to_owned(), ..Default::default() };
        lines = window.office().history(&wanted, None).unwrap();
        assert!(lines.iter().any(|line| line.entry.op == Op::Load), "{words}");
    }
    window.click_toggle("历史");
    assert!(window.shows("李红"));
    window.click_toggle("申请表").press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    window.harness.get_by_label("作废这张表").click();
    window.steps().fill("作废原因", "填错了").click("作废");
    assert!(window.shows("经手 李红　原因 填错了"));
    assert_eq!(window.office().verify(None).unwrap().broken, None);
}

#[test]
fn a_login_name_is_told_once_and_with_its_name() {
    let mut window = window(sample_office());
    window.click_toggle("设置").fill("第1行 姓名", "李红").fill("第2行 登录名", "zhangw");
    assert!(window.shows("登录名和姓名都要写，一个登录名只写一次"));
    window.fill("第2行 姓名", "张伟").click("保存经手姓名");
    assert_eq!(window.office().register().clerks().name("zhangw"), "张伟");
    let login = login(&window);
    window.fill("第3行 登录名", &login).fill("第3行 姓名", "李宏");
    assert!(window.shows("一个登录名只写一次"));
}
