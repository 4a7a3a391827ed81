//! The tables of others on their way in: the names in them tell no password either (第二十五条).

use std::collections::BTreeSet;
use std::path::Path;

use crate::error::Result;
use crate::import::{Sheet, Table, read};
use crate::rules::secrets::tells_password;

/// How many rows that are passed over are named of a sheet; of more there is the count.
const MOST_PASSED: usize = 20;

/// Reads a file. A sheet whose name tells a password goes by its place.
pub fn read_sheets(path: &Path) -> Result<Vec<Sheet>> {
    let mut sheets = read(path)?;
    for (at, sheet) in sheets.iter_mut().enumerate() {
        if tells_password(&sheet.name) {
            sheet.name = format!("第{}张工作表（密码已略去）", at + 1);
        }
    }
    Ok(sheets)
}

/// What a column that is not used is called: by its place, where its head tells a password.
pub(super) fn head_told(at: usize, head: &str) -> String {
    if tells_password(head) { format!("第{}列（密码已略去）", at + 1) } else { head.to_owned() }
}

/// A file's name as it is noted.
pub(super) fn file_told(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if tells_password(&name) { "（文件名已略去）".into() } else { name }
}

/// The columns that mean nothing here, each once.
pub fn unused_columns<'a>(tables: impl IntoIterator<Item = &'a Table>) -> Vec<String> {
    let mut once = BTreeSet::new();
    let unused = tables.into_iter().flat_map(|it| &it.unused).map(|(at, head)| head_told(*at, head));
    unused.filter(|told| once.insert(told.clone())).collect()
}

/// The rows that are passed over, of each sheet that has some: 「账号表第5、12行」.
pub fn passed_rows<'a>(tables: impl IntoIterator<Item = &'a Table>) -> Vec<String> {
    let some = tables.into_iter().filter(|it| !it.passed.is_empty());
    some.map(|it| {
        let named: Vec<String> = it.passed.iter().take(MOST_PASSED).map(ToString::to_string).collect();
        let more = if it.passed.len() > MOST_PASSED { format!("等{}", it.passed.len()) } else { String::new() };
        format!("{}第{}{more}行", it.sheet, named.join("、"))
    })
    .collect()
}
