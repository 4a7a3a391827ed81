//! 科室 and 人员: who the accounts are held by.

use serde::{Deserialize, Serialize};

use super::choice::*;
use super::day::Day;
use super::id::*;
use super::quarter::Quarter;

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
    /// 撤销日期: since when it is abolished, or merged into another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abolished_on: Option<Day>,
    /// Why it is void, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void_reason: Option<String>,
}

impl Department {
    /// Since when it is abolished, where it is by `today`.
    pub fn abolished_by(&self, today: Day) -> Option<Day> {
        self.abolished_on.filter(|day| *day <= today)
    }

    /// Whether it is offered for what is new: neither void nor abolished.
    pub fn is_offered(&self, today: Day) -> bool {
        self.void_reason.is_none() && self.abolished_by(today).is_none()
    }

    /// Whether it files for a quarter (第十九条): the last is that in which it is abolished.
    pub fn files_for(&self, quarter: Quarter) -> bool {
        self.abolished_on.is_none_or(|day| quarter <= Quarter::of(day))
    }
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
