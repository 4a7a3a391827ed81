//! 签批登记: every form of a period in a line, with who signed it and when.

use std::collections::BTreeSet;

use crate::model::*;
use crate::papers::{Column, List};
use crate::rules::filing::cleanup_stage;

/// A form that goes from hand to hand.
#[derive(Clone, Copy)]
pub(super) enum Form<'r> {
    /// 附件2.
    Application(&'r Application),
    /// 附件3.
    Cleanup(&'r Cleanup),
    /// 书面通知 (第十四条).
    Notice(&'r Notice),
    /// 备案 (第五条、第十九条).
    Filing(&'r Filing),
}

/// How many names a cell has before it only counts them.
const NAMED: usize = 5;

/// The forms as a list: each with whether it has its scan, or lacks one that it should have.
pub(super) fn signed_list<'r>(register: &Register, forms: impl Iterator<Item = (Form<'r>, Option<bool>)>) -> List {
    let day = |label: &'static str| Column { is_day: true, ..Column::text(label, 120.0) };
    let row = |(form, scanned): (Form, Option<bool>)| {
        let scan = match scanned {
            Some(true) => "有",
            Some(false) => "缺",
            // Not signed yet, or void: there is nothing to scan.
            None => "",
        };
        [form.cells(register), vec![scan.to_owned()]].concat()
    };
    List {
        title: "表单签批登记".into(),
        columns: vec![
            Column::text("编号", 120.0),
            Column::text("事项", 190.0),
            Column::text("系统", 180.0),
            Column::text("账号", 120.0),
            Column::text("使用人", 90.0),
            Column::text("申请人", 90.0),
            day("申请、出具日期"),
            Column::text("科室负责人", 90.0),
            day("审核、签字日期"),
            Column::text("分管领导", 90.0),
            day("批准、签字日期"),
            Column::text("操作员", 90.0),
            day("处理、备案日期"),
            Column::text("状态", 100.0),
            Column::text("扫描件", 60.0),
        ],
        rows: forms.map(row).collect(),
        ..List::default()
    }
}

/// `甲、乙`; `甲等9个` where they are many.
fn several(names: &[String]) -> String {
    match names {
        [first, ..] if names.len() > NAMED => format!("{first}等{}个", names.len()),
        _ => names.join("、"),
    }
}

/// Each name once, in their order.
fn once(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    names.filter(|name| !name.is_empty() && seen.insert(name.clone())).collect()
}

/// The cells 系统, 账号 and 使用人 of a form that names several accounts; by 「系统·账号」 where there are several systems.
fn accounts_cells(rows: Vec<(String, String, String)>) -> [String; 3] {
    let systems = once(rows.iter().map(|(system, ..)| system.clone()));
    let account = |(system, account, _): &(String, String, String)| match systems.len() {
        0 | 1 => account.clone(),
        _ => format!("{system}·{account}"),
    };
    let accounts: Vec<String> = rows.iter().filter(|(_, it, _)| !it.is_empty()).map(account).collect();
    let holders = once(rows.into_iter().map(|(.., holder)| holder));
    [several(&systems), several(&accounts), several(&holders)]
}

impl Form<'_> {
    /// 编号 to 状态.
    fn cells(self, register: &Register) -> Vec<String> {
        let person = |id: Option<PersonId>| id.map_or_else(String::new, |id| register.person_name(id));
        let day = |day: Option<Day>| day.map_or_else(String::new, Day::chinese);
        let system = |id: SystemId| register.system_name(Some(id)).to_owned();
        let none = String::new;
        let (number, errand, accounts, applicant) = match self {
            Form::Application(it) => {
                let (system, holder) = (it.system.map_or_else(none, system), person(it.holder.or(it.applicant)));
                let errand = format!("账号{}", it.action.map_or("", Choice::label));
                (&it.number, errand, [system, it.account.clone(), holder], person(it.applicant))
            }
            Form::Cleanup(it) => {
                let row = |row: &&CleanupRow| (system(row.system), row.account.clone(), person(row.holder));
                let rows = register.rows_of(it.id).iter().map(row).collect();
                (&it.number, "账号清理".to_owned(), accounts_cells(rows), none())
            }
            Form::Notice(it) => {
                let accounts = it.accounts.iter().filter_map(|id| register.get::<Account>(*id));
                let row = |account: &Account| (system(account.system), account.account.clone(), none());
                let [systems, accounts, _] = accounts_cells(accounts.map(row).collect());
                let errand = format!("书面通知，致{}", it.route.label());
                (&it.number, errand, [systems, accounts, register.person_name(it.person)], none())
            }
            Form::Filing(it) => {
                let row = |row: &FiledRow| (row.system.clone(), row.account.clone(), row.holder.clone());
                let errand = format!("{}备案，{}", it.kind.label(), it.period.chinese());
                (&it.number, errand, accounts_cells(it.rows.iter().map(row).collect()), none())
            }
        };
        // Both reviewers (第十一条) stand in the cell of the one that the paper has.
        let reviewers = |it: &Application| {
            let names = [it.department_head, it.system_head].into_iter().flatten();
            names.map(|id| register.person_name(id)).collect::<Vec<_>>().join("、")
        };
        // Who signed, each before the day that they wrote beside it.
        let (signed, state) = match self {
            Form::Application(it) => (
                [
                    day(it.applied_on),
                    reviewers(it),
                    day(it.reviewed_on),
                    person(it.leader),
                    day(it.approved_on),
                    person(it.operator),
                    day(it.handled_on),
                ],
                it.state.label(),
            ),
            Form::Cleanup(it) => {
                ([none(), none(), none(), none(), none(), none(), day(it.handled_on)], cleanup_stage(it))
            }
            Form::Notice(it) => (
                [it.written_on.chinese(), none(), none(), none(), none(), none(), none()],
                if it.void_reason.is_some() { ApplicationState::Void.label() } else { "已出具" },
            ),
            Form::Filing(it) => {
                let (who, on, filed) = (it.signed_by.clone(), it.signed_on.chinese(), it.filed_on.chinese());
                let state = if it.void_reason.is_some() { "作废" } else { "已备案" };
                // 附件1 has the line of 分管领导 (第五条), the table of 非自建 systems that of 科室负责人.
                let signed = match it.kind {
                    FilingKind::Matrix => [none(), none(), none(), who, on, none(), filed],
                    FilingKind::Outside => [none(), who, on, none(), none(), none(), filed],
                };
                (signed, state)
            }
        };
        let head = [vec![number.clone(), errand], accounts.to_vec(), vec![applicant]].concat();
        [head, signed.to_vec(), vec![state.to_owned()]].concat()
    }
}
