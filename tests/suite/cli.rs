//! The command line, as a process: what it prints, where, and with which exit code.

use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};

use super::support::{SAMPLE, taizhang};

pub fn run(arguments: &[&str], folder: &Path, input: Option<&str>) -> Output {
    run_on("2026-11-24", arguments, folder, input)
}

/// The same on another day.
pub fn run_on(day: &str, arguments: &[&str], folder: &Path, input: Option<&str>) -> Output {
    let mut command = taizhang();
    command.args(["--file", "台账.taizhang", "--today", day]).args(arguments).current_dir(folder);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A program that reads no input closes the pipe: no failure of the test.
    input.map(|input| stdin.write_all(input.as_bytes()).ok());
    drop(stdin);
    child.wait_with_output().unwrap()
}

pub fn told(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn from_an_empty_file_to_the_papers() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    assert_eq!(told(&run(&["init"], here, None)), (0, String::new(), String::new()));
    let numbers = "SQ-2026-0001\nSQ-2026-0002\nSQ-2026-0003\nSQ-2026-0004\nQL-2026-0001\n";
    assert_eq!(told(&run(&["load", "-"], here, Some(SAMPLE))), (0, numbers.into(), String::new()));
    let (code, dump, _) = told(&run(&["dump"], here, None));
    assert_eq!(code, 0);
    assert!(dump.contains("\"SQ-2026-0004\""));
    for (arguments, files) in [
        (
            &["form2", "SQ-2026-0001", "SQ-2026-0003", "--pdf", "甲.pdf", "--xlsx", "甲.xlsx"][..],
            &["甲.pdf", "甲.xlsx"][..],
        ),
        (&["form1", "政务服务科", "--pdf", "乙.pdf", "--xlsx", "乙.xlsx"], &["乙.pdf", "乙.xlsx"]),
        (&["form3", "QL-2026-0001", "--pdf", "丙.pdf", "--xlsx", "丙.xlsx"], &["丙.pdf", "丙.xlsx"]),
        (&["blank", "1", "--pdf", "丁.pdf"], &["丁.pdf"]),
    ] {
        assert_eq!(told(&run(arguments, here, None)), (0, String::new(), String::new()), "{arguments:?}");
        for file in files {
            let head = &std::fs::read(here.join(file)).unwrap()[..4];
            assert!(head == b"%PDF" || head == b"PK\x03\x04", "{file}");
        }
    }
}

/// The lists name people and their telephones.
#[cfg(unix)]
#[test]
fn a_paper_is_open_to_no_more_users_than_its_user_lets_in() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let paper = folder.path().join("甲.pdf");
    let written_under = |umask: &str| {
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", &format!("umask {umask}; exec \"$0\" blank 1 --pdf 甲.pdf"), env!("CARGO_BIN_EXE_taizhang")]);
        assert!(shell.current_dir(folder.path()).status().unwrap().success());
        std::fs::metadata(&paper).unwrap().permissions().mode() & 0o777
    };
    assert_eq!(written_under("077"), 0o600);
    assert_eq!(written_under("002"), 0o600, "the one that is replaced is kept from others");
    std::fs::set_permissions(&paper, std::fs::Permissions::from_mode(0o664)).unwrap();
    assert_eq!(written_under("077"), 0o664);
    std::fs::remove_file(&paper).unwrap();
    assert_eq!(written_under("002"), 0o664);
}

#[test]
fn wrong_use_and_bad_input_exit_with_2_and_anything_else_with_1() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let code = |arguments: &[&str], input: Option<&str>| {
        let (code, out, err) = told(&run(arguments, here, input));
        assert!(out.is_empty(), "{arguments:?}: {out}");
        assert!(!err.is_empty() && !err.contains("error"), "{arguments:?}: {err}");
        code
    };
    assert_eq!(code(&["dump"], None), 1, "no file yet");
    told(&run(&["init"], here, None));
    assert_eq!(code(&["init"], None), 1, "a file stands");
    assert_eq!(code(&["nonsense"], None), 2);
    assert_eq!(code(&["form2"], None), 2);
    assert_eq!(code(&["form2", "SQ-2026-0001"], None), 2, "no output named");
    assert_eq!(code(&["form2", "SQ-2026-0001", "--pdf", "x.pdf"], None), 2, "no such number");
    assert_eq!(code(&["form1", "没有的科", "--pdf", "x.pdf"], None), 2);
    assert_eq!(code(&["blank", "4", "--pdf", "x.pdf"], None), 2);
    assert_eq!(code(&["load", "没有的.json"], None), 2);
    assert_eq!(code(&["load", "-"], Some("{")), 2);
    assert_eq!(code(&["blank", "1", "--pdf", "没有的/x.pdf"], None), 1);
    assert!(!here.join("x.pdf").exists());
}

#[test]
fn a_department_that_is_void_is_none_to_any_command() {
    let folder = tempfile::tempdir().unwrap();
    told(&run(&["init"], folder.path(), None));
    let document = r#"{"departments":[{"name":"旧科","void_reason":"已并入综合科"}]}"#;
    assert_eq!(told(&run(&["load", "-"], folder.path(), Some(document))).0, 0);
    for arguments in [
        &["form1", "旧科", "--pdf", "x.pdf"][..],
        &["outside", "旧科", "--pdf", "x.pdf"],
        &["file", "旧科", "--period", "2026Q3", "--signed-on", "2026-10-08", "--out", "备案"],
        &["sample", "--department", "旧科", "--size", "1", "--seed", "1"],
    ] {
        let (code, out, err) = told(&run(arguments, folder.path(), None));
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(err.starts_with("没有名为“旧科”的科室"), "{arguments:?}: {err}");
    }
    let (code, _, err) = told(&run(&["print", "旧科"], folder.path(), None));
    assert!(code == 2 && err.contains("也没有这个科室"), "{err}");
}

#[test]
fn errors_come_one_a_line_and_name_their_place() {
    let folder = tempfile::tempdir().unwrap();
    told(&run(&["init"], folder.path(), None));
    let document =
        r#"{"applications":[{},{},{},{"applied_on":"2022-02-30"}],"people":[{"name":"甲","department":"乙"}]}"#;
    let (code, out, err) = told(&run(&["load", "-"], folder.path(), Some(document)));
    assert_eq!((code, out.as_str()), (2, ""));
    let lines: Vec<&str> = err.lines().collect();
    assert_eq!(
        lines,
        [
            "people[0].department：科室中没有“乙”",
            "applications[3].applied_on：“2022-02-30”不是有效的日期，应写作 YYYY-MM-DD"
        ]
    );
}

/// All that the command line does.
const COMMANDS: [&str; 26] = [
    "init",
    "load",
    "dump",
    "form1",
    "form2",
    "form3",
    "blank",
    "demo",
    "verify",
    "log",
    "undo",
    "redo",
    "as-of",
    "backup",
    "restore",
    "attach",
    "attach-all",
    "dossier",
    "check",
    "todo",
    "leave",
    "sample",
    "inspect",
    "file",
    "merge",
    "import",
];

#[test]
fn help_is_chinese_and_lists_every_command() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["--help"][..], &["-h"]] {
        let (code, out, _) = told(&run(arguments, folder.path(), None));
        assert_eq!(code, 0);
        for command in COMMANDS.into_iter().chain(["--file", "--today"]) {
            assert!(out.contains(command), "{command}");
        }
        for english in ["Usage", "Options", "Commands", "Print help", "help for"] {
            assert!(!out.contains(english), "{english}");
        }
    }
    for command in COMMANDS {
        let (code, out, _) = told(&run(&[command, "--help"], folder.path(), None));
        assert_eq!(code, 0, "{command}");
        assert!(out.contains(&format!("用法：taizhang [--file 文件] {command}")), "{out}");
        assert!(!out.contains("Usage") && !out.contains("Arguments") && !out.contains("[default"), "{out}");
    }
}

#[test]
fn a_character_that_no_font_has_is_named_before_it_prints_as_geta() {
    let folder = tempfile::tempdir().unwrap();
    told(&run(&["init"], folder.path(), None));
    let document = "{\"applications\":[{\"description\":\"\u{E123}\"}]}";
    told(&run(&["load", "-"], folder.path(), Some(document)));
    let (code, _, err) = told(&run(&["form2", "SQ-2026-0001", "--pdf", "x.pdf"], folder.path(), None));
    assert_eq!(code, 0);
    assert!(err.contains("申请描述中的“\u{E123}”（U+E123）"), "{err}");
}

#[test]
fn the_demo_makes_a_file_and_every_paper_and_not_over_what_stands() {
    let folder = tempfile::tempdir().unwrap();
    let demo =
        || taizhang().args(["--today", "2026-11-24", "demo", "out"]).current_dir(folder.path()).output().unwrap();
    let (code, out, err) = told(&demo());
    assert_eq!((code, err.as_str()), (0, ""));
    // The data file, its JSON, three blanks, four departments, four applications and one list twice, and all in one.
    assert_eq!(out.lines().count(), 2 + 2 * (3 + 4 + 4 + 1) + 1);
    assert!(out.lines().all(|line| folder.path().join(line).is_file()));
    assert_eq!(told(&demo()).0, 1, "the second time the data file stands");
}

#[cfg(target_os = "linux")] // elsewhere there is always a display
#[test]
fn without_a_display_the_window_says_so_in_chinese() {
    let folder = tempfile::tempdir().unwrap();
    told(&run(&["init"], folder.path(), None));
    let mut command = taizhang();
    command.args(["--file", "台账.taizhang"]).current_dir(folder.path());
    let output =
        command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env_remove("WAYLAND_SOCKET").output().unwrap();
    let (code, out, err) = told(&output);
    assert_eq!((code, out.as_str()), (1, ""));
    assert_eq!(err.lines().count(), 1, "{err}");
    assert!(err.starts_with("窗口没有打开"), "{err}");
}

/// What is foreign in it: a path, a word of the toolkit. The name of the program and its option are its own.
pub fn foreign(text: &str) -> String {
    let told = text.replace("taizhang --help", "");
    told.chars().filter(|c| c.is_ascii_alphabetic() || *c == '/').collect()
}

#[test]
fn a_wrong_date_is_told_with_how_a_date_is_written() {
    let folder = tempfile::tempdir().unwrap();
    told(&run(&["init"], folder.path(), None));
    for date in ["2026/11/24", "昨天", "20261124", ""] {
        let (code, out, err) = told(&run(&["log", "--since", date], folder.path(), None));
        assert_eq!((code, out.as_str()), (2, ""), "{date}");
        assert!(err.contains("日期写作年-月-日，如 2026-11-24"), "{date}: {err}");
    }
    let (code, _, err) = told(&run(&["as-of", "2026-02-30"], folder.path(), None));
    assert_eq!(code, 2);
    assert!(err.contains("“2026-02-30”不对：没有这一天"), "{err}");
    // What another value may be is told as well.
    let (_, _, err) = told(&run(&["log", "--op", "登记"], folder.path(), None));
    assert!(err.contains("登记账号、"), "{err}");
}

#[test]
fn a_paper_is_never_written_over_a_data_file() {
    let folder = tempfile::tempdir().unwrap();
    told(&run(&["init"], folder.path(), None));
    told(&run(&["load", "-"], folder.path(), Some(SAMPLE)));
    let before = std::fs::read(folder.path().join("台账.taizhang")).unwrap();
    for option in ["--pdf", "--xlsx"] {
        let (code, _, err) = told(&run(&["form2", "SQ-2026-0001", option, "台账.taizhang"], folder.path(), None));
        assert_eq!(code, 2);
        assert!(err.starts_with("这是数据文件"), "{err}");
    }
    assert_eq!(std::fs::read(folder.path().join("台账.taizhang")).unwrap(), before);
    let same = &["form2", "SQ-2026-0001", "--pdf", "x", "--xlsx", "x"];
    assert_eq!(told(&run(same, folder.path(), None)).0, 2, "one file cannot be both");
}

#[test]
fn a_full_standard_output_does_not_undo_what_was_loaded() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    told(&run(&["init"], folder.path(), None));
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    std::fs::write(folder.path().join("d.json"), r#"{"applications":[{}]}"#).unwrap();
    let mut command = taizhang();
    command.args(["--file", "台账.taizhang", "load", "d.json"]).current_dir(folder.path());
    let output = command.stdout(full()).output().unwrap();
    let (code, _, err) = told(&output);
    assert_eq!(code, 1);
    assert!(err.contains("操作本身已经完成，不要重做"), "{err}");
    let mut command = taizhang();
    command.args(["--file", "没有", "dump"]).current_dir(folder.path());
    assert_eq!(command.stderr(full()).status().unwrap().code(), Some(1), "and no panic where even the errors are full");
}

#[test]
fn the_ledger_is_listed_taken_back_and_verified() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    told(&run(&["init"], here, None));
    assert_eq!(told(&run(&["undo"], here, None)).0, 1, "nothing to take back");
    told(&run(&["load", "-"], here, Some(SAMPLE)));
    assert_eq!(told(&run(&["undo"], here, None)), (0, "已撤销：载入数据（41条记录）\n".into(), String::new()));
    assert_eq!(told(&run(&["redo"], here, None)), (0, "已重做：载入数据\n".into(), String::new()));
    let (code, lines, _) = told(&run(&["log"], here, None));
    let entries = lines.lines().filter(|line| !line.starts_with(' '));
    assert_eq!((code, entries.count()), (0, 3));
    assert!(lines.starts_with("1　2026-11-24　") && lines.contains("　载入数据　经手 "), "{lines}");
    let (_, json, _) = told(&run(&["log", "--since", "2026-11-24", "--json"], here, None));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let changes: Vec<usize> =
        json.as_array().unwrap().iter().map(|it| it["changes"].as_array().unwrap().len()).collect();
    assert_eq!(changes, [41, 41, 41]);
    assert_eq!(told(&run(&["log", "--since", "2026-11-25"], here, None)).1, "");
    let (code, verdict, _) = told(&run(&["verify"], here, None));
    assert_eq!(code, 0);
    let fingerprint = verdict.trim().rsplit(' ').next().unwrap().to_owned();
    assert_eq!(fingerprint.len(), 64);
    assert_eq!(told(&run(&["verify", "--fingerprint", &fingerprint], here, None)).0, 0);
    let (code, out, err) = told(&run(&["verify", "--fingerprint", &"0".repeat(64)], here, None));
    assert_eq!((code, out.as_str()), (5, ""));
    assert!(err.contains("末尾被截去"), "{err}");
}

#[test]
fn a_day_that_does_not_fit_the_ledger_is_said_on_standard_error() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let early = |day: &str| told(&run_on(day, &["todo"], here, None)).2;
    told(&run(&["init"], here, None));
    assert_eq!(early("2026-11-20"), "", "nothing is written yet");
    told(&run(&["load", "-"], here, Some(SAMPLE)));
    let doubt = "今天是2026年11月20日，台账最后一次登记是2026年11月24日，请核对电脑的日期\n";
    assert_eq!(early("2026-11-20"), doubt);
    assert_eq!(early("2027-01-23"), "");
    assert!(early("2027-01-24").contains("请核对电脑的日期"));
}
