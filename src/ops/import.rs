//! Takes rows of texts into a register or a list: all that can be kept in one transaction and one undo, the others
//! named.

mod doubts;
mod failure;
mod lists;
mod twice;

use std::collections::{HashMap, HashSet};

use super::Office;
use super::lend::{Watcher, watch};
use super::names::Names;
use super::record::{Told, flag_told, refuse_void};
use super::sheets::head_told;
use crate::error::{Error, Result};
use crate::import::{Sheet, Table, recognise, usual_word};
use crate::model::schema::{Attribute, Entry, is_masked, texts};
use crate::model::*;
use crate::rules::filing::CellChange;
use crate::rules::names::{fold_account, unpadded};
use crate::store::{Draft, Drafted, Errand, Tx};
pub(super) use doubts::status_told;
use doubts::{ask_about_names, changed_without_form, of_leaver, whole_role};
use failure::Against;
pub use failure::{Failure, Fault};
use twice::Said;

/// After how many rows whoever watches is told.
const STRIDE: usize = 100;

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

/// The tables of a workbook. What we hand in has the accounts on a second sheet (账号明细): the same rows are not taken
/// twice, and those that name the accounts count.
pub fn tables_of(kind: TableKind, sheets: &[Sheet]) -> Vec<Table> {
    let mut tables: Vec<Table> = sheets.iter().filter_map(|sheet| recognise(kind, sheet)).collect();
    if kind != TableKind::Matrix {
        return tables;
    }
    // System and holder, by the attributes of 附件1.
    let rows = |table: &Table| -> Vec<(String, String)> {
        let text = |row: &Row, at: usize| row.texts.get(at).cloned().flatten().unwrap_or_default();
        Row::of_table(table).iter().map(|row| (text(row, 0), bare(&text(row, 3)))).collect()
    };
    let detailed: Vec<Vec<(String, String)>> =
        tables.iter().filter(|table| table.columns[ACCOUNT].is_some()).map(rows).collect();
    tables.retain(|table| table.columns[ACCOUNT].is_some() || !detailed.contains(&rows(table)));
    tables
}

/// Where 账号名 stands among the attributes of 附件1.
const ACCOUNT: usize = 5;

/// 「张伟」 of 「张伟（受理科）」.
fn bare(name: &str) -> String {
    name.split(['（', '(']).next().unwrap_or_default().trim().to_owned()
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
}

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
        let mut good: Vec<Row> = rows.iter().map(|row| plain_row(table, row)).collect();
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
        TableKind::Register(kind) => take_in_records(kind, rows, manner, names, (register, watcher), today, tx),
        TableKind::Matrix => lists::take_in_matrix(rows, manner, names, register, today, tx),
        TableKind::Cleanup => lists::take_in_cleanup(rows, names, register, today, tx),
    }
}

fn take_in_records(
    kind: Kind,
    rows: &[Row],
    manner: &Manner,
    mut names: Names,
    (register, watcher): (&Register, Option<&dyn Watcher>),
    today: Day,
    tx: &mut Tx,
) -> Result<Imported> {
    let attributes = TableKind::Register(kind).attributes();
    let mut known = known_records(kind, register, &names);
    let mut folded = folded_keys(kind, &known);
    let mut imported = Imported::default();
    let home = match manner.department.as_deref() {
        Some(name) => Some(names.department_or_new(name, tx)?),
        None => None,
    };
    let mut said = Said::new(kind);
    // Where the name of a record stands.
    let name_at = usize::from(kind == Kind::Accounts);
    // The records that rows are, and not only name: the place of the effect, and the name.
    let mut own: Vec<(usize, Kind, String)> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if at % STRIDE == 0 {
            watch(watcher, at, rows.len())?;
        }
        names.made.clear();
        let mut reading = Told::new(kind, over(&blank(kind), row), names, today);
        reading.home = home;
        let key = reading.key();
        let found = key.as_ref().ok().and_then(|key| {
            known.get(key).or_else(|| folded.get(&fold_account(key)).and_then(|key| known.get(key.as_ref()?)))
        });
        let stands = found.cloned();
        if let Some((_, kept)) = &stands {
            reading.texts = over(kept, row);
            // What the table calls by another name, or spells otherwise, keeps the name that it has.
            if let (Some(text), Some(kept)) = (reading.texts.get_mut(name_at), kept.get(name_at)) {
                text.clone_from(kept);
            }
        }
        let kept = stands.as_ref().map(|(_, kept)| &kept[..]);
        let mut doubts: Vec<String> = Vec::from_iter(whole_role(attributes, &mut reading.texts, kept));
        let number = stands.as_ref().map(|(number, _)| *number);
        let outcome =
            key.and_then(|_| refuse_void(kind, number, register)).and_then(|()| reading.put(number, register, tx));
        let column = reading.reading.get();
        let (texts, holder) = (reading.texts, reading.holder);
        names = reading.names;
        let told = settled(attributes, &texts, &names, today);
        // What two rows say of one record belongs to its name.
        let outcome = outcome.map_err(|error| (column, error)).and_then(|number| {
            let refusal = said.refusal(number, row, (kept.unwrap_or_default(), &told), holder);
            refusal.map_or(Ok(number), |error| Err((attributes[name_at].label, error)))
        });
        match outcome {
            Ok(number) => {
                // A holder's 科室 stands beside the account's own attributes: it is kept with the person.
                let changes = kept.map_or_else(Vec::new, |kept| changes(kind.attributes(), kept, &told));
                doubts.extend(changed_without_form(kind, &changes));
                if stands.is_none() || !changes.is_empty() {
                    let holder = holder.and_then(|id| register.get::<Person>(id));
                    doubts.extend(of_leaver(kind, &told, holder, today));
                }
                let verdict = match &stands {
                    None => {
                        own.push((imported.effects.len(), kind, told[name_at].clone()));
                        Verdict::Added
                    }
                    Some(_) if changes.is_empty() => Verdict::Unchanged,
                    Some(_) => Verdict::Updated,
                };
                let title = told.iter().take(2).filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(" ");
                let made = std::mem::take(&mut names.made);
                let (sheet, number_in_file) = (row.sheet.clone(), row.number);
                imported.note(Effect { sheet, number: number_in_file, verdict, title, changes, made, doubts });
                // By the names as they are now: the row may have made the department or system that it names.
                let key = names.key_of(kind, &told);
                if kind == Kind::Accounts {
                    folded.entry(fold_account(&key)).or_insert_with(|| Some(key.clone()));
                }
                known.insert(key, (number, told));
            }
            Err((column, error)) => {
                let against = Against { attributes, people: Some(&names), has_home: home.is_some(), today };
                imported.failed.push(against.failure(row, column, error)?);
            }
        }
    }
    ask_about_names(&mut imported, own, register);
    Ok(imported)
}

/// What a new record begins with, and nothing for what a table has beside it.
fn blank(kind: Kind) -> Vec<String> {
    let mut blank = kind.blank();
    blank.resize(TableKind::Register(kind).attributes().len(), String::new());
    blank
}

/// The cells that change.
fn changes(attributes: &[Attribute], was: &[String], is: &[String]) -> Vec<CellChange> {
    let cells = attributes.iter().zip(was).zip(is).filter(|((_, was), is)| was != is);
    cells.map(|((attribute, was), is)| (attribute.label, was.clone(), is.clone())).collect()
}

/// The accounts that differ from all others also where case and width do not count; by what is left of their keys.
fn folded_keys(kind: Kind, known: &HashMap<String, (i64, Vec<String>)>) -> HashMap<String, Option<String>> {
    let mut folded: HashMap<String, Option<String>> = HashMap::new();
    if kind == Kind::Accounts {
        for key in known.keys() {
            // Of two that differ only there neither is meant by a third spelling.
            folded.entry(fold_account(key)).and_modify(|of| *of = None).or_insert_with(|| Some(key.clone()));
        }
    }
    folded
}

/// Every record of the register: its key, its number and its texts.
fn known_records(kind: Kind, register: &Register, names: &Names) -> HashMap<String, (i64, Vec<String>)> {
    let numbers: Vec<i64> = match kind {
        Kind::Departments => register.departments.keys().map(|id| id.0).collect(),
        Kind::People => register.people.keys().map(|id| id.0).collect(),
        Kind::Systems => register.systems.keys().map(|id| id.0).collect(),
        Kind::Accounts => register.accounts.keys().map(|id| id.0).collect(),
    };
    let mut known = HashMap::with_capacity(numbers.len());
    for number in numbers {
        let Some(record) = kind.record(number, register) else { continue };
        let mut told = texts(&record, register);
        told.resize(blank(kind).len(), String::new());
        let key = names.key_of(kind, &told);
        known.insert(key, (number, told));
    }
    known
}

/// What stands, with what the row tells over it.
fn over(stands: &[String], row: &Row) -> Vec<String> {
    let told = |(at, stands): (usize, &String)| match row.texts.get(at).and_then(Option::as_deref) {
        Some(text) if is_told(Some(text)) => text.trim().to_owned(),
        _ => stands.clone(),
    };
    stands.iter().enumerate().map(told).collect()
}

/// Whether a cell tells something.
fn is_told(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty() && !is_masked(text))
}

/// The texts as they are shown once they are kept: days written out, names as the register has them.
fn settled(attributes: &[Attribute], told: &[String], names: &Names, today: Day) -> Vec<String> {
    let text = |(attribute, text): (&Attribute, &String)| match attribute.entry {
        Entry::Day => {
            let day = Day::from_typed(text, today).or_else(|| Day::from_table(text));
            day.map_or_else(|| text.clone(), Day::chinese)
        }
        Entry::Told if text.is_empty() => String::new(),
        Entry::Flag | Entry::Told => match flag_told(attribute.label, text) {
            Some(flag) => if flag { "是" } else { "否" }.to_owned(),
            None => text.clone(),
        },
        Entry::Names => {
            let names = text.split(['、', '，', ',', ';', '；']).map(str::trim).filter(|name| !name.is_empty());
            names.collect::<Vec<_>>().join("、")
        }
        entry => names.settled(entry, text),
    };
    attributes.iter().zip(told).map(text).collect()
}
