//! Takes rows of texts into a register or a list: all that can be kept in one transaction and one undo, the others
//! named.

mod doubts;
mod failure;
mod lists;
mod records;
mod row;
mod twice;

use std::collections::HashSet;

use super::Office;
use super::lend::{Watcher, watch};
use super::names::Names;
use crate::error::{Error, Result};
use crate::import::usual_word;
use crate::model::schema::{Entry, is_masked};
use crate::model::*;
use crate::rules::filing::CellChange;
use crate::rules::names::unpadded;
use crate::store::{Draft, Drafted, Errand, Tx};
use failure::Against;
pub use failure::{Failure, Fault};
use records::Records;
pub use row::{Row, rows_of};

/// After how many rows whoever watches is told.
const STRIDE: usize = 100;

/// What an import does, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// New records.
    pub added: usize,
    /// Changed ones.
    pub updated: usize,
    /// Those that say what is known.
    pub unchanged: usize,
    /// Those that cannot be kept.
    pub failed: Vec<Failure>,
    /// What becomes of each of the others, in their order.
    pub effects: Vec<Effect>,
}

/// What becomes of a row that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The sheet that it stands in.
    pub sheet: String,
    /// Its number in the file, from 1.
    pub number: usize,
    /// 新增, 更新 or 不变.
    pub verdict: Verdict,
    /// What it speaks of: 「工程建设管理平台 qintt」.
    pub title: String,
    /// Of an 更新, the cells that change.
    pub changes: Vec<CellChange>,
    /// What is made with it because it names it: of which register, and the name.
    pub made: Vec<(Kind, String)>,
    /// What the clerk is asked to look at: 请核对.
    pub doubts: Vec<String>,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// 新增.
    Added,
    /// 更新.
    Updated,
    /// 不变.
    Unchanged,
}

impl Verdict {
    /// In the clerk's words.
    pub fn label(self) -> &'static str {
        match self {
            Verdict::Added => "新增",
            Verdict::Updated => "更新",
            Verdict::Unchanged => "不变",
        }
    }
}

impl Imported {
    /// What was registered because a row names it, each once: 「人员 张伟」.
    pub fn made(&self) -> Vec<String> {
        let mut seen = HashSet::new();
        let made = self.effects.iter().flat_map(|it| &it.made).filter(|it| seen.insert(*it));
        made.map(|(kind, name)| format!("{} {name}", kind.term())).collect()
    }

    /// 「新增3，更新0，不变0，有误1」; behind them 请核对, where the clerk is asked to look at rows.
    pub fn counts(&self) -> String {
        let doubtful = self.effects.iter().filter(|it| !it.doubts.is_empty()).count();
        let doubtful = if doubtful == 0 { String::new() } else { format!("，请核对{doubtful}") };
        let Self { added, updated, unchanged, failed, .. } = self;
        format!("新增{added}，更新{updated}，不变{unchanged}，有误{}{doubtful}", failed.len())
    }

    fn note(&mut self, effect: Effect) {
        match effect.verdict {
            Verdict::Added => self.added += 1,
            Verdict::Updated => self.updated += 1,
            Verdict::Unchanged => self.unchanged += 1,
        }
        self.effects.push(effect);
    }
}

/// What an import may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manner {
    /// Only tell what would happen.
    pub dry_run: bool,
    /// Make the departments, people and systems that a row names and the register lacks.
    pub makes_new: bool,
    /// Whose table it is, where the table does not say.
    pub department: Option<String>,
}

impl Office {
    /// Takes rows in. A blank cell leaves what stands; the same rows twice add nothing.
    pub fn import(&mut self, table: TableKind, rows: &[Row], manner: &Manner, today: Day) -> Result<Imported> {
        refuse_half_typed(table, rows, manner, &self.register, &self.store.drafts()?)?;
        let errand = Errand::new(Op::Import, today);
        let mut failed: Vec<Failure> = Vec::new();
        let watcher = self.watcher.clone();
        let watcher = watcher.as_deref();
        let has_home = manner.department.is_some();
        let against = Against { attributes: table.attributes(), people: None, has_home, today };
        let mut good: Vec<Row> = Vec::with_capacity(rows.len());
        for row in rows.iter().map(|row| plain_row(table, row)) {
            match against.failed_formula(&row) {
                Some((column, error)) => failed.push(against.failure(&row, column, error)?),
                None => good.push(row),
            }
        }
        // A row that fails leaves no trace of the others that it names, so a row that leaned on it fails the next time:
        // until none does, nothing is kept.
        loop {
            let mut attempt = None;
            let whole = if manner.dry_run {
                self.store.rehearse(|tx| take_in(table, &good, manner, (&self.register, watcher), today, tx))
            } else {
                self.transact(&errand, |register, tx| {
                    let imported = take_in(table, &good, manner, (register, watcher), today, tx)?;
                    if imported.failed.is_empty() {
                        return Ok(imported);
                    }
                    attempt = Some(imported);
                    Err(Error::refused("有误的行不导入"))
                })
            };
            let mut imported = match attempt {
                Some(attempt) => attempt,
                None => whole?,
            };
            if imported.failed.is_empty() {
                failed
                    .sort_by(|one, other| (&one.row.sheet, one.row.number).cmp(&(&other.row.sheet, other.row.number)));
                return Ok(Imported { failed, ..imported });
            }
            let places: HashSet<(String, usize)> =
                imported.failed.iter().map(|failure| (failure.row.sheet.clone(), failure.row.number)).collect();
            good.retain(|row| !places.contains(&(row.sheet.clone(), row.number)));
            failed.append(&mut imported.failed);
        }
    }
}

/// The row with its people's names as they are written when they are not padded, and with the register's own words for
/// what it can choose.
fn plain_row(table: TableKind, row: &Row) -> Row {
    let mut row = row.clone();
    for (attribute, text) in table.attributes().iter().zip(&mut row.texts) {
        if matches!(attribute.entry, Entry::Person) || attribute.label == "姓名" {
            *text = text.take().map(|text| unpadded(text.trim()).into_owned());
        }
        let word = text.as_deref().and_then(|text| usual_word(table, attribute.label, text.trim()));
        if let Some(word) = word {
            *text = Some(word.to_owned());
        }
    }
    row
}

/// A table or a list that somebody has half-typed is not changed underneath: what was typed would overwrite it.
fn refuse_half_typed(
    table: TableKind,
    rows: &[Row],
    manner: &Manner,
    register: &Register,
    drafts: &[Draft],
) -> Result<()> {
    let names: HashSet<&str> = rows.iter().filter_map(|row| lists::home_told(row, manner)).collect();
    let departments: HashSet<DepartmentId> =
        names.into_iter().filter_map(|name| register.department_named(name)).collect();
    for draft in drafts {
        let what = match (table, draft.of) {
            (TableKind::Matrix, Drafted::Matrix(id)) if departments.contains(&id) => {
                format!("{}的对照表", register.department_name(Some(id)))
            }
            (TableKind::Cleanup, Drafted::Cleanup(Some(id))) => {
                register.get::<Cleanup>(id).map_or_else(String::new, |it| it.number.clone())
            }
            _ => continue,
        };
        return Err(Error::refused(format!("{what}有填到一半、还没有保存的内容，没有导入任何数据"))
            .advise("请先在窗口中保存或放弃它，再导入"));
    }
    Ok(())
}

/// What is wrong with a row is noted; what is wrong with the file or the disk ends it all.
fn take_in(
    table: TableKind,
    rows: &[Row],
    manner: &Manner,
    (register, watcher): (&Register, Option<&dyn Watcher>),
    today: Day,
    tx: &mut Tx,
) -> Result<Imported> {
    watch(watcher, 0, rows.len())?;
    let mut names = Names::of(register);
    names.makes_new = manner.makes_new;
    match table {
        TableKind::Register(kind) => {
            let mut records = Records::new(kind, &names, register, today);
            records.home.clone_from(&manner.department);
            for (at, row) in rows.iter().enumerate() {
                if at % STRIDE == 0 {
                    watch(watcher, at, rows.len())?;
                }
                names = records.take(row, names, tx)?;
            }
            Ok(records.imported())
        }
        TableKind::Matrix => lists::take_in_matrix(rows, manner, names, register, today, tx),
        TableKind::Cleanup => lists::take_in_cleanup(rows, names, register, today, tx),
    }
}

/// Whether a cell tells something.
fn is_told(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty() && !is_masked(text))
}
