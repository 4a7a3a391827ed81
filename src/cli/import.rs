//! Takes a table of an office into a register.

use std::path::Path;

use super::{Outcome, tell, unreadable};
use crate::import::{no_table, read};
use crate::model::{Day, TableKind};
use crate::ops::{Failure, Imported, Manner, Office, Row, tables_of};
use crate::papers;
use crate::store::Access;

pub(super) fn run(
    table: &Path,
    kind: TableKind,
    manner: &Manner,
    errors: Option<&Path>,
    json: bool,
    file: &Path,
    today: Day,
) -> std::result::Result<String, Outcome> {
    let sheets = read(table).map_err(unreadable)?;
    if let Some(path) = errors {
        papers::check_place(path)?;
    }
    let tables = tables_of(kind, &sheets);
    if tables.is_empty() {
        return Err(no_table(table, kind).into());
    }
    let rows: Vec<Row> = tables.iter().flat_map(Row::of_table).collect();
    let imported = Office::open(file, Access::Write)?.import(kind, &rows, manner, today)?;
    if let Some(path) = errors.filter(|_| !imported.failed.is_empty()) {
        papers::save_list(&imported.failures(kind), path, today)?;
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
