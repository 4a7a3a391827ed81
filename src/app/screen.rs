//! The screens of the window, by the names that the navigation and the palette show.

use eframe::egui::{Key, KeyboardShortcut, Modifiers};

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
    /// Backups, 核对台账 and 迎检包.
    Keeping,
    /// What this program is.
    About,
}

impl Screen {
    /// All that the navigation goes to, in its order.
    pub const ALL: [Screen; 18] = [
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
        Screen::Keeping,
        Screen::Regulation,
        Screen::Settings,
        Screen::About,
    ];

    /// The keys of the first nine of the navigation, and how they are told.
    const KEYS: [(Key, &'static str); 9] = [
        (Key::Num1, "Ctrl+1"),
        (Key::Num2, "Ctrl+2"),
        (Key::Num3, "Ctrl+3"),
        (Key::Num4, "Ctrl+4"),
        (Key::Num5, "Ctrl+5"),
        (Key::Num6, "Ctrl+6"),
        (Key::Num7, "Ctrl+7"),
        (Key::Num8, "Ctrl+8"),
        (Key::Num9, "Ctrl+9"),
    ];

    /// The screens that have a key of their own, with it.
    pub fn keyed() -> impl Iterator<Item = (Screen, KeyboardShortcut)> {
        let digits = Self::ALL.into_iter().zip(Self::KEYS);
        let digits = digits.map(|(screen, (key, _))| (screen, KeyboardShortcut::new(Modifiers::COMMAND, key)));
        digits.chain([(Screen::About, KeyboardShortcut::new(Modifiers::NONE, Key::F1))])
    }

    /// Its key, as `Ctrl+1`; empty where it has none.
    pub fn hint(self) -> &'static str {
        if self == Screen::About {
            return "F1";
        }
        let at = Self::ALL.iter().position(|screen| *screen == self);
        at.and_then(|at| Self::KEYS.get(at)).map_or("", |(_, told)| told)
    }

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
            Screen::Keeping => "备份与迎检",
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
