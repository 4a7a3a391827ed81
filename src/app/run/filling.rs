//! A department's 附件1 and the register of accounts, each filled from the other (第四条, 第六条, 第十五条): what it would
//! change is shown first.

use super::super::command::Command;
use super::super::dialog::Dialog;
use super::super::offer::TAKE_CATEGORIES;
use super::super::workspace::Workspace;
use crate::error::Result;
use crate::model::*;
use crate::ops::Office;
use crate::rules::matrix::{plan, telling_categories};

impl Workspace {
    /// The difference first, then the filling.
    pub(super) fn ask_fill_matrix(&mut self, id: DepartmentId) {
        let register = self.office.register();
        let plan = plan(register, id, self.today());
        if plan.is_empty() {
            let left = [
                (&plan.unregistered, "在账号台账中没有账号，请先登记或导入账号"),
                (&plan.incomplete, "没有填写账号类别或岗位，台账中也没有，请补填"),
                (&plan.untold, "的账号类别在账号台账中没有登记，请核对后登记"),
            ];
            let left = left.into_iter().filter(|(rows, _)| !rows.is_empty());
            let left: Vec<String> = left.map(|(rows, told)| format!("有{}行{told}", rows.len())).collect();
            self.toasts.say(&match &left[..] {
                [] => "对照表与账号台账一致，不需要填写".to_owned(),
                left => format!("没有可以填写的：{}", left.join("；")),
            });
            return;
        }
        let account = |id: &AccountId| {
            let it = register.get::<Account>(*id)?;
            let system = register.system_name(Some(it.system));
            Some(format!("新增：{system}　{}　{}", it.account, register.bare_name(it.holder)))
        };
        let row = |what: &str, id: &MatrixRowId| {
            let it = register.get::<MatrixRow>(*id)?;
            let system = register.system_name(Some(it.system));
            Some(format!("{what}：第{}行　{system}　{}", it.position, register.bare_name(it.holder)))
        };
        let update = |(id, account, cells): &(MatrixRowId, AccountId, Vec<Field>)| {
            let (it, account) = (register.get::<MatrixRow>(*id)?, register.get::<Account>(*account)?);
            let holder = account.holder.and_then(|id| register.get::<Person>(id));
            let cell = |cell: &Field| {
                let (was, is) = match cell {
                    Field::Holder => (register.bare_name(it.holder), register.bare_name(account.holder)),
                    Field::Category => (it.category.trim(), account.category.as_str()),
                    _ => (it.post.trim(), holder.map_or("", |holder| &holder.post)),
                };
                match was {
                    "" => format!("{}补填{is}", cell.label()),
                    was => format!("{}由{was}改为{is}", cell.label()),
                }
            };
            let cells: Vec<String> = cells.iter().map(cell).collect();
            Some(format!("{}，{}", row("更新", id)?, cells.join("，")))
        };
        let lines = (plan.missing.iter().filter_map(account))
            .chain(plan.differing.iter().filter_map(update))
            .chain(plan.stale.iter().filter_map(|id| row("去掉", id)))
            .chain(plan.unregistered.iter().filter_map(|id| row("保留，账号台账中没有", id)))
            .collect();
        let counts = [
            ("新增", plan.missing.len()),
            ("更新", plan.differing.len()),
            ("去掉", plan.stale.len()),
            ("保留", plan.unregistered.len()),
        ];
        let counts = counts.iter().filter(|(_, count)| *count > 0).map(|(what, count)| format!("{what}{count}行"));
        let counts = counts.collect::<Vec<_>>().join("，");
        let note = format!("{counts}。按本科室人员的在用账号填写；其余各行和备注不动。台账写错了的，先改台账。");
        let then = Command::FillMatrix(id);
        self.dialog = Some(Dialog::Confirm {
            title: "从账号台账填写对照表",
            doubt: None,
            lines,
            note,
            verb: "填写",
            decline: "取消",
            then,
        });
    }

    /// Fills it.
    pub(super) fn fill_matrix(&mut self, id: DepartmentId) -> Result<()> {
        let today = self.today();
        let fill = move |office: &mut Office| office.fill_matrix(id, today);
        self.begin("正在填写对照表", fill, |workspace, (added, updated, removed)| {
            workspace.refresh_lists();
            let updated = if updated > 0 { format!("，更新{updated}行") } else { String::new() };
            workspace.toasts.undoable(&format!("对照表已填写：新增{added}行{updated}，去掉{removed}行"));
            Ok(())
        })
    }

    /// Says of a table that was saved that it tells another 账号类别 than the accounts have, and offers to give it to them.
    pub(super) fn offer_categories(&mut self, department: DepartmentId) {
        let told = telling_categories(self.office.register(), department);
        if !told.is_empty() {
            let rows = told.iter().map(|(row, _)| *row).collect();
            let differs = format!("；有{}行的账号类别，账号台账中没有登记或不同", told.len());
            self.toasts.add(&differs, (TAKE_CATEGORIES, Command::AskTakeCategories(department, rows)));
        }
    }

    /// Which 账号类别 the accounts would get from these rows first, then the giving.
    pub(super) fn ask_take_categories(&mut self, department: DepartmentId, rows: Vec<MatrixRowId>) {
        let register = self.office.register();
        let line = |(row, account): (MatrixRowId, AccountId)| {
            let (row, it) = (register.get::<MatrixRow>(row)?, register.get::<Account>(account)?);
            let was = match it.category.trim() {
                "" => "没有登记，登记为".to_owned(),
                category => format!("由{category}改为"),
            };
            let (name, holder) = (register.account_name(account), register.bare_name(it.holder));
            Some(format!("{name}　{holder}：{was}{}", row.category.trim()))
        };
        let told = telling_categories(register, department).into_iter().filter(|(row, _)| rows.contains(row));
        let lines: Vec<String> = told.filter_map(line).collect();
        if lines.is_empty() {
            self.toasts.say("类别与账号台账一致，不需要登记");
            return;
        }
        self.dialog = Some(Dialog::Confirm {
            title: "对照表的类别登记到账号台账",
            doubt: None,
            lines,
            note: "对照表写错了的，先改对照表。".to_owned(),
            verb: "登记",
            decline: "取消",
            then: Command::TakeCategories(department, rows),
        });
    }

    /// Gives it to them.
    pub(super) fn take_categories(&mut self, department: DepartmentId, rows: &[MatrixRowId]) -> Result<()> {
        let taken = self.office.take_categories(department, rows, self.today())?;
        self.toasts.undoable(&format!("已登记{taken}个账号的类别"));
        Ok(())
    }
}
