//! Takes a table of an office into a register.

use std::path::Path;

use super::{Outcome, tell};
use crate::error::Result;
use crate::import::{Table, no_table, read, recognise};
use crate::model::{Day, Kind};
use crate::ops::{Failure, Imported, Manner, Office, Row};
use crate::papers::{self, Column, List};
use crate::store::Access;

pub(super) fn run(
    table: &Path,
    kind: Kind,
    manner: Manner,
    errors: Option<&Path>,
    json: bool,
    file: &Path,
    today: Day,
) -> std::result::Result<String, Outcome> {
    let tables: Vec<Table> = read(table)?.iter().filter_map(|sheet| recognise(kind, sheet)).collect();
    if tables.is_empty() {
        return Err(no_table(table, kind).into());
    }
    let rows: Vec<Row> = tables.iter().flat_map(rows_of).collect();
    let imported = Office::open(file, Access::Write)?.import(kind, &rows, manner, today)?;
    if let Some(path) = errors.filter(|_| !imported.failed.is_empty()) {
        save_failures(kind, &imported.failed, path, today)?;
    }
    if !json {
        for it in &imported.failed {
            tell(&format!(
                "{}第{}行 {}「{}」：{}（{}）",
                it.row.sheet, it.row.number, it.column, it.value, it.reason, it.suggestion
            ));
        }
    }
    let printed = if json { as_json(&imported) } else { as_line(&imported, manner.dry_run) };
    if imported.failed.is_empty() { Ok(printed) } else { Err(Outcome::InPart(printed)) }
}

fn rows_of(table: &Table) -> Vec<Row> {
    let texts = |row: &[String]| {
        let cell = |column: &Option<usize>| column.map(|column| row.get(column).cloned().unwrap_or_default());
        table.columns.iter().map(cell).collect()
    };
    let row =
        |(number, row): &(usize, Vec<String>)| Row { sheet: table.sheet.clone(), number: *number, texts: texts(row) };
    table.rows.iter().map(row).collect()
}

fn as_line(it: &Imported, dry_run: bool) -> String {
    let what = if dry_run { "试算" } else { "导入" };
    format!("{what}：新增{}，更新{}，不变{}，有误{}\n", it.added, it.updated, it.unchanged, it.failed.len())
}

fn as_json(it: &Imported) -> String {
    let failed = |it: &Failure| {
        serde_json::json!({
            "sheet": it.row.sheet, "row": it.row.number, "column": it.column, "value": it.value, "reason": it.reason,
            "suggestion": it.suggestion,
        })
    };
    let document = serde_json::json!({
        "added": it.added, "updated": it.updated, "unchanged": it.unchanged,
        "failed": it.failed.iter().map(failed).collect::<Vec<_>>(),
    });
    format!("{document}\n")
}

/// The rows that failed, under the heads of the register, so that they can be corrected and imported again;
/// behind them where they stood and why.
fn save_failures(kind: Kind, failed: &[Failure], path: &Path, today: Day) -> Result<()> {
    let mut columns: Vec<Column> =
        kind.attributes().iter().map(|attribute| Column::text(attribute.label, 110.0)).collect();
    let told = [("工作表", 90.0), ("行", 50.0), ("出错的列", 100.0), ("原因", 260.0), ("建议", 220.0)];
    columns.extend(told.map(|(label, width)| Column::text(label, width)));
    let row = |it: &Failure| {
        let mut row: Vec<String> = it.row.texts.iter().map(|text| text.clone().unwrap_or_default()).collect();
        let told = [&it.row.sheet, &it.row.number.to_string(), &it.column, &it.reason, &it.suggestion];
        row.extend(told.map(ToString::to_string));
        row
    };
    let list = List {
        title: format!("{}导入有误的行", kind.term()),
        columns,
        rows: failed.iter().map(row).collect(),
        ..List::default()
    };
    papers::save_list(&list, path, today)
}
