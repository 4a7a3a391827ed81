//! 恢复备份 in the window.

use std::time::Duration;

use taizhang::app::{PATIENCE, Surroundings};
use taizhang::lock::Passphrase;
use taizhang::ops::{Manner, Row};
use taizhang::store::Access;

use super::super::support::taizhang;
use super::*;

const WORDS: &str = "correct horse battery staple";

/// The sample office in a window, with a backup made in it and a form more than the backup has.
fn backed_up() -> Window {
    let mut window = window(sample_office());
    window.click_toggle("备份与迎检").click("立即备份");
    assert!(window.shows("已备份并核对"));
    window.click_toggle("申请表").click("新建");
    window.tick("用户账号").tick("新增").fill("申请人", "秦天天").fill("申请描述", "因窗口轮岗，申请开通受理权限。");
    window.click("保存");
    assert!(window.application("SQ-2026-0005").description.contains("窗口轮岗"));
    window.click_toggle("备份与迎检").click("恢复备份").until("台账1条");
    window
}

impl Window {
    /// The one button whose label has this in it.
    fn click_with(&mut self, part: &str) -> &mut Self {
        let buttons = self.harness.get_all_by_role(Role::Button);
        let found: Vec<_> =
            buttons.filter(|node| node.accesskit_node().label().is_some_and(|label| label.contains(part))).collect();
        assert_eq!(found.len(), 1, "{part}");
        found[0].click();
        drop(found);
        self.steps()
    }

    /// The chosen backup is looked at; the dialog takes some frames to its new size.
    fn look(&mut self) -> &mut Self {
        self.click("核对备份").steps()
    }

    /// Another process is kept out. This one never looks: closing a second handle would let the lock go.
    fn is_held(&self) {
        let other = taizhang().arg("--file").arg(&self.file).arg("undo").output().unwrap();
        assert!(String::from_utf8_lossy(&other.stderr).contains("正被另一个程序使用"), "{other:?}");
    }

    fn beside(&self, part: &str) -> Vec<PathBuf> {
        let files = std::fs::read_dir(self.folder.path()).unwrap().map(|it| it.unwrap().path());
        files.filter(|path| path.file_name().unwrap().to_str().unwrap().contains(part)).collect()
    }
}

#[test]
fn a_backup_is_chosen_from_the_list_looked_at_and_restored_with_what_would_be_lost_told_first() {
    let mut window = backed_up();
    let before = window.office().verify(None).unwrap();
    window.click_with("台账1条");
    window.look();
    assert!(window.shows("备份里有：台账1条") && window.shows("人员13、信息系统4、账号7、申请表4"));
    assert!(window.shows("会失去：台账1条，草稿0份") && window.shows("2026-11-24　保存申请表　SQ-2026-0005"));
    assert!(window.shows("现在的数据文件不删除，改名为“台 账_恢复前_2026-11-24"));
    assert_eq!(window.office().verify(None).unwrap(), before, "nothing has changed yet");
    window.click("放弃以后的1条，恢复这个备份").until("已恢复备份；原来的数据文件保留为");
    assert_eq!(window.office().register().applications.len(), 4);
    let last = window.office().store().last_entries(1).unwrap().remove(0);
    assert!(last.op == Op::Restore && last.reason.contains("放弃1条"), "{last:?}");
    let kept = window.beside("恢复前");
    assert_eq!(Office::open(&kept[0], Access::Read).unwrap().register().applications.len(), 5);
    // The window is at work in the restored file, and holds it.
    window.click_toggle("申请表").click("新建");
    window.tick("用户账号").tick("新增").fill("申请人", "秦天天").click("保存");
    assert_eq!(window.office().register().applications.len(), 5);
    assert_eq!(window.office().verify(None).unwrap().broken, None);
    window.is_held();
}

#[test]
fn whoever_changes_their_mind_has_changed_nothing() {
    let mut window = backed_up();
    window.click_with("台账1条");
    window.look().click("换一个备份");
    assert!(window.shows("先核对备份"));
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!window.shows("先核对备份"));
    assert_eq!(window.office().register().applications.len(), 5);
    assert!(window.beside("恢复前").is_empty());
    let rests = std::fs::read_dir(window.folder.path()).unwrap().map(|it| it.unwrap().file_name());
    assert!(!rests.into_iter().any(|name| name.to_str().unwrap().starts_with(".taizhang-")), "no copy is left");
}

#[test]
fn a_locked_backup_from_elsewhere_opens_with_its_passphrase_only() {
    let scratch = sample_office();
    let elsewhere = tempfile::tempdir().unwrap();
    let moment = Moment { day: today(), second: 9 * 3600 };
    let words = Passphrase::chosen(WORDS).unwrap();
    let locked = scratch.office.back_up_locked(elsewhere.path(), moment, &words).unwrap().path().to_path_buf();
    let mut window = window(scratch);
    window.click_toggle("备份与迎检").click("恢复备份").until("备份文件夹里还没有备份");
    window.fill("备份文件", locked.to_str().unwrap());
    assert!(window.shows("这个备份加了锁"));
    let passphrase = |window: &mut Window, text: &str| {
        window.harness.get_by_role_and_label(Role::PasswordInput, "加锁口令").focus();
        window.steps().press(Modifiers::COMMAND, Key::A);
        window.harness.get_by_role_and_label(Role::PasswordInput, "加锁口令").type_text(text);
        window.steps();
        window.look();
    };
    passphrase(&mut window, "correct horse battery stable");
    assert!(window.shows("加锁口令不对"));
    passphrase(&mut window, WORDS);
    assert!(window.shows("会失去：没有"));
    window.click("恢复这个备份").until("已恢复备份");
    assert_eq!(window.office().register().applications.len(), 4);
}

#[test]
fn what_is_no_whole_backup_is_refused_in_the_dialog_and_the_file_stays() {
    let mut window = backed_up();
    let folder = window.folder.path().to_path_buf();
    let broken = folder.join("坏.taizhang");
    let backup = std::fs::read_dir(folder.join("备份")).unwrap().next().unwrap().unwrap().path();
    let whole = std::fs::read(backup).unwrap();
    std::fs::write(&broken, &whole[..whole.len() / 2]).unwrap();
    window.fill("备份文件", broken.to_str().unwrap()).look();
    assert!(window.shows("数据文件已损坏") && window.shows("现在的数据文件没有改动"));
    // The data file itself is no backup of it; and looking at it does not let its lock go.
    let file = window.file.to_str().unwrap().to_owned();
    window.harness.get_by_role_and_label(Role::TextInput, "备份文件").focus();
    window.steps().press(Modifiers::COMMAND, Key::A).fill("备份文件", &file).look();
    assert!(window.shows("这就是现在的数据文件"));
    window.is_held();
    assert_eq!(window.office().register().applications.len(), 5);
}

#[test]
fn what_is_typed_and_not_saved_is_not_given_up_unasked() {
    let mut window = window(sample_office());
    window.click_toggle("人员").press(Modifiers::COMMAND, Key::N).fill("姓名", "郝新人");
    window.click_toggle("备份与迎检").click("恢复备份");
    assert!(window.shows("“人员”里有未保存的修改"));
}

/// A window on a data file that was asked for and cannot be opened.
fn refused(folder: tempfile::TempDir, file: PathBuf) -> Window {
    refused_with(folder, file, PATIENCE)
}

/// The same of a window whose first frame waits so long for a file.
fn refused_with(folder: tempfile::TempDir, file: PathBuf, patience: Duration) -> Window {
    let (send, opening) = std::sync::mpsc::channel();
    send.send(Office::open_unchecked(&file, Access::Write)).unwrap();
    let (viewed, at) = (Rc::new(RefCell::new(Vec::new())), file.clone());
    let surroundings = Surroundings { patience, ..surroundings(folder.path(), &viewed, Arc::new(Tray)) };
    let harness = Harness::builder()
        .with_size([1366.0, 740.0])
        .build_eframe(move |creation| App::new(&creation.egui_ctx, opening, Some(at), surroundings));
    let mut window = Window { harness, viewed, folder, file };
    window.steps();
    assert!(window.shows("数据文件没有打开"));
    window
}

#[test]
fn where_the_named_file_is_missing_a_new_one_is_made_there_when_the_clerk_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("新的.taizhang");
    let mut window = refused(folder, file.clone());
    assert!(window.shows("找不到数据文件") && window.shows("文件可能移走了、改了名"));
    assert!(!window.shows("init"), "no word of the command line");
    assert!(!file.exists(), "nothing is made unasked");
    let widths = ["打开别的文件", "恢复备份", "新建在这里", "关闭"]
        .map(|way| window.harness.get_by_role_and_label(Role::Button, way).rect().width());
    assert!(widths.iter().all(|width| (width - widths[0]).abs() < 0.5), "{widths:?}");
    window.click("新建在这里").until("查找命令");
    assert_eq!(window.office().store().path(), file);
    window.click_toggle("科室").press(Modifiers::COMMAND, Key::N).fill("名称", "政务服务科");
    window.press(Modifiers::COMMAND, Key::S);
    assert_eq!(window.office().register().departments.len(), 1, "the window is at work in it");
}

#[test]
fn where_the_named_file_is_missing_another_is_opened() {
    let Scratch { folder, file, office } = sample_office();
    drop(office);
    let missing = folder.path().join("没有这个.taizhang");
    let mut window = refused(folder, missing.clone());
    window.click("打开别的文件");
    assert_eq!(window.value("数据文件"), missing.to_str().unwrap());
    // One that is not there either leaves the ways open.
    window.click("打开").until("找不到数据文件");
    window.click("打开别的文件");
    window.harness.get_by_role_and_label(Role::TextInput, "数据文件").focus();
    window.steps().press(Modifiers::COMMAND, Key::A).fill("数据文件", file.to_str().unwrap()).click("打开");
    window.until("查找命令");
    assert_eq!(window.office().register().applications.len(), 4);
    assert!(!missing.exists());
}

#[test]
fn another_file_that_is_large_is_read_beside_the_window() {
    let Scratch { folder, file, mut office } = sample_office();
    let row = |at: usize| {
        let mut texts = vec![None; Kind::Accounts.blank().len()];
        texts[..2].clone_from_slice(&["工程建设管理平台".to_owned(), format!("u{at}")].map(Some));
        Row { sheet: String::new(), number: at + 1, texts, department: None, system: None, unused: Vec::new() }
    };
    let rows: Vec<Row> = (0..8000).map(row).collect();
    let manner = Manner { dry_run: false, makes_new: false, department: None };
    office.import(TableKind::Register(Kind::Accounts), &rows, &manner, today()).unwrap();
    drop(office);
    let missing = folder.path().join("没有这个.taizhang");
    // However fast the machine: a frame that does not wait at all.
    let mut window = refused_with(folder, missing, Duration::ZERO);
    window.click("打开别的文件");
    window.harness.get_by_role_and_label(Role::TextInput, "数据文件").focus();
    window.steps().press(Modifiers::COMMAND, Key::A).fill("数据文件", file.to_str().unwrap());
    window.harness.get_by_role_and_label(Role::Button, "打开").click();
    let is_read = (0..10).any(|_| {
        window.harness.step();
        window.shows("正在读取…")
    });
    assert!(is_read, "the frame does not wait for it");
    assert!(!window.shows("数据文件没有打开"));
    window.until("查找命令");
    assert_eq!(window.office().register().accounts.len(), 8007);
}

/// A stick that is not plugged in: nothing is put in its place.
#[test]
fn where_its_folder_is_missing_too_no_new_file_is_offered() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("U盘/台账.taizhang");
    let window = refused(folder, file);
    assert!(window.shows("恢复备份") && window.shows("打开别的文件") && !window.shows("新建在这里"));
}

/// A window on a data file that was damaged since its last backup.
#[test]
fn a_file_that_cannot_be_opened_is_restored_from_where_the_window_says_so() {
    let Scratch { folder, file, office } = sample_office();
    let moment = Moment { day: today(), second: 9 * 3600 };
    office.back_up(&folder.path().join("备份"), moment).unwrap();
    drop(office);
    std::fs::write(&file, vec![0x5A; 40_000]).unwrap();
    let mut window = refused(folder, file);
    window.click("恢复备份").until("台账1条").click_with("台账1条");
    window.look().until("现在的数据文件打不开");
    assert!(window.shows("会失去：备份以后的全部内容"));
    window.click("放弃备份以后的全部内容，恢复这个备份").until("已恢复备份");
    assert_eq!(window.office().register().applications.len(), 4);
    assert_eq!(std::fs::read(&window.beside("恢复前")[0]).unwrap(), vec![0x5A; 40_000]);
}
