//! The fields of the three forms, each with the label that the paper prints for it.

use serde::{Deserialize, Serialize};

use super::choice::{Choice, Nature};
use super::text::{ACCOUNT_NOTE_LIMIT, LONG_LIMIT, NAME_LIMIT, NOTE_LIMIT, SHORT_LIMIT, SYSTEM_LIMIT};

/// A field of a form. In a list (附件1, 附件3) it stands once a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Field {
    /// 用户账号 or 管理账号.
    Kind,
    /// 新增, 变更, 注销 or 启用.
    Action,
    /// 账号说明.
    AccountNote,
    /// 申请人.
    Applicant,
    /// 部门及岗位: 「政务服务科 科员」.
    DepartmentAndPost,
    /// 申请日期.
    AppliedOn,
    /// 联系方式.
    Contact,
    /// 系统名称.
    System,
    /// 申请描述.
    Description,
    /// 分管领导: signed by hand.
    Leader,
    /// 批准日期: written by hand.
    ApprovedOn,
    /// 科室负责人: signed by hand.
    DepartmentHead,
    /// 系统管理部门负责人 (第十一条): kept beside 附件2, which has no place for it.
    SystemHead,
    /// 审核日期: written by hand.
    ReviewedOn,
    /// 操作员: signed by hand.
    Operator,
    /// 处理日期: written by hand.
    HandledOn,
    /// 处理描述.
    Outcome,
    /// 账号名: kept beside 附件1 and 附件2, printed in 附件3 as 使用账户.
    Account,
    /// 使用人.
    Holder,
    /// 注销方式 beside 附件2, 处理方式 in 附件3.
    Disposal,
    /// 科室（单位）名称 of 附件1, 科室 of a row of 附件3.
    Department,
    /// 序号.
    Position,
    /// 账号类别.
    Category,
    /// 岗位.
    Post,
    /// 备注.
    Note,
    /// 账号类型 of a row of 附件3.
    AccountType,
    /// 权限说明: kept beside a row of 附件1; named in 申请描述 of 附件2.
    Permissions,
    /// 账号性质 beside 附件2: 正式, 临时 or 测试.
    Nature,
    /// 到期日 of a temporary account (第十八条), beside 附件2.
    ExpiresOn,
    /// 填报日期 of what is handed in.
    FiledOn,
    /// 编号 of a filing.
    Number,
    /// 报送期: the quarter of a filing.
    Period,
    /// 报送内容: what is filed.
    FiledKind,
    /// 账号数 of a filing.
    RowCount,
    /// 变动情况 since the filing before.
    Changes,
    /// 台账指纹.
    Fingerprint,
    /// 文件指纹 of the Excel file handed in.
    Workbook,
    /// 签字人 and 签字日期 of what is filed.
    SignedBy,
}

impl Field {
    /// The label that the paper or the screen shows.
    pub fn label(self) -> &'static str {
        match self {
            Field::Kind => "账号申请类型",
            Field::Action => "申请事项",
            Field::AccountNote => "账号说明",
            Field::Applicant => "申请人",
            Field::DepartmentAndPost => "部门及岗位",
            Field::AppliedOn => "申请日期",
            Field::Contact => "联系方式",
            Field::System => "系统名称",
            Field::Description => "申请描述",
            Field::Leader => "分管领导",
            Field::ApprovedOn => "批准日期",
            Field::DepartmentHead => "科室负责人",
            Field::SystemHead => "系统负责人",
            Field::ReviewedOn => "审核日期",
            Field::Operator => "操作员",
            Field::HandledOn => "处理日期",
            Field::Outcome => "处理描述",
            Field::Account => "账号名",
            Field::Holder => "使用人",
            Field::Disposal => "注销方式",
            Field::Department => "科室（单位）名称",
            Field::Position => "序号",
            Field::Category => "账号类别",
            Field::Post => "岗位",
            Field::Note => "备注",
            Field::AccountType => "账号类型",
            Field::Permissions => "权限说明",
            Field::Nature => Nature::NAME,
            Field::ExpiresOn => "到期日",
            Field::FiledOn => "填报日期",
            Field::Number => "备案编号",
            Field::Period => "报送期",
            Field::FiledKind => "报送内容",
            Field::RowCount => "账号数",
            Field::Changes => "变动情况",
            Field::Fingerprint => "台账指纹",
            Field::Workbook => "文件指纹",
            Field::SignedBy => "审签",
        }
    }

    /// The most it takes, in characters.
    pub fn limit(self) -> usize {
        match self {
            Field::Description | Field::Outcome | Field::Permissions | Field::Changes => LONG_LIMIT,
            Field::AccountNote => ACCOUNT_NOTE_LIMIT,
            Field::Note => NOTE_LIMIT,
            // 科室 + blank + 岗位.
            Field::DepartmentAndPost => NAME_LIMIT * 2 + 1,
            Field::System => SYSTEM_LIMIT,
            Field::Contact | Field::Account => SHORT_LIMIT,
            // 「姓名（科室）」.
            field if field.names_person() => NAME_LIMIT * 2 + 2,
            _ => NAME_LIMIT,
        }
    }

    /// Whether Enter makes a new line in it.
    pub fn is_multiline(self) -> bool {
        matches!(self, Field::Description | Field::Outcome | Field::Permissions | Field::Changes)
    }

    /// Whether it names a person: 「姓名」 or 「姓名（科室）」.
    pub fn names_person(self) -> bool {
        matches!(
            self,
            Field::Applicant
                | Field::Leader
                | Field::DepartmentHead
                | Field::SystemHead
                | Field::Operator
                | Field::Holder
        )
    }

    /// Whether it holds a day.
    pub fn is_day(self) -> bool {
        matches!(
            self,
            Field::FiledOn
                | Field::AppliedOn
                | Field::ApprovedOn
                | Field::ReviewedOn
                | Field::HandledOn
                | Field::ExpiresOn
        )
    }
}
