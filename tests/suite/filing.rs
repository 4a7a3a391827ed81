//! 备案: what is filed, what changed since the last time, and the papers of it.

use calamine::{Reader, Xlsx, open_workbook};
use taizhang::model::*;
use taizhang::ops::{FilingRequest, Office};
use taizhang::rules::filing::{difference, outside_rows, stage};
use taizhang::store::Access;

use super::support::{SAMPLE, Scratch, day, empty_office, output, sample_office, today, tool};

fn department(office: &Office, name: &str) -> DepartmentId {
    office.register().department_named(name).unwrap()
}

fn request(office: &Office, name: &str, period: &str, signed_on: Option<&str>) -> FilingRequest {
    FilingRequest {
        department: department(office, name),
        kind: FilingKind::Matrix,
        period: Quarter::from_typed(period).unwrap(),
        signed_on: signed_on.map(day),
        signed_by: String::new(),
        reason: String::new(),
    }
}

fn row(system: &str, account: &str, post: &str, holder: &str) -> FiledRow {
    let [system, account, post, holder] = [system, account, post, holder].map(str::to_owned);
    FiledRow { system, account, post, holder, ..FiledRow::default() }
}

#[test]
fn a_table_that_is_not_signed_cannot_be_filed() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let told = request(&office, "政务服务科", "2026Q3", None);
    let refused = office.file_table(&told, today()).unwrap_err().to_string();
    assert!(refused.contains("第五条"), "{refused}");
    office.print_matrix(told.department, day("2026-11-20")).unwrap();
    assert_eq!(stage(office.register(), told.department), MatrixStage::Printed);
    assert!(office.file_table(&told, today()).is_err());
    office.sign_matrix(told.department, day("2026-11-21"), "王志强", today()).unwrap();
    assert_eq!(stage(office.register(), told.department), MatrixStage::Signed);
    office.file_table(&told, today()).unwrap();
    assert_eq!(stage(office.register(), told.department), MatrixStage::Filed);
}

#[test]
fn a_signature_before_the_printing_or_after_today_is_refused() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let id = department(&office, "政务服务科");
    assert!(office.sign_matrix(id, today(), "王志强", today()).is_err(), "没有打印");
    office.print_matrix(id, day("2026-11-20")).unwrap();
    for (signed_on, by) in [("2026-11-19", "王志强"), ("2026-11-25", "王志强"), ("2026-11-21", "")] {
        let refused = office.sign_matrix(id, day(signed_on), by, today()).unwrap_err().to_string();
        assert!(refused.contains("第五条"), "{refused}");
    }
}

#[test]
fn a_table_that_changes_after_it_was_signed_is_a_draft_again() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let id = department(&office, "政务服务科");
    office.print_matrix(id, day("2026-11-20")).unwrap();
    office.sign_matrix(id, day("2026-11-21"), "王志强", today()).unwrap();
    let mut values = taizhang::paper::fill::matrix_values(office.register(), id);
    // What has no column on paper may change; what prints may not.
    values.set_in_row(0, Field::Permissions, "受理");
    office.save_matrix(id, &values, None, today()).unwrap();
    assert_eq!(stage(office.register(), id), MatrixStage::Signed);
    values.set_in_row(0, Field::Post, "副科长");
    office.save_matrix(id, &values, None, today()).unwrap();
    assert_eq!(stage(office.register(), id), MatrixStage::Draft);
    office.undo(today()).unwrap();
    assert_eq!(stage(office.register(), id), MatrixStage::Signed);
}

#[test]
fn a_filing_writes_workbook_table_and_cover_and_makes_them_again() {
    let Scratch { mut office, folder, file } = sample_office();
    let told = request(&office, "政务服务科", "2026Q3", Some("2026-09-28"));
    let id = office.file_table(&told, today()).unwrap();
    let out = folder.path().join("报送");
    let files = office.save_filing(id, &out).unwrap();
    let names: Vec<String> = files.iter().map(|it| it.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(
        names,
        [
            "2026年第三季度_政务服务科_账号权限对照表.xlsx",
            "2026年第三季度_政务服务科_账号权限对照表.pdf",
            "2026年第三季度_政务服务科_账号权限对照表_备案报送单.pdf",
        ]
    );
    let bytes = std::fs::read(&files[0]).unwrap();
    // The register goes on; the filing stays as it was, after the file was closed too.
    office.fill_matrix(told.department, today()).unwrap();
    drop(office);
    let mut office = Office::open(&file, Access::Write).unwrap();
    std::fs::remove_dir_all(&out).unwrap();
    office.save_filing(id, &out).unwrap();
    assert_eq!(std::fs::read(&files[0]).unwrap(), bytes);
    assert_eq!(office.file_table(&told, today()).unwrap(), id, "同样的备案只有一次");
    assert_eq!(office.register().filings.len(), 1);

    let filing = office.register().filings[&id].clone();
    assert_eq!((&*filing.number, filing.rows.len()), ("BA-2026-0001", 2));
    assert_eq!(office.verify(Some(&filing.fingerprint)).unwrap().broken, None);
    if let Some(mut tool) = tool("sha256sum") {
        assert!(output(tool.arg(&files[0])).starts_with(&filing.workbook));
    }
    if let Some(mut tool) = tool("pdftotext") {
        let cover = output(tool.arg("-layout").arg(&files[2]).arg("-"));
        for told in ["备案报送单", "BA-2026-0001", "2026年第三季度", "首次备案", "王志强 2026年9月28日"]
        {
            assert!(cover.contains(told), "{told}: {cover}");
        }
        let paper = output(super::support::tool("pdftotext").unwrap().arg(&files[1]).arg("-"));
        assert!(paper.contains(&filing.fingerprint) && paper.contains("填报日期：2026年11月24日"), "{paper}");
    }
}

#[test]
fn the_workbook_that_is_handed_in_names_accounts_and_no_phone() {
    let Scratch { mut office, folder, .. } = sample_office();
    let told = request(&office, "政务服务科", "2026Q3", Some("2026-09-28"));
    let id = office.file_table(&told, today()).unwrap();
    let files = office.save_filing(id, folder.path()).unwrap();
    let mut book: Xlsx<_> = open_workbook(&files[0]).unwrap();
    let text = |book: &mut Xlsx<_>, sheet: usize| {
        let name = book.sheet_names()[sheet].clone();
        let range = book.worksheet_range(&name).unwrap();
        range.rows().flatten().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let (form, details) = (text(&mut book, 0), text(&mut book, 1));
    assert!(form.contains("账号权限对照表") && !form.contains("qintt"), "{form}");
    assert!(details.contains("qintt") && details.contains("填报单位：政务服务科"), "{details}");
    for phone in ["0356", "2000011"] {
        assert!(!form.contains(phone) && !details.contains(phone));
    }
}

#[test]
fn rows_are_matched_by_what_they_mean() {
    let Scratch { office, folder: _folder, .. } = sample_office();
    let register = office.register();
    let before = [
        row("工程建设管理平台", "qintt", "科员", "秦天天"),
        row("工程建设管理平台", "", "科员", "李建国"),
        row("一体化政务服务平台", "zw01", "科员", "张伟"),
        row("中介超市服务平台", "", "科长", "赵淑芬"),
    ];
    let after = [
        // Moved to the top, under an alias of the system, another spelling of the account, another post.
        row("工建平台", "ＱＩＮＴＴ", "副科长", "秦天天"),
        row("一体化政务服务平台", "zw02", "科员", "张伟"),
        row("中介超市服务平台", "", "科长", "赵淑芬"),
        row("一体化政务服务平台", "new", "科员", "吴𠮷祥"),
    ];
    let found = difference(&before, &after, register);
    assert_eq!(found.added, [after[3].clone()]);
    assert_eq!(found.removed, [before[1].clone()]);
    let changed: Vec<(&str, &str)> =
        found.changed.iter().map(|(was, is)| (was.account.as_str(), is.account.as_str())).collect();
    assert_eq!(changed, [("qintt", "ＱＩＮＴＴ"), ("zw01", "zw02")]);
    assert!(difference(&after, &after, register).is_empty());
    let mut turned = after.clone();
    turned.reverse();
    assert!(difference(&after, &turned, register).is_empty(), "次序不算变动");
}

#[test]
fn a_quarter_without_a_change_is_filed_all_the_same() {
    let Scratch { mut office, folder, .. } = sample_office();
    let told = |period: &str| FilingRequest {
        kind: FilingKind::Outside,
        ..request(&office, "投资项目审批科", period, Some("2026-11-20"))
    };
    let (second, third) = (told("2026Q2"), told("2026Q3"));
    assert_eq!(outside_rows(office.register(), second.department, today()).len(), 1, "专网也要备案（第十九条）");
    office.file_table(&second, today()).unwrap();
    let id = office.file_table(&third, today()).unwrap();
    let filing = office.register().filings[&id].clone();
    let (difference, since) = office.filing_difference(&filing);
    assert!(difference.is_empty());
    assert_eq!(since.unwrap().number, "BA-2026-0001");
    let files = office.save_filing(id, folder.path()).unwrap();
    if let Some(mut tool) = tool("pdftotext") {
        let cover = output(tool.arg("-layout").arg(&files[2]).arg("-"));
        assert!(cover.contains("无变动"), "{cover}");
    }
    let refused = office.file_table(&told_in_future(&office), today()).unwrap_err().to_string();
    assert!(refused.contains("第十九条"), "{refused}");
}

fn told_in_future(office: &Office) -> FilingRequest {
    request(office, "投资项目审批科", "2027Q1", Some("2026-11-20"))
}

#[test]
fn a_dump_with_filings_loaded_into_a_new_file_dumps_the_same() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let told = request(&office, "政务服务科", "2026Q3", Some("2026-09-28"));
    let id = office.file_table(&told, today()).unwrap();
    office.void_filing(id, "行数填错", today()).unwrap();
    office.file_table(&FilingRequest { period: Quarter::from_typed("2026Q4").unwrap(), ..told }, today()).unwrap();
    let dump = office.dump().unwrap();
    let mut other = super::support::empty_office();
    other.office.load(&dump, today()).unwrap();
    assert_eq!(other.office.dump().unwrap(), dump);
    assert_eq!(other.office.verify(None).unwrap().broken, None);
}

#[test]
fn an_account_without_authorisation_stops_the_filing_of_its_table_until_a_reason_is_written() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    // 孙丽华 holds the 系统账号 sunlh with no 授权依据 (第十七条).
    let holder = office.person_called("孙丽华").unwrap();
    let department = office.register().people[&holder].department;
    office.fill_matrix(department, today()).unwrap();
    let name = office.register().department_name(Some(department)).to_owned();
    let told = request(&office, &name, "2026Q4", Some("2026-11-20"));
    let refused = office.file_table(&told, today()).unwrap_err().to_string();
    assert!(refused.contains("sunlh") && refused.contains("第十七条"), "{refused}");
    assert!(office.register().filings.is_empty() && office.register().waivers.is_empty(), "没有改动");

    let told = FilingRequest { reason: "授权文件在档案室".into(), ..told };
    let id = office.file_table(&told, today()).unwrap();
    assert_eq!(office.register().filings.len(), 1);
    let waiver = office.register().waivers.values().next().unwrap();
    assert_eq!((waiver.article, waiver.reason.as_str()), (17, "授权文件在档案室"));
    let entry = &office.store().last_entries(1).unwrap()[0];
    assert_eq!((entry.op, entry.reason.as_str()), (Op::File, "授权文件在档案室"));
    // Overridden, it stops nothing any more; undone, it stops again.
    office.void_filing(id, "报错季度", today()).unwrap();
    office.file_table(&FilingRequest { reason: String::new(), ..told.clone() }, today()).unwrap();
    let other = request(&office, "政务服务科", "2026Q4", Some("2026-11-20"));
    office.file_table(&other, today()).unwrap();
}

#[test]
fn a_table_of_systems_that_are_not_self_built_is_stopped_only_by_accounts_on_it() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let holder = office.person_called("孙丽华").unwrap();
    let department = office.register().people[&holder].department;
    let name = office.register().department_name(Some(department)).to_owned();
    let told = FilingRequest { kind: FilingKind::Outside, ..request(&office, &name, "2026Q4", Some("2026-11-20")) };
    // sunlh stands in a 自建 system: it is on 附件1 and not on this table.
    office.file_table(&told, today()).unwrap();
    assert!(office.register().waivers.is_empty());
}

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
        let (difference, since) = office.filing_difference(&filing);
        let (_, cover) = taizhang::papers::filing_papers(office.register(), &filing, &difference.lines(), since);
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
        let (difference, since) = office.filing_difference(filing);
        let (_, cover) = taizhang::papers::filing_papers(office.register(), filing, &difference.lines(), since);
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
    let mut command = super::support::taizhang();
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
