//! No password gets in (第二十三条 – 第二十六条): by no door, into no file.

use std::path::{Path, PathBuf};

use taizhang::error::ErrorKind;
use taizhang::model::*;
use taizhang::ops::{FilingRequest, Handling, Manner, Office, Row, Signatures};
use taizhang::papers::{Paper, to_pdf, to_xlsx};
use taizhang::scan::Scan;
use taizhang::store::{Access, Drafted};

use super::support::{Scratch, carried_out, day, good_form, output, sample_office, taizhang, today, tool};

/// The password that goes round all doors; nothing else in the project contains it.
const SECRET: &str = "Zq7#mimaKey";

fn told() -> String {
    format!("账号已开通，密码：{SECRET}")
}

/// Every file below a folder that holds the secret.
fn betrayed(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(betrayed(&path));
        } else if betrays(&std::fs::read(&path).unwrap()) {
            found.push(path);
        }
    }
    found
}

/// Whether a file holds the secret: in UTF-8 or UTF-16, packed, in what is packed in it, or as the text of a PDF. A
/// workbook inside the data file is cut into its pages, and not looked for.
fn betrays(content: &[u8]) -> bool {
    let forms: [Vec<u8>; 3] = [
        SECRET.into(),
        SECRET.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        SECRET.encode_utf16().flat_map(u16::to_be_bytes).collect(),
    ];
    if forms.iter().any(|form| content.windows(form.len()).any(|window| window == form.as_slice())) {
        return true;
    }
    if content.starts_with(b"PK")
        && let Ok(mut zip) = zip::ZipArchive::new(std::io::Cursor::new(content))
    {
        return (0..zip.len()).any(|at| {
            let mut part = Vec::new();
            std::io::Read::read_to_end(&mut zip.by_index(at).unwrap(), &mut part).unwrap();
            betrays(&part)
        });
    }
    content.starts_with(b"%PDF") && text_of(content).is_some_and(|text| text.contains(SECRET))
}

/// The text of a PDF, as another program reads it.
fn text_of(pdf: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("表.pdf");
    std::fs::write(&path, pdf).unwrap();
    Some(output(tool("pdftotext")?.arg(&path).arg("-")))
}

#[test]
fn the_search_finds_the_secret_in_a_workbook_that_is_packed_again_and_in_a_pdf() {
    let folder = tempfile::tempdir().unwrap();
    let values = good_form().with(Field::Description, SECRET);
    let paper = Paper { values, ..Paper::blank(2).unwrap() };
    let mut packed = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    packed.start_file("申请表/表.xlsx", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut packed, &to_xlsx(std::slice::from_ref(&paper), today()).unwrap()).unwrap();
    std::fs::write(folder.path().join("包.zip"), packed.finish().unwrap().into_inner()).unwrap();
    assert_eq!(betrayed(folder.path()).len(), 1);
    std::fs::write(folder.path().join("表.pdf"), to_pdf(&[paper], today()).unwrap()).unwrap();
    assert_eq!(betrayed(folder.path()).len(), if tool("pdftotext").is_some() { 2 } else { 1 });
}

fn refused<T>(outcome: taizhang::error::Result<T>, door: &str) {
    let error = outcome.err().unwrap_or_else(|| panic!("{door}：口令进来了"));
    assert!(matches!(error.kind(), ErrorKind::BadInput | ErrorKind::Refused), "{door}：{error}");
    assert!(error.to_string().contains("第二十五条"), "{door}：{error}");
    assert!(!error.to_string().contains(SECRET), "{door}：{error}");
}

fn forms_and_papers(office: &mut Office) {
    let texts = [
        Field::AccountNote,
        Field::Applicant,
        Field::DepartmentAndPost,
        Field::AppliedOn,
        Field::Contact,
        Field::System,
        Field::Description,
        Field::Outcome,
        Field::Account,
        Field::Holder,
        Field::Leader,
        Field::DepartmentHead,
        Field::SystemHead,
        Field::Operator,
    ];
    for field in texts {
        let form = good_form().with(field, told());
        refused(office.file_application(&form, None, None, today()), field.label());
        // Half-typed, the rest is kept and this is not.
        let draft = office.keep_draft(None, Drafted::Application(None), &form).unwrap().unwrap();
        let kept = office.store().drafts().unwrap().into_iter().find(|kept| kept.id == draft).unwrap();
        assert_eq!((kept.values.get(field), kept.values.get(Field::Kind)), ("", "用户账号"));
        assert_eq!(kept.left_out, [(None, field)]);
        office.drop_draft(draft).unwrap();
    }
    let id = office.file_application(&good_form(), None, None, today()).unwrap();
    refused(office.void_application(id, &told(), today()), "作废原因");
    office.print_applications(&[id], today()).unwrap();
    let signed = Signatures {
        department_head: "李建国".into(),
        system_head: String::new(),
        reviewed_on: Some(today()),
        leader: "王志强".into(),
        approved_on: Some(today()),
    };
    refused(office.sign_application(id, &Signatures { system_head: told(), ..signed.clone() }, today()), "签字");
    refused(office.sign_application(id, &Signatures { leader: told(), ..signed.clone() }, today()), "签字");
    refused(office.sign_application(id, &Signatures { department_head: told(), ..signed.clone() }, today()), "签字");
    office.sign_application(id, &signed, today()).unwrap();
    let handling = Handling {
        operator: "陈小满".into(),
        handled_on: Some(today()),
        outcome: "已开通。".into(),
        account: "qintt_zw".into(),
        reason: String::new(),
    };
    for handling in [
        Handling { outcome: told(), ..handling.clone() },
        Handling { account: told(), ..handling.clone() },
        Handling { reason: told(), ..handling.clone() },
        Handling { operator: told(), ..handling.clone() },
        Handling { operator: told(), reason: "一人在岗".into(), ..handling.clone() },
    ] {
        refused(office.complete_application(id, &handling, today()), "办结");
    }
    office.complete_application(id, &handling, today()).unwrap();
}

fn registers_and_tables(office: &mut Office) {
    for kind in Kind::ALL {
        for (at, attribute) in kind.attributes().iter().enumerate() {
            // 是 or 否 is compared and never kept.
            if attribute.entry == schema::Entry::Flag {
                continue;
            }
            let number = match kind {
                Kind::Departments => office.register().departments.keys().next().map(|id| id.0),
                Kind::People => office.register().people.keys().next().map(|id| id.0),
                Kind::Systems => office.register().systems.keys().next().map(|id| id.0),
                Kind::Accounts => office.register().accounts.keys().next().map(|id| id.0),
            };
            let record = kind.record(number.unwrap(), office.register()).unwrap();
            let mut texts = schema::texts(&record, office.register());
            texts[at] = told();
            let door = format!("{}：{}", kind.term(), attribute.label);
            refused(office.save_record(kind, number, &texts, today()), &door);
            let kept = schema::texts(&record, office.register());
            refused(office.save_record_because(kind, number, &kept, &told(), today()), "改动的依据");
            let row = Row {
                sheet: "表".into(),
                number: 2,
                texts: texts.into_iter().map(Some).collect(),
                department: None,
                system: None,
                unused: Vec::new(),
            };
            let manner = Manner { dry_run: false, makes_new: true, department: None };
            let imported = office.import(TableKind::Register(kind), &[row], &manner, today()).unwrap();
            assert_eq!((imported.added, imported.updated, imported.failed.len()), (0, 0, 1), "{door}");
            assert!(!format!("{:?}", imported.failed).contains(SECRET), "{door}: given back with the rows");
        }
    }
}

fn documents(office: &mut Office) {
    let request = FilingRequest {
        department: office.register().department_named("政务服务科").unwrap(),
        kind: FilingKind::Matrix,
        period: Quarter::of(today()),
        signed_on: Some(today()),
        signed_by: "王志强".into(),
        reason: String::new(),
    };
    office.file_table(&request, today()).unwrap();
    let dump: serde_json::Value = serde_json::from_str(&office.dump().unwrap()).unwrap();
    let mut doors = 0;
    for (list, records) in dump.as_object().unwrap() {
        for key in records[0].as_object().unwrap().iter().filter(|(_, value)| value.is_string()).map(|(key, _)| key) {
            let mut record = records[0].clone();
            record[key] = told().into();
            let document = serde_json::json!({ list: [record] });
            refused(office.load(&document.to_string(), today()), &format!("{list}.{key}"));
            doors += 1;
        }
    }
    assert!(doors > 40, "{doors}");
    let refusal = office.load(&format!("{{\"people\": [{{\"name\": \"{}\"", told()), today()).unwrap_err();
    assert!(!refusal.to_string().contains(SECRET), "{refusal}");
}

fn scans(office: &mut Office, folder: &Path) {
    let content = taizhang::papers::to_pdf(&[taizhang::papers::Paper::blank(1).unwrap()], today()).unwrap();
    let scan = Scan::of(format!("密码 {SECRET}.pdf"), content).unwrap();
    refused(office.attach("SQ-2026-0001", &scan, today()), "文件名");
    let id = office.attach("SQ-2026-0001", &Scan { name: "签字版.pdf".into(), ..scan }, today()).unwrap();
    refused(office.void_attachment(id, &told(), today()), "作废原因");
    let moment = Moment { day: today(), second: 0 };
    office.back_up(&folder.join("备份"), moment).unwrap();
}

#[test]
fn a_password_comes_in_by_no_door_and_is_in_no_file_afterwards() {
    let Scratch { folder, file, mut office } = sample_office();
    forms_and_papers(&mut office);
    registers_and_tables(&mut office);
    documents(&mut office);
    scans(&mut office, folder.path());
    carried_out(&mut office, &good_form(), "zhong", "2026-11-24");
    office.undo(today()).unwrap();
    let period = taizhang::dossier::Period::new(day("2026-01-01"), today()).unwrap();
    taizhang::dossier::save(&office, period, today(), &folder.path().join("迎检包.zip")).unwrap();
    drop(office);
    assert_eq!(Office::open(&file, Access::Read).unwrap().verify(None).unwrap().broken, None);
    assert_eq!(betrayed(folder.path()), Vec::<PathBuf>::new());
}

/// The same by the command line: what it prints, its temporary folder, and the rows that it gives back.
#[test]
fn the_command_line_gives_no_password_back() {
    let Scratch { folder, file, office } = sample_office();
    drop(office);
    let temporary = folder.path().join("临时");
    std::fs::create_dir(&temporary).unwrap();
    let table = tempfile::tempdir().unwrap();
    let path = |name: &str| table.path().join(name);
    std::fs::write(path("账号.csv"), format!("系统,账号名,权限说明\n工程建设管理平台,a1,{}\n", told())).unwrap();
    std::fs::write(path("数据.json"), serde_json::json!({"applications": [{"description": told()}]}).to_string())
        .unwrap();
    let errors = folder.path().join("有误.xlsx");
    // In the head of a column, above the table and in the name of its file as well.
    let head =
        format!("科室：{},,,\n系统,账号名,密码：{SECRET},启用日\n平台,a1,有,2026-02-30\n平台,a2,,昨日\n", told());
    std::fs::write(path("有头.csv"), &head).unwrap();
    std::fs::write(path(&format!("密码 {SECRET}.csv")), &head).unwrap();
    let heads = folder.path().join("有头误.xlsx");
    for (arguments, code) in [
        (vec!["import".into(), path("有头.csv"), "--as".into(), "accounts".into(), "--errors".into(), heads], 3),
        (vec!["import".into(), path("有头.csv"), "--as".into(), "accounts".into(), "--json".into()], 3),
        (
            vec![
                "import".into(),
                path("账号.csv"),
                "--as".into(),
                "accounts".into(),
                "--errors".into(),
                errors.clone(),
            ],
            3,
        ),
        (vec!["import".into(), path("账号.csv"), "--as".into(), "accounts".into(), "--json".into()], 3),
        (vec!["load".into(), path("数据.json")], 2),
    ] {
        let mut command = taizhang();
        command.args(["--today", "2026-11-24", "--file"]).arg(&file).args(&arguments).env("TMPDIR", &temporary);
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        for told in [output.stdout, output.stderr] {
            assert!(!String::from_utf8(told).unwrap().contains(SECRET), "{arguments:?}");
        }
    }
    assert!(errors.is_file(), "the row is given back, without it");
    assert_eq!(betrayed(folder.path()), Vec::<PathBuf>::new());
    assert_eq!(betrayed(table.path()).len(), 4, "the search finds it where it is");
}

/// A workbook as an office made it, with openpyxl out of the way: one sheet of this name, these rows.
fn workbook(path: &Path, sheet: &str, rows: &[&[&str]]) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet().set_name(sheet).unwrap();
    for (at, row) in rows.iter().enumerate() {
        for (column, text) in row.iter().enumerate() {
            page.write_string(at as u32, column as u16, *text).unwrap();
        }
    }
    book.save(path).unwrap();
}

/// A head or a sheet that tells a password goes by its place.
#[test]
fn heads_and_names_of_sheets_give_no_password_back() {
    let Scratch { folder, file, office } = sample_office();
    drop(office);
    let table = tempfile::tempdir().unwrap();
    let (given, note) = (table.path().join("表.xlsx"), format!("口令现为{SECRET}"));
    let secret_head = format!("密码：{SECRET}");
    workbook(
        &given,
        &format!("密码 {SECRET}"),
        &[
            &["科室（单位）名称：政务服务科"],
            &["系统名称", "账号类别", "岗位", "使用人", "备注", &secret_head],
            &["工建平台", "受理", "科员", "秦天天", &note, "甲乙"],
            &["工建平台", "审批", "科长", "不认识的人", "", "丙丁"],
        ],
    );
    let errors = folder.path().join("有误.xlsx");
    let merged = folder.path().join("汇总.xlsx");
    let mut all = String::new();
    for arguments in [
        vec!["import", "--as", "form1", "--json", "--errors", errors.to_str().unwrap(), given.to_str().unwrap()],
        vec!["import", "--as", "form1", given.to_str().unwrap()],
        vec!["merge", given.to_str().unwrap(), "--out", merged.to_str().unwrap()],
        vec!["merge", given.to_str().unwrap(), "--json", "--out", merged.to_str().unwrap()],
    ] {
        let output = taizhang().args(["--today", "2026-11-24", "--file"]).arg(&file).args(&arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{arguments:?} {}", String::from_utf8_lossy(&output.stderr));
        all += &format!("{}{}", String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    }
    assert!(!all.contains(SECRET), "{all}");
    assert!(all.contains("第6列（密码已略去）") && all.contains("第1张工作表（密码已略去）"), "{all}");
    assert!(errors.is_file() && merged.is_file());
    assert_eq!(betrayed(folder.path()), Vec::<PathBuf>::new());
    assert_eq!(betrayed(table.path()), [given]);
}
