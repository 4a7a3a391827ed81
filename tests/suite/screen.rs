//! The real window under Xvfb: it starts, shows a picture of each screen, and closes.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::support::{output, taizhang, tool};

struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

fn wait_for<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(started.elapsed() < Duration::from_secs(40), "等不到{what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// How many colours a picture has: a blank window has one or two.
fn colours(picture: &Path) -> usize {
    let Some(mut identify) = tool("identify") else { return usize::MAX };
    output(identify.args(["-format", "%k"]).arg(picture)).trim().parse().unwrap()
}

#[test]
fn the_window_opens_shows_each_screen_and_closes() {
    let tools = (tool("Xvfb"), tool("openbox"), tool("xdotool"), tool("import"));
    let (Some(mut xvfb), Some(mut openbox), Some(_), Some(_)) = tools else { return };
    let folder = tempfile::tempdir().unwrap();
    output(taizhang().args(["--today", "2026-11-24", "demo"]).arg(folder.path()));
    // The server takes a number that is free, and tells it.
    xvfb.args(["-displayfd", "1", "-screen", "0", "1366x768x24", "-noreset"]).stdout(Stdio::piped());
    let mut server = Killed(xvfb.stderr(Stdio::null()).spawn().unwrap());
    let mut number = String::new();
    BufReader::new(server.0.stdout.take().unwrap()).read_line(&mut number).unwrap();
    let display = format!(":{}", number.trim());
    let on_display = |name: &str| {
        let mut command = tool(name).unwrap();
        command.env("DISPLAY", &display);
        command
    };
    wait_for("显示服务", || {
        on_display("xdotool").arg("getdisplaygeometry").output().ok()?.status.success().then_some(())
    });
    // A window manager, so that the window is closed as a clerk closes it.
    let _manager = Killed(openbox.env("DISPLAY", &display).stderr(Stdio::null()).spawn().unwrap());
    let mut program = taizhang();
    program.arg("--file").arg(folder.path().join("示例数据.taizhang")).args(["--today", "2026-11-24"]);
    program.env("DISPLAY", &display).env_remove("WAYLAND_DISPLAY").env("LIBGL_ALWAYS_SOFTWARE", "1");
    let mut program = Killed(program.stderr(Stdio::inherit()).spawn().unwrap());
    let window = wait_for("窗口", || {
        let told = on_display("xdotool").args(["search", "--onlyvisible", "--class", "taizhang"]).output().ok()?;
        String::from_utf8(told.stdout).ok()?.lines().last().map(str::to_owned)
    });
    let title = output(on_display("xdotool").args(["getwindowname", &window]));
    assert_eq!(title.trim(), "信息系统账号管理");
    output(on_display("xdotool").args(["windowsize", &window, "1366", "740"]));
    output(on_display("xdotool").args(["windowfocus", &window]));
    // Pictures are kept where the build goes, to be looked at.
    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("screens");
    std::fs::create_dir_all(&pictures).unwrap();
    let picture = |name: &str| {
        let path = pictures.join(format!("{name}.png"));
        wait_for(name, || {
            output(on_display("import").args(["-window", &window]).arg(&path));
            (colours(&path) > 20).then_some(())
        });
        std::thread::sleep(Duration::from_millis(600));
        output(on_display("import").args(["-window", &window]).arg(&path));
        std::fs::read(path).unwrap()
    };
    let click = |x: &str, y: &str| {
        output(on_display("xdotool").args(["mousemove", "--window", &window, x, y, "click", "1"]));
        std::thread::sleep(Duration::from_millis(600));
    };
    let mut seen = vec![picture("申请表列表")];
    output(on_display("xdotool").args(["key", "ctrl+n"]));
    std::thread::sleep(Duration::from_millis(600));
    seen.push(picture("申请表"));
    for (name, y) in [
        ("权限对照表", "138"),
        ("清理清单", "177"),
        ("科室", "252"),
        ("人员", "293"),
        ("信息系统", "333"),
        ("账号", "372"),
        ("关于", "419"),
    ] {
        click("70", y);
        seen.push(picture(name));
    }
    for (at, one) in seen.iter().enumerate() {
        assert!(seen[at + 1..].iter().all(|other| other != one), "每一屏都应不同");
    }
    output(on_display("xdotool").args(["key", "alt+F4"]));
    let status = wait_for("窗口关闭", || program.0.try_wait().unwrap());
    assert!(status.success(), "{status}");
}
