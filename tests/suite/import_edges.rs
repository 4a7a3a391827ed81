//! Tables that trip a reader: each was met once.

use std::path::{Path, PathBuf};

use serde_json::Value;
use taizhang::model::schema::masked;
use taizhang::model::*;
use taizhang::ops::{FilingRequest, Office, read_returned};
use taizhang::papers::{self, Column, List};
use taizhang::store::{Access, Drafted};

use super::support::{Scratch, day, sample_office, taizhang, today, tool};

fn csv(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("表.csv");
    std::fs::write(&path, text).unwrap();
    path
}

/// The command as told: its code, its JSON, and what it says besides.
fn import(file: &Path, table: &Path, arguments: &[&str]) -> (i32, Value, String) {
    let mut command = taizhang();
    command.arg("--file").arg(file).args(["--today", "2026-11-24", "import"]).arg(table).args(arguments).arg("--json");
    let output = command.output().unwrap();
    let told = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    (output.status.code().unwrap(), told, String::from_utf8(output.stderr).unwrap())
}

fn closed(scratch: Scratch) -> (tempfile::TempDir, PathBuf) {
    let Scratch { folder, file, office } = scratch;
    drop(office);
    (folder, file)
}

fn counts(told: &Value) -> (i64, i64, i64, usize) {
    let count = |key: &str| told[key].as_i64().unwrap_or(-1);
    (count("added"), count("updated"), count("unchanged"), told["failed"].as_array().map_or(usize::MAX, Vec::len))
}

#[test]
fn a_stray_letter_at_the_far_end_of_a_sheet_takes_no_memory() {
    let (folder, file) = closed(sample_office());
    let path = folder.path().join("远.xlsx");
    let script = "import openpyxl, sys; b = openpyxl.Workbook(); s = b.active\n\
                  s.append(['姓名', '科室']); s.append(['孟晓', '政务服务科']); s['XFD1048576'] = 'x'; b.save(sys.argv[1])";
    let Some(mut python) = tool("python3") else { return };
    if !python.args(["-c", script]).arg(&path).output().unwrap().status.success() {
        return super::support::skip("这台机器没有 openpyxl");
    }
    let (code, told, err) = import(&file, &path, &["--as", "people"]);
    assert_eq!((code, counts(&told)), (0, (1, 0, 0, 0)), "{err}");
}

#[test]
fn a_system_called_by_its_alias_keeps_its_name() {
    let (folder, file) = closed(sample_office());
    let table = csv(folder.path(), "名称,牵头科室\n工建平台,政务科\n");
    let (code, told, err) = import(&file, &table, &["--as", "systems"]);
    assert_eq!((code, counts(&told)), (0, (0, 1, 0, 0)), "{err}");
    let office = Office::open(&file, Access::Read).unwrap();
    let register = office.register();
    let id = register.system_named("工建平台").unwrap();
    assert_eq!(register.systems[&id].name, "工程建设管理平台");
    assert_eq!(register.departments.len(), 4, "简称不是新的科室");
}

#[test]
fn a_phone_with_its_middle_hidden_does_not_replace_the_whole_one() {
    let (folder, file) = closed(sample_office());
    for hidden in [masked("0356-2000011"), "035****0011".to_owned()] {
        let table = csv(folder.path(), &format!("姓名,科室,联系方式\n秦天天,政务服务科,{hidden}\n"));
        let (_, told, _) = import(&file, &table, &["--as", "people"]);
        assert_eq!(counts(&told), (0, 0, 1, 0), "{hidden}");
    }
    let office = Office::open(&file, Access::Read).unwrap();
    let id = office.register().person_named("秦天天").found().unwrap();
    assert_eq!(office.register().people[&id].phone, "0356-2000011");
}

#[test]
fn our_own_filing_is_taken_in_once_and_not_sheet_by_sheet() {
    let mut scratch = sample_office();
    let request = FilingRequest {
        department: scratch.office.register().department_named("政务服务科").unwrap(),
        kind: FilingKind::Matrix,
        period: Quarter::of(today()),
        signed_on: Some(day("2026-11-20")),
        signed_by: String::new(),
        reason: String::new(),
    };
    let id = scratch.office.file_table(&request, today()).unwrap();
    let filed = scratch.office.save_filing(id, scratch.folder.path()).unwrap().remove(0);
    let (_folder, file) = closed(scratch);
    let (code, told, err) = import(&file, &filed, &["--as", "form1"]);
    assert_eq!((code, counts(&told)), (0, (0, 0, 2, 0)), "{err}");
}

#[test]
fn what_only_one_of_two_sheets_with_the_same_rows_tells_is_taken_too() {
    let (folder, file) = closed(sample_office());
    let sheet = |title: &str, heads: &[&'static str], row: &[&str]| List {
        title: title.to_owned(),
        unit: "政务服务科".into(),
        columns: heads.iter().copied().map(|head| Column::text(head, 100.0)).collect(),
        rows: vec![row.iter().map(|cell| (*cell).to_owned()).collect()],
        ..List::default()
    };
    let form = sheet(
        "附件1",
        &["系统名称", "账号类别", "岗位", "使用人", "备注"],
        &["工建平台", "审批", "科员", "李建国", "窗口专用"],
    );
    let path = folder.path().join("两张.xlsx");
    let accounts = sheet("账号", &["系统名称", "使用人", "账号名"], &["工建平台", "李建国", "lijg"]);
    papers::save_lists(&[form.clone(), accounts], &path, today()).unwrap();
    let returned = read_returned(&path).unwrap();
    let (code, told, err) = import(&file, &path, &["--as", "form1"]);
    assert_eq!((code, counts(&told)), (0, (1, 0, 0, 0)), "{err}");
    let office = Office::open(&file, Access::Read).unwrap();
    let row = office.register().matrix.values().find(|it| it.account == "lijg").unwrap();
    assert_eq!([&row.category, &row.post, &row.note], ["审批", "科员", "窗口专用"]);
    let [FiledRow { account, category, post, note, .. }] = &returned[0].rows[..] else { panic!("{returned:?}") };
    assert_eq!([account, category, post, note], ["lijg", "审批", "科员", "窗口专用"]);
    drop(office);
    // Of two that contradict each other neither is passed over.
    let other = sheet("账号", &["系统名称", "使用人", "账号名", "账号类别"], &["工建平台", "李建国", "x2", "受理"]);
    papers::save_lists(&[form, other], &path, today()).unwrap();
    assert_eq!(read_returned(&path).unwrap()[0].rows.len(), 2);
}

/// 「#N/A」 is nobody: a lookup that found nothing leaves it in the cell.
#[test]
fn a_row_with_a_formula_that_failed_is_refused_and_nobody_is_called_so() {
    let (folder, file) = closed(sample_office());
    let path = folder.path().join("公式.xlsx");
    let script = "import openpyxl, sys; b = openpyxl.Workbook(); s = b.active\n\
                  s.append(['系统名称', '使用人', '岗位']); s.append(['工建平台', '#N/A', '#REF!']); s.append(['工建平台', '李建国', '科员'])\n\
                  b.save(sys.argv[1])";
    let Some(mut python) = tool("python3") else { return };
    if !python.args(["-c", script]).arg(&path).output().unwrap().status.success() {
        return super::support::skip("这台机器没有 openpyxl");
    }
    let cell = taizhang::import::read(&path).unwrap()[0].rows[1][1].clone();
    assert_eq!(cell, "#N/A", "an error cell, as Excel shows it");
    // A csv of Excel has the same as text.
    let table = csv(folder.path(), "系统名称,使用人,岗位\n工建平台,#N/A,#REF!\n工建平台,李建国,科员\n");
    for table in [path, table] {
        let (code, told, _) = import(&file, &table, &["--as", "form1", "--department", "政务服务科", "--dry-run"]);
        assert_eq!((code, counts(&told)), (3, (1, 0, 0, 2)), "{told}");
        let reasons = [0, 1].map(|at| told["failed"][at]["reason"].as_str().unwrap());
        assert_eq!(reasons, ["单元格是公式错误（#REF!）", "单元格是公式错误（#N/A）"]);
        assert_eq!(told["made"], serde_json::json!([]));
    }
}

#[test]
fn a_row_of_a_csv_is_called_by_the_number_that_excel_shows() {
    let (folder, file) = closed(sample_office());
    let text = "人员名单\n\n\n姓名,科室,岗位,入职日\n周一,政务服务科,\"科员\n综合窗口\",2026-03-01\n\n周二,政务服务科,科员,2026-02-30\n";
    for text in [text.to_owned(), text.replace('\n', "\r\n"), text.replace('\n', "\r")] {
        let (code, told, _) = import(&file, &csv(folder.path(), &text), &["--as", "people", "--dry-run"]);
        assert_eq!((code, counts(&told)), (3, (1, 0, 0, 1)), "{told}");
        assert_eq!(told["failed"][0]["row"], 7, "{text:?}");
    }
}

#[test]
fn a_number_that_is_shown_with_zeros_before_it_is_taken_as_it_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("零.xlsx");
    let script = "import openpyxl, sys; b = openpyxl.Workbook(); s = b.active\n\
                  s.append(['系统', '账号名', '账号名2']); s.append(['工建平台', 123, 123]); s.append(['工建平台', 123456, 1.5])\n\
                  s['B2'].number_format = '00000'; s['B3'].number_format = '00000'; s['C2'].number_format = '0'; s['C3'].number_format = '000'\n\
                  b.save(sys.argv[1])";
    let Some(mut python) = tool("python3") else { return };
    if !python.args(["-c", script]).arg(&path).output().unwrap().status.success() {
        return super::support::skip("这台机器没有 openpyxl");
    }
    let rows = taizhang::import::read(&path).unwrap().remove(0).rows;
    assert_eq!(rows[1][1..], ["00123", "123"]);
    assert_eq!(rows[2][1..], ["123456", "1.5"], "the zeros are the least that is shown, and of whole numbers");
}

#[test]
fn ticks_and_numbers_mean_yes_and_what_cannot_be_read_is_asked_about() {
    let (folder, file) = closed(sample_office());
    let table = csv(folder.path(), "名称,自建,专网\n甲平台,√,×\n乙平台,非自建,Y\n丙平台,部分,否\n丁平台,,否\n");
    let (code, told, _) = import(&file, &table, &["--as", "systems"]);
    assert_eq!((code, counts(&told)), (3, (3, 0, 0, 1)));
    assert_eq!(told["failed"][0]["column"], "自建");
    let again = import(&file, &table, &["--as", "systems"]).1;
    assert_eq!(counts(&again), (0, 0, 3, 1), "第二次不变");
    let office = Office::open(&file, Access::Read).unwrap();
    let flags = |name: &str| {
        let it = &office.register().systems[&office.register().system_named(name).unwrap()];
        (it.self_built, it.private_network)
    };
    assert_eq!(flags("丁平台"), (None, false), "nobody has told");
    assert_eq!((flags("甲平台"), flags("乙平台")), ((Some(true), false), (Some(false), true)));
}

#[test]
fn a_note_that_begins_with_an_example_and_a_system_called_total_are_rows() {
    let (folder, file) = closed(sample_office());
    let text = "系统,账号名,权限说明\n总计划管理系统,z1,例：每周一使用\n例：某系统,x,\n合计,,2个\n填报人：李四,,\n";
    let (code, told, err) = import(&file, &csv(folder.path(), text), &["--as", "accounts"]);
    assert_eq!((code, counts(&told)), (0, (1, 0, 0, 0)), "{err}");
}

#[test]
fn serial_days_and_days_with_a_time_are_days() {
    let (folder, file) = closed(sample_office());
    let text =
        "姓名,科室,入职日\n甲某,政务服务科,46237\n乙某,政务服务科,2026/8/3 0:00\n丙某,政务服务科,2026-08-03 00:00:00\n";
    let (code, told, err) = import(&file, &csv(folder.path(), text), &["--as", "people"]);
    assert_eq!((code, counts(&told)), (0, (3, 0, 0, 0)), "{err}");
    let office = Office::open(&file, Access::Read).unwrap();
    for name in ["甲某", "乙某", "丙某"] {
        let id = office.register().person_named(name).found().unwrap();
        assert_eq!(office.register().people[&id].joined_on, Some(day("2026-08-03")), "{name}");
    }
}

#[test]
fn an_account_that_differs_only_in_case_or_width_is_the_same_account() {
    let (folder, file) = closed(sample_office());
    let table = csv(folder.path(), "系统,账号名,权限说明\n工建平台,ＱinTT,受理\n");
    let (_, told, _) = import(&file, &table, &["--as", "accounts"]);
    assert_eq!(counts(&told), (0, 1, 0, 0));
    let office = Office::open(&file, Access::Read).unwrap();
    assert!(office.register().accounts.values().any(|it| it.account == "qintt" && it.permissions == "受理"));
}

#[test]
fn a_row_that_leaned_on_a_bad_one_fails_with_it_and_the_good_ones_go_in() {
    let (folder, file) = closed(sample_office());
    let text = "系统,账号名,使用人,科室,启用日\n工建平台,a1,王五,政务服务科,2022-02-30\n工建平台,a2,王五,,\n工建平台,a3,秦天天,,\n";
    let table = csv(folder.path(), text);
    for arguments in [&["--as", "accounts", "--dry-run"][..], &["--as", "accounts"]] {
        let (code, told, err) = import(&file, &table, arguments);
        assert_eq!((code, counts(&told)), (3, (1, 0, 0, 2)), "{arguments:?} {err}");
    }
}

#[test]
fn a_table_that_is_half_typed_is_not_changed_underneath() {
    let mut scratch = sample_office();
    let id = scratch.office.register().department_named("政务服务科").unwrap();
    let values = taizhang::paper::fill::matrix_values(scratch.office.register(), id);
    scratch.office.keep_draft(None, Drafted::Matrix(id), &values).unwrap();
    let (folder, file) = closed(scratch);
    // Above the table, in a column of its own, and by the clerk.
    for (text, arguments) in [
        ("科室（单位）名称：政务服务科\n系统名称,使用人\n新平台,秦天天\n", &["--as", "form1"][..]),
        ("系统名称,使用人,科室\n新平台,秦天天,政务服务科\n", &["--as", "form1"]),
        ("系统名称,使用人,科室\n新平台,秦天天,政务服务科\n", &["--as", "form1", "--department", "网络技术中心"]),
        ("系统名称,使用人\n新平台,秦天天\n", &["--as", "form1", "--department", "政务服务科"]),
    ] {
        let (code, _, err) = import(&file, &csv(folder.path(), text), arguments);
        assert!(code == 1 && err.contains("填到一半"), "{text}: {code} {err}");
    }
}

#[test]
fn where_the_bad_rows_cannot_be_written_nothing_is_taken_in() {
    let (folder, file) = closed(sample_office());
    let table = csv(folder.path(), "系统,账号名,启用日\n工建平台,g1,\n工建平台,b1,2022-02-30\n");
    for place in [file.clone(), folder.path().join("没有的文件夹/x.xlsx")] {
        let (code, _, _) = import(&file, &table, &["--as", "accounts", "--errors", place.to_str().unwrap()]);
        assert_ne!(code, 3);
        let office = Office::open(&file, Access::Read).unwrap();
        assert!(office.register().accounts.values().all(|it| it.account != "g1"));
    }
    let (code, _, _) = import(&file, &folder.path().join("没有这个文件.xlsx"), &["--as", "accounts"]);
    assert_eq!(code, 2, "读不到就是输入有误");
}

/// A device gives bytes without end, a pipe waits for them.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_neither_read_as_a_table_nor_as_a_scan() {
    let (folder, file) = closed(sample_office());
    let Some(mut make) = tool("mkfifo") else { return };
    let pipe = folder.path().join("管道.csv");
    super::support::output(make.arg(&pipe));
    for place in [Path::new("/dev/zero"), &pipe] {
        let (code, _, err) = import(&file, place, &["--as", "accounts"]);
        assert_eq!(code, 2, "{err}");
        assert!(err.contains("不是普通文件"), "{err}");
        let told = taizhang().arg("--file").arg(&file).args(["attach", "SQ-2026-0001"]).arg(place).output().unwrap();
        let err = String::from_utf8(told.stderr).unwrap();
        assert!(!told.status.success() && err.contains("不是普通文件"), "{err}");
    }
}

#[test]
fn a_signature_on_an_older_paper_does_not_file_the_present_table() {
    let Scratch { mut office, folder: _folder, .. } = sample_office();
    let department = office.register().department_named("政务服务科").unwrap();
    let request = |on: &str| FilingRequest {
        department,
        kind: FilingKind::Matrix,
        period: Quarter::from_typed("2026Q3").unwrap(),
        signed_on: Some(day(on)),
        signed_by: String::new(),
        reason: String::new(),
    };
    office.file_table(&request("2026-09-20"), day("2026-09-21")).unwrap();
    let refused = office.file_table(&request("2026-09-21"), day("2026-09-22")).unwrap_err().to_string();
    assert!(refused.contains("2026年9月20日"), "{refused}");
    let mut values = taizhang::paper::fill::matrix_values(office.register(), department);
    values.set_in_row(0, Field::Post, "副科长");
    office.save_matrix(department, &values, None, day("2026-09-25")).unwrap();
    let refused = office.file_table(&request("2026-09-20"), today()).unwrap_err().to_string();
    assert!(refused.contains("改动过"), "{refused}");
    office.file_table(&request("2026-09-26"), today()).unwrap();
}

#[test]
fn names_that_are_padded_with_blanks_are_the_people_that_are_known() {
    let (folder, file) = closed(sample_office());
    let table = csv(folder.path(), "姓名,科室,岗位\n秦 天 天,政务服务科,科员\n李　四,政务服务科,科员\n");
    let (code, told, err) = import(&file, &table, &["--as", "people"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(told["added"], 1, "秦天天已经登记：{told}");
    let office = Office::open(&file, Access::Read).unwrap();
    assert!(office.person_called("李四").is_ok(), "李四不带空格登记");
}

#[test]
fn a_table_separated_by_semicolons_is_read_as_one_separated_by_commas_is() {
    let (folder, file) = closed(sample_office());
    let table = csv(folder.path(), "姓名;科室;岗位\n李四;政务服务科;科员, 综合窗口\n");
    let (code, told, err) = import(&file, &table, &["--as", "people"]);
    assert_eq!((code, &told["added"]), (0, &1.into()), "{err}");
}

#[test]
fn a_cleanup_list_that_names_its_system_only_in_its_head_is_taken_in() {
    let (folder, file) = closed(sample_office());
    for table in [
        "信息系统账号清理清单\n系统名称：中介超市服务平台\n序号,使用科室,使用人,使用账户,账号类型,处理方式\n1,公共资源交易管理科,吴𠮷祥,wujx,管理账号,禁用\n",
        "信息系统账号清理清单\n系统名称：,中介超市服务平台\n序号,系统名称,使用科室,使用人,使用账户,账号类型,处理方式\n1,,公共资源交易管理科,吴𠮷祥,wujx,管理账号,禁用\n",
    ] {
        let table = csv(folder.path(), table);
        let (code, told, err) = import(&file, &table, &["--as", "form3"]);
        assert_eq!(code, 0, "{err} {told}");
        let office = Office::open(&file, Access::Read).unwrap();
        let row = office.register().cleanup_rows.values().find(|row| row.account == "wujx").unwrap();
        assert_eq!(office.register().system_name(Some(row.system)), "中介超市服务平台");
    }
}

#[test]
fn a_bad_row_of_a_list_whose_system_stands_above_it_can_be_imported_again() {
    let (folder, file) = closed(sample_office());
    let text = "系统名称：中介超市服务平台\n使用科室,使用人,使用账户,账号类型,处理方式\n\
                公共资源交易管理科,吴𠮷祥,wujx,管理账号,封存\n";
    let errors = folder.path().join("有误.xlsx");
    let arguments = ["--as", "form3", "--errors", errors.to_str().unwrap()];
    assert_eq!(import(&file, &csv(folder.path(), text), &arguments).0, 3);
    let sheets = taizhang::import::read(&errors).unwrap();
    let table = taizhang::import::recognise(TableKind::Cleanup, &sheets[0]).unwrap();
    // Put right, and imported as the workbook has it.
    let mut corrected: Vec<Vec<String>> = vec![sheets[0].rows[table.header].clone()];
    corrected.extend(table.rows.into_iter().map(|(_, row)| row));
    let lines: Vec<String> = corrected.iter().map(|row| row.join("\t").replace("封存", "禁用")).collect();
    let (code, told, err) = import(&file, &csv(folder.path(), &lines.join("\n")), &["--as", "form3"]);
    assert_eq!((code, counts(&told)), (0, (1, 0, 0, 0)), "{told} {err}");
    let office = Office::open(&file, Access::Read).unwrap();
    let row = office.register().cleanup_rows.values().find(|row| row.account == "wujx").unwrap();
    assert_eq!(office.register().system_name(Some(row.system)), "中介超市服务平台");
}

/// 附件1 gives 受理 and 审批 as 账号类别; an office's own table calls the column 权限.
#[test]
fn a_column_of_rights_that_tells_nothing_but_categories_is_the_category() {
    for (cells, expected) in [
        (["审批", "受理、查询"], [("审批", ""), ("受理、查询", "")]),
        (["审批", "可以查看本科室的办件"], [("", "审批"), ("", "可以查看本科室的办件")]),
    ] {
        let (folder, file) = closed(sample_office());
        let text = format!("系统,账号名,权限\n工建平台,a1,{}\n工建平台,a2,{}\n", cells[0], cells[1]);
        let (code, told, err) = import(&file, &csv(folder.path(), &text), &["--as", "accounts"]);
        assert_eq!((code, counts(&told)), (0, (2, 0, 0, 0)), "{err}");
        let office = Office::open(&file, Access::Read).unwrap();
        let of = |name: &str| office.register().accounts.values().find(|it| it.account == name).unwrap();
        let kept = ["a1", "a2"].map(|name| (of(name).category.as_str(), of(name).permissions.as_str()));
        assert_eq!(kept, expected);
    }
}
