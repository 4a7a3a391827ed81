//! 备案 in the window: which quarters are asked for, the table that is signed, and its filing.

use taizhang::ops::FilingRequest;

use super::super::support::SAMPLE;
use super::*;

/// The sample office, kept since February: 投资项目审批科 has one account in a 非自建 system, opened on 2023-05-10.
fn kept_since_february() -> Scratch {
    let mut scratch = empty_office();
    scratch.office.load(SAMPLE, day("2026-02-10")).unwrap();
    scratch
}

fn filed(window: &Window) -> Vec<String> {
    window.office().register().filings.values().map(|it| it.period.to_string()).collect()
}

/// The button of the dialog lies over those of the screen.
fn click_last(window: &mut Window, label: &str) {
    window.harness.query_all_by_role_and_label(Role::Button, label).last().unwrap().click();
    window.steps();
}

#[test]
fn quarters_that_were_let_pass_are_one_matter_that_leads_to_the_oldest() {
    let mut window = window(kept_since_february());
    window.click_toggle("待办");
    let told = "2025年第四季度至2026年第三季度共4个季度没有备案";
    window.harness.query_all_by_label_contains(told).next().unwrap().click();
    window.steps().click("备案2025年第四季度");
    assert_eq!(window.value("报送期"), "2025年第四季度");
    window.fill("签字日期", "今天");
    click_last(&mut window, "备案");
    assert_eq!(filed(&window), ["2025Q4"]);
    window.click_toggle("待办");
    assert!(window.shows("2026年第一季度至2026年第三季度共3个季度没有备案"));
}

#[test]
fn the_screen_of_filings_asks_for_the_quarters_that_the_rules_ask_for() {
    let mut window = window(kept_since_february());
    window.click_toggle("备案");
    for quarter in ["2025年第四季度", "2026年第一季度", "2026年第三季度", "2026年第四季度"] {
        window.harness.get_by_role_and_label(Role::Button, &format!("投资项目审批科{quarter}非自建系统备案"));
    }
    assert!(window.shows("更早") && window.shows("无此类账号"));
    let oldest = "投资项目审批科2025年第四季度非自建系统备案";
    window.click(oldest).fill("签字日期", "今天");
    click_last(&mut window, "备案");
    assert!(window.harness.query_by_label(oldest).is_none(), "那一季度已备案");

    // Begun today: of what was before the quarter that ended last the 台账 knows nothing.
    let mut window = super::window(sample_office());
    window.click_toggle("备案");
    window.harness.get_by_role_and_label(Role::Button, "投资项目审批科2026年第三季度非自建系统备案");
    assert!(window.harness.query_by_label("投资项目审批科2026年第二季度非自建系统备案").is_none());
    assert!(window.shows("台账以前"));
}

#[test]
fn the_dialog_says_by_which_day_it_goes_and_follows_the_quarter_that_is_typed() {
    let mut window = window(kept_since_february());
    window.click_toggle("备案").click("投资项目审批科2026年第三季度非自建系统备案");
    assert!(window.shows("按台账记载的2026年9月30日在用账号填写") && window.shows("新增1"));
    let retype = |window: &mut Window, text: &str| {
        window.harness.get_by_role_and_label(Role::TextInput, "报送期").focus();
        window.steps().press(Modifiers::COMMAND, Key::A);
        window.fill("报送期", text);
    };
    retype(&mut window, "2026年第四季度");
    assert!(!window.shows("按台账记载的") && window.shows("新增1"));
    retype(&mut window, "2025年第四季度");
    assert!(window.shows("补报：按2026年11月24日的在用账号填写") && window.shows("台账从2026年2月10日才开始登记"));
    window.fill("签字日期", "今天");
    click_last(&mut window, "备案");
    assert_eq!(filed(&window), ["2025Q4"]);
}

/// Waits for the print dialog and hands what it shows to the printer.
fn print_it(window: &mut Window) {
    window.until("双面").until("第1页：2026年第三季度_投资项目审批科_非自建系统账号_待签字");
    click_last(window, "打印");
    window.until("已送往三楼");
}

#[test]
fn the_table_of_a_quarter_is_printed_signed_and_then_filed() {
    let mut window = window(kept_since_february());
    window.click_toggle("备案").click("投资项目审批科2026年第三季度非自建系统账号表打印");
    print_it(&mut window);
    // Nothing says that it was signed: the dialog asks.
    window.click("投资项目审批科2026年第三季度非自建系统备案");
    assert!(window.shows("送科室负责人签字，签好再备案") && window.shows("还要写明：签字日期"));
    assert_eq!(window.value("签字人"), "孙丽华", "科室负责人");
    window.click("打印");
    print_it(&mut window);
    assert_eq!(filed(&window), [] as [&str; 0]);
    window.click("投资项目审批科2026年第三季度非自建系统备案").fill("签字日期", "今天");
    click_last(&mut window, "备案");
    assert_eq!(filed(&window), ["2026Q3"]);
}

#[test]
fn the_table_of_a_quarter_is_saved_as_pdf_from_the_matter() {
    let mut window = window(kept_since_february());
    window.click_toggle("待办").press(Modifiers::COMMAND, Key::F).fill("查找", "投资项目审批科");
    window.harness.query_all_by_label_contains("2025年第四季度至").next().unwrap().click();
    window.steps().click("打印2025年第四季度的表").until("双面").until("第1页");
    window.click("保存为 PDF").click("保存").until("已存为 PDF");
    let pdf = window.folder.path().join("文 档/2025年第四季度_投资项目审批科_非自建系统账号_待签字.pdf");
    assert!(std::fs::read(pdf).unwrap().starts_with(b"%PDF"));
}

#[test]
fn enter_files_what_is_ready_and_keeps_what_is_not() {
    let mut window = window(kept_since_february());
    window.click_toggle("备案").click("投资项目审批科2026年第三季度非自建系统备案");
    let cancel = |window: &Window| window.harness.get_by_role_and_label(Role::Button, "取消").rect();
    let before = cancel(&window);
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.shows("还要写明：签字日期") && filed(&window).is_empty());
    window.fill("签字日期", "今天");
    assert_eq!(cancel(&window), before, "the hint comes and goes in its own line");
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(filed(&window), ["2026Q3"]);
}

/// Filed on the copy that is signed: the scan of it is asked for where the filing is.
#[test]
fn a_filing_asks_for_the_scan_of_what_was_signed_until_it_is_attached() {
    let mut window = window(kept_since_february());
    window.click_toggle("备案").click("投资项目审批科2026年第三季度非自建系统备案").fill("签字日期", "今天");
    click_last(&mut window, "备案");
    let asked = "签了字的表还没有附上扫描件";
    assert!(window.shows(asked));
    let scan = window.folder.path().join("签字.png");
    image::RgbImage::new(60, 80).save(&scan).unwrap();
    window.click("附上扫描件").fill("扫描件", scan.to_str().unwrap()).click("附上");
    assert!(window.shows("已附上BA-2026-0001的扫描件") && !window.shows(asked));
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(window.shows(asked), "taken back it is asked for again");
}

/// 附件1 is scanned where it was signed: its filing asks for nothing more.
#[test]
fn a_filing_of_a_table_whose_scan_is_kept_asks_for_none() {
    let mut scratch = sample_office();
    let department = scratch.office.register().department_named("政务服务科").unwrap();
    let told = FilingRequest {
        department,
        kind: FilingKind::Matrix,
        period: Quarter::of(today()),
        signed_on: Some(today()),
        signed_by: String::new(),
        reason: "授权文件在档案室".into(),
    };
    scratch.office.file_table(&told, today()).unwrap();
    let mut window = window(scratch);
    let shown = |window: &mut Window| {
        window.click_toggle("备案");
        window.harness.get_all_by_label("BA-2026-0001").next().unwrap().click();
        window.steps().shows("签了字的表还没有附上扫描件")
    };
    assert!(shown(&mut window));
    let Window { harness, folder, file, .. } = window;
    drop(harness);
    let mut office = Office::open(&file, Access::Write).unwrap();
    let scan = folder.path().join("政务服务科附件1.png");
    image::RgbImage::new(60, 80).save(&scan).unwrap();
    assert_eq!(office.attach_all(&[scan], today()).unwrap().attached.len(), 1);
    let mut window = super::window(Scratch { folder, file, office });
    assert!(!shown(&mut window));
}

#[test]
fn enter_makes_the_inspection_zip() {
    let mut window = window(sample_office());
    window.press(Modifiers::COMMAND, Key::K);
    window.harness.get_by_role_and_label(Role::TextInput, "命令").type_text("生成迎检包");
    window.steps().press(Modifiers::NONE, Key::Enter);
    assert!(window.shows("这一段时间的全部表格"));
    // The sample has a signed form without its scan: that is asked about.
    window.press(Modifiers::NONE, Key::Enter).until("照样生成").click("照样生成").until("迎检包已生成");
}

/// The rings of main buttons that have the keyboard: white, in what is drawn now.
fn rings(window: &Window) -> usize {
    fn count(shape: &egui::Shape) -> usize {
        match shape {
            egui::Shape::Vec(shapes) => shapes.iter().map(count).sum(),
            egui::Shape::Rect(rect) => {
                usize::from(rect.stroke.color == egui::Color32::WHITE && rect.stroke.width > 1.0 && rect.fill.a() == 0)
            }
            _ => 0,
        }
    }
    window.harness.output().shapes.iter().map(|it| count(&it.shape)).sum()
}

#[test]
fn a_main_button_that_has_the_keyboard_shows_it() {
    let mut window = window(kept_since_february());
    window.click_toggle("备案").click("投资项目审批科2026年第三季度非自建系统备案").fill("签字日期", "今天");
    assert_eq!(rings(&window), 0);
    window.harness.query_all_by_role_and_label(Role::Button, "备案").last().unwrap().focus();
    window.steps();
    assert_eq!(rings(&window), 1);
}

#[test]
fn a_blank_cell_of_the_table_is_told_before_it_is_printed() {
    let mut window = window(sample_office());
    window.click_toggle("权限对照表");
    window.harness.get_by_role_and_label(Role::TextInput, "第1行 账号类别").focus();
    window.steps().press(Modifiers::COMMAND, Key::A).press(Modifiers::NONE, Key::Delete);
    window.press(Modifiers::COMMAND, Key::S).press(Modifiers::COMMAND, Key::P).until("双面").until("第1页");
    assert!(window.shows("打印前请看一下"));
    assert!(window.shows("第1行没有填写账号类别，请补填（第四条）"));
    window.click("取消").click_toggle("检查");
    assert!(window.shows("对照表第1行") && window.shows("没有填写账号类别，请补填"));
}

#[test]
fn a_filing_is_signed_by_somebody_of_the_register_and_says_whose_cover_it_changes() {
    let mut window = window(kept_since_february());
    window.click_toggle("备案").click("投资项目审批科2026年第三季度非自建系统备案").fill("签字日期", "今天");
    click_last(&mut window, "备案");
    window.click("投资项目审批科2026年第二季度非自建系统备案").fill("签字日期", "今天");
    assert!(window.shows("此前各季度没有备案：新增1"));
    window.harness.get_by_role_and_label(Role::TextInput, "签字人").focus();
    window.steps().press(Modifiers::COMMAND, Key::A).fill("签字人", "没有的人").press(Modifiers::NONE, Key::Enter);
    assert!(window.shows("还要写明：签字人（人员中的一位）") && filed(&window) == ["2026Q3"]);
    window.press(Modifiers::COMMAND, Key::A).fill("签字人", "slh");
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.value("签字人"), "孙丽华");
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(filed(&window), ["2026Q3", "2026Q2"]);
    assert!(window.shows("BA-2026-0001（2026年第三季度）的报送单现在与它相比，请重新导出"));
}
