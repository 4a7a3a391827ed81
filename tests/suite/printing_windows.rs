//! 打印 on Windows: what the program that stands for PDF files is asked, and what becomes of the forms.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, MutexGuard, PoisonError};

use taizhang::printing::{Job, Printing, Shell};

use super::support::{bytes, kept, output, sample, skip, taizhang, wait_for};

/// Without a blank: Wine hands on what stands before it, and no more.
const HERE: &str = "三楼打印机";
const THERE: &str = "二楼";
const PRINTERS: &str = r"HKLM\System\CurrentControlSet\Control\Print\Printers";
const DEFAULT: &str = r"HKCU\Software\Microsoft\Windows NT\CurrentVersion\Windows";
/// What Wine has for PDF files: it opens them, and prints none.
const VERBS: &str = r"HKLM\Software\Classes\pdffile\shell";

/// Notes each job in a folder of its own, however many come at once: the file, named after the printer.
const NOTES: &str = "@echo off\r\nset n=0\r\n:next\r\nset /a n=n+1 >nul\r\n\
    md \"%~dp0%n%\" 2>nul || goto next\r\ncopy /b \"%~1\" \"%~dp0%n%\\printed on %~2.pdf\" >nul\r\n";

/// What no reader is to see.
const REFUSED: &[u8] = b"%PDF for nobody";

/// There is one registry for all tests.
static REGISTRY: Mutex<()> = Mutex::new(());

/// Two printers and a PDF reader that knows some of the verbs that print, as long as the test takes.
struct Desk {
    folder: tempfile::TempDir,
    _alone: MutexGuard<'static, ()>,
}

fn registry(arguments: &[&str]) -> bool {
    Command::new("reg").args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success()
}

fn set(key: &str, name: Option<&str>, value: &str) {
    let name = name.map_or(vec!["/ve"], |name| vec!["/v", name]);
    assert!(registry(&[&["add", key, "/f", "/d", value][..], &name].concat()), "{key}");
}

impl Desk {
    /// Only under Wine: on somebody's own Windows it would change what opens their PDF files.
    fn start(verbs: &[&str]) -> Option<Self> {
        let alone = REGISTRY.lock().unwrap_or_else(PoisonError::into_inner);
        if !registry(&["query", r"HKCU\Software\Wine"]) {
            skip("只在 Wine 里改注册表");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let notes = folder.path().join("读 者.cmd");
        std::fs::write(&notes, NOTES).unwrap();
        for printer in [THERE, HERE] {
            set(&format!(r"{PRINTERS}\{printer}"), Some("Name"), printer);
        }
        set(DEFAULT, Some("Device"), &format!("{HERE},winspool,LPT1:"));
        for verb in verbs {
            let printer = if *verb == "printto" { "%2" } else { "the default" };
            let command = format!("\"{}\" \"%1\" \"{printer}\"", notes.display());
            set(&format!(r"{VERBS}\{verb}\command"), None, &command);
        }
        Some(Self { folder, _alone: alone })
    }

    /// The jobs, once there are as many: the printer and the bytes of each.
    fn jobs(&self, count: usize, size: usize) -> Vec<(String, Vec<u8>)> {
        let job = |number: usize| -> Option<(String, Vec<u8>)> {
            let file = std::fs::read_dir(self.folder.path().join(number.to_string())).ok()?.next()?.ok()?;
            let bytes = std::fs::read(file.path()).ok().filter(|bytes| bytes.len() >= size)?;
            let name = file.file_name().into_string().unwrap();
            Some((name.strip_prefix("printed on ")?.strip_suffix(".pdf")?.to_owned(), bytes))
        };
        let jobs = wait_for("打印任务", || (1..=count).map(job).collect::<Option<Vec<_>>>());
        assert!(!self.folder.path().join((count + 1).to_string()).exists(), "more jobs than were asked for");
        jobs
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        for verb in ["print", "printto"] {
            registry(&["delete", &format!(r"{VERBS}\{verb}"), "/f"]);
        }
        registry(&["delete", DEFAULT, "/v", "Device", "/f"]);
        for printer in [HERE, THERE] {
            registry(&["delete", &format!(r"{PRINTERS}\{printer}"), "/f"]);
        }
    }
}

fn job(printer: Option<&str>, copies: u32) -> Job {
    Job { printer: printer.map(str::to_owned), copies, two_sided: false, title: "SQ-2026-0004_申请表".into() }
}

fn refusal(job: &Job) -> String {
    Shell.print(REFUSED, job, &AtomicBool::new(false)).unwrap_err().to_string()
}

fn program(file: &Path) -> Command {
    let mut program = taizhang();
    program.arg("--file").arg(file).args(["--today", "2026-11-24"]);
    program
}

fn drawn(file: &Path, number: &str) -> Vec<u8> {
    let pdf: PathBuf = file.with_extension("pdf");
    output(program(file).args(["form2", number, "--pdf"]).arg(&pdf));
    bytes(&pdf)
}

#[test]
fn the_reader_gets_the_pdf_byte_by_byte_as_often_as_asked_for_the_printer_that_was_named() {
    let Some(desk) = Desk::start(&["print", "printto"]) else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = sample(folder.path());
    let number = "SQ-2026-0004";
    assert_eq!(kept(&file, number)["state"], "草稿");
    let pdf = drawn(&file, number);
    let told = output(program(&file).args(["print", number, "--printer", THERE, "--copies", "3"]));
    assert_eq!(told, format!("已送往{THERE}，3份\n"));
    assert_eq!(desk.jobs(3, pdf.len()), vec![(THERE.to_owned(), pdf.clone()); 3]);
    assert_eq!(kept(&file, number)["state"], "已打印待签");
    let told = output(program(&file).args(["print", number]));
    assert_eq!(told, "已送往默认打印机，1份\n");
    assert_eq!(desk.jobs(4, pdf.len())[3], (HERE.to_owned(), pdf));
}

#[test]
fn a_reader_that_can_be_told_no_printer_prints_on_the_default_alone() {
    let Some(desk) = Desk::start(&["print"]) else { return };
    let accepted = Shell.print(b"%PDF", &job(Some(HERE), 1), &AtomicBool::new(false)).unwrap();
    assert_eq!(accepted.job, None);
    assert_eq!(desk.jobs(1, 4), [("the default".to_owned(), b"%PDF".to_vec())]);
    let told = refusal(&job(Some(THERE), 1));
    assert!(told.contains("没有能在打印机“二楼”上打印 PDF 的程序") && told.contains("请选默认打印机"), "{told}");
    desk.jobs(1, 4);
}

#[test]
fn a_job_that_nobody_takes_leaves_the_form_a_draft_and_says_what_to_do() {
    let Some(_desk) = Desk::start(&[]) else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = sample(folder.path());
    let told = program(&file).args(["print", "SQ-2026-0004"]).output().unwrap();
    assert_eq!((told.status.code(), told.stdout.len()), (Some(1), 0));
    let told = String::from_utf8(told.stderr).unwrap();
    assert!(told.contains("没有能打印 PDF 的程序接收任务") && told.contains("请装一个 PDF 阅读器"), "{told}");
    assert!(told.contains("表的状态没有改动"), "{told}");
    let told = refusal(&job(Some("没有这台"), 1));
    assert!(told.contains("找不到打印机“没有这台”"), "{told}");
    let told = refusal(&Job { two_sided: true, ..job(None, 1) });
    assert!(told.contains("不能让这里的打印机双面打印"), "{told}");
    let told = refusal(&job(None, 1));
    assert!(told.contains("没有能打印 PDF 的程序接收任务"), "{told}");
    let left = std::fs::read_dir(std::env::temp_dir().join("taizhang")).unwrap();
    let left = left.flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap());
    assert!(left.flatten().all(|file| bytes(&file.path()) != REFUSED), "the file of a refused job is left");
    assert_eq!(kept(&file, "SQ-2026-0004")["state"], "草稿");
}

#[test]
fn the_printers_are_those_of_windows_the_default_first() {
    let Some(_desk) = Desk::start(&[]) else { return };
    let printers = Shell.printers().unwrap();
    assert_eq!(printers.names, [HERE, THERE]);
    assert_eq!(printers.default.as_deref(), Some(HERE));
    assert!(!printers.sets_sides);
    registry(&["delete", DEFAULT, "/v", "Device", "/f"]);
    assert_eq!(Shell.printers().unwrap().default, None);
    let told = refusal(&job(None, 1));
    assert!(told.contains("没有设定默认打印机"), "{told}");
}
