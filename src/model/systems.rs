//! 信息系统 and 账号: what is held.

use serde::{Deserialize, Serialize};

use super::choice::*;
use super::day::Day;
use super::id::*;
use super::quarter::Quarter;

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
    /// 下线日期: since when nobody uses it any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired_on: Option<Day>,
    /// Why it is void, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void_reason: Option<String>,
}

impl InfoSystem {
    /// Whether it is known to be 非自建, and its accounts are filed every quarter (第十九条).
    pub fn is_outside(&self) -> bool {
        self.self_built == Some(false)
    }

    /// Since when it is off line, where it is by `today`.
    pub fn retired_by(&self, today: Day) -> Option<Day> {
        self.retired_on.filter(|day| *day <= today)
    }

    /// Whether it is offered for what is new: neither void nor off line.
    pub fn is_offered(&self, today: Day) -> bool {
        self.void_reason.is_none() && self.retired_by(today).is_none()
    }

    /// Whether its accounts are filed for a quarter (第十九条): the last is that in which it goes off line.
    pub fn is_filed_for(&self, quarter: Quarter) -> bool {
        self.retired_on.is_none_or(|day| quarter <= Quarter::of(day))
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
    /// When its password was changed last, as far as it is known: the first change is a change too (第二十三条, 第二十五条).
    pub fn password_last_changed(&self) -> Option<Day> {
        self.password_changed_on.max(self.initial_password_changed_on)
    }

    /// Whether it is in use: 在用, and not entered by mistake.
    pub fn is_live(&self) -> bool {
        self.status == AccountStatus::Active && self.void_reason.is_none()
    }
}
