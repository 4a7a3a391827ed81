//! From records to the texts of a form: what the clerk edits, and what the paper prints.

use crate::model::*;

/// The texts that an application prints: bare names, and at the head of 申请描述 what the form has no place
/// for: that a 注销 only disables, which account is meant, whose it is, and which rights are asked for until when.
/// Signatures and their days are written by hand and never printed.
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
    let asks = action.is_some_and(Action::asks_for_rights);
    let told = |field| Some(values.get(field).trim()).filter(|it| asks && !it.is_empty() && !description.contains(it));
    facts.extend(told(Field::Category).map(|category| format!("账号类别：{category}")));
    let ends = values.get(Field::ExpiresOn).trim();
    match Nature::from_label(values.get(Field::Nature)).filter(|_| asks) {
        Some(Nature::Temporary) if ends.is_empty() => facts.push("临时使用".to_owned()),
        Some(Nature::Temporary) => facts.push(format!("临时使用至{ends}")),
        // A new account is 正式 where nothing else is said.
        Some(Nature::Regular) if action == Some(Action::Create) => {}
        Some(nature) => facts.push(format!("账号性质：{}", nature.label())),
        None => {}
    }
    let mut lines = Vec::new();
    if !facts.is_empty() {
        lines.push(format!("{}。", facts.join("，")));
    }
    lines.extend(told(Field::Permissions).map(|permissions| format!("权限说明：{permissions}")));
    for line in lines {
        head.push_str(&line);
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

/// The texts of a department's 附件1 as they are edited: everything that is kept; a holder of another department is
/// named with it.
pub fn matrix_values(register: &Register, department: DepartmentId) -> Values {
    let holder = |id: PersonId| match register.get::<Person>(id) {
        Some(person) if person.department == department => person.name.clone(),
        _ => register.person_name(id),
    };
    let mut values = Values::default().with(Field::Department, register.department_name(Some(department)));
    for (at, row) in register.matrix_of(department).into_iter().enumerate() {
        values.push_row([
            (Field::Position, (at + 1).to_string()),
            (Field::System, register.system_name(Some(row.system)).to_owned()),
            (Field::Category, row.category.clone()),
            (Field::Post, row.post.clone()),
            (Field::Holder, row.holder.map_or_else(String::new, holder)),
            (Field::Note, row.note.clone()),
            (Field::Account, row.account.clone()),
            (Field::Permissions, row.permissions.clone()),
        ]);
    }
    values
}

/// The texts of a list as they print: bare names, counted rows, no blank row among them. What has no column stays.
pub fn printed_list(values: &Values, register: &Register) -> Values {
    let mut printed = values.clone();
    printed.drop_blank_rows();
    for row in 0..printed.row_count() {
        let holder = printed.row(row, Field::Holder).to_owned();
        printed.set_in_row(row, Field::Holder, bare(&holder, &register.person_named(&holder), register));
        printed.set_in_row(row, Field::Position, (row + 1).to_string());
    }
    printed
}

/// The texts of what is filed: the rows as they were, with bare names.
pub fn filed_values(register: &Register, department: DepartmentId, rows: &[FiledRow], filed_on: Day) -> Values {
    let mut values = Values::default()
        .with(Field::Department, register.department_name(Some(department)))
        .with(Field::FiledOn, filed_on.chinese());
    for row in rows {
        values.push_row([
            (Field::System, row.system.clone()),
            (Field::Account, row.account.clone()),
            (Field::Category, row.category.clone()),
            (Field::Post, row.post.clone()),
            (Field::Holder, row.holder.clone()),
            (Field::Note, row.note.clone()),
        ]);
    }
    printed_list(&values, register)
}

/// A hash as people compare it: in groups of eight.
fn in_groups(hash: &str) -> String {
    let digits: Vec<char> = hash.chars().collect();
    digits.chunks(8).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The texts of the cover of a filing. `changes` are the lines that tell what changed, `since` the filing before, `basis`
/// by which accounts a quarter that was over is told.
pub fn cover_values(
    register: &Register,
    filing: &Filing,
    changes: &[String],
    since: &str,
    basis: Option<&str>,
) -> Values {
    let changes =
        if changes.is_empty() { format!("{since}：无变动") } else { format!("{since}：\n{}", changes.join("\n")) };
    let changes = basis.map_or_else(String::new, |basis| format!("{basis}\n")) + &changes;
    Values::default()
        .with(Field::Department, register.department_name(Some(filing.department)))
        .with(Field::Number, &*filing.number)
        .with(Field::Period, filing.period.chinese())
        .with(Field::FiledKind, filing.kind.label())
        .with(Field::RowCount, filing.rows.len().to_string())
        .with(Field::SignedBy, format!("{} {}", filing.signed_by, filing.signed_on.chinese()).trim())
        .with(Field::FiledOn, filing.filed_on.chinese())
        .with(Field::Changes, changes)
        .with(Field::Fingerprint, in_groups(&filing.fingerprint))
        .with(Field::Workbook, in_groups(&filing.workbook))
}

/// The texts of an 附件3 as they are edited.
pub fn cleanup_values(register: &Register, cleanup: &Cleanup) -> Values {
    let mut values = Values::default();
    for row in register.rows_of(cleanup.id) {
        values.push_row([
            (Field::System, register.system_name(Some(row.system)).to_owned()),
            (Field::Department, register.department_name(row.department).to_owned()),
            (Field::Holder, row.holder.map_or_else(String::new, |id| register.person_name(id))),
            (Field::Account, row.account.clone()),
            (Field::AccountType, row.kind.map_or("", Choice::label).to_owned()),
            (Field::Disposal, row.disposal.map_or("", Choice::label).to_owned()),
        ]);
    }
    let systems = cleanup.systems.iter().map(|id| register.system_name(Some(*id)));
    let head = if values.row_count() == 0 { head_of(systems.collect()) } else { systems_in_head(&values) };
    values.set(Field::System, head);
    values
}

/// The head of an 附件3: with one system its name, with several 「（详见表内）」.
pub fn systems_in_head(values: &Values) -> String {
    head_of((0..values.row_count()).map(|row| values.row(row, Field::System).trim()).collect())
}

fn head_of(mut systems: Vec<&str>) -> String {
    systems.retain(|name| !name.is_empty());
    systems.sort_unstable();
    systems.dedup();
    match systems[..] {
        [] => String::new(),
        [one] => one.to_owned(),
        _ => "（详见表内）".to_owned(),
    }
}
