//! The window that closes, and the backups that it makes by itself: at closing, and after an hour of work.

use super::*;

/// As the window manager asks the window to close.
fn ask_to_close(window: &mut Window) {
    let input = window.harness.input_mut();
    input.viewports.entry(egui::ViewportId::ROOT).or_default().events.push(egui::ViewportEvent::Close);
    window.harness.step();
    let input = window.harness.input_mut();
    input.viewports.entry(egui::ViewportId::ROOT).or_default().events.clear();
    window.steps();
}

#[test]
fn what_is_typed_in_a_register_is_asked_about_before_the_window_closes() {
    let mut window = window(sample_office());
    let folder = window.file.parent().unwrap().join("备份");
    window.click_toggle("人员");
    window.harness.get_by_role_and_label(Role::Cell, "秦天天").click();
    window.steps();
    window.fill("联系方式", "0");
    ask_to_close(&mut window);
    assert!(window.shows("“人员”里的修改没有保存，关闭窗口就没有了"));
    assert!(!folder.exists(), "it does not close yet");
    window.click("回去保存");
    assert_eq!(window.value("联系方式"), "0356-20000110");
    ask_to_close(&mut window);
    window.click("不保存，关闭窗口");
    // The window is asked to close once more, by itself.
    ask_to_close(&mut window);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "关闭时备份");
    let register = window.office().register();
    let kept = &register.people[&register.person_named("秦天天").found().unwrap()];
    assert_eq!(kept.phone, "0356-2000011");
}

#[test]
fn closing_makes_a_backup_and_tells_where_it_cannot() {
    let mut window = window(sample_office());
    let folder = window.file.parent().unwrap().join("备份");
    ask_to_close(&mut window);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "关闭时备份");
    // Nothing has changed: no second one.
    ask_to_close(&mut window);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    let save = |window: &mut Window| {
        window
            .click_toggle("申请表")
            .click("新建")
            .tick("用户账号")
            .tick("新增")
            .fill("申请人", "秦天天")
            .click("保存");
    };
    save(&mut window);
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, "挡路").unwrap();
    ask_to_close(&mut window);
    assert!(window.shows("备份没有做成") && window.shows("再关一次窗口即可退出"));
    window.click("知道了");
    std::fs::remove_file(&folder).unwrap();
    window.click_toggle("备份与迎检").click("立即备份");
    assert!(window.shows("已备份并核对"));
    // Work went on behind it: the next closing backs up again.
    save(&mut window);
    ask_to_close(&mut window);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2);
}

/// The clock of the window is moved on; nobody asks for anything.
#[test]
fn an_hour_of_work_makes_a_backup_and_an_hour_without_makes_none() {
    let mut window = window(sample_office());
    let folder = window.file.parent().unwrap().join("备份");
    let backups = || std::fs::read_dir(&folder).map_or(0, Iterator::count);
    let later = |window: &mut Window, seconds: f64| {
        let now = window.harness.ctx.input(|input| input.time);
        window.harness.input_mut().time = Some(now + seconds);
        window.harness.step();
        window.harness.input_mut().time = None;
        window.steps();
    };
    later(&mut window, 3_500.0);
    assert_eq!(backups(), 0, "not yet an hour");
    later(&mut window, 110.0);
    assert_eq!(backups(), 1, "an hour");
    later(&mut window, 3_700.0);
    assert_eq!(backups(), 1, "nothing was changed");
    window.click_toggle("申请表").click("新建").tick("用户账号").tick("新增").fill("申请人", "秦天天").click("保存");
    later(&mut window, 3_700.0);
    assert_eq!(backups(), 2, "another hour, with work");
}
