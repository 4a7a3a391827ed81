//! The rows of an office's tables as they are taken in, those of two sheets of one workbook as one.

use super::super::sheets::head_told;
use crate::import::Table;
use crate::model::*;

/// A row to be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The sheet that it stands in.
    pub sheet: String,
    /// Its number in the file, from 1.
    pub number: usize,
    /// For each attribute of the table its text; nothing where the table has no such column.
    pub texts: Vec<Option<String>>,
    /// The department that the sheet names above its table.
    pub department: Option<String>,
    /// The system that it names there.
    pub system: Option<String>,
    /// What stands in the columns that are not used, under their heads; blank cells are not among them.
    pub unused: Vec<(String, String)>,
}

/// The rows of the tables of a workbook, of each that counts. What we hand in has the accounts on a second sheet
/// (账号明细): rows that stand on both are taken once, with all that either sheet tells. Where the two contradict each
/// other, both are taken.
pub fn rows_of<'a>(kind: TableKind, tables: impl IntoIterator<Item = &'a Table>) -> Vec<(&'a Table, Vec<Row>)> {
    let names_accounts = |table: &Table| kind != TableKind::Matrix || table.columns[ACCOUNT].is_some();
    let all = tables.into_iter().enumerate().map(|(at, table)| (at, table, Row::of_table(table)));
    let (mut counted, plain): (Vec<_>, Vec<_>) = all.partition(|(_, table, _)| names_accounts(table));
    for (at, table, rows) in plain {
        let agree =
            |known: &[Row]| known.len() == rows.len() && known.iter().zip(&rows).all(|(it, row)| it.agrees(row));
        match counted.iter_mut().find(|(_, it, known)| names_accounts(it) && agree(known)) {
            Some((_, _, known)) => known.iter_mut().zip(&rows).for_each(|(it, row)| it.fill_from(row)),
            None => counted.push((at, table, rows)),
        }
    }
    counted.sort_by_key(|(at, _, _)| *at);
    counted.into_iter().map(|(_, table, rows)| (table, rows)).collect()
}

/// Where 系统名称, 使用人 and 账号名 stand among the attributes of 附件1.
const SYSTEM: usize = 0;
const HOLDER: usize = 3;
const ACCOUNT: usize = 5;

/// 「张伟」 of 「张伟（受理科）」.
fn bare(name: &str) -> &str {
    name.split(['（', '(']).next().unwrap_or_default().trim()
}

impl Row {
    /// The rows of a table whose columns are known.
    pub fn of_table(table: &Table) -> Vec<Row> {
        let texts = |row: &[String]| {
            let cell = |column: &Option<usize>| column.map(|column| row.get(column).cloned().unwrap_or_default());
            table.columns.iter().map(cell).collect()
        };
        let unused = |row: &[String]| {
            let filled = table.unused.iter().filter_map(|(at, head)| Some((head_told(*at, head), row.get(*at)?)));
            filled.filter(|(_, text)| !text.is_empty()).map(|(head, text)| (head, text.clone())).collect()
        };
        let row = |(number, row): &(usize, Vec<String>)| Row {
            sheet: table.sheet.clone(),
            number: *number,
            texts: texts(row),
            department: table.department.clone(),
            system: table.system.clone(),
            unused: unused(row),
        };
        table.rows.iter().map(row).collect()
    }

    /// Whether two rows of 附件1 tell of one system and one holder, and neither what the other contradicts.
    fn agrees(&self, other: &Row) -> bool {
        let is_home = self.department.as_ref().zip(other.department.as_ref()).is_none_or(|(one, other)| one == other);
        let mut cells = self.texts.iter().zip(&other.texts).enumerate();
        is_home
            && cells.all(|(at, (one, other))| {
                let (one, other) = (one.as_deref().unwrap_or_default(), other.as_deref().unwrap_or_default());
                match at {
                    SYSTEM => one == other,
                    HOLDER => bare(one) == bare(other),
                    _ => one.is_empty() || other.is_empty() || one == other,
                }
            })
    }

    /// Takes over what only the other tells.
    fn fill_from(&mut self, other: &Row) {
        for (text, told) in self.texts.iter_mut().zip(&other.texts) {
            if text.as_ref().is_none_or(String::is_empty) {
                text.clone_from(told);
            }
        }
        self.department = self.department.take().or_else(|| other.department.clone());
        self.unused.extend(other.unused.iter().cloned());
    }
}
