//! 备案: what is filed, what changed since the last time, and the papers of it.

mod filled;
mod quarters;

use calamine::{Reader, Xlsx, open_workbook};
use taizhang::model::*;
use taizhang::ops::{FilingRequest, Office, Placing};
use taizhang::papers::PaperKey;
use taizhang::rules::filing::{difference, outside_rows, stage};
use taizhang::rules::matrix::plan;
use taizhang::rules::{Fact, Matter, Telling, check};
use taizhang::store::Access;

use super::support::{Scratch, carried_out, day, output, sample_office, today, tool};

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
    office.note_printed(&[PaperKey::Matrix(told.department)], day("2026-11-20")).unwrap();
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
    office.note_printed(&[PaperKey::Matrix(id)], day("2026-11-20")).unwrap();
    for (signed_on, by) in [("2026-11-19", "王志强"), ("2026-11-25", "王志强"), ("2026-11-21", "")] {
        let refused = office.sign_matrix(id, day(signed_on), by, today()).unwrap_err().to_string();
        assert!(refused.contains("第五条"), "{refused}");
    }
}

#[test]
fn a_table_that_changes_after_it_was_signed_is_a_draft_again() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let id = department(&office, "政务服务科");
    office.note_printed(&[PaperKey::Matrix(id)], day("2026-11-20")).unwrap();
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
fn a_name_that_is_put_right_makes_another_paper_and_takes_no_filing_back() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let told = request(&office, "政务服务科", "2026Q4", Some("2026-11-24"));
    let person = office.person_called("秦天天").unwrap();
    let moves = Placing { person, department: told.department, post: "副科长".into(), on: day("2026-11-20") };
    office.place_person(&moves, &[], today()).unwrap();
    office.fill_matrix(told.department, today()).unwrap();
    let waits = |office: &Office| check(office.register(), today()).iter().any(|it| it.article().0 == 6);
    assert!(waits(&office));
    office.file_table(&told, today()).unwrap();
    assert!(!waits(&office) && stage(office.register(), told.department) == MatrixStage::Filed);
    let rename = |office: &mut Office, kind: Kind, number: i64, name: &str| {
        let record = kind.record(number, office.register()).unwrap();
        let mut texts = taizhang::model::schema::texts(&record, office.register());
        let at = kind.attributes().iter().position(|it| it.required).unwrap();
        name.clone_into(&mut texts[at]);
        office.save_record(kind, Some(number), &texts, day("2026-11-25")).unwrap();
    };
    let system = office.register().system_named("工程建设管理平台").unwrap();
    let others = office.register().department_named("公共资源交易管理科").unwrap();
    office.note_printed(&[PaperKey::Matrix(others)], today()).unwrap();
    for (kind, number, name) in [
        (Kind::People, person.0, "秦甜甜"),
        (Kind::Systems, system.0, "工程建设监管平台"),
        (Kind::Departments, told.department.0, "政务服务管理科"),
    ] {
        rename(&mut office, kind, number, name);
        assert_eq!(stage(office.register(), told.department), MatrixStage::Draft, "{name}");
        assert!(!waits(&office), "what was filed told the new post");
        let refused = office.file_table(&told, day("2026-11-25")).unwrap_err().to_string();
        assert!(refused.contains("2026年11月24日签的不是现在这张（第五条）"), "{refused}");
        assert_eq!(stage(office.register(), others), MatrixStage::Printed, "another table");
        office.undo(day("2026-11-25")).unwrap();
        assert_eq!(stage(office.register(), told.department), MatrixStage::Filed);
    }
}

#[test]
fn an_administrators_account_that_is_shared_stops_the_filing_of_every_department_that_shares_it() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let shared = |name: &str, holder: &str| {
        serde_json::json!({"system": "一体化政务服务平台", "account": name, "role": "系统管理员", "holder": holder,
            "category": "管理", "basis": "政办函3号"})
    };
    let more = serde_json::json!({"accounts": [shared("guanli", "李建国"), shared("GUANLI", "赵淑芬")]});
    office.load(&more.to_string(), today()).unwrap();
    for name in ["政务服务科", "公共资源交易管理科"] {
        office.fill_matrix(department(&office, name), today()).unwrap();
        let told = request(&office, name, "2026Q4", Some("2026-11-24"));
        let refused = office.file_table(&told, today()).unwrap_err().to_string();
        assert!(refused.contains("严禁共享"), "{name}: {refused}");
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
fn who_signed_what_is_filed_is_somebody_of_the_register() {
    for kind in [FilingKind::Matrix, FilingKind::Outside] {
        let Scratch { mut office, folder: _folder, .. } = sample_office();
        let signed_by = |name: &str, office: &Office| FilingRequest {
            kind,
            signed_by: name.into(),
            ..request(office, "政务服务科", "2026Q4", Some("2026-11-20"))
        };
        let before = office.register().clone();
        for name in ["没有的人", "张伟"] {
            let told = signed_by(name, &office);
            let error = office.file_table(&told, today()).unwrap_err();
            assert!(error.to_string().contains(name), "{error}");
            assert_eq!(*office.register(), before, "{kind:?}");
        }
        let told = signed_by("张伟（政务科）", &office);
        let id = office.file_table(&told, today()).unwrap();
        assert_eq!(office.register().filings[&id].signed_by, "张伟", "{kind:?}");
        assert_eq!(office.register().people, before.people);
    }
}

/// 附件1 is signed by 分管领导, and the cover says by whom.
#[test]
fn a_table_is_filed_with_the_signer_that_its_signature_names_or_not_at_all() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let name = "政务服务科";
    let number = department(&office, name).0;
    let unled = ["政务服务科", "", ""].map(str::to_owned);
    office.save_record(Kind::Departments, Some(number), &unled, today()).unwrap();
    for kind in [FilingKind::Matrix, FilingKind::Outside] {
        let told = FilingRequest { kind, ..request(&office, name, "2026Q4", Some("2026-11-21")) };
        let refused = office.file_table(&told, today()).unwrap_err().to_string();
        assert!(refused.starts_with("没有写明由谁签字") && refused.contains("第五条"), "{kind:?}: {refused}");
    }
    let id = department(&office, name);
    office.note_printed(&[PaperKey::Matrix(id)], day("2026-11-20")).unwrap();
    office.sign_matrix(id, day("2026-11-21"), "王志强", today()).unwrap();
    let by = |signer: &str, office: &Office| FilingRequest {
        signed_by: signer.into(),
        ..request(office, name, "2026Q4", None)
    };
    let other = by("秦天天", &office);
    let refused = office.file_table(&other, today()).unwrap_err().to_string();
    assert!(refused.starts_with("对照表登记的签字人是王志强，不是秦天天"), "{refused}");
    for told in [by("", &office), by("王志强", &office)] {
        let id = office.file_table(&told, today()).unwrap();
        assert_eq!(office.register().filings[&id].signed_by, "王志强");
    }
}
