//! 汇总: the tables of several departments together.

use std::path::PathBuf;

use serde_json::Value;
use taizhang::model::*;
use taizhang::ops::{FilingRequest, hints, read_returned};
use taizhang::rules::merge::{Conflict, Merged, Returned, merge};

use super::cli::{run, told};
use super::support::{Scratch, day, output, sample_office, taizhang, today};

fn row(system: &str, account: &str, holder: &str) -> FiledRow {
    let [system, account, holder] = [system, account, holder].map(str::to_owned);
    FiledRow { system, account, holder, ..FiledRow::default() }
}

fn table(department: &str, period: &str, rows: &[FiledRow]) -> Returned {
    Returned {
        department: department.into(),
        period: Quarter::from_typed(period),
        file: format!("{period}_{department}.xlsx"),
        rows: rows.to_vec(),
        refused: Vec::new(),
    }
}

#[test]
fn one_account_with_two_holders_is_a_conflict_under_any_spelling() {
    let Scratch { office, folder: _folder, .. } = sample_office();
    let tables = [
        table("政务服务科", "2026Q3", &[row("工建平台", "qintt", "秦天天"), row("工建平台", "same", "李建国")]),
        table("投资项目审批科", "2026Q3", &[row("工程建设管理平台", "ＱｉｎＴＴ ", "孙丽华")]),
        table("网络技术中心", "2026Q3", &[row("工程建设管理平台", "same", "李建国"), row("工建平台", "", "刘海涛")]),
    ];
    let merged = merge(&tables, office.register());
    let [conflict] = &merged.conflicts[..] else { panic!("{:?}", merged.conflicts) };
    assert_eq!(conflict.system, "工程建设管理平台");
    let holders: Vec<&str> = conflict.claims.iter().map(|claim| claim.holder.as_str()).collect();
    assert_eq!(holders, ["孙丽华", "秦天天"]);
    let mut chosen = merged.clone();
    assert_eq!(chosen.settled(office.register()).len(), 5);
    chosen.conflicts[0].chosen = Some(0);
    let left = chosen.settled(office.register());
    assert!(left.len() == 4 && left.iter().all(|it| it.row.holder != "秦天天"));
}

#[test]
fn what_was_settled_stays_settled_when_another_table_comes_or_the_register_changes() {
    let Scratch { office, folder: _folder, .. } = sample_office();
    let mut tables = vec![
        table("政务服务科", "2026Q3", &[row("工建平台", "qintt", "秦天天"), row("工建平台", "open", "秦天天")]),
        table("投资项目审批科", "2026Q3", &[row("工建平台", "qintt", "孙丽华"), row("工建平台", "open", "孙丽华")]),
    ];
    let mut before = merge(&tables, office.register());
    let holders = |it: &Merged| -> Vec<Option<String>> {
        let chosen = |it: &Conflict| it.chosen.map(|at| it.claims[at].holder.clone());
        it.conflicts.iter().map(chosen).collect()
    };
    let at = before.conflicts.iter().position(|it| it.account == "qintt").unwrap();
    before.conflicts[at].chosen = before.conflicts[at].claims.iter().position(|it| it.holder == "秦天天");
    // The new claim stands before the others.
    tables.push(table("网络技术中心", "2026Q3", &[row("工程建设管理平台", "ＱＩＮＴＴ", "刘海涛")]));
    let mut merged = merge(&tables, office.register());
    assert_eq!(holders(&merged), [None, None]);
    merged.settle_as(&before);
    let taken: Vec<String> = holders(&merged).into_iter().flatten().collect();
    assert_eq!(taken, ["秦天天"]);
    // Whoever is said to hold it no longer is not taken.
    let mut without = merge(&tables[1..], office.register());
    without.settle_as(&merged);
    assert!(without.conflicts.iter().all(|it| it.chosen.is_none()));
}

#[test]
fn the_order_of_the_files_does_not_change_the_result() {
    let Scratch { office, folder: _folder, .. } = sample_office();
    let mut tables = [
        table("政务服务科", "2026Q3", &[row("工建平台", "a", "秦天天"), row("工建平台", "b", "张伟")]),
        table("投资项目审批科", "2026Q2", &[row("工建平台", "A", "孙丽华")]),
        table("综合科", "2026Q3", &[row("别的平台", "c", "某人")]),
        table("政务服务科", "2026Q1", &[row("工建平台", "a", "别人")]),
    ];
    let first = merge(&tables, office.register());
    for turn in 0..tables.len() {
        tables.rotate_left(1);
        tables.swap(0, turn);
        assert_eq!(merge(&tables, office.register()), first);
    }
    // A file taken twice counts once.
    let twice = [&tables[..], &tables[..]].concat();
    assert_eq!(merge(&twice, office.register()), first);
}

#[test]
fn of_one_departments_tables_the_newest_counts_and_the_stale_are_told() {
    let Scratch { office, folder: _folder, .. } = sample_office();
    let tables = [
        table("政务服务科", "2026Q2", &[row("工建平台", "a", "旧人")]),
        table("政务服务科", "2026Q3", &[row("工建平台", "a", "秦天天")]),
        table("投资项目审批科", "2026Q2", &[row("工建平台", "b", "孙丽华")]),
    ];
    let merged = merge(&tables, office.register());
    assert_eq!(merged.departments.len(), 2);
    assert!(merged.conflicts.is_empty());
    let stale: Vec<(&str, bool)> = merged.stale.iter().map(|it| (it.department.as_str(), it.replaced)).collect();
    assert_eq!(stale, [("投资项目审批科", false), ("政务服务科", true)]);
}

#[test]
fn a_renamed_department_is_offered_under_the_name_that_its_people_have() {
    let Scratch { office, folder: _folder, .. } = sample_office();
    let tables = [
        table("行政审批服务一科", "2026Q3", &[row("工建平台", "a", "秦天天"), row("工建平台", "b", "李建国")]),
        table("全新的科", "2026Q3", &[row("工建平台", "c", "不认识的人")]),
        table("投资科", "2026Q3", &[row("工建平台", "d", "孙丽华")]),
    ];
    let merged = merge(&tables, office.register());
    assert_eq!(merged.aliases, [("行政审批服务一科".to_owned(), "政务服务科".to_owned())]);
}

/// 第二十五条: a password gets in nowhere, not by way of the tables that the departments returned either.
#[test]
fn a_row_that_tells_a_password_is_named_and_not_merged() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let table = "科室（单位）名称：政务服务科,,,,\n系统名称,账号类别,岗位,使用人,备注\n\
        工建平台,受理,科员,秦天天,口令123456\n工建平台,审批,科长,李建国,口令90天更改一次\n";
    std::fs::write(here.join("2026年第三季度_政务服务科_账号权限对照表.csv"), table).unwrap();
    told(&run(&["init"], here, None));
    let name = "2026年第三季度_政务服务科_账号权限对照表.csv";
    let (code, out, err) = told(&run(&["merge", name, "--out", "汇总.xlsx"], here, None));
    assert_eq!(code, 3, "{out}{err}");
    assert!(err.contains(name) && err.contains("第3行 备注") && err.contains("第二十五条"), "{err}");
    assert!(out.contains("政务服务科：2026年第三季度，1行"), "{out}");
    let sheets = taizhang::import::read(&here.join("汇总.xlsx")).unwrap();
    let cells: Vec<&String> = sheets.iter().flat_map(|sheet| sheet.rows.iter().flatten()).collect();
    assert!(cells.iter().any(|cell| cell.contains("90天")) && cells.iter().any(|cell| cell.contains("第3行 备注")));
    assert!(!format!("{cells:?}{out}{err}").contains("123456"));
    let (code, out, _) = told(&run(&["merge", name, "--out", "汇总.xlsx", "--json"], here, None));
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &json["refused"][0]["row"], &json["refused"][0]["column"]), (3, &3.into(), &"备注".into()));
}

/// 「#N/A」 is nobody: a lookup that found nothing leaves it in the cell.
#[test]
fn a_row_with_a_formula_that_failed_is_named_with_its_cells_and_not_merged() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    // A formula above the table has failed as well: then the name of the file tells the department.
    let table = "科室（单位）名称：,#REF!,,,\n系统名称,账号类别,岗位,使用人,备注\n\
        工建平台,受理,#REF!,#N/A,\n#VALUE!,审批,科长,李建国,\n工建平台,审批,科长,李建国,#号窗口\n";
    std::fs::write(here.join("对照表.csv"), table).unwrap();
    let refused = read_returned(&here.join("对照表.csv")).unwrap_err().to_string();
    assert!(refused.contains("表上方的公式出错（#REF!），看不出是哪个科室的表"), "{refused}");
    let name = "2026年第三季度_政务服务科_账号权限对照表.csv";
    std::fs::write(here.join(name), table).unwrap();
    let returned = read_returned(&here.join(name)).unwrap();
    let rows: Vec<(&str, &str)> = returned[0].rows.iter().map(|it| (it.holder.as_str(), it.note.as_str())).collect();
    assert_eq!((returned[0].department.as_str(), &rows[..]), ("政务服务科", &[("李建国", "#号窗口")][..]));
    let lines = hints(&merge(&returned, &Register::default()));
    assert!(
        lines[0].contains(name) && lines[0].contains("第3行 岗位、使用人：单元格是公式错误（#REF!、#N/A）"),
        "{lines:?}"
    );
    assert!(lines[1].contains("第4行 系统名称：单元格是公式错误（#VALUE!），这一行没有汇总"), "{lines:?}");
    told(&run(&["init"], here, None));
    let (code, out, err) = told(&run(&["merge", name, "--out", "汇总.xlsx"], here, None));
    assert_eq!(code, 3, "{out}{err}");
    assert!(out.contains("政务服务科：2026年第三季度，1行，1个系统，1人") && err.contains("第3行 岗位"), "{out}{err}");
}

#[test]
fn a_file_given_twice_is_told_and_taken_once_and_what_cannot_be_read_is_bad_input() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let table = "科室（单位）名称：政务服务科,\n系统名称,使用人\n工建平台,秦天天\n";
    std::fs::write(here.join("甲.csv"), table).unwrap();
    std::fs::write(here.join("乙.txt"), "没有表头\n").unwrap();
    told(&run(&["init"], here, None));
    let (code, out, err) = told(&run(&["merge", "甲.csv", "./甲.csv", "--out", "汇总.xlsx"], here, None));
    assert_eq!((code, err.as_str()), (0, "./甲.csv：给了两次，只汇总一次\n"));
    assert_eq!(out.lines().filter(|line| line.contains("1行")).count(), 1, "{out}");
    for wrong in [".", "乙.txt", "没有.xlsx"] {
        let (code, _, err) = told(&run(&["merge", wrong, "--out", "汇总.xlsx"], here, None));
        assert_eq!(code, 2, "{wrong}: {err}");
        assert!(!err.contains("表表"), "{err}");
    }
}

#[test]
fn what_was_filed_is_merged_from_the_command_line() {
    let Scratch { mut office, folder, file } = sample_office();
    let mut files: Vec<PathBuf> = Vec::new();
    for (name, period) in [("政务服务科", "2026Q3"), ("投资项目审批科", "2026Q2")] {
        let told = FilingRequest {
            department: office.register().department_named(name).unwrap(),
            kind: FilingKind::Matrix,
            period: Quarter::from_typed(period).unwrap(),
            signed_on: Some(day("2026-09-28")),
            signed_by: String::new(),
            reason: "授权文件在档案室".into(),
        };
        let id = office.file_table(&told, today()).unwrap();
        files.push(office.save_filing(id, folder.path()).unwrap().remove(0));
    }
    drop(office);
    let returned = read_returned(&files[0]).unwrap().remove(0);
    assert_eq!((returned.department.as_str(), returned.period), ("政务服务科", Quarter::from_typed("2026Q3")));
    assert_eq!((returned.rows.len(), returned.rows[0].account.as_str()), (2, "qintt"), "账号明细里有账号名");
    // A copy that somebody renamed still tells its department, and its quarter by the day of filing.
    let copy = folder.path().join("新建 工作表.xlsx");
    std::fs::copy(&files[0], &copy).unwrap();
    let returned = read_returned(&copy).unwrap().remove(0);
    assert_eq!((returned.department.as_str(), returned.period), ("政务服务科", Quarter::from_typed("2026Q4")));

    let out = folder.path().join("汇总.xlsx");
    let told =
        output(taizhang().arg("--file").arg(&file).arg("merge").args(&files).arg("--out").arg(&out).arg("--json"));
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["departments"][1]["department"], "政务服务科");
    assert_eq!(told["stale"][0]["department"], "投资项目审批科");
    let sheets = taizhang::import::read(&out).unwrap();
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["账号权限对照表汇总", "全部账号", "提示"]);
}

#[test]
fn a_table_that_came_back_twice_for_one_quarter_is_told_and_one_of_them_can_be_chosen() {
    let Scratch { office, folder: _folder, .. } = sample_office();
    let first = table("政务服务科", "2026Q3", &[row("工建平台", "a", "秦天天"), row("工建平台", "b", "张伟")]);
    let file = "改.xlsx".to_owned();
    let again = Returned { file, ..table("政务服务科", "2026Q3", &[row("工建平台", "a", "秦天天")]) };
    let tables = [first.clone(), table("投资项目审批科", "2026Q3", &[row("工建平台", "c", "孙丽华")]), again.clone()];
    let mut merged = merge(&tables, office.register());
    assert_eq!((merged.twice.len(), merged.rows.len(), merged.departments.len()), (1, 4, 3));
    assert_eq!(
        hints(&merged),
        ["政务服务科交回2份2026年第三季度的表：2026Q3_政务服务科.xlsx（2行）、改.xlsx（1行）。\
          改过重报的，请选定一份；不选，都算在内"]
    );
    merged.twice[0].chosen = Some(1);
    let chosen = merged.again(&tables, office.register());
    assert_eq!((chosen.rows.len(), chosen.departments.len(), hints(&chosen).len()), (2, 2, 0));
    assert_eq!(chosen.twice[0].chosen, Some(1));
    assert_eq!(chosen.again(&tables[..2], office.register()).twice, [], "the other file was taken out again");
    let undated = [&tables[0], &tables[2]].map(|it| Returned { period: None, ..it.clone() });
    let told = hints(&merge(&undated, office.register())).concat();
    assert!(told.starts_with("政务服务科交回2份没有写明报送期的表："), "{told}");
    let older = table("政务服务科", "2026Q2", &[row("工建平台", "a", "秦天天")]);
    assert!(merge(&[first, older], office.register()).twice.is_empty(), "of two quarters the newer counts");
}

#[test]
fn a_copy_of_a_table_counts_once_wherever_its_file_stands_among_the_others() {
    let Scratch { office, folder: _folder, .. } = sample_office();
    let table = |file: &str, holder: &str| Returned {
        file: file.into(),
        ..table("政务服务科", "2026Q3", &[row("工建平台", "a", holder)])
    };
    for names in [["a", "b", "c"], ["a", "c", "b"], ["b", "c", "a"]] {
        let [first, again, other] = names;
        let merged = merge(&[table(first, "秦天天"), table(other, "张伟"), table(again, "秦天天")], office.register());
        let files: Vec<&str> = merged.departments.iter().map(|it| it.file.as_str()).collect();
        assert_eq!((merged.rows.len(), files.len()), (2, 2), "{names:?}");
        assert!(hints(&merged)[0].contains("交回2份") && !files.contains(&again), "{files:?}");
    }
}
