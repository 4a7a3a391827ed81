//! Every write and every sync of an errand fails once, and the program is killed at each once (`strace`): what was
//! reported done is there, what was not is there whole or not at all, and the file opens and verifies.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use taizhang::model::backup::BackupName;
use taizhang::ops::{Office, Restoration};
use taizhang::store::Access;

use super::support::{bytes, good_form, output, sample_office, skip, today, tool};

/// What writes, and what makes a write last.
const CALLS: [&str; 10] =
    ["pwrite64", "write", "fsync", "fdatasync", "ftruncate", "unlink", "rename", "renameat2", "linkat", "unlinkat"];
/// What happens at the call.
const FAULTS: [&str; 3] = ["signal=KILL", "error=ENOSPC", "error=EIO"];

/// A data file, its state before and after the errand, and what the errand is.
struct Case {
    folder: tempfile::TempDir,
    arguments: Vec<String>,
    before: String,
    after: String,
    /// The papers that it writes, by their names.
    papers: BTreeMap<PathBuf, Vec<u8>>,
}

/// What a sweep counted.
#[derive(Debug, Default, PartialEq, Eq)]
struct Count {
    /// Faults that were made.
    faults: usize,
    /// Of these, the program was killed.
    killed: usize,
    /// Of these, it said in words what was not done.
    told: usize,
    /// Of these, it did what was asked all the same.
    done: usize,
    /// Of those that were not reported done, how many were there whole all the same.
    there: usize,
}

fn dump(file: &Path) -> String {
    state(&Office::open(file, Access::Write).unwrap_or_else(|error| panic!("{}：{error}", file.display())))
}

/// All that an office holds; its scans are no part of its document.
fn state(office: &Office) -> String {
    format!("{}\n{:?}", office.dump().unwrap(), office.register().attachments)
}

fn data(folder: &Path) -> PathBuf {
    folder.join("台账.taizhang")
}

/// A table of accounts to import.
const ACCOUNTS: &str =
    "系统,账号名,使用人,角色\n中介超市服务平台,qintt9,秦天天,普通用户\n工程建设管理平台,xiaoman,陈小满,系统管理员\n";

/// The papers of a leaving or a filing, by their names. What bears another name is no paper: it was being written.
fn papers(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let Ok(entries) = std::fs::read_dir(folder.join(PAPERS)) else { return BTreeMap::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    let named = paths.filter(|path| !path.file_name().unwrap().to_str().unwrap().starts_with(".taizhang-"));
    named.map(|path| (path.file_name().unwrap().into(), bytes(&path))).collect()
}

/// An office with a form more than the sample has, a backup of it without that form, and an errand on it.
fn case(arguments: &[&str]) -> Case {
    let mut scratch = sample_office();
    let moment = taizhang::model::Moment { day: today(), second: 9 * 3600 };
    let folder = tempfile::tempdir().unwrap();
    let backup = scratch.office.back_up(&scratch.folder.path().join("b"), moment).unwrap();
    std::fs::copy(backup.path(), folder.path().join("备份.taizhang")).unwrap();
    scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    drop(scratch.office);
    std::fs::copy(&scratch.file, data(folder.path())).unwrap();
    let three = r#"{"applications":[{"number":null,"description":"一"},{"number":null},{"number":null}]}"#;
    std::fs::write(folder.path().join("三张.json"), three).unwrap();
    std::fs::write(folder.path().join("账号.csv"), ACCOUNTS).unwrap();
    image::RgbImage::from_fn(90, 120, |x, y| image::Rgb([(x * y) as u8; 3]))
        .save(folder.path().join("签字.png"))
        .unwrap();
    let before = dump(&data(folder.path()));
    let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
    let mut case = Case { folder, arguments, before, after: String::new(), papers: BTreeMap::new() };
    let done = case.copy();
    output(&mut case.command(done.path(), None));
    case.after = dump(&data(done.path()));
    case.papers = papers(done.path());
    assert_eq!(case.before == case.after, case.arguments[0] == "backup", "{:?} changes something", case.arguments);
    case
}

impl Case {
    /// The case in a folder of its own.
    fn copy(&self) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in ["台账.taizhang", "备份.taizhang", "三张.json", "账号.csv", "签字.png"] {
            std::fs::copy(self.folder.path().join(name), folder.path().join(name)).unwrap();
        }
        folder
    }

    /// The errand in a folder, under `strace` where a fault is to be made.
    fn command(&self, folder: &Path, inject: Option<&str>) -> Command {
        let program = env!("CARGO_BIN_EXE_taizhang");
        let mut command = match inject {
            None => Command::new(program),
            Some(inject) => {
                let mut command = Command::new("strace");
                command.args(["-f", "-qq", "-o", "strace", "-e", "signal=none"]).args(inject.split(' ')).arg(program);
                command
            }
        };
        command.args(["--today", "2026-11-24", "--file", "台账.taizhang"]).args(&self.arguments).current_dir(folder);
        command
    }

    /// How often the errand makes each call.
    fn points(&self) -> Vec<(&'static str, usize)> {
        let folder = self.copy();
        let calls = CALLS.join(",");
        output(&mut self.command(folder.path(), Some(&format!("-e trace={calls}"))));
        let log = std::fs::read_to_string(folder.path().join("strace")).unwrap();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for line in log.lines() {
            let call = line.split_whitespace().nth(1).and_then(|rest| rest.split('(').next()).unwrap_or("");
            if let Some(call) = CALLS.into_iter().find(|known| *known == call) {
                *counts.entry(call).or_default() += 1;
            }
        }
        assert!(counts["pwrite64"] > 10 && (counts.contains_key("fsync") || counts.contains_key("fdatasync")), "{log}");
        counts.into_iter().flat_map(|(call, count)| (1..=count).map(move |nth| (call, nth))).collect()
    }

    /// Makes every `step`th fault.
    fn sweep(&self, step: usize) -> Count {
        let mut count = Count::default();
        let points = self.points();
        let faults = points.iter().flat_map(|point| FAULTS.into_iter().map(move |fault| (*point, fault)));
        for ((call, nth), fault) in faults.step_by(step) {
            let folder = self.copy();
            let inject = format!("-e trace={call} -e inject={call}:{fault}:when={nth}");
            let told = self.command(folder.path(), Some(&inject)).output().unwrap();
            let place = format!("{:?} {call} {nth} {fault}", self.arguments);
            let log = std::fs::read_to_string(folder.path().join("strace")).unwrap();
            assert!(fault == FAULTS[0] || log.contains("(INJECTED)"), "{place}: no fault was made");
            count.faults += 1;
            match told.status.code() {
                Some(0) => count.done += 1,
                Some(1) => {
                    count.told += 1;
                    let words = String::from_utf8(told.stderr).unwrap();
                    assert!(words.contains("没有") && !words.contains("panic"), "{place}: {words}");
                }
                code => {
                    assert!(code.is_none() || code == Some(137), "{place}: {code:?}");
                    count.killed += 1;
                }
            }
            let reported = told.status.success();
            let there = self.judge(folder.path(), reported, &place);
            count.there += usize::from(there && !reported);
        }
        assert!(count.killed > 0 && count.told > 0, "{count:?}");
        count
    }

    /// Whether what the errand does is there; it must be there where that was reported.
    fn judge(&self, folder: &Path, reported: bool, place: &str) -> bool {
        assert_eq!(bytes(&folder.join("备份.taizhang")), bytes(&self.folder.path().join("备份.taizhang")), "{place}");
        // A reader comes first: it has to get past what was left behind.
        Office::open(&data(folder), Access::Read).unwrap_or_else(|error| panic!("{place}：{error}"));
        let office = Office::open(&data(folder), Access::Write).unwrap_or_else(|error| panic!("{place}：{error}"));
        assert_eq!(office.verify(None).unwrap().broken, None, "{place}");
        let state = state(&office);
        drop(office);
        let is_done = if self.arguments[0] == "backup" {
            assert_eq!(state, self.before, "{place}");
            let made: Vec<PathBuf> = std::fs::read_dir(folder.join("b"))
                .map_or_else(|_| Vec::new(), |entries| entries.map(|entry| entry.unwrap().path()).collect());
            let named = |path: &&PathBuf| BackupName::parse(path.file_name().unwrap().to_str().unwrap()).is_some();
            let backups: Vec<&PathBuf> = made.iter().filter(named).collect();
            for backup in &backups {
                let whole = Restoration::of(backup, &folder.join("别处.taizhang"));
                let whole = whole.unwrap_or_else(|error| panic!("{place}：{error}"));
                assert_eq!(whole.register().applications.len(), 5, "{place}");
            }
            !backups.is_empty()
        } else {
            assert!(state == self.before || state == self.after, "{place}: half-written");
            state == self.after
        };
        assert!(is_done || !reported, "{place}: reported done and lost");
        let papers = papers(folder);
        for (name, content) in &papers {
            assert!(self.papers.get(name) == Some(content), "{place}: {} is half-written", name.display());
        }
        assert!(!reported || papers.len() == self.papers.len(), "{place}: reported done, and a paper is missing");
        if self.arguments[0] == "restore" && is_done {
            let kept = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
            let kept = kept.filter(|path| path.to_str().unwrap().contains("恢复前")).collect::<Vec<_>>();
            assert_eq!(kept.len(), 1, "{place}");
            assert_eq!(dump(&kept[0]), self.before, "{place}");
        }
        is_done
    }
}

/// Whether faults can be made here; says so where not.
fn can_inject() -> bool {
    let Some(mut strace) = tool("strace") else { return false };
    let tried = strace.args(["-f", "-qq", "-o", "/dev/null", "-e", "inject=fsync:error=EIO", "true"]).output().unwrap();
    if !tried.status.success() {
        let why = String::from_utf8_lossy(&tried.stderr).trim().to_owned();
        assert!(std::env::var_os("CI").is_none(), "CI 应能用 strace 制造故障：{why}");
        skip(&format!("不能用 strace 制造故障（{why}）"));
    }
    tried.status.success()
}

/// Where the papers of a leaving and of a filing go.
const PAPERS: &str = "表";

const ERRANDS: [&[&str]; 8] = [
    &["load", "三张.json"],
    &["undo"],
    &["backup", "b"],
    &["restore", "备份.taizhang", "--yes"],
    &["attach", "SQ-2026-0003", "签字.png"],
    &["import", "账号.csv", "--as", "accounts"],
    &["leave", "郑晓东", "--on", "2026-10-30", "--handed-over", "2026-11-13", "--out", PAPERS],
    &[
        "file",
        "公共资源交易管理科",
        "--period",
        "2026Q4",
        "--signed-on",
        "2026-11-20",
        "--reason",
        "授权文件在档案室",
        "--out",
        PAPERS,
    ],
];

/// Before 重做 there must be something taken back.
fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = ERRANDS.iter().map(|arguments| case(arguments)).collect();
    let mut redo = case(&["undo"]);
    output(&mut redo.command(redo.folder.path(), None));
    std::mem::swap(&mut redo.before, &mut redo.after);
    redo.arguments = vec!["redo".into()];
    cases.push(redo);
    cases
}

/// Every so many-th fault in `cargo test`. No multiple of the number of faults, so that each kind has its turn.
const SHORT: usize = 20;

#[test]
fn a_write_or_sync_that_fails_loses_nothing_that_was_reported_done() {
    if can_inject() {
        for case in cases() {
            case.sweep(SHORT);
        }
    }
}

/// For `.ci/run`: every write and sync of every errand, three times.
#[test]
#[ignore = "minutes; the short sweep above takes every twentieth"]
fn every_write_and_every_sync_fails_once_and_is_the_last_once() {
    if !can_inject() {
        return;
    }
    for case in cases() {
        let count = case.sweep(1);
        tell(&format!("{:?}: {count:?}", case.arguments));
    }
}

/// Tells a figure past the capture of the test runner.
#[allow(clippy::explicit_write)] // the printing macros are what the runner captures
fn tell(figure: &str) {
    use std::io::Write;
    writeln!(std::io::stderr(), "{figure}").unwrap();
}
