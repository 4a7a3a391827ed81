//! From records to the texts of a form: what the clerk edits, and what the paper prints.

use crate::model::*;

/// The texts of an application as the clerk edits them: everything that is kept, also what does not print.
pub fn application_values(register: &Register, it: &Application) -> Values {
    let day = |day: Option<Day>| day.map_or_else(String::new, Day::chinese);
    let person = |id: Option<PersonId>| id.map_or_else(String::new, |id| register.person_name(id));
    let place = [register.department_name(it.department), it.post.as_str()];
    let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
    Values::default()
        .with(Field::Kind, it.kind.map_or("", Choice::label))
        .with(Field::Action, it.action.map_or("", Choice::label))
        .with(Field::Disposal, it.disposal.map_or("", Choice::label))
        .with(Field::AccountNote, &*it.account_note)
        .with(Field::Applicant, person(it.applicant))
        .with(Field::DepartmentAndPost, place.join(" "))
        .with(Field::AppliedOn, day(it.applied_on))
        .with(Field::Contact, &*it.contact)
        .with(Field::System, register.system_name(it.system))
        .with(Field::Account, &*it.account)
        .with(Field::Holder, person(it.holder))
        .with(Field::Description, &*it.description)
        .with(Field::DepartmentHead, person(it.department_head))
        .with(Field::ReviewedOn, day(it.reviewed_on))
        .with(Field::Leader, person(it.leader))
        .with(Field::ApprovedOn, day(it.approved_on))
        .with(Field::Operator, person(it.operator))
        .with(Field::HandledOn, day(it.handled_on))
        .with(Field::Outcome, &*it.outcome)
}

/// The texts that an application prints: bare names, and at the head of 申请描述 what the form has no place
/// for: that a 注销 only disables, which account is meant, and whose it is. Signatures and their days are
/// written by hand and never printed.
pub fn printed_application(values: &Values) -> Values {
    let mut printed = values.clone();
    for field in SIGNED {
        printed.set(field, "");
    }
    let bare = |field: Field| {
        let text = values.get(field).trim();
        register::split_qualified(text).map_or(text, |(name, _)| name).to_owned()
    };
    printed.set(Field::Applicant, bare(Field::Applicant));
    let description = values.get(Field::Description);
    let action = Action::from_label(values.get(Field::Action));
    let mut head = String::new();
    if action == Some(Action::Close) && values.get(Field::Disposal) == Disposal::Disable.label() {
        head.push_str("（禁用，可恢复）");
    }
    let account = values.get(Field::Account).trim();
    let mut facts = Vec::new();
    if action.is_some_and(|action| action != Action::Create) && !account.is_empty() && !description.contains(account) {
        facts.push(format!("账号：{account}"));
    }
    let holder = bare(Field::Holder);
    if !holder.is_empty() && holder != bare(Field::Applicant) && !description.contains(&holder) {
        facts.push(format!("使用人：{holder}"));
    }
    if !facts.is_empty() {
        head.push_str(&facts.join("，"));
        head.push('。');
        if !description.is_empty() {
            head.push('\n');
        }
    }
    printed.set(Field::Description, head + description);
    printed
}

/// What is written by hand.
const SIGNED: [Field; 6] =
    [Field::Leader, Field::ApprovedOn, Field::DepartmentHead, Field::ReviewedOn, Field::Operator, Field::HandledOn];

/// The texts of a department's 附件1. 账号名 and 权限 are kept and have no column.
pub fn matrix_values(register: &Register, department: DepartmentId) -> Values {
    let mut values = Values::default().with(Field::Department, register.department_name(Some(department)));
    for (at, row) in register.matrix_of(department).into_iter().enumerate() {
        values.push_row([
            (Field::Position, (at + 1).to_string()),
            (Field::System, register.system_name(Some(row.system)).to_owned()),
            (Field::Category, row.category.clone()),
            (Field::Post, row.post.clone()),
            (Field::Holder, register.bare_name(row.holder).to_owned()),
            (Field::Note, row.note.clone()),
        ]);
    }
    values
}

/// The texts of an 附件3: with one system its name in the head, with several 「（详见表内）」.
pub fn cleanup_values(register: &Register, cleanup: &Cleanup) -> Values {
    let system = match cleanup.systems[..] {
        [] => "",
        [one] => register.system_name(Some(one)),
        _ => "（详见表内）",
    };
    let mut values = Values::default().with(Field::System, system);
    for row in register.rows_of(cleanup.id) {
        values.push_row([
            (Field::System, register.system_name(Some(row.system)).to_owned()),
            (Field::Department, register.department_name(row.department).to_owned()),
            (Field::Holder, register.bare_name(row.holder).to_owned()),
            (Field::Account, row.account.clone()),
            (Field::AccountType, row.kind.map_or("", Choice::label).to_owned()),
            (Field::Disposal, row.disposal.map_or("", Choice::label).to_owned()),
        ]);
    }
    values
}
