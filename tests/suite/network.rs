//! The program asks the network nothing: the whole demo in a namespace without interfaces, and every errand under
//! `strace` without a socket.

use std::path::Path;
use std::process::Command;

use super::support::{SAMPLE, output, skip, taizhang, tool};

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        // The data file and its dump bear the hour; the papers do not.
        .filter(|path| path.extension().is_some_and(|ending| ending == "pdf" || ending == "xlsx"))
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn the_whole_demo_runs_without_any_network_and_makes_the_same_papers() {
    let Some(mut unshare) = tool("unshare") else { return };
    let folder = tempfile::tempdir().unwrap();
    // Not even the loopback is up in a new namespace.
    let tried = Command::new("unshare").args(["-rn", "true"]).output().unwrap();
    if !tried.status.success() {
        skip(&format!("不能断开网络来试（{}）", String::from_utf8_lossy(&tried.stderr).trim()));
        return;
    }
    let demo = ["--today", "2026-11-24", "demo"];
    unshare.args(["-rn", env!("CARGO_BIN_EXE_taizhang")]).args(demo).arg(folder.path().join("断网"));
    let told = output(&mut unshare);
    output(taizhang().args(demo).arg(folder.path().join("联网")));
    assert!(told.lines().count() > 20, "{told}");
    let (offline, online) = (files(&folder.path().join("断网")), files(&folder.path().join("联网")));
    assert!(offline.len() > 20);
    assert!(offline == online);
}

#[test]
fn no_errand_opens_a_socket() {
    if tool("strace").is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let tried = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).output().unwrap();
    if !tried.status.success() {
        skip(&format!("不能用 strace 观察（{}）", String::from_utf8_lossy(&tried.stderr).trim()));
        return;
    }
    std::fs::write(folder.path().join("示例.json"), SAMPLE).unwrap();
    let scan = folder.path().join("SQ-2026-0001.pdf");
    for arguments in [
        &["demo", "示例"][..],
        &["init"],
        &["load", "示例.json"],
        &["form2", "SQ-2026-0001", "--pdf", "SQ-2026-0001.pdf"],
        &["attach", "SQ-2026-0001", "SQ-2026-0001.pdf"],
        &["undo"],
        &["redo"],
        &["verify"],
        &["log"],
        &["as-of", "2026-11-24"],
        &["dossier", "--from", "2026-01-01", "--to", "2026-12-31", "包.zip"],
        &["backup", "备份"],
        &["dump"],
    ] {
        let log = folder.path().join("调用");
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-e", "trace=network", "-e", "signal=none", "-o"]).arg(&log);
        command.arg(env!("CARGO_BIN_EXE_taizhang")).args(["--today", "2026-11-24", "--file", "台账.taizhang"]);
        output(command.args(arguments).current_dir(folder.path()));
        let calls = std::fs::read_to_string(&log).unwrap();
        // The user's name is asked of the system, which may ask its own daemon through a file's socket.
        let foreign: Vec<&str> =
            calls.lines().filter(|line| line.contains("socket(") && !line.contains("AF_UNIX")).collect();
        assert!(foreign.is_empty(), "{arguments:?}: {foreign:?}");
        assert!(!calls.contains("AF_INET"), "{arguments:?}: {calls}");
    }
    assert!(scan.is_file());
}
