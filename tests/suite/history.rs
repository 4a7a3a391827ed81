//! 台账的历史: of one record, of one person, of one paper and of everything, filtered, as lines and as Excel.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use taizhang::model::schema::texts;
use taizhang::model::*;
use taizhang::ops::{About, FilingRequest, HistoryLine, HistoryWanted, Office};
use taizhang::paper::fill;
use taizhang::papers::PaperKey;

use super::cli::{run, run_on, told};
use super::support::{
    Scratch, a_round, a_sample, carried_out, day, good_form, notices, output, sample, sample_office, skip, today, tool,
};

/// The sample office, with an account that 秦天天 got on 2026-11-25 and whose phone is changed on 2026-11-26.
fn office_with_a_past() -> Scratch {
    let mut scratch = sample_office();
    carried_out(&mut scratch.office, &good_form(), "qintt", "2026-11-25");
    let qin = scratch.office.person_called("秦天天").unwrap();
    let person: &Person = scratch.office.register().get(qin).unwrap();
    let mut values = texts(&person.clone().into_record(), scratch.office.register());
    let contact = Kind::People.attributes().iter().position(|it| it.label == "联系方式").unwrap();
    values[contact] = "13935600001".into();
    scratch.office.save_record(Kind::People, Some(qin.0), &values, day("2026-11-26")).unwrap();
    scratch
}

/// 条, 事项, 记录 and 变动 of the lines, the newest first.
fn told_of(office: &Office, wanted: &HistoryWanted) -> Vec<String> {
    let line = |it: &HistoryLine| format!("{} {} {} {}", it.entry.id.0, it.entry.op.label(), it.record, it.change);
    office.history(wanted, None).unwrap().iter().map(line).collect()
}

fn of(about: About) -> HistoryWanted {
    HistoryWanted { about: Some(about), ..HistoryWanted::default() }
}

#[test]
fn the_history_of_a_record_is_what_changed_it_field_by_field_and_nothing_of_others() {
    let scratch = office_with_a_past();
    let office = &scratch.office;
    let account = office.register().accounts.keys().next_back().unwrap().0;
    let lines = told_of(office, &of(About::Record(Account::TERM, account)));
    assert_eq!(lines.len(), 1, "the form that was carried out in the same entry is another record: {lines:?}");
    assert!(
        lines[0].starts_with(
            "5 办结 账号第8号　一体化政务服务平台·qintt 新增　系统：一体化政务服务平台；账号名：qintt；使用人：秦天天"
        ),
        "{lines:?}"
    );
    let qin = office.person_called("秦天天").unwrap();
    let lines = told_of(office, &of(About::Record(Person::TERM, qin.0)));
    assert_eq!(lines[0], "6 登记人员 人员第4号　秦天天 变动　联系方式：035*-***0011→139****0001");
    assert!(
        lines[1].starts_with("1 载入数据 人员第4号　秦天天 新增　姓名：秦天天；科室：政务服务科；岗位：科员"),
        "{lines:?}"
    );
    assert_eq!(lines.len(), 2);
    assert!(office.history(&of(About::Record(Person::TERM, 99)), None).is_err(), "there is no such record");
}

/// In the sample 秦天天 is a person, holds one account, stands in one row of 附件1 and applied on one form.
#[test]
fn the_history_of_a_person_has_every_record_that_names_them() {
    let scratch = office_with_a_past();
    let qin = scratch.office.person_called("秦天天").unwrap();
    let lines = scratch.office.history(&of(About::Person(qin)), None).unwrap();
    let lines: Vec<(i64, &str)> =
        lines.iter().map(|it| (it.entry.id.0, it.record.split('第').next().unwrap())).collect();
    assert_eq!(
        lines,
        [
            (6, "人员"),
            (5, "账号"),
            (5, "申请表"),
            (4, "申请表"),
            (3, "申请表"),
            (2, "申请表"),
            (1, "人员"),
            (1, "账号"),
            (1, "对照表"),
            (1, "申请表"),
        ]
    );
}

#[test]
fn the_history_is_narrowed_by_days_errand_words_and_paper() {
    let scratch = office_with_a_past();
    let office = &scratch.office;
    let all = office.history(&HistoryWanted::default(), None).unwrap();
    let entries = |wanted: &HistoryWanted| {
        let mut entries: Vec<i64> = office.history(wanted, None).unwrap().iter().map(|line| line.entry.id.0).collect();
        entries.dedup();
        entries
    };
    let on = |from: &str, to: &str| HistoryWanted { from: Some(day(from)), to: Some(day(to)), ..Default::default() };
    assert_eq!(entries(&on("2026-11-25", "2026-11-25")), [5, 4, 3, 2], "both days are included");
    assert_eq!(entries(&HistoryWanted { from: Some(day("2026-11-26")), ..Default::default() }), [6]);
    assert_eq!(entries(&HistoryWanted { to: Some(day("2026-11-24")), ..Default::default() }), [1]);
    assert_eq!(entries(&HistoryWanted { op: Some(Op::SavePerson), ..Default::default() }), [6]);
    assert_eq!(entries(&of(About::Paper("SQ-2026-0005".into()))), [5, 4, 3, 2]);
    assert_eq!(entries(&of(About::Paper("SQ-2026-9999".into()))), Vec::<i64>::new());
    let words = |words: &str| HistoryWanted { words: words.into(), ..Default::default() };
    assert_eq!(entries(&words("秦天天 联系方式")), [6, 2, 1], "each word stands somewhere, whatever their order");
    assert_eq!(entries(&words(&all[0].entry.hash[..12])), [6], "a fingerprint by its beginning");
    let few = office.history(&HistoryWanted::default(), Some(3)).unwrap();
    assert_eq!(few, all[..3], "the newest of them");
}

/// What the file holds, read by another program, is what the list tells: one row a change.
#[test]
fn nothing_of_the_ledger_is_missing_in_the_history_of_everything() {
    let scratch = office_with_a_past();
    let rows = scratch.office.history_list(&HistoryWanted::default()).unwrap().rows;
    assert_eq!(rows.first().map(|row| row[0].as_str()), Some("1"), "the oldest first");
    drop(scratch.office);
    let Some(mut sqlite) = tool("python3") else { return };
    let script = "import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM entry_change').fetchone())";
    let count: usize = output(sqlite.args(["-c", script]).arg(&scratch.file)).trim().parse().unwrap();
    assert_eq!(rows.len(), count);
}

#[test]
fn the_history_goes_to_excel_from_the_command_line_as_openpyxl_reads_it() {
    let Scratch { folder, file, mut office } = office_with_a_past();
    let wrong = office.file_application(&good_form(), None, None, day("2026-11-26")).unwrap();
    office.void_application(wrong, "=2+3", day("2026-11-26")).unwrap();
    drop(office);
    std::fs::rename(&file, folder.path().join("台账.taizhang")).unwrap();
    let here = folder.path();
    let (code, out, err) =
        told(&run_on("2026-11-26", &["log", "--person", "秦天天", "--xlsx", "秦天天.xlsx"], here, None));
    assert_eq!((code, out.as_str(), err.as_str()), (0, "已写出：秦天天.xlsx（12行）\n", ""));
    let (code, out, _) =
        told(&run(&["log", "--record", "SQ-2026-0006", "--since", "2026-11-26", "--xlsx", "作废.xlsx"], here, None));
    assert_eq!((code, out.as_str()), (0, "已写出：作废.xlsx（2行）\n"));
    let Some(mut python) = tool("python3") else { return };
    let script = "import openpyxl, sys\nfor name in sys.argv[1:]:\n for row in openpyxl.load_workbook(name).active.iter_rows():\n  print('|'.join('' if c.value is None else str(c.value) for c in row), *{c.data_type for c in row} - {'s', 'n'})";
    let read = python.args(["-c", script, "秦天天.xlsx", "作废.xlsx"]).current_dir(here).output().unwrap();
    if !read.status.success() {
        assert!(std::env::var_os("CI").is_none(), "CI 应已安装 openpyxl");
        return skip("这台机器没有 openpyxl");
    }
    let text = String::from_utf8(read.stdout).unwrap();
    assert!(text.contains("秦天天的台账") && text.contains("SQ-2026-0006的台账"), "{text}");
    let places: Vec<usize> =
        ["人员第4号", "账号第1号", "申请表第1号", "SQ-2026-0005"].iter().map(|what| text.find(what).unwrap()).collect();
    assert!(places.is_sorted(), "the oldest first, and what one entry changed in its order: {text}");
    assert!(text.contains("条|日期|时间|事项|经手|依据|原因|记录|变动|指纹"), "{text}");
    assert!(text.contains("人员第4号　秦天天|变动　联系方式：035*-***0011→139****0001|"), "{text}");
    assert!(
        text.contains("|作废|") && text.contains("|=2+3|") && text.lines().all(|line| !line.ends_with(" f")),
        "no formula: {text}"
    );
    assert!(!text.contains("13935600001") && !text.contains("0356-2000011"), "phones stay masked");
}

/// In the file it is UTC. Another program adds the eight hours of Beijing to it, on a machine that is set to any zone.
#[test]
fn the_time_of_day_of_an_entry_is_that_of_beijing_whatever_the_zone_of_the_machine() {
    let scratch = office_with_a_past();
    let list = scratch.office.history_list(&HistoryWanted::default()).unwrap();
    let at = list.columns.iter().position(|column| column.label == "时间").unwrap();
    let listed: Vec<String> = list.rows.iter().map(|row| row[at].clone()).collect();
    drop(scratch.office);
    let lines = |zone: &str| {
        let mut log = super::support::taizhang();
        output(log.env("TZ", zone).arg("--file").arg(&scratch.file).arg("log"))
    };
    let new_york = lines("America/New_York");
    let entries = new_york.lines().filter(|line| !line.starts_with(' '));
    let told: Vec<String> = entries.map(|it| it.split('　').nth(2).unwrap().into()).collect();
    assert_eq!(lines("America/New_York"), lines("Asia/Tokyo"));
    let Some(mut python) = tool("python3") else { return };
    let script = "
import sqlite3, sys, datetime
beijing = datetime.timezone(datetime.timedelta(hours=8))
for written, day in sqlite3.connect(sys.argv[1]).execute('SELECT written_at, day FROM entry ORDER BY id'):
    at = datetime.datetime.fromisoformat(written.replace('Z', '+00:00')).astimezone(beijing)
    print(at.strftime('%H:%M:%S' if at.strftime('%Y-%m-%d') == day else '%H:%M:%S（%Y-%m-%d）'))
";
    let read = output(python.args(["-c", script]).arg(&scratch.file));
    assert_eq!(told, read.lines().collect::<Vec<_>>());
    let mut once = listed;
    once.dedup();
    assert!(once.iter().all(|time| told.contains(time)) && !once.is_empty(), "{once:?}");
}

#[test]
fn the_log_lists_a_record_a_person_an_errand_and_days_and_refuses_what_it_does_not_know() {
    let Scratch { folder, file, office } = office_with_a_past();
    drop(office);
    std::fs::rename(&file, folder.path().join("台账.taizhang")).unwrap();
    let numbers = |arguments: &[&str]| -> Vec<String> {
        let (code, out, err) = told(&run_on("2026-11-26", &[&["log"], arguments].concat(), folder.path(), None));
        assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}");
        let entries = out.lines().filter(|line| !line.starts_with(' '));
        entries.map(|line| line.split('　').next().unwrap().to_owned()).collect()
    };
    assert_eq!(numbers(&["--record", "账号第8号"]), ["5"]);
    assert_eq!(numbers(&["--record", "SQ-2026-0005", "--until", "2026-11-25"]), ["2", "3", "4", "5"]);
    assert_eq!(numbers(&["--person", "秦天天", "--op", "登记人员"]), ["6"]);
    assert_eq!(numbers(&["--person", "吴𠮷祥", "--since", "2026-11-25"]), Vec::<String>::new());
    assert_eq!(numbers(&["--word", "139****0001"]), ["6"]);
    // Which record, which field, from what to what.
    let (_, out, _) = told(&run(&["log", "--person", "秦天天", "--op", "登记人员"], folder.path(), None));
    let changes: Vec<&str> = out.lines().skip(1).collect();
    assert_eq!(changes, ["    人员第4号　秦天天　变动　联系方式：035*-***0011→139****0001"]);
    let (_, out, _) = told(&run(&["log", "--record", "账号第8号", "--json"], folder.path(), None));
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert!(json[0]["changes"][0]["record"].as_str().unwrap().starts_with("账号第8号"), "{out}");
    assert!(json[0]["changes"][0]["change"].as_str().unwrap().contains("账号名：qintt；"), "{out}");
    for arguments in [
        &["log", "--person", "没有的人"][..],
        &["log", "--op", "没有的事项"],
        &["log", "--record", "账号第99号"],
        &["log", "--record", "SQ-9999-0001"],
        &["log", "--until", "2026-02-30"],
    ] {
        let (code, out, err) = told(&run(arguments, folder.path(), None));
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {err}");
        assert!(!err.contains("error") && !err.is_empty(), "{err}");
    }
}

#[test]
fn the_history_looked_through_piece_by_piece_is_the_whole() {
    let mut scratch = sample_office();
    for at in 0..5 {
        let form = good_form().with(Field::Description, format!("开通第{at}次"));
        scratch.office.file_application(&form, None, None, today()).unwrap();
    }
    let qin = scratch.office.person_called("秦天天").unwrap();
    let words = |words: &str| HistoryWanted { words: words.into(), ..HistoryWanted::default() };
    for wanted in [HistoryWanted::default(), words("第3次"), words("没有这样的话"), of(About::Person(qin))] {
        let whole = scratch.office.history(&wanted, None).unwrap();
        let (mut pieces, mut before, mut found) = (0, None, Vec::new());
        loop {
            let (part, ended_at) = scratch.office.part_of_history(&wanted, None, before, &mut || false).unwrap();
            found.extend(part);
            pieces += 1;
            match ended_at {
                Some(entry) => before = Some(entry),
                None => break,
            }
        }
        assert_eq!(found, whole);
        assert!(pieces > 5, "an entry a piece");
    }
}

/// Numbers of the entries that `log --record` lists, in its order.
fn listed(folder: &Path, record: &str) -> Vec<i64> {
    let (code, out, err) = told(&run(&["log", "--record", record], folder, None));
    assert_eq!((code, err.as_str()), (0, ""), "{record}");
    let entries = out.lines().filter(|line| !line.starts_with(' '));
    entries.map(|line| line.split('　').next().unwrap().parse().unwrap()).collect()
}

#[test]
fn the_log_of_a_paper_begins_with_what_made_it_whatever_that_rested_on_and_goes_on_when_it_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    std::fs::rename(sample(here), here.join("台账.taizhang")).unwrap();
    assert_eq!(listed(here, "SQ-2026-0001"), [1], "loaded with all others");
    let (_, out, _) = told(&run(&["log", "--record", "SQ-2026-0001"], here, None));
    let changes: Vec<&str> = out.lines().skip(1).collect();
    assert!(matches!(changes[..], [one] if one.starts_with("    申请表第1号　SQ-2026-0001　新增")), "its own: {out}");
    let leave = ["leave", "秦天天", "--on", "2026-11-24", "--handed-over", "2026-11-24", "--out", "lv"];
    assert_eq!(told(&run(&leave, here, None)).0, 0);
    for record in ["SQ-2026-0005", "sq-2026-0005", "申请表第5号", "TZ-2026-0001", "书面通知第1号"] {
        assert_eq!(listed(here, record), [2], "{record}");
    }
    assert_eq!(told(&run(&["undo"], here, None)).0, 0);
    for record in ["SQ-2026-0005", "申请表第5号", "TZ-2026-0001", "书面通知第1号"] {
        assert_eq!(listed(here, record), [2, 3], "the taking back left it void: {record}");
    }
}

#[test]
fn what_is_gone_with_what_brought_it_keeps_its_history() {
    let Scratch { folder, file, mut office } = sample_office();
    office.undo(today()).unwrap();
    assert!(office.register().paper_named("SQ-2026-0001").is_none());
    drop(office);
    std::fs::rename(&file, folder.path().join("台账.taizhang")).unwrap();
    for record in ["SQ-2026-0001", "申请表第1号", "QL-2026-0001", "对照表第1号", "科室第1号"] {
        assert_eq!(listed(folder.path(), record), [1, 2], "{record}");
    }
}

/// A row leads to its list, a scan to its paper, also where papers came together and none is what the others rest on.
#[test]
fn each_line_of_the_history_leads_to_its_own_paper() {
    let mut scratch = office_with_every_paper();
    let live = scratch.office.register().accounts.values().find(|it| it.status == AccountStatus::Active).unwrap().id;
    scratch.office.make_cleanup(&[live], Treatment::Keep, today()).unwrap();
    let register = scratch.office.register();
    let lines = scratch.office.history(&HistoryWanted::default(), None).unwrap();
    let of = |record: &str| -> BTreeSet<String> {
        lines.iter().filter(|line| line.record.starts_with(record)).map(|line| line.paper.clone()).collect()
    };
    let lists: BTreeSet<String> = register.cleanups.values().map(|it| it.number.clone()).collect();
    let rounds: BTreeSet<String> = register.inspections.values().map(|it| it.number.clone()).collect();
    let samples: BTreeSet<String> = register.samples.values().map(|it| it.number.clone()).collect();
    assert!(lists.len() > 1, "{lists:?}");
    assert_eq!((of("清理清单的一行"), of("巡检的一行"), of("抽查的一行")), (lists, rounds, samples));
    let scanned = of("扫描件");
    assert!(!scanned.is_empty() && scanned.iter().all(|it| register.is_paper(it)), "{scanned:?}");
}

/// An office in which every kind of paper was made, changed, filled with rows, emptied of some, and taken back.
fn office_with_every_paper() -> Scratch {
    let mut scratch = office_with_a_past();
    let office = &mut scratch.office;
    a_round(office);
    a_sample(office);
    notices(office, today());
    let list = office.register().cleanup_numbered("QL-2026-0001").unwrap().id;
    let mut values = fill::cleanup_values(office.register(), &office.register().cleanups[&list]);
    values.set(Field::System, "");
    values.raise_row(1);
    values.remove_row(0);
    office.save_cleanup(Some(list), &values, None, today()).unwrap();
    let department = office.register().department_named("政务服务科").unwrap();
    let mut values = fill::matrix_values(office.register(), department);
    values.remove_row(0);
    office.save_matrix(department, &values, None, today()).unwrap();
    office.fill_matrix(department, today()).unwrap();
    office.undo(today()).unwrap();
    office.note_printed(&[PaperKey::Matrix(department)], today()).unwrap();
    office.sign_matrix(department, today(), "王志强", today()).unwrap();
    let request = FilingRequest {
        department,
        kind: FilingKind::Matrix,
        period: Quarter::of(today()),
        signed_on: None,
        signed_by: String::new(),
        reason: "已报备".into(),
    };
    office.file_table(&request, today()).unwrap();
    let scans = scratch.folder.path().join("扫描");
    std::fs::create_dir(&scans).unwrap();
    for (nth, name) in ["SQ-2026-0005.png", "QL-2026-0001.png", "附件1政务服务科.png"].into_iter().enumerate() {
        let mut picture = super::attachments::picture(image::ImageFormat::Png);
        picture.push(nth as u8);
        std::fs::write(scans.join(name), picture).unwrap();
    }
    let taken = office.attach_all(&taizhang::fsio::files_in(&scans).unwrap(), today()).unwrap();
    assert_eq!((taken.attached.len(), taken.refused.len()), (3, 0), "{:?}", taken.refused);
    scratch
}

/// Whether a record is the paper of this number, a row of it or a scan of it.
fn is_of(it: &Record, number: &str, register: &Register) -> bool {
    let government = register.department_named("政务服务科").unwrap();
    let is_matrix = number == "政务服务科附件1";
    match it {
        Record::Application(it) => it.number == number,
        Record::Cleanup(it) => it.number == number,
        Record::CleanupRow(it) => register.cleanups[&it.cleanup].number == number,
        Record::Matrix(it) => is_matrix && it.department == government,
        Record::MatrixRow(it) => is_matrix && it.department == government,
        Record::Filing(it) => it.number == number,
        Record::Inspection(it) => it.number == number,
        Record::InspectionRow(it) => register.inspections[&it.inspection].number == number,
        Record::Sample(it) => it.number == number,
        Record::SampleRow(it) => register.samples[&it.sample].number == number,
        Record::Notice(it) => it.number == number,
        Record::Attachment(it) => it.paper == number || (is_matrix && it.department == Some(government)),
        _ => false,
    }
}

#[test]
fn the_history_of_a_paper_is_every_entry_that_changed_it_its_rows_or_scans_or_rests_on_it_once_and_in_order() {
    let scratch = office_with_every_paper();
    let (office, store, register) = (&scratch.office, scratch.office.store(), scratch.office.register());
    for number in [
        "SQ-2026-0005",
        "QL-2026-0001",
        "BA-2026-0001",
        "XJ-2026-0001",
        "CC-2026-0001",
        "TZ-2026-0001",
        "政务服务科附件1",
    ] {
        let mut expected: Vec<(i64, usize)> = Vec::new();
        for entry in store.entries_since(None).unwrap() {
            let changes = store.changes_of(entry.id).unwrap();
            let sides = |it: &Change| [&it.before, &it.after].into_iter().flatten().cloned().collect::<Vec<_>>();
            let of_it = changes.iter().filter(|it| sides(it).iter().any(|side| is_of(side, number, register))).count();
            let told = if entry.basis == number { changes.len() } else { of_it };
            expected.extend((told > 0).then_some((entry.id.0, told)));
        }
        assert!(expected.len() > 1 || number.starts_with(['B', 'C', 'T']), "{number}: {expected:?}");
        let mut found: Vec<(i64, usize)> = Vec::new();
        for line in office.history(&of(About::Paper(number.into())), None).unwrap().iter().rev() {
            match found.last_mut() {
                Some((entry, lines)) if *entry == line.entry.id.0 => *lines += 1,
                _ => found.push((line.entry.id.0, 1)),
            }
        }
        assert_eq!(found, expected, "{number}");
        let subject = register.paper_named(number).unwrap();
        let entries: Vec<i64> = office.entries_on(&subject).unwrap().iter().map(|it| it.id.0).collect();
        assert_eq!(entries, expected.iter().map(|(entry, _)| *entry).collect::<Vec<_>>(), "{number}");
    }
}

#[test]
fn every_record_that_the_log_names_is_taken_as_it_is_written_there() {
    let Scratch { folder, file, office } = office_with_every_paper();
    drop(office);
    std::fs::rename(&file, folder.path().join("台账.taizhang")).unwrap();
    let (_, log, _) = told(&run(&["log"], folder.path(), None));
    let (mut entry, mut last) = (0, BTreeMap::new());
    for line in log.lines() {
        match line.strip_prefix("    ") {
            None => entry = line.split('　').next().unwrap().parse().unwrap(),
            Some(change) => {
                let record = change.split('　').next().unwrap();
                last.insert(record.split('第').next().unwrap(), (record, entry));
            }
        }
    }
    let terms: Vec<&str> = last.keys().copied().collect();
    for term in ["对照表", "对照表纸质件", "清理清单的一行", "巡检的一行", "抽查的一行", "备案", "扫描件", "科室"]
    {
        assert!(terms.contains(&term), "{terms:?}");
    }
    for (record, entry) in last.into_values() {
        assert!(listed(folder.path(), record).contains(&entry), "{record}");
    }
    for unknown in ["申请表第99号", "账号第x号", "没有的表第1号", "SQ-9999-0001", "没有的科室附件1"]
    {
        let (code, out, err) = told(&run(&["log", "--record", unknown], folder.path(), None));
        assert_eq!((code, out.as_str()), (2, ""), "{unknown}");
        assert!(err.contains("没有") && err.contains("如 SQ-2026-0001"), "what it may be: {err}");
    }
}

#[test]
fn the_log_refuses_two_outputs_at_once_and_an_end_before_the_beginning() {
    let Scratch { folder, file, office } = sample_office();
    drop(office);
    std::fs::rename(&file, folder.path().join("台账.taizhang")).unwrap();
    let (code, out, err) = told(&run(&["log", "--json", "--xlsx", "a.xlsx"], folder.path(), None));
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("--json") && err.contains("--xlsx") && err.contains("不能同时写"), "{err}");
    assert!(!folder.path().join("a.xlsx").exists());
    let (code, out, err) = told(&run(&["log", "--since", "2026-11-25", "--until", "2026-11-24"], folder.path(), None));
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("截止日期2026年11月24日早于起始日期2026年11月25日"), "{err}");
    let same_day = ["log", "--since", "2026-11-24", "--until", "2026-11-24"];
    assert_eq!(told(&run(&same_day, folder.path(), None)).0, 0);
}

#[test]
fn an_entry_reads_the_same_wherever_it_is_told_and_names_no_paper_on_the_paper_itself() {
    let mut scratch = sample_office();
    let id = scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    scratch.office.void_application(id, "重复", today()).unwrap();
    let number = scratch.office.register().get::<Application>(id).unwrap().number.clone();
    let entry = scratch.office.entries_on(&Scanned::Numbered(number.clone())).unwrap().pop().unwrap();
    let by = format!("经手 {}", entry.who);
    assert_eq!(
        entry.line(&number, &Clerks::default()),
        format!("2026年11月24日　{}　{by}　原因 重复", Op::VoidApplication.label())
    );
    assert_eq!(entry.by("", &Clerks::default()), format!("{by}　依据 {number}　原因 重复"));
}
