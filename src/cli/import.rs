//! Takes a table of an office into a register.

use std::path::Path;

use super::{Outcome, open, tell, unreadable};
use crate::import::{Table, no_table, recognise};
use crate::model::{Day, TableKind};
use crate::ops::{Fault, Imported, Manner, Row, passed_rows, read_sheets, rows_of, unused_columns};
use crate::papers;
use crate::store::Access;

/// How many of what was newly registered are named; of more there is the count, and with --json every name.
const MOST_NAMED: usize = 20;

pub(super) fn run(
    table: &Path,
    kind: TableKind,
    manner: &Manner,
    errors: Option<&Path>,
    json: bool,
    file: &Path,
    today: Day,
) -> std::result::Result<String, Outcome> {
    let sheets = read_sheets(table).map_err(unreadable)?;
    if let Some(path) = errors {
        papers::check_place(path)?;
    }
    let tables: Vec<Table> = sheets.iter().filter_map(|sheet| recognise(kind, sheet)).collect();
    if tables.is_empty() {
        return Err(no_table(table, kind).into());
    }
    let rows: Vec<Row> = rows_of(kind, &tables).into_iter().flat_map(|(_, rows)| rows).collect();
    let unused = unused_columns(&tables);
    let imported = open(file, Access::Write, today)?.import(kind, &rows, manner, today)?;
    if let Some(path) = errors.filter(|_| !imported.failed.is_empty()) {
        papers::save_list(&imported.failures(kind), path, today).map_err(|error| {
            let done = format!("已导入{}行，但没有写出不能导入的{}行", imported.effects.len(), imported.failed.len());
            error.after(&done).advise("已导入的都在，不用重做。换一个位置再导入一次，就能得到那些行")
        })?;
    }
    if !json {
        if !unused.is_empty() {
            tell(&format!("没有用到的列：{}", unused.join("、")));
        }
        let passed = passed_rows(&tables);
        if !passed.is_empty() {
            tell(&format!("当作例子、合计、说明或签字，没有导入的行：{}", passed.join("，")));
        }
        for it in &imported.failed {
            for fault in &it.faults {
                tell(&format!("{}第{}行 {}", it.row.sheet, it.row.number, fault.line()));
            }
        }
        for it in &imported.effects {
            for doubt in &it.doubts {
                tell(&format!("{}第{}行 {doubt}", it.sheet, it.number));
            }
        }
    }
    let printed = if json { as_json(&imported, &unused, &tables) } else { as_lines(&imported, manner.dry_run) };
    if imported.failed.is_empty() { Ok(printed) } else { Err(Outcome::InPart(printed)) }
}

fn as_lines(it: &Imported, dry_run: bool) -> String {
    let (what, new) = if dry_run { ("试算", "将新登记") } else { ("导入", "新登记") };
    let counts = format!("{what}：{}\n", it.counts());
    let made = it.made();
    match made.len() {
        0 => counts,
        1..=MOST_NAMED => format!("{counts}{new}：{}\n", made.join("、")),
        count => format!("{counts}{new}{count}个：{}等\n", made[..MOST_NAMED].join("、")),
    }
}

fn as_json(it: &Imported, unused: &[String], tables: &[Table]) -> String {
    let failed = |(row, it): (&Row, &Fault)| {
        serde_json::json!({
            "sheet": row.sheet, "row": row.number, "column": it.column, "value": it.value, "reason": it.reason,
            "suggestion": it.suggestion,
        })
    };
    let doubts = it.effects.iter().flat_map(|it| it.doubts.iter().map(move |doubt| (it, doubt)));
    let doubts = doubts.map(|(it, told)| serde_json::json!({"sheet": it.sheet, "row": it.number, "told": told}));
    let faults = it.failed.iter().flat_map(|it| it.faults.iter().map(|fault| (&it.row, fault)));
    let passed = tables.iter().flat_map(|it| it.passed.iter().map(move |row| (it, row)));
    let passed = passed.map(|(it, row)| serde_json::json!({"sheet": it.sheet, "row": row}));
    let document = serde_json::json!({
        "added": it.added, "updated": it.updated, "unchanged": it.unchanged,
        "failed": faults.map(failed).collect::<Vec<_>>(), "doubts": doubts.collect::<Vec<_>>(),
        "made": it.made(), "unused": unused, "passed": passed.collect::<Vec<_>>(),
    });
    format!("{document}\n")
}
