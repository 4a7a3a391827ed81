//! 附件1 and 附件3 as tables of an office.

use super::super::list_row::ListRow;
use super::super::names::Names;
use super::super::{cleanup, matrix};
use super::doubts::ask_about_names;
use super::failure::Against;
use super::twice::two_holders;
use super::{Effect, Imported, Manner, Row, Verdict};
use crate::error::{Error, Result};
use crate::model::*;
use crate::rules::filing::{CellChange, cells};
use crate::rules::names::fold_account;
use crate::store::Tx;

/// The fields of a row of 附件1, in the order of its attributes.
const MATRIX: [Field; 7] =
    [Field::System, Field::Category, Field::Post, Field::Holder, Field::Note, Field::Account, Field::Permissions];
/// Where 使用人 stands among them.
const HOLDER: usize = 3;
/// The fields of a row of 附件3, in the order of its attributes.
const CLEANUP: [Field; 6] =
    [Field::System, Field::Department, Field::Holder, Field::Account, Field::AccountType, Field::Disposal];

/// A row as the texts of a form.
fn values(row: &Row, fields: &[Field]) -> Values {
    let told = fields.iter().zip(&row.texts);
    let told = told.filter_map(|(field, text)| Some((*field, text.as_deref()?.trim().to_owned())));
    let mut values = Values::default();
    values.push_row(told);
    values
}

/// The attribute that a field is told under.
fn label(table: TableKind, fields: &[Field], field: Field) -> &'static str {
    let at = fields.iter().position(|it| *it == field);
    at.and_then(|at| table.attributes().get(at)).map_or("", |attribute| attribute.label)
}

fn effect(row: &Row, verdict: Verdict, title: &str, changes: Vec<CellChange>, names: &mut Names) -> Effect {
    let made = std::mem::take(&mut names.made);
    Effect {
        sheet: row.sheet.clone(),
        number: row.number,
        verdict,
        title: title.to_owned(),
        changes,
        made,
        doubts: Vec::new(),
    }
}

/// A row of a department's table and where it came from.
struct Read<'a> {
    row: &'a Row,
    department: DepartmentId,
    told: MatrixRow,
    title: String,
    made: Vec<(Kind, String)>,
}

/// Takes rows into the departments' tables: one that speaks of a row that stands changes it, others are added at the
/// end, and what the table does not name stays.
pub(super) fn take_in_matrix(
    rows: &[Row],
    manner: &Manner,
    mut names: Names,
    register: &Register,
    today: Day,
    tx: &mut Tx,
) -> Result<Imported> {
    let table = TableKind::Matrix;
    let against = Against { attributes: table.attributes(), people: None, has_home: true, today };
    let mut imported = Imported::default();
    let mut read: Vec<Read> = Vec::new();
    for row in rows {
        names.made.clear();
        let values = values(row, &MATRIX);
        let told = ListRow::alone(&values);
        let outcome = home_of(row, manner, &mut names, tx)
            .and_then(|department| Ok((department, matrix::read_row(&told, department, &mut names, tx)?)));
        match outcome {
            Ok((department, told)) => {
                if let Some(first) = other_holder(&read, department, &told) {
                    imported.failed.push(against.failure(row, "账号名", two_holders(first, HOLDER))?);
                    continue;
                }
                let title = [values.row(0, Field::System), values.row(0, Field::Holder)].join(" ").trim().to_owned();
                let made = std::mem::take(&mut names.made);
                read.push(Read { row, department, told, title, made });
            }
            Err(error) => {
                let column = label(table, &MATRIX, told.reading());
                imported.failed.push(against.failure(row, column, error)?);
            }
        }
    }
    let mut departments: Vec<DepartmentId> = read.iter().map(|it| it.department).collect();
    departments.sort_unstable();
    departments.dedup();
    for department in departments {
        let mine: Vec<&Read> = read.iter().filter(|it| it.department == department).collect();
        let mut stands: Vec<MatrixRow> = register.matrix_of(department).into_iter().cloned().collect();
        let partners = partners(&mine, &stands);
        for ((at, it), partner) in mine.iter().enumerate().zip(partners) {
            // A row that says the same as one before it is no second row.
            let said = mine[..at].iter().find(|other| partner.is_none() && other.told == it.told);
            let effect = |verdict, changes| Effect {
                sheet: it.row.sheet.clone(),
                number: it.row.number,
                verdict,
                title: it.title.clone(),
                changes,
                made: it.made.clone(),
                doubts: Vec::from_iter(said.and_then(|other| by_another_name(it.row, other.row))),
            };
            if said.is_some() {
                imported.note(effect(Verdict::Unchanged, Vec::new()));
            } else if let Some(at) = partner {
                let merged = merged(&stands[at], &it.told);
                let changes = cells(&named(&stands[at], register, it), &named(&merged, register, it));
                let verdict = if changes.is_empty() { Verdict::Unchanged } else { Verdict::Updated };
                imported.note(effect(verdict, changes));
                stands[at] = merged;
            } else {
                imported.note(effect(Verdict::Added, Vec::new()));
                stands.push(it.told.clone());
            }
        }
        matrix::replace_rows(department, stands, register, today, tx)?;
    }
    ask_about_names(&mut imported, Vec::new(), register);
    Ok(imported)
}

/// Two rows that are one because they call a system by two of its names: whoever wrote them took it for two.
fn by_another_name(row: &Row, first: &Row) -> Option<String> {
    let system = |row: &Row| row.texts.first().cloned().flatten().unwrap_or_default().trim().to_owned();
    let (name, other) = (system(row), system(first));
    (name != other).then(|| format!("“{name}”与第{}行的“{other}”是同一系统，两行只记一行，请核对", first.number))
}

/// The row that names another holder of the same account (第十二条), if one is among those that were read.
fn other_holder<'a>(read: &[Read<'a>], department: DepartmentId, told: &MatrixRow) -> Option<&'a Row> {
    let account = fold_account(&told.account);
    let is_other = |it: &&Read| {
        let same = it.department == department && it.told.system == told.system;
        same && fold_account(&it.told.account) == account && it.told.holder.is_some_and(|of| told.holder != Some(of))
    };
    told.holder.filter(|_| !account.is_empty()).and_then(|_| read.iter().find(is_other).map(|it| it.row))
}

/// Whose table a row stands in, as it is told: in its own column, by the clerk, above the table.
pub(super) fn home_told<'a>(row: &'a Row, manner: &'a Manner) -> Option<&'a str> {
    let own = row.texts.get(MATRIX.len()).and_then(|text| text.as_deref()).map(str::trim);
    let own = own.filter(|name| !name.is_empty());
    own.or(manner.department.as_deref()).or(row.department.as_deref())
}

fn home_of(row: &Row, manner: &Manner, names: &mut Names, tx: &mut Tx) -> Result<DepartmentId> {
    match home_told(row, manner) {
        Some(name) => names.department_or_new(name, tx),
        None => Err(Error::bad_input("表中没有写明是哪个科室的对照表（第四条）")
            .advise("请选定科室，或在表上方写“科室（单位）名称：”")),
    }
}

/// Which row that stands each row speaks of, each for one: first those that say the same, then those of the same
/// system and account or, where one names no account, of the same system and holder.
fn partners(read: &[&Read], stands: &[MatrixRow]) -> Vec<Option<usize>> {
    let mut partners = vec![None; read.len()];
    let mut free = vec![true; stands.len()];
    let same = |told: &MatrixRow, stood: &MatrixRow| merged(stood, told) == *stood && told.holder == stood.holder;
    let kin = |told: &MatrixRow, stood: &MatrixRow| {
        if told.account.is_empty() || stood.account.is_empty() {
            told.holder.is_some() && told.holder == stood.holder
        } else {
            fold_account(&told.account) == fold_account(&stood.account)
        }
    };
    for alike in [&same as &dyn Fn(&MatrixRow, &MatrixRow) -> bool, &kin] {
        for (it, partner) in read.iter().zip(&mut partners).filter(|(_, partner)| partner.is_none()) {
            let fits = |at: &usize| free[*at] && stands[*at].system == it.told.system && alike(&it.told, &stands[*at]);
            *partner = (0..stands.len()).find(fits);
            if let Some(at) = *partner {
                free[at] = false;
            }
        }
    }
    partners
}

/// What stands, with what the row tells over it.
fn merged(stands: &MatrixRow, told: &MatrixRow) -> MatrixRow {
    let text = |told: &String, stands: &String| if told.is_empty() { stands.clone() } else { told.clone() };
    MatrixRow {
        category: text(&told.category, &stands.category),
        post: text(&told.post, &stands.post),
        holder: told.holder.or(stands.holder),
        note: text(&told.note, &stands.note),
        account: text(&told.account, &stands.account),
        permissions: text(&told.permissions, &stands.permissions),
        ..stands.clone()
    }
}

/// The row with its names, as a preview shows it. A person who is new is named as the table does.
fn named(row: &MatrixRow, register: &Register, read: &Read) -> FiledRow {
    let holder = |id: PersonId| match register.get::<Person>(id) {
        Some(_) => register.person_name(id),
        None => read.row.texts.get(HOLDER).cloned().flatten().unwrap_or_default(),
    };
    FiledRow {
        system: String::new(),
        account: row.account.clone(),
        category: row.category.clone(),
        post: row.post.clone(),
        holder: row.holder.map_or_else(String::new, holder),
        permissions: row.permissions.clone(),
        note: row.note.clone(),
    }
}

/// Takes rows into the lists that are open: one that stands in an open list changes it there, all others make one new
/// list together.
pub(super) fn take_in_cleanup(
    rows: &[Row],
    mut names: Names,
    register: &Register,
    today: Day,
    tx: &mut Tx,
) -> Result<Imported> {
    let table = TableKind::Cleanup;
    let against = Against { attributes: table.attributes(), people: None, has_home: true, today };
    let mut imported = Imported::default();
    let open: Vec<&Cleanup> = register.cleanups.values().filter(|it| it.is_open()).collect();
    let mut lists: Vec<(CleanupId, Vec<CleanupRow>)> =
        open.iter().map(|it| (it.id, register.rows_of(it.id).into_iter().cloned().collect())).collect();
    let mut added: Vec<CleanupRow> = Vec::new();
    // What the table has said of an account already, whether its row stands in a list or is new.
    let mut told_before: Vec<CleanupRow> = Vec::new();
    for row in rows {
        names.made.clear();
        let mut values = values(row, &CLEANUP);
        // A list of one system names it in its head (附件3).
        if let Some(system) = row.system.as_deref().filter(|_| values.row(0, Field::System).is_empty()) {
            values.set_in_row(0, Field::System, system);
        }
        let told = ListRow::alone(&values);
        let read = match cleanup::read_row(&told, register, &mut names, today, tx) {
            Ok(read) => read,
            Err(error) => {
                let column = label(table, &CLEANUP, told.reading());
                imported.failed.push(against.failure(row, column, error)?);
                continue;
            }
        };
        let title = [values.row(0, Field::System), values.row(0, Field::Account)].join(" ");
        let same =
            |it: &CleanupRow| it.system == read.system && fold_account(&it.account) == fold_account(&read.account);
        let says = |it: &CleanupRow| (it.disposal, it.holder, it.kind);
        if told_before.iter().any(|it| same(it) && says(it) != says(&read)) {
            let error = Error::bad_input(format!("账号{}在表中写了两次，内容不同", read.account)).advise("请只留一行");
            imported.failed.push(against.failure(row, "使用账户", error)?);
            continue;
        }
        told_before.push(read.clone());
        let stands = lists.iter_mut().find_map(|(_, rows)| rows.iter_mut().find(|it| same(it)));
        if let Some(stands) = stands {
            let is = CleanupRow {
                department: read.department.or(stands.department),
                holder: read.holder.or(stands.holder),
                kind: read.kind.or(stands.kind),
                disposal: read.disposal.or(stands.disposal),
                written_on: read.written_on,
                ..stands.clone()
            };
            let changes = cleanup_changes(stands, &is, &values, register);
            *stands = is;
            let verdict = if changes.is_empty() { Verdict::Unchanged } else { Verdict::Updated };
            imported.note(effect(row, verdict, &title, changes, &mut names));
        } else if added.iter().any(same) {
            imported.note(effect(row, Verdict::Unchanged, &title, Vec::new(), &mut names));
        } else {
            added.push(read);
            imported.note(effect(row, Verdict::Added, &title, Vec::new(), &mut names));
        }
    }
    let mut changed: Vec<String> = Vec::new();
    for (id, rows) in lists {
        if cleanup::replace_rows(id, rows, register, tx)?
            && let Some(list) = register.get::<Cleanup>(id)
        {
            changed.push(list.number.clone());
            tx.put(Cleanup { printed_on: None, ..list.clone() })?;
        }
    }
    if !added.is_empty() {
        let (id, number) = (tx.new_id::<Cleanup>()?, tx.next_number(Series::Cleanup, today.year())?);
        changed.push(number.clone());
        let systems = cleanup::systems_of(&added);
        tx.put(Cleanup { id, number, systems, handled_on: None, printed_on: None, void_reason: None })?;
        cleanup::replace_rows(id, added, register, tx)?;
    }
    // Of lists that one table changes none is what the others rest on.
    if let [only] = &changed[..] {
        tx.rests_on(only);
    }
    ask_about_names(&mut imported, Vec::new(), register);
    Ok(imported)
}

fn cleanup_changes(was: &CleanupRow, is: &CleanupRow, told: &Values, register: &Register) -> Vec<CellChange> {
    let department = |id: Option<DepartmentId>| match id {
        Some(id) if register.get::<Department>(id).is_none() => told.row(0, Field::Department).to_owned(),
        id => register.department_name(id).to_owned(),
    };
    let holder = |id: Option<PersonId>| match id {
        Some(id) if register.get::<Person>(id).is_none() => told.row(0, Field::Holder).to_owned(),
        Some(id) => register.person_name(id),
        None => String::new(),
    };
    let kind = |kind: Option<AccountKind>| kind.map_or("", Choice::label).to_owned();
    let disposal = |treatment: Option<Treatment>| treatment.map_or("", Choice::label).to_owned();
    let cells = [
        ("科室", department(was.department), department(is.department)),
        ("使用人", holder(was.holder), holder(is.holder)),
        ("账号类型", kind(was.kind), kind(is.kind)),
        ("处理方式", disposal(was.disposal), disposal(is.disposal)),
    ];
    cells.into_iter().filter(|(_, was, is)| was != is).collect()
}
