//! No password is ever stored (第二十三条 – 第二十六条): free text is looked through for one.

use crate::model::Day;

/// Words that a password may stand behind, in lower case.
const WORDS: [&str; 6] = ["密码", "口令", "password", "passwd", "passcode", "pwd"];
/// What tells that something follows.
const SIGNS: [char; 7] = [':', '：', '=', '＝', '为', '是', '→'];
/// What may stand between.
const FILLER: [&str; 12] = ["重置", "设置", "设为", "改为", "改成", "设成", "“", "”", "\"", "'", "「", "《"];
/// What counts instead of naming: 90天, 6位.
const UNITS: [char; 9] = ['天', '日', '月', '年', '位', '个', '次', '条', '周'];

/// Whether the text seems to tell a password: 密码, 口令, password and the like, followed by something that
/// looks like one. The regulation's own words (更改口令, 密码更新周期不得超过90天) are no password.
pub fn tells_password(text: &str) -> bool {
    // Width-folding first: ｐｗｄ：Ａｂｃ１２３ is one as well.
    let narrow = |c: char| {
        if ('！'..='～').contains(&c) && c != '：' { char::from_u32(c as u32 - 0xFEE0).unwrap_or(c) } else { c }
    };
    let text: String = text.chars().map(narrow).collect();
    // One byte stays one byte, so that places in the two texts are the same.
    let lower = text.to_ascii_lowercase();
    WORDS.iter().any(|word| lower.match_indices(word).any(|(at, _)| follows(&text[at + word.len()..])))
}

/// Whether what stands behind the word looks like a password.
fn follows(mut rest: &str) -> bool {
    let (mut named, mut spaced) = (false, false);
    loop {
        if let Some(after) = rest.strip_prefix(SIGNS) {
            (named, rest) = (true, after);
        } else if let Some(after) = rest.strip_prefix(char::is_whitespace) {
            (spaced, rest) = (true, after);
        } else if let Some(after) = FILLER.iter().find_map(|filler| rest.strip_prefix(filler)) {
            named |= after.len() < rest.len() && rest.starts_with(['重', '设', '改']);
            rest = after;
        } else {
            break;
        }
    }
    let end = rest.find(|c: char| !c.is_ascii_graphic()).unwrap_or(rest.len());
    let (run, after) = rest.split_at(end);
    let run = run.trim_end_matches([',', '.', ';', ')', '"', '\'']);
    let has_digit = run.bytes().any(|byte| byte.is_ascii_digit());
    let is_count = run.bytes().all(|byte| byte.is_ascii_digit()) && after.starts_with(UNITS);
    let is_day = Day::from_typed(run, Day::of_regulation()).is_some();
    let is_number_of_paper = run.starts_with("SQ-") || run.starts_with("QL-");
    run.len() >= 4 && !is_count && !is_day && !is_number_of_paper && (named || (spaced && has_digit))
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
