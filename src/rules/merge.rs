//! 汇总 for 网络技术中心: the tables that the departments returned, together. The order of the files does not show.

use std::collections::{BTreeMap, BTreeSet};

use super::names::fold_account;
use crate::model::*;

/// A department's table as it came back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Returned {
    /// The department that the file names.
    pub department: String,
    /// For which quarter, if the file tells.
    pub period: Option<Quarter>,
    /// The file.
    pub file: String,
    /// Its rows.
    pub rows: Vec<FiledRow>,
    /// The rows that are not taken.
    pub refused: Vec<RefusedRow>,
}

impl Returned {
    /// The file, and how many rows it has: two files may have one name.
    pub fn told(&self) -> String {
        format!("{}（{}行）", self.file, self.rows.len())
    }

    /// What it says, whatever its file is called.
    fn says(&self) -> (&str, Option<Quarter>, &[FiledRow], usize) {
        (&self.department, self.period, &self.rows, self.refused.len())
    }
}

/// A row that is not taken, by its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RefusedRow {
    /// The file.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// Its number in the file, from 1.
    pub row: usize,
    /// The column, by its label.
    pub column: String,
    /// Why it is not taken.
    pub why: Refusal,
}

/// Why a row is not taken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// It seems to tell a password: its text goes nowhere (第二十五条).
    Password,
    /// A formula has failed, and this stands in the place of a value: it is nobody's name.
    Formula(String),
}

impl RefusedRow {
    /// Where it stands and why it is not taken.
    pub fn line(&self) -> String {
        let Self { file, sheet, row, column, why } = self;
        let why = match why {
            Refusal::Password => {
                "像是写了口令，口令不得保存，这一行没有汇总（第二十五条）；请改正后重新汇总".to_owned()
            }
            Refusal::Formula(text) => {
                format!("单元格是公式错误（{text}），这一行没有汇总；请改好公式，或直接写上内容，再重新汇总")
            }
        };
        format!("{file} {sheet}第{row}行 {column}：{why}")
    }
}

/// What the tables say together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merged {
    /// One for each table that counts, by department.
    pub departments: Vec<Summary>,
    /// Every row, by department and place.
    pub rows: Vec<MergedRow>,
    /// Accounts that several people are said to hold (第十二条).
    pub conflicts: Vec<Conflict>,
    /// Tables of an older quarter than the newest.
    pub stale: Vec<Stale>,
    /// Departments of which several tables of one quarter came back.
    pub twice: Vec<Twice>,
    /// Departments that the register has under another name.
    pub aliases: Vec<(String, String)>,
    /// Rows that are in none of this.
    pub refused: Vec<RefusedRow>,
}

/// What one department returned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// 科室.
    pub department: String,
    /// 报送期.
    pub period: Option<Quarter>,
    /// How many rows.
    pub rows: usize,
    /// How many systems.
    pub systems: usize,
    /// How many people.
    pub people: usize,
    /// The file.
    pub file: String,
}

/// A row and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedRow {
    /// 科室.
    pub department: String,
    /// The row.
    pub row: FiledRow,
    /// The file.
    pub file: String,
}

/// One account, two holders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// 系统名称.
    pub system: String,
    /// 账号名.
    pub account: String,
    /// Who is said to hold it, each once.
    pub claims: Vec<Claim>,
    /// Which of them is taken; none as long as nobody has chosen.
    pub chosen: Option<usize>,
}

/// Who is said to hold an account, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// 使用人.
    pub holder: String,
    /// The department that says so.
    pub department: String,
    /// In which file.
    pub file: String,
}

/// Several tables of one department and quarter: one that was put right came back beside the first, as it may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twice {
    /// The tables, in the order of their files.
    pub tables: Vec<Returned>,
    /// Which of them counts; all do as long as nobody has chosen.
    pub chosen: Option<usize>,
}

impl Twice {
    /// What to know and do about it.
    pub fn line(&self) -> String {
        let Some(first) = self.tables.first() else { return String::new() };
        let period = first.period.map_or_else(|| "没有写明报送期".to_owned(), Quarter::chinese);
        let files: Vec<String> = self.tables.iter().map(Returned::told).collect();
        let (department, count, files) = (&first.department, files.len(), files.join("、"));
        format!("{department}交回{count}份{period}的表：{files}。改过重报的，请选定一份；不选，都算在内")
    }
}

/// A table that is older than others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// 科室.
    pub department: String,
    /// Its quarter; none where it does not tell.
    pub period: Option<Quarter>,
    /// The newest quarter among the tables.
    pub newest: Quarter,
    /// The file.
    pub file: String,
    /// Whether a newer table of the same department stands in its place.
    pub replaced: bool,
}

/// Puts the tables together. Of several tables of one department the newest counts; systems are known by their
/// aliases, where `register` has them.
pub fn merge(returned: &[Returned], register: &Register) -> Merged {
    together(returned, register, &[])
}

/// The same, where of several tables of one department and quarter some were chosen before.
fn together(returned: &[Returned], register: &Register, chosen: &[&Returned]) -> Merged {
    let mut tables: Vec<Returned> = returned.iter().map(|it| known(it, register)).collect();
    // The same table under another name of the file is one table, and counts under the first of the names: whatever else
    // the department returned, the two stand beside each other.
    tables.sort_by(|one, other| (one.says(), &one.file).cmp(&(other.says(), &other.file)));
    tables.dedup_by(|one, other| one.says() == other.says());
    tables.sort();
    let newest = tables.iter().filter_map(|it| it.period).max();
    let mut latest: BTreeMap<String, Option<Quarter>> = BTreeMap::new();
    for it in &tables {
        let period = latest.entry(it.department.clone()).or_default();
        *period = (*period).max(it.period);
    }
    let mut merged = Merged::default();
    let mut of_latest: BTreeMap<&str, Vec<&Returned>> = BTreeMap::new();
    for it in tables.iter().filter(|it| latest.get(&it.department) == Some(&it.period)) {
        of_latest.entry(&it.department).or_default().push(it);
    }
    for several in of_latest.into_values().filter(|it| it.len() > 1) {
        let at = several.iter().position(|it| chosen.contains(it));
        merged.twice.push(Twice { tables: several.into_iter().cloned().collect(), chosen: at });
    }
    let gives_way = |table: &Returned| {
        let of = merged.twice.iter().find(|it| it.tables.contains(table));
        of.and_then(|it| it.tables.get(it.chosen?)).is_some_and(|chosen| chosen != table)
    };
    let tables: Vec<&Returned> = tables.iter().filter(|it| !gives_way(it)).collect();
    for it in &tables {
        let replaced = latest.get(&it.department).is_some_and(|latest| *latest != it.period);
        if let Some(newest) = newest
            && (replaced || it.period.is_some_and(|period| period < newest))
        {
            let (department, period, file) = (it.department.clone(), it.period, it.file.clone());
            merged.stale.push(Stale { department, period, newest, file, replaced });
        }
        if replaced {
            continue;
        }
        let count = |of: &dyn Fn(&FiledRow) -> String| {
            it.rows.iter().map(of).filter(|text| !text.is_empty()).collect::<BTreeSet<_>>().len()
        };
        merged.departments.push(Summary {
            department: it.department.clone(),
            period: it.period,
            rows: it.rows.len(),
            systems: count(&|row| system_of(row, register)),
            people: count(&|row| row.holder.clone()),
            file: it.file.clone(),
        });
        let row =
            |row: &FiledRow| MergedRow { department: it.department.clone(), row: row.clone(), file: it.file.clone() };
        merged.rows.extend(it.rows.iter().map(row));
    }
    merged.refused = tables.iter().flat_map(|it| it.refused.iter().cloned()).collect();
    merged.conflicts = conflicts(&merged.rows, register);
    let names: BTreeSet<&str> = merged.departments.iter().map(|it| it.department.as_str()).collect();
    merged.aliases = names.into_iter().filter_map(|name| alias(name, &merged.rows, register)).collect();
    merged
}

/// A table under the name that the register has for its department.
fn known(returned: &Returned, register: &Register) -> Returned {
    let known = register.department_named(&returned.department);
    let department =
        known.map_or_else(|| returned.department.clone(), |id| register.department_name(Some(id)).to_owned());
    Returned { department, ..returned.clone() }
}

/// Who a holder is: the person of the register, by the department that says so where the name alone is shared. One
/// whom the register does not know is known by the name and, where a bracket tells, the department.
fn holder_of(claim: &Claim, register: &Register) -> String {
    let bare = claim.holder.split(['（', '(']).next().unwrap_or_default().trim();
    let here = register.department_named(&claim.department).and_then(|id| register.person_in(bare, id));
    let known = register.person_named(&claim.holder).found();
    match known.or(here) {
        Some(id) => id.0.to_string(),
        // 「张伟（政务服务科）」 and the 张伟 of 政务服务科 are one.
        None if claim.holder == bare => format!("{bare}\n{}", claim.department),
        None => {
            let inner = claim.holder[bare.len()..].trim_matches(['（', '）', '(', ')', ' ']);
            format!("{bare}\n{inner}")
        }
    }
}

/// The system of a row, by the name that the register has for it.
fn system_of(row: &FiledRow, register: &Register) -> String {
    let known = register.system_named(&row.system);
    known.map_or_else(|| row.system.trim().to_owned(), |id| register.system_name(Some(id)).to_owned())
}

fn conflicts(rows: &[MergedRow], register: &Register) -> Vec<Conflict> {
    let mut held: BTreeMap<(String, String), (String, BTreeSet<Claim>)> = BTreeMap::new();
    for it in rows.iter().filter(|it| !it.row.account.trim().is_empty() && !it.row.holder.trim().is_empty()) {
        let key = (system_of(&it.row, register), fold_account(&it.row.account));
        let claims = held.entry(key).or_insert_with(|| (it.row.account.trim().to_owned(), BTreeSet::new()));
        claims.1.insert(Claim {
            holder: it.row.holder.trim().to_owned(),
            department: it.department.clone(),
            file: it.file.clone(),
        });
    }
    let several = held.into_iter().filter(|(_, (_, claims))| {
        claims.iter().map(|claim| holder_of(claim, register)).collect::<BTreeSet<_>>().len() > 1
    });
    let conflict = |((system, _), (account, claims)): ((String, String), (String, BTreeSet<Claim>))| Conflict {
        system,
        account,
        claims: claims.into_iter().collect(),
        chosen: None,
    };
    several.map(conflict).collect()
}

/// A department that the register does not know, and the one whose people hold most of its accounts.
fn alias(name: &str, rows: &[MergedRow], register: &Register) -> Option<(String, String)> {
    if register.departments.is_empty() || register.department_named(name).is_some() {
        return None;
    }
    let holders: BTreeSet<&str> = rows
        .iter()
        .filter(|it| it.department == name)
        .map(|it| it.row.holder.trim())
        .filter(|it| !it.is_empty())
        .collect();
    let mut people: BTreeMap<DepartmentId, usize> = BTreeMap::new();
    for person in register.people.values().filter(|it| it.void_reason.is_none() && holders.contains(it.name.as_str())) {
        *people.entry(person.department).or_default() += 1;
    }
    let (known, count) = people.into_iter().max_by_key(|(id, count)| (*count, std::cmp::Reverse(*id)))?;
    (count * 2 >= holders.len()).then(|| (name.to_owned(), register.department_name(Some(known)).to_owned()))
}

impl Merged {
    /// Puts the tables together again, as far as it was chosen here which of them counts and who holds an account.
    #[must_use]
    pub fn again(&self, returned: &[Returned], register: &Register) -> Self {
        let chosen: Vec<&Returned> = self.twice.iter().filter_map(|it| it.tables.get(it.chosen?)).collect();
        let mut merged = together(returned, register, &chosen);
        merged.settle_as(self);
        merged
    }

    /// Settles what was settled before, by whoever was chosen then, wherever that is still said.
    pub fn settle_as(&mut self, before: &Self) {
        for conflict in &mut self.conflicts {
            let is_same = |it: &&Conflict| {
                it.system == conflict.system && fold_account(&it.account) == fold_account(&conflict.account)
            };
            let chosen = before.conflicts.iter().find(is_same).and_then(|it| it.claims.get(it.chosen?));
            conflict.chosen = chosen.and_then(|chosen| {
                conflict.claims.iter().position(|it| it.holder == chosen.holder && it.file == chosen.file)
            });
        }
    }

    /// The rows that count: of an account in conflict only the chosen holder's, once somebody has chosen.
    pub fn settled(&self, register: &Register) -> Vec<&MergedRow> {
        let dropped = |it: &MergedRow| {
            self.conflicts.iter().any(|conflict| {
                conflict.chosen.and_then(|at| conflict.claims.get(at)).is_some_and(|taken| {
                    conflict.system == system_of(&it.row, register)
                        && fold_account(&conflict.account) == fold_account(&it.row.account)
                        && taken.holder != it.row.holder.trim()
                })
            })
        };
        self.rows.iter().filter(|it| !dropped(it)).collect()
    }
}
