//! The screens of the window, by the names that the navigation and the palette show.

use crate::model::Kind;

/// A screen of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// 待办.
    Due,
    /// 检查.
    Matters,
    /// 巡检 and 抽查.
    Rounds,
    /// 制度原文.
    Regulation,
    /// 设置.
    Settings,
    /// The list of applications.
    Applications,
    /// One application.
    Form,
    /// 附件1.
    Matrix,
    /// 附件3.
    Cleanups,
    /// 备案.
    Filings,
    /// 汇总.
    Merge,
    /// One of the registers.
    Register(Kind),
    /// The entries of the 台账.
    History,
    /// 导入.
    Import,
    /// What this program is.
    About,
}

impl Screen {
    /// All that the navigation goes to, in its order.
    pub const ALL: [Screen; 17] = [
        Screen::Due,
        Screen::Matters,
        Screen::Applications,
        Screen::Matrix,
        Screen::Cleanups,
        Screen::Filings,
        Screen::Merge,
        Screen::Rounds,
        Screen::Register(Kind::Departments),
        Screen::Register(Kind::People),
        Screen::Register(Kind::Systems),
        Screen::Register(Kind::Accounts),
        Screen::History,
        Screen::Import,
        Screen::Regulation,
        Screen::Settings,
        Screen::About,
    ];

    /// Its name.
    pub fn label(self) -> &'static str {
        match self {
            Screen::Due => "待办",
            Screen::Matters => "检查",
            Screen::Applications | Screen::Form => "申请表",
            Screen::Matrix => "权限对照表",
            Screen::Cleanups => "清理清单",
            Screen::Filings => "备案",
            Screen::Merge => "汇总",
            Screen::Rounds => "巡检抽查",
            Screen::Register(kind) => kind.term(),
            Screen::History => "历史",
            Screen::Import => "导入",
            Screen::Regulation => "制度原文",
            Screen::Settings => "设置",
            Screen::About => "关于",
        }
    }

    /// What stands above it in the navigation, where it is the first of a group.
    pub fn group(self) -> Option<&'static str> {
        match self {
            Screen::Applications => Some("表格"),
            Screen::Register(Kind::Departments) => Some("台账"),
            Screen::Regulation => Some("其他"),
            _ => None,
        }
    }
}
