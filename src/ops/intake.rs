//! What every text passes on its way in: control characters, limit, no password.

use crate::error::{Error, Result};
use crate::model::text::{over_limit, without_controls};
use crate::rules::secrets::tells_password;

/// Why a text is not taken, if it is not: over its limit, or it tells a password.
pub(super) fn objection(text: &str, limit: usize) -> Option<String> {
    let password = || tells_password(text).then(|| "中像是写了口令，口令不得保存（第二十五条）".to_owned());
    over_limit(text, limit).or_else(password)
}

/// A text as it is kept, or why it is not taken.
pub(super) fn take(label: &str, text: &str, limit: usize, multiline: bool) -> Result<String> {
    let text = without_controls(text, multiline);
    let text = if multiline { text.trim_end() } else { text.trim() };
    match objection(text, limit) {
        Some(why) => Err(Error::bad_input(format!("{label}{why}")).advise("其他内容还在，请修改后再保存")),
        None => Ok(text.to_owned()),
    }
}

/// Why a text that is to tell a day is not taken.
pub fn no_day(label: &str, text: &str) -> Error {
    Error::bad_input(format!("{label}“{text}”不是有效的日期")).advise("请写作2026年8月3日或2026-8-3")
}

/// A refusal of what is none of a closed list: 「状态「异常」」, with what can be written.
pub(super) fn not_offered(what: &str, options: &[&str]) -> Error {
    Error::bad_input(format!("{what}不在可选之列")).advise(format!("没有保存。可以填：{}", options.join("、")))
}
