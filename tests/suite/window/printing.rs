//! Ctrl+P by role and label, with printers that take a job or refuse it.

use std::sync::Mutex;

use taizhang::error::{Error, ErrorKind, Result};
use taizhang::printing::Cups;

use super::super::cups::PrintService;
use super::super::support::{bytes, output, tool};
use super::hand::window_with;
use super::*;

/// A printer that answers what it is told to, and keeps what it was asked.
struct Answering {
    printers: Result<Printers>,
    answer: Result<Accepted>,
    asked: Mutex<Vec<(Vec<u8>, Job)>>,
}

impl Answering {
    fn with(answer: Result<Accepted>) -> Arc<Self> {
        let printers = Printers { names: vec!["二楼".into(), "三楼".into()], default: None, sets_sides: true };
        Arc::new(Self { printers: Ok(printers), answer, asked: Mutex::default() })
    }
}

impl Printing for Answering {
    fn printers(&self) -> Result<Printers> {
        self.printers.clone()
    }

    fn print(&self, pdf: &[u8], job: &Job, _: &AtomicBool) -> Result<Accepted> {
        self.asked.lock().unwrap().push((pdf.to_vec(), job.clone()));
        self.answer.clone()
    }
}

fn press_print(window: &mut Window) {
    window.harness.get_all_by_role_and_label(Role::Button, "打印").last().unwrap().click();
    window.steps();
}

/// The list with the draft of the sample chosen.
fn with_draft_chosen(window: &mut Window) {
    window.press(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(window.application("SQ-2026-0004").state, ApplicationState::Draft);
}

#[test]
fn the_dialog_asks_printer_copies_pages_and_sides() {
    let tray = Answering::with(Ok(Accepted { job: None, copies: 1 }));
    let mut window = window_with(sample_office(), tray.clone());
    with_draft_chosen(&mut window);
    window.press(Modifiers::COMMAND, Key::A).press(Modifiers::COMMAND, Key::P).until("第1页，共4页");
    // Without a default of the system the clerk chooses.
    window.until("双面（长边翻转）").harness.get_by_role_and_label(Role::ComboBox, "打印机").click();
    window.steps().click("三楼");
    window.harness.get_by_role_and_label(Role::RadioButton, "双面（长边翻转）").click();
    window.steps();
    assert!(window.shows("每张表都从新的一张纸开始"));
    window.press(Modifiers::NONE, Key::PageDown);
    assert!(window.shows("第2页，共4页"));
    window.fill("页码", "x");
    assert!(window.shows("页码看不懂"));
    window.press(Modifiers::COMMAND, Key::A).fill("页码", "1，3");
    press_print(window.until("第2页，共4页"));
    window.until("已送往三楼");
    let asked = tray.asked.lock().unwrap();
    let (pdf, job) = &asked[0];
    assert_eq!((job.printer.as_deref(), job.copies, job.two_sided), (Some("三楼"), 1, true));
    if let Some(mut pdfinfo) = tool("pdfinfo") {
        let file = window.folder.path().join("收到.pdf");
        std::fs::write(&file, pdf).unwrap();
        assert!(output(pdfinfo.arg(&file)).contains("Pages:           3"), "one, a blank back, three");
    }
    assert_eq!(window.application("SQ-2026-0004").state, ApplicationState::Printed);
}

#[test]
fn a_refusal_stays_in_the_dialog_and_changes_nothing() {
    let error = Error::new(ErrorKind::System, "打印机“三楼”现在不接收任务").advise("表的状态没有改动。请换一台打印机");
    let mut window = window_with(sample_office(), Answering::with(Err(error)));
    with_draft_chosen(&mut window);
    window
        .press(Modifiers::COMMAND, Key::P)
        .until("双面")
        .until("第1页")
        .harness
        .get_by_role_and_label(Role::ComboBox, "打印机")
        .click();
    window.steps().click("三楼");
    press_print(&mut window);
    window.until("现在不接收任务");
    assert!(window.shows("请换一台打印机") && window.shows("保存为 PDF"));
    assert_eq!(window.application("SQ-2026-0004").state, ApplicationState::Draft);
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!window.shows("现在不接收任务"));
}

#[test]
fn without_a_printer_the_pdf_is_saved_and_the_clerk_says_that_it_was_printed() {
    let none = Answering {
        printers: Ok(Printers::default()),
        answer: Ok(Accepted { job: None, copies: 1 }),
        asked: Mutex::default(),
    };
    let mut window = window_with(sample_office(), Arc::new(none));
    with_draft_chosen(&mut window);
    window.press(Modifiers::COMMAND, Key::P).until("没有找到打印机").until("第1页").click("保存为 PDF");
    assert!(window.value("保存位置").ends_with("SQ-2026-0004_信息系统账号申请（注销）表.pdf"));
    let path = window.value("保存位置");
    window.click("保存").until("已存为 PDF");
    assert_eq!(&bytes(Path::new(&path))[..4], b"%PDF");
    assert_eq!(window.application("SQ-2026-0004").state, ApplicationState::Draft, "no printer took it");
    window.click("登记为已打印");
    assert_eq!(window.application("SQ-2026-0004").state, ApplicationState::Printed);
    window.click("撤销");
    assert_eq!(window.application("SQ-2026-0004").state, ApplicationState::Draft);
}

#[test]
fn the_window_prints_through_a_real_cupsd_and_a_refusing_queue_leaves_the_draft() {
    let Some(service) = PrintService::start() else { return };
    let cups = Cups { server: Some(service.server.clone()), ..Cups::default() };
    let mut window = window_with(sample_office(), Arc::new(cups));
    with_draft_chosen(&mut window);
    let expected = {
        let register = window.office().register();
        let paper = taizhang::papers::Paper::of_application(register, window.application("SQ-2026-0004"));
        taizhang::papers::to_pdf(&[paper], today()).unwrap()
    };
    service.reject();
    window.press(Modifiers::COMMAND, Key::P).until("双面").until("第1页");
    press_print(&mut window);
    window.until("现在不接收任务");
    assert_eq!(window.application("SQ-2026-0004").state, ApplicationState::Draft);
    assert!(service.is_idle());
    service.accept();
    press_print(&mut window);
    window.until("已送往");
    assert_eq!(window.application("SQ-2026-0004").state, ApplicationState::Printed);
    assert!(service.job() == expected);
}
