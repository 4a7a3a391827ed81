//! Puts the tables together that the departments returned.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::{Outcome, open, tell, unreadable};
use crate::error::{ErrorKind, Result};
use crate::model::{Day, Quarter, Register};
use crate::ops::{hints, is_taken, merged_lists, read_returned, taken_once};
use crate::papers;
use crate::places;
use crate::rules::merge::{Conflict, Merged, Returned, merge};
use crate::store::Access;

/// Reads the tables, writes the workbook, tells what was found. The register tells names; without one it goes as well.
pub(super) fn run(
    tables: &[PathBuf],
    out: &Path,
    json: bool,
    file: Option<&Path>,
    today: Day,
) -> std::result::Result<String, Outcome> {
    let register = register(file, today)?;
    papers::check_place(out)?;
    let mut returned: Vec<Returned> = Vec::new();
    for (at, path) in tables.iter().enumerate() {
        if is_taken(&tables[..at], path) {
            tell(&taken_once(path));
        } else {
            returned.extend(read_returned(path).map_err(unreadable)?);
        }
    }
    let merged = merge(&returned, &register);
    papers::save_lists(&merged_lists(&merged, &register), out, today)?;
    let printed = if json { format!("{}\n", as_json(&merged)) } else { as_lines(&merged) };
    if merged.refused.is_empty() {
        return Ok(printed);
    }
    merged.refused.iter().for_each(|row| tell(&row.line()));
    Err(Outcome::InPart(printed))
}

/// A file that is named must be there; the user's own may be missing.
fn register(file: Option<&Path>, today: Day) -> Result<Register> {
    let path = file.map_or_else(places::data_file, |file| Ok(file.to_path_buf()))?;
    match open(&path, Access::Read, today) {
        Ok(office) => Ok(office.register().clone()),
        Err(error) if file.is_none() && error.kind() == ErrorKind::NotFound => Ok(Register::default()),
        Err(error) => Err(error),
    }
}

fn as_json(merged: &Merged) -> serde_json::Value {
    let period = |period: Option<Quarter>| period.map(|period| period.to_string());
    let conflict = |it: &Conflict| {
        let claim = |claim: &crate::rules::merge::Claim| json!({"holder": claim.holder, "department": claim.department, "file": claim.file});
        json!({
            "system": it.system, "account": it.account, "claims": it.claims.iter().map(claim).collect::<Vec<_>>(),
        })
    };
    json!({
        "departments": merged.departments.iter().map(|it| json!({
            "department": it.department, "period": period(it.period), "rows": it.rows, "systems": it.systems,
            "people": it.people, "file": it.file,
        })).collect::<Vec<_>>(),
        "conflicts": merged.conflicts.iter().map(conflict).collect::<Vec<_>>(),
        "stale": merged.stale.iter().map(|it| json!({
            "department": it.department, "period": period(it.period), "newest": it.newest.to_string(),
            "file": it.file, "replaced": it.replaced,
        })).collect::<Vec<_>>(),
        "twice": merged.twice.iter().map(|it| json!({
            "department": it.tables.first().map(|it| &it.department),
            "period": it.tables.first().and_then(|it| period(it.period)),
            "files": it.tables.iter().map(|it| &it.file).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "refused": merged.refused.iter().map(|it| json!({
            "file": it.file, "sheet": it.sheet, "row": it.row, "column": it.column,
        })).collect::<Vec<_>>(),
        "aliases": merged.aliases.iter().map(|(name, known)| json!({"name": name, "department": known}))
            .collect::<Vec<_>>(),
    })
}

fn as_lines(merged: &Merged) -> String {
    let department = merged.departments.iter().map(|it| {
        let period = it.period.map_or_else(|| "没有写明报送期".to_owned(), Quarter::chinese);
        format!("{}：{period}，{}行，{}个系统，{}人", it.department, it.rows, it.systems, it.people)
    });
    let conflicts = merged.conflicts.iter().map(|it| {
        let claims: Vec<String> =
            it.claims.iter().map(|claim| format!("{}（{}）", claim.holder, claim.department)).collect();
        format!("冲突：{} {} 的使用人：{}（第十二条）", it.system, it.account, claims.join("、"))
    });
    // What is refused is told by itself.
    let hints =
        hints(&Merged { refused: Vec::new(), ..merged.clone() }).into_iter().map(|hint| format!("提示：{hint}"));
    department.chain(conflicts).chain(hints).map(|line| line + "\n").collect()
}
