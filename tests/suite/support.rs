//! What several tests need: a day, an office in a folder of its own, the tools of others.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant, SystemTime};

use serde_json::Value;
use taizhang::model::*;
use taizhang::ops::{Handling, Office, Signatures};
use taizhang::rules::leaving::Leaving;
use taizhang::rules::sample::Population;
use taizhang::store::Access;

/// The sample office of the project.
pub const SAMPLE: &str = include_str!("../../assets/示例数据.json");

/// A day by its ISO form.
pub fn day(iso: &str) -> Day {
    Day::from_iso(iso).unwrap()
}

/// The day on which the tests play.
pub fn today() -> Day {
    day("2026-11-24")
}

/// An office in a folder that goes with it.
pub struct Scratch {
    pub folder: tempfile::TempDir,
    pub file: PathBuf,
    pub office: Office,
}

/// A folder that goes with the test, called by numbers alone: letters by chance are `pwd…` one day, which no ledger keeps
/// as the name of a folder (第二十五条).
pub fn scratch_folder() -> tempfile::TempDir {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_nanos();
    let name = format!("t-{}-{}-{now}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    tempfile::Builder::new().prefix(&name).rand_bytes(0).tempdir().unwrap()
}

/// An empty office.
pub fn empty_office() -> Scratch {
    let folder = scratch_folder();
    let file = folder.path().join("台 账.taizhang");
    Office::create(&file).unwrap();
    let office = Office::open(&file, Access::Write).unwrap();
    Scratch { folder, file, office }
}

/// The sample office.
pub fn sample_office() -> Scratch {
    let mut scratch = empty_office();
    scratch.office.load(SAMPLE, today()).unwrap();
    scratch
}

/// A form that nothing is wrong with.
pub fn good_form() -> Values {
    Values::default()
        .with(Field::Kind, "用户账号")
        .with(Field::Action, "新增")
        .with(Field::Applicant, "秦天天")
        .with(Field::DepartmentAndPost, "政务服务科 科员")
        .with(Field::AppliedOn, "2026年11月24日")
        .with(Field::Contact, "0356-2000011")
        .with(Field::System, "一体化政务服务平台")
        .with(Field::Description, "因窗口轮岗，申请开通受理权限。")
        .with(Field::Category, "受理")
}

/// Says that something is skipped, and why: past the capture of the test runner, which would show it only where
/// the test fails.
#[allow(clippy::explicit_write)] // the printing macros are what the runner captures
pub fn skip(why: &str) {
    use std::io::Write;
    writeln!(std::io::stderr(), "跳过：{why}").unwrap();
}

/// A tool of others as a command; where the machine lacks it, the test says so by name and is skipped. In CI
/// nothing is skipped. Those tools judge the papers and files on Linux; on Windows they would judge the same bytes.
pub fn tool(name: &str) -> Option<Command> {
    if cfg!(windows) {
        skip(&format!("{name} 只在 Linux 上对照"));
        return None;
    }
    let found = std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(name).is_file()));
    if !found {
        assert!(std::env::var_os("CI").is_none(), "CI 应已安装 {name}");
        skip(&format!("这台机器没有 {name}"));
    }
    found.then(|| Command::new(name))
}

/// How long anything may take to come: a machine that is slow, or does other work as well, is told so.
pub fn patience() -> Duration {
    Duration::from_secs(std::env::var("TAIZHANG_PATIENCE").map_or(40, |seconds| seconds.parse().unwrap()))
}

/// Waits until something is there, and gives up where it never comes.
pub fn wait_for<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let (started, mut pause) = (Instant::now(), Duration::from_millis(5));
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(started.elapsed() < patience(), "等不到{what}");
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(100));
    }
}

/// What a command prints; it must succeed.
pub fn output(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The program under test.
pub fn taizhang() -> Command {
    Command::new(env!("CARGO_BIN_EXE_taizhang"))
}

/// The sample office as a file.
pub fn sample(folder: &Path) -> PathBuf {
    output(taizhang().args(["--today", "2026-11-24", "demo"]).arg(folder));
    folder.join("示例数据.taizhang")
}

/// A form as the program's own dump tells it.
pub fn kept(file: &Path, number: &str) -> Value {
    let dump: Value = serde_json::from_str(&output(taizhang().arg("--file").arg(file).arg("dump"))).unwrap();
    let forms = dump["applications"].as_array().unwrap();
    forms.iter().find(|form| form["number"] == number).unwrap().clone()
}

/// The file's bytes.
pub fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

/// A form that is saved, printed and signed on a day.
pub fn signed(office: &mut Office, form: &Values, on: Day) -> ApplicationId {
    let id = office.file_application(form, None, None, on).unwrap();
    office.print_applications(&[id], on).unwrap();
    let signed = Signatures {
        department_head: "李建国".into(),
        system_head: String::new(),
        reviewed_on: Some(on),
        leader: "王志强".into(),
        approved_on: Some(on),
    };
    office.sign_application(id, &signed, on).unwrap();
    id
}

/// A form on its whole way: saved, printed, signed and carried out on `on`. Returns its number.
pub fn carried_out(office: &mut Office, form: &Values, account: &str, on: &str) -> String {
    let on = day(on);
    let id = signed(office, form, on);
    let handling = Handling {
        operator: "陈小满".into(),
        handled_on: Some(on),
        outcome: "已办理。".into(),
        account: account.into(),
        reason: String::new(),
    };
    office.complete_application(id, &handling, on).unwrap();
    office.register().get::<Application>(id).unwrap().number.clone()
}

/// For how many minutes the long forms of the random tests are to run; nothing where nobody asked for them.
pub fn fuzz_minutes() -> Option<u64> {
    std::env::var("TAIZHANG_FUZZ_MINUTES").ok()?.parse().ok()
}

/// A round of 巡检 that is finished, every account kept but a leaver's. Returns its number.
pub fn a_round(office: &mut Office) -> String {
    let system = office.register().system_named("工程建设管理平台").unwrap();
    let id = office.begin_inspection(system, today()).unwrap();
    let rows = office.register().rows_of_inspection(id);
    let answer = |account| match office.register().get::<Account>(account).unwrap().account.as_str() {
        "zhengxd" => Judgement::Disable,
        _ => Judgement::Keep,
    };
    let answers: Vec<_> = rows.iter().map(|row| (row.account, answer(row.account), String::new())).collect();
    office.judge_accounts(id, &answers, today()).unwrap();
    office.finish_inspection(id, today()).unwrap();
    Subject::Inspection(id).name(office.register())
}

/// A sample of three accounts. Returns its number.
pub fn a_sample(office: &mut Office) -> String {
    let id = office.draw_sample(Population::default(), 3, 7, today()).unwrap();
    Subject::Sample(id).name(office.register())
}

/// The 书面通知 of 郑晓东, who has left: one by each route. Returns their numbers.
pub fn notices(office: &mut Office, on: Day) -> Vec<String> {
    let leaving = Leaving {
        person: office.person_called("郑晓东").unwrap(),
        left_on: day("2026-10-30"),
        handed_over_on: Some(day("2026-11-13")),
        by: None,
        disposal: Disposal::Disable,
        successors: BTreeMap::new(),
    };
    let left = office.staff_leaves(&leaving, on).unwrap();
    left.notices.iter().map(|id| office.register().get::<Notice>(*id).unwrap().number.clone()).collect()
}
