//! The whole register under the whole regulation.

use super::article::Article;
use super::matter::Matter;
use super::standing::Standing;
use crate::model::*;

/// Everything that the regulation has to say about the register on `today`.
///
/// Void records are not judged. What happened before 2022-08-03 (an application, an opening, a leaving, an acceptance,
/// a filing) is recorded and not judged (第三十条); a state that lasts until today is, from that day on.
pub fn check(register: &Register, today: Day) -> Vec<Matter> {
    Standing::of(register, today).into_matters()
}

/// What is to be done (待办): what is grave and has no day, then what has one, the earliest first.
pub fn todos<'a>(found: impl IntoIterator<Item = &'a Matter>) -> Vec<&'a Matter> {
    let mut due: Vec<&Matter> = found.into_iter().filter(|matter| matter.is_to_do()).collect();
    due.sort_by_cached_key(|matter| (matter.due, matter.article(), matter.subject));
    due
}

/// The articles that no rule can check, and why; all others are checked.
pub const UNCHECKED: [(u8, &str); 7] = [
    (1, "说明制定目的，没有可以核对的事项"),
    (2, "账号的定义，没有可以核对的事项"),
    (3, "管理的范围：账号层面登记为一项；口令只登记日期，录入时拒收口令"),
    (24, "口令本身不保存，长度和复杂度无从核对，只在登记日期处提示"),
    (27, "适用省、市标准是人的判断；更严的设置须写明依据，更宽的设置在保存时拒绝"),
    (28, "适用范围，由哪些系统登记在册决定"),
    (29, "起草和解释的部门，没有可以核对的事项"),
];

/// How an article is dealt with: none where it is checked, else why it cannot be.
pub fn reason_unchecked(article: Article) -> Option<&'static str> {
    UNCHECKED.iter().find(|(number, _)| *number == article.0).map(|(_, reason)| *reason)
}
