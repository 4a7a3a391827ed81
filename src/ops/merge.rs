//! 汇总: returned files read, put together and written as one workbook.

use std::path::{Path, PathBuf};

use super::sheets::{file_told, read_sheets};
use super::{Row, rows_of};
use crate::error::{Error, Result};
use crate::fsio;
use crate::import::{Table, is_failed_formula, no_table, recognise};
use crate::model::*;
use crate::papers::{Column, List};
use crate::rules::merge::{Claim, Merged, Refusal, RefusedRow, Returned, Twice};
use crate::rules::secrets::tells_password;

/// Reads the tables that a department returned, a sheet each; one workbook may hold those of several.
pub fn read_returned(path: &Path) -> Result<Vec<Returned>> {
    let sheets = read_sheets(path)?;
    let tables: Vec<Table> = sheets.iter().filter_map(|sheet| recognise(TableKind::Matrix, sheet)).collect();
    if tables.is_empty() {
        return Err(no_table(path, TableKind::Matrix));
    }
    let file = file_told(path);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut parts = stem.split(['_', '＿', '-']).map(str::trim);
    // 2026年第三季度_政务服务科_账号权限对照表
    let named = parts.clone().nth(1).filter(|part| !part.is_empty() && !part.contains("对照表"));
    let in_name = parts.find_map(Quarter::from_typed);
    let mut returned: Vec<Returned> = Vec::new();
    for (table, told) in rows_of(TableKind::Matrix, &tables) {
        // The other sheet with the same rows may name it.
        let home = table.department.clone().or_else(|| told.first().and_then(|row| row.department.clone()));
        let failed = home.as_deref().filter(|name| is_failed_formula(name));
        let Some(department) = home.clone().filter(|_| failed.is_none()).or_else(|| named.map(str::to_owned)) else {
            let why =
                failed.map_or("没有写明".to_owned(), |text| format!("表上方的公式出错（{}），看不出", text.trim()));
            return Err(Error::bad_input(format!("{}：{why}是哪个科室的表", path.display()))
                .advise("请在表上方写“科室（单位）名称：”，或把文件名写作“2026年第三季度_科室_账号权限对照表”"));
        };
        if tells_password(&department) {
            return Err(Error::bad_input(format!(
                "{}：科室名称中像是写了口令，口令不得保存（第二十五条）",
                path.display()
            ))
            .advise("这个文件没有汇总。请改正后重新汇总"));
        }
        let above = sheets.iter().find(|sheet| sheet.name == table.sheet).map(|sheet| &sheet.rows[..table.header]);
        let period = in_name.or_else(|| period_in(above.unwrap_or_default()));
        let (mut rows, mut refused) = (Vec::new(), Vec::new());
        for row in told {
            match refusal_of(&row) {
                None => rows.push(filed_row(row)),
                Some((column, why)) => {
                    refused.push(RefusedRow { file: file.clone(), sheet: row.sheet, row: row.number, column, why });
                }
            }
        }
        // The parts of one department's table in one file are one table.
        match returned.iter_mut().find(|it| it.department == department && it.period == period) {
            Some(it) => {
                it.rows.extend(rows);
                it.refused.extend(refused);
            }
            None => returned.push(Returned { department, period, file: file.clone(), rows, refused }),
        }
    }
    Ok(returned)
}

/// The columns for which a row is not taken, and why: it seems to tell a password there (第二十五条), or has no value.
fn refusal_of(row: &Row) -> Option<(String, Refusal)> {
    let told = TableKind::Matrix.attributes().iter().zip(&row.texts);
    let cells: Vec<(&str, &str)> =
        told.filter_map(|(attribute, text)| Some((attribute.label, text.as_deref()?.trim()))).collect();
    if let Some((label, _)) = cells.iter().find(|(_, text)| tells_password(text)) {
        return Some(((*label).to_owned(), Refusal::Password));
    }
    let (labels, texts): (Vec<&str>, Vec<&str>) = cells.into_iter().filter(|(_, text)| is_failed_formula(text)).unzip();
    (!labels.is_empty()).then(|| (labels.join("、"), Refusal::Formula(texts.join("、"))))
}

/// Whether a file is among those that are taken already, by whatever path.
pub fn is_taken(files: &[PathBuf], file: &Path) -> bool {
    files.iter().any(|known| known == file || fsio::is_same(known, file))
}

/// What is said of a file that was given twice.
pub fn taken_once(file: &Path) -> String {
    format!("{}：给了两次，只汇总一次", file.display())
}

/// The quarter that stands above a table, or that of its 填报日期. What stands in the rows speaks of accounts.
fn period_in(above: &[Vec<String>]) -> Option<Quarter> {
    let texts = || above.iter().flatten();
    let quarter = |text: &String| {
        let at = text.find("季度")?;
        let from = text[..at].rfind('年')?;
        let year = from.checked_sub(4).filter(|at| text.is_char_boundary(*at))?;
        Quarter::from_typed(&text[year..at + "季度".len()])
    };
    let filed_on = |text: &String| {
        let (_, rest) = text.split_once("填报日期：")?;
        let day = rest.split_inclusive('日').next()?;
        Day::from_chinese(day.trim()).map(Quarter::of)
    };
    texts().find_map(quarter).or_else(|| texts().find_map(filed_on))
}

fn filed_row(row: Row) -> FiledRow {
    let mut texts = row.texts.into_iter().map(Option::unwrap_or_default);
    let mut next = || texts.next().unwrap_or_default();
    // In the order of the attributes of 附件1.
    let (system, category, post, holder, note) = (next(), next(), next(), next(), next());
    let (account, permissions) = (next(), next());
    FiledRow { system, account, category, post, holder, permissions, note }
}

/// What was put together, as the sheets of one workbook: 汇总, 全部账号, 冲突, 提示.
pub fn merged_lists(merged: &Merged, register: &Register) -> Vec<List> {
    let column = |(label, width): (&'static str, f32)| Column::text(label, width);
    let list = |title: &str, columns: &[(&'static str, f32)], rows: Vec<Vec<String>>| List {
        title: title.to_owned(),
        columns: columns.iter().copied().map(column).collect(),
        rows,
        ..List::default()
    };
    let period = |period: Option<Quarter>| period.map_or_else(|| "没有写明".to_owned(), Quarter::chinese);
    let summary = merged.departments.iter().map(|it| {
        let [rows, systems, people] = [it.rows, it.systems, it.people].map(|count| count.to_string());
        vec![it.department.clone(), period(it.period), rows, systems, people, it.file.clone()]
    });
    let rows = merged.settled(register).into_iter().map(|it| {
        let FiledRow { system, account, category, post, holder, permissions, note } = it.row.clone();
        vec![it.department.clone(), system, account, category, post, holder, permissions, note, it.file.clone()]
    });
    let conflicts = merged.conflicts.iter().flat_map(|conflict| {
        conflict.claims.iter().enumerate().map(|(at, claim)| {
            let state = match conflict.chosen {
                None => "待核实",
                Some(chosen) if conflict.claims[chosen].holder == conflict.claims[at].holder => "采用",
                Some(_) => "不采用",
            };
            let Claim { holder, department, file } = claim.clone();
            vec![conflict.system.clone(), conflict.account.clone(), holder, department, file, state.to_owned()]
        })
    });
    let mut lists = vec![
        list(
            "账号权限对照表汇总",
            &[("科室", 150.0), ("报送期", 130.0), ("账号数", 70.0), ("系统数", 70.0), ("人数", 70.0), ("文件", 320.0)],
            summary.collect(),
        ),
        list(
            "全部账号",
            &[
                ("科室", 130.0),
                ("系统名称", 180.0),
                ("账号名", 110.0),
                ("账号类别", 80.0),
                ("岗位", 70.0),
                ("使用人", 90.0),
                ("权限说明", 140.0),
                ("备注", 90.0),
                ("来源文件", 220.0),
            ],
            rows.collect(),
        ),
    ];
    if !merged.conflicts.is_empty() {
        let columns = [
            ("系统名称", 180.0),
            ("账号名", 120.0),
            ("使用人", 110.0),
            ("科室", 140.0),
            ("来源文件", 260.0),
            ("处理", 80.0),
        ];
        lists.push(list("冲突（一号多人，第十二条）", &columns, conflicts.collect()));
    }
    let hints = hints(merged);
    if !hints.is_empty() {
        lists.push(list("提示", &[("内容", 700.0)], hints.into_iter().map(|hint| vec![hint]).collect()));
    }
    lists
}

/// What is to be looked at, a line each.
pub fn hints(merged: &Merged) -> Vec<String> {
    let stale = merged.stale.iter().map(|it| {
        let then = if it.replaced { "，已用较新的表代替" } else { "，请催报" };
        let period =
            it.period.map_or_else(|| "没有写明报送期".to_owned(), |period| format!("是{}的", period.chinese()));
        format!("{}的表{period}，最新的是{}{then}", it.department, it.newest.chinese())
    });
    let aliases = merged
        .aliases
        .iter()
        .map(|(name, known)| format!("“{name}”不在科室台账中，表中的人员多在“{known}”：如已更名，可登记为它的简称"));
    let twice = merged.twice.iter().filter(|it| it.chosen.is_none()).map(Twice::line);
    stale.chain(twice).chain(aliases).chain(merged.refused.iter().map(RefusedRow::line)).collect()
}
