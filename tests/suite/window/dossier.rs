//! 迎检包 in the window.

use taizhang::lock::{Passphrase, is_locked};

use super::super::locked::{PASSPHRASE, age};
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
    window.click_toggle("备份与迎检").click("生成迎检包");
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
    assert!(window.shows("迎检包_2026-04-01_2026-06-30.zip已经存在，会被替换。"));
    // What the clerk names keeps its name.
    let own = documents.join("给检查组.zip").display().to_string();
    window.fill_anew("保存位置", &own).period("2026年7月1日", "2026-9-30");
    assert!(window.value("保存位置") == own && !window.shows("已经存在"));
}

/// All files below a folder, but the data file, which other programs may not read while it is open.
fn written(folder: &Path, but: &Path) -> Vec<PathBuf> {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path != but);
    paths.flat_map(|path| if path.is_dir() { written(&path, but) } else { vec![path] }).collect()
}

#[test]
fn a_dossier_is_locked_with_words_that_are_typed_twice_and_kept_nowhere() {
    let mut window = window(sample_office());
    let documents = window.folder.path().join("文 档");
    window.click_toggle("备份与迎检").click("生成迎检包").tick("加锁");
    assert!(window.shows("忘了这个加锁口令，谁也打不开它，本程序也不能。请写在纸上，锁进柜里。"));
    window.secret("加锁口令", "短");
    window.click("生成");
    assert!(window.shows("加锁口令少于10个字"));
    window.secret("加锁口令", PASSPHRASE);
    window.secret("再输一次", "砚台 骆驼 correct 8");
    window.click("生成");
    assert!(window.shows("两次输入的不一样") && window.shows("没有生成。请重新输入。"));
    assert!(!documents.exists(), "nothing is written before");
    window.secret("再输一次", PASSPHRASE);
    window.click("生成").until("照样生成").click("照样生成").until("迎检包已生成");
    let locked = documents.join("迎检包_2026-01-01_2026-11-24.zip.age");
    let left = written(window.folder.path(), &window.file);
    assert!(is_locked(&locked), "{left:?}");
    assert!(Passphrase::told(PASSPHRASE).opens(&locked).unwrap());
    assert!(!left.iter().any(|path| bytes(path).starts_with(b"PK\x03\x04")), "no plain one is left: {left:?}");
    let tells = |path: &PathBuf| bytes(path).windows(PASSPHRASE.len()).any(|part| part == PASSPHRASE.as_bytes());
    assert!(!left.iter().any(tells), "{left:?}");
    // The next one asks anew, and is not locked unless that is said.
    window.click("生成迎检包");
    assert!(!window.shows("再输一次"));
    window.tick("加锁");
    assert!(window.shows("迎检包_2026-01-01_2026-11-24.zip.age已经存在，会被替换。"));
    window.click("取消");
    if age(&["-d", "-o", "开.zip", locked.to_str().unwrap()], window.folder.path()).is_none() {
        return;
    }
    let plain = window.folder.path().join("明.zip");
    let period = taizhang::dossier::Period::new(day("2026-01-01"), today()).unwrap();
    taizhang::dossier::save(window.office(), period, today(), &plain).unwrap();
    assert!(bytes(&window.folder.path().join("开.zip")) == bytes(&plain), "locked and opened again it is the same");
}
