//! The papers that are numbered by the year.

/// A series of papers; its numbers are SQ-2026-0001 and so on, without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Series {
    /// 申请表: SQ.
    Application,
    /// 清理清单: QL.
    Cleanup,
    /// 备案: BA.
    Filing,
    /// 巡检: XJ.
    Inspection,
    /// 抽查: CC.
    Sample,
    /// 书面通知: TZ.
    Notice,
}

impl Series {
    /// Every series.
    pub const ALL: [Series; 6] =
        [Self::Application, Self::Cleanup, Self::Filing, Self::Inspection, Self::Sample, Self::Notice];

    /// What its numbers begin with.
    pub fn letters(self) -> &'static str {
        match self {
            Self::Application => "SQ",
            Self::Cleanup => "QL",
            Self::Filing => "BA",
            Self::Inspection => "XJ",
            Self::Sample => "CC",
            Self::Notice => "TZ",
        }
    }

    /// What its papers are called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Application => "信息系统账号申请（注销）表",
            Self::Cleanup => "信息系统账号清理清单",
            Self::Filing => "备案",
            Self::Inspection => "信息系统账号巡检记录",
            Self::Sample => "账号抽查",
            Self::Notice => "书面通知",
        }
    }

    /// The series of these letters.
    pub fn of(letters: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|series| series.letters() == letters)
    }
}
