//! The program asks the network nothing: the whole demo in a namespace without interfaces, every errand under `strace`
//! without a socket, and the window under `strace` with none but those of the desktop.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use super::desktop::{NEW_FORM, Outside};
use super::support::{SAMPLE, kept, output, sample, skip, taizhang, tool};

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
    let folder = super::support::scratch_folder();
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

/// The commands that the help lists.
fn commands() -> BTreeSet<String> {
    let help = output(Command::new(env!("CARGO_BIN_EXE_taizhang")).arg("--help"));
    let listed = help.lines().skip_while(|line| *line != "命令：").skip(1);
    let names = listed.take_while(|line| line.starts_with(' ')).filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn no_errand_opens_a_socket() {
    if tool("strace").is_none() {
        return;
    }
    let folder = super::support::scratch_folder();
    let tried = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).output().unwrap();
    if !tried.status.success() {
        skip(&format!("不能用 strace 观察（{}）", String::from_utf8_lossy(&tried.stderr).trim()));
        return;
    }
    std::fs::write(folder.path().join("示例.json"), SAMPLE).unwrap();
    let scan = folder.path().join("SQ-2026-0001.pdf");
    std::fs::write(folder.path().join("人员.csv"), "姓名,科室,岗位\n新来的,政务服务科,科员\n").unwrap();
    let stick = super::support::scratch_folder();
    let errands = [
        &["demo", "示例"][..],
        &["init"],
        &["load", "示例.json"],
        &["form1", "政务服务科", "--pdf", "附件1.pdf"],
        &["form2", "SQ-2026-0001", "--pdf", "SQ-2026-0001.pdf"],
        &["form3", "QL-2026-0001", "--xlsx", "附件3.xlsx"],
        &["outside", "政务服务科", "--xlsx", "非自建.xlsx"],
        &["blank", "2", "--pdf", "空白.pdf"],
        &["system-accounts", "--pdf", "系统账号.pdf", "--reason", "授权文件在档案室"],
        &["import", "人员.csv", "--as", "people"],
        &["file", "政务服务科", "--period", "2026Q4", "--signed-on", "2026-11-24", "--reason", "补报", "--out", "备案"],
        &["merge", "附件1.xlsx", "--out", "汇总.xlsx"],
        &["attach", "SQ-2026-0001", "SQ-2026-0001.pdf"],
        &["attach-all", "示例"],
        &["undo"],
        &["redo"],
        &["check"],
        &["todo"],
        &["leave", "秦天天", "--on", "2026-11-24", "--by", "李建国", "--out", "离职"],
        &["sample", "--size", "1", "--seed", "7"],
        &["inspect", "工程建设管理平台"],
        &["verify"],
        &["log"],
        &["as-of", "2026-11-24"],
        &["dossier", "--from", "2026-01-01", "--to", "2026-12-31", "包.zip"],
        &["second-place", stick.path().to_str().unwrap()],
        &["backup", "备份"],
        &["restore", "旧.taizhang"],
        &["print", "SQ-2026-0001"],
        &["dump"],
    ];
    // None is left out: each command that the help lists.
    let told: BTreeSet<String> = errands.iter().map(|errand| errand[0].to_owned()).collect();
    assert_eq!(told, commands());
    for arguments in errands {
        let log = folder.path().join("调用");
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-e", "trace=network", "-e", "signal=none", "-o"]).arg(&log);
        command.arg(env!("CARGO_BIN_EXE_taizhang")).args(["--today", "2026-11-24", "--file", "台账.taizhang"]);
        // Where the print system of a desktop listens; here nobody does.
        command.env("CUPS_SERVER", folder.path().join("cups.sock"));
        // Without a printer and without what is restored a command is refused, and looks nowhere else for it.
        let refusable = ["attach-all", "check", "print", "restore", "merge"].contains(&arguments[0]);
        let done = command.args(arguments).current_dir(folder.path()).output().unwrap();
        assert!(done.status.success() || refusable, "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
        let calls = std::fs::read_to_string(&log).unwrap();
        // The user's name is asked of the system, which may ask its own daemon through a file's socket.
        let foreign: Vec<&str> =
            calls.lines().filter(|line| line.contains("socket(") && !line.contains("AF_UNIX")).collect();
        assert!(foreign.is_empty(), "{arguments:?}: {foreign:?}");
        assert!(!calls.contains("AF_INET"), "{arguments:?}: {calls}");
    }
    assert!(scan.is_file());
}

/// Whom the window may speak to, all of them on this machine: by a part of the socket's path.
const DESKTOP: [(&str, &str); 7] = [
    ("the display", "/tmp/.X11-unix/X"),
    ("D-Bus of the session", "/tmp/dbus-"),
    ("D-Bus of the system", "/run/dbus/system_bus_socket"),
    ("the bus of accessibility", "/at-spi/bus"),
    // glibc asks it for the user's name, where there is one.
    ("the user database", "/run/nscd/socket"),
    ("the user database of systemd", "/run/systemd/userdb/"),
    // Asked by `lpstat` when the clerk prints.
    ("the print system", "/cups.sock"),
];

/// Fills a form, saves, prints to PDF and exports, while every call that concerns sockets is written down.
#[test]
fn the_window_opens_no_socket_but_those_of_the_desktop() {
    if tool("strace").is_none() {
        return;
    }
    let tried = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).output().unwrap();
    if !tried.status.success() {
        skip(&format!("不能用 strace 观察（{}）", String::from_utf8_lossy(&tried.stderr).trim()));
        return;
    }
    let Some(mut outside) = Outside::start() else { return };
    let folder = super::support::scratch_folder();
    let (file, log) = (sample(folder.path()), folder.path().join("调用"));
    // Detached, so that the process that is driven is the program itself.
    let watch = ["strace", "-D", "-f", "-qq", "--seccomp-bpf", "-e", "trace=%network", "-e", "signal=none", "-o"];
    outside.under = watch.into_iter().map(Into::into).chain([log.clone().into_os_string()]).collect();
    // Where the print system of a desktop listens; here nobody does.
    outside.session.env("CUPS_SERVER", outside.home.path().join("cups.sock"));
    outside.drive(
        &file,
        &[
            &NEW_FORM[..],
            &[
                &["fill", "申请人", "秦天天"],
                &["fill", "部门及岗位", "政务服务科 科员"],
                &["fill", "系统名称", "一体化政务服务平台"],
                &["fill", "申请描述", "因窗口轮岗，申请开通受理权限。"],
                &["press", "保存"],
                &["see", "SQ-2026-0005"],
                &["press", "打印"],
                &["see", "第1页，共1页"],
                &["press", "保存为 PDF"],
                &["focused", "保存位置"],
                &["keys", "Return"],
                &["see", "登记为已打印"],
                &["press", "历史"],
                &["see", "保存申请表"],
                &["press", "检查"],
                &["press", "关于"],
            ],
        ]
        .concat(),
    );
    assert_eq!(kept(&file, "SQ-2026-0005")["applicant"], "秦天天");
    let calls = std::fs::read_to_string(&log).unwrap();
    let of = |call: &str| {
        let call = format!("{call}(");
        calls.lines().filter(move |line| line.contains(&call)).map(str::to_owned).collect::<Vec<String>>()
    };
    let sockets = of("socket");
    assert!(!sockets.is_empty(), "the display has one: {calls}");
    let foreign: Vec<&String> = sockets.iter().filter(|line| !line.contains("(AF_UNIX,")).collect();
    assert!(foreign.is_empty(), "{foreign:#?}");
    assert!(!calls.contains("AF_INET") && !calls.contains("AF_NETLINK"), "nor is one asked about");
    let connects = of("connect");
    assert!(connects.iter().any(|line| line.contains("/tmp/.X11-unix/X")), "{connects:#?}");
    let is_of_the_desktop = |line: &String| DESKTOP.iter().any(|(_, path)| line.contains(path));
    let foreign: Vec<&String> = connects.iter().filter(|line| !is_of_the_desktop(line)).collect();
    assert!(foreign.is_empty(), "{foreign:#?}");
    assert!(of("bind").is_empty() && of("listen").is_empty(), "nobody can speak to it");
}
