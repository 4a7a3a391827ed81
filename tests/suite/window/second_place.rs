//! 第二备份位置 in the window.

use taizhang::lock::{Passphrase, is_locked};

use super::*;

const WORDS: &str = "correct horse battery staple";

/// A window, and a stick that is plugged in.
fn with_stick() -> (Window, tempfile::TempDir) {
    let (mut window, stick) = (window(sample_office()), crate::support::scratch_folder());
    window.click_toggle("备份与迎检").click("第二备份位置");
    window.fill("文件夹", stick.path().to_str().unwrap());
    (window, stick)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    files
}

impl Window {
    pub(super) fn secret(&mut self, label: &str, text: &str) {
        self.harness.get_by_role_and_label(Role::PasswordInput, label).focus();
        self.steps().press(Modifiers::COMMAND, Key::A);
        self.harness.get_by_role_and_label(Role::PasswordInput, label).type_text(text);
        self.steps();
    }

    /// One more form, so that there is something to back up.
    fn save_a_form(&mut self) {
        self.click_toggle("申请表").click("新建");
        self.tick("用户账号").tick("新增").fill("申请人", "秦天天").click("保存");
    }

    /// The clerk closes the window; whether it does.
    fn close(&mut self) -> bool {
        let viewports = &mut self.harness.input_mut().viewports;
        viewports.entry(egui::ViewportId::ROOT).or_default().events.push(egui::ViewportEvent::Close);
        self.harness.step();
        self.harness.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default().events.clear();
        !self.commands_of_the_frame().contains(&egui::ViewportCommand::CancelClose)
    }

    fn commands_of_the_frame(&self) -> Vec<egui::ViewportCommand> {
        self.harness.output().viewport_output[&egui::ViewportId::ROOT].commands.clone()
    }
}

#[test]
fn what_is_backed_up_goes_to_the_second_place_too_until_it_is_given_up() {
    let (mut window, stick) = with_stick();
    window.click("设定并备份");
    assert!(window.shows("已备份并核对") && window.shows(&format!("同时备份到 {}", stick.path().display())));
    let copies = files(stick.path());
    assert_eq!(copies.len(), 1);
    assert_eq!(Office::open(&copies[0], Access::Read).unwrap().register().applications.len(), 4);
    window.save_a_form();
    window.click_toggle("备份与迎检").click("立即备份");
    assert_eq!((files(stick.path()).len(), files(&window.folder.path().join("备份")).len()), (2, 2));
    // What lies there is offered for restoring.
    window.click("恢复备份").until("　　第二位置　　");
    assert!(window.harness.query_all_by_label_contains("台账3条").count() == 2, "one here, one there");
    let lies = |place: &str| window.harness.query_all_by_label_contains(&format!("　　{place}　　")).count();
    assert_eq!((lies("本机"), lies("第二位置")), (2, 2), "each says where it lies");
    window.press(Modifiers::NONE, Key::Escape);
    window.click("第二备份位置").click("不再备份到这里");
    assert!(window.shows("还没有第二备份位置"));
    window.click("立即备份");
    assert_eq!(files(stick.path()).len(), 2, "nothing more, and nothing less");
}

#[test]
fn a_place_that_is_not_there_is_not_taken_and_one_that_went_missing_is_said_in_the_window() {
    let (mut window, stick) = with_stick();
    window.fill("文件夹", stick.path().join("没有").to_str().unwrap()).click("设定并备份");
    assert!(window.shows("没有这个文件夹"));
    // The dialog is there again.
    window.click("知道了").press(Modifiers::COMMAND, Key::A).fill("文件夹", "没有").click("设定并备份");
    assert!(window.shows("这不是完整的路径：没有") && window.shows("请写完整的路径"));
    window.click("知道了").press(Modifiers::COMMAND, Key::A);
    window.fill("文件夹", stick.path().to_str().unwrap()).click("设定并备份");
    let path = stick.path().to_path_buf();
    drop(stick);
    window.save_a_form();
    window.click_toggle("备份与迎检").click("立即备份");
    assert!(window.shows("第二备份位置没有备份：找不到") && window.shows("数据文件旁边的备份已经做好"));
    assert!(!path.exists(), "nothing is put in its place");
    assert_eq!(files(&window.folder.path().join("备份")).len(), 2, "the one beside the file was made");
    window.click("知道了");
    assert!(window.shows("第二备份位置没有备份：找不到"), "it stands beside the place until it is mended");
    // At closing it is said once more; then the window closes.
    window.save_a_form();
    assert!(!window.close());
    window.steps();
    assert!(window.shows("再关一次窗口即可退出"));
    assert!(window.close());
    // Nor is the folder of the data file itself a second place.
    let own = window.folder.path().to_path_buf();
    window.click("知道了").click_toggle("备份与迎检").click("第二备份位置");
    window.press(Modifiers::COMMAND, Key::A).fill("文件夹", own.to_str().unwrap()).click("设定并备份");
    assert!(window.shows("这就是数据文件所在的文件夹"));
    window.click("知道了");
    let own = own.join("备份");
    window.press(Modifiers::COMMAND, Key::A).fill("文件夹", own.to_str().unwrap()).click("设定并备份");
    assert!(window.shows("这个文件夹在数据文件所在的文件夹里"));
}

#[test]
fn what_goes_there_is_locked_with_words_that_are_asked_for_once_and_kept_nowhere() {
    let (mut window, stick) = with_stick();
    window.tick("放在那里的备份加锁");
    assert!(window.shows("忘了这个加锁口令，谁也打不开它"));
    window.click("设定并备份").steps();
    window.secret("加锁口令", WORDS);
    window.secret("再输一次", "correct horse battery stable");
    window.click("备份");
    assert!(window.shows("两次输入的不一样"));
    assert_eq!(files(stick.path()), Vec::<PathBuf>::new());
    window.secret("再输一次", WORDS);
    window.click("备份");
    let copies = files(stick.path());
    assert!(copies.len() == 1 && is_locked(&copies[0]), "{copies:?}");
    assert!(Passphrase::told(WORDS).opens(&copies[0]).unwrap());
    // While the window is open it is not asked for again.
    window.save_a_form();
    window.click_toggle("备份与迎检").click("立即备份");
    assert!(window.shows("已备份并核对"));
    assert_eq!(files(stick.path()).len(), 2);
    let held = files(window.folder.path()).into_iter().filter(|path| path.is_file() && *path != window.file);
    for path in held.chain(files(&window.folder.path().join("备份"))) {
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(WORDS.len()).any(|part| part == WORDS.as_bytes()), "{}", path.display());
    }
}

#[test]
fn of_a_place_that_is_to_be_locked_from_now_on_it_is_told_what_lies_there_unlocked() {
    let (mut window, stick) = with_stick();
    window.click("设定并备份");
    window.save_a_form();
    window.click_toggle("备份与迎检").click("立即备份");
    window.click("第二备份位置").tick("放在那里的备份加锁").click("设定并备份").steps();
    assert!(window.shows("那里还有以前没有加锁的备份2份") && window.shows("请到那里手工删除，也可以留着"));
    window.secret("加锁口令", WORDS);
    window.secret("再输一次", WORDS);
    window.click("备份");
    let locked = files(stick.path()).iter().filter(|path| is_locked(path)).count();
    assert_eq!((locked, files(stick.path()).len()), (1, 3), "they are the clerk's to remove");
}

#[test]
fn at_closing_the_words_are_asked_for_and_have_to_open_what_was_locked_before() {
    let scratch = sample_office();
    let stick = crate::support::scratch_folder();
    let mut scratch = scratch;
    let place = SecondPlace { folder: stick.path().to_path_buf(), is_locked: true };
    scratch.office.set_second_place(Some(&place), today()).unwrap();
    let moment = Moment { day: day("2026-11-23"), second: 9 * 3600 };
    scratch.office.back_up_second(&place, moment, Some(&Passphrase::chosen(WORDS).unwrap())).unwrap();
    let mut window = window(scratch);
    window.save_a_form();
    assert!(!window.close());
    window.steps().steps();
    assert!(window.shows("第二备份位置的加锁口令") && !window.shows("再输一次"));
    window.secret("加锁口令", "correct horse battery stable");
    window.harness.get_by_role_and_label(Role::Button, "备份并退出").click();
    window.harness.run_steps(2);
    assert!(window.harness.state().is_working(), "what takes a second is no frame's");
    window.steps();
    assert!(window.shows("与这里最近一次备份用的加锁口令不同"));
    window.secret("加锁口令", WORDS);
    window.harness.get_by_role_and_label(Role::Button, "备份并退出").click();
    super::super::support::wait_for("关窗", || {
        window.harness.step();
        window.commands_of_the_frame().contains(&egui::ViewportCommand::Close).then_some(())
    });
    assert_eq!(files(stick.path()).len(), 2);
    assert!(window.close(), "the second question is not asked again");
}

#[test]
fn a_locked_backup_that_is_damaged_holds_no_other_up_and_those_of_another_file_ask_for_nothing() {
    let (mut window, stick) = with_stick();
    let other = empty_office();
    let moment = Moment { day: day("2026-11-23"), second: 9 * 3600 };
    let theirs = Passphrase::chosen("another office's own words").unwrap();
    other.office.back_up_locked(stick.path(), moment, &theirs).unwrap();
    window.tick("放在那里的备份加锁").click("设定并备份").steps();
    window.secret("加锁口令", WORDS);
    window.secret("再输一次", WORDS);
    window.click("备份");
    let made = files(stick.path());
    assert_eq!(made.len(), 2, "what the other file's is locked with is nothing to this one");
    let own = made.iter().find(|path| Passphrase::told(WORDS).opens(path).unwrap()).unwrap();
    std::fs::write(own, &std::fs::read(own).unwrap()[..30]).unwrap();
    let Window { folder, file, harness, .. } = window;
    drop(harness);
    let office = Office::open(&file, Access::Write).unwrap();
    let mut window = super::window(Scratch { folder, file, office });
    window.click_toggle("备份与迎检").click("立即备份").steps();
    window.secret("加锁口令", WORDS);
    window.click("备份");
    assert!(window.shows("这里最近一次加锁的备份已损坏") && window.shows("再输一次"));
    window.secret("再输一次", WORDS);
    window.click("备份");
    assert!(window.shows("已备份并核对"));
    assert_eq!(files(stick.path()).len(), 3);
}

/// The same, where the words are not asked for yet: what lies there is listed beside the window.
#[cfg(unix)]
#[test]
fn a_second_place_that_does_not_answer_leaves_the_window_alive_before_the_words_are_asked_for() {
    let mut scratch = sample_office();
    let stick = crate::support::scratch_folder();
    let plain = SecondPlace { folder: stick.path().to_path_buf(), is_locked: false };
    scratch.office.back_up_second(&plain, Moment { day: day("2026-11-23"), second: 9 * 3600 }, None).unwrap();
    scratch.office.set_second_place(Some(&SecondPlace { is_locked: true, ..plain }), today()).unwrap();
    let copy = files(stick.path()).remove(0);
    std::fs::remove_file(&copy).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&copy).status().unwrap().success());
    let mut window = window(scratch);
    window.click_toggle("备份与迎检");
    window.harness.get_by_role_and_label(Role::Button, "立即备份").click();
    super::super::support::wait_for("正在备份", || {
        window.harness.step();
        window.shows("正在备份").then_some(())
    });
    std::fs::write(&copy, "").unwrap();
    window.until("第二备份位置的加锁口令");
}

/// A share that does not answer: here a pipe that nobody writes to, in the place of the newest backup.
#[cfg(unix)]
#[test]
fn a_second_place_that_does_not_answer_holds_the_closing_up_no_longer_than_the_clerk_likes() {
    let (mut window, stick) = with_stick();
    window.tick("放在那里的备份加锁").click("设定并备份").steps();
    window.secret("加锁口令", WORDS);
    window.secret("再输一次", WORDS);
    window.click("备份");
    let copy = files(stick.path()).remove(0);
    std::fs::remove_file(&copy).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&copy).status().unwrap().success());
    assert!(!window.close());
    super::super::support::wait_for("正在备份", || {
        window.harness.step();
        window.shows("正在备份").then_some(())
    });
    // A second press of the window's button is not a way around it, but giving it up is.
    assert!(!window.close());
    window.harness.get_by_role_and_label(Role::Button, "取消").click();
    window.harness.step();
    window.harness.step();
    assert!(window.close());
    // The pipe is let go, so that its reader ends, if it has come to it.
    drop(std::fs::File::options().read(true).write(true).open(&copy).unwrap());
}
