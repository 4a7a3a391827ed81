//! A dossier of days that have passed, or that have not come: what it tells is as it stood on its last day, as far as that is
//! known.

use taizhang::paper::fill;
use taizhang::papers::PaperKey;

use super::signed::{dossier, dossier_on};
use super::*;

fn october() -> Period {
    Period::new(day("2026-10-01"), day("2026-10-31")).unwrap()
}

/// Asks the command line, which wants the data file for itself.
fn asked<T>(scratch: Scratch, ask: impl FnOnce(&Path) -> T) -> (Scratch, T) {
    let Scratch { folder, file, office } = scratch;
    drop(office);
    let told = ask(&file);
    let office = Office::open(&file, Access::Write).unwrap();
    (Scratch { folder, file, office }, told)
}

/// What `check` says of a data file on a day, sentence by sentence.
fn checked(file: &Path, on: &str) -> Vec<String> {
    let told = taizhang().args(["--today", on, "--file"]).arg(file).args(["check", "--json"]).output().unwrap();
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    let message = |it: &serde_json::Value| it["message"].as_str().unwrap().to_owned();
    let mut told: Vec<String> = told.as_array().unwrap().iter().map(message).collect();
    told.sort();
    told
}

/// The findings of a dossier, sentence by sentence.
fn found(folder: &Path, on: &str) -> Option<Vec<String>> {
    let sheets = sheets_of(&folder.join("台账").join("检查发现.xlsx"))?;
    let mut found: Vec<String> =
        numbered_rows(&sheets[format!("{on}检查发现")]).iter().map(|row| row[3].clone()).collect();
    found.sort();
    Some(found)
}

/// What was put right, overridden, entered and withdrawn later is no answer for October.
#[test]
fn the_findings_of_a_past_period_are_those_of_the_register_as_it_stood_then() {
    let mut scratch = empty_office();
    scratch.office.load(SAMPLE, day("2026-10-20")).unwrap();
    let (mut scratch, told) = asked(scratch, |file| checked(file, "2026-10-31"));
    assert!(told.len() > 5, "{told:?}");
    let office = &mut scratch.office;
    let stops = check(office.register(), day("2026-11-20")).into_iter().find(taizhang::rules::Matter::stops).unwrap();
    office.waive(stops.article(), stops.subject, "上级已批准延期。", day("2026-11-20")).unwrap();
    carried_out(office, &good_form(), "qintt_zw", "2026-11-24");
    let table = office.register().department_named("政务服务科").unwrap();
    office.fill_matrix(table, day("2026-11-24")).unwrap();
    let (_, folder, _) = dossier(&scratch, october());
    let Some(found) = found(&folder, "2026年10月31日") else { return };
    assert_eq!(found, told);
    let Some(sheets) = sheets_of(&folder.join("台账").join("检查发现.xlsx")) else { return };
    assert_eq!(numbered_rows(&sheets["例外办理"]), Vec::<Vec<String>>::new());
}

/// 附件1 of one department has rows in October and more of them in November, that of another its first in November.
#[test]
fn the_tables_of_a_past_period_are_those_that_stood_then_with_the_scans_of_their_signature() {
    let mut scratch = empty_office();
    let office = &mut scratch.office;
    office.load(SAMPLE, day("2026-10-20")).unwrap();
    let named = |office: &Office, name: &str| office.register().department_named(name).unwrap();
    let (service, center) = (named(office, "政务服务科"), named(office, "网络技术中心"));
    assert!(office.register().matrix_of(center).is_empty());
    let sign = |office: &mut Office, on: &str| {
        office.note_printed(&[PaperKey::Matrix(service)], day(on)).unwrap();
        office.sign_matrix(service, day(on), "王志强", day(on)).unwrap();
    };
    let scan = |office: &mut Office, name: &str, on: &str| {
        let pages = to_pdf(&[Paper::blank(1).unwrap(), Paper::blank(3).unwrap()], day(on)).unwrap();
        office.attach("政务服务科", &Scan::of(format!("{name}.pdf"), pages).unwrap(), day(on)).unwrap();
    };
    sign(office, "2026-10-28");
    scan(office, "十月", "2026-11-02");
    let mut values = fill::matrix_values(office.register(), service);
    values.push_row([(Field::System, "十一月平台".to_owned()), (Field::Holder, "秦天天".to_owned())]);
    office.save_matrix(service, &values, None, day("2026-11-10")).unwrap();
    let mut first = Values::default();
    first.push_row([(Field::System, "十一月平台".to_owned()), (Field::Holder, "陈小满".to_owned())]);
    office.save_matrix(center, &first, None, day("2026-11-10")).unwrap();
    sign(office, "2026-11-12");
    scan(office, "十一月", "2026-11-13");
    let (made, folder, names) = dossier(&scratch, october());
    let tables: Vec<&String> = names.iter().filter(|name| name.starts_with("对照表")).collect();
    assert!(!tables.iter().any(|name| name.contains("网络技术中心")), "it had no row: {tables:?}");
    let scans = tables.iter().filter(|name| name.contains("政务服务科") && name.contains("扫描件")).count();
    assert_eq!(scans, 1, "that of the signature of October: {tables:?}");
    assert!(!made.lacking.iter().any(|paper| paper.contains("政务服务科")), "{:?}", made.lacking);
    let Some(mut text) = tool("pdftotext") else { return };
    let table = tables.iter().find(|name| name.ends_with("政务服务科_账号权限对照表.pdf")).unwrap();
    let page = output(text.arg(folder.join(table)).arg("-"));
    assert!(page.contains("秦天天") && !page.contains("十一月平台"), "{page}");
}

/// A clerk asks for the whole year in November: what is missing or overdue is counted to that day, and no list speaks of one
/// that has not come.
#[test]
fn a_period_that_has_not_ended_is_told_as_of_today_and_keeps_its_name() {
    let mut scratch = empty_office();
    scratch.office.load(SAMPLE, day("2026-10-20")).unwrap();
    let year = Period::new(day("2026-01-01"), day("2026-12-31")).unwrap();
    let (scratch, [told, later]) = asked(scratch, |file| ["2026-11-24", "2026-12-31"].map(|on| checked(file, on)));
    assert_ne!(told, later, "more would be overdue by then");
    let (_, folder, _) = dossier_on(today(), &scratch, year);
    assert!(folder.ends_with("迎检包_2026-01-01_2026-12-31"));
    let Some(found) = found(&folder, "2026年11月24日") else { return };
    assert_eq!(found, told);
    for list in ["登记/5_在用账号", "登记/6_签批登记", "台账/检查发现", "台账/台账"] {
        let Some(sheets) = sheets_of(&folder.join(format!("{list}.xlsx"))) else { return };
        for (title, sheet) in sheets.as_object().unwrap() {
            assert!(!format!("{title}{}", sheet[1]).contains("2026年12月"), "{list}, {title}: {}", sheet[1]);
        }
    }
    let Some(live) = sheets_of(&folder.join("登记/5_在用账号.xlsx")) else { return };
    assert!(!numbered_rows(&live["2026年11月24日在用账号"]).is_empty());
}

/// The data file was replaced by an older copy of itself, past the program; `verify` ends with 5.
#[test]
fn a_dossier_of_a_file_that_a_backup_beside_it_outruns_does_not_call_the_ledger_whole() {
    let (scratch, _) = office();
    let (mut scratch, older) = asked(scratch, bytes);
    scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    let moment = Moment { day: today(), second: 9 * 3600 };
    scratch.office.back_up(&taizhang::places::backup_folder(&scratch.file), moment).unwrap();
    drop(scratch.office);
    std::fs::write(&scratch.file, older).unwrap();
    let verified = taizhang().arg("--file").arg(&scratch.file).arg("verify").output().unwrap();
    assert_eq!(verified.status.code(), Some(5));
    let scratch = Scratch { office: Office::open(&scratch.file, Access::Read).unwrap(), ..scratch };
    let zip = scratch.folder.path().join("迎检包.zip");
    let made = save(&scratch.office, november(), &zip).unwrap();
    let broken = made.verdict.broken.expect("it says so");
    assert!(String::from_utf8_lossy(&verified.stderr).contains(&broken.line()), "{}", broken.line());
    let (_, folder, _) = dossier(&scratch, november());
    let told = std::fs::read_to_string(folder.join("台账").join("核对结果.txt")).unwrap();
    assert!(told.starts_with("台账有问题：") && !told.contains("完好"), "{told}");
}

/// That nothing is known of a day is not the same as no account, and as nothing wrong.
#[test]
fn the_lists_of_a_day_before_the_ledger_began_say_that_nothing_is_known_of_it() {
    let mut scratch = empty_office();
    scratch.office.load(SAMPLE, day("2026-10-20")).unwrap();
    let september = Period::new(day("2026-09-01"), day("2026-09-30")).unwrap();
    // As `as-of` says of that day.
    let ask = |file: &Path| output(taizhang().arg("--file").arg(file).args(["as-of", "2026-09-30"]));
    let (scratch, told) = asked(scratch, ask);
    let caution = told.trim().strip_prefix("2026年9月30日：").unwrap();
    assert!(caution.contains("没有记载"), "{caution}");
    let (_, folder, _) = dossier(&scratch, september);
    for list in ["登记/5_在用账号", "台账/检查发现"] {
        let Some(sheets) = sheets_of(&folder.join(format!("{list}.xlsx"))) else { return };
        for (title, sheet) in sheets.as_object().unwrap() {
            assert_eq!((&sheet[2][0], &sheet[3][0]), (&caution.into(), &"序号".into()), "{list}, {title}: {sheet}");
        }
    }
    let folder = scratch.folder.path();
    std::fs::remove_dir_all(folder.join("开")).unwrap();
    let (_, folder, _) = dossier(&scratch, october());
    let Some(sheets) = sheets_of(&folder.join("登记/5_在用账号.xlsx")) else { return };
    let live = &sheets["2026年10月31日在用账号"];
    assert!(!live.to_string().contains("没有记载") && live[2][0] == "序号", "{live}");
}
