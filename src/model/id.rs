//! The numbers of records inside the data file.

use serde::{Deserialize, Serialize};

/// The number of a record inside the data file; given once, never again.
pub trait Id: Copy + Ord + std::fmt::Debug {
    /// From the number in the file.
    fn from_number(number: i64) -> Self;
    /// The number in the file.
    fn number(self) -> i64;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $id:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            #[serde(transparent)]
            pub struct $id(pub i64);

            impl Id for $id {
                fn from_number(number: i64) -> Self { Self(number) }
                fn number(self) -> i64 { self.0 }
            }
        )*
    };
}

ids! {
    /// 科室（单位）.
    DepartmentId;
    /// 人员.
    PersonId;
    /// 信息系统.
    SystemId;
    /// 账号.
    AccountId;
    /// 附件1, one row.
    MatrixRowId;
    /// 附件2.
    ApplicationId;
    /// 附件3, its head.
    CleanupId;
    /// 附件3, one row.
    CleanupRowId;
    /// 附件1 as a paper.
    MatrixId;
    /// 备案.
    FilingId;
    /// 设置.
    SettingId;
    /// A finding that is overridden.
    WaiverId;
    /// 岗位变动.
    PostChangeId;
    /// 书面通知.
    NoticeId;
    /// 巡检, its head.
    InspectionId;
    /// 巡检, one account.
    InspectionRowId;
    /// 抽查, its head.
    SampleId;
    /// 抽查, one account.
    SampleRowId;
    /// 扫描件.
    AttachmentId;
}
