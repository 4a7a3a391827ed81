//! No password is ever stored (第二十三条 – 第二十六条): free text is looked through for one.

use crate::model::Day;
use crate::model::text::without_controls;

/// Words that a password may stand behind, in lower case.
const WORDS: [&str; 8] = ["密码", "密碼", "口令", "password", "passwd", "passcode", "passphrase", "pwd"];
/// What tells that something follows.
const SIGNS: [char; 10] = [':', '：', '=', '＝', '为', '是', '→', '—', '-', '/'];
/// What may stand between.
const FILLER: [&str; 30] = [
    "重置", "设置", "设为", "改为", "改成", "设成", "变更", "默认", "统一", "初始", "暂", "仍", "还", "都", "已", "了",
    "就", "定", "“", "”", "\"", "'", "「", "『", "《", "（", "(", "【", "[", "<",
];
/// What counts instead of naming: 90天, 6位.
const UNITS: [char; 9] = ['天', '日', '月', '年', '位', '个', '次', '条', '周'];

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
    WORDS.iter().any(|word| {
        // An account may be called pwd_admin01: letters join only what is Chinese to a password.
        let joins = !word.is_ascii();
        lower.match_indices(word).any(|(at, _)| follows(&text[at + word.len()..], joins))
    })
}

/// Whether what stands behind the word looks like a password.
fn follows(mut rest: &str, joins: bool) -> bool {
    let (mut named, mut spaced) = (false, false);
    loop {
        if let Some(after) = rest.strip_prefix(SIGNS) {
            (named, rest) = (true, after);
        } else if let Some(after) = rest.strip_prefix(char::is_whitespace) {
            (spaced, rest) = (true, after);
        } else if let Some(after) = FILLER.iter().find_map(|filler| rest.strip_prefix(filler)) {
            named |= rest.starts_with(['重', '设', '改', '变', '默', '统']);
            rest = after;
        } else {
            break;
        }
    }
    let end = rest.find(|c: char| !c.is_ascii_graphic()).unwrap_or(rest.len());
    let (run, after) = rest.split_at(end);
    let run = run.trim_end_matches([',', '.', ';', ')', ']', '>', '"', '\'']);
    let has_digit = run.bytes().any(|byte| byte.is_ascii_digit());
    let has_letter = run.bytes().any(|byte| byte.is_ascii_alphabetic());
    let is_count = run.bytes().all(|byte| byte.is_ascii_digit() || b"-~".contains(&byte)) && after.starts_with(UNITS);
    let is_mask = run.bytes().all(|byte| b"*xX?_.-".contains(&byte));
    let joined = joins && has_digit && (has_letter || run.len() >= 6);
    let is_day = Day::from_typed(run, Day::of_regulation()).is_some();
    let is_number_of_paper = ["SQ-", "QL-", "BA-"].iter().any(|letters| run.starts_with(letters));
    run.len() >= 4
        && !(is_count || is_day || is_mask || is_number_of_paper)
        && (named || joined || (spaced && has_digit))
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
