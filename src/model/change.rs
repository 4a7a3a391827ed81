//! What one write did, and on whose behalf.

use serde::{Deserialize, Serialize};

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

/// The errand that an entry of the 台账 was written for (第十五条).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Op {
    /// A JSON document was loaded.
    Load,
    /// A table was taken into a register.
    Import,
    /// An application was saved.
    FileApplication,
    /// An application was printed.
    PrintApplication,
    /// The wet signatures of an application were recorded.
    SignApplication,
    /// An application was carried out.
    CompleteApplication,
    /// What was registered of an application that was carried out was put right.
    CorrectCompletion,
    /// An application was declared void.
    VoidApplication,
    /// A department was entered or changed.
    SaveDepartment,
    /// A person was entered or changed.
    SavePerson,
    /// A system was entered or changed.
    SaveSystem,
    /// An account was entered or changed.
    SaveAccount,
    /// A department's 附件1 was filled from the register.
    FillMatrix,
    /// An 附件3 was made.
    MakeCleanup,
    /// An 附件3 was carried out.
    HandleCleanup,
    /// A department's 附件1 was typed.
    SaveMatrix,
    /// A department's 附件1 was printed.
    PrintMatrix,
    /// The signature on a department's 附件1 was recorded.
    SignMatrix,
    /// An 附件3 was typed.
    SaveCleanup,
    /// An 附件3 was printed.
    PrintCleanup,
    /// A record was declared void.
    VoidRecord,
    /// A void record was taken back.
    RestoreRecord,
    /// An 附件3 was declared void.
    VoidCleanup,
    /// A table was filed with 网络技术中心.
    File,
    /// A filing was declared void.
    VoidFiling,
    /// A setting of the office was changed.
    SaveSetting,
    /// A finding was overridden with a reason, or that was withdrawn.
    Waive,
    /// A leaver's papers were made.
    StaffLeaves,
    /// A newcomer's or mover's papers were made.
    StaffChanges,
    /// A system's test and temporary accounts were listed after acceptance.
    ClearAfterAcceptance,
    /// A 巡检 was begun, answered or finished.
    Inspect,
    /// A 抽查 was drawn or its results entered.
    Sample,
    /// A 巡检 was declared void.
    VoidInspection,
    /// A 抽查 was declared void.
    VoidSample,
    /// A 书面通知 was declared void.
    VoidNotice,
    /// An entry was taken back.
    Undo,
    /// A taken-back entry was done again.
    Redo,
    /// Scans of signed papers were taken in.
    Attach,
    /// A scan was declared void.
    VoidAttachment,
    /// A backup was put in the place of the data file.
    Restore,
}

impl Op {
    /// Every errand.
    pub const ALL: [Op; 40] = [
        Op::Load,
        Op::Import,
        Op::FileApplication,
        Op::PrintApplication,
        Op::SignApplication,
        Op::CompleteApplication,
        Op::CorrectCompletion,
        Op::VoidApplication,
        Op::SaveDepartment,
        Op::SavePerson,
        Op::SaveSystem,
        Op::SaveAccount,
        Op::FillMatrix,
        Op::MakeCleanup,
        Op::HandleCleanup,
        Op::SaveMatrix,
        Op::PrintMatrix,
        Op::SignMatrix,
        Op::SaveCleanup,
        Op::PrintCleanup,
        Op::VoidRecord,
        Op::RestoreRecord,
        Op::VoidCleanup,
        Op::File,
        Op::VoidFiling,
        Op::SaveSetting,
        Op::Waive,
        Op::StaffLeaves,
        Op::StaffChanges,
        Op::ClearAfterAcceptance,
        Op::Inspect,
        Op::Sample,
        Op::VoidInspection,
        Op::VoidSample,
        Op::VoidNotice,
        Op::Undo,
        Op::Redo,
        Op::Attach,
        Op::VoidAttachment,
        Op::Restore,
    ];

    /// Its name in the ledger and on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Op::Load => "载入数据",
            Op::Import => "导入表格",
            Op::FileApplication => "保存申请表",
            Op::PrintApplication => "打印申请表",
            Op::SignApplication => "登记签字",
            Op::CompleteApplication => "办结",
            Op::CorrectCompletion => "更正办结",
            Op::VoidApplication => "作废",
            Op::SaveDepartment => "登记科室",
            Op::SavePerson => "登记人员",
            Op::SaveSystem => "登记信息系统",
            Op::SaveAccount => "登记账号",
            Op::FillMatrix => "填写对照表",
            Op::MakeCleanup => "生成清理清单",
            Op::HandleCleanup => "处理清理清单",
            Op::SaveMatrix => "修改对照表",
            Op::PrintMatrix => "打印对照表",
            Op::SignMatrix => "登记对照表签字",
            Op::SaveCleanup => "修改清理清单",
            Op::PrintCleanup => "打印清理清单",
            Op::VoidRecord => "作废记录",
            Op::RestoreRecord => "恢复记录",
            Op::VoidCleanup => "作废清理清单",
            Op::File => "备案",
            Op::VoidFiling => "作废备案",
            Op::SaveSetting => "修改设置",
            Op::Waive => "例外办理",
            Op::StaffLeaves => "办理离职",
            Op::StaffChanges => "办理入职、转岗",
            Op::ClearAfterAcceptance => "验收清理",
            Op::Inspect => "巡检",
            Op::Sample => "抽查",
            Op::VoidInspection => "作废巡检",
            Op::VoidSample => "作废抽查",
            Op::VoidNotice => "作废书面通知",
            Op::Undo => "撤销",
            Op::Redo => "重做",
            Op::Attach => "附扫描件",
            Op::VoidAttachment => "作废扫描件",
            Op::Restore => "恢复备份",
        }
    }

    /// The errand of this name.
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|op| op.label() == label)
    }
}
