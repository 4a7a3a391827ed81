//! A quarter of a year (每季度, 第十九条).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::day::Day;

/// A calendar quarter, written 2026Q3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Quarter {
    year: i32,
    /// From 1 to 4.
    quarter: u8,
}

impl Quarter {
    /// The quarter that `day` lies in.
    pub fn of(day: Day) -> Self {
        // A month is from 1 to 12, so a quarter fits.
        Self { year: day.year(), quarter: ((day.month() - 1) / 3 + 1) as u8 }
    }

    /// From 2026Q3, and from what people write for it: 2026q3, 2026年第三季度, 2026年3季度.
    pub fn from_typed(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let (year, rest) = text.split_at_checked(4)?;
        let year = year.bytes().all(|byte| byte.is_ascii_digit()).then(|| year.parse().ok()).flatten()?;
        let rest = rest.trim_start_matches(['年', '-']);
        // A bare number may as well be a month: 2026-4.
        if !rest.starts_with(['Q', 'q']) && !rest.ends_with("季度") {
            return None;
        }
        let quarter = match rest.trim_start_matches(['Q', 'q', '第']).trim_end_matches("季度") {
            "1" | "一" => 1,
            "2" | "二" => 2,
            "3" | "三" => 3,
            "4" | "四" => 4,
            _ => return None,
        };
        (1900..=9999).contains(&year).then_some(Self { year, quarter })
    }

    /// 2026年第三季度.
    pub fn chinese(self) -> String {
        let ordinal = ["一", "二", "三", "四"][usize::from(self.quarter - 1)];
        format!("{}年第{ordinal}季度", self.year)
    }

    /// Several in their order, those that follow one another as one span: 2025年第四季度至2026年第二季度、2026年第四季度.
    pub fn spans(quarters: &[Self]) -> String {
        let told = |run: &[Self]| match run {
            [first, .., last] => format!("{}至{}", first.chinese(), last.chinese()),
            one => one.iter().map(|it| it.chinese()).collect(),
        };
        quarters.chunk_by(|one, next| one.next() == *next).map(told).collect::<Vec<_>>().join("、")
    }

    /// Its first day.
    pub fn first(self) -> Option<Day> {
        Day::new(self.year, u32::from(self.quarter) * 3 - 2, 1)
    }

    /// Its last day.
    pub fn last(self) -> Option<Day> {
        self.next().first().and_then(|day| day.plus(-1))
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        match self.quarter {
            4 => Self { year: self.year + 1, quarter: 1 },
            quarter => Self { quarter: quarter + 1, ..self },
        }
    }

    /// The one before it.
    #[must_use]
    pub fn previous(self) -> Self {
        match self.quarter {
            1 => Self { year: self.year - 1, quarter: 4 },
            quarter => Self { quarter: quarter - 1, ..self },
        }
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}Q{}", self.year, self.quarter)
    }
}

impl From<Quarter> for String {
    fn from(quarter: Quarter) -> Self {
        quarter.to_string()
    }
}

impl TryFrom<String> for Quarter {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::from_typed(&text).ok_or_else(|| format!("{text} is no quarter"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_begins_and_ends_where_the_calendar_says() {
        let day = |text: &str| Day::from_iso(text).unwrap();
        for (inside, quarter, first, last) in [
            ("2026-01-01", "2026Q1", "2026-01-01", "2026-03-31"),
            ("2024-02-29", "2024Q1", "2024-01-01", "2024-03-31"),
            ("2026-06-30", "2026Q2", "2026-04-01", "2026-06-30"),
            ("2026-07-01", "2026Q3", "2026-07-01", "2026-09-30"),
            ("2026-12-31", "2026Q4", "2026-10-01", "2026-12-31"),
        ] {
            let it = Quarter::of(day(inside));
            assert_eq!(it.to_string(), quarter);
            assert_eq!((it.first(), it.last()), (Some(day(first)), Some(day(last))));
            assert_eq!(it.next().previous(), it);
        }
    }

    #[test]
    fn a_quarter_is_read_as_people_write_it() {
        let wanted = Quarter::from_typed("2026Q3").unwrap();
        for text in ["2026q3", "2026 Q3", "2026年第三季度", "2026年第3季度", "2026年三季度", "2026-Q3"] {
            assert_eq!(Quarter::from_typed(text), Some(wanted), "{text}");
        }
        for text in ["", "2026", "2026Q5", "2026Q0", "第三季度", "26Q3", "２０２６Q3", "2026Q33"] {
            assert_eq!(Quarter::from_typed(text), None, "{text}");
        }
        for month in ["2026-3", "2026年3", "20263", "2026年三", "2026年第3", "2026年3月"] {
            assert_eq!(Quarter::from_typed(month), None, "{month}");
        }
        assert_eq!(wanted.chinese(), "2026年第三季度");
    }

    #[test]
    fn quarters_that_follow_one_another_are_told_as_one_span() {
        let spans = |texts: &[&str]| {
            Quarter::spans(&texts.iter().map(|text| Quarter::from_typed(text).unwrap()).collect::<Vec<_>>())
        };
        assert_eq!(spans(&["2026Q3"]), "2026年第三季度");
        assert_eq!(spans(&["2025Q4", "2026Q1", "2026Q2"]), "2025年第四季度至2026年第二季度");
        assert_eq!(spans(&["2025Q3", "2026Q1", "2026Q2"]), "2025年第三季度、2026年第一季度至2026年第二季度");
    }
}
