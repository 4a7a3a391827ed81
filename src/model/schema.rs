//! The registers as tables of texts: which attributes a record has, what they are called, how each is entered.
//! The window's panel, the history and Excel all read this one table.

use std::sync::LazyLock;

use super::choice::*;
use super::day::Day;
use super::id::*;
use super::people::*;
use super::record::*;
use super::systems::*;
use super::text::{LONG_LIMIT, NAME_LIMIT, NOTE_LIMIT, SHORT_LIMIT, SYSTEM_LIMIT};

/// A register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 科室.
    Departments,
    /// 人员.
    People,
    /// 信息系统.
    Systems,
    /// 账号.
    Accounts,
}

/// How an attribute is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// A line of text.
    Text,
    /// Several lines of text.
    Long,
    /// Names with 、 between them.
    Names,
    /// A day.
    Day,
    /// One of these.
    Choice(&'static [&'static str]),
    /// 是 or 否.
    Flag,
    /// 是 or 否, or nothing as long as nobody has told.
    Told,
    /// 「姓名」 or 「姓名（科室）」.
    Person,
    /// A department's name.
    Department,
    /// A system's name.
    System,
}

/// An attribute of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribute {
    /// What the clerk calls it.
    pub label: &'static str,
    /// How it is entered.
    pub entry: Entry,
    /// The most it takes, in characters.
    pub limit: usize,
    /// Whether a record needs it.
    pub required: bool,
}

const fn must(label: &'static str, entry: Entry, limit: usize) -> Attribute {
    Attribute { label, entry, limit, required: true }
}

const fn may(label: &'static str, entry: Entry, limit: usize) -> Attribute {
    Attribute { label, entry, limit, required: false }
}

/// 「姓名（科室）」.
const PERSON: usize = NAME_LIMIT * 2 + 2;
const DAY: usize = 20;

const DEPARTMENT: &[Attribute] = &[
    must("名称", Entry::Text, NAME_LIMIT),
    may("简称", Entry::Text, NAME_LIMIT),
    may("科室负责人", Entry::Person, PERSON),
    may("分管领导", Entry::Person, PERSON),
    may("网络技术中心", Entry::Flag, NAME_LIMIT),
    may("撤销日期", Entry::Day, DAY),
];

const PEOPLE: &[Attribute] = &[
    must("姓名", Entry::Text, NAME_LIMIT),
    must("科室", Entry::Department, NAME_LIMIT),
    may("岗位", Entry::Text, NAME_LIMIT),
    may("联系方式", Entry::Text, SHORT_LIMIT),
    may("状态", Entry::Choice(PersonStatus::LABELS), NAME_LIMIT),
    may("入职日", Entry::Day, DAY),
    may("离职日", Entry::Day, DAY),
    may("手续办结日", Entry::Day, DAY),
];

const SYSTEMS: &[Attribute] = &[
    must("名称", Entry::Text, SYSTEM_LIMIT),
    may("别名", Entry::Names, LONG_LIMIT),
    may("牵头科室", Entry::Department, NAME_LIMIT),
    may("自建", Entry::Told, NAME_LIMIT),
    may("专网", Entry::Flag, NAME_LIMIT),
    may("上级系统", Entry::Flag, NAME_LIMIT),
    may("验收日期", Entry::Day, DAY),
    may("超级管理员", Entry::Person, PERSON),
    may("系统管理员", Entry::Person, PERSON),
    may("下线日期", Entry::Day, DAY),
];

const ACCOUNTS: &[Attribute] = &[
    must("系统", Entry::System, SYSTEM_LIMIT),
    must("账号名", Entry::Text, SHORT_LIMIT),
    may("使用人", Entry::Person, PERSON),
    may("账号层面", Entry::Choice(Layer::LABELS), NAME_LIMIT),
    may("角色", Entry::Choice(Role::LABELS), NAME_LIMIT),
    may("账号类别", Entry::Text, NAME_LIMIT),
    may("权限说明", Entry::Long, LONG_LIMIT),
    may("启用日", Entry::Day, DAY),
    may("到期日", Entry::Day, DAY),
    may("性质", Entry::Choice(Nature::LABELS), NAME_LIMIT),
    may("状态", Entry::Choice(AccountStatus::LABELS), NAME_LIMIT),
    may("初始口令更改日", Entry::Day, DAY),
    may("最近改密日", Entry::Day, DAY),
    may("授权依据", Entry::Text, NOTE_LIMIT),
    may("使用事由", Entry::Text, NOTE_LIMIT),
];

/// A table that an office has and the program takes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableKind {
    /// A register.
    Register(Kind),
    /// 附件1 of a department.
    Matrix,
    /// 附件3.
    Cleanup,
}

const MATRIX: &[Attribute] = &[
    must("系统名称", Entry::System, SYSTEM_LIMIT),
    may("账号类别", Entry::Text, NAME_LIMIT),
    may("岗位", Entry::Text, NAME_LIMIT),
    may("使用人", Entry::Person, PERSON),
    may("备注", Entry::Text, NOTE_LIMIT),
    may("账号名", Entry::Text, SHORT_LIMIT),
    may("权限说明", Entry::Long, LONG_LIMIT),
    may("科室", Entry::Department, NAME_LIMIT),
];

const CLEANUP: &[Attribute] = &[
    must("系统名称", Entry::System, SYSTEM_LIMIT),
    may("科室", Entry::Department, NAME_LIMIT),
    may("使用人", Entry::Person, PERSON),
    must("使用账户", Entry::Text, SHORT_LIMIT),
    may("账号类型", Entry::Choice(AccountKind::LABELS), NAME_LIMIT),
    may("处理方式", Entry::Choice(Treatment::LABELS), NAME_LIMIT),
];

/// The accounts of an office's table: beside the register's attributes the 科室 of a holder who is new.
static ACCOUNT_TABLE: LazyLock<Vec<Attribute>> =
    LazyLock::new(|| [ACCOUNTS, &[may("科室", Entry::Department, NAME_LIMIT)]].concat());

impl TableKind {
    /// Every table, in the order of the window.
    pub const ALL: [TableKind; 6] = [
        TableKind::Register(Kind::Accounts),
        TableKind::Register(Kind::People),
        TableKind::Register(Kind::Systems),
        TableKind::Register(Kind::Departments),
        TableKind::Matrix,
        TableKind::Cleanup,
    ];

    /// What the clerk calls it.
    pub fn term(self) -> &'static str {
        match self {
            TableKind::Register(kind) => kind.term(),
            TableKind::Matrix => FilingKind::Matrix.label(),
            TableKind::Cleanup => "清理清单",
        }
    }

    /// What its columns can mean.
    pub fn attributes(self) -> &'static [Attribute] {
        match self {
            TableKind::Register(Kind::Accounts) => &ACCOUNT_TABLE,
            TableKind::Register(kind) => kind.attributes(),
            TableKind::Matrix => MATRIX,
            TableKind::Cleanup => CLEANUP,
        }
    }
}

impl Kind {
    /// Every register, in the order of the window.
    pub const ALL: [Kind; 4] = [Kind::Departments, Kind::People, Kind::Systems, Kind::Accounts];

    /// What the clerk calls it.
    pub fn term(self) -> &'static str {
        match self {
            Kind::Departments => Department::TERM,
            Kind::People => Person::TERM,
            Kind::Systems => InfoSystem::TERM,
            Kind::Accounts => Account::TERM,
        }
    }

    /// The attributes of its records.
    pub fn attributes(self) -> &'static [Attribute] {
        match self {
            Kind::Departments => DEPARTMENT,
            Kind::People => PEOPLE,
            Kind::Systems => SYSTEMS,
            Kind::Accounts => ACCOUNTS,
        }
    }

    /// The record with this number.
    pub fn record(self, number: i64, register: &Register) -> Option<Record> {
        register.record(self.term(), number)
    }

    /// What a new record begins with.
    pub fn blank(self) -> Vec<String> {
        let text = |attribute: &Attribute| match attribute.label {
            "专网" | "上级系统" | "网络技术中心" => "否",
            "状态" if self == Kind::People => PersonStatus::Serving.label(),
            "状态" => AccountStatus::Active.label(),
            "账号层面" => Layer::Application.label(),
            "角色" => Role::User.label(),
            "性质" => Nature::Regular.label(),
            _ => "",
        };
        self.attributes().iter().map(|attribute| text(attribute).to_owned()).collect()
    }
}

/// 是 or 否.
fn flag(flag: bool) -> String {
    if flag { "是".into() } else { "否".into() }
}

fn day(day: Option<Day>) -> String {
    day.map_or_else(String::new, Day::chinese)
}

/// The attributes of a record of one of the registers, in the order of [`Kind::attributes`]; nothing for others.
pub fn texts(record: &Record, register: &Register) -> Vec<String> {
    let person = |id: Option<PersonId>| id.map_or_else(String::new, |id| register.person_name(id));
    let department = |id: Option<DepartmentId>| register.department_name(id).to_owned();
    match record {
        Record::Department(it) => vec![
            it.name.clone(),
            it.short.clone().unwrap_or_default(),
            person(it.head),
            person(it.leader),
            flag(it.is_network_center),
            day(it.abolished_on),
        ],
        Record::Person(it) => vec![
            it.name.clone(),
            department(Some(it.department)),
            it.post.clone(),
            it.phone.clone(),
            it.status.label().into(),
            day(it.joined_on),
            day(it.left_on),
            day(it.handed_over_on),
        ],
        Record::InfoSystem(it) => vec![
            it.name.clone(),
            it.aliases.join("、"),
            department(it.lead_department),
            it.self_built.map_or_else(String::new, flag),
            flag(it.private_network),
            flag(it.upper_level),
            day(it.accepted_on),
            person(it.super_admin),
            person(it.system_admin),
            day(it.retired_on),
        ],
        Record::Account(it) => vec![
            register.system_name(Some(it.system)).to_owned(),
            it.account.clone(),
            person(it.holder),
            it.layer.label().into(),
            it.role.label().into(),
            it.category.clone(),
            it.permissions.clone(),
            day(it.opened_on),
            day(it.expires_on),
            it.nature.label().into(),
            it.status.label().into(),
            day(it.initial_password_changed_on),
            day(it.password_changed_on),
            it.basis.clone(),
            it.reason.clone(),
        ],
        Record::MatrixRow(_)
        | Record::Application(_)
        | Record::Cleanup(_)
        | Record::CleanupRow(_)
        | Record::Matrix(_)
        | Record::Filing(_)
        | Record::Setting(_)
        | Record::Waiver(_)
        | Record::PostChange(_)
        | Record::Notice(_)
        | Record::Inspection(_)
        | Record::InspectionRow(_)
        | Record::Sample(_)
        | Record::SampleRow(_)
        | Record::Attachment(_) => Vec::new(),
    }
}

/// A phone as lists show it: 138****5678. Shorter ones hide all but their last two digits.
pub fn masked(phone: &str) -> String {
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    let (open, close) = if digits >= 11 { (3, digits - 4) } else { (0, digits.saturating_sub(2)) };
    let mut at = 0;
    let hide = |c: char| {
        if !c.is_ascii_digit() {
            return c;
        }
        at += 1;
        if at > open && at <= close { '*' } else { c }
    };
    phone.chars().map(hide).collect()
}

/// Whether a text is a phone as lists show it, which tells nothing new of it: digits and what parts them, some hidden.
pub fn is_masked(text: &str) -> bool {
    let parts = |c: char| c == '*' || c.is_ascii_digit() || matches!(c, '-' | ' ' | '+' | '(' | ')' | '（' | '）');
    text.contains('*') && text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_shows_a_phone_with_its_middle_hidden() {
        assert_eq!(masked("13812345678"), "138****5678");
        assert_eq!(masked("0356-2000011"), "035*-***0011");
        assert_eq!(masked("2000011"), "*****11");
        assert_eq!(masked(""), "");
        for phone in ["13812345678", "0356-2000011", "2000011", "+86 138 1234 5678", "(0356)2000011"] {
            assert!(is_masked(&masked(phone)) && !is_masked(phone), "{phone}");
        }
        for text in ["", "****", "*", "全部***权限", "qintt*1"] {
            assert!(!is_masked(text), "{text}");
        }
    }

    fn labels<C: Choice>() -> Vec<&'static str> {
        C::ALL.iter().map(|member| member.label()).collect()
    }

    #[test]
    fn the_choices_of_the_panel_are_those_of_the_lists() {
        let of = |kind: Kind, label: &str| {
            let attribute = kind.attributes().iter().find(|it| it.label == label).unwrap();
            if let Entry::Choice(labels) = attribute.entry { labels } else { &[] }
        };
        assert_eq!(of(Kind::People, "状态"), labels::<PersonStatus>());
        assert_eq!(of(Kind::Accounts, "账号层面"), labels::<Layer>());
        assert_eq!(of(Kind::Accounts, "角色"), labels::<Role>());
        assert_eq!(of(Kind::Accounts, "性质"), labels::<Nature>());
        assert_eq!(of(Kind::Accounts, "状态"), labels::<AccountStatus>());
    }
}
