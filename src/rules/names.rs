//! Names as they should be written: no radical where a character is meant, 「·」 as U+00B7, no private characters.

/// What is odd about a name, in words; nothing where it is well written.
pub fn oddity(name: &str) -> Option<String> {
    name.chars().find_map(|c| match c {
        '\u{2E80}'..='\u{2FDF}' => Some(format!("「{c}」是部首符号，不是汉字，请重新输入这个字")),
        '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' => {
            Some(format!("「{c}」是兼容汉字，与常用的同形字编码不同，请重新输入这个字"))
        }
        '\u{2022}' | '\u{30FB}' | '\u{FF0E}' | '\u{2027}' => Some(format!("姓名中的间隔号「{c}」应为「·」")),
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}' => {
            Some(format!("含自造字（编码{:X}），在别的电脑上会显示成别的字", c as u32))
        }
        _ => None,
    })
}

/// Two account names are one account: compared after trimming, width-folding and case-folding (第十二条).
pub fn fold_account(name: &str) -> String {
    let narrow = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    };
    name.trim().chars().map(narrow).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_radical_a_wrong_dot_and_a_private_character_are_named() {
        assert_eq!(oddity("阿依古丽·买买提"), None);
        assert!(oddity("\u{2F08}伟").unwrap().contains("部首"));
        assert!(oddity("阿依古丽•买买提").unwrap().contains('·'));
        assert!(oddity("张\u{E001}").unwrap().contains("自造字"));
    }

    #[test]
    fn three_spellings_of_one_account_are_one() {
        assert_eq!(fold_account("ZhangW"), fold_account(" ｚｈａｎｇｗ "));
        assert_ne!(fold_account("zhangw"), fold_account("zhangw1"));
        assert_ne!(fold_account("zhang w"), fold_account("zhangw"), "only the ends are trimmed");
    }
}
