//! Long work: it shows how far it has come, is called off, and leaves nothing half done; the window goes on meanwhile.

use std::sync::{Condvar, Mutex};

use taizhang::ops::Watcher;

use super::*;

/// Holds long work, while it is closed, as soon as some of it is done.
#[derive(Default)]
struct Gate {
    is_closed: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    fn close(&self) {
        *self.is_closed.lock().unwrap() = true;
    }

    fn open(&self) {
        *self.is_closed.lock().unwrap() = false;
        self.opened.notify_all();
    }
}

impl Watcher for Gate {
    fn tell(&self, done: usize, _: usize) {
        let is_closed = self.is_closed.lock().unwrap();
        drop(self.opened.wait_while(is_closed, |is_closed| *is_closed && done > 0).unwrap());
    }

    fn go_on(&self) -> taizhang::error::Result<()> {
        Ok(())
    }
}

/// A window whose long work waits at a gate, which is open.
fn gated(scratch: Scratch) -> (Window, Arc<Gate>) {
    let (gate, viewed) = (Arc::new(Gate::default()), Rc::new(RefCell::new(Vec::new())));
    let around = surroundings(scratch.folder.path(), &viewed, Arc::new(Tray));
    let around = Surroundings { watcher: Some(gate.clone()), ..around };
    (opened_in(scratch, viewed, around, [1366.0, 740.0], 1.0), gate)
}

/// A table of so many new accounts.
fn table(folder: &Path, rows: usize) -> PathBuf {
    let row = |at: usize| format!("工程建设管理平台,u{at:05},秦天天,普通用户\n");
    let text: String = (0..rows).map(row).collect();
    let path = folder.join("账号.csv");
    std::fs::write(&path, format!("系统,账号名,使用人,角色\n{text}")).unwrap();
    path
}

impl Window {
    /// Goes on frame by frame until a text shows, and does not wait for the work to end.
    fn meanwhile(&mut self, text: &str) -> &mut Self {
        super::super::support::wait_for(text, || {
            self.harness.step();
            self.shows(text).then_some(())
        });
        // What shows has its place a frame later: a click would else fall beside it.
        self.harness.step();
        self
    }

    fn progress(&self) -> bool {
        self.harness.query_all_by_role(Role::ProgressIndicator).next().is_some()
    }
}

#[test]
fn a_large_table_is_tried_out_and_taken_in_beside_the_window_and_can_be_called_off() {
    let scratch = sample_office();
    let path = table(scratch.folder.path(), 1_200);
    let accounts = scratch.office.register().accounts.len();
    let (mut window, gate) = gated(scratch);
    window.click_toggle("导入").fill("表格文件", path.to_str().unwrap());
    gate.close();
    window.harness.key_press(Key::Enter);
    window.meanwhile("正在试算").meanwhile("进度 100／1200");
    assert!(window.progress());
    window.harness.key_press(Key::Escape);
    window.meanwhile("正在停下…");
    gate.open();
    window.until("已取消，数据没有改动");
    assert!(!window.shows("新增1200"), "it is not tried again by itself");
    window.click("试算").until("新增1200");

    // Nothing can be saved by another way while the file is lent, and nothing is half taken in.
    gate.close();
    window.harness.get_by_role_and_label(Role::Button, "导入1200行").click();
    window.meanwhile("正在导入").meanwhile("进度 100／1200");
    window.harness.get_by_role_and_label(Role::Button, "取消").click();
    window.meanwhile("正在停下…");
    gate.open();
    window.until("已取消，数据没有改动");
    assert_eq!(window.office().register().accounts.len(), accounts);
    window.click("导入1200行").until("已导入：新增1200");
    assert_eq!(window.office().register().accounts.len(), accounts + 1_200);
    window.click("撤销");
    assert_eq!(window.office().register().accounts.len(), accounts + 1_200, "what is much is asked about first");
    assert!(window.shows("要撤销的是“导入表格”，它改动了1200条记录"));
    window.click("撤销这项操作");
    assert_eq!(window.office().register().accounts.len(), accounts);
    assert_eq!(window.office().verify(None).unwrap().broken, None);
}

#[test]
fn an_inspection_zip_shows_how_far_it_has_come_and_leaves_nothing_when_it_is_called_off() {
    let (mut window, gate) = gated(sample_office());
    window.click_toggle("备份与迎检").click("生成迎检包");
    window.click("生成").until("照样生成");
    gate.close();
    window.harness.get_by_role_and_label(Role::Button, "照样生成").click();
    window.meanwhile("正在生成迎检包").meanwhile("进度 1／");
    assert!(window.progress());
    window.harness.get_by_role_and_label(Role::Button, "取消").click();
    window.meanwhile("正在停下…");
    gate.open();
    window.until("已取消");
    let left = std::fs::read_dir(window.folder.path().join("文 档")).unwrap();
    assert_eq!(left.count(), 0, "no half of it is left");
    // The file has come back: it takes what is saved.
    window.click_toggle("申请表").click("新建").fill("申请描述", "开通").click("保存");
    assert_eq!(window.office().register().applications.len(), 5);
}

#[test]
fn a_backup_and_the_check_of_the_ledger_are_made_beside_the_window() {
    let mut window = window(sample_office());
    window.click_toggle("备份与迎检").click("立即备份").until("已备份并核对");
    let fingerprint = window.office().store().last_fingerprint().unwrap();
    window.click("核对台账").click("核对").until("台账完好");
    let line = "指纹（备案表或备份文件名上的，可不填）";
    window.click("核对台账").fill(line, &fingerprint[..12]).click("核对").until("指纹对应的那一条在台账中");
    window.click("核对台账").fill(line, &"0".repeat(12)).click("核对").until("末尾被截去，或者整段改写过");
    window.click("知道了").click("核对台账").fill(line, "41ddad").click("核对").until("至少12位");
}

#[test]
fn the_check_of_the_ledger_tells_of_a_backup_that_has_more_and_an_empty_one_is_told_to_be_empty() {
    let mut scratch = sample_office();
    let place = scratch.folder.path().join("备份");
    let at = |hour: u32| Moment { day: day("2026-11-23"), second: hour * 3600 };
    let older = scratch.office.back_up(&place, at(9)).unwrap();
    scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    let fuller = scratch.office.back_up(&place, at(17)).unwrap();
    let Scratch { folder, file, office } = scratch;
    drop(office);
    std::fs::copy(older.path(), &file).unwrap();
    let office = Office::open(&file, Access::Write).unwrap();
    let mut window = super::window(Scratch { folder, file, office });
    window
        .click_toggle("备份与迎检")
        .click("核对台账")
        .click("核对")
        .until("备份里的台账有2条，现在的只与它的前1条相符");
    assert!(window.shows(fuller.path().file_name().unwrap().to_str().unwrap()));
    window.click("知道了").click("立即备份").until("以前的备份都在，一个也没有清理");
    assert_eq!(std::fs::read_dir(&place).unwrap().count(), 2);
    let mut window = super::window(empty_office());
    window.click_toggle("备份与迎检").click("核对台账").click("核对").until("台账完好：还没有记载");
}

/// The records of the file were changed by another program since the last backup.
#[test]
fn a_file_that_is_not_what_its_ledger_tells_is_not_backed_up_and_the_clerk_is_told_at_closing_too() {
    let Scratch { folder, file, office } = sample_office();
    office.back_up(&folder.path().join("备份"), Moment { day: day("2026-11-23"), second: 0 }).unwrap();
    drop(office);
    let changed = rusqlite::Connection::open(&file).unwrap();
    changed.execute_batch("UPDATE account SET status = '已删除' WHERE id = 1").unwrap();
    drop(changed);
    let office = Office::open(&file, Access::Write).unwrap();
    let mut window = window(Scratch { folder, file, office });
    window.click_toggle("备份与迎检").click("立即备份").until("账号第1号与台账记载的不一致");
    assert!(window.shows("没有备份") && window.shows("以前的备份都在") && window.shows("“恢复备份”"));
    assert!(!window.shows("数据文件本身没有问题"));
    window.click("知道了");
    let root = egui::ViewportId::ROOT;
    let close = |window: &mut Window| {
        window.harness.input_mut().viewports.entry(root).or_default().events.push(egui::ViewportEvent::Close);
        window.harness.step();
        window.harness.input_mut().viewports.entry(root).or_default().events.clear();
        !window.harness.output().viewport_output[&root].commands.contains(&egui::ViewportCommand::CancelClose)
    };
    assert!(!close(&mut window));
    window.until("账号第1号与台账记载的不一致");
    assert!(window.shows("再关一次窗口即可退出"));
    assert!(close(&mut window), "the second time it closes");
    assert_eq!(std::fs::read_dir(window.folder.path().join("备份")).unwrap().count(), 1);
}

impl Window {
    /// Presses a button that begins long work, and goes on only as far as the frame that begins it.
    fn begin(&mut self, button: &str) -> &mut Self {
        self.harness.get_by_role_and_label(Role::Button, button).click();
        super::super::support::wait_for(button, || {
            self.harness.step();
            self.harness.state().is_working().then_some(())
        });
        self
    }
}

#[test]
fn a_workbook_is_written_beside_the_window() {
    let mut window = window(sample_office());
    for screen in ["历史", "账号", "申请表"] {
        window.click_toggle(screen).press(Modifiers::NONE, Key::ArrowDown).click("导出 Excel");
        let path = PathBuf::from(window.value("保存位置"));
        window.begin("导出").until("已导出 Excel");
        assert!(calamine::open_workbook::<calamine::Xlsx<_>, _>(path).is_ok(), "{screen}");
    }
}

#[test]
fn the_accounts_of_a_day_and_a_scan_are_gone_through_beside_the_window() {
    let mut window = window(sample_office());
    window.press(Modifiers::COMMAND, Key::K);
    window.harness.get_by_role_and_label(Role::TextInput, "命令").type_text("某日在用账号");
    window.steps().press(Modifiers::NONE, Key::Enter);
    let path = PathBuf::from(window.value("保存位置"));
    window.begin("保存为 Excel");
    window.until("在用账号6个");
    assert!(path.is_file());
    let scan = window.folder.path().join("签字.png");
    image::RgbImage::new(60, 80).save(&scan).unwrap();
    window.click_toggle("申请表").press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    window.click("附上扫描件").fill("扫描件", scan.to_str().unwrap());
    window.begin("附上");
    window.until("的扫描件");
    assert_eq!(window.office().register().attachments.len(), 1);
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(window.office().register().attachments.is_empty());
}

#[test]
fn a_window_that_is_closed_at_work_gives_the_work_up_first_and_then_closes() {
    let scratch = sample_office();
    let path = table(scratch.folder.path(), 1_200);
    let (mut window, gate) = gated(scratch);
    window.click_toggle("导入").fill("表格文件", path.to_str().unwrap());
    gate.close();
    window.harness.key_press(Key::Enter);
    window.meanwhile("正在试算").meanwhile("进度 100／1200");
    let root = egui::ViewportId::ROOT;
    window.harness.input_mut().viewports.entry(root).or_default().events.push(egui::ViewportEvent::Close);
    window.harness.step();
    let asked = |window: &Window, command: &egui::ViewportCommand| {
        let outputs = window.harness.output().viewport_output.get(&root);
        outputs.is_some_and(|output| output.commands.contains(command))
    };
    assert!(asked(&window, &egui::ViewportCommand::CancelClose));
    window.harness.input_mut().viewports.entry(root).or_default().events.clear();
    gate.open();
    super::super::support::wait_for("关窗", || {
        window.harness.step();
        asked(&window, &egui::ViewportCommand::Close).then_some(())
    });
    assert!(!window.harness.state().is_working());
}

/// Of a large file that takes its time: no control is there that could be used on what is not read.
#[test]
fn while_the_file_is_read_the_window_is_there_and_nothing_can_be_done_in_it() {
    let Scratch { folder, file, office } = sample_office();
    let (send, opening) = std::sync::mpsc::channel();
    let (viewed, at) = (Rc::new(RefCell::new(Vec::new())), file.clone());
    let surroundings = surroundings(folder.path(), &viewed, Arc::new(Tray));
    let harness = Harness::builder()
        .with_size([1366.0, 740.0])
        .build_eframe(move |creation| App::new(&creation.egui_ctx, opening, Some(at), surroundings));
    let mut window = Window { harness, viewed, folder, file };
    window.press(Modifiers::COMMAND, Key::N);
    assert!(window.shows("正在读取…"));
    assert!(window.harness.query_all_by_role(Role::Button).next().is_none());
    assert!(window.harness.state().office().is_none());
    send.send(Ok(office)).unwrap();
    window.steps();
    assert!(!window.shows("正在读取…") && window.shows("按到期排序"));
}

#[test]
fn the_papers_of_a_leaver_a_list_and_what_is_much_are_made_and_taken_back_beside_the_window() {
    let mut window = window(sample_office());
    window.click_toggle("人员");
    window.harness.get_by_role_and_label(Role::Cell, "郑晓东").click();
    window.steps().click("办理离职").begin("生成").until("离职手续已办");
    assert_eq!(window.office().register().notices.len(), 2);
    assert!(std::fs::read_dir(window.folder.path().join("文 档/离职")).unwrap().count() >= 4);
    window.press(Modifiers::COMMAND, Key::Z).until("已撤销：办理离职");
    window.click_toggle("清理清单").click("处理这张清单").begin("处理").until("清单已处理，账号台账已更新");
    assert!(window.office().register().cleanups.values().any(|it| it.handled_on.is_some()));
}

/// A printer that takes its time.
struct Held(std::sync::Mutex<std::sync::mpsc::Receiver<()>>);

impl Printing for Held {
    fn printers(&self) -> taizhang::error::Result<Printers> {
        Tray.printers()
    }

    fn print(&self, pdf: &[u8], job: &Job, called_off: &AtomicBool) -> taizhang::error::Result<Accepted> {
        self.0.lock().unwrap().recv().unwrap();
        Tray.print(pdf, job, called_off)
    }
}

#[test]
fn what_is_asked_for_meanwhile_is_done_where_it_only_looks_and_is_else_refused_in_words() {
    let (release, held) = std::sync::mpsc::channel();
    let mut window = super::hand::window_with(sample_office(), Arc::new(Held(std::sync::Mutex::new(held))));
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::COMMAND, Key::P).until("双面").until("第1页");
    window.harness.get_all_by_role_and_label(Role::Button, "打印").last().unwrap().click();
    window.meanwhile("窗口可以照常移动");
    let keys = |window: &mut Window, key: Key| {
        window.harness.key_press_modifiers(Modifiers::COMMAND, key);
        window.harness.run_steps(4);
        assert!(window.harness.state().is_working());
    };
    let not_now = "正在送往三楼，完成后再试";
    keys(&mut window, Key::Num2);
    assert!(window.shows("按轻重排序") && !window.shows(not_now), "what only looks is done");
    keys(&mut window, Key::K);
    assert!(window.harness.query_by_role_and_label(Role::TextInput, "命令").is_some());
    window.harness.key_press(Key::Escape);
    window.harness.run_steps(4);
    assert!(window.harness.query_by_role_and_label(Role::TextInput, "命令").is_none());
    assert!(!window.shows("正在停下"), "Escape closes what lies on top, and that alone");
    keys(&mut window, Key::Num3);
    keys(&mut window, Key::N);
    window.harness.run_steps(4);
    assert!(window.shows("新申请表"));
    keys(&mut window, Key::S);
    assert!(window.shows(not_now), "what writes is told of");
    window.wait(31.0);
    assert!(!window.shows(not_now));
    let scan = window.folder.path().join("SQ-2026-0001.png");
    image::RgbImage::new(60, 80).save(&scan).unwrap();
    window.harness.input_mut().dropped_files.push(Arc::new(super::scans::Dropped(scan)));
    window.harness.step();
    window.harness.input_mut().dropped_files.clear();
    window.harness.step();
    assert!(window.shows(not_now), "a file that is dropped as well");
    release.send(()).unwrap();
    window.until("已送往三楼");
    assert!(window.office().register().attachments.is_empty());
    assert_eq!(window.office().register().applications.len(), 4);
}

#[test]
fn what_was_typed_is_there_again_where_the_work_that_it_began_is_refused() {
    let mut window = window(sample_office());
    window.click_toggle("人员");
    window.harness.get_by_role_and_label(Role::Cell, "郑晓东").click();
    window.steps().click("办理离职").press(Modifiers::NONE, Key::Tab).press(Modifiers::COMMAND, Key::A);
    window.fill("手续办结日", "2027年1月5日").begin("生成").until("不能出具书面通知");
    // The article is read over it, and nothing is left for that.
    window.click("看第十四条");
    assert!(window.shows("该员工账户应当被及时的禁用") && !window.shows("没有完成"));
    window.click("知道了");
    assert_eq!(window.value("手续办结日"), "2027年1月5日");
    // What lies under no dialog while it is at work comes back as well.
    window
        .click("取消")
        .click_toggle("申请表")
        .press(Modifiers::NONE, Key::ArrowDown)
        .press(Modifiers::NONE, Key::Enter);
    window.click("附上扫描件").fill("扫描件", "没有这个文件.pdf").begin("附上").until("没有完成").click("知道了");
    assert_eq!(window.value("扫描件"), "没有这个文件.pdf");
    window.click("取消");
    assert!(!window.shows("没有完成") && window.office().register().attachments.is_empty());
}
