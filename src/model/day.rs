//! A calendar day, stored as ISO 8601 and printed as 2022年8月3日.

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::text::narrow;

/// A day without a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(NaiveDate);

impl Day {
    /// The regulation's day of issue; facts before it are recorded and not judged (第三十条).
    pub fn of_regulation() -> Self {
        Self(NaiveDate::from_ymd_opt(2022, 8, 3).unwrap_or_default())
    }

    /// The day with this year, month (1–12) and day (1–31), if the calendar has it.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).filter(|date| has_four_digits(*date)).map(Self)
    }

    /// Reads `YYYY-MM-DD` and nothing else.
    pub fn from_iso(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let digits = |part: &str, width: usize| part.len() == width && part.bytes().all(|b| b.is_ascii_digit());
        if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// Reads a day as clerks type it: `2026年8月3日`, `2026-8-3`, `2026.8.3`, `2026/8/3`, `20260803`;
    /// without a year (`8月3日`, `8.3`) the year of `today`; 今天, 昨天, 明天.
    pub fn from_typed(text: &str, today: Day) -> Option<Self> {
        match text.split_whitespace().collect::<String>().as_str() {
            "今天" | "今日" => Some(today),
            "昨天" => today.plus(-1),
            "明天" => today.plus(1),
            text => Self::read(text, Some(today.year())),
        }
    }

    /// Reads a day whose year may be left out only where `this_year` says which one is meant.
    fn read(text: &str, this_year: Option<i32>) -> Option<Self> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).map(narrow).collect();
        if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
            return Self::new(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?);
        }
        let text = text.strip_suffix(['日', '号']).unwrap_or(&text);
        let parts: Vec<&str> = text.split(['年', '月', '-', '.', '/', '、', '－', '．', '／']).collect();
        if parts.iter().any(|part| part.is_empty() || part.len() > 4 || !part.bytes().all(|b| b.is_ascii_digit())) {
            return None;
        }
        let number = |part: &str| part.parse::<u32>().ok();
        match parts[..] {
            [year, month, day] if year.len() == 4 => Self::new(year.parse().ok()?, number(month)?, number(day)?),
            [month, day] => Self::new(this_year?, number(month)?, number(day)?),
            _ => None,
        }
    }

    /// Reads a day as tables have it: with a time of day behind it (`2026-08-03 00:00:00`), or as the serial number
    /// that Excel counts from 1900 (46237 is 2026-08-03); a year of two digits is one of this century where it cannot be
    /// a month (`26.8.3`) or says that it is a year (`09年8月3日`). Without its year it is no day.
    pub fn from_table(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some((day, time)) = text.split_once([' ', 'T'])
            && !time.trim().is_empty()
            && time.trim().chars().all(|c| c.is_ascii_digit() || ":.Z".contains(c))
        {
            return Self::read(day, None);
        }
        let year: String = text.chars().take_while(char::is_ascii_digit).collect();
        let rest = &text[year.len()..];
        let is_year = rest.starts_with('年') || rest.starts_with(['.', '/', '-']) && year.as_str() > "12";
        if year.len() == 2 && is_year {
            return Self::read(&format!("20{text}"), None);
        }
        // From 1954 to 2118: a shorter number is no day.
        let serial: i64 = text.parse().ok().filter(|serial| (20_000..80_000).contains(serial))?;
        NaiveDate::from_ymd_opt(1899, 12, 30).map(Self)?.plus(serial)
    }

    /// Reads `2022年8月3日` and nothing else.
    pub fn from_chinese(text: &str) -> Option<Self> {
        let (year, rest) = text.strip_suffix('日')?.split_once('年')?;
        let (month, day) = rest.split_once('月')?;
        let read = Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
        (read.chinese() == text).then_some(read)
    }

    /// `2022-08-03`.
    pub fn iso(self) -> String {
        self.0.format("%Y-%m-%d").to_string()
    }

    /// `2022年8月3日`: the official form, without leading zeros (GB/T 9704-2012, 7.3.5).
    pub fn chinese(self) -> String {
        format!("{}年{}月{}日", self.year(), self.month(), self.0.day())
    }

    /// The year, four digits.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1–12.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, 1–31.
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// Days from Monday, 0–6.
    pub fn weekday(self) -> u32 {
        self.0.weekday().num_days_from_monday()
    }

    /// The day so many days later, or earlier where negative; none beyond the years that [`Day::new`] takes.
    pub fn plus(self, days: i64) -> Option<Self> {
        let step = Days::new(days.unsigned_abs());
        let moved = if days < 0 { self.0.checked_sub_days(step) } else { self.0.checked_add_days(step) };
        moved.filter(|date| has_four_digits(*date)).map(Self)
    }

    /// Whole days from `earlier` to this day, negative if `earlier` is later.
    pub fn days_since(self, earlier: Day) -> i64 {
        (self.0 - earlier.0).num_days()
    }

    /// The day as the calendar library has it.
    pub fn date(self) -> NaiveDate {
        self.0
    }
}

/// The paper, the ISO form and the sorting of text all count on it.
fn has_four_digits(date: NaiveDate) -> bool {
    (1900..=9999).contains(&date.year())
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Self(date)
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.iso()
    }
}

impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Day::from_iso(&text).ok_or(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_every_form_that_a_clerk_types() {
        let today = Day::new(2026, 11, 24).unwrap();
        for text in [
            "2026-08-03",
            "2026年8月3日",
            "2026.8.3",
            "2026/8/3",
            "20260803",
            "8月3日",
            "8.3",
            "２０２６年８月３日",
            "２０２６－８－３",
            " 2026 年 8 月 3 日 ",
        ] {
            assert_eq!(Day::from_typed(text, today), Day::new(2026, 8, 3), "{text}");
        }
        for text in ["", "2026-02-30", "2026年", "13月1日", "abc", "26-8-3", "2026-8-3-1"] {
            assert_eq!(Day::from_typed(text, today), None, "{text}");
        }
    }

    #[test]
    fn a_year_of_two_digits_in_a_table_is_read_where_it_cannot_be_a_month() {
        for (text, iso) in [("26.8.3", "2026-08-03"), ("22年8月3日", "2022-08-03"), ("09年12月1日", "2009-12-01")]
        {
            assert_eq!(Day::from_table(text), Day::from_iso(iso), "{text}");
        }
        for text in ["8/3/22", "08/03/22", "12-8-3", "26.13.1", "26.2.30"] {
            assert_eq!(Day::from_table(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_with_a_time_in_a_table_is_read_where_it_tells_its_year() {
        for text in
            ["2026-08-03 00:00:00", "2026-08-03T09:00:00Z", "2026年8月3日 09:00", "20260803 9:00", "2026.8.3 9:00"]
        {
            assert_eq!(Day::from_table(text), Day::new(2026, 8, 3), "{text}");
        }
        for text in ["8月3日 09:00", "12月13日 09:00", "08-03 09:00:00", "今天 09:00", "2026年8月 09:00"] {
            assert_eq!(Day::from_table(text), None, "{text}");
        }
    }

    #[test]
    fn no_step_leads_out_of_the_years_that_can_be_written() {
        let (first, last) = (Day::new(1900, 1, 1).unwrap(), Day::new(9999, 12, 31).unwrap());
        assert_eq!((first.plus(-1), last.plus(1)), (None, None));
        assert_eq!(last.plus(-1).and_then(|day| Day::from_iso(&day.iso())), Day::new(9999, 12, 30));
    }

    #[test]
    fn a_day_prints_without_leading_zeros_and_is_stored_with_them() {
        let day = Day::from_iso("2022-08-03").unwrap();
        assert_eq!(day.chinese(), "2022年8月3日");
        assert_eq!(day.iso(), "2022-08-03");
        assert_eq!(Day::from_iso("2022-8-3"), None);
        assert_eq!(Day::from_iso("2022-02-30"), None);
    }
}
