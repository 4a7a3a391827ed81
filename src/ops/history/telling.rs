//! One change of a record as the 台账 tells it: which record, and field by field what became of it.

use crate::model::schema::{masked, texts};
use crate::model::*;
use crate::rules::filing::difference;

/// A field's label and its text.
type Fields = Vec<(&'static str, String)>;

/// Which record a change is about, and what it did to it. Phones are masked, as everywhere in lists.
pub(super) fn told(change: &Change, register: &Register) -> (String, String) {
    let Some(sample) = change.after.as_ref().or(change.before.as_ref()) else { return Default::default() };
    let name = name(sample, register);
    let gap = if name.is_empty() { "" } else { "　" };
    let record = format!("{}第{}号{gap}{name}", sample.term(), sample.number());
    let of = |side: &Option<Record>| side.as_ref().map(|it| fields(it, register)).unwrap_or_default();
    let (before, after) = (of(&change.before), of(&change.after));
    let (verb, arrow) = match (&change.before, &change.after) {
        (None, _) => ("新增", ""),
        (_, None) => ("移除", "→"),
        _ => ("变动", "→"),
    };
    let text = |side: &Fields, label: &str| {
        let text = side.iter().find(|(of, _)| *of == label).map_or("", |(_, text)| text.as_str());
        if label == Field::Contact.label() { masked(text) } else { text.to_owned() }
    };
    let mut labels: Vec<&str> = before.iter().chain(&after).map(|(label, _)| *label).collect();
    let mut seen = std::collections::BTreeSet::new();
    labels.retain(|label| seen.insert(*label));
    let differences = labels.into_iter().filter(|label| {
        let raw = |side: &Fields| side.iter().find(|(of, _)| of == label).map(|(_, text)| text.clone());
        raw(&before).unwrap_or_default() != raw(&after).unwrap_or_default()
    });
    let mut differences: Vec<String> =
        differences.map(|label| format!("{label}：{}{arrow}{}", text(&before, label), text(&after, label))).collect();
    if let (Some(Record::Filing(was)), Some(Record::Filing(is))) = (&change.before, &change.after) {
        differences.extend(difference(&was.rows, &is.rows, register).lines());
    }
    let gap = if differences.is_empty() { "" } else { "　" };
    (record, format!("{verb}{gap}{}", differences.join("；")))
}

/// What the clerk knows a record by.
pub(super) fn name(record: &Record, register: &Register) -> String {
    let keys = if matches!(record, Record::Account(_)) { 2 } else { 1 };
    let keys: Vec<String> = fields(record, register).into_iter().take(keys).map(|(_, text)| text).collect();
    keys.join("·")
}

fn day(day: Option<Day>) -> String {
    day.map_or_else(String::new, Day::chinese)
}

fn choice<C: Choice>(choice: Option<C>) -> String {
    choice.map_or("", Choice::label).to_owned()
}

fn cleanup(id: Option<CleanupId>, register: &Register) -> String {
    id.and_then(|id| register.get::<Cleanup>(id)).map_or_else(String::new, |list| list.number.clone())
}

fn void(record: &Record) -> (&'static str, String) {
    ("作废原因", record.void_reason().unwrap_or_default().to_owned())
}

/// The fields of a record, what it is known by first.
fn fields(record: &Record, register: &Register) -> Fields {
    let person = |id: Option<PersonId>| id.map_or_else(String::new, |id| register.person_name(id));
    let department = |id: Option<DepartmentId>| register.department_name(id).to_owned();
    let system = |id: Option<SystemId>| register.system_name(id).to_owned();
    match record {
        Record::Department(_) | Record::Person(_) | Record::InfoSystem(_) | Record::Account(_) => {
            let kind = Kind::ALL.into_iter().find(|kind| kind.term() == record.term());
            let labels = kind.map_or(&[][..], Kind::attributes).iter().map(|attribute| attribute.label);
            let mut fields: Fields = labels.zip(texts(record, register)).collect();
            fields.push(void(record));
            fields
        }
        Record::Application(it) => {
            let values = Values::of_application(register, it);
            let mut fields = vec![("编号", it.number.clone()), ("状态", it.state.label().to_owned())];
            fields.extend(values.fields().map(|(field, text)| (field.label(), text.to_owned())));
            fields.push(void(record));
            fields
        }
        Record::MatrixRow(it) => vec![
            ("科室", department(Some(it.department))),
            ("系统名称", system(Some(it.system))),
            ("账号类别", it.category.clone()),
            ("岗位", it.post.clone()),
            ("使用人", person(it.holder)),
            ("备注", it.note.clone()),
            ("账号名", it.account.clone()),
            ("权限说明", it.permissions.clone()),
            ("行", it.position.to_string()),
        ],
        Record::Matrix(it) => vec![
            ("科室", department(Some(it.department))),
            ("打印日期", day(it.printed_on)),
            ("签字日期", day(it.signed_on)),
            ("签字人", person(it.signed_by)),
            ("改动日期", day(it.changed_on)),
        ],
        Record::Cleanup(it) => vec![
            ("编号", it.number.clone()),
            ("系统名称", it.systems.iter().map(|id| system(Some(*id))).collect::<Vec<_>>().join("、")),
            ("打印日期", day(it.printed_on)),
            ("处理日期", day(it.handled_on)),
            void(record),
        ],
        Record::CleanupRow(it) => vec![
            ("清单", cleanup(Some(it.cleanup), register)),
            ("系统名称", system(Some(it.system))),
            ("科室", department(it.department)),
            ("使用人", person(it.holder)),
            ("使用账户", it.account.clone()),
            ("账号类型", choice(it.kind)),
            ("处理方式", choice(it.disposal)),
            ("行", it.position.to_string()),
        ],
        Record::Filing(it) => vec![
            ("编号", it.number.clone()),
            ("内容", it.kind.label().to_owned()),
            ("科室", department(Some(it.department))),
            ("季度", it.period.chinese()),
            ("签字日期", it.signed_on.chinese()),
            ("签字人", it.signed_by.clone()),
            ("备案日期", it.filed_on.chinese()),
            ("行数", it.rows.len().to_string()),
            ("文件指纹", it.workbook.clone()),
            void(record),
        ],
        Record::Attachment(it) => vec![
            ("文件", it.name.clone()),
            ("所属", it.department.map_or_else(|| it.paper.clone(), |id| department(Some(id)))),
            ("页数", it.pages.to_string()),
            ("文件指纹", it.hash.clone()),
            void(record),
        ],
        Record::Setting(_)
        | Record::Waiver(_)
        | Record::PostChange(_)
        | Record::Notice(_)
        | Record::Inspection(_)
        | Record::InspectionRow(_)
        | Record::Sample(_)
        | Record::SampleRow(_) => fields_of_supervision(record, register),
    }
}

/// The same of what keeping the regulation leaves behind; nothing of other records.
fn fields_of_supervision(record: &Record, register: &Register) -> Fields {
    let department = |id: Option<DepartmentId>| register.department_name(id).to_owned();
    let system = |id: Option<SystemId>| register.system_name(id).to_owned();
    match record {
        Record::Setting(it) => {
            vec![("设置", it.key.label().to_owned()), ("数值", it.value.to_string()), ("依据", it.source.clone())]
        }
        Record::Waiver(it) => vec![
            ("条款", format!("第{}条", it.article)),
            ("对象", it.subject.name(register)),
            ("涉及", it.concerns.as_ref().map_or_else(String::new, |it| it.join("、"))),
            ("原因", it.reason.clone()),
            ("例外办理日期", it.waived_on.chinese()),
            ("撤回原因", it.void_reason.clone().unwrap_or_default()),
        ],
        Record::PostChange(it) => vec![
            ("姓名", register.person_name(it.person)),
            ("原科室", department(Some(it.from_department))),
            ("原岗位", it.from_post.clone()),
            ("现科室", department(Some(it.to_department))),
            ("现岗位", it.to_post.clone()),
            ("变动日期", it.changed_on.chinese()),
            void(record),
        ],
        Record::Notice(it) => vec![
            ("编号", it.number.clone()),
            ("姓名", register.person_name(it.person)),
            ("通知对象", it.route.label().to_owned()),
            ("账号", it.accounts.iter().map(|id| register.account_name(*id)).collect::<Vec<_>>().join("、")),
            ("通知日期", it.written_on.chinese()),
            ("离职日", day(it.leaver.as_ref().and_then(|it| it.left_on))),
            ("手续办结日", day(it.leaver.as_ref().and_then(|it| it.handed_over_on))),
            ("科室", it.leaver.as_ref().map_or_else(String::new, |it| it.department.clone())),
            ("岗位", it.leaver.as_ref().map_or_else(String::new, |it| it.post.clone())),
            void(record),
        ],
        Record::Inspection(it) => vec![
            ("编号", it.number.clone()),
            ("系统名称", system(Some(it.system))),
            ("开始日期", it.begun_on.chinese()),
            ("完成日期", day(it.finished_on)),
            ("清理清单", cleanup(it.cleanup, register)),
            void(record),
        ],
        Record::InspectionRow(it) => {
            vec![("账号", register.account_name(it.account)), ("结论", choice(it.judgement)), ("备注", it.note.clone())]
        }
        Record::Sample(it) => vec![
            ("编号", it.number.clone()),
            ("系统名称", system(it.system)),
            ("科室", department(it.department)),
            ("数量", it.size.to_string()),
            ("种子", it.seed.to_string()),
            ("抽取日期", it.drawn_on.chinese()),
            void(record),
        ],
        Record::SampleRow(it) => {
            vec![("账号", register.account_name(it.account)), ("结果", choice(it.result)), ("备注", it.note.clone())]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filing(account: &str, workbook: &str) -> Record {
        let day = Day::of_regulation();
        Record::Filing(Filing {
            id: FilingId(1),
            number: "BA-2026-0001".into(),
            department: DepartmentId(1),
            kind: FilingKind::Matrix,
            period: Quarter::of(day),
            signed_on: day,
            signed_by: String::new(),
            filed_on: day,
            rows: vec![FiledRow { system: "平台".into(), account: account.into(), ..FiledRow::default() }],
            fingerprint: String::new(),
            workbook: workbook.into(),
            void_reason: None,
        })
    }

    fn inspection(cleanup: Option<CleanupId>) -> Record {
        Record::Inspection(Inspection {
            id: InspectionId(1),
            number: "XJ-2026-0001".into(),
            system: SystemId(1),
            begun_on: Day::of_regulation(),
            finished_on: None,
            cleanup,
            void_reason: None,
        })
    }

    fn table(changed_on: Option<Day>) -> Record {
        let (id, department) = (MatrixId(1), DepartmentId(1));
        Record::Matrix(Matrix { id, department, printed_on: None, signed_on: None, signed_by: None, changed_on })
    }

    #[test]
    fn a_change_is_told_with_what_became_of_it() {
        let mut register = Register::default();
        let (id, number, systems) = (CleanupId(1), "QL-2026-0001".to_owned(), Vec::new());
        let list = Cleanup { id, number, systems, handled_on: None, printed_on: None, void_reason: None };
        register.cleanups.insert(id, list);
        for (before, after, expected) in [
            (filing("qintt", "甲"), filing("qintt", "乙"), "变动　文件指纹：甲→乙"),
            (filing("qintt", "甲"), filing("qintt2", "甲"), "变动　新增：平台 qintt2；注销：平台 qintt"),
            (inspection(None), inspection(Some(id)), "变动　清理清单：→QL-2026-0001"),
            (table(None), table(Some(Day::of_regulation())), "变动　改动日期：→2022年8月3日"),
        ] {
            let (_, change) = told(&Change { before: Some(before), after: Some(after) }, &register);
            assert_eq!(change, expected);
        }
    }
}
