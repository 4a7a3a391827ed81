//! Names as they should be written: no radical where a character is meant, 「·」 as U+00B7, no private characters.

use std::borrow::Cow;

use crate::model::text::narrow;

/// What is odd about a name, in words; nothing where it is well written.
pub fn oddity(name: &str) -> Option<String> {
    name.chars().find_map(|c| match c {
        '\u{2E80}'..='\u{2FDF}' => Some(format!("“{c}”是部首符号，不是汉字，请重新输入这个字")),
        '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' => {
            Some(format!("“{c}”是兼容汉字，与常用的同形字编码不同，请重新输入这个字"))
        }
        '\u{2022}' | '\u{30FB}' | '\u{FF0E}' | '\u{2027}' => Some(format!("姓名中的间隔号“{c}”应为“·”")),
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}' => {
            Some(format!("含自造字（编码{:X}），在别的电脑上会显示成别的字", c as u32))
        }
        _ => None,
    })
}

/// A short name without the blanks that set it as wide as a longer one: 「张　伟」 is 张伟. Blanks between longer parts
/// belong to the name.
pub fn unpadded(name: &str) -> Cow<'_, str> {
    let (bare, rest) = name.split_at(name.find(['（', '(']).unwrap_or(name.len()));
    let mut parts = bare.split_whitespace();
    let is_han = |part: &str| part.chars().count() == 1 && part.chars().all(|c| c >= '\u{2E80}');
    if bare.split_whitespace().nth(1).is_some() && parts.all(is_han) {
        Cow::Owned(bare.split_whitespace().collect::<String>() + rest)
    } else {
        Cow::Borrowed(name)
    }
}

/// Whether a holder is no person: several names in one, or a shared place (第十二条, 第二十六条).
pub fn is_no_person(name: &str) -> bool {
    name.contains(['、', '，', ',', '/', '／']) || ["公用", "窗口", "值班"].iter().any(|word| name.contains(word))
}

/// As [`fold_account`], without a new text where the name is written plainly.
pub fn folded(name: &str) -> Cow<'_, str> {
    let trimmed = name.trim();
    let is_plain = trimmed.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_plain { Cow::Borrowed(trimmed) } else { Cow::Owned(fold_account(name)) }
}

/// Two account names are one account: compared after trimming, width-folding and case-folding (第十二条).
pub fn fold_account(name: &str) -> String {
    let plain = |c: char| if c == '\u{3000}' { ' ' } else { narrow(c) };
    name.trim().chars().map(plain).flat_map(char::to_lowercase).collect()
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
    fn a_place_or_several_names_are_no_person() {
        for name in ["张三、李四", "张三/李四", "公用", "综合窗口", "值班人员", "张三，李四"] {
            assert!(is_no_person(name), "{name}");
        }
        for name in ["张三", "阿依古丽·买买提", "吴𠮷祥"] {
            assert!(!is_no_person(name), "{name}");
        }
    }

    #[test]
    fn a_name_that_is_padded_with_blanks_is_the_name() {
        for (padded, name) in
            [("张　伟", "张伟"), ("张  伟", "张伟"), ("王 小 明", "王小明"), ("吴 𠮷 祥（投资科）", "吴𠮷祥（投资科）")]
        {
            assert_eq!(unpadded(padded), name);
        }
        for name in ["张伟", "阿依古丽 买买提", "John Smith", "张伟（受理科）", "", "A B"] {
            assert_eq!(unpadded(name), name);
        }
    }

    #[test]
    fn three_spellings_of_one_account_are_one() {
        assert_eq!(fold_account("ZhangW"), fold_account(" ｚｈａｎｇｗ "));
        for name in ["zhangw", " zhangw", "ZhangW ", "ｚｈａｎｇｗ", "张伟", "É"] {
            assert_eq!(folded(name), fold_account(name), "{name}");
        }
        assert_ne!(fold_account("zhangw"), fold_account("zhangw1"));
        assert_ne!(fold_account("zhang w"), fold_account("zhangw"), "only the ends are trimmed");
    }
}
