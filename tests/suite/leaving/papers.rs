//! The papers of a leaving: the written notice (第十四条) as a letter, and what the command line writes.

use serde_json::{Value, json};
use taizhang::model::*;
use taizhang::ops::Office;
use taizhang::paper::letter::place_letter;
use taizhang::paper::{Mark, Page};
use taizhang::papers::leaving::{LeavingPapers, notice_letter};

use super::super::cli::{run, told};
use super::super::rules_support::{account, quiet};
use super::super::support::{SAMPLE, empty_office, output, today, tool};
use super::{leave, leaving, two_routes};

/// The lines of a page in reading order, each with its left edge and its size.
fn lines(page: &Page) -> Vec<(f32, f32, String)> {
    let text = |mark: &Mark| match mark {
        Mark::Text { x, size, text, .. } => Some((*x, *size, text.clone())),
        _ => None,
    };
    page.marks.iter().filter_map(text).collect()
}

#[test]
fn a_notice_is_a_letter_with_addressee_body_table_sender_date_and_copy() {
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    let left = leave(office, &leaving(office, "张伟（投资科）", true));
    let register = office.register();
    let letter = notice_letter(register, register.get::<Notice>(left.notices[1]).unwrap());
    let pages = place_letter(&letter);
    assert_eq!(pages.len(), 1);
    let lines = lines(&pages[0]);
    let all: String = lines.iter().map(|(_, _, text)| text.as_str()).collect();
    for part in [
        "关于收回离职人员账号及权限的通知专网系统管理部门：",
        "张伟同志（科员）于2026年10月30日离职，离职手续已于2026年11月13日办理完毕。",
        "第十四条",
        "处理结果1专网平台zhangw用户账号　　特此通知。投资科2026年11月24日",
        "抄送：网络技术中心。",
        "TZ-2026-0002",
    ] {
        assert!(all.contains(part), "{part} in {all}");
    }
    assert!(!all.contains("省平台"));
    // 主送 begins at the margin, the date ends four characters of 三号 before the other one (GB/T 9704-2012).
    let of = |part: &str| lines.iter().find(|(_, _, text)| text == part).unwrap();
    assert!((of("专网系统管理部门：").0 - 28.0).abs() < 0.01);
    let day = of("2026年11月24日");
    let em = 16.0 * 25.4 / 72.0;
    let right = day.0 + taizhang::paper::metrics::width(&day.2, taizhang::fonts::Face::Serif, 16.0);
    assert!((right - (184.0 - 4.0 * em)).abs() < 0.01, "{right}");
    let other = notice_letter(register, register.get::<Notice>(left.notices[0]).unwrap());
    assert_eq!((other.to.as_str(), other.copy_to), ("网络技术中心", None));
}

#[test]
fn a_notice_that_is_printed_again_is_the_same_paper_after_its_accounts_were_closed() {
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    let left = leave(office, &leaving(office, "张伟（投资科）", true));
    let written = office.register();
    let mut later = written.clone();
    for id in &left.notices {
        let notice = written.get::<Notice>(*id).unwrap();
        for account in &notice.accounts {
            later.accounts.get_mut(account).unwrap().status = AccountStatus::Deleted;
        }
        let texts =
            |register| place_letter(&notice_letter(register, notice)).iter().flat_map(lines).collect::<Vec<_>>();
        assert_eq!(texts(&later), texts(written));
    }
}

#[test]
fn the_end_of_a_long_letter_never_stands_alone_on_its_page() {
    let mut scratch = empty_office();
    for count in [1, 8, 9, 10, 11, 12, 13, 14, 15, 16, 40, 200] {
        let accounts: Vec<Value> =
            (0..count).map(|at| account(&format!("zw{at}"), json!({"holder": "张伟（投资科）"}))).collect();
        scratch.office.load(&quiet().to_string(), today()).unwrap();
        scratch.office.load(&json!({"accounts": accounts}).to_string(), today()).unwrap();
        let register = scratch.office.register();
        let notice = Notice {
            id: NoticeId(1),
            number: "TZ-2026-0001".into(),
            person: register.person_named("张伟（投资科）").found().unwrap(),
            route: NoticeRoute::PrivateNetwork,
            accounts: register.accounts.values().filter(|it| it.account.starts_with("zw")).map(|it| it.id).collect(),
            written_on: today(),
            leaver: None,
            void_reason: None,
        };
        let pages = place_letter(&notice_letter(register, &notice));
        let last: String = lines(pages.last().unwrap()).into_iter().map(|(_, _, text)| text).collect();
        assert!(last.contains("特此通知。"), "{count}: {last}");
        let all: String = pages.iter().flat_map(lines).map(|(_, _, text)| text).collect();
        assert!((0..count).all(|at| all.contains(&format!("zw{at}"))), "{count}");
        // Nothing stands below the text of its page but the foot.
        for page in &pages {
            let low = page
                .marks
                .iter()
                .filter(|mark| matches!(mark, Mark::Text { baseline, size, .. } if *baseline > 262.1 && *size > 9.1));
            assert_eq!(low.count(), 0, "{count}, page {}", page.number);
        }
    }
}

#[test]
fn the_command_line_writes_every_paper_and_does_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    told(&run(&["init"], here, None));
    told(&run(&["load", "-"], here, Some(SAMPLE)));
    let arguments = ["leave", "郑晓东", "--on", "2026-10-30", "--handed-over", "2026-11-13", "--out", "离职", "--json"];
    let (code, out, err) = told(&run(&arguments, here, None));
    assert_eq!((code, err.as_str()), (0, ""));
    let first: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(first["applications"], json!(["SQ-2026-0003", "SQ-2026-0005"]));
    assert_eq!(first["cleanups"], json!(["QL-2026-0001"]));
    assert_eq!(first["notices"], json!(["TZ-2026-0001", "TZ-2026-0002"]));
    assert_eq!(first["made"], json!(["SQ-2026-0005", "TZ-2026-0001", "TZ-2026-0002"]));
    let files = first["files"].as_array().unwrap();
    assert_eq!(files.len(), 5);
    for file in files {
        assert_eq!(&std::fs::read(here.join(file.as_str().unwrap())).unwrap()[..4], b"%PDF");
    }
    let (_, out, _) = told(&run(&arguments, here, None));
    let mut second: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(second["made"], json!([]));
    second["made"] = first["made"].clone();
    assert_eq!(second, first);
    let (code, out, _) = told(&run(&arguments[..8], here, None));
    assert!(code == 0 && out.starts_with("SQ-2026-0003　已有\nSQ-2026-0005　已有\n"), "{out}");

    let (code, _, err) = told(&run(&["leave", "张伟", "--on", "2026-10-30", "--out", "离职"], here, None));
    assert_eq!(code, 2);
    assert!(err.contains("张伟（政务服务科）、张伟（公共资源交易管理科）"), "{err}");
    let (code, ..) = told(&run(&["leave", "没有的人", "--on", "2026-10-30", "--out", "离职"], here, None));
    assert_eq!(code, 2);
    // What stands in the way of the papers is told before anything is kept.
    let before = told(&run(&["dump"], here, None)).1;
    std::fs::write(here.join("文件"), "").unwrap();
    assert_ne!(told(&run(&["leave", "孙丽华", "--on", "2026-10-30", "--out", "文件"], here, None)).0, 0);
    assert_eq!(told(&run(&["dump"], here, None)).1, before);
    let early = ["leave", "郑晓东", "--on", "2026-10-30", "--handed-over", "2026-10-01", "--out", "离职"];
    assert_eq!(told(&run(&early, here, None)).0, 2);
    // Taken back, what was written lies there still: that is said.
    let (code, out, err) = told(&run(&["undo"], here, None));
    assert!(code == 0 && out.starts_with("已撤销：办理离职"), "{out}");
    assert_eq!(err, "写出的文件没有删除，其中的表和通知已作废，请不要送出\n");
    assert!(files.iter().all(|file| here.join(file.as_str().unwrap()).is_file()));
}

#[test]
fn another_program_reads_the_notice_as_it_was_written() {
    let Some(mut pdftotext) = tool("pdftotext") else { return };
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    let left = leave(office, &leaving(office, "张伟（投资科）", true));
    let register = office.register();
    let papers = LeavingPapers::of(register, PersonId(6), (&[], &[], &left.notices), &[]).unwrap();
    let files = papers.save(&scratch.folder.path().join("通知"), today()).unwrap();
    assert_eq!(files.len(), 2);
    let text = output(pdftotext.arg("-layout").arg(&files[0]).arg("-"));
    for part in ["关于收回离职人员账号及权限的通知", "网络技术中心：", "自建专网", "特此通知。", "2026年11月24日"]
    {
        assert!(text.contains(part), "{part} in {text}");
    }
}

/// One entry tells of all of them: on none of them do the others rest.
#[test]
fn of_the_papers_that_a_leaving_makes_together_none_names_another_as_what_it_rests_on() {
    let mut scratch = two_routes();
    let office = &mut scratch.office;
    let of = |office: &Office, number: &str| {
        let entries = office.entries_on(&Scanned::Numbered(number.to_owned())).unwrap();
        entries.into_iter().map(|it| (it.op, it.basis)).collect::<Vec<_>>()
    };
    for handed_over in [false, true] {
        for number in leave(office, &leaving(office, "张伟（投资科）", handed_over)).made {
            assert_eq!(of(office, &number), [(Op::StaffLeaves, String::new())], "{number}");
        }
    }
    // A notice that is written anew alone is what its entry is about.
    let notice = office.register().notices.values().next().unwrap().id;
    office.void_notice(notice, "写错", today()).unwrap();
    let made = leave(office, &leaving(office, "张伟（投资科）", true)).made;
    assert_eq!(of(office, &made[0]), [(Op::StaffLeaves, made[0].clone())]);
}
