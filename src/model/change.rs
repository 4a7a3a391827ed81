//! What one write did, and on whose behalf.

use serde::{Deserialize, Serialize};

use super::choice::choice;
use super::record::Record;

/// One record before and after a write: a new one has no before, a removed one no after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// As it stood.
    pub before: Option<Record>,
    /// As it stands.
    pub after: Option<Record>,
}

impl Change {
    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(self) -> Self {
        Self { before: self.after, after: self.before }
    }
}

choice! {
    /// The errand that an entry of the 台账 was written for (第十五条).
    Op("事项") {
        /// A JSON document was loaded.
        Load = "载入数据",
        /// A table was taken into a register.
        Import = "导入表格",
        /// An application was saved.
        FileApplication = "保存申请表",
        /// An application was printed.
        PrintApplication = "打印申请表",
        /// The wet signatures of an application were recorded.
        SignApplication = "登记签字",
        /// An application was carried out.
        CompleteApplication = "办结",
        /// What was registered of an application that was carried out was put right.
        CorrectCompletion = "更正办结",
        /// An application was declared void.
        VoidApplication = "作废",
        /// A department was entered or changed.
        SaveDepartment = "登记科室",
        /// A person was entered or changed.
        SavePerson = "登记人员",
        /// A system was entered or changed.
        SaveSystem = "登记信息系统",
        /// An account was entered or changed.
        SaveAccount = "登记账号",
        /// A department's 附件1 was filled from the register.
        FillMatrix = "填写对照表",
        /// An 附件3 was made.
        MakeCleanup = "生成清理清单",
        /// An 附件3 was carried out.
        HandleCleanup = "处理清理清单",
        /// A department's 附件1 was typed.
        SaveMatrix = "修改对照表",
        /// A department's 附件1 was printed.
        PrintMatrix = "打印对照表",
        /// The signature on a department's 附件1 was recorded.
        SignMatrix = "登记对照表签字",
        /// An 附件3 was typed.
        SaveCleanup = "修改清理清单",
        /// An 附件3 was printed.
        PrintCleanup = "打印清理清单",
        /// A record was declared void.
        VoidRecord = "作废记录",
        /// A void record was taken back.
        RestoreRecord = "恢复记录",
        /// An 附件3 was declared void.
        VoidCleanup = "作废清理清单",
        /// A table was filed with 网络技术中心.
        File = "备案",
        /// A filing was declared void.
        VoidFiling = "作废备案",
        /// A setting of the office was changed.
        SaveSetting = "修改设置",
        /// A finding was overridden with a reason, or that was withdrawn.
        Waive = "例外办理",
        /// A leaver's papers were made.
        StaffLeaves = "办理离职",
        /// A newcomer's or mover's papers were made.
        StaffChanges = "办理入职、转岗",
        /// A system's test and temporary accounts were listed after acceptance.
        ClearAfterAcceptance = "验收清理",
        /// A 巡检 was begun, answered or finished.
        Inspect = "巡检",
        /// A 抽查 was drawn or its results entered.
        Sample = "抽查",
        /// A 巡检 was declared void.
        VoidInspection = "作废巡检",
        /// A 抽查 was declared void.
        VoidSample = "作废抽查",
        /// A 书面通知 was declared void.
        VoidNotice = "作废书面通知",
        /// A change of post was declared void.
        VoidPostChange = "作废岗位变动",
        /// An entry was taken back.
        Undo = "撤销",
        /// A taken-back entry was done again.
        Redo = "重做",
        /// Scans of signed papers were taken in.
        Attach = "附扫描件",
        /// A scan was declared void.
        VoidAttachment = "作废扫描件",
        /// A backup was put in the place of the data file.
        Restore = "恢复备份",
    }
}
