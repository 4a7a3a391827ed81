//! The errands of 附件1: its rows, filled from the register or by hand, and its way from the screen to the signed paper.

use super::Office;
use super::application::leader;
use super::list_row::ListRow;
use super::names::Names;
use crate::error::{Error, Result};
use crate::model::*;
use crate::rules::matrix::{plan, telling_categories};
use crate::store::{DraftId, Drafted, Errand, Tx};

impl Office {
    /// Fills a department's table from the register: rows without a live account go, but those whose account was never
    /// registered; 使用人, 岗位 and 账号类别 are brought up to date; accounts without a row are added at the end; all else stays as
    /// it is written. Returns how many were added, brought up to date and taken out.
    pub fn fill_matrix(&mut self, department: DepartmentId, today: Day) -> Result<(usize, usize, usize)> {
        let plan = plan(&self.register, department, today);
        self.transact(&Errand::new(Op::FillMatrix, today), |register, tx| {
            let stood = register.matrix_of(department).into_iter();
            let mut rows: Vec<MatrixRow> = stood.filter(|row| !plan.stale.contains(&row.id)).cloned().collect();
            for (id, account, cells) in &plan.differing {
                let account = register.require::<Account>(*account)?;
                let holder = account.holder.and_then(|id| register.get::<Person>(id));
                let Some(row) = rows.iter_mut().find(|row| row.id == *id) else { continue };
                if cells.contains(&Field::Category) {
                    row.category.clone_from(&account.category);
                }
                let Some(holder) = holder else { continue };
                if cells.contains(&Field::Holder) {
                    row.holder = Some(holder.id);
                }
                if cells.contains(&Field::Post) {
                    row.post.clone_from(&holder.post);
                }
            }
            for account in plan.missing.iter().filter_map(|id| register.get::<Account>(*id)) {
                let holder = account.holder.and_then(|id| register.get::<Person>(id));
                rows.push(MatrixRow {
                    system: account.system,
                    category: account.category.clone(),
                    post: holder.map_or_else(String::new, |person| person.post.clone()),
                    holder: account.holder,
                    account: account.account.clone(),
                    permissions: account.permissions.clone(),
                    ..blank_row(department)
                });
            }
            replace_rows(department, rows, register, today, tx)?;
            Ok((plan.missing.len(), plan.differing.len(), plan.stale.len()))
        })
    }

    /// Gives accounts the 账号类别 that these rows of a department's table tell (第十五条). Returns how many got another.
    pub fn take_categories(&mut self, department: DepartmentId, rows: &[MatrixRowId], today: Day) -> Result<usize> {
        let name = self.register.department_name(Some(department));
        let errand = Errand::new(Op::SaveAccount, today).because(&format!("照{name}的对照表登记账号类别"));
        self.transact(&errand, |register, tx| {
            let told = telling_categories(register, department);
            let mut taken = 0;
            for (row, account) in told.into_iter().filter(|(row, _)| rows.contains(row)) {
                let category = register.require::<MatrixRow>(row)?.category.trim().to_owned();
                tx.put(Account { category, ..register.require::<Account>(account)?.clone() })?;
                taken += 1;
            }
            Ok(taken)
        })
    }

    /// Saves a department's table as it was typed: blank rows are left out; systems and people that are new are made
    /// with it. The draft that it was typed in goes in the same transaction.
    pub fn save_matrix(
        &mut self,
        department: DepartmentId,
        values: &Values,
        draft: Option<DraftId>,
        today: Day,
    ) -> Result<()> {
        let mut values = values.clone();
        values.drop_blank_rows();
        self.transact(&Errand::new(Op::SaveMatrix, today), |register, tx| {
            let mut names = Names::of(register);
            let rows: Vec<MatrixRow> = (0..values.row_count())
                .map(|row| read_row(&ListRow::of(&values, row), department, &mut names, tx))
                .collect::<Result<_>>()?;
            replace_rows(department, rows, register, today, tx)?;
            tx.drop_drafts(draft, Drafted::Matrix(department))
        })
    }

    /// Records the wet signature of 分管领导 (第五条): 已打印 → 已签字.
    pub fn sign_matrix(&mut self, department: DepartmentId, signed_on: Day, signed_by: &str, today: Day) -> Result<()> {
        self.transact(&Errand::new(Op::SignMatrix, today), |register, tx| {
            let paper = paper_of(department, register, tx)?;
            let Some(printed_on) = paper.printed_on else {
                return Err(Error::refused("对照表还没有打印，不能登记签字（第五条）").advise("请先打印并送签"));
            };
            if signed_by.trim().is_empty() {
                return Err(Error::refused("没有写明签字的分管领导（第五条）").advise("请对照纸质表补全"));
            }
            sign(&paper, printed_on, signed_on, signed_by, today, register, tx)
        })
    }
}

/// Notes the day on which a table was printed (草稿 → 已打印): the first.
pub(super) fn note_printed(department: DepartmentId, today: Day, register: &Register, tx: &mut Tx) -> Result<()> {
    let paper = paper_of(department, register, tx)?;
    let printed_on = paper.printed_on.or(Some(today));
    tx.put(Matrix { printed_on, ..paper })
}

/// Notes a signature on a printed table. A day before the printing or after today is a slip of the pen.
fn sign(
    paper: &Matrix,
    printed_on: Day,
    signed_on: Day,
    signed_by: &str,
    today: Day,
    register: &Register,
    tx: &mut Tx,
) -> Result<()> {
    if let Some(changed) = paper.changed_on.filter(|changed| signed_on < *changed) {
        return Err(Error::refused(format!(
            "对照表{}改动过，{}签的不是现在这张（第五条）",
            changed.chinese(),
            signed_on.chinese()
        ))
        .advise("没有登记。请重新打印、送签"));
    }
    if signed_on > today || signed_on < printed_on {
        return Err(Error::refused(format!(
            "签字日期{}不在打印日期{}与今天之间（第五条）",
            signed_on.chinese(),
            printed_on.chinese()
        ))
        .advise("没有登记。请对照纸质表核对日期"));
    }
    let signed_by = leader(signed_by, tx, &mut Names::of(register))?;
    tx.put(Matrix { printed_on: Some(printed_on), signed_on: Some(signed_on), signed_by, ..*paper })
}

/// Notes printing and signature in one step, where the paper was made and signed outside of the window.
pub(super) fn print_and_sign(
    department: DepartmentId,
    signed_on: Day,
    signed_by: &str,
    today: Day,
    register: &Register,
    tx: &mut Tx,
) -> Result<()> {
    let paper = paper_of(department, register, tx)?;
    let printed_on = paper.printed_on.map_or(signed_on, |printed_on| printed_on.min(signed_on));
    sign(&paper, printed_on, signed_on, signed_by, today, register, tx)
}

/// The department's table as a paper, made where it has not been on paper yet.
fn paper_of(department: DepartmentId, register: &Register, tx: &mut Tx) -> Result<Matrix> {
    match register.matrix_paper(department) {
        Some(paper) => Ok(paper.clone()),
        None if register.matrix_of(department).is_empty() => {
            Err(Error::refused("对照表还没有一行（第四条）").advise("请先填写，或用“按台账填写”"))
        }
        None => Ok(Matrix {
            id: tx.new_id::<Matrix>()?,
            department,
            printed_on: None,
            signed_on: None,
            signed_by: None,
            changed_on: None,
        }),
    }
}

/// A row in which only the department is known. Its id and its place are given by [`replace_rows`].
pub(super) fn blank_row(department: DepartmentId) -> MatrixRow {
    MatrixRow {
        id: MatrixRowId(0),
        department,
        position: 0,
        system: SystemId(0),
        category: String::new(),
        post: String::new(),
        holder: None,
        note: String::new(),
        account: String::new(),
        permissions: String::new(),
    }
}

/// Puts these rows in the place of a department's table, in this order. A row that is one that stood, or speaks of the
/// same system, holder and account, keeps its id, so that its history goes on. Where what prints has changed, the paper
/// is a draft again, and returned as such: what was signed is no longer what is kept.
pub(super) fn replace_rows(
    department: DepartmentId,
    rows: Vec<MatrixRow>,
    register: &Register,
    today: Day,
    tx: &mut Tx,
) -> Result<Option<Matrix>> {
    let stood = register.matrix_of(department);
    let on_paper = |row: &MatrixRow| (row.system, row.category.clone(), row.post.clone(), row.holder, row.note.clone());
    let reprint = !stood.iter().map(|row| on_paper(row)).eq(rows.iter().map(on_paper));
    let mut free: Vec<&MatrixRow> = stood;
    let mut kept = Vec::with_capacity(rows.len());
    for row in &rows {
        let same = |it: &&MatrixRow| (it.system, it.holder, &it.account) == (row.system, row.holder, &row.account);
        let at = free.iter().position(|it| it.id == row.id).or_else(|| free.iter().position(same));
        kept.push(at.map(|at| free.remove(at).id));
    }
    for gone in free {
        tx.remove::<MatrixRow>(gone.id)?;
    }
    for ((position, row), kept) in (1..).zip(rows).zip(kept) {
        let id = match kept {
            Some(id) => id,
            None => tx.new_id::<MatrixRow>()?,
        };
        tx.put(MatrixRow { id, department, position, ..row })?;
    }
    let printed = register.matrix_paper(department).filter(|paper| reprint && paper.printed_on.is_some());
    let redrawn = printed.map(|paper| redrawn(paper, today));
    redrawn.iter().try_for_each(|paper| tx.put(paper.clone()))?;
    Ok(redrawn)
}

/// The paper of a table that is another now: a draft again.
fn redrawn(paper: &Matrix, today: Day) -> Matrix {
    Matrix { printed_on: None, signed_on: None, signed_by: None, changed_on: Some(today), ..paper.clone() }
}

/// A name that is put right prints otherwise: the tables with a row that names it are other papers now (第五条).
pub(super) fn redraw_where(
    names: impl Fn(&MatrixRow) -> bool,
    register: &Register,
    today: Day,
    tx: &mut Tx,
) -> Result<()> {
    let printed = register.matrices.values().filter(|paper| paper.printed_on.is_some());
    let is_named =
        |paper: &&Matrix| register.matrix.values().any(|row| row.department == paper.department && names(row));
    printed.filter(is_named).try_for_each(|paper| tx.put(redrawn(paper, today)))
}

/// Reads a row as it was typed. Systems and people that are new are made with it.
pub(super) fn read_row(told: &ListRow, department: DepartmentId, names: &mut Names, tx: &mut Tx) -> Result<MatrixRow> {
    let post = told.text(Field::Post)?;
    Ok(MatrixRow {
        category: told.text(Field::Category)?,
        note: told.text(Field::Note)?,
        account: told.text(Field::Account)?,
        permissions: told.text(Field::Permissions)?,
        holder: match told.text(Field::Holder)?.as_str() {
            "" => None,
            name => Some(names.person_or_new(name, Some(department), (&post, ""), tx)?),
        },
        system: names.system_or_new(&told.needed(Field::System, "系统名称", "第四条")?, tx)?,
        post,
        ..blank_row(department)
    })
}
