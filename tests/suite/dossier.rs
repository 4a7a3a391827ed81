//! 迎检包: all papers and lists of a period in one zip, looked at by other programs.

use std::path::Path;
use std::process::Command;

use taizhang::dossier::{Period, save};
use taizhang::error::ErrorKind;
use taizhang::model::*;
use taizhang::ops::Office;
use taizhang::papers::{Paper, to_pdf};
use taizhang::scan::Scan;
use taizhang::store::Access;

use super::support::{
    SAMPLE, Scratch, bytes, carried_out, day, empty_office, good_form, output, taizhang, today, tool,
};

fn november() -> Period {
    Period::new(day("2026-11-01"), day("2026-11-30")).unwrap()
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

/// Unpacks a zip with another program; returns the names, sorted.
fn unpacked(zip: &Path, to: &Path) -> Option<Vec<String>> {
    let mut python = tool("python3")?;
    let script = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2]); print('\\n'.join(sorted(z.namelist())))";
    let names = output(python.args(["-c", script]).args([zip, to]));
    Some(names.lines().map(str::to_owned).collect())
}

#[test]
fn a_dossier_holds_the_papers_of_its_period_with_their_scans_and_the_lists() {
    let (scratch, number) = office();
    let zip = scratch.folder.path().join("迎检包.zip");
    let made = save(&scratch.office, november(), &zip).unwrap();
    let to = scratch.folder.path().join("开");
    let Some(names) = unpacked(&zip, &to) else { return };
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
    let Some(names) = unpacked(&zip, &to) else { return };
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
        let script = "import sys\ntry:\n import openpyxl\nexcept ImportError:\n sys.exit(0)\nfor name in sys.argv[1:]: openpyxl.load_workbook(name)";
        let books = names.iter().filter(|name| has_ending(name, "xlsx")).map(|name| to.join(name));
        output(python.args(["-c", script]).args(books));
    }
}

/// DA/T 22: 件号 of four digits, 题名, 日期 in eight digits, 页数 as another program counts them.
#[test]
fn the_contents_page_numbers_the_items_and_counts_their_pages() {
    let (scratch, number) = office();
    let zip = scratch.folder.path().join("迎检包.zip");
    save(&scratch.office, november(), &zip).unwrap();
    let to = scratch.folder.path().join("开");
    let Some(names) = unpacked(&zip, &to) else { return };
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
    let Some(names) = unpacked(&zip, &to) else { return };
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
