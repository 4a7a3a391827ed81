//! 抽查 and 巡检 without a window.

use serde_json::{Value, json};

use super::department_called;
use crate::error::{Error, Result};
use crate::model::*;
use crate::ops::{Office, refuse_answer};
use crate::rules::inspection::{Facts, facts_of};
use crate::rules::sample::Population;

/// The system of this name or alias.
fn system_called(office: &Office, name: &str) -> Result<SystemId> {
    let known = office
        .register()
        .system_named(name)
        .filter(|id| office.register().get::<InfoSystem>(*id).is_some_and(|system| system.void_reason.is_none()));
    known.ok_or_else(|| Error::bad_input(format!("信息系统中没有“{}”", name.trim())).advise("请写登记的系统名称"))
}

/// Draws and stores a sample; tells it.
pub(super) fn sample(
    office: &mut Office,
    (system, department): (Option<&str>, Option<&str>),
    size: usize,
    seed: i64,
    as_json: bool,
    today: Day,
) -> Result<String> {
    let department = department.map(|name| department_called(office.register(), name)).transpose()?;
    let population = Population { system: system.map(|name| system_called(office, name)).transpose()?, department };
    let id = office.draw_sample(population, size, seed, today)?;
    let register = office.register();
    let Some(drawn) = register.get::<Sample>(id) else { return Ok(String::new()) };
    let row = |row: &&SampleRow| {
        let account = register.get::<Account>(row.account);
        json!({
            "system": register.system_name(account.map(|it| it.system)),
            "account": account.map(|it| it.account.as_str()),
            "holder": account.and_then(|it| it.holder).map(|id| register.person_name(id)),
        })
    };
    let rows: Vec<Value> = register.rows_of_sample(id).iter().map(row).collect();
    if as_json {
        let document = json!({
            "number": drawn.number, "population": drawn.population, "size": rows.len(), "seed": drawn.seed, "accounts": rows,
        });
        return Ok(format!("{document:#}\n"));
    }
    let head = format!("{}　{}个在用账号中抽{}个，种子{}\n", drawn.number, drawn.population, rows.len(), drawn.seed);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let line = |it: &Value| format!("{}　{}　{}\n", text(&it["system"]), text(&it["account"]), text(&it["holder"]));
    Ok(head + &rows.iter().map(line).collect::<String>())
}

/// 「账号=结论」.
pub(super) fn answer(told: &str) -> std::result::Result<(String, Judgement), String> {
    let (account, judgement) = told.rsplit_once(['=', '＝']).ok_or("应写作 账号=结论")?;
    let labels = || Judgement::ALL.iter().map(|it| it.label()).collect::<Vec<_>>().join("、");
    let judgement = Judgement::from_label(judgement.trim()).ok_or_else(|| format!("结论应为{}", labels()))?;
    Ok((account.trim().to_owned(), judgement))
}

/// Begins a round or takes it up again, answers accounts, ends it if asked; tells how it stands.
pub(super) fn inspect(
    office: &mut Office,
    system: &str,
    answers: &[(String, Judgement)],
    finish: bool,
    as_json: bool,
    today: Day,
) -> Result<String> {
    let system = system_called(office, system)?;
    // Before anything is begun: a round that is begun stays.
    let judged = judged(office.register(), system, answers, today)?;
    let id = office.begin_inspection(system, today)?;
    let rows = office.register().rows_of_inspection(id);
    let note =
        |account| rows.iter().find(|row| row.account == account).map_or_else(String::new, |row| row.note.clone());
    let judged: Vec<_> = judged.into_iter().map(|(account, judgement)| (account, judgement, note(account))).collect();
    office.judge_accounts(id, &judged, today)?;
    if finish {
        office.finish_inspection(id, today)?;
    }
    Ok(if as_json { as_document(office, id, today) } else { as_lines(office, id) })
}

/// The accounts that are answered, of those that the open round has or a new one would have.
fn judged(
    register: &Register,
    system: SystemId,
    answers: &[(String, Judgement)],
    today: Day,
) -> Result<Vec<(AccountId, Judgement)>> {
    let open = register.inspections.values().find(|it| it.system == system && it.is_open());
    let begun = open.into_iter().flat_map(|it| register.rows_of_inspection(it.id)).map(|row| row.account);
    let live = Population { system: Some(system), department: None }.accounts(register);
    let accounts: Vec<&Account> = begun.filter_map(|id| register.get(id)).chain(live).collect();
    let called = |(name, judgement): &(String, Judgement)| {
        let account = accounts.iter().find(|it| it.account == *name).ok_or_else(|| {
            Error::bad_input(format!("这次巡检中没有账号“{name}”")).advise("请按登记的写法填写账号名")
        })?;
        refuse_answer(register, account.id, *judgement, today)?;
        Ok((account.id, *judgement))
    };
    answers.iter().map(called).collect()
}

fn as_document(office: &Office, id: InspectionId, today: Day) -> String {
    let register = office.register();
    let Some(it) = register.get::<Inspection>(id) else { return String::new() };
    let rows = register.rows_of_inspection(id);
    let accounts = rows.iter().filter_map(|row| register.get::<Account>(row.account).map(|account| (row, account)));
    let accounts: Vec<_> = accounts.collect();
    let known = facts_of(register, accounts.iter().map(|(_, account)| *account), today);
    let row = |((row, account), known): (&(&&InspectionRow, &Account), Facts)| {
        json!({
            "account": account.account, "holder": known.holder.map(|id| register.person_name(id)), "status": known.status,
            "post": known.post, "password_changed_on": known.password_changed_on, "password_overdue": known.password_overdue,
            "in_matrix": known.in_matrix, "judgement": row.judgement, "note": row.note,
        })
    };
    let document = json!({
        "number": it.number, "system": register.system_name(Some(it.system)), "begun_on": it.begun_on,
        "finished_on": it.finished_on, "cleanup": it.cleanup.map(|id| Subject::Cleanup(id).name(register)),
        "unanswered": rows.iter().filter(|row| row.judgement.is_none()).count(),
        "accounts": accounts.iter().zip(known).map(row).collect::<Vec<_>>(),
    });
    format!("{document:#}\n")
}

fn as_lines(office: &Office, id: InspectionId) -> String {
    let register = office.register();
    let Some(it) = register.get::<Inspection>(id) else { return String::new() };
    let rows = register.rows_of_inspection(id);
    let line = |row: &&InspectionRow| {
        let name = register.get::<Account>(row.account).map_or("", |account| account.account.as_str());
        format!("{name}　{}\n", row.judgement.map_or("未填", Choice::label))
    };
    let state = match (it.finished_on, it.cleanup) {
        (None, _) => format!("还有{}个没有结论", rows.iter().filter(|row| row.judgement.is_none()).count()),
        (Some(_), None) => "已办结，全部保留或存疑".into(),
        (Some(_), Some(cleanup)) => format!("已办结，清理清单 {}", Subject::Cleanup(cleanup).name(register)),
    };
    format!("{}　{}\n", it.number, state) + &rows.iter().map(line).collect::<String>()
}
