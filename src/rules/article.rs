//! An article of the regulation, and what was found under it.

use std::fmt;

use crate::model::Field;

/// 第N条 of 《信息系统账号管理制度（试行）》, 1–30.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Article(pub u8);

impl Article {
    /// The articles that a text names, in their order.
    pub fn named_in(text: &str) -> impl Iterator<Item = Self> {
        (1..=30).map(Self).filter(move |article| text.contains(&article.to_string()))
    }
}

impl fmt::Display for Article {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
        let (tens, ones) = (usize::from(self.0 / 10), usize::from(self.0 % 10));
        let tens = match tens {
            0 => String::new(),
            1 => "十".into(),
            _ => format!("{}十", DIGITS[tens % 10]),
        };
        write!(f, "第{tens}{}条", DIGITS[ones])
    }
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Stops 办结, 备案 or the printing of a list, never the saving of a record.
    Error,
    /// Warns.
    Warning,
    /// Reminds: it has a day.
    Reminder,
    /// Informs.
    Information,
}

impl Weight {
    /// E, W, T or I.
    pub fn letter(self) -> &'static str {
        match self {
            Weight::Error => "E",
            Weight::Warning => "W",
            Weight::Reminder => "T",
            Weight::Information => "I",
        }
    }

    /// What the clerk calls it.
    pub fn label(self) -> &'static str {
        match self {
            Weight::Error => "须改正",
            Weight::Warning => "请核对",
            Weight::Reminder => "待办",
            Weight::Information => "提示",
        }
    }
}

/// What a rule found in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The article it rests on.
    pub article: Article,
    /// Its weight.
    pub weight: Weight,
    /// The row of a list, from 0; none on a form that has no rows.
    pub row: Option<usize>,
    /// The cell that it concerns.
    pub field: Field,
    /// What is wrong, with the facts in it, and what to do.
    pub message: String,
}

impl Finding {
    /// The message and its article, as one line.
    pub fn line(&self) -> String {
        format!("{}（{}）", self.message, self.article)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_numbered_as_the_regulation_writes_them() {
        let written: Vec<String> = [1, 7, 10, 11, 15, 20, 25, 30].map(|number| Article(number).to_string()).into();
        assert_eq!(
            written,
            ["第一条", "第七条", "第十条", "第十一条", "第十五条", "第二十条", "第二十五条", "第三十条"]
        );
    }
}
