//! The real window under Xvfb: it starts, shows a picture of each screen, and closes.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Stdio;

use super::desktop::{Desktop, Killed};
use super::support::{output, taizhang, tool, wait_for};

/// What a window shows, pixel by pixel.
pub(super) fn pixels(desktop: &Desktop, window: &str) -> Vec<u8> {
    let shown = desktop.tool("import").args(["-window", window, "-depth", "8", "rgb:-"]).output().unwrap();
    assert!(shown.status.success(), "{}", String::from_utf8_lossy(&shown.stderr));
    shown.stdout
}

/// How many colours are shown, up to a few: a blank window has one or two.
pub(super) fn colours(pixels: &[u8]) -> usize {
    pixels.chunks_exact(3).step_by(7).take(500_000).collect::<BTreeSet<_>>().len()
}

/// How a screen is reached: by its key, or by its name among the commands (Ctrl+K), written in pinyin.
enum Way {
    Key(&'static str),
    Name(&'static str),
}

/// Each screen once, the forms with something in front.
const SCREENS: [(&str, Way); 18] = [
    ("检查", Way::Key("ctrl+2")),
    ("申请表列表", Way::Key("ctrl+3")),
    ("申请表", Way::Key("ctrl+n")),
    ("权限对照表", Way::Key("ctrl+4")),
    ("清理清单", Way::Key("ctrl+5")),
    ("备案", Way::Key("ctrl+6")),
    ("汇总", Way::Key("ctrl+7")),
    ("巡检抽查", Way::Key("ctrl+8")),
    ("科室", Way::Key("ctrl+9")),
    ("人员", Way::Name("renyuan")),
    ("信息系统", Way::Name("xinxixitong")),
    ("账号", Way::Name("zhanghao")),
    ("历史", Way::Name("lishi")),
    ("导入", Way::Name("daoru")),
    ("备份与迎检", Way::Name("beifenyuyingjian")),
    ("制度原文", Way::Name("zhiduyuanwen")),
    ("设置", Way::Name("shezhi")),
    ("关于", Way::Key("F1")),
];

/// Opens the window on a display, takes a picture of each screen, and closes it. The window is as large as the display
/// without the title above it.
fn shows_each_screen(desktop: &Desktop, (width, height): (u16, u16)) {
    let folder = tempfile::tempdir().unwrap();
    output(taizhang().args(["--today", "2026-11-24", "demo"]).arg(folder.path()));
    let on_display = |name: &str| desktop.tool(name);
    let mut program = taizhang();
    program.arg("--file").arg(folder.path().join("示例数据.taizhang")).args(["--today", "2026-11-24"]);
    let mut program = Killed(desktop.on(&mut program).stderr(Stdio::inherit()).spawn().unwrap());
    let window = desktop.window();
    let title = output(on_display("xdotool").args(["getwindowname", &window]));
    assert_eq!(title.trim(), "信息系统账号管理");
    output(on_display("xdotool").args(["windowsize", &window, &width.to_string(), &(height - 28).to_string()]));
    output(on_display("xdotool").args(["windowfocus", &window]));
    // Pictures are kept where the build goes, to be looked at.
    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("screens/{width}"));
    std::fs::create_dir_all(&pictures).unwrap();
    // Each is waited for until it stands still, and is another than all before it.
    let mut seen: Vec<(&str, Vec<u8>)> = Vec::new();
    let mut see = |name: &'static str| {
        let (mut last, mut alike) = (Vec::new(), 0);
        let shown = wait_for(name, || {
            let now = pixels(desktop, &window);
            alike = if now == last { alike + 1 } else { 0 };
            last.clone_from(&now);
            let is_new = seen.last().is_none_or(|(_, before)| *before != now);
            (alike >= 2 && is_new && colours(&now) > 20).then_some(now)
        });
        let same = seen.iter().find(|(_, other)| *other == shown);
        assert!(same.is_none(), "{name}和{}应当不同", same.unwrap().0);
        seen.push((name, shown));
        output(on_display("import").args(["-window", &window]).arg(pictures.join(format!("{name}.png"))));
    };
    let act = |args: &[&str]| drop(output(on_display("xdotool").args(args)));
    see("待办");
    for (name, way) in SCREENS {
        match way {
            Way::Key(key) => act(&["key", key]),
            Way::Name(typed) => {
                act(&["key", "ctrl+k"]);
                see(typed);
                act(&["type", "--delay", "40", typed]);
                act(&["key", "Return"]);
            }
        }
        see(name);
    }
    output(on_display("xdotool").args(["key", "alt+F4"]));
    let status = wait_for("窗口关闭", || program.0.try_wait().unwrap());
    assert!(status.success(), "{status}");
}

#[test]
fn the_window_opens_shows_each_screen_and_closes() {
    let (Some(_), Some(desktop)) = (tool("import"), Desktop::start()) else { return };
    shows_each_screen(&desktop, (1366, 768));
}

#[test]
fn on_a_large_display_the_window_opens_shows_each_screen_and_closes() {
    let (Some(_), Some(desktop)) = (tool("import"), Desktop::large()) else { return };
    shows_each_screen(&desktop, (1920, 1080));
}

/// A number that `xdotool` or `xprop` tells behind a word.
fn told(text: &str, behind: &str) -> u32 {
    let rest = text.split(behind).nth(1).unwrap_or_else(|| panic!("{behind}: {text}"));
    rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

#[test]
fn where_the_desktop_shows_everything_larger_the_window_opens_no_larger_than_the_screen_and_can_be_made_smaller() {
    let (Some(_), Some(desktop)) = (tool("xprop"), Desktop::start()) else { return };
    let folder = tempfile::tempdir().unwrap();
    output(taizhang().args(["--today", "2026-11-24", "demo"]).arg(folder.path()));
    for (scale, renderer) in [("1.25", "gl"), ("1.5", "cpu"), ("2", "gl"), ("2", "cpu")] {
        let mut program = taizhang();
        program.arg("--file").arg(folder.path().join("示例数据.taizhang"));
        program.args(["--renderer", renderer]).env("WINIT_X11_SCALE_FACTOR", scale);
        let mut program = Killed(desktop.on(&mut program).stderr(Stdio::inherit()).spawn().unwrap());
        let window = desktop.window();
        let fits = || {
            let shown = output(desktop.tool("xdotool").args(["getwindowgeometry", "--shell", &window]));
            // The title of the window takes a part of the height.
            (told(&shown, "WIDTH=") <= 1366 && told(&shown, "HEIGHT=") < 768).then_some(())
        };
        wait_for(&format!("{scale}，{renderer}：窗口在屏幕以内"), fits);
        let hints = output(desktop.tool("xprop").args(["-id", &window, "WM_NORMAL_HINTS"]));
        let least = (told(&hints, "minimum size: "), told(hints.split("minimum size: ").nth(1).unwrap(), " by "));
        assert!(least.0 <= 1200 && least.1 <= 700, "{scale}，{renderer}: {hints}");
        output(desktop.tool("xdotool").args(["windowfocus", &window, "key", "alt+F4"]));
        let status = wait_for("窗口关闭", || program.0.try_wait().unwrap());
        assert!(status.success(), "{scale}，{renderer}: {status}");
    }
}
