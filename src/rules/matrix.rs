//! 附件1 and the register of accounts (第四条): what the department's table lacks, and what it has too much.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::article::{Article, Finding, Weight};
use super::fact::Fact;
use super::matter::Matter;
use super::names::folded;
use super::sight::{Sight, Systems, left};
use crate::model::*;

/// What filling a department's table from the register would do to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Live accounts of the department's people that no row names, but of those who have left.
    pub missing: Vec<AccountId>,
    /// Rows that no live account of the department stands behind.
    pub stale: Vec<MatrixRowId>,
    /// Rows that tell another 使用人 than is registered now, or another 岗位 or 账号类别, or none where one is: which cells.
    pub differing: Vec<(MatrixRowId, AccountId, Vec<Field>)>,
    /// Rows whose account is not registered yet: they stay.
    pub unregistered: Vec<MatrixRowId>,
    /// Rows that lack 账号类别 or 岗位, as the register does.
    pub incomplete: Vec<MatrixRowId>,
    /// Rows with an 账号类别 where the register has none.
    pub untold: Vec<MatrixRowId>,
}

impl Plan {
    /// Whether there is nothing to fill in.
    pub fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.stale.is_empty() && self.differing.is_empty()
    }

    /// How the table differs from the register, in one sentence; nothing where it does not.
    pub fn told(&self) -> Option<String> {
        let parts = [
            (self.missing.len(), "个在用账号不在表中"),
            (self.stale.len(), "行没有对应的在用账号"),
            (self.differing.len(), "行的使用人、岗位或账号类别不同"),
            (self.unregistered.len(), "行的账号没有登记"),
            (self.untold.len(), "行的账号类别在台账中没有登记"),
        ];
        let parts = parts.into_iter().filter(|(count, _)| *count > 0);
        let parts: Vec<String> = parts.map(|(count, what)| format!("{count}{what}")).collect();
        (!parts.is_empty()).then(|| format!("对照表与账号台账不同：{}；请核对后改为一致", parts.join("，")))
    }
}

/// Compares a department's table with the live accounts of its people.
pub fn plan(register: &Register, department: DepartmentId, today: Day) -> Plan {
    let of_department = |account: &&Account| {
        account.is_live()
            && account.holder.and_then(|id| register.get::<Person>(id)).is_some_and(|it| it.department == department)
    };
    let live: Vec<&Account> = register.accounts.values().filter(of_department).collect();
    let rows = register.matrix_of(department);
    let compared = compare(&rows, &live);
    let stays = |account: &&Account| stays(register, account, today);
    let missing: Vec<&Account> = compared.missing.into_iter().filter(stays).collect();
    let of_missing = missing.iter().map(|it| it.system).collect();
    // Nothing has been judged here: the accounts are gone through once.
    let systems: HashSet<SystemId> = compared.stale.iter().map(|row| row.system).collect();
    let accounts = || register.accounts.values().filter(|it| systems.contains(&it.system));
    let called: HashSet<(SystemId, Cow<str>)> = accounts().map(|it| (it.system, folded(&it.account))).collect();
    let had = register.handed_on.all().filter_map(|(id, before)| Some((register.get::<Account>(id)?.system, before)));
    let had = had.flat_map(|(system, before)| before.iter().map(move |(who, _)| (system, *who)));
    let holds = accounts().filter_map(|it| Some((it.system, it.holder?)));
    let held: HashSet<(SystemId, PersonId)> = holds.chain(had).collect();
    let is_called = |row: &MatrixRow| called.contains(&(row.system, folded(&row.account)));
    let is_held = |system, holder| held.contains(&(system, holder));
    let (unregistered, stale): (Vec<&MatrixRow>, Vec<&MatrixRow>) = compared
        .stale
        .into_iter()
        .partition(|row| is_unregistered(row, register, today, &of_missing, is_called, is_held));
    let mut planned = Plan {
        missing: missing.into_iter().map(|account| account.id).collect(),
        stale: stale.into_iter().map(|row| row.id).collect(),
        unregistered: unregistered.into_iter().map(|row| row.id).collect(),
        ..Plan::default()
    };
    for (row, id) in compared.found {
        let Some(account) = register.get::<Account>(id) else { continue };
        let cells = to_fill(row, account, account.holder.and_then(|id| register.get::<Person>(id)));
        let is_left = |(field, text): (Field, &String)| text.trim().is_empty() && !cells.contains(&field);
        if [(Field::Category, &row.category), (Field::Post, &row.post)].into_iter().any(is_left) {
            planned.incomplete.push(row.id);
        }
        if account.category.trim().is_empty() && !row.category.trim().is_empty() {
            planned.untold.push(row.id);
        }
        if !cells.is_empty() {
            planned.differing.push((row.id, id, cells));
        }
    }
    planned
}

/// The cells that filling a row from the register writes: where another 使用人 is registered, another 岗位 or 账号类别, or one
/// where the row has none.
fn to_fill(row: &MatrixRow, account: &Account, holder: Option<&Person>) -> Vec<Field> {
    let lacks = |told: &str, kept: &str| told.trim().is_empty() && !kept.trim().is_empty();
    let mut cells = differing(row, account, holder);
    if holder.is_some_and(|holder| lacks(&row.post, &holder.post)) {
        cells.push(Field::Post);
    }
    if differ(&row.category, &account.category) || lacks(&row.category, &account.category) {
        cells.push(Field::Category);
    }
    cells
}

/// 第四条: the department has a table, and it has the live accounts of its people, and no others.
pub(super) fn check(
    sight: &Sight,
    systems: &Systems,
    department: DepartmentId,
    live: &[&Account],
    found: &mut Vec<Matter>,
) {
    // The table of a department that is abolished stays as it was.
    if sight.register.get::<Department>(department).is_none_or(|it| !it.is_offered(sight.today)) {
        return;
    }
    let rows = sight.index.rows_of.of(&department).iter();
    let mut rows: Vec<&MatrixRow> = rows.filter_map(|id| sight.register.get::<MatrixRow>(*id)).collect();
    rows.sort_by_key(|row| (row.position, row.id));
    let compared = compare(&rows, live);
    found.reserve(compared.missing.len() + compared.stale.len());
    let stays = |account: &&Account| stays(sight.register, account, sight.today);
    let missing: Vec<&Account> = compared.missing.into_iter().filter(stays).collect();
    let of_missing = missing.iter().map(|it| it.system).collect();
    if rows.is_empty() && !missing.is_empty() {
        let matter = Matter::new(Fact::NoMatrix(missing.len()), Subject::Department(department));
        found.push(matter.of(Some(department)).due(sight.today));
    }
    for account in missing {
        let matter = Matter::new(Fact::MissingInMatrix, Subject::Account(account.id));
        found.push(matter.of(Some(department)).within(Some(account.system)));
    }
    for row in &rows {
        let cells = [(Field::Category, &row.category), (Field::Post, &row.post)];
        let lacks: Vec<Field> = blank(cells.map(|(field, text)| (field, text.as_str()))).collect();
        if !lacks.is_empty() {
            let matter = Matter::new(Fact::RowIncomplete(row.id, lacks), Subject::Department(department));
            found.push(matter.of(Some(department)).within(Some(row.system)));
        }
    }
    let mut find = |row: &MatrixRow, fact| {
        let matter = Matter::new(fact, Subject::Department(department));
        found.push(matter.of(Some(department)).within(Some(row.system)));
    };
    for (row, id) in compared.found {
        let Some(account) = sight.register.get::<Account>(id) else { continue };
        if tells_category(row, account) {
            find(row, Fact::RowDiffers(row.id, id, Field::Category));
        }
        for cell in differing(row, account, account.holder.and_then(|id| sight.person(id))) {
            find(row, Fact::RowDiffers(row.id, id, cell));
        }
    }
    let is_called = |row: &MatrixRow| {
        systems.get(&row.system).is_some_and(|it| it.homonyms.called(&row.account, sight).next().is_some())
    };
    let is_held = |system, holder| {
        let mut held = sight.index.held_by.of(&holder).iter().filter_map(|id| sight.register.get::<Account>(*id));
        let is_here = |id: AccountId| sight.register.get::<Account>(id).is_some_and(|it| it.system == system);
        held.any(|it| it.system == system) || sight.register.handed_on.had(holder).any(is_here)
    };
    for row in compared.stale {
        let is_waiting = is_unregistered(row, sight.register, sight.today, &of_missing, is_called, is_held);
        find(row, if is_waiting { Fact::RowUnregistered(row.id) } else { Fact::StaleInMatrix(row.id) });
    }
}

/// The rows of a department's table that tell another 账号类别 than their account has, or one where it has none; with the
/// account.
pub fn telling_categories(register: &Register, department: DepartmentId) -> Vec<(MatrixRowId, AccountId)> {
    let rows = register.matrix_of(department);
    let is_named = |it: &&Account| it.is_live() && rows.iter().any(|row| row.system == it.system);
    let of_department = |it: &&Account| {
        it.holder.and_then(|id| register.get::<Person>(id)).is_some_and(|it| it.department == department)
    };
    let live: Vec<&Account> = register.accounts.values().filter(is_named).filter(of_department).collect();
    let found = compare(&rows, &live).found.into_iter();
    let told = found.filter(|(row, id)| register.get::<Account>(*id).is_some_and(|it| tells_category(row, it)));
    told.map(|(row, id)| (row.id, id)).collect()
}

/// Whether a row tells an 账号类别 that its account does not have.
fn tells_category(row: &MatrixRow, account: &Account) -> bool {
    let told = row.category.trim();
    !told.is_empty() && told != account.category.trim()
}

/// Whether an account is to be entered where it is missing: that of someone who has left (第十四条), or in a system that is off
/// line, is to be closed.
fn stays(register: &Register, account: &Account, today: Day) -> bool {
    account.holder.and_then(|id| register.get::<Person>(id)).is_none_or(|holder| left(holder, today).is_none())
        && register.get::<InfoSystem>(account.system).is_none_or(|it| it.retired_by(today).is_none())
}

/// Whether both texts tell something, and not the same.
fn differ(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim(), other.trim());
    !one.is_empty() && !other.is_empty() && one != other
}

/// The cells that name another 使用人 or 岗位 than the account has now (第六条).
fn differing(row: &MatrixRow, account: &Account, holder: Option<&Person>) -> Vec<Field> {
    let is_other = row.holder.zip(account.holder).is_some_and(|(told, kept)| told != kept);
    let is_elsewhere = holder.is_some_and(|holder| differ(&row.post, &holder.post));
    [(is_other, Field::Holder), (is_elsewhere, Field::Post)]
        .into_iter()
        .filter_map(|(is, it)| is.then_some(it))
        .collect()
}

/// Whether the account of a row that stands for none is not registered yet, as when the tables are there before the
/// accounts: the register has had none of its name, or, where the row names no account, none of its 使用人, nor one that they
/// handed on; void ones count, they were entered. A row that names no account may be meant for one that is `missing` in the table of its system; one
/// that names nobody either is meant for nothing; and of a system that is void or off line no account is waited for.
fn is_unregistered(
    row: &MatrixRow,
    register: &Register,
    today: Day,
    missing: &HashSet<SystemId>,
    is_called: impl Fn(&MatrixRow) -> bool,
    is_held: impl Fn(SystemId, PersonId) -> bool,
) -> bool {
    let stands = register.get::<InfoSystem>(row.system).is_some_and(|it| it.is_offered(today));
    stands
        && if row.account.is_empty() {
            row.holder.is_some_and(|holder| !is_held(row.system, holder)) && !missing.contains(&row.system)
        } else {
            !is_called(row)
        }
}

/// What each row of a table must tell and does not (第四条): 账号类别 and 岗位, as 附件1 asks for them below its table.
pub fn check_rows(values: &Values) -> Vec<Finding> {
    let of_row = |row: usize| {
        let cells = [Field::Category, Field::Post].map(|field| (field, values.row(row, field)));
        blank(cells).map(move |field| Finding {
            article: Article(4),
            weight: Weight::Warning,
            row: Some(row),
            field,
            message: format!("第{}行没有填写{}，请补填", row + 1, field.label()),
        })
    };
    let is_told = |row: &usize| !values.row(*row, Field::System).trim().is_empty();
    (0..values.row_count()).filter(is_told).flat_map(of_row).collect()
}

/// The cells in which nothing is written.
fn blank(cells: [(Field, &str); 2]) -> impl Iterator<Item = Field> + '_ {
    cells.into_iter().filter(|(_, text)| text.trim().is_empty()).map(|(field, _)| field)
}

/// What a table lacks and what it has too much.
#[derive(Default)]
struct Compared<'a> {
    missing: Vec<&'a Account>,
    stale: Vec<&'a MatrixRow>,
    /// The account that each of the other rows stands for.
    found: Vec<(&'a MatrixRow, AccountId)>,
}

/// A row stands for an account of its system and name, of several that of its 使用人, or, where it names no account, of its
/// system and holder; each account for one row.
fn compare<'a>(rows: &[&'a MatrixRow], live: &[&'a Account]) -> Compared<'a> {
    let mut by_name: HashMap<(SystemId, Cow<str>), Vec<&Account>> = HashMap::with_capacity(live.len());
    let mut by_holder: HashMap<(SystemId, PersonId), Vec<&Account>> = HashMap::new();
    if !rows.is_empty() {
        for account in live {
            by_name.entry((account.system, folded(&account.account))).or_default().push(account);
            if let Some(holder) = account.holder {
                by_holder.entry((account.system, holder)).or_default().push(account);
            }
        }
    }
    let mut taken: HashSet<AccountId> = HashSet::new();
    let mut compared = Compared::default();
    for row in rows {
        let candidates = if row.account.is_empty() {
            row.holder.and_then(|holder| by_holder.get(&(row.system, holder)))
        } else {
            by_name.get(&(row.system, folded(&row.account)))
        };
        let free = || candidates.into_iter().flatten().filter(|account| !taken.contains(&account.id));
        match free().find(|account| account.holder == row.holder).or_else(|| free().next()).map(|it| it.id) {
            Some(account) => {
                taken.insert(account);
                compared.found.push((row, account));
            }
            None => compared.stale.push(row),
        }
    }
    compared.missing = live.iter().copied().filter(|account| !taken.contains(&account.id)).collect();
    compared
}
