//! The tables that offices really have, made by other programs, read and taken in.

use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;
use taizhang::import::{read, recognise};
use taizhang::model::*;
use taizhang::ops::Office;
use taizhang::papers::{self, Column, List};
use taizhang::store::Access;

use super::support::{SAMPLE, output, taizhang, today, tool};

/// A data file with the sample office, closed.
fn sample() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("台账.taizhang");
    Office::create(&file).unwrap();
    Office::open(&file, Access::Write).unwrap().load(SAMPLE, today()).unwrap();
    (folder, file)
}

fn import(file: &Path, table: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = taizhang();
    command.arg("--file").arg(file).args(["--today", "2026-11-24", "import"]).arg(table).args(arguments);
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

/// A workbook made by openpyxl from the script's `sheet`; nothing where the machine lacks it.
fn workbook(folder: &Path, script: &str) -> Option<PathBuf> {
    let path = folder.join("表 格.xlsx");
    let made = tool("python3")?
        .args(["-c", &format!("import datetime, openpyxl, sys\nbook = openpyxl.Workbook()\nsheet = book.active\n{script}\nbook.save(sys.argv[1])")])
        .arg(&path)
        .output()
        .unwrap();
    if !made.status.success() {
        assert!(std::env::var_os("CI").is_none(), "{}", String::from_utf8_lossy(&made.stderr));
        super::support::skip("这台机器没有 openpyxl");
        return None;
    }
    Some(path)
}

/// A merged title, blank rows, heads with blanks and notes, other names, another order, a system merged down, an
/// example, a sum, a note below, a phone kept as a number, dates of every kind.
const MESSY: &str = r#"
sheet.title = "账号表"
sheet.append(["2026年第四季度系统账号统计表"])
sheet.merge_cells("A1:F1")
sheet.append([])
sheet.append(["填报单位：政务服务科"])
sheet.append(["序号", "系统 名称", "使用账户", "使用人（签字）", "开通日期", "账号状态", "联系电话"])
sheet.append([1, "例：工程建设管理平台", "qintt", "秦天天", None, "在用"])
sheet.append([2, "工程建设管理平台", "a1", "秦天天", datetime.date(2026, 3, 1), "在用", 13812345678])
sheet.append([3, None, "a2", "李建国", "2026年3月2日", "在用"])
sheet.append([4, None, "a3", None, "2026.3.3", None])
sheet.merge_cells("B6:B8")
sheet.append([5, "新平台", 20260101, "张伟（政务服务科）", None, "已禁用"])
sheet.append(["合计", None, None, None, None, "4个"])
sheet.append([])
sheet.append(["填报人：秦天天"])
for row in range(30, 400):
    sheet.cell(row=row, column=2).number_format = "@"
book.create_sheet("说明").append(["本表每季度填报一次"])
"#;

#[test]
fn the_tables_that_offices_have_are_read_as_they_are_meant() {
    let (folder, file) = sample();
    let Some(table) = workbook(folder.path(), MESSY) else { return };
    let (code, out, err) = import(&file, &table, &["--as", "accounts", "--json"]);
    assert_eq!(
        (code, out.trim(), err.as_str()),
        (
            0,
            r#"{"added":4,"updated":0,"unchanged":0,"failed":[],"doubts":[],"made":["信息系统 新平台"],"unused":["联系电话"],"passed":[{"sheet":"账号表","row":5},{"sheet":"账号表","row":10}]}"#,
            ""
        )
    );
    let office = Office::open(&file, Access::Read).unwrap();
    let register = office.register();
    let told = |name: &str| {
        let it = register.accounts.values().find(|it| it.account == name).unwrap();
        let opened = it.opened_on.map_or_else(String::new, Day::iso);
        (
            register.system_name(Some(it.system)).to_owned(),
            register.bare_name(it.holder).to_owned(),
            opened,
            it.status.label(),
        )
    };
    let platform = || "工程建设管理平台".to_owned();
    assert_eq!(told("a1"), (platform(), "秦天天".into(), "2026-03-01".into(), "在用"));
    assert_eq!(told("a2"), (platform(), "李建国".into(), "2026-03-02".into(), "在用"));
    assert_eq!(told("a3"), (platform(), String::new(), "2026-03-03".into(), "在用"));
    assert_eq!(told("20260101"), ("新平台".into(), "张伟".into(), String::new(), "已禁用"));
}

#[test]
fn the_same_file_twice_adds_nothing_and_one_undo_takes_it_all_back() {
    let (folder, file) = sample();
    let Some(table) = workbook(folder.path(), MESSY) else { return };
    let before = Office::open(&file, Access::Read).unwrap().register().clone();
    import(&file, &table, &["--as", "accounts"]);
    let (code, out, _) = import(&file, &table, &["--as", "accounts"]);
    assert_eq!((code, out.as_str()), (0, "导入：新增0，更新0，不变4，有误0\n"));
    let mut office = Office::open(&file, Access::Write).unwrap();
    assert_eq!(office.store().last_entries(9).unwrap().len(), 2, "an import that changes nothing leaves no entry");
    assert_eq!(office.undo(today()).unwrap(), Op::Import);
    assert_eq!(*office.register(), before);
}

#[test]
fn a_dry_run_tells_and_does_nothing_and_no_new_refuses_what_is_unknown() {
    let (folder, file) = sample();
    let Some(table) = workbook(folder.path(), MESSY) else { return };
    let before = Office::open(&file, Access::Read).unwrap().register().clone();
    let (code, out, _) = import(&file, &table, &["--as", "accounts", "--dry-run"]);
    assert_eq!((code, out.as_str()), (0, "试算：新增4，更新0，不变0，有误0\n将新登记：信息系统 新平台\n"));
    assert_eq!(*Office::open(&file, Access::Read).unwrap().register(), before);
    let (code, out, err) = import(&file, &table, &["--as", "accounts", "--no-new"]);
    assert_eq!((code, out.as_str()), (3, "导入：新增3，更新0，不变0，有误1\n"));
    assert!(err.contains("账号表第9行 系统“新平台”"), "{err}");
}

#[test]
fn bad_rows_come_back_as_a_workbook_that_is_corrected_and_imported_again() {
    let (folder, file) = sample();
    let script = r#"
sheet.append(["系统", "账号名", "使用人", "启用日", "权限说明"])
sheet.append(["工程建设管理平台", "good", "秦天天", "2026-03-01", ""])
sheet.append(["工程建设管理平台", "bad1", "没有的人", "", ""])
sheet.append(["工程建设管理平台", "bad2", "张伟", "", ""])
sheet.append(["工程建设管理平台", "bad3", "", "2022-02-30", ""])
sheet.append(["另一平台", "bad4", "", "", "密码：Abc123xyz"])
sheet.append(["", "bad5", "", "", ""])
sheet.append(["工程建设管理平台", "=1+1", "", "", ""])
sheet["B8"].data_type = "s"
"#;
    let Some(table) = workbook(folder.path(), script) else { return };
    let errors = folder.path().join("有误.xlsx");
    let (code, out, _) = import(&file, &table, &["--as", "accounts", "--json", "--errors", errors.to_str().unwrap()]);
    assert_eq!(code, 3);
    let told: Value = serde_json::from_str(&out).unwrap();
    let failed: Vec<(i64, &str)> = told["failed"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["row"].as_i64().unwrap(), it["column"].as_str().unwrap()))
        .collect();
    assert_eq!(failed, [(3, "使用人"), (4, "使用人"), (5, "启用日"), (6, "权限说明"), (7, "系统")]);
    assert!(told["failed"][1]["reason"].as_str().unwrap().contains("张伟（政务服务科）、张伟（公共资源交易管理科）"));
    let office = Office::open(&file, Access::Read).unwrap();
    assert_eq!(office.register().system_named("另一平台"), None, "a row that fails makes nothing");
    drop(office);
    // Corrected by another program, as a clerk would in Excel.
    let script = "import openpyxl, sys; b = openpyxl.load_workbook(sys.argv[1]); s = b.active; \
                  s['D4'] = '李建国'; s['D5'] = '张伟（政务服务科）'; s['I6'] = '2022年2月28日'; s['H7'] = ''; s['B8'] = '工程建设管理平台'; b.save(sys.argv[1])";
    output(tool("python3").unwrap().args(["-c", script]).arg(&errors));
    let (code, out, err) = import(&file, &errors, &["--as", "accounts"]);
    assert_eq!((code, out.as_str()), (0, "导入：新增5，更新0，不变0，有误0\n新登记：信息系统 另一平台\n"), "{err}");
}

#[test]
fn csv_is_read_in_both_encodings_that_offices_use() {
    let (folder, file) = sample();
    let text = "姓名,部门,职务,手机号\r\n周一,政务服务科,科员,13800000001\r\n\"周,二\",新科,\"科\n员\",13800000002\r\n";
    let utf8 = folder.path().join("a.csv");
    std::fs::write(&utf8, [b"\xEF\xBB\xBF", text.as_bytes()].concat()).unwrap();
    let gb = folder.path().join("b.csv");
    // 姓名,部门 / 赵一,政务服务科, as the iconv of another program gives it.
    std::fs::write(
        &gb,
        b"\xd0\xd5\xc3\xfb,\xb2\xbf\xc3\xc5\r\n\xd5\xd4\xd2\xbb,\xd5\xfe\xce\xf1\xb7\xfe\xce\xf1\xbf\xc6\r\n",
    )
    .unwrap();
    assert_eq!(
        import(&file, &utf8, &["--as", "people"]),
        (0, "导入：新增2，更新0，不变0，有误0\n新登记：科室 新科\n".into(), String::new())
    );
    assert_eq!(
        import(&file, &gb, &["--as", "people"]),
        (0, "导入：新增1，更新0，不变0，有误0\n".into(), String::new())
    );
    let office = Office::open(&file, Access::Read).unwrap();
    assert!(office.register().people.values().any(|it| it.name == "赵一"));
    assert!(office.register().people.values().any(|it| it.name == "周,二" && it.post == "科 员"));
}

#[test]
fn what_cannot_be_read_is_refused_in_words_and_the_register_is_untouched() {
    let (folder, file) = sample();
    let before = Office::open(&file, Access::Read).unwrap().register().clone();
    let path = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let locked: Vec<u8> = [0xD0, 0xCF, 0x11, 0xE0]
        .into_iter()
        .chain(vec![0; 600])
        .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let cases = [
        (path("空.xlsx", b""), "文件是空的"),
        (path("截断.xlsx", b"PK\x03\x04 and no more"), "文件不完整或已损坏"),
        (path("锁.xlsx", &locked), "工作簿有密码保护"),
        // Saved with a password by LibreOffice.
        (path("锁.ods", include_bytes!("../fixtures/加锁.ods")), "工作簿有密码保护"),
        (path("锁.xls", include_bytes!("../fixtures/加锁.xls")), "工作簿有密码保护"),
        (
            path("引号.csv", "姓名,科室\n张伟,受理科\n\"李建国,受理科\n王志强,受理科\n".as_bytes()),
            "第3行的引号没有成对",
        ),
        (path("名不副实.xlsx", b"%PDF-1.7"), "这是 PDF，不是表格"),
        (path("乱.csv", &[0xFF, 0xFE, 0x00, 0xD8, 0x81]), "不认识的文件格式"),
        (path("别的表.csv", "甲,乙\n1,2\n".as_bytes()), "没有找到人员表的表头"),
        (folder.path().join("没有.xlsx"), "找不到文件"),
    ];
    for (path, why) in cases {
        let (code, out, err) = import(&file, &path, &["--as", "people"]);
        assert_ne!(code, 0, "{}", path.display());
        assert!(out.is_empty() && err.contains(why), "{}: {err}", path.display());
    }
    assert_eq!(*Office::open(&file, Access::Read).unwrap().register(), before);
}

#[test]
fn a_file_that_unpacks_to_more_than_the_bound_is_refused_before_it_does() {
    let (folder, file) = sample();
    let script = "import sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:\n    with z.open('xl/worksheets/sheet1.xml', 'w', force_zip64=True) as f:\n        for _ in range(500): f.write(b' ' * 1000000)";
    let bomb = folder.path().join("炸弹.xlsx");
    let Some(mut python) = tool("python3") else { return };
    output(python.args(["-c", script]).arg(&bomb));
    assert!(std::fs::metadata(&bomb).unwrap().len() < 1_000_000);
    let (code, _, err) = import(&file, &bomb, &["--as", "people"]);
    assert_eq!(code, 2);
    assert!(err.contains("文件展开后过大"), "{err}");
}

#[test]
fn what_we_export_is_recognised_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("账号.xlsx");
    let columns = ["系统", "账号名", "使用人"].map(|label| Column::text(label, 100.0)).to_vec();
    let rows = vec![vec!["平台".to_owned(), "=1+1".to_owned(), "张伟".to_owned()]];
    let list = List { title: "账号台账".into(), columns, rows, ..List::default() };
    papers::save_list(&list, &path, today()).unwrap();
    let table = recognise(TableKind::Register(Kind::Accounts), &read(&path).unwrap()[0]).unwrap();
    assert_eq!(table.rows, [(4, vec!["1".into(), "平台".to_owned(), "=1+1".into(), "张伟".into()])]);
    assert_eq!(table.columns[..3], [Some(1), Some(2), Some(3)]);
}

#[test]
fn a_row_that_stands_twice_is_one_record_also_where_it_made_what_it_names() {
    let (folder, file) = sample();
    let accounts = folder.path().join("a.csv");
    std::fs::write(&accounts, "系统,账号\n全新平台,x1\n全新平台,x1\n全新平台,x2\n").unwrap();
    assert_eq!(
        import(&file, &accounts, &["--as", "accounts"]).1,
        "导入：新增2，更新0，不变1，有误0\n新登记：信息系统 全新平台\n"
    );
    let people = folder.path().join("b.csv");
    std::fs::write(&people, "姓名,科室\n甲乙,全新科\n甲乙,全新科\n").unwrap();
    assert_eq!(
        import(&file, &people, &["--as", "people"]).1,
        "导入：新增1，更新0，不变1，有误0\n新登记：科室 全新科\n"
    );
}

/// A full disk is no fault of a row.
#[test]
fn a_full_disk_ends_an_import_and_is_not_blamed_on_its_rows() {
    let Some(mut mount) = tool("mount") else { return };
    let folder = tempfile::tempdir().unwrap();
    let made = mount.args(["-t", "tmpfs", "-o", "size=600k", "tmpfs"]).arg(folder.path()).output().unwrap();
    if !made.status.success() {
        super::support::skip(&format!("不能挂载小磁盘（{}）", String::from_utf8_lossy(&made.stderr).trim()));
        return;
    }
    let file = folder.path().join("台账.taizhang");
    Office::create(&file).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let table = elsewhere.path().join("a.csv");
    let rows: Vec<String> = (0..20_000).map(|at| format!("平台,账号{at}")).collect();
    std::fs::write(&table, format!("系统,账号\n{}", rows.join("\n"))).unwrap();
    let (code, out, err) = import(&file, &table, &["--as", "accounts"]);
    let kept = Office::open(&file, Access::Read).map(|office| office.register().clone());
    output(std::process::Command::new("umount").arg("--lazy").arg(folder.path()));
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    assert!(err.starts_with("磁盘已满") && err.lines().count() == 1, "{err}");
    assert_eq!(kept.unwrap(), Register::default());
}

#[test]
fn a_table_with_more_rows_than_the_bound_is_refused_and_not_cut_short() {
    let (folder, file) = sample();
    let table = folder.path().join("长.csv");
    std::fs::write(&table, "姓名,科室\n".to_owned() + &"甲,政务服务科\n".repeat(200_000)).unwrap();
    let (code, out, err) = import(&file, &table, &["--as", "people"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("超过200000行"), "{err}");
}

#[test]
fn one_list_reads_the_same_from_each_program_that_saved_it() {
    // A list of people with a department merged down two rows, an example and a sum, saved by LibreOffice.
    let told = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
        let sheets = read(&path).unwrap();
        let table = recognise(TableKind::Register(Kind::People), &sheets[0]).unwrap();
        assert_eq!(recognise(TableKind::Register(Kind::People), &sheets[1]), None, "说明页不是人员表");
        let cell = |row: &[String], attribute: usize| table.columns[attribute].map_or("", |at| &row[at]).to_owned();
        table.rows.iter().map(|(number, row)| (*number, [0, 1, 3, 5].map(|at| cell(row, at)))).collect::<Vec<_>>()
    };
    let texts = |texts: [&str; 4]| texts.map(str::to_owned);
    let expected = [
        (4, texts(["孟晓", "政务服务科", "13812345678", "2020-03-16"])),
        (5, texts(["方圆", "政务服务科", "13900001111", "2024-02-29"])),
        (7, texts(["石磊", "投资项目审批科", "0356-2000099", "2021.9.1"])),
    ];
    assert_eq!(told("名册.xls"), expected);
    assert_eq!(told("名册.ods"), expected);
}

#[test]
fn days_counted_from_1904_are_the_days_that_the_sheet_shows() {
    let (folder, file) = sample();
    let script = r#"
from openpyxl.utils.datetime import CALENDAR_MAC_1904
book.epoch = CALENDAR_MAC_1904
sheet.append(["姓名", "科室", "入职日"])
sheet.append(["孟晓", "政务服务科", datetime.date(2024, 2, 29)])
"#;
    let Some(table) = workbook(folder.path(), script) else { return };
    let (code, _, err) = import(&file, &table, &["--as", "people"]);
    assert_eq!(code, 0, "{err}");
    let office = Office::open(&file, Access::Read).unwrap();
    let register = office.register();
    let person = register.person_named("孟晓").found().unwrap();
    assert_eq!(register.people[&person].joined_on, Day::from_iso("2024-02-29"));
}

/// 附件1 as departments return it.
const FORM1: &str = r#"
sheet.append(["附件1"])
sheet.append(["账号权限对照表（通用格式）"])
sheet.merge_cells("A2:F2")
sheet.append(["科室（单位）名称：政务服务科"])
sheet.append(["序号", "系统名称", "账号类别", "岗位", "使用人", "备注"])
sheet.append([1, "例：工程建设管理平台", "审批", "科员", "秦天天", ""])
sheet.append([1, "工建平台", "受理", "副科长", "秦天天", ""])
sheet.append([2, "一体化政务服务平台", "受理", "科员", "张伟", "窗口轮岗"])
sheet.append([3, "新建的平台", "录入", "科员", "新来的", ""])
sheet.append([4, "", "", "", "", ""])
sheet.append(["填写说明："])
sheet.append(["1、“账号类别”可填写账号本身属性，例如：受理、审批。"])
sheet.append(["分管领导（签字）："])
"#;

#[test]
fn a_returned_table_changes_the_rows_it_speaks_of_and_adds_the_others_once() {
    let (folder, file) = sample();
    let Some(table) = workbook(folder.path(), FORM1) else { return };
    let (code, out, err) = import(&file, &table, &["--as", "form1", "--json"]);
    assert_eq!(
        (code, out.trim()),
        (
            0,
            r#"{"added":1,"updated":1,"unchanged":1,"failed":[],"doubts":[],"made":["人员 新来的","信息系统 新建的平台"],"unused":[],"passed":[{"sheet":"Sheet","row":5}]}"#
        ),
        "{err}"
    );
    let (_, out, _) = import(&file, &table, &["--as", "form1", "--json"]);
    assert!(
        out.starts_with(r#"{"added":0,"updated":0,"unchanged":3,"failed":[],"doubts":[],"made":[],"unused":[],"#),
        "{out}"
    );
    let office = Office::open(&file, Access::Read).unwrap();
    let register = office.register();
    let department = register.department_named("政务服务科").unwrap();
    let rows = register.matrix_of(department);
    let told: Vec<(&str, &str, &str)> =
        rows.iter().map(|row| (register.system_name(Some(row.system)), &*row.post, &*row.account)).collect();
    assert_eq!(
        told,
        [
            // What has no column in the table stays.
            ("工程建设管理平台", "副科长", "qintt"),
            ("一体化政务服务平台", "科员", "zhangwei_zw"),
            ("新建的平台", "科员", ""),
        ]
    );
    assert_eq!(register.bare_name(rows[2].holder), "新来的", "新的人员登记到这个科室");
}

#[test]
fn a_table_that_names_no_department_asks_for_one() {
    let (folder, file) = sample();
    let script = "sheet.append(['序号', '系统名称', '使用人'])\nsheet.append([1, '工建平台', '孙丽华'])";
    let Some(table) = workbook(folder.path(), script) else { return };
    let (code, _, err) = import(&file, &table, &["--as", "form1"]);
    assert_eq!(code, 3);
    assert!(err.contains("第四条") && err.contains("科室"), "{err}");
    let (code, out, _) = import(&file, &table, &["--as", "form1", "--department", "投资科"]);
    assert_eq!((code, out.as_str()), (0, "导入：新增0，更新0，不变1，有误0\n"));
}

#[test]
fn a_cleanup_list_is_taken_in_as_one_new_list_and_only_once() {
    let (folder, file) = sample();
    let script = r#"
sheet.append(["信息系统账号清理清单"])
sheet.append(["系统名称", "科室", "使用人", "使用账户", "账号类型", "处理方式"])
sheet.append(["工程建设管理平台", "政务服务科", "秦天天", "qintt", "用户账号", "禁用"])
sheet.append(["工程建设管理平台", "投资项目审批科", "郑晓东", "zhengxd", "用户账号", "禁用"])
sheet.append(["一体化政务服务平台", "政务服务科", "", "zhangwei_zw", "", "销毁"])
"#;
    let Some(table) = workbook(folder.path(), script) else { return };
    let (code, out, _) = import(&file, &table, &["--as", "form3", "--json"]);
    assert_eq!(code, 3);
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&told["added"], &told["unchanged"]), (&Value::from(1), &Value::from(1)), "{out}");
    assert_eq!((&told["failed"][0]["row"], &told["failed"][0]["column"]), (&Value::from(5), &Value::from("处理方式")));
    let (_, out, _) = import(&file, &table, &["--as", "form3", "--json"]);
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&told["added"], &told["unchanged"]), (&Value::from(0), &Value::from(2)));
    let office = Office::open(&file, Access::Read).unwrap();
    let made = office.register().cleanup_numbered("QL-2026-0002").unwrap();
    assert_eq!(office.register().rows_of(made.id).len(), 1);
}

#[test]
fn a_holder_who_is_new_is_made_in_the_department_that_the_row_names() {
    let (folder, file) = sample();
    let script = r#"
sheet.append(["系统", "账号名", "使用人", "科室"])
sheet.append(["工程建设管理平台", "n1", "新来的", "政务服务科"])
sheet.append(["工程建设管理平台", "n2", "张伟", "公共资源交易管理科"])
sheet.append(["工程建设管理平台", "n3", "孙丽华", "政务服务科"])
sheet.append(["工程建设管理平台", "n4", "又一位", ""])
"#;
    let Some(table) = workbook(folder.path(), script) else { return };
    let arguments = ["--as", "accounts", "--json", "--dry-run"];
    let (_, out, _) = import(&file, &table, &arguments);
    let told: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(told["added"], 2, "{out}");
    let reasons: Vec<&str> =
        told["failed"].as_array().unwrap().iter().map(|it| it["reason"].as_str().unwrap()).collect();
    assert!(reasons[0].contains("登记在另一科室") && reasons[1].contains("不在人员中"), "{reasons:?}");
    let refused = [&arguments[..], &["--no-new"]].concat();
    let (_, out, _) = import(&file, &table, &refused);
    assert!(out.contains("人员“新来的”还没有登记"), "{out}");
    let whole = [&arguments[..3], &["--department", "投资科"]].concat();
    import(&file, &table, &whole);
    let office = Office::open(&file, Access::Read).unwrap();
    let register = office.register();
    let holder = |name: &str| {
        let account = register.accounts.values().find(|it| it.account == name).unwrap();
        register.person_with_department(&register.people[&account.holder.unwrap()])
    };
    assert_eq!(holder("n1"), "新来的（政务服务科）");
    assert_eq!(holder("n2"), "张伟（公共资源交易管理科）");
    assert_eq!(holder("n4"), "又一位（投资项目审批科）", "没有写科室的，登记到指定的科室");
}

#[test]
fn a_preview_tells_each_cell_that_changes_and_what_is_made() {
    let (_folder, file) = sample();
    let mut office = Office::open(&file, Access::Write).unwrap();
    let sheet = taizhang::import::pasted(
        "系统\t账号名\t使用人\t权限说明\t科室\n工建平台\tqintt\t秦天天\t\"受理\n补正\n发证\"\t\n新平台\tx1\t新来的\t\t政务服务科\n",
    );
    let kind = TableKind::Register(Kind::Accounts);
    let rows = taizhang::ops::Row::of_table(&recognise(kind, &sheet).unwrap());
    let manner = taizhang::ops::Manner { dry_run: true, makes_new: true, department: None };
    let told = office.import(kind, &rows, &manner, today()).unwrap();
    let [known, new] = &told.effects[..] else { panic!("{told:?}") };
    assert_eq!(known.verdict.label(), "更新");
    assert_eq!(known.changes, [("权限说明", "受理、补正".to_owned(), "受理\n补正\n发证".to_owned())]);
    assert_eq!((new.verdict.label(), &new.title[..]), ("新增", "新平台 x1"));
    assert_eq!(new.made, [(Kind::Systems, "新平台".to_owned()), (Kind::People, "新来的".to_owned())]);
    assert_eq!(office.register().system_named("新平台"), None, "试算不改动台账");
}

#[test]
fn a_password_in_a_table_comes_back_in_no_file() {
    let (folder, file) = sample();
    let script = "sheet.append(['系统', '账号名', '权限说明'])\nsheet.append(['工建平台', 'p1', '密码：Abc123xyz'])";
    let Some(table) = workbook(folder.path(), script) else { return };
    let errors = folder.path().join("有误.xlsx");
    let (code, out, err) = import(&file, &table, &["--as", "accounts", "--errors", errors.to_str().unwrap()]);
    assert_eq!(code, 3);
    assert!(!out.contains("Abc123xyz") && !err.contains("Abc123xyz"), "{err}");
    let texts: Vec<String> = read(&errors).unwrap().into_iter().flat_map(|sheet| sheet.rows).flatten().collect();
    assert!(texts.iter().all(|text| !text.contains("Abc123xyz")), "{texts:?}");
}
