//! 意外中断: a panic leaves a report without personal data beside the data file, and the next start says so.

use std::path::{Path, PathBuf};
use std::process::Command;

use taizhang::crash;
use taizhang::model::Moment;

use super::support::today;

/// Set for the process that is to panic: the folder of its reports.
const FOLDER: &str = "TAIZHANG_CRASH_FOLDER";

/// Panics in a process of its own, since the hook is the whole process's.
fn crashed(folder: &Path, how: &str) {
    let program = std::env::current_exe().unwrap();
    let mut command = Command::new(program);
    command.args(["--ignored", "--exact", "crash::panics_in_a_process_of_its_own", "--nocapture"]);
    let output = command.env(FOLDER, folder).env("TAIZHANG_CRASH", how).output().unwrap();
    let told = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap()).concat();
    assert!(!told.contains("panicked") && !told.contains("秦天天"), "{told}");
    assert!(told.contains("程序意外中断"), "{told}");
}

#[test]
#[ignore = "the process that the tests below start"]
fn panics_in_a_process_of_its_own() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    crash::watch(Some(PathBuf::from(folder)), || Moment { day: today(), second: 17 * 3600 + 30 * 60 });
    let how = std::env::var("TAIZHANG_CRASH").unwrap();
    let name = "秦天天".to_owned();
    let outcome = crash::guarded(|| match how.as_str() {
        "slice" => name[1..].len(),
        // A reader of foreign files that stumbles: nothing has happened to the program.
        "contained" => panic!("the list was empty{}", crash::contained(|| name[1..].len()).map_or("", |_| "?")),
        "message" => panic!("没有{name}这个人"),
        _ => panic!("the list was empty"),
    });
    crash::unwatch();
    println!("{}", outcome.unwrap_err());
}

fn reports(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn a_report_tells_where_and_never_of_whom() {
    for how in ["slice", "message", "literal"] {
        let folder = tempfile::tempdir().unwrap();
        crashed(folder.path(), how);
        let found = reports(folder.path());
        assert_eq!(found, [folder.path().join("意外中断_2026-11-24_173000.txt")]);
        let report = std::fs::read_to_string(&found[0]).unwrap();
        assert!(report.contains("tests/suite/crash.rs:"), "{report}");
        assert!(report.contains(env!("CARGO_PKG_VERSION")) && report.contains("2026年11月24日 17:30"), "{report}");
        assert!(!report.contains("秦天天") && !report.contains("天天"), "{report}");
        assert_eq!(report.contains("the list was empty"), how == "literal", "{report}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&found[0]).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}

#[test]
fn a_reader_that_stumbles_over_a_broken_file_leaves_no_report_and_what_comes_after_it_does() {
    let folder = tempfile::tempdir().unwrap();
    crashed(folder.path(), "contained");
    let found = reports(folder.path());
    assert_eq!(found.len(), 1);
    let report = std::fs::read_to_string(&found[0]).unwrap();
    assert!(report.contains("（运行中拼成的文字"), "the panic behind the contained one: {report}");
}

#[test]
fn a_report_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(crash::untold(folder.path()), None);
    crashed(folder.path(), "literal");
    let told = crash::untold(folder.path()).unwrap();
    assert!(told.is_file() && told.to_str().unwrap().ends_with("意外中断_2026-11-24_173000_已告知.txt"), "{told:?}");
    assert_eq!(crash::untold(folder.path()), None);
    assert_eq!(reports(folder.path()), [told]);
}
