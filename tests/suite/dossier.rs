//! 迎检包: all papers and lists of a period in one zip, looked at by other programs.

mod past;
mod signed;

use std::path::Path;
use std::process::Command;

use taizhang::dossier::{Period, Summary};
use taizhang::error::{ErrorKind, Result};
use taizhang::model::*;
use taizhang::ops::{FilingRequest, Office};
use taizhang::papers::{Paper, to_pdf};
use taizhang::rules::sample::Population;
use taizhang::rules::{Article, check};
use taizhang::scan::Scan;
use taizhang::store::Access;

use super::support::{
    SAMPLE, Scratch, bytes, carried_out, day, empty_office, good_form, notices, output, sample_office, skip, taizhang,
    today, tool,
};

fn november() -> Period {
    Period::new(day("2026-11-01"), day("2026-11-30")).unwrap()
}

/// A dossier that is made when its period is over.
fn save(office: &Office, period: Period, path: &Path) -> Result<Summary> {
    taizhang::dossier::save(office, period, day("2027-01-15"), path)
}

/// An office with a paper of October, and in November one carried out with its scan, one void, and a list.
fn office() -> (Scratch, String) {
    let mut scratch = empty_office();
    let office = &mut scratch.office;
    office.load(SAMPLE, day("2026-10-20")).unwrap();
    let form = good_form().with(Field::AppliedOn, "2026-11-05");
    let number = carried_out(office, &form, "qintt_zw", "2026-11-05");
    let scan = to_pdf(&[Paper::blank(2).unwrap(), Paper::blank(1).unwrap()], today()).unwrap();
    office.attach(&number, &Scan::of("签字版.pdf".into(), scan).unwrap(), day("2026-11-06")).unwrap();
    let wrong = office.file_application(&form, None, None, day("2026-11-07")).unwrap();
    office.void_application(wrong, "填错系统", day("2026-11-07")).unwrap();
    (scratch, number)
}

fn has_ending(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|of| of == ending)
}

/// Unpacks a zip, each file by its checksum; returns the names, sorted.
fn unpacked(zip: &Path, to: &Path) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(zip).unwrap()).unwrap();
    archive.extract(to).unwrap();
    let mut names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_dossier_holds_the_papers_of_its_period_with_their_scans_and_the_lists() {
    let (scratch, number) = office();
    let zip = scratch.folder.path().join("迎检包.zip");
    let made = save(&scratch.office, november(), &zip).unwrap();
    let to = scratch.folder.path().join("开");
    let names = unpacked(&zip, &to);
    let root = "迎检包_2026-11-01_2026-11-30";
    let names: Vec<&str> = names.iter().map(|name| name.strip_prefix(root).unwrap().trim_start_matches('/')).collect();
    assert_eq!(names.len(), made.files);
    let applications: Vec<&str> = names.iter().copied().filter(|name| name.starts_with("申请表/")).collect();
    // Of the sample's four forms, those applied for or handled in November as well.
    assert!(applications.iter().any(|name| name.ends_with(&format!("_{number}.pdf"))), "{applications:?}");
    assert!(applications.iter().any(|name| name.ends_with(&format!("_{number}_扫描件1.pdf"))), "{applications:?}");
    for name in [
        "目录.pdf",
        "目录.xlsx",
        "校验.txt",
        "台账/台账.xlsx",
        "台账/核对结果.txt",
        "台账/检查发现.xlsx",
        "登记/5_在用账号.xlsx",
    ] {
        assert!(names.contains(&name), "{name} of {names:?}");
    }
    let told = std::fs::read_to_string(to.join(root).join("台账/核对结果.txt")).unwrap();
    assert!(told.starts_with("台账完好"), "{told}");
    assert!(told.contains(&scratch.office.verify(None).unwrap().fingerprint));
    // No paper of October: the sample's forms that are neither of November nor touched in it stay out.
    let register = scratch.office.register();
    let outside = |it: &&Application| {
        let of_november = |on: Option<Day>| on.is_some_and(|on| on >= day("2026-11-01") && on <= day("2026-11-30"));
        !of_november(it.applied_on) && !of_november(it.handled_on)
    };
    for it in register.applications.values().filter(outside) {
        assert!(!applications.iter().any(|name| name.contains(&it.number)), "{}", it.number);
    }
}

#[test]
fn every_file_of_a_dossier_is_what_its_checksum_says_and_opens_elsewhere() {
    let (scratch, _) = office();
    let zip = scratch.folder.path().join("迎检包.zip");
    save(&scratch.office, november(), &zip).unwrap();
    let to = scratch.folder.path().join("开");
    let names = unpacked(&zip, &to);
    let root = to.join("迎检包_2026-11-01_2026-11-30");
    if let Some(mut sums) = tool("sha256sum") {
        let told = output(sums.args(["-c", "校验.txt"]).current_dir(&root));
        assert_eq!(told.lines().count(), names.len() - 1, "all but the sums themselves");
    }
    if tool("qpdf").is_some() {
        for name in names.iter().filter(|name| has_ending(name, "pdf")) {
            output(Command::new("qpdf").arg("--check").arg(to.join(name)));
        }
    }
    if let Some(mut python) = tool("python3") {
        let script = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print('\\n'.join(sorted(z.namelist())))";
        let told = output(python.args(["-c", script]).arg(&zip));
        assert_eq!(told.lines().collect::<Vec<_>>(), names, "as another program unpacks it");
    }
    let books: Vec<std::path::PathBuf> =
        names.iter().filter(|name| has_ending(name, "xlsx")).map(|name| to.join(name)).collect();
    if sheets_of(&books[0]).is_some() {
        let script = "import openpyxl, sys\nfor name in sys.argv[1:]: openpyxl.load_workbook(name)";
        output(Command::new("python3").args(["-c", script]).args(books));
    }
}

/// The items of the contents page, as another program reads them: every PDF belongs to one, and its pages are counted.
fn items_with_their_pages(root: &Path, names: &[&str]) -> Option<Vec<Vec<String>>> {
    tool("pdfinfo")?;
    let sheets = sheets_of(&root.join("目录.xlsx"))?;
    let mut items: Vec<Vec<String>> = serde_json::from_value(sheets.as_object()?.values().next()?.clone()).unwrap();
    items.retain(|row| row[0].len() == 4 && row[0].parse::<u32>().is_ok());
    for item in &items {
        let files = names.iter().filter(|name| has_ending(name, "pdf") && name.contains(&format!("/{}_", item[0])));
        let pages: u32 = files
            .map(|name| {
                let told = output(Command::new("pdfinfo").arg(root.join(name)));
                let line = told.lines().find(|line| line.starts_with("Pages:")).unwrap();
                line.split_whitespace().nth(1).unwrap().parse::<u32>().unwrap()
            })
            .sum();
        assert!(item.contains(&pages.to_string()), "{pages} pages: {item:?}");
    }
    Some(items)
}

/// Papers are scanned into a folder, which is taken in as a whole.
fn scan_in_december(scratch: &mut Scratch, numbers: [&str; 3]) {
    let folder = scratch.folder.path().join("扫描");
    std::fs::create_dir(&folder).unwrap();
    for (annex, number) in (1..).zip(numbers) {
        let scan = to_pdf(&[Paper::blank(annex).unwrap()], today()).unwrap();
        std::fs::write(folder.join(format!("{number}.pdf")), scan).unwrap();
    }
    let files = taizhang::fsio::files_in(&folder).unwrap();
    let taken = scratch.office.attach_all(&files, day("2026-12-03")).unwrap();
    assert_eq!(taken.attached.len(), 3, "{:?}", taken.refused);
}

/// 巡检 (第八条), 抽查 with its 通报 (第九条), 书面通知 (第十四条), lists that were loaded or that a round ended in, a filing
/// as Excel and PDF with its 报送单: each is an item, with the pages that another program counts.
#[test]
fn every_paper_that_the_period_made_is_in_its_dossier_with_its_pages() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let on = day("2026-11-26");
    let platform = office.register().system_named("工程建设管理平台").unwrap();
    let round = office.begin_inspection(platform, on).unwrap();
    let rows: Vec<AccountId> = office.register().rows_of_inspection(round).iter().map(|row| row.account).collect();
    let name = |office: &Office, id: AccountId| office.register().get::<Account>(id).unwrap().account.clone();
    let judged: Vec<(AccountId, Judgement, String)> = rows
        .iter()
        .map(|id| {
            let goes = ["qintt", "zhengxd"].contains(&name(office, *id).as_str());
            (*id, if goes { Judgement::Disable } else { Judgement::Keep }, String::new())
        })
        .collect();
    office.judge_accounts(round, &judged, on).unwrap();
    let ended_in = office.finish_inspection(round, on).unwrap().expect("two accounts go");
    let ended_in = office.register().get::<Cleanup>(ended_in).unwrap().number.clone();
    let sample = office.draw_sample(Population::default(), 3, 7, on).unwrap();
    let results: Vec<(AccountId, SampleResult, String)> = office
        .register()
        .rows_of_sample(sample)
        .iter()
        .map(|row| (row.account, SampleResult::DoubtfulUse, "异地登录".to_owned()))
        .collect();
    office.enter_sample_results(sample, &results, day("2026-11-27")).unwrap();
    assert_eq!(notices(office, on).len(), 2, "one by each route");
    let told = FilingRequest {
        department: office.register().department_named("公共资源交易管理科").unwrap(),
        kind: FilingKind::Matrix,
        period: Quarter::of(on),
        signed_on: Some(on),
        signed_by: String::new(),
        reason: "授权文件在档案室".into(),
    };
    office.file_table(&told, on).unwrap();
    let zip = scratch.folder.path().join("迎检包.zip");
    save(&scratch.office, november(), &zip).unwrap();
    let to = scratch.folder.path().join("开");
    let names = unpacked(&zip, &to);
    let root = "迎检包_2026-11-01_2026-11-30/";
    let names: Vec<&str> = names.iter().map(|name| name.strip_prefix(root).unwrap()).collect();
    let of =
        |what: &str, ending: &str| names.iter().filter(|name| name.contains(what) && has_ending(name, ending)).count();
    for (what, count) in [
        ("_XJ-2026-0001", 1),
        ("_CC-2026-0001", 2),
        ("的通报", 1),
        ("_TZ-2026-0001", 1),
        ("_TZ-2026-0002", 1),
        ("_QL-2026-0001", 1),
        (ended_in.as_str(), 1),
        ("_BA-2026-0001", 2),
        ("_BA-2026-0001_备案报送单", 1),
    ] {
        assert_eq!(of(what, "pdf"), count, "{what}: {names:?}");
    }
    assert_eq!(of("_BA-2026-0001", "xlsx"), 1);
    let Some(items) = items_with_their_pages(&to.join(root), &names) else { return };
    let dated = |what: &str, day: &str| {
        let item = items.iter().find(|row| row.iter().any(|cell| cell.contains(what)));
        let item = item.unwrap_or_else(|| panic!("{what}: {items:?}"));
        assert!(item.contains(&day.to_owned()), "{what} of {day}: {item:?}");
    };
    dated("巡检台账 XJ-2026-0001", "20261126");
    dated("抽查表 CC-2026-0001", "20261126");
    dated("的通报 CC-2026-0001", "20261127");
    dated("QL-2026-0001", "20261124");
    dated("TZ-2026-0001", "20261126");
    dated("BA-2026-0001", "20261126");
    // 责任者 of each; of a list the 牵头科室 of the systems that it clears.
    assert!(items.iter().all(|item| !item[1].is_empty()), "{items:?}");
    dated("QL-2026-0001", "投资项目审批科");
    dated(&ended_in, "投资项目审批科");
    // Another month has none of them but the tables of 附件1, which stand.
    let later = Period::new(day("2026-12-01"), day("2026-12-31")).unwrap();
    let zip = scratch.folder.path().join("十二月.zip");
    save(&scratch.office, later, &zip).unwrap();
    let names = unpacked(&zip, &scratch.folder.path().join("十二月"));
    for numbered in ["XJ-", "CC-", "TZ-", "QL-", "BA-", "SQ-"] {
        assert!(!names.iter().any(|name| name.contains(numbered)), "{numbered}: {names:?}");
    }
    scan_in_december(&mut scratch, ["XJ-2026-0001", "CC-2026-0001", "TZ-2026-0002"]);
    let zip = scratch.folder.path().join("扫描以后.zip");
    save(&scratch.office, later, &zip).unwrap();
    let names = unpacked(&zip, &scratch.folder.path().join("扫描以后"));
    for scanned in ["XJ-2026-0001", "CC-2026-0001", "TZ-2026-0002"] {
        let of = |ending: &str| names.iter().filter(|name| name.contains(scanned) && name.ends_with(ending)).count();
        assert_eq!((of("_扫描件1.pdf"), of(".pdf") >= 2), (1, true), "{scanned}: {names:?}");
    }
    assert!(!names.iter().any(|name| name.contains("TZ-2026-0001")), "{names:?}");
}

/// DA/T 22: 件号 of four digits, 题名, 日期 in eight digits, 页数 as another program counts them.
#[test]
fn the_contents_page_numbers_the_items_and_counts_their_pages() {
    let (scratch, number) = office();
    let zip = scratch.folder.path().join("迎检包.zip");
    save(&scratch.office, november(), &zip).unwrap();
    let to = scratch.folder.path().join("开");
    let names = unpacked(&zip, &to);
    let (Some(mut text), Some(_)) = (tool("pdftotext"), tool("pdfinfo")) else { return };
    let root = to.join("迎检包_2026-11-01_2026-11-30");
    let page = output(text.args(["-layout"]).arg(root.join("目录.pdf")).arg("-"));
    for label in
        ["归档文件目录", "期间：2026年11月1日至2026年11月30日", "件号", "责任者", "题名", "日期", "页数", "备注"]
    {
        assert!(page.contains(label), "{label}: {page}");
    }
    let line = page.lines().find(|line| line.contains(&number)).unwrap();
    let cells: Vec<&str> = line.split_whitespace().collect();
    assert!(cells[0].len() == 4 && cells[0].bytes().all(|byte| byte.is_ascii_digit()), "{line}");
    assert!(cells.contains(&"20261105") && cells.contains(&"3"), "{line}");
    let of_it = |name: &&String| name.contains(&format!("_{number}")) && has_ending(name, "pdf");
    let pages: u32 = names
        .iter()
        .filter(of_it)
        .map(|name| {
            let told = output(Command::new("pdfinfo").arg(to.join(name)));
            let line = told.lines().find(|line| line.starts_with("Pages:")).unwrap();
            line.split_whitespace().nth(1).unwrap().parse::<u32>().unwrap()
        })
        .sum();
    assert_eq!(pages, 3, "one printed page and a scan of two");
}

#[test]
fn the_same_data_gives_the_same_bytes_on_another_day_and_in_another_process() {
    let (scratch, _) = office();
    let (one, other) = (scratch.folder.path().join("一.zip"), scratch.folder.path().join("二.zip"));
    save(&scratch.office, november(), &one).unwrap();
    drop(scratch.office);
    let told = output(
        taizhang()
            .args(["--today", "2027-03-01", "--file"])
            .arg(&scratch.file)
            .args(["dossier", "--from", "2026-11-01", "--to", "2026-11-30"])
            .arg(&other),
    );
    assert!(told.starts_with("已写出："), "{told}");
    assert!(bytes(&one) == bytes(&other));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&other).unwrap().permissions().mode() & 0o777, 0o600, "it names people");
    }
}

#[test]
fn phones_are_masked_in_the_lists_of_a_dossier() {
    let (mut scratch, _) = office();
    let person = scratch.office.register().people.values().next().unwrap().clone();
    let mut texts = schema::texts(&person.clone().into_record(), scratch.office.register());
    texts[3] = "13812345678".into();
    scratch.office.save_record(Kind::People, Some(person.id.0), &texts, day("2026-11-20")).unwrap();
    let zip = scratch.folder.path().join("迎检包.zip");
    save(&scratch.office, november(), &zip).unwrap();
    let to = scratch.folder.path().join("开");
    let names = unpacked(&zip, &to);
    let Some(mut python) = tool("python3") else { return };
    let script = "import sys, zipfile\nfor name in sys.argv[1:]:\n z = zipfile.ZipFile(name)\n for part in z.namelist(): print(z.read(part).decode('utf-8', 'replace'))";
    let lists = names
        .iter()
        .filter(|name| name.contains("登记/") || name.contains("台账/"))
        .filter(|name| has_ending(name, "xlsx"));
    let text = output(python.args(["-c", script]).args(lists.map(|name| to.join(name))));
    assert!(text.contains("138****5678"));
    assert!(!text.contains("13812345678") && !text.contains("0356-2000011"));
}

#[test]
fn a_dossier_of_a_tampered_ledger_says_so_and_one_of_no_days_is_refused() {
    let (scratch, _) = office();
    drop(scratch.office);
    rusqlite::Connection::open(&scratch.file)
        .unwrap()
        .execute_batch("DROP TRIGGER entry_no_update; UPDATE entry SET who = 'x' WHERE id = 2")
        .unwrap();
    let office = Office::open(&scratch.file, Access::Read).unwrap();
    let zip = scratch.folder.path().join("迎检包.zip");
    let made = save(&office, november(), &zip).unwrap();
    assert!(made.verdict.broken.is_some());
    assert_eq!(Period::new(day("2026-11-30"), day("2026-11-01")).unwrap_err().kind(), ErrorKind::BadInput);
    let over = save(&office, november(), &scratch.file).unwrap_err();
    assert_eq!(over.kind(), ErrorKind::BadInput, "never over the data file");
}

/// The package is larger than the disk; the data file lies on another.
#[test]
fn a_full_disk_leaves_no_dossier_and_is_told_in_one_sentence() {
    let (scratch, _) = office();
    drop(scratch.office);
    let Some(mut mount) = tool("mount") else { return };
    let stick = tempfile::tempdir().unwrap();
    let made = mount.args(["-t", "tmpfs", "-o", "size=200k", "tmpfs"]).arg(stick.path()).output().unwrap();
    if !made.status.success() {
        skip(&format!("不能挂载小磁盘（{}）", String::from_utf8_lossy(&made.stderr).trim()));
        return;
    }
    let mut dossier = taizhang();
    dossier.args(["--today", "2026-11-24", "--file"]).arg(&scratch.file);
    dossier.args(["dossier", "--from", "2026-11-01", "--to", "2026-11-30"]);
    let zip = stick.path().join("迎检包.zip");
    let told = dossier.arg(&zip).output().unwrap();
    let left = std::fs::read_dir(stick.path()).unwrap().count();
    output(Command::new("umount").arg("--lazy").arg(stick.path()));
    let sentence = format!("磁盘已满，写迎检包没有完成：{}。原有文件没有改动。请腾出空间后再试。\n", zip.display());
    assert_eq!((told.status.code(), String::from_utf8(told.stderr).unwrap(), left), (Some(1), sentence, 0));
}

/// Every finding of `check`, with the reason, the hand and the day of what was overridden; each of the 30 articles.
#[test]
fn the_findings_of_a_dossier_are_the_whole_check_with_what_was_overridden_by_whom_and_when() {
    let (mut scratch, _) = office();
    let (on, last) = (day("2026-11-20"), day("2026-11-30"));
    let found = check(scratch.office.register(), last);
    let stops: Vec<(Article, Subject)> =
        found.iter().filter(|it| it.stops()).map(|it| (it.article(), it.subject)).collect();
    let (article, subject) = stops[0];
    scratch.office.waive(article, subject, "上级已批准延期。", on).unwrap();
    let (other_article, other) = *stops.iter().find(|it| **it != stops[0]).unwrap();
    scratch.office.waive(other_article, other, "写错了对象。", on).unwrap();
    let withdrawn =
        scratch.office.register().waivers.values().find(|it| it.subject == other && it.article == other_article.0);
    scratch.office.withdraw_waiver(withdrawn.unwrap().id, "改为更正记录。", on).unwrap();
    let zip = scratch.folder.path().join("迎检包.zip");
    save(&scratch.office, november(), &zip).unwrap();
    let to = scratch.folder.path().join("开");
    let _ = unpacked(&zip, &to);
    let Some(sheets) = sheets_of(&to.join("迎检包_2026-11-01_2026-11-30/台账/检查发现.xlsx")) else { return };
    let rows = |title: &str| numbered_rows(&sheets[title]);
    // As they stand on the last day; the lists bear the day to which the 台账 stands.
    let findings = rows("2026年11月30日检查发现");
    // What the command line says on that day, sentence by sentence.
    drop(scratch.office);
    let told =
        taizhang().args(["--today", "2026-11-30", "--file"]).arg(&scratch.file).args(["check", "--json"]).output();
    let told: serde_json::Value = serde_json::from_slice(&told.unwrap().stdout).unwrap();
    let mut told: Vec<String> = told
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["message"].as_str().unwrap().split("（2026年11月20日例外办理").next().unwrap().to_owned())
        .collect();
    let mut listed: Vec<String> = findings.iter().map(|row| row[3].clone()).collect();
    told.sort();
    listed.sort();
    assert_eq!(listed, told);
    assert!(listed.len() > 10, "{}", listed.len());
    let who = whoami();
    let waived: Vec<&Vec<String>> = findings.iter().filter(|row| row[1] == "例外办理").collect();
    assert!(!waived.is_empty());
    for row in waived {
        assert_eq!(row[0], article.to_string());
        assert_eq!(row[5..], ["上级已批准延期。".to_owned(), who.clone(), "2026年11月20日".to_owned()]);
    }
    let overrides = rows("例外办理");
    assert_eq!(overrides.len(), 2);
    assert_ne!(overrides[0][2], "", "what it concerns");
    assert_eq!((overrides[0][3].as_str(), overrides[0][6].as_str()), ("上级已批准延期。", "有效"));
    assert_eq!(
        overrides[1][3..],
        ["写错了对象。".to_owned(), who, "2026年11月20日".into(), "已撤回".into(), "改为更正记录。".into()]
    );
    let articles = rows("2026年11月30日各条检查情况");
    assert_eq!(articles.len(), 30, "the regulation has 30 articles");
    let sum: usize =
        articles.iter().flat_map(|row| [&row[3], &row[4]]).filter_map(|count| count.parse::<usize>().ok()).sum();
    assert_eq!(sum, findings.len(), "each finding stands under one article");
}

/// Every sheet of a workbook, as another program reads it.
fn sheets_of(book: &Path) -> Option<serde_json::Value> {
    let script = "import openpyxl, sys, json\nprint(json.dumps({s.title: [['' if c is None else str(c) for c in r] for r in s.iter_rows(values_only=True)] for s in openpyxl.load_workbook(sys.argv[1])}))";
    let read = tool("python3")?.args(["-c", script]).arg(book).output().unwrap();
    if !read.status.success() {
        assert!(std::env::var_os("CI").is_none(), "CI 应已安装 openpyxl");
        skip("这台机器没有 openpyxl");
        return None;
    }
    Some(serde_json::from_slice(&read.stdout).unwrap())
}

/// The numbered rows of a sheet, without their numbers.
fn numbered_rows(sheet: &serde_json::Value) -> Vec<Vec<String>> {
    let all = sheet.as_array().unwrap().iter();
    let texts = all.map(|row| row.as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()));
    let numbered = texts.map(Iterator::collect::<Vec<String>>).filter(|row| row[0].parse::<u32>().is_ok());
    numbered.map(|row| row[1..].to_vec()).collect()
}

/// The user of the operating system, as another program tells it.
fn whoami() -> String {
    output(&mut Command::new("whoami")).trim().to_owned()
}
