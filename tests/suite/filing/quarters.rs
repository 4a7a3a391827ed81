//! 备案 of the quarters of 非自建 systems (第十九条): late, out of order, by the accounts of their last day.

use calamine::{Reader, Xlsx, open_workbook};
use taizhang::model::*;
use taizhang::ops::{FilingRequest, Office, Placing};
use taizhang::rules::{Fact, Matter, check};

use super::super::support::{SAMPLE, Scratch, day, empty_office, output, sample_office, taizhang, today, tool};
use super::request;

#[test]
fn a_quarter_that_is_made_up_for_later_says_so_and_names_no_account_that_came_after_it() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let told = |period: &str| FilingRequest {
        kind: FilingKind::Outside,
        ..request(&office, "投资项目审批科", period, Some("2026-11-20"))
    };
    let (before, early, now, last) = (told("2022Q2"), told("2023Q1"), told("2026Q3"), told("2026Q4"));
    let error = office.file_table(&before, today()).unwrap_err();
    assert!(error.lines()[0].contains("第三十条"), "{error:?}");
    let of = |id: FilingId, office: &Office| {
        let filing = office.register().filings[&id].clone();
        let (difference, _) = office.filing_difference(&filing);
        let (_, cover) = taizhang::papers::filing_papers(office.register(), &filing, &difference.lines());
        (filing.rows.len(), cover.values.get(Field::Changes).to_owned())
    };
    office.file_table(&last, today()).unwrap();
    // What is shown before is what the paper then says: against the filing before that quarter, not the last one.
    let quarter = early.period;
    let (preview, since) = office.filing_preview(early.department, FilingKind::Outside, quarter, today()).unwrap();
    assert!(since.is_none() && preview.is_empty());
    // 郑晓东's account was opened on 2023-05-10.
    let id = office.file_table(&early, today()).unwrap();
    let (rows, changes) = of(id, &office);
    assert!(rows == 0 && changes.starts_with("补报：按2026年11月24日的在用账号填写"), "{rows} {changes}");
    let id = office.file_table(&now, today()).unwrap();
    let (rows, changes) = of(id, &office);
    assert!(rows == 1 && !changes.contains("补报"), "{rows} {changes}");
}

/// The sample office, kept since August: 投资项目审批科 has zhengxd in a 非自建 system, opened on 2023-05-10.
fn kept_since_august() -> Scratch {
    let mut scratch = empty_office();
    scratch.office.load(SAMPLE, day("2026-08-10")).unwrap();
    scratch
}

fn outside(office: &Office, period: &str) -> FilingRequest {
    FilingRequest { kind: FilingKind::Outside, ..request(office, "投资项目审批科", period, Some("2026-11-20")) }
}

/// The account of 投资项目审批科 in its 非自建 system.
fn zhengxd(office: &Office) -> Account {
    let system = office.register().system_named("投资项目在线审批监管平台").unwrap();
    office.register().accounts.values().find(|it| it.system == system).unwrap().clone()
}

/// Changes one text of an account, as it is typed in 账号.
fn change(office: &mut Office, account: &Account, label: &str, text: &str, on: &str) {
    let mut texts = schema::texts(&account.clone().into_record(), office.register());
    let at = Kind::Accounts.attributes().iter().position(|it| it.label == label).unwrap();
    text.clone_into(&mut texts[at]);
    office.save_record_because(Kind::Accounts, Some(account.id.0), &texts, "更正登记", day(on)).unwrap();
}

/// Account and holder of each row that filing a quarter would hand in, hands in, and has in the workbook that is kept.
fn filed_rows(office: &mut Office, period: &str) -> Vec<(String, String)> {
    let told = outside(office, period);
    let preview = office.rows_to_file(told.department, told.kind, told.period, today()).unwrap();
    let id = office.file_table(&told, today()).unwrap();
    let filing = office.register().filings[&id].clone();
    assert_eq!(filing.rows, preview);
    let workbook = office.store().content(&filing.workbook).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(workbook)).unwrap();
    let form = book.worksheet_range_at(0).unwrap().unwrap();
    for row in &filing.rows {
        assert!(form.rows().flatten().any(|cell| cell.to_string() == row.account), "{row:?}");
    }
    filing.rows.into_iter().map(|row| (row.account, row.holder)).collect()
}

#[test]
fn a_quarter_that_is_over_is_filed_by_the_accounts_of_its_last_day() {
    let Scratch { mut office, folder: _folder, .. } = kept_since_august();
    let account = zhengxd(&office);
    change(&mut office, &account, "状态", "已禁用", "2026-10-15");
    let of = |account: &str, holder: &str| vec![(account.to_owned(), holder.to_owned())];
    assert_eq!(filed_rows(&mut office, "2026Q3"), of("zhengxd", "郑晓东"));
    assert_eq!(filed_rows(&mut office, "2026Q4"), []);
    let cover = |office: &Office, period: &str| {
        let filing = office.register().filings.values().find(|it| it.period.to_string() == period).unwrap();
        let (difference, _) = office.filing_difference(filing);
        let (_, cover) = taizhang::papers::filing_papers(office.register(), filing, &difference.lines());
        cover.values.get(Field::Changes).to_owned()
    };
    let third = cover(&office, "2026Q3");
    assert!(third.starts_with("按台账记载的2026年9月30日在用账号填写。\n首次备案"), "{third}");
    let fourth = cover(&office, "2026Q4");
    assert!(fourth.starts_with("与BA-2026-0001（2026年第三季度）相比：\n注销"), "{fourth}");
    // The 台账 was begun in August: of June it knows nothing, and the paper says by which day it goes instead.
    assert_eq!(filed_rows(&mut office, "2026Q2"), []);
    let told = "补报：按2026年11月24日的在用账号填写，不含这一季度以后启用的账号：台账从2026年8月10日才开始登记。";
    assert!(cover(&office, "2026Q2").starts_with(told), "{}", cover(&office, "2026Q2"));
}

#[test]
fn an_account_is_filed_for_a_quarter_by_who_held_it_then() {
    let Scratch { mut office, folder: _folder, .. } = kept_since_august();
    let account = zhengxd(&office);
    change(&mut office, &account, "使用人", "秦天天", "2026-10-20");
    assert_eq!(filed_rows(&mut office, "2026Q3"), [("zhengxd".to_owned(), "郑晓东".to_owned())]);
    assert_eq!(filed_rows(&mut office, "2026Q4"), [], "秦天天 is of 政务服务科");
}

#[test]
fn what_was_entered_by_mistake_is_filed_for_no_quarter() {
    let Scratch { mut office, folder: _folder, .. } = kept_since_august();
    let account = zhengxd(&office);
    let mut texts = schema::texts(&account.clone().into_record(), office.register());
    let at = Kind::Accounts.attributes().iter().position(|it| it.label == "账号名").unwrap();
    "mistyped".clone_into(&mut texts[at]);
    office.save_record(Kind::Accounts, None, &texts, day("2026-09-01")).unwrap();
    assert_eq!(
        office
            .rows_to_file(
                outside(&office, "2026Q3").department,
                FilingKind::Outside,
                outside(&office, "2026Q3").period,
                today()
            )
            .unwrap()
            .len(),
        2
    );
    // Taken back, and declared void: neither was ever an account.
    office.undo(day("2026-10-09")).unwrap();
    assert_eq!(filed_rows(&mut office, "2026Q3"), [("zhengxd".to_owned(), "郑晓东".to_owned())]);
    office.void_record(Kind::Accounts, account.id.0, "登记错了", day("2026-10-10")).unwrap();
    assert_eq!(filed_rows(&mut office, "2026Q3"), []);
}

#[test]
fn a_quarter_is_filed_with_what_was_learnt_of_it_only_later() {
    let Scratch { mut office, folder: _folder, .. } = kept_since_august();
    let account = zhengxd(&office);
    // Opened in September and entered in October; opened in October.
    let mut late = |name: &str, opened: &str| {
        let mut texts = schema::texts(&account.clone().into_record(), office.register());
        for (label, text) in [("账号名", name), ("启用日", opened)] {
            let at = Kind::Accounts.attributes().iter().position(|it| it.label == label).unwrap();
            text.clone_into(&mut texts[at]);
        }
        office.save_record(Kind::Accounts, None, &texts, day("2026-10-12")).unwrap();
    };
    late("late", "2026-09-28");
    late("later", "2026-10-02");
    let names = |rows: Vec<(String, String)>| rows.into_iter().map(|(account, _)| account).collect::<Vec<_>>();
    assert_eq!(names(filed_rows(&mut office, "2026Q3")), ["late", "zhengxd"]);

    // Nobody had told in September that the system is not 自建.
    let Scratch { mut office, folder: _folder, .. } = kept_since_august();
    let system = office.register().system_named("投资项目在线审批监管平台").unwrap();
    let mut told = |built: &str, on: &str| {
        let mut texts = schema::texts(&office.register().systems[&system].clone().into_record(), office.register());
        let at = Kind::Systems.attributes().iter().position(|it| it.label == "自建").unwrap();
        built.clone_into(&mut texts[at]);
        office.save_record(Kind::Systems, Some(system.0), &texts, day(on)).unwrap();
    };
    told("", "2026-09-02");
    told("否", "2026-10-10");
    assert_eq!(names(filed_rows(&mut office, "2026Q3")), ["zhengxd"]);
}

#[test]
fn a_quarter_is_not_filed_under_a_signature_on_other_rows() {
    let Scratch { mut office, folder: _folder, .. } = kept_since_august();
    let mut texts = schema::texts(&zhengxd(&office).into_record(), office.register());
    for (label, text) in [("账号名", "new"), ("启用日", "2026-09-25")] {
        let at = Kind::Accounts.attributes().iter().position(|it| it.label == label).unwrap();
        text.clone_into(&mut texts[at]);
    }
    office.save_record(Kind::Accounts, None, &texts, day("2026-09-25")).unwrap();
    let signed = |office: &Office, on: &str| FilingRequest { signed_on: Some(day(on)), ..outside(office, "2026Q3") };
    // In the quarter and after it.
    for today in ["2026-09-28", "2026-10-08"] {
        let error = office.file_table(&signed(&office, "2026-09-20"), day(today)).unwrap_err();
        assert!(error.to_string().contains("2026年9月20日签字以后有变动，签的不是这张表（第十九条）"), "{error}");
        assert!(error.advice().unwrap().contains("请重新打印"), "{error}");
    }
    assert!(office.register().filings.is_empty());
    office.file_table(&signed(&office, "2026-09-26"), day("2026-09-28")).unwrap();
    // What does not print may change: 权限说明 has no column, a namesake elsewhere prints nothing more.
    let account = zhengxd(&office);
    change(&mut office, &account, "权限说明", "备案", "2026-09-29");
    let namesake = r#"{"people":[{"name":"郑晓东","department":"政务服务科"}]}"#;
    office.load(namesake, day("2026-09-29")).unwrap();
    office.file_table(&signed(&office, "2026-09-27"), day("2026-09-29")).unwrap();
}

#[test]
fn a_quarter_is_not_filed_by_a_paper_from_before_it_nor_while_a_system_may_belong_to_it() {
    let Scratch { mut office, folder: _folder, .. } = kept_since_august();
    let early = FilingRequest { signed_on: Some(day("2026-06-30")), ..outside(&office, "2026Q3") };
    let error = office.file_table(&early, today()).unwrap_err();
    assert!(error.to_string().contains("早于2026年第三季度"), "{error}");
    let more = r#"{"systems":[{"name":"新平台"}],"accounts":[{"system":"新平台","account":"n1","holder":"孙丽华"}]}"#;
    office.load(more, today()).unwrap();
    let error = office.file_table(&outside(&office, "2026Q3"), today()).unwrap_err();
    assert!(error.to_string().contains("新平台还没有写明是否自建"), "{error}");
    office.load(r#"{"systems":[{"name":"新平台","self_built":true}]}"#, today()).unwrap();
    office.file_table(&outside(&office, "2026Q3"), today()).unwrap();
}

#[test]
fn the_table_of_a_quarter_is_written_to_be_signed_before_it_is_filed() {
    let Scratch { mut office, folder, file } = kept_since_august();
    let account = zhengxd(&office);
    change(&mut office, &account, "状态", "已禁用", "2026-10-15");
    drop(office);
    let mut command = taizhang();
    command.arg("--file").arg(&file).args(["--today", "2026-11-24", "outside", "投资项目审批科", "--period", "2026Q3"]);
    output(command.args(["--pdf", "表.pdf", "--xlsx", "表.xlsx"]).current_dir(folder.path()));
    let mut book: Xlsx<_> = open_workbook(folder.path().join("表.xlsx")).unwrap();
    let form = book.worksheet_range_at(0).unwrap().unwrap();
    assert!(form.rows().flatten().any(|cell| *cell == "zhengxd"), "in use on the last day of the quarter");
    if let Some(mut tool) = tool("pdftotext") {
        let paper = output(tool.arg("-layout").arg(folder.path().join("表.pdf")).arg("-"));
        for told in ["非自建系统账号备案表", "投资项目审批科", "zhengxd", "科室负责人（签字）", "2026年第三季度"]
        {
            assert!(paper.contains(told), "{told}: {paper}");
        }
        assert!(!paper.contains("BA-") && !paper.contains("指纹"), "{paper}");
    }
}

#[test]
fn a_quarter_that_is_filed_late_is_compared_with_the_one_before_it_and_the_one_after_it_with_it() {
    let mut scratch = empty_office();
    let office = &mut scratch.office;
    office.load(SAMPLE, day("2025-11-10")).unwrap();
    let told = |office: &Office, number: &str| {
        let filing = office.register().filings.values().find(|it| it.number == number).unwrap();
        let (difference, _) = office.filing_difference(filing);
        let (_, cover) = taizhang::papers::filing_papers(office.register(), filing, &difference.lines());
        let changes = cover.values.get(Field::Changes).to_owned();
        changes.lines().find(|line| line.ends_with('：') || line.contains("无变动")).unwrap_or_default().to_owned()
    };
    let file = |office: &mut Office, period: &str| {
        let request = outside(office, period);
        office.file_table(&request, today()).unwrap();
    };
    file(office, "2026Q2");
    assert_eq!(told(office, "BA-2026-0001"), "首次备案：");
    file(office, "2026Q1");
    assert_eq!(told(office, "BA-2026-0002"), "此前各季度没有备案：", "another was made before it");
    assert_eq!(told(office, "BA-2026-0001"), "与BA-2026-0002（2026年第一季度）相比：无变动");
    file(office, "2026Q3");
    assert_eq!(told(office, "BA-2026-0003"), "与BA-2026-0001（2026年第二季度）相比：无变动");
    assert_eq!(told(office, "BA-2026-0002"), "此前各季度没有备案：", "and so it stays");
    // A void one is not compared with: the nearest before it is.
    let void = office.register().filings.values().find(|it| it.number == "BA-2026-0001").unwrap().id;
    office.void_filing(void, "签错了", today()).unwrap();
    assert_eq!(told(office, "BA-2026-0003"), "与BA-2026-0002（2026年第一季度）相比：无变动");
}

#[test]
fn the_command_line_says_by_which_accounts_a_quarter_is_filed_and_which_cover_it_changes() {
    let Scratch { mut office, folder, file } = kept_since_august();
    let request = outside(&office, "2026Q3");
    office.file_table(&request, today()).unwrap();
    drop(office);
    let file_it = |name: &str| {
        let mut command = taizhang();
        command.arg("--file").arg(&file).args([
            "--today",
            "2026-11-24",
            "file",
            "投资项目审批科",
            "--period",
            "2026Q2",
        ]);
        command.args(["--kind", "outside", "--signed-on", "2026-11-20", "--signed-by", name, "--out", "备案"]);
        command.current_dir(folder.path()).output().unwrap()
    };
    let refused = file_it("没有的人");
    assert_ne!(refused.status.code(), Some(0));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("人员中没有“没有的人”"));
    let done = file_it("孙丽华");
    let told = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(0), "{told}");
    assert!(told.starts_with("补报：按2026年11月24日的在用账号填写"), "{told}");
    assert!(told.contains("BA-2026-0001（2026年第三季度）的报送单现在与它相比，请重新导出"), "{told}");
}

/// An account that is handed on from one 科室 to another is filed by each for the quarters on whose last day it had it, also where
/// its new user has moved since.
#[test]
fn the_quarters_before_an_account_was_handed_on_are_asked_of_the_department_that_had_it() {
    let Scratch { mut office, folder: _folder, .. } = empty_office();
    office.load(SAMPLE, day("2026-01-10")).unwrap();
    let asked = |office: &mut Office, name: &str| {
        let of = office.register().department_named(name).unwrap();
        let found: Vec<Matter> =
            office.judge(today()).matters().filter(|it| it.department == Some(of)).cloned().collect();
        assert_eq!(
            found.len(),
            check(office.register(), today()).iter().filter(|it| it.department == Some(of)).count()
        );
        let quarters = found.into_iter().filter_map(|it| match it.fact {
            Fact::QuartersDue(quarters, _) => Some(quarters),
            _ => None,
        });
        Quarter::spans(&quarters.flatten().collect::<Vec<_>>())
    };
    let all = "2025年第四季度至2026年第四季度";
    assert_eq!([asked(&mut office, "投资项目审批科"), asked(&mut office, "公共资源交易管理科")], [all, ""]);
    let account = zhengxd(&office);
    change(&mut office, &account, "使用人", "赵淑芬", "2026-05-20");
    let (before, since) = ("2025年第四季度至2026年第一季度", "2026年第二季度至2026年第四季度");
    assert_eq!([asked(&mut office, "投资项目审批科"), asked(&mut office, "公共资源交易管理科")], [before, since]);
    // What is asked for is what the table of that quarter has.
    let told = outside(&office, "2026Q1");
    let rows = |office: &Office, period: &str| {
        let period = Quarter::from_typed(period).unwrap();
        office.rows_to_file(told.department, told.kind, period, today()).unwrap().len()
    };
    assert_eq!((rows(&office, "2026Q1"), rows(&office, "2026Q2")), (1, 0));
    // Who has it now moves on.
    let placing = Placing {
        person: office.person_called("赵淑芬").unwrap(),
        department: office.register().department_named("网络技术中心").unwrap(),
        post: "工程师".into(),
        on: day("2026-08-05"),
    };
    office.place_person(&placing, &[], today()).unwrap();
    assert_eq!(asked(&mut office, "投资项目审批科"), before);
    assert_eq!(asked(&mut office, "公共资源交易管理科"), "2026年第二季度");
    assert_eq!(asked(&mut office, "网络技术中心"), "2026年第三季度至2026年第四季度");
    office.undo(today()).unwrap();
    office.undo(today()).unwrap();
    assert_eq!([asked(&mut office, "投资项目审批科"), asked(&mut office, "公共资源交易管理科")], [all, ""]);
}
