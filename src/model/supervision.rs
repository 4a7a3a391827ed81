//! What keeping the regulation leaves behind: settings, waivers, changes of post, notices, 巡检 and 抽查.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::choice::*;
use super::day::Day;
use super::id::*;
use super::subject::Subject;

/// An interval or a floor that the office has set (第二十七条). What is not set has its default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Setting {
    /// Id.
    pub id: SettingId,
    /// Which one; its key.
    pub key: SettingKey,
    /// Its value: days, or characters of a password; of 第二备份位置 see [`SecondPlace`], of 经手姓名 [`super::Clerks`].
    pub value: i64,
    /// The standard of the province or the city that it rests on (第二十七条), or the folder; may be blank where it is
    /// internal.
    pub source: String,
}

/// Where backups go besides the folder at the data file (第二备份位置): a stick, a share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondPlace {
    /// The folder.
    pub folder: PathBuf,
    /// Whether they are locked there with a passphrase, which is kept nowhere.
    pub is_locked: bool,
}

impl SecondPlace {
    /// The value of the setting.
    pub fn value(place: Option<&Self>) -> i64 {
        place.map_or(0, |place| if place.is_locked { 2 } else { 1 })
    }

    /// From the setting.
    pub(super) fn of(setting: &Setting) -> Option<Self> {
        let is_locked = match setting.value {
            1 => false,
            2 => true,
            _ => return None,
        };
        Some(Self { folder: PathBuf::from(&setting.source), is_locked })
    }
}

/// A finding of weight E that is overridden, with its reason in writing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Waiver {
    /// Id.
    pub id: WaiverId,
    /// 第N条, 1–30.
    pub article: u8,
    /// What the finding is about; with the article, its key.
    pub subject: Subject,
    /// 涉及: what was found then, and is overridden; nothing of one from before this was recorded, which overrides
    /// whatever is found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concerns: Option<Vec<String>>,
    /// Why.
    pub reason: String,
    /// When.
    pub waived_on: Day,
    /// Why it is withdrawn, if it is: the finding stops again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void_reason: Option<String>,
}

/// A change of 岗位 or 科室 (第六条, 第十三条): waits for 备案.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PostChange {
    /// Id.
    pub id: PostChangeId,
    /// Who.
    pub person: PersonId,
    /// 科室 before.
    pub from_department: DepartmentId,
    /// 岗位 before.
    pub from_post: String,
    /// 科室 after.
    pub to_department: DepartmentId,
    /// 岗位 after.
    pub to_post: String,
    /// When.
    pub changed_on: Day,
    /// Why it is void, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void_reason: Option<String>,
}

/// 书面通知 of a leaver (第十四条), to one of the two offices that manage accounts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// Id.
    pub id: NoticeId,
    /// TZ-2026-0001: yearly, without gaps; given again only where its making was undone (撤销) before it was printed.
    pub number: String,
    /// The leaver.
    pub person: PersonId,
    /// To whom.
    pub route: NoticeRoute,
    /// The accounts to be taken back, in the order of the letter.
    pub accounts: Vec<AccountId>,
    /// The date of the letter.
    pub written_on: Day,
    /// What it tells of the leaver; nothing of one from before this was kept, which tells what the register knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaver: Option<LeaverThen>,
    /// Why it is void, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void_reason: Option<String>,
}

impl Notice {
    /// Whether it was written for the leaving of this day: who comes back and leaves again is told of anew (第十四条). None is
    /// written before its leaver has left.
    pub fn is_of(&self, left_on: Option<Day>) -> bool {
        left_on.is_none_or(|day| self.written_on >= day)
    }
}

/// What a 书面通知 tells of its leaver, as it stood: who comes back later, or moves, does not change a letter that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaverThen {
    /// 离职日.
    pub left_on: Option<Day>,
    /// 手续办结日.
    pub handed_over_on: Option<Day>,
    /// 科室, by its name.
    pub department: String,
    /// 岗位.
    pub post: String,
}

/// A round of 巡检 over the accounts of one system (第八条第2项). The accounts are [`InspectionRow`]s.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inspection {
    /// Id.
    pub id: InspectionId,
    /// XJ-2026-0001: yearly, never given again.
    pub number: String,
    /// The system.
    pub system: SystemId,
    /// When it was begun.
    pub begun_on: Day,
    /// When it was finished; an unfinished one is taken up again.
    pub finished_on: Option<Day>,
    /// The 附件3 that it ended in; none where every account stays as it is.
    pub cleanup: Option<CleanupId>,
    /// Why it is void, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void_reason: Option<String>,
}

impl Inspection {
    /// Whether it waits for answers: neither finished nor void.
    pub fn is_open(&self) -> bool {
        self.finished_on.is_none() && self.void_reason.is_none()
    }
}

/// One account of a round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InspectionRow {
    /// Id.
    pub id: InspectionRowId,
    /// The round.
    pub inspection: InspectionId,
    /// Place in the round, from 1.
    pub position: i64,
    /// The account.
    pub account: AccountId,
    /// 巡检结论; none while it is unanswered.
    pub judgement: Option<Judgement>,
    /// 备注.
    pub note: String,
}

/// A drawn sample (抽查, 第九条). What was drawn are [`SampleRow`]s: they stay when accounts are added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// Id.
    pub id: SampleId,
    /// CC-2026-0001: yearly, never given again.
    pub number: String,
    /// Only accounts of this system; of all where none.
    pub system: Option<SystemId>,
    /// Only accounts of this department's people; of all where none.
    pub department: Option<DepartmentId>,
    /// How many were asked for.
    pub size: i64,
    /// The seed.
    pub seed: i64,
    /// How many live accounts it was drawn from.
    pub population: i64,
    /// When.
    pub drawn_on: Day,
    /// Why it is void, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void_reason: Option<String>,
}

/// One account of a sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SampleRow {
    /// Id.
    pub id: SampleRowId,
    /// The sample.
    pub sample: SampleId,
    /// Place in the sample, from 1.
    pub position: i64,
    /// The account.
    pub account: AccountId,
    /// 抽查结果; none while it is not checked.
    pub result: Option<SampleResult>,
    /// 备注.
    pub note: String,
}
