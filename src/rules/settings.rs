//! The intervals and floors that rules work with: what the office has set, else the default.
//!
//! Only 90天, 6位, 8位 and 每季度 are in the regulation; every other number is 内部设定，非制度规定. A setting may be
//! stricter than the regulation, with its source (第二十七条), never looser.

use std::ops::RangeInclusive;

use super::article::Article;
use crate::model::*;

/// How a setting of the office's own is labelled.
pub const INTERNAL: &str = "内部设定，非制度规定";

/// The settings that are numbers with a unit: those that the screen lists.
pub fn numbers() -> impl Iterator<Item = SettingKey> {
    SettingKey::ALL.iter().copied().filter(|key| !matches!(key, SettingKey::SecondPlace | SettingKey::Clerks))
}

/// The value that a setting has where nothing is set: days, or characters.
pub fn default(key: SettingKey) -> i64 {
    match key {
        SettingKey::PasswordDays | SettingKey::InspectionDays | SettingKey::SampleDays => 90,
        SettingKey::UserPasswordLength => 6,
        SettingKey::AdminPasswordLength => 8,
        // Told from day 76 of 90.
        SettingKey::PasswordNotice => 14,
        SettingKey::TemporaryNotice => 7,
        SettingKey::JoinerDays => 30,
        SettingKey::SecondPlace | SettingKey::Clerks => 0,
    }
}

/// The article that numbers a setting; none where it is the office's own.
pub fn article(key: SettingKey) -> Option<Article> {
    match key {
        SettingKey::PasswordDays => Some(Article(25)),
        SettingKey::UserPasswordLength | SettingKey::AdminPasswordLength => Some(Article(24)),
        _ => None,
    }
}

/// What stands beside a setting on the screen: 「内部设定，非制度规定」, or the article that floors it.
pub fn label(key: SettingKey) -> String {
    article(key).map_or_else(|| INTERNAL.to_owned(), |article| format!("制度规定（{article}），只能更严"))
}

/// The unit that a setting is counted in.
pub fn unit(key: SettingKey) -> &'static str {
    match key {
        SettingKey::UserPasswordLength | SettingKey::AdminPasswordLength => "位",
        _ => "天",
    }
}

/// Why a setting is not taken, if it is not: looser than the regulation, stricter without its source, out of all
/// measure, or against another setting of the register.
pub fn objection(key: SettingKey, value: i64, source: &str, register: &Register) -> Option<String> {
    let (name, unit, floor) = (key.label(), unit(key), default(key));
    if let Some(article) = article(key) {
        let (looser, word) = match key {
            SettingKey::PasswordDays => (value > floor, "不得超过"),
            _ => (value < floor, "不得少于"),
        };
        if looser {
            return Some(format!("{name}{word}{floor}{unit}，现填{value}{unit}（{article}）"));
        }
        if value != floor && source.trim().is_empty() {
            return Some(format!("{name}严于制度规定的{floor}{unit}，要写明所依据的省、市标准（第二十七条）"));
        }
    }
    if key == SettingKey::SecondPlace {
        let is_whole = (0..=2).contains(&value) && (value == 0) == source.trim().is_empty();
        return (!is_whole).then(|| format!("{name}要写明文件夹，或者不设"));
    }
    if key == SettingKey::Clerks {
        let told = Clerks::read(source).and_then(|clerks| i64::try_from(clerks.0.len()).ok());
        return (told != Some(value)).then(|| format!("{name}要写成登录名和姓名，登录名各写一次"));
    }
    let range = match key {
        SettingKey::PasswordNotice | SettingKey::TemporaryNotice => 0..=366,
        SettingKey::UserPasswordLength | SettingKey::AdminPasswordLength => 1..=64,
        _ => 1..=366,
    };
    let (least, most) = (range.start(), range.end());
    if !range.contains(&value) {
        return Some(format!("{name}应在{least}至{most}{unit}之间，现填{value}{unit}"));
    }
    // A reminder as long as the time itself would remind always.
    let set = Settings::of(register);
    let (days, notice) = match key {
        SettingKey::PasswordDays => (value, set.password_notice),
        SettingKey::PasswordNotice => (set.password_days, value),
        _ => return None,
    };
    let (longer, shorter) = (SettingKey::PasswordDays.label(), SettingKey::PasswordNotice.label());
    (notice >= days).then(|| format!("{shorter}（{notice}天）应少于{longer}（{days}天）"))
}

/// Every value that the rules work with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// 口令更新周期, in days (第二十五条).
    pub password_days: i64,
    /// 口令到期提前提醒, in days.
    pub password_notice: i64,
    /// 巡检间隔, in days.
    pub inspection_days: i64,
    /// 抽查间隔, in days.
    pub sample_days: i64,
    /// 临时账号到期提前提醒, in days.
    pub temporary_notice: i64,
    /// 新入职提醒期, in days.
    pub joiner_days: i64,
}

impl Settings {
    /// What the register holds, else the defaults.
    pub fn of(register: &Register) -> Self {
        let value = |key| setting(register, key).map_or_else(|| default(key), |it| it.value);
        Self {
            password_days: value(SettingKey::PasswordDays),
            password_notice: value(SettingKey::PasswordNotice),
            inspection_days: value(SettingKey::InspectionDays),
            sample_days: value(SettingKey::SampleDays),
            temporary_notice: value(SettingKey::TemporaryNotice),
            joiner_days: value(SettingKey::JoinerDays),
        }
    }

    /// The days since a password was changed, in bands: to half of the longest time, to the reminder, to the longest
    /// time, past it (第二十五条). One that an early reminder leaves no room for is empty.
    pub fn password_bands(&self) -> [RangeInclusive<i64>; 4] {
        let longest = self.password_days;
        let reminder = (longest - self.password_notice).max(0);
        let half = (longest / 2).min(reminder - 1);
        [0..=half, half + 1..=reminder - 1, reminder..=longest, longest + 1..=i64::MAX]
    }
}

/// What is set under this key.
pub fn setting(register: &Register, key: SettingKey) -> Option<&Setting> {
    register.settings.values().find(|it| it.key == key)
}

/// What 第二十四条 asks of a password: advice beside the two dates, since no password is ever seen.
pub fn password_advice(register: &Register, kind: AccountKind) -> String {
    let key = match kind {
        AccountKind::User => SettingKey::UserPasswordLength,
        AccountKind::Admin => SettingKey::AdminPasswordLength,
    };
    let length = setting(register, key).map_or_else(|| default(key), |it| it.value);
    format!("口令至少{length}位，并有一定复杂度（第二十四条）")
}
