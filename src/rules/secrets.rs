//! No password is ever stored (第二十三条 – 第二十六条): free text is looked through for one.

use crate::model::Day;
use crate::model::text::without_controls;

/// Words that a password may stand behind, in lower case.
const WORDS: [&str; 9] = ["密码", "密碼", "口令", "pin码", "password", "passwd", "passcode", "passphrase", "pwd"];
/// Short ones, which mean it only where a sign follows at once: `pass: abc1234`, but not 「bypass」 or 「pass 2026」.
const SHORT_WORDS: [&str; 3] = ["pass", "psw", "pw"];
/// What tells that something follows.
const SIGNS: [char; 10] = [':', '：', '=', '＝', '为', '是', '→', '—', '-', '/'];
/// What tells that it is set: what follows is what it is set to.
const SETS: [&str; 26] = [
    "重置",
    "重设",
    "重新设置",
    "设置",
    "设定",
    "设为",
    "设成",
    "更改",
    "更新",
    "更换",
    "修改",
    "调整",
    "变更",
    "改为",
    "改成",
    "换成",
    "换为",
    "改",
    "换",
    "默认",
    "统一",
    "如下",
    "见下",
    "、",
    "即",
    "成",
];
/// What may stand between.
const FILLER: [&str; 33] = [
    "初始", "临时", "一律", "全部", "分别", "应", "均", "也", "暂", "仍", "还", "都", "已", "了", "就", "定", "到",
    "“", "”", "\"", "'", "「", "『", "《", "（", "(", "）", ")", "【", "】", "[", "]", "<",
];
/// What counts instead of naming: 90天, 6位.
const UNITS: [char; 9] = ['天', '日', '月', '年', '位', '个', '次', '条', '周'];
/// What a password has more often than a name or a standard.
const MARKS: &[u8] = b"!@#$%^&*+?";

/// Whether the text seems to tell a password: 密码, 口令, password and the like, followed by something that
/// looks like one. The regulation's own words (更改口令, 密码更新周期不得超过90天) are no password.
pub fn tells_password(text: &str) -> bool {
    // Width-folding first: ｐｗｄ：Ａｂｃ１２３ is one as well.
    let narrow = |c: char| {
        if ('！'..='～').contains(&c) && c != '：' { char::from_u32(c as u32 - 0xFEE0).unwrap_or(c) } else { c }
    };
    // What cannot be seen, and the blank inside 「密　码」, hide no word.
    let text: String = without_controls(text, true).chars().map(narrow).collect();
    let text = ["密 码", "密　码", "口 令", "口　令"].iter().fold(text, |text, spaced| {
        let word: String = spaced.chars().filter(|c| !c.is_whitespace()).collect();
        text.replace(spaced, &word)
    });
    // One byte stays one byte, so that places in the two texts are the same.
    let lower = text.to_ascii_lowercase();
    let behind = |word: &'static str| {
        let lower = &lower;
        lower.match_indices(word).map(move |(at, _)| (at, at + word.len()))
    };
    let long = WORDS.iter().any(|word| {
        // An account may be called pwd_admin01: letters join only what is Chinese to a password.
        let joins = !word.is_ascii();
        behind(word).any(|(_, end)| follows(&text[end..], joins))
    });
    let short = || {
        let is_word = |at: usize| !lower[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        let is_told = |end: usize| text[end..].trim_start().starts_with([':', '=', '：', '＝']);
        SHORT_WORDS
            .iter()
            .any(|word| behind(word).any(|(at, end)| is_word(at) && is_told(end) && follows(&text[end..], false)))
    };
    long || short()
}

/// What stands between the word and what may be a password.
#[derive(Default)]
struct Gap {
    /// Whether something tells that a password follows.
    named: bool,
    /// Whether there is a blank.
    spaced: bool,
    /// Whether the last thing in it tells that just this follows: 「：」, 为.
    told: bool,
}

impl Gap {
    /// Goes over the gap at the front of a text; returns it and what follows.
    fn of(mut rest: &str, joins: bool) -> (Self, &str) {
        let mut gap = Self::default();
        loop {
            let is_after = |word: &&&str| rest.starts_with(**word);
            if let Some(after) = rest.strip_prefix(SIGNS) {
                (gap.named, gap.told, rest) = (true, true, after);
            } else if let Some(after) = rest.strip_prefix(char::is_whitespace) {
                (gap.spaced, rest) = (true, after);
            } else if let Some(after) = rest.strip_prefix("is ").filter(|_| gap.spaced && !joins) {
                rest = after;
            } else if let Some(word) = SETS.iter().find(is_after) {
                (gap.named, gap.told, rest) = (true, false, &rest[word.len()..]);
            } else if let Some(word) = FILLER.iter().find(is_after) {
                rest = &rest[word.len()..];
            } else if let Some(after) = length(rest) {
                // 「密码：8位，Abc12345」.
                rest = after;
            } else {
                return (gap, rest);
            }
        }
    }
}

/// What follows 「8位，」, 「8-16位以上、」 at the front of a text; nothing where it begins with no such thing.
fn length(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || "-~".contains(c));
    let rest = if rest.len() < text.len() { rest.strip_prefix('位')? } else { return None };
    let rest = ["以上", "数"].iter().find_map(|more| rest.strip_prefix(more)).unwrap_or(rest);
    rest.strip_prefix([',', '，', '、', '；', ';', ':', '：'])
}

/// Whether what stands behind the word looks like a password.
fn follows(rest: &str, joins: bool) -> bool {
    let (gap, rest) = Gap::of(rest, joins);
    let run_of = |text: &str| text.find(|c: char| !c.is_ascii_graphic()).unwrap_or(text.len());
    let (run, after) = rest.split_at(run_of(rest));
    // 「Abc 1234」 is one, taken apart to be read.
    let parted = after.strip_prefix(' ').map(|after| after.split_at(run_of(after)));
    let (run, after) = match parted {
        Some((more, after)) if run.len() < 4 && !run.is_empty() && !more.is_empty() => (format!("{run}{more}"), after),
        _ => (run.to_owned(), after),
    };
    let run = run.trim_end_matches([',', '.', ';', ')', ']', '>', '"', '\'']);
    let has_digit = run.bytes().any(|byte| byte.is_ascii_digit());
    let has_letter = run.bytes().any(|byte| byte.is_ascii_alphabetic());
    let has_mark = run.bytes().any(|byte| MARKS.contains(&byte));
    let is_count = run.bytes().all(|byte| byte.is_ascii_digit() || b"-~".contains(&byte)) && after.starts_with(UNITS);
    let is_mask = run.bytes().all(|byte| b"*xX?_.-".contains(&byte));
    let joined = joins && ((has_digit && (has_letter || run.len() >= 6)) || (has_letter && has_mark && run.len() >= 6));
    run.len() >= 4
        && !(is_count || is_mask || is_day(run, after, &gap) || is_number_of_paper(run))
        && (gap.named || joined || (gap.spaced && has_digit))
}

/// Whether it is a day: 「更改日：2026-09-01」, 「密码20260901更改」. Eight digits that the word is said to be are a birthday
/// taken for a password.
fn is_day(run: &str, after: &str, gap: &Gap) -> bool {
    let is_compact = run.bytes().all(|byte| byte.is_ascii_digit());
    let is_told_of = after.starts_with(['已', '更', '修', '改', '起', '前', '后', '止', '到', '至', '之', '重', '设']);
    Day::from_typed(run, Day::of_regulation()).is_some() && (!is_compact || !gap.told || is_told_of)
}

/// Whether it is the number of a form: SQ-2026-0001.
fn is_number_of_paper(run: &str) -> bool {
    let digits = |part: &str, counts: std::ops::RangeInclusive<usize>| {
        counts.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let parts: Vec<&str> = run.split('-').collect();
    matches!(parts[..], [series, year, count]
        if ["SQ", "QL", "BA", "XJ", "CC", "TZ"].contains(&series) && digits(year, 4..=4) && digits(count, 4..=6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_found_under_all_its_names() {
        for text in [
            "密码：Abc123",
            "初始密码为 Ab#2026x",
            "账号zhangw，密码 123456，请尽快更改",
            "口令是qwer1234。",
            "口令重置为 aaaa1111",
            "Password: hunter2x",
            "pwd=Zw@2022",
            "ｐｗｄ＝Ａｂｃ１２３",
            "密码：“a1b2c3”",
            "密码：letmein",
        ] {
            assert!(tells_password(text), "{text}");
        }
    }

    #[test]
    fn the_words_of_the_regulation_are_none() {
        for text in [
            "密码更新周期不得超过 90 天",
            "用户账号口令最小长度为 6 位",
            "用户必须及时更改初始口令",
            "更改账号和口令",
            "口令更改日：2026-09-01",
            "密码：2026年9月已更改",
            "密码：见信封",
            "密码为8位以上",
            "忘记密码，申请重置",
            "口令 SQ-2026-0001",
            "password policy applies",
        ] {
            assert!(!tells_password(text), "{text}");
        }
    }
}
