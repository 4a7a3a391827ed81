//! The window without OpenGL: the processor draws the same picture, and the start says why where nothing can.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use super::cli::foreign;
use super::desktop::{Desktop, Killed};
use super::screen::{colours, pixels};
use super::support::{output, sample, taizhang, tool, wait_for};

/// How much of the window, in thousandths, may look different to the eye.
const TOLERANCE: f64 = 1.0;

/// Pictures of some screens as `renderer` draws them, kept where the build goes, to be looked at.
fn pictures(desktop: &Desktop, file: &Path, renderer: &str) -> Vec<std::path::PathBuf> {
    let mut program = taizhang();
    program.arg("--file").arg(file).args(["--today", "2026-11-24", "--renderer", renderer]);
    let mut program = Killed(desktop.on(&mut program).spawn().unwrap());
    let window = desktop.window();
    let act = |arguments: &[&str]| drop(output(desktop.tool("xdotool").args(arguments)));
    act(&["windowfocus", &window]);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("renderers");
    std::fs::create_dir_all(&folder).unwrap();
    let (mut taken, mut before) = (Vec::new(), Vec::new());
    // What is due, a form with its paper, and a screen further down; the pointer rests on the same place.
    let (away, below) = (["mousemove", "--window", &window, "900", "20"], ("70", "496"));
    for (name, doing) in [
        ("待办", &away[..]),
        ("申请表", &["key", "ctrl+n"]),
        ("台账", &["mousemove", "--window", &window, below.0, below.1, "click", "1"]),
    ] {
        act(doing);
        wait_for(name, || (pixels(desktop, &window) != before).then_some(()));
        act(&away);
        // Another picture than the one before, that stands still; the window opens smaller than it becomes.
        let (mut last, mut alike) = (Vec::new(), 0);
        before = wait_for(name, || {
            let now = pixels(desktop, &window);
            alike = if now == last { alike + 1 } else { 0 };
            last.clone_from(&now);
            let is_whole = now.len() > 1280 * 720 * 3 && colours(&now) > 20;
            (alike >= 8 && is_whole && now != before).then_some(now)
        });
        let path = folder.join(format!("{name}-{renderer}.png"));
        output(desktop.tool("import").args(["-window", &window]).arg(&path));
        taken.push(path);
    }
    act(&["key", "alt+F4"]);
    let status = wait_for("窗口关闭", || program.0.try_wait().unwrap());
    assert!(status.success(), "{renderer}: {status}");
    taken
}

#[test]
fn the_processor_draws_what_opengl_draws() {
    let (Some(_), Some(_), Some(desktop)) = (tool("import"), tool("compare"), Desktop::start()) else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = sample(folder.path());
    let by_opengl = pictures(&desktop, &file, "gl");
    let by_the_processor = pictures(&desktop, &file, "cpu");
    for (one, other) in by_opengl.iter().zip(&by_the_processor) {
        // Pixels that differ by more than a fiftieth; rounding differs by less.
        let told = Command::new("compare")
            .args(["-metric", "AE", "-fuzz", "2%"])
            .arg(one)
            .arg(other)
            .arg("null:")
            .output()
            .unwrap();
        let count = String::from_utf8_lossy(&told.stderr).split_whitespace().next().unwrap().parse::<f64>().unwrap();
        let share = count / (1366.0 * 740.0) * 1000.0;
        assert!(share < TOLERANCE, "{}: {share:.2}‰ 不同", other.display());
    }
}

/// What a start on such a desktop ends with: the exit code, what standard error says, and what the dialog says. In the
/// place of `zenity`, by which the system shows a dialog, stands one that writes down what it is to show.
fn refused(program: &mut Command) -> (Option<i32>, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let (stub, shown) = (folder.path().join("zenity"), folder.path().join("shown"));
    std::fs::write(&stub, format!("#!/bin/sh\nprintf '%s\\n' \"$@\" >'{}'\n", shown.display())).unwrap();
    std::fs::set_permissions(&stub, PermissionsExt::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
    let told = program.env("PATH", path).output().unwrap();
    let dialog = std::fs::read_to_string(shown).unwrap();
    (told.status.code(), String::from_utf8(told.stderr).unwrap(), dialog)
}

#[test]
fn where_no_window_can_be_opened_a_dialog_says_the_reason_in_chinese() {
    let folder = tempfile::tempdir().unwrap();
    let file = sample(folder.path());
    let displays = [None, Some(":9999")];
    let renderers = [&[][..], &["--renderer", "cpu"], &["--renderer", "gl"]];
    for (display, renderer) in displays.into_iter().flat_map(|display| renderers.map(|renderer| (display, renderer))) {
        let mut program = taizhang();
        program.arg("--file").arg(&file).args(renderer);
        program.env_remove("WAYLAND_DISPLAY").env_remove("WAYLAND_SOCKET").env_remove("DISPLAY");
        program.envs(display.map(|display| ("DISPLAY", display)));
        let (code, words, dialog) = refused(&mut program);
        assert_eq!(code, Some(1), "{words}");
        for told in [&words, &dialog] {
            assert!(told.contains("窗口没有打开") && told.contains("数据没有改动"), "{told}");
            assert!(told.contains("图形桌面") && told.contains("taizhang --help"), "{told}");
        }
        assert_eq!(foreign(&words), "", "no path and no English: {words}");
        assert!(dialog.contains("--error") && dialog.contains("信息系统账号管理"), "{dialog}");
    }
}

#[test]
fn asked_for_opengl_where_there_is_none_it_says_so() {
    let Some(desktop) = Desktop::without_opengl() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = sample(folder.path());
    let mut program = taizhang();
    program.arg("--file").arg(&file).args(["--renderer", "gl"]);
    let (code, words, dialog) = refused(desktop.on(&mut program));
    assert_eq!(code, Some(1), "{words}");
    for told in [words, dialog] {
        assert!(told.contains("没有可用的 OpenGL") && told.contains("数据没有改动"), "{told}");
    }
}
