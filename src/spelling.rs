//! 拼音 of names, so that `zhangwei` and `zw` find 张伟, and lists stand in the order of a dictionary.

use std::collections::HashMap;

use ::pinyin::ToPinyin;

/// The spellings of texts, each worked out once.
#[derive(Default)]
pub struct Spelling(HashMap<String, (String, String)>);

impl Spelling {
    /// 全拼 without blanks and the initials, both in lower case; what is not Chinese stays as it is.
    pub fn of(&mut self, text: &str) -> (&str, &str) {
        if !self.0.contains_key(text) {
            self.0.insert(text.to_owned(), spell(text));
        }
        self.0.get(text).map_or(("", ""), |(full, initials)| (full, initials))
    }
}

fn spell(text: &str) -> (String, String) {
    let (mut full, mut initials) = (String::new(), String::new());
    for c in text.chars() {
        if let Some(spelled) = c.to_pinyin() {
            full.push_str(spelled.plain());
            initials.extend(spelled.plain().chars().next());
        } else {
            full.extend(c.to_lowercase());
            initials.extend(c.to_lowercase());
        }
    }
    (full, initials)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_spelled_in_full_and_by_its_initials() {
        let mut spelling = Spelling::default();
        assert_eq!(spelling.of("张伟"), ("zhangwei", "zw"));
        assert_eq!(spelling.of("OA 系统2"), ("oa xitong2", "oa xt2"));
    }
}
