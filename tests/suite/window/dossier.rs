//! 迎检包 in the window.

use super::*;

impl Window {
    fn period(&mut self, from: &str, to: &str) -> &mut Self {
        self.fill_anew("起始日期", from).fill_anew("截止日期", to)
    }

    fn fill_anew(&mut self, field: &str, text: &str) -> &mut Self {
        self.harness.get_by_role_and_label(Role::TextInput, field).focus();
        self.steps().press(Modifiers::COMMAND, Key::A).fill(field, text)
    }
}

#[test]
fn a_dossier_is_named_by_its_period_and_says_so_before_it_replaces_one() {
    let mut window = window(sample_office());
    let documents = window.folder.path().join("文 档");
    let second_quarter = documents.join("迎检包_2026-04-01_2026-06-30.zip");
    window.click_toggle("关于").click("生成迎检包");
    assert!(window.value("保存位置").ends_with("迎检包_2026-01-01_2026-11-24.zip"), "{}", window.value("保存位置"));
    window.period("2026年4月1日", "2026-6-30");
    assert_eq!(window.value("保存位置"), second_quarter.display().to_string());
    assert!(!window.shows("已经存在"));
    window.click("生成").until("迎检包已生成");
    let made = bytes(&second_quarter);
    // Another period on the same day is another file.
    window.click("生成迎检包").period("2026年7月1日", "2026-9-30");
    assert!(!window.shows("已经存在"));
    window.click("生成").until("迎检包_2026-07-01_2026-09-30.zip");
    assert!(bytes(&second_quarter) == made);
    // The same again would replace it.
    window.click("生成迎检包").period("2026年4月1日", "2026-6-30");
    assert!(window.shows("这个文件已经存在，会被替换。"));
    // What the clerk names keeps its name.
    let own = documents.join("给检查组.zip").display().to_string();
    window.fill_anew("保存位置", &own).period("2026年7月1日", "2026-9-30");
    assert!(window.value("保存位置") == own && !window.shows("已经存在"));
}
