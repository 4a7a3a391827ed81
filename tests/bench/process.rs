//! The whole program under Xvfb: start to first frame, frames as the toolkit measures them, idle CPU, memory,
//! size. Wants Xvfb and xdotool; says so where they are missing.
#![allow(missing_docs, clippy::unwrap_used)]

mod office_of;

use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use taizhang::model::Day;
use taizhang::ops::Office;
use taizhang::store::Access;

const DISPLAY: &str = ":96";
const RUNS: usize = 7;

fn main() {
    // `cargo test --benches` only asks whether it builds.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let program = env!("CARGO_BIN_EXE_taizhang");
    println!("size of the program: {:.1} MB", std::fs::metadata(program).unwrap().len() as f64 / 1e6);
    let server =
        Command::new("Xvfb").args([DISPLAY, "-screen", "0", "1366x768x24", "-noreset"]).stderr(Stdio::null()).spawn();
    let (Ok(mut server), Ok(_)) = (server, Command::new("xdotool").arg("version").output()) else {
        println!("skipped: Xvfb or xdotool is missing");
        return;
    };
    std::thread::sleep(Duration::from_secs(1));
    let folder = tempfile::tempdir().unwrap();
    for (name, accounts, applications) in
        [("empty", 0, 0), ("100,000 accounts", 100_000, 0), ("100,000 applications", 100, 100_000)]
    {
        let file = folder.path().join(format!("{accounts}-{applications}.taizhang"));
        Office::create(&file).unwrap();
        if accounts + applications > 0 {
            let document = office_of::document(accounts, applications);
            Office::open(&file, Access::Write).unwrap().load(&document, Day::from_iso("2026-11-24").unwrap()).unwrap();
        }
        measure(name, program, &file, folder.path());
    }
    server.kill().unwrap();
    server.wait().unwrap();
}

fn measure(name: &str, program: &str, file: &Path, folder: &Path) {
    let log = folder.join("timing");
    let (mut first_frames, mut offices, mut starts) = (Vec::new(), Vec::new(), Vec::new());
    for run in 0..RUNS {
        let mut child = Command::new(program)
            .args(["--timing", "--file"])
            .arg(file)
            .env("DISPLAY", DISPLAY)
            .env_remove("WAYLAND_DISPLAY")
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(2500));
        first_frames.push(numbers(&log, "first frame ")[0]);
        offices.push(numbers(&log, "office ")[0]);
        starts.extend(numbers(&log, "frame "));
        if run + 1 == RUNS {
            last_run(name, &mut child, &log);
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    println!("{name}: start to first frame, ms: {}", spread(first_frames));
    println!("{name}: start to a frame with the office in it, ms: {}", spread(offices));
    println!("{name}: the frames of the first seconds, ms: {}", spread(starts));
}

fn last_run(name: &str, child: &mut Child, log: &Path) {
    let frames = |doing: &str, from: usize| {
        let all = numbers(log, "frame ");
        println!("{name}: {doing}, ms a frame: {}", spread(all[from.min(all.len() - 1)..].to_vec()));
        all.len()
    };
    // No window manager gives the focus here.
    let focus = ["search", "--class", "taizhang", "windowfocus"];
    drop(Command::new("xdotool").args(focus).env("DISPLAY", DISPLAY).output());
    let key = |key: &str| drop(Command::new("xdotool").args(["key", key]).env("DISPLAY", DISPLAY).output());
    let wave = || {
        for at in 0..40 {
            let place = (300 + at * 10).to_string();
            drop(Command::new("xdotool").args(["mousemove", "500", &place]).env("DISPLAY", DISPLAY).output());
            std::thread::sleep(Duration::from_millis(30));
        }
        std::thread::sleep(Duration::from_millis(300));
    };
    wave();
    let seen = frames("the list under the pointer", 2);
    key("ctrl+n");
    std::thread::sleep(Duration::from_millis(500));
    let opened = numbers(log, "frame ").len().max(seen);
    wave();
    frames("the form under the pointer", opened);
    let status = |key: &str| -> f64 {
        let text = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        let line = text.lines().find(|line| line.starts_with(key)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
    };
    println!("{name}: peak memory {:.0} MB, now {:.0} MB", status("VmHWM"), status("VmRSS"));
    let ticks = || -> u64 {
        let text = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap();
        let fields: Vec<&str> = text.rsplit(')').next().unwrap().split_whitespace().collect();
        fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
    };
    std::thread::sleep(Duration::from_secs(2));
    let before = ticks();
    std::thread::sleep(Duration::from_secs(10));
    println!("{name}: idle, CPU in 10 s: {} ms", (ticks() - before) * 10);
}

fn numbers(log: &Path, prefix: &str) -> Vec<f64> {
    let text = std::fs::read_to_string(log).unwrap();
    text.lines().filter_map(|line| line.strip_prefix(prefix)?.split(' ').next()?.parse().ok()).collect()
}

fn spread(mut values: Vec<f64>) -> String {
    values.sort_by(f64::total_cmp);
    format!(
        "median {:.1} (least {:.1}, most {:.1}, {} times)",
        values[values.len() / 2],
        values[0],
        values[values.len() - 1],
        values.len()
    )
}
