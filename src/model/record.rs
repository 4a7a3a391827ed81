//! The records of the register: departments, people, systems, accounts; the three forms stand in `forms`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::attachment::Attachment;
use super::began::Began;
use super::by_name::ByName;
use super::choice::*;
use super::day::Day;
use super::forms::*;
use super::subject::Subject;
use super::supervision::*;

/// The number of a record inside the data file; given once, never again.
pub trait Id: Copy + Ord + std::fmt::Debug {
    /// From the number in the file.
    fn from_number(number: i64) -> Self;
    /// The number in the file.
    fn number(self) -> i64;
}

/// One kind of record: where it stands in a [`Record`] and in the [`Register`].
pub trait Entity: Clone + PartialEq {
    /// Its id.
    type Id: Id;
    /// What the clerk calls it.
    const TERM: &'static str;
    /// The record's id.
    fn id(&self) -> Self::Id;
    /// The shelf of the register that holds this kind.
    fn shelf(register: &Register) -> &BTreeMap<Self::Id, Self>;
    /// The record in its envelope.
    fn into_record(self) -> Record;
}

macro_rules! entities {
    ($($(#[$doc:meta])* $entity:ident, $id:ident, $shelf:ident, $term:literal;)*) => {
        $(
            #[doc = concat!("Id of a ", stringify!($entity), ".")]
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            #[serde(transparent)]
            pub struct $id(pub i64);

            impl Id for $id {
                fn from_number(number: i64) -> Self { Self(number) }
                fn number(self) -> i64 { self.0 }
            }

            impl Entity for $entity {
                type Id = $id;
                const TERM: &'static str = $term;
                fn id(&self) -> $id { self.id }
                fn shelf(register: &Register) -> &BTreeMap<$id, Self> { &register.$shelf }
                fn into_record(self) -> Record { Record::$entity(self) }
            }
        )*

        /// Whether two registers hold the same records; if not, the first that differs: 「账号第3号」.
        pub fn same_records(one: &Register, other: &Register) -> Result<(), String> {
            $(
                let numbers = one.$shelf.keys().chain(other.$shelf.keys());
                if let Some(id) = numbers.filter(|id| one.$shelf.get(id) != other.$shelf.get(id)).min() {
                    return Err(format!("{}第{}号", $term, id.0));
                }
            )*
            Ok(())
        }

        /// A record of any kind, as the ledger keeps it.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        pub enum Record { $($(#[$doc])* $entity($entity)),* }

        impl Record {
            /// What the clerk calls this kind of record.
            pub fn term(&self) -> &'static str {
                match self { $(Record::$entity(_) => $term),* }
            }

            /// The record's number inside its kind.
            pub fn number(&self) -> i64 {
                match self { $(Record::$entity(record) => record.id.0),* }
            }

            /// Puts the record on its shelf, in place of the one with the same id.
            pub(super) fn place(self, register: &mut Register) {
                match self { $(Record::$entity(record) => { register.$shelf.insert(record.id, record); }),* }
            }

            /// Takes the record with the same id off its shelf.
            pub(super) fn displace(&self, register: &mut Register) {
                match self { $(Record::$entity(record) => { register.$shelf.remove(&record.id); }),* }
            }
        }
    };
}

entities! {
    /// 科室（单位）.
    Department, DepartmentId, departments, "科室";
    /// 人员.
    Person, PersonId, people, "人员";
    /// 信息系统.
    InfoSystem, SystemId, systems, "信息系统";
    /// 账号.
    Account, AccountId, accounts, "账号";
    /// 附件1, one row.
    MatrixRow, MatrixRowId, matrix, "对照表";
    /// 附件2.
    Application, ApplicationId, applications, "申请表";
    /// 附件3, its head.
    Cleanup, CleanupId, cleanups, "清理清单";
    /// 附件3, one row.
    CleanupRow, CleanupRowId, cleanup_rows, "清理清单的一行";
    /// 附件1 as a paper.
    Matrix, MatrixId, matrices, "对照表纸质件";
    /// 备案.
    Filing, FilingId, filings, "备案";
    /// 设置.
    Setting, SettingId, settings, "设置";
    /// A finding that is overridden.
    Waiver, WaiverId, waivers, "例外办理";
    /// 岗位变动.
    PostChange, PostChangeId, post_changes, "岗位变动";
    /// 书面通知.
    Notice, NoticeId, notices, "书面通知";
    /// 巡检, its head.
    Inspection, InspectionId, inspections, "巡检";
    /// 巡检, one account.
    InspectionRow, InspectionRowId, inspection_rows, "巡检的一行";
    /// 抽查, its head.
    Sample, SampleId, samples, "抽查";
    /// 抽查, one account.
    SampleRow, SampleRowId, sample_rows, "抽查的一行";
    /// 扫描件.
    Attachment, AttachmentId, attachments, "扫描件";
}

impl Record {
    /// Whether the record is this person, or names them in some part: as holder, applicant, signer, administrator.
    pub fn names(&self, person: PersonId) -> bool {
        let named: Vec<Option<PersonId>> = match self {
            Record::Department(it) => vec![it.head, it.leader],
            Record::Person(it) => vec![Some(it.id)],
            Record::InfoSystem(it) => vec![it.super_admin, it.system_admin],
            Record::Account(it) => vec![it.holder],
            Record::MatrixRow(it) => vec![it.holder],
            Record::Application(it) => vec![it.applicant, it.holder, it.department_head, it.leader, it.operator],
            Record::CleanupRow(it) => vec![it.holder],
            Record::Matrix(it) => vec![it.signed_by],
            Record::PostChange(it) => vec![Some(it.person)],
            Record::Notice(it) => vec![Some(it.person)],
            Record::Waiver(it) => vec![match it.subject {
                Subject::Person(id) => Some(id),
                _ => None,
            }],
            Record::Cleanup(_)
            | Record::Filing(_)
            | Record::Setting(_)
            | Record::Inspection(_)
            | Record::InspectionRow(_)
            | Record::Sample(_)
            | Record::SampleRow(_)
            | Record::Attachment(_) => Vec::new(),
        };
        named.contains(&Some(person))
    }

    /// What stays of a paper of a leaving (第十四条) that is taken back: its number is never given again. Nothing of what
    /// bears none.
    pub fn left_void(self, why: &str) -> Option<Self> {
        let reason = Some(why.to_owned());
        match self {
            Record::Application(it) => {
                Some(Record::Application(Application { state: ApplicationState::Void, void_reason: reason, ..it }))
            }
            Record::Cleanup(it) => Some(Record::Cleanup(Cleanup { void_reason: reason, ..it })),
            Record::Notice(it) => Some(Record::Notice(Notice { void_reason: reason, ..it })),
            // A row stays with its list.
            Record::CleanupRow(it) => Some(Record::CleanupRow(it)),
            _ => None,
        }
    }

    /// Why the record is void, if it is.
    pub fn void_reason(&self) -> Option<&str> {
        match self {
            Record::Department(it) => it.void_reason.as_deref(),
            Record::Person(it) => it.void_reason.as_deref(),
            Record::InfoSystem(it) => it.void_reason.as_deref(),
            Record::Account(it) => it.void_reason.as_deref(),
            Record::Application(it) => it.void_reason.as_deref(),
            Record::Cleanup(it) => it.void_reason.as_deref(),
            Record::Filing(it) => it.void_reason.as_deref(),
            Record::Notice(it) => it.void_reason.as_deref(),
            Record::Inspection(it) => it.void_reason.as_deref(),
            Record::Sample(it) => it.void_reason.as_deref(),
            _ => None,
        }
    }
}

/// The register: all records, by kind and id. [`Register::apply`] alone changes it.
#[derive(Debug, Clone, PartialEq, Default)]
#[allow(missing_docs)] // each shelf is named after its kind
pub struct Register {
    pub departments: BTreeMap<DepartmentId, Department>,
    pub people: BTreeMap<PersonId, Person>,
    pub systems: BTreeMap<SystemId, InfoSystem>,
    pub accounts: BTreeMap<AccountId, Account>,
    pub matrix: BTreeMap<MatrixRowId, MatrixRow>,
    pub applications: BTreeMap<ApplicationId, Application>,
    pub cleanups: BTreeMap<CleanupId, Cleanup>,
    pub cleanup_rows: BTreeMap<CleanupRowId, CleanupRow>,
    pub matrices: BTreeMap<MatrixId, Matrix>,
    pub filings: BTreeMap<FilingId, Filing>,
    pub settings: BTreeMap<SettingId, Setting>,
    pub waivers: BTreeMap<WaiverId, Waiver>,
    pub post_changes: BTreeMap<PostChangeId, PostChange>,
    pub notices: BTreeMap<NoticeId, Notice>,
    pub inspections: BTreeMap<InspectionId, Inspection>,
    pub inspection_rows: BTreeMap<InspectionRowId, InspectionRow>,
    pub samples: BTreeMap<SampleId, Sample>,
    pub sample_rows: BTreeMap<SampleRowId, SampleRow>,
    pub attachments: BTreeMap<AttachmentId, Attachment>,
    pub people_by_name: ByName,
    pub began: Began,
}

/// 科室（单位）.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Department {
    /// Id.
    pub id: DepartmentId,
    /// 名称; its key.
    pub name: String,
    /// 简称.
    pub short: Option<String>,
    /// 科室负责人.
    pub head: Option<PersonId>,
    /// 分管领导.
    pub leader: Option<PersonId>,
    /// Is it 网络技术中心 (第六条)?
    pub is_network_center: bool,
    /// Why it is void, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void_reason: Option<String>,
}

/// 人员.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Id: two people may share a name, never an id.
    pub id: PersonId,
    /// 姓名.
    pub name: String,
    /// 科室; with the name, its key.
    pub department: DepartmentId,
    /// 岗位.
    pub post: String,
    /// 联系方式.
    pub phone: String,
    /// 在岗, 调离 or 离职.
    pub status: PersonStatus,
    /// 入职日.
    pub joined_on: Option<Day>,
    /// 离职日: the first clock of 第十四条.
    pub left_on: Option<Day>,
    /// 手续办结日: the second clock of 第十四条.
    pub handed_over_on: Option<Day>,
    /// Why it is void, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void_reason: Option<String>,
}

/// 信息系统.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InfoSystem {
    /// Id.
    pub id: SystemId,
    /// 名称; its key.
    pub name: String,
    /// Other names that papers use for it.
    pub aliases: Vec<String>,
    /// 牵头科室 (第八条).
    pub lead_department: Option<DepartmentId>,
    /// 自建 or 非自建 (第十九条); none while nobody has told.
    pub self_built: Option<bool>,
    /// 专网 (第十九条)?
    pub private_network: bool,
    /// 上级系统 (第二十条)?
    pub upper_level: bool,
    /// 验收日期 (第二十一条).
    pub accepted_on: Option<Day>,
    /// 超级管理员 (第八条第1项).
    pub super_admin: Option<PersonId>,
    /// 系统管理员 (第八条第2项).
    pub system_admin: Option<PersonId>,
    /// Why it is void, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void_reason: Option<String>,
}

impl InfoSystem {
    /// Whether it is known to be 非自建, and its accounts are filed every quarter (第十九条).
    pub fn is_outside(&self) -> bool {
        self.self_built == Some(false)
    }
}

/// 账号. Of passwords only days are kept (第二十三条 – 第二十六条).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Id.
    pub id: AccountId,
    /// 系统.
    pub system: SystemId,
    /// 账号名; with the system, its key.
    pub account: String,
    /// 应用层 or 系统层.
    pub layer: Layer,
    /// 角色.
    pub role: Role,
    /// 账号类别 (附件1): 受理, 审批, …
    pub category: String,
    /// 权限说明.
    pub permissions: String,
    /// 使用人.
    pub holder: Option<PersonId>,
    /// 启用日.
    pub opened_on: Option<Day>,
    /// 到期日 (第十八条).
    pub expires_on: Option<Day>,
    /// 正式, 临时 or 测试.
    pub nature: Nature,
    /// 在用, 已禁用 or 已删除.
    pub status: AccountStatus,
    /// 初始口令更改日 (第二十三条).
    pub initial_password_changed_on: Option<Day>,
    /// 最近改密日 (第二十五条).
    pub password_changed_on: Option<Day>,
    /// 授权依据: the number of the 附件2 or other paper that it rests on (第十七条).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basis: String,
    /// 使用事由 of a temporary account (第十八条).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Why it is void, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void_reason: Option<String>,
}

impl Account {
    /// Whether it is in use: 在用, and not entered by mistake.
    pub fn is_live(&self) -> bool {
        self.status == AccountStatus::Active && self.void_reason.is_none()
    }
}
