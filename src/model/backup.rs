//! The names of backups, and which of them are no longer needed.

use chrono::{FixedOffset, NaiveDateTime, TimeZone, Timelike};

use super::day::Day;

/// A point of time on the office's clock, to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The day.
    pub day: Day,
    /// Seconds since midnight, 0–86399.
    pub second: u32,
}

/// Beijing time is eight hours ahead of UTC, all the year round.
const BEIJING: i32 = 8 * 3600;

impl Moment {
    /// From a point of time in UTC, as the 台账 keeps it (`2026-11-24T01:30:05Z`): in Beijing time, whatever zone the
    /// machine is set to, so that one 台账 reads alike on every machine. Nothing where it is no such text.
    pub fn from_utc(text: &str) -> Option<Self> {
        let utc = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%SZ").ok()?;
        let there = FixedOffset::east_opt(BEIJING)?.from_utc_datetime(&utc).naive_local();
        Some(Self { day: Day::from(there.date()), second: there.num_seconds_from_midnight() })
    }

    /// `17:30:05`.
    pub fn time(self) -> String {
        format!("{:02}:{:02}:{:02}", self.second / 3600, self.second / 60 % 60, self.second % 60)
    }

    /// `173005`: hours, minutes and seconds.
    pub fn clock(self) -> String {
        format!("{:02}{:02}{:02}", self.second / 3600, self.second / 60 % 60, self.second % 60)
    }

    /// From `173005`.
    fn with_clock(day: Day, clock: &str) -> Option<Self> {
        if clock.len() != 6 || !clock.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let part = |at: usize| clock[at..at + 2].parse::<u32>().ok();
        let (hour, minute, second) = (part(0)?, part(2)?, part(4)?);
        (hour < 24 && minute < 60 && second < 60).then_some(Self { day, second: hour * 3600 + minute * 60 + second })
    }

    /// `2026年11月24日 17:30`.
    pub fn chinese(self) -> String {
        format!("{} {:02}:{:02}", self.day.chinese(), self.second / 3600, self.second / 60 % 60)
    }
}

/// The ending of a data file.
pub const ENDING: &str = ".taizhang";
/// What follows the ending of a backup that is locked with a passphrase.
pub const LOCKED: &str = ".age";
/// How much of the fingerprint a name carries, in hexadecimal digits.
const HEAD: usize = 12;

/// The name of a backup: `台账_2026-11-24_173005_1a2b3c4d5e6f.taizhang`, the last part being the head of the
/// fingerprint of the 台账. Of one that is locked with a passphrase, `台账_2026-11-24_173005_1a2b3c4d5e6f-0a1b2c3d4e5f.taizhang.age`:
/// which 台账 it is tells the head of its first fingerprint, since nobody can look into it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BackupName {
    /// The name of the data file, without its ending.
    pub stem: String,
    /// When it was made.
    pub moment: Moment,
    /// The head of the fingerprint; zeros where the 台账 has no entry.
    pub head: String,
    /// The head of the first fingerprint, of one that is locked; nothing where it was made before names told it.
    pub first: Option<String>,
    /// Whether it is locked with a passphrase.
    pub locked: bool,
}

/// The head of a fingerprint; zeros where there is none.
fn head_of(fingerprint: &str) -> String {
    if fingerprint.is_empty() { "0".repeat(HEAD) } else { fingerprint.chars().take(HEAD).collect() }
}

/// Whether it is written as the head of a fingerprint.
fn is_head(text: &str) -> bool {
    text.len() == HEAD && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

impl BackupName {
    /// The name of a backup made now; `fingerprint` is the hash of the last entry, or nothing.
    pub fn new(stem: &str, moment: Moment, fingerprint: &str) -> Self {
        Self { stem: stem.to_owned(), moment, head: head_of(fingerprint), first: None, locked: false }
    }

    /// The same of one that is locked; `first` is the hash of the first entry, or nothing.
    #[must_use]
    pub fn locked(self, first: &str) -> Self {
        Self { first: Some(head_of(first)), locked: true, ..self }
    }

    /// Whether its name tells that its 台账 began with this fingerprint; nothing where it does not tell.
    pub fn began_with(&self, fingerprint: &str) -> Option<bool> {
        self.first.as_ref().map(|first| *first == head_of(fingerprint))
    }

    /// Whether it is a backup of the file whose 台账 has these fingerprints: it was made at one of its entries. Those
    /// of another file of the same name are not, nor those of what a restoring gave up.
    pub fn is_of(&self, fingerprints: &[String]) -> bool {
        match fingerprints {
            [] => self.head == "0".repeat(HEAD),
            _ => fingerprints.iter().any(|fingerprint| fingerprint.starts_with(&self.head)),
        }
    }

    /// From a file's name; nothing where it is no backup.
    pub fn parse(name: &str) -> Option<Self> {
        let (name, locked) = name.strip_suffix(LOCKED).map_or((name, false), |name| (name, true));
        let mut parts = name.strip_suffix(ENDING)?.rsplitn(4, '_');
        let (head, clock, day, stem) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let (head, first) = match head.split_once('-') {
            Some((head, first)) if locked => (head, Some(first)),
            _ => (head, None),
        };
        let moment = Moment::with_clock(Day::from_iso(day)?, clock)?;
        let are_heads = is_head(head) && first.is_none_or(is_head);
        let first = first.map(str::to_owned);
        are_heads.then(|| Self { stem: stem.to_owned(), moment, head: head.to_owned(), first, locked })
    }

    /// The file's name.
    pub fn file_name(&self) -> String {
        let (stem, day, clock, head) = (&self.stem, self.moment.day.iso(), self.moment.clock(), &self.head);
        let first = self.first.as_ref().map_or_else(String::new, |first| format!("-{first}"));
        let locked = if self.locked { LOCKED } else { "" };
        format!("{stem}_{day}_{clock}_{head}{first}{ENDING}{locked}")
    }
}

/// Days for which one backup a day is kept, and then one a week; after that one a month.
const DAILY: i64 = 14;
const WEEKLY: i64 = 60;

/// The span of which one backup stays: all of today and yesterday (and of days to come, should the clock have run
/// ahead), then one a day, one a week from Monday, one a month.
#[derive(PartialEq)]
enum Span {
    Every,
    Day(Day),
    Week(Option<Day>),
    Month(i32, u32),
}

impl Span {
    fn of(day: Day, today: Day) -> Self {
        match today.days_since(day) {
            ..=1 => Span::Every,
            2..=DAILY => Span::Day(day),
            age if age <= WEEKLY => Span::Week(day.plus(-i64::from(day.weekday()))),
            _ => Span::Month(day.year(), day.month()),
        }
    }
}

/// The backups of one data file that are no longer needed: of each span only the newest stays.
pub fn superfluous(backups: &[BackupName], today: Day) -> Vec<BackupName> {
    let mut newest_first: Vec<&BackupName> = backups.iter().collect();
    newest_first.sort_by_key(|backup| std::cmp::Reverse(backup.moment));
    let (mut kept, mut gone): (Vec<Span>, Vec<BackupName>) = (Vec::new(), Vec::new());
    for backup in newest_first {
        let span = Span::of(backup.moment.day, today);
        if span != Span::Every && kept.contains(&span) {
            gone.push(backup.clone());
        } else {
            kept.push(span);
        }
    }
    gone
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(iso: &str) -> Day {
        Day::from_iso(iso).unwrap()
    }

    fn backup(at: &str) -> BackupName {
        let (day_, clock) = at.split_once(' ').unwrap();
        let moment = Moment::with_clock(day(day_), &clock.replace(':', "")).unwrap();
        BackupName::new("台账", moment, &"ab".repeat(32))
    }

    #[test]
    fn a_point_of_time_of_the_ledger_is_read_in_beijing_time() {
        for (utc, iso, time) in [
            ("2026-11-24T01:30:05Z", "2026-11-24", "09:30:05"),
            ("2026-11-24T15:59:59Z", "2026-11-24", "23:59:59"),
            ("2026-11-24T16:00:00Z", "2026-11-25", "00:00:00"),
            ("2026-12-31T20:15:00Z", "2027-01-01", "04:15:00"),
            // No summer time since 1991.
            ("2026-07-01T04:00:00Z", "2026-07-01", "12:00:00"),
        ] {
            let moment = Moment::from_utc(utc).unwrap();
            assert_eq!((moment.day.iso().as_str(), moment.time().as_str()), (iso, time), "{utc}");
        }
        for wrong in ["", "2026-11-24", "2026-11-24 01:30:05", "2026-11-24T25:00:00Z"] {
            assert_eq!(Moment::from_utc(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_name_is_read_back_as_it_was_written_and_no_other_file_is_taken_for_a_backup() {
        let one = backup("2026-11-24 17:30:05");
        assert_eq!(one.file_name(), "台账_2026-11-24_173005_abababababab.taizhang");
        for stem in ["台账", "台 账_2026", "a_b_c", "台账_2026-11-24_173005_abababababab"] {
            let plain = BackupName { stem: stem.into(), ..one.clone() };
            // As they were named once.
            let locked = BackupName { locked: true, ..plain.clone() };
            for name in [plain.clone(), locked, plain.locked(&"cd".repeat(32))] {
                assert_eq!(BackupName::parse(&name.file_name()), Some(name));
            }
        }
        let locked = one.clone().locked(&"cd".repeat(32));
        assert_eq!(locked.file_name(), "台账_2026-11-24_173005_abababababab-cdcdcdcdcdcd.taizhang.age");
        assert_eq!(
            (locked.began_with(&"cd".repeat(32)), locked.began_with(&"ab".repeat(32))),
            (Some(true), Some(false))
        );
        assert_eq!(one.began_with(&"cd".repeat(32)), None);
        let blank = BackupName::new("台账", one.moment, "");
        assert_eq!(blank.file_name(), "台账_2026-11-24_173005_000000000000.taizhang");
        for name in [
            "台账.taizhang",
            "台账_升级前_版本1.taizhang",
            "台账_2026-11-24_173005_abababababab",
            "台账_2026-11-24_173005_abababababab-cdcdcdcdcdcd.taizhang",
            "台账_2026-11-24_173005_abababababab-cdcd.taizhang.age",
            "台账_2026-11-24_243005_abababababab.taizhang",
            "台账_2026-02-30_173005_abababababab.taizhang",
            "台账_2026-11-24_173005_ABABABABABAB.taizhang",
            "台账_2026-11-24_１７３００５_abababababab.taizhang",
            ".taizhang",
            "",
        ] {
            assert_eq!(BackupName::parse(name), None, "{name}");
        }
    }

    /// 2026-11-24 is a Tuesday.
    #[test]
    fn of_older_backups_one_a_day_then_one_a_week_then_one_a_month_stays() {
        let today = day("2026-11-24");
        // What goes is marked.
        let table = [
            ("2026-11-25 09:00:00", true, "a day to come: the clock was set back"),
            ("2026-11-24 09:00:00", true, "today, all of them"),
            ("2026-11-24 10:00:00", true, "today"),
            ("2026-11-23 09:00:00", true, "yesterday, all of them"),
            ("2026-11-23 17:00:00", true, "yesterday"),
            ("2026-11-22 09:00:00", false, "two days ago, not the newest of the day"),
            ("2026-11-22 17:00:00", true, "the newest of the day"),
            ("2026-11-10 08:00:00", false, "fourteen days ago, not the newest of the day"),
            ("2026-11-10 09:00:00", true, "fourteen days ago, one a day"),
            ("2026-11-09 09:00:00", true, "fifteen days ago, a Monday: its week begins with it"),
            ("2026-11-08 09:00:00", true, "the Sunday before: the newest of its week"),
            ("2026-11-07 09:00:00", false, "the Saturday of that week"),
            ("2026-11-02 09:00:00", false, "the Monday of that week"),
            ("2026-11-01 09:00:00", true, "a Sunday, the newest of the week before"),
            ("2026-09-25 09:00:00", true, "sixty days ago, the newest of its week"),
            ("2026-09-24 09:00:00", true, "sixty-one days ago: the newest of September there"),
            ("2026-09-01 09:00:00", false, "September"),
            ("2025-09-30 09:00:00", true, "September of another year"),
            ("2022-08-03 09:00:00", true, "years ago, the only one of its month"),
        ];
        let all: Vec<BackupName> = table.iter().map(|(at, ..)| backup(at)).collect();
        let gone = superfluous(&all, today);
        for (at, stays, why) in table {
            assert_eq!(!gone.contains(&backup(at)), stays, "{at}: {why}");
        }
        let kept: Vec<BackupName> = all.into_iter().filter(|it| !gone.contains(it)).collect();
        assert_eq!(superfluous(&kept, today), [], "thinned once, it is thin");
    }

    #[test]
    fn an_office_that_backs_up_every_hour_for_three_years_keeps_a_few_dozen_and_always_the_newest() {
        let first = day("2023-11-25");
        let mut kept: Vec<BackupName> = Vec::new();
        for at in 0..365 * 3 {
            let today = first.plus(at).unwrap();
            for hour in 9..18 {
                kept.push(BackupName::new("台账", Moment { day: today, second: hour * 3600 }, ""));
                let gone = superfluous(&kept, today);
                kept.retain(|it| !gone.contains(it));
            }
            let newest = kept.iter().max_by_key(|it| it.moment).unwrap();
            assert_eq!(newest.moment, Moment { day: today, second: 17 * 3600 });
        }
        let months: std::collections::BTreeSet<(i32, u32)> =
            kept.iter().map(|it| (it.moment.day.year(), it.moment.day.month())).collect();
        assert_eq!(months.len(), 36 + 1, "each month of the three years has one");
        assert!(kept.len() < 2 * 9 + 14 + 9 + 37, "{}", kept.len());
    }
}
