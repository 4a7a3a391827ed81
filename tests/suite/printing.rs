//! 打印: what a real cupsd is sent, and what becomes of the forms.

use std::net::TcpListener;
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use taizhang::model::*;
use taizhang::papers::{PageRange, PaperKey, job_pdf, lay_out};
use taizhang::printing::{Cups, Job, Printing};

use super::cups::{PrintService, SINK};
use super::support::{bytes, kept, output, sample, sample_office, taizhang, today, tool};

fn cups(server: &str) -> Cups {
    Cups { server: Some(server.to_owned()), ..Cups::default() }
}

fn job(printer: &str) -> Job {
    Job { printer: Some(printer.to_owned()), copies: 1, two_sided: false, title: "SQ-2026-0004_申请表".into() }
}

/// Whether `part` stands in `whole`.
fn holds(whole: &[u8], part: &str) -> bool {
    whole.windows(part.len()).any(|window| window == part.as_bytes())
}

#[test]
fn the_printer_gets_the_pdf_byte_by_byte_as_often_as_asked_and_the_form_counts_as_printed() {
    let Some(service) = PrintService::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = sample(folder.path());
    let number = "SQ-2026-0004";
    assert_eq!(kept(&file, number)["state"], "草稿");
    let program = || {
        let mut program = taizhang();
        service.on(&mut program).arg("--file").arg(&file).args(["--today", "2026-11-24"]);
        program
    };
    let pdf = folder.path().join("同一张.pdf");
    output(program().args(["form2", number, "--pdf"]).arg(&pdf));
    let told = output(program().args(["print", number, "--printer", SINK, "--copies", "3", "--two-sided"]));
    assert_eq!(told, format!("已送往{SINK}（任务{SINK}-1），3份\n"));
    assert_eq!(service.job(), bytes(&pdf).repeat(3));
    assert_eq!(kept(&file, number)["state"], "已打印待签");
    let control = service.control(1);
    for told in ["two-sided-long-edge", "A4", "SQ-2026-0004_信息系统账号申请（注销）表"] {
        assert!(holds(&control, told), "{told}");
    }
    assert!(service.is_idle());
}

#[test]
fn a_job_that_is_refused_leaves_the_form_a_draft_and_says_what_to_do() {
    let Some(service) = PrintService::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = sample(folder.path());
    service.reject();
    let print = |server: &str, printer: &str| {
        let mut program = taizhang();
        program.env("CUPS_SERVER", server).arg("--file").arg(&file);
        let told = program.args(["print", "SQ-2026-0004", "--printer", printer]).output().unwrap();
        assert_eq!((told.status.code(), told.stdout.len()), (Some(1), 0));
        String::from_utf8(told.stderr).unwrap()
    };
    let told = print(&service.server, SINK);
    assert!(told.contains("现在不接收任务") && told.contains("表的状态没有改动。请换一台打印机"), "{told}");
    // No printer named and none set: what `lp` says in English is told in Chinese.
    let error = cups(&service.server).print(b"%PDF", &Job { printer: None, ..job(SINK) }, &AtomicBool::new(false));
    let told = error.unwrap_err().to_string();
    assert!(told.contains("没有设定默认打印机") && !told.to_lowercase().contains("error"), "{told}");
    let told = print(&service.server, "没有这台");
    assert!(told.contains("找不到打印机“没有这台”"), "{told}");
    // Nobody listens on the port of a service that is gone.
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let told = print(&gone, SINK);
    assert!(told.contains("打印服务没有运行"), "{told}");
    assert_eq!(kept(&file, "SQ-2026-0004")["state"], "草稿");
    assert!(service.is_idle());
}

#[test]
fn the_printers_are_those_of_the_service() {
    let Some(service) = PrintService::start() else { return };
    let printers = cups(&service.server).printers().unwrap();
    assert_eq!((printers.names, printers.default), (vec![SINK.to_owned()], Some(SINK.to_owned())));
    assert!(printers.sets_sides);
}

#[test]
fn a_print_service_that_never_answers_is_given_up_and_can_be_called_off() {
    if tool("lp").is_none() {
        return;
    }
    // It takes the call and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut cups = cups(&silent.local_addr().unwrap().to_string());
    cups.patience = Duration::from_secs(1);
    let started = Instant::now();
    let error = cups.print(b"%PDF", &job(SINK), &AtomicBool::new(false)).unwrap_err();
    assert!(error.to_string().contains("打印服务一直没有回答"), "{error}");
    let error = cups.printers().unwrap_err();
    assert!(error.to_string().contains("打印服务一直没有回答"), "{error}");
    assert!(started.elapsed() < Duration::from_secs(50));
    let started = Instant::now();
    cups.patience = Duration::from_mins(1);
    let error = cups.print(b"%PDF", &job(SINK), &AtomicBool::new(true)).unwrap_err();
    assert!(error.to_string().contains("打印已取消"), "{error}");
    assert!(started.elapsed() < Duration::from_secs(50));
}

#[test]
fn on_both_sides_each_paper_begins_on_a_sheet_of_its_own() {
    let scratch = sample_office();
    let register = scratch.office.register();
    let keys: Vec<PaperKey> = register.applications.keys().take(3).map(|id| PaperKey::Application(*id)).collect();
    let printables: Vec<_> = keys.iter().flat_map(|key| key.printables(register, today()).unwrap()).collect();
    let printouts = lay_out(&printables);
    let Some(mut pdftotext) = tool("pdftotext") else { return };
    let file = scratch.folder.path().join("双面.pdf");
    std::fs::write(&file, job_pdf(&printouts, &PageRange::default(), true, today()).unwrap()).unwrap();
    let text = output(pdftotext.arg(&file).arg("-"));
    // pdftotext ends each page with a form feed.
    let pages: Vec<bool> = text.split_terminator('\u{c}').map(|page| page.contains("SQ-2026-")).collect();
    assert_eq!(pages, [true, false, true, false, true]);
    let second = job_pdf(&printouts, &PageRange::from_typed("2").unwrap(), true, today()).unwrap();
    std::fs::write(&file, second).unwrap();
    let text = output(Command::new("pdftotext").arg(&file).arg("-"));
    assert!(text.contains("SQ-2026-0002") && !text.contains("SQ-2026-0001") && text.matches('\u{c}').count() == 1);
    assert!(job_pdf(&printouts, &PageRange::from_typed("9").unwrap(), false, today()).is_err());
}

#[test]
fn what_a_leaving_makes_is_printed_as_one_job() {
    let mut scratch = sample_office();
    let person = scratch.office.person_called("秦天天").unwrap();
    let leaving = taizhang::rules::leaving::Leaving {
        person,
        left_on: today(),
        handed_over_on: Some(today()),
        by: None,
        disposal: Disposal::Disable,
        successors: std::collections::BTreeMap::new(),
    };
    let key = PaperKey::Leaving(person);
    assert!(key.printables(scratch.office.register(), today()).is_err(), "who stays has no such papers");
    let left = scratch.office.staff_leaves(&leaving, today()).unwrap();
    let names: Vec<String> = key
        .printables(scratch.office.register(), today())
        .unwrap()
        .iter()
        .map(|(_, it)| it.name().to_owned())
        .collect();
    let made = [left.applications.len(), left.cleanups.len(), left.notices.len()];
    assert!(made.iter().all(|count| *count > 0) && names.len() == made.iter().sum::<usize>(), "{made:?} {names:?}");
    scratch.office.note_printed(&[key], today()).unwrap();
    let register = scratch.office.register();
    for id in &left.applications {
        assert_eq!(register.get::<Application>(*id).unwrap().state, ApplicationState::Printed);
    }
    for id in &left.cleanups {
        assert_eq!(register.get::<Cleanup>(*id).unwrap().printed_on, Some(today()));
    }
    // What went to the printer together is taken back together.
    scratch.office.undo(today()).unwrap();
    let register = scratch.office.register();
    assert!(left.applications.iter().all(|id| register.applications[id].state == ApplicationState::Draft));
    assert!(left.cleanups.iter().all(|id| register.cleanups[id].printed_on.is_none()));
    assert!(register.people[&person].left_on.is_some(), "the leaving stands");
}
