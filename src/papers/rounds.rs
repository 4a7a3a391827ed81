//! The papers of 巡检 (第八条), 抽查 (第九条), the 系统账号 (第十六条), and the upper-level 汇总 (第二十条).

use std::collections::BTreeSet;

use super::Paper;
use crate::model::*;
use crate::paper::letter::Letter;
use crate::paper::{Foot, lists};
use crate::rules::check;
use crate::rules::system::{for_upper_level, system_accounts};

impl Paper {
    /// The forms on their way for upper-level systems on one sheet (第二十条), as 网络技术中心 hands them in.
    pub fn of_upper_level(register: &Register) -> Self {
        let center = register.network_center();
        let mut values = Values::default().with(Field::Department, center.map_or("", |it| it.name.as_str()));
        for (at, it) in for_upper_level(register).into_iter().enumerate() {
            values.push_row([
                (Field::Position, (at + 1).to_string()),
                (Field::System, register.system_name(it.system).to_owned()),
                (Field::DepartmentAndPost, register.department_name(it.department).to_owned()),
                (Field::Applicant, register.bare_name(it.applicant).to_owned()),
                (Field::Action, it.action.map_or("", Choice::label).to_owned()),
                (Field::Account, it.account.clone()),
                (Field::Note, it.number.clone()),
            ]);
        }
        let name = lists::UPPER_LEVEL.title.to_owned();
        Self { sheet: &lists::UPPER_LEVEL, values, foot: Foot::default(), name }
    }

    /// The 系统账号 with their authorisations (第十六条, 第十七条); what is overridden stands in 备注 with its reason: one
    /// whose finding is gone would tell of an exception that is none.
    pub fn of_system_accounts(register: &Register, today: Day) -> Self {
        let center = register.network_center();
        let overriding: BTreeSet<WaiverId> = check(register, today).iter().filter_map(|it| it.waiver).collect();
        let mut values = Values::default().with(Field::Department, center.map_or("", |it| it.name.as_str()));
        for (at, it) in system_accounts(register).into_iter().enumerate() {
            let stands =
                |waiver: &&Waiver| waiver.subject == Subject::Account(it.id) && overriding.contains(&waiver.id);
            let reasons = register.waivers.values().filter(stands).map(|waiver| format!("例外办理：{}", waiver.reason));
            let status = (it.status != AccountStatus::Active).then(|| it.status.label().to_owned());
            let mut notes: Vec<String> = status.into_iter().collect();
            for reason in reasons {
                if !notes.contains(&reason) {
                    notes.push(reason);
                }
            }
            values.push_row([
                (Field::Position, (at + 1).to_string()),
                (Field::System, register.system_name(Some(it.system)).to_owned()),
                (Field::Account, it.account.clone()),
                (Field::AccountType, it.role.label().to_owned()),
                (Field::Holder, register.bare_name(it.holder).to_owned()),
                (Field::Number, it.basis.clone()),
                (Field::Note, notes.join("；")),
            ]);
        }
        let name = lists::SYSTEM_ACCOUNTS.title.to_owned();
        Self { sheet: &lists::SYSTEM_ACCOUNTS, values, foot: Foot::default(), name }
    }

    /// A sample as a sheet to fill (第九条), with the results that are entered.
    pub fn of_sample(register: &Register, sample: &Sample) -> Self {
        let system = sample.system.map_or("全部系统", |id| register.system_name(Some(id)));
        let department = sample.department.map_or("全部科室", |id| register.department_name(Some(id)));
        let (size, seed, population) = (register.rows_of_sample(sample.id).len(), sample.seed, sample.population);
        let scope = format!("{system}，{department}；{population}个在用账号中抽{size}个，种子{seed}");
        let mut values = Values::default().with(Field::Description, scope);
        for row in register.rows_of_sample(sample.id) {
            values.push_row(sample_cells(register, row));
        }
        let name = format!("{}_{}", sample.number, lists::SAMPLE.title);
        Self {
            sheet: &lists::SAMPLE,
            values,
            foot: Foot::numbered(&sample.number).void_if(sample.void_reason.as_deref()),
            name,
        }
    }

    /// A round as it stands, for the system's 台账 (第八条第2项).
    pub fn of_inspection(register: &Register, inspection: &Inspection) -> Self {
        let days = match inspection.finished_on {
            Some(finished) if finished != inspection.begun_on => {
                format!("{}至{}", inspection.begun_on.chinese(), finished.chinese())
            }
            _ => inspection.begun_on.chinese(),
        };
        let system = format!("{}（{days}）", register.system_name(Some(inspection.system)));
        let mut values = Values::default().with(Field::System, system);
        for row in register.rows_of_inspection(inspection.id) {
            let account = register.get::<Account>(row.account);
            let holder = account.and_then(|it| it.holder);
            let department = holder.and_then(|id| register.get::<Person>(id)).map(|it| it.department);
            values.push_row([
                (Field::Position, row.position.to_string()),
                (Field::Account, account.map_or_else(String::new, |it| it.account.clone())),
                (Field::Holder, register.bare_name(holder).to_owned()),
                (Field::DepartmentAndPost, register.department_name(department).to_owned()),
                (Field::Category, row.judgement.map_or("", Choice::label).to_owned()),
                (Field::Note, row.note.clone()),
            ]);
        }
        let name = format!("{}_{}", inspection.number, lists::INSPECTION.title);
        Self {
            sheet: &lists::INSPECTION,
            values,
            foot: Foot::numbered(&inspection.number).void_if(inspection.void_reason.as_deref()),
            name,
        }
    }
}

fn sample_cells(register: &Register, row: &SampleRow) -> Vec<(Field, String)> {
    let account = register.get::<Account>(row.account);
    let holder = account.and_then(|it| it.holder);
    let post = holder.and_then(|id| register.get::<Person>(id)).map_or_else(String::new, |it| it.post.clone());
    vec![
        (Field::Position, row.position.to_string()),
        (Field::System, register.system_name(account.map(|it| it.system)).to_owned()),
        (Field::Account, account.map_or_else(String::new, |it| it.account.clone())),
        (Field::Holder, register.bare_name(holder).to_owned()),
        (Field::Post, post),
        (Field::Category, row.result.map_or("", Choice::label).to_owned()),
        (Field::Note, row.note.clone()),
    ]
}

/// The draft of a 通报 (第九条), of what is confirmed only: 可疑授权, 可疑使用 and what has been put right since. None
/// where nothing is, and of a 抽查 that is void.
pub fn sample_report(register: &Register, sample: &Sample, day: Day) -> Option<Letter> {
    let is_confirmed = |row: &&SampleRow| {
        matches!(row.result, Some(SampleResult::DoubtfulGrant | SampleResult::DoubtfulUse | SampleResult::Corrected))
    };
    let rows = register.rows_of_sample(sample.id);
    let confirmed: Vec<&SampleRow> = rows.iter().copied().filter(is_confirmed).collect();
    if confirmed.is_empty() || sample.void_reason.is_some() {
        return None;
    }
    let mut values = Values::default();
    for (position, row) in (1..).zip(&confirmed) {
        // Whose errand it is to put it right is told by the department.
        let with_department = |(field, text): (Field, String)| {
            let holder = register.get::<Account>(row.account).and_then(|it| register.get::<Person>(it.holder?));
            match (field, holder) {
                (Field::Holder, Some(holder)) => {
                    (field, format!("{text}（{}）", register.department_name(Some(holder.department))))
                }
                _ => (field, text),
            }
        };
        let cells = sample_cells(register, &SampleRow { position, ..(*row).clone() });
        values.push_row(cells.into_iter().map(with_department));
    }
    let center = register.network_center();
    let (drawn, taken, found) = (sample.drawn_on.chinese(), rows.len(), confirmed.len());
    let checked = rows.iter().filter(|row| row.result.is_some()).count();
    let so_far = if checked < taken { format!("已核查{checked}个，其余仍在核查，") } else { String::new() };
    Some(Letter {
        title: "关于信息系统账号抽查情况的通报".into(),
        to: "局属各单位、局机关各科室".into(),
        opening: vec![format!(
            "根据《信息系统账号管理制度（试行）》第九条的规定，{drawn}对系统岗位和用户清单进行了抽查，共抽查{taken}个账号，\
             {so_far}发现可疑授权、可疑使用{found}个。现将有关情况通报如下："
        )],
        table: Some((&lists::SAMPLE, values)),
        closing: vec!["请相关科室（单位）核实情况，及时修正，并将结果报网络技术中心。".into()],
        from: center.map_or_else(|| NoticeRoute::NetworkCenter.label().to_owned(), |it| it.name.clone()),
        day,
        copy_to: None,
        foot: Foot::numbered(&sample.number),
    })
}
