//! Every kind of record in one envelope, as the ledger keeps it, and the register that holds them all.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::attachment::Attachment;
use super::began::Began;
use super::by_name::ByName;
use super::choice::*;
use super::forms::*;
use super::handed_on::HandedOn;
use super::id::*;
use super::people::*;
use super::subject::Subject;
use super::supervision::*;
use super::systems::*;

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

        impl Register {
            /// The record that the clerk calls 「账号第3号」.
            pub fn record(&self, term: &str, number: i64) -> Option<Record> {
                $(if term == $term {
                    return self.get::<$entity>(Id::from_number(number)).cloned().map(Record::$entity);
                })*
                None
            }
        }

        impl Record {
            /// What the clerk calls each kind of record.
            pub const TERMS: &'static [&'static str] = &[$($term),*];

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
            Record::Application(it) => {
                vec![it.applicant, it.holder, it.department_head, it.system_head, it.leader, it.operator]
            }
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

    /// The number that it bears as a paper of a [`super::series::Series`].
    pub fn paper_number(&self) -> Option<&str> {
        match self {
            Record::Application(Application { number, .. })
            | Record::Cleanup(Cleanup { number, .. })
            | Record::Filing(Filing { number, .. })
            | Record::Notice(Notice { number, .. })
            | Record::Inspection(Inspection { number, .. })
            | Record::Sample(Sample { number, .. }) => Some(number),
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
            Record::Waiver(it) => it.void_reason.as_deref(),
            Record::PostChange(it) => it.void_reason.as_deref(),
            Record::Notice(it) => it.void_reason.as_deref(),
            Record::Inspection(it) => it.void_reason.as_deref(),
            Record::Sample(it) => it.void_reason.as_deref(),
            Record::Attachment(it) => it.void_reason.as_deref(),
            Record::MatrixRow(_)
            | Record::CleanupRow(_)
            | Record::Matrix(_)
            | Record::Setting(_)
            | Record::InspectionRow(_)
            | Record::SampleRow(_) => None,
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
    pub handed_on: HandedOn,
}

#[cfg(test)]
mod tests {
    use super::super::day::Day;
    use super::*;

    #[test]
    fn a_waiver_that_was_withdrawn_and_a_scan_that_was_declared_void_say_why() {
        let (day, void_reason) = (Day::of_regulation(), Some("登记错了".to_owned()));
        let waiver = Waiver {
            id: WaiverId(1),
            article: 7,
            subject: Subject::Person(PersonId(1)),
            concerns: None,
            reason: "只有一人".into(),
            waived_on: day,
            void_reason: void_reason.clone(),
        };
        let scan = Attachment {
            id: AttachmentId(1),
            paper: "SQ-2026-0001".into(),
            department: None,
            name: "签字.pdf".into(),
            kind: ScanKind::Pdf,
            pages: 1,
            size: 1,
            hash: String::new(),
            added_on: day,
            void_reason,
        };
        assert_eq!(Record::Waiver(waiver).void_reason(), Some("登记错了"));
        assert_eq!(Record::Attachment(scan).void_reason(), Some("登记错了"));
    }
}
