//! Letters, digits and marks that could be a password, judged by what they look like.

use super::pieces::{Kind, Piece, is_digit};
use super::words;
use crate::model::{Day, Series};

/// What leads from the word to a run.
#[derive(Debug, Default)]
pub(super) struct Lead {
    /// What stands between.
    pub(super) gap: Gap,
    /// What stands directly before the run.
    pub(super) before: Before,
    /// Something tells that the password follows: 「：」, 为.
    pub(super) is_told: bool,
    /// A day is spoken of.
    pub(super) is_dated: bool,
}

/// What stands between a word and a run.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing.
    Joined,
    /// Blanks, signs, brackets.
    Apart,
    /// Words, or another run.
    #[default]
    Words,
}

/// What stands directly before a run.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// Nothing that tells.
    #[default]
    Nothing,
    /// 「：」 and the like.
    Sign,
    /// 为, 是 and the like.
    Saying,
    /// What the password is said to be: 「为手机号」.
    Said,
}

impl Lead {
    /// Whether no word stands between.
    pub(super) fn is_first(&self) -> bool {
        self.gap != Gap::Words
    }

    fn is_near(&self) -> bool {
        matches!(self.before, Before::Sign | Before::Saying)
    }

    fn is_said(&self) -> bool {
        matches!(self.before, Before::Saying | Before::Said)
    }
}

/// What could be a password.
#[derive(Debug)]
pub(super) struct Run {
    text: String,
    letters: usize,
    digits: usize,
    has_mark: bool,
    /// What stands behind it, blanks left out.
    next: Option<char>,
    /// A Latin word before it that says what it is: `user zhangw01`.
    is_named: bool,
}

impl Run {
    /// The run that begins with a piece, and where what follows begins: 「Abc 1234」 and 「1 2 3 4 5 6」 are taken apart
    /// to be read.
    pub(super) fn of(pieces: &[Piece], at: usize) -> (Self, usize) {
        let mut text = pieces[at].text.clone();
        let mut end = at + 1;
        let mut last = text.len();
        while let [blank, more, ..] = &pieces[end..]
            && last < 4
            && (blank.kind, more.kind) == (Kind::Blank, Kind::Run)
        {
            text.push_str(&more.text);
            last = more.text.len();
            end += 2;
        }
        let text = text.trim_end_matches(['.', '-', '/', '|', '\\', '~']).to_owned();
        let before = pieces[..at].iter().rev().find(|it| it.kind != Kind::Blank).filter(|it| it.kind == Kind::Run);
        let run = Self {
            letters: text.chars().filter(|c| c.is_alphabetic() && !is_digit(*c)).count(),
            digits: text.chars().filter(|c| is_digit(*c)).count(),
            has_mark: text.contains(words::MARKS),
            next: pieces[end..].iter().find(|it| it.kind != Kind::Blank).and_then(|it| it.text.chars().next()),
            is_named: before.is_some_and(|it| words::LATIN_OTHERS.contains(&it.text.to_ascii_lowercase().as_str())),
            text,
        };
        (run, end)
    }

    /// Whether it looks like a password where it stands.
    pub(super) fn is_password(&self, lead: &Lead) -> bool {
        if self.is_named || self.is_count() || self.is_mask() || self.is_number_of_paper() {
            return false;
        }
        if self.is_day() {
            let is_done = self.next.is_some_and(|next| words::DONE.contains(&next));
            let is_compact = self.digits == self.text.len();
            let is_told =
                if is_compact { lead.is_told || lead.is_first() } else { lead.is_said() || self.is_direct(lead) };
            return is_told && !is_done && !lead.is_dated;
        }
        if self.is_address() || self.is_standard() {
            return lead.is_said() || self.is_direct(lead);
        }
        let (count, both) = (self.letters + self.digits, self.letters > 0 && self.digits > 0);
        let stands_out = both && count >= 4
            || self.letters == 0 && self.digits >= 6
            || self.letters > 0 && self.has_mark && self.text.len() >= 6 && (lead.is_first() || lead.is_told);
        let is_near = lead.is_near() && (self.letters > 0 && count >= 3 || self.digits >= 4 || self.text.len() >= 4);
        // 「密码 1234」.
        let is_apart = lead.gap == Gap::Apart && self.digits >= 4;
        stands_out || is_near || is_apart
    }

    /// Whether it is what a password goes on with that begins with Han: 张伟@888, 晋城2026.
    pub(super) fn ends_password(&self) -> bool {
        let is_known = self.is_day() || self.is_count() || self.is_number_of_paper() || self.is_standard();
        self.digits >= 3 && !is_known
    }

    /// Whether the word alone leads to it: 「密码：13800138000」.
    fn is_direct(&self, lead: &Lead) -> bool {
        lead.is_first() && (lead.is_told || !self.is_day())
    }

    /// Whether an account may be called so: `zhangw01`, `ZHANGW`, `wang.fang@jc`, but not `Abc123` or `888888`.
    pub(super) fn is_account(&self) -> bool {
        let (upper, lower) = (|c: char| c.is_ascii_uppercase(), |c: char| c.is_ascii_lowercase());
        let is_mixed = self.text.contains(upper) && self.text.contains(lower);
        let is_plain = self.text.chars().all(|c| c.is_ascii_alphanumeric() || "._-@/".contains(c));
        self.letters > 0 && !is_mixed && is_plain
    }

    /// Whether it is a day: 2026-09-01, 20260901.
    pub(super) fn is_day(&self) -> bool {
        self.letters == 0 && Day::from_typed(&self.text, Day::of_regulation()).is_some()
    }

    /// Whether it is a phone number, a mail address or the address of a page.
    pub(super) fn is_address(&self) -> bool {
        let is_number = self.letters == 0 && self.text.chars().all(|c| c.is_ascii_digit() || c == '-');
        let is_mobile = self.digits == 11 && self.text.starts_with('1');
        let is_phone = is_mobile || self.text.starts_with('0') && (10..=12).contains(&self.digits);
        let is_mail = self.text.split_once('@').is_some_and(|(_, domain)| domain.contains('.'));
        is_number && is_phone || is_mail || self.text.contains("://") || self.text.starts_with("www.")
    }

    /// What counts instead of naming: 90天, 8-16位. Nobody counts 888888天.
    fn is_count(&self) -> bool {
        let mut parts = self.text.split(['-', '~']);
        let is_few = parts.all(|part| part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()));
        is_few && self.next.is_some_and(|next| words::UNITS.contains(&next))
    }

    fn is_mask(&self) -> bool {
        self.text.chars().all(|c| "*xX?_.-/".contains(c)) || self.text.eq_ignore_ascii_case("n/a")
    }

    /// Whether it is the number of a form: SQ-2026-0001.
    fn is_number_of_paper(&self) -> bool {
        let digits = |part: &str, counts: std::ops::RangeInclusive<usize>| {
            counts.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let parts: Vec<&str> = self.text.split('-').collect();
        matches!(parts[..], [series, year, count]
            if Series::of(series).is_some() && digits(year, 4..=4) && digits(count, 4..=9))
    }

    /// Whether it is the number of a standard, an algorithm or a version: GB/T39786-2021, SM4, V2.0.
    fn is_standard(&self) -> bool {
        let text = self.text.to_ascii_lowercase();
        let rest = words::STANDARDS.iter().find_map(|prefix| text.strip_prefix(prefix));
        rest.is_some_and(|rest| rest.len() <= 12 && rest.chars().all(|c| c.is_ascii_digit() || "-./".contains(c)))
    }
}
