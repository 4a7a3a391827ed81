//! From records to the texts of a form: what the clerk edits, and what the paper prints.

use crate::model::*;

/// The texts that an application prints: bare names, and at the head of 申请描述 what the form has no place
/// for: that a 注销 only disables, which account is meant, and whose it is. Signatures and their days are
/// written by hand and never printed.
pub fn printed_application(values: &Values, register: &Register) -> Values {
    let mut printed = values.clone();
    for field in SIGNED {
        printed.set(field, "");
    }
    let applicant = register.applicant_of(values);
    printed.set(Field::Applicant, bare(values.get(Field::Applicant), &applicant, register));
    let description = values.get(Field::Description);
    let action = Action::from_label(values.get(Field::Action));
    let mut head = String::new();
    if action == Some(Action::Close) && values.get(Field::Disposal) == Disposal::Disable.label() {
        head.push_str("（禁用，可恢复）");
    }
    let account = values.get(Field::Account).trim();
    let mut facts = Vec::new();
    if action.is_some_and(|action| action != Action::Create) && !account.is_empty() && !names(description, account) {
        facts.push(format!("账号：{account}"));
    }
    let holder = values.get(Field::Holder).trim();
    let known = register.person_named(holder);
    let is_applicant = matches!((&known, &applicant), (Lookup::Found(one), Lookup::Found(other)) if one == other);
    if !holder.is_empty() && !is_applicant {
        facts.push(format!("使用人：{}", bare(holder, &known, register)));
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

/// The bare 姓名 of someone known; of someone new what is typed.
fn bare(typed: &str, known: &Lookup<PersonId>, register: &Register) -> String {
    match known {
        Lookup::Found(person) => register.bare_name(Some(*person)).to_owned(),
        _ => typed.trim().to_owned(),
    }
}

/// Whether a text names this very account, and not one that only begins or ends alike.
fn names(text: &str, account: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || "_-.@".contains(c));
    text.match_indices(account)
        .any(|(at, _)| !part(text[..at].chars().next_back()) && !part(text[at + account.len()..].chars().next()))
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
