//! The records of the three forms: what was asked for, listed, printed, signed and handed in.

use serde::{Deserialize, Serialize};

use super::choice::*;
use super::day::Day;
use super::id::*;
use super::quarter::Quarter;

/// One row of a department's 《账号权限对照表》 (附件1, 第四条).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MatrixRow {
    /// Id.
    pub id: MatrixRowId,
    /// 科室.
    pub department: DepartmentId,
    /// Place in the table, from 1.
    pub position: i64,
    /// 系统名称.
    pub system: SystemId,
    /// 账号类别.
    pub category: String,
    /// 岗位.
    pub post: String,
    /// 使用人.
    pub holder: Option<PersonId>,
    /// 备注.
    pub note: String,
    /// 账号名; kept, not printed.
    pub account: String,
    /// 权限说明; kept, not printed.
    pub permissions: String,
}

/// 《信息系统账号申请（注销）表》 (附件2, 第十条).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Application {
    /// Id.
    pub id: ApplicationId,
    /// SQ-2026-0001: yearly, without gaps; given again only where its making was undone (撤销) before it was printed.
    pub number: String,
    /// 用户账号 or 管理账号; none ticked in advance.
    pub kind: Option<AccountKind>,
    /// 新增, 变更, 注销 or 启用; none ticked in advance.
    pub action: Option<Action>,
    /// How a 注销 closes the account.
    pub disposal: Option<Disposal>,
    /// 账号说明: required for a 管理账号.
    pub account_note: String,
    /// 申请人: who applies (a leaver cannot).
    pub applicant: Option<PersonId>,
    /// 部门, as it stood when the paper was made.
    pub department: Option<DepartmentId>,
    /// 岗位, as it stood when the paper was made.
    pub post: String,
    /// 申请日期.
    pub applied_on: Option<Day>,
    /// 联系方式.
    pub contact: String,
    /// 系统名称: one value, printed in both places.
    pub system: Option<SystemId>,
    /// 账号名: kept, and named in 申请描述.
    pub account: String,
    /// 使用人, where it is not the applicant.
    pub holder: Option<PersonId>,
    /// 申请描述.
    pub description: String,
    /// 账号类别 that is asked for (第十一条); named in 申请描述.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// 权限说明 that is asked for (第十一条); named in 申请描述.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub permissions: String,
    /// 正式, 临时 or 测试, where the form tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nature: Option<Nature>,
    /// 到期日 of a temporary account (第十八条); named in 申请描述.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Day>,
    /// 科室负责人 who signed.
    pub department_head: Option<PersonId>,
    /// 系统管理部门负责人: reviewed it too (第十一条). The paper has no place for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system_head: Option<PersonId>,
    /// 分管领导 who signed.
    pub leader: Option<PersonId>,
    /// 操作员 who signed.
    pub operator: Option<PersonId>,
    /// 审核日期, as signed.
    pub reviewed_on: Option<Day>,
    /// 批准日期, as signed.
    pub approved_on: Option<Day>,
    /// 处理日期, as signed.
    pub handled_on: Option<Day>,
    /// 处理描述.
    pub outcome: String,
    /// 草稿 → 已打印待签 → 已签字 → 已办结, or 作废.
    pub state: ApplicationState,
    /// Why it is void.
    pub void_reason: Option<String>,
}

impl Application {
    /// A form on which nothing is filled in.
    pub fn blank(id: ApplicationId, number: String) -> Self {
        Self {
            id,
            number,
            kind: None,
            action: None,
            disposal: None,
            account_note: String::new(),
            applicant: None,
            department: None,
            post: String::new(),
            applied_on: None,
            contact: String::new(),
            system: None,
            account: String::new(),
            holder: None,
            description: String::new(),
            category: String::new(),
            permissions: String::new(),
            nature: None,
            expires_on: None,
            department_head: None,
            system_head: None,
            leader: None,
            operator: None,
            reviewed_on: None,
            approved_on: None,
            handled_on: None,
            outcome: String::new(),
            state: ApplicationState::Draft,
            void_reason: None,
        }
    }
}

/// 《信息系统账号清理清单》 (附件3): its head. The rows are [`CleanupRow`]s.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cleanup {
    /// Id.
    pub id: CleanupId,
    /// QL-2026-0001: yearly, without gaps; given again only where its making was undone (撤销) before it was printed.
    pub number: String,
    /// The systems in the head; several print as 「（详见表内）」.
    pub systems: Vec<SystemId>,
    /// When it was carried out (处理).
    pub handled_on: Option<Day>,
    /// When it was printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed_on: Option<Day>,
    /// Why it is void, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void_reason: Option<String>,
}

impl Cleanup {
    /// Whether it can still be carried out: neither handled nor void.
    pub fn is_open(&self) -> bool {
        self.handled_on.is_none() && self.void_reason.is_none()
    }
}

/// One row of 附件3.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CleanupRow {
    /// Id.
    pub id: CleanupRowId,
    /// The list it stands in.
    pub cleanup: CleanupId,
    /// Place in the list, from 1.
    pub position: i64,
    /// 系统名称.
    pub system: SystemId,
    /// 科室.
    pub department: Option<DepartmentId>,
    /// 使用人.
    pub holder: Option<PersonId>,
    /// 使用账户.
    pub account: String,
    /// 账号类型.
    pub kind: Option<AccountKind>,
    /// 处理方式: never blank on paper.
    pub disposal: Option<Treatment>,
    /// When it was written: it means its account as that was used then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written_on: Option<Day>,
}

impl CleanupRow {
    /// Whether it closes its account: 保留, 变更 and 移交 leave it as it is.
    pub fn closes(&self) -> bool {
        matches!(self.disposal, Some(Treatment::Disable | Treatment::Delete))
    }
}

/// A department's 附件1 as a paper (第五条): when it was printed and signed. When its rows change, it is a draft again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Matrix {
    /// Id.
    pub id: MatrixId,
    /// 科室.
    pub department: DepartmentId,
    /// When it was printed.
    pub printed_on: Option<Day>,
    /// When 分管领导 signed it.
    pub signed_on: Option<Day>,
    /// Which 分管领导 signed it.
    pub signed_by: Option<PersonId>,
    /// When what prints was changed after it had been on paper: a signature before that day is on another paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_on: Option<Day>,
}

/// 备案 (第五条, 第十九条): what was handed in to 网络技术中心, as it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Filing {
    /// Id.
    pub id: FilingId,
    /// BA-2026-0001: yearly, without gaps, never given again.
    pub number: String,
    /// 科室.
    pub department: DepartmentId,
    /// What was filed.
    pub kind: FilingKind,
    /// The quarter it was filed for.
    pub period: Quarter,
    /// When it was signed.
    pub signed_on: Day,
    /// Who signed it, by name as the paper has it; may be blank.
    pub signed_by: String,
    /// When it was filed.
    pub filed_on: Day,
    /// The rows, as they were.
    pub rows: Vec<FiledRow>,
    /// The fingerprint of the 台账 that its papers carry: the hash of the last entry before it; blank where there was none.
    pub fingerprint: String,
    /// SHA-256 of the Excel file that was handed in, in hexadecimal. The file is kept whole beside the records.
    pub workbook: String,
    /// Why it is void, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void_reason: Option<String>,
}

/// One row of a filing: names as they stood, so that a later renaming does not reach it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FiledRow {
    /// 系统名称.
    pub system: String,
    /// 账号名; blank where it is not known.
    pub account: String,
    /// 账号类别.
    pub category: String,
    /// 岗位.
    pub post: String,
    /// 使用人: 「姓名」, or 「姓名（科室）」 where two share it.
    pub holder: String,
    /// 权限说明.
    pub permissions: String,
    /// 备注.
    pub note: String,
}
