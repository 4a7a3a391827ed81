//! What a text may hold: a limit in characters, no control characters; and 「姓名（科室）」 taken apart.

/// Names of people, departments and posts, in characters.
pub const NAME_LIMIT: usize = 50;
/// Names of systems, in characters.
pub const SYSTEM_LIMIT: usize = 60;
/// Account names, phones and other short entries, in characters.
pub const SHORT_LIMIT: usize = 60;
/// 账号说明, in characters: with all other fields full it still fits the first page.
pub const ACCOUNT_NOTE_LIMIT: usize = 100;
/// Notes, in characters.
pub const NOTE_LIMIT: usize = 200;
/// 申请描述 and 处理描述, in characters.
pub const LONG_LIMIT: usize = 4000;

/// A text with control characters turned into blanks; where `multiline`, line breaks stay, as `\n`.
pub fn without_controls(text: &str, multiline: bool) -> String {
    let text = text.replace("\r\n", "\n");
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' if multiline => '\n',
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => ' ',
            c => c,
        })
        // Invisible marks that would make two equal-looking names different, or turn text around.
        .filter(|c| !matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
        .collect()
}

/// A letter, a digit or a sign of full width, as an input method types them, as the narrow one.
pub fn narrow(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

/// Why a text is refused, if it is: `超过50个字（现有63个）`.
pub fn over_limit(text: &str, limit: usize) -> Option<String> {
    let count = text.chars().count();
    (count > limit).then(|| format!("超过{limit}个字（现有{count}个）"))
}

/// 「姓名（科室）」 taken apart at each opening bracket, of either width: a name or a department may have its own.
pub fn qualified_readings(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let inner = text.trim().strip_suffix(['）', ')']).unwrap_or("");
    inner.match_indices(['（', '(']).filter_map(move |(at, bracket)| {
        let (name, department) = (inner[..at].trim(), inner[at + bracket.len()..].trim());
        (!name.is_empty() && !department.is_empty()).then_some((name, department))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_become_blanks_and_line_breaks_stay_only_where_they_may() {
        assert_eq!(without_controls("a\u{7}b\tc", false), "a b c");
        assert_eq!(without_controls("一\r\n二\n三", true), "一\n二\n三");
        assert_eq!(without_controls("一\r\n二", false), "一 二");
        assert_eq!(without_controls("张\u{200B}伟", false), "张伟");
    }

    #[test]
    fn all_of_ascii_that_is_of_full_width_becomes_narrow_and_nothing_else() {
        assert_eq!("ＳＱ－２０２６，～！".chars().map(narrow).collect::<String>(), "SQ-2026,~!");
        assert_eq!("张　—、。A".chars().map(narrow).collect::<String>(), "张　—、。A");
    }

    #[test]
    fn a_limit_counts_characters_and_not_bytes() {
        assert_eq!(over_limit(&"𠮷".repeat(50), 50), None);
        assert_eq!(over_limit(&"张".repeat(51), 50).unwrap(), "超过50个字（现有51个）");
    }
}
