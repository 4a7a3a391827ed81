//! Reading a JSON document field by field: each wrong place is named, none is passed over.

use std::cell::RefCell;

use serde_json::{Map, Value};

use crate::model::text::{over_limit, without_controls};
use crate::model::{Choice, Day};

/// Everything that is wrong with a document, a line each: `applications[3].applied_on：…`.
#[derive(Default)]
pub(super) struct Problems(RefCell<Vec<String>>);

impl Problems {
    pub(super) fn add(&self, place: &str, what: impl AsRef<str>) {
        self.0.borrow_mut().push(format!("{place}：{}", what.as_ref()));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    pub(super) fn into_lines(self) -> Vec<String> {
        self.0.into_inner()
    }
}

/// One JSON object and where it stands.
pub(super) struct Reader<'a> {
    pub(super) place: String,
    object: &'a Map<String, Value>,
    problems: &'a Problems,
}

impl<'a> Reader<'a> {
    /// The object at `place`; keys that it may not have are refused by name.
    pub(super) fn new(place: String, value: &'a Value, keys: &[&str], problems: &'a Problems) -> Option<Self> {
        let Value::Object(object) = value else {
            problems.add(&place, "应为对象 {…}");
            return None;
        };
        let dot = if place.is_empty() { "" } else { "." };
        for key in object.keys().filter(|key| !keys.contains(&key.as_str())) {
            problems.add(&format!("{place}{dot}{key}"), "没有这个键");
        }
        Some(Self { place, object, problems })
    }

    /// Where the key stands in the document.
    pub(super) fn at(&self, key: &str) -> String {
        if self.place.is_empty() { key.to_owned() } else { format!("{}.{key}", self.place) }
    }

    pub(super) fn problem(&self, key: &str, what: impl AsRef<str>) {
        self.problems.add(&self.at(key), what);
    }

    /// The objects of a list; nothing where the key is missing.
    pub(super) fn list(&self, key: &str, keys: &[&str]) -> Vec<Reader<'a>> {
        match self.object.get(key) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(items)) => {
                let item = |(at, value)| Reader::new(format!("{}[{at}]", self.at(key)), value, keys, self.problems);
                items.iter().enumerate().filter_map(item).collect()
            }
            Some(_) => {
                self.problem(key, "应为列表 […]");
                Vec::new()
            }
        }
    }

    /// A text, trimmed; `Some(None)` for null or nothing but blanks, `None` where the key is missing or wrong.
    pub(super) fn text_maybe(&self, key: &str, limit: usize) -> Option<Option<String>> {
        self.some_text(key, limit, false)
    }

    /// A text that may hold several lines.
    pub(super) fn long_text(&self, key: &str, limit: usize) -> Option<String> {
        self.some_text(key, limit, true).map(Option::unwrap_or_default)
    }

    /// A text, empty for null; `None` where the key is missing or wrong.
    pub(super) fn text(&self, key: &str, limit: usize) -> Option<String> {
        self.text_maybe(key, limit).map(Option::unwrap_or_default)
    }

    /// A text that must be there.
    pub(super) fn required(&self, key: &str, limit: usize) -> Option<String> {
        match self.object.get(key) {
            None | Some(Value::Null) => {
                self.problem(key, "不能为空");
                None
            }
            Some(_) => {
                if let Some(text) = self.text_maybe(key, limit)? {
                    Some(text)
                } else {
                    self.problem(key, "不能为空");
                    None
                }
            }
        }
    }

    fn some_text(&self, key: &str, limit: usize, multiline: bool) -> Option<Option<String>> {
        match self.object.get(key)? {
            Value::Null => Some(None),
            Value::String(text) => {
                self.clean(key, text, limit, multiline).map(|text| (!text.is_empty()).then_some(text))
            }
            _ => {
                self.problem(key, "应为文字");
                None
            }
        }
    }

    fn clean(&self, key: &str, text: &str, limit: usize, multiline: bool) -> Option<String> {
        let text = without_controls(text, multiline);
        let text = if multiline { text.trim_end() } else { text.trim() };
        if let Some(over) = over_limit(text, limit) {
            self.problem(key, over);
            return None;
        }
        Some(text.to_owned())
    }

    /// A list of texts.
    pub(super) fn texts(&self, key: &str, limit: usize) -> Option<Vec<String>> {
        match self.object.get(key)? {
            Value::Null => Some(Vec::new()),
            Value::Array(items) => {
                let read = |(at, value): (usize, &Value)| {
                    let place = format!("{key}[{at}]");
                    if let Value::String(text) = value {
                        self.clean(&place, text, limit, false).filter(|text| !text.is_empty())
                    } else {
                        self.problem(&place, "应为文字");
                        None
                    }
                };
                Some(items.iter().enumerate().filter_map(read).collect())
            }
            _ => {
                self.problem(key, "应为列表 […]");
                None
            }
        }
    }

    /// Yes or no.
    pub(super) fn flag(&self, key: &str) -> Option<bool> {
        if let Value::Bool(flag) = self.object.get(key)? {
            Some(*flag)
        } else {
            self.problem(key, "应为 true 或 false");
            None
        }
    }

    /// A day; `Some(None)` for null.
    pub(super) fn day(&self, key: &str) -> Option<Option<Day>> {
        let Some(text) = self.text_maybe(key, usize::MAX)? else { return Some(None) };
        let day = Day::from_iso(&text);
        if day.is_none() {
            self.problem(key, format!("「{text}」不是有效的日期，应写作 YYYY-MM-DD"));
        }
        day.map(Some)
    }

    /// A member of a closed list; `Some(None)` for null.
    pub(super) fn choice<C: Choice>(&self, key: &str) -> Option<Option<C>> {
        let Some(text) = self.text_maybe(key, usize::MAX)? else { return Some(None) };
        let member = C::from_label(&text);
        if member.is_none() {
            let labels: Vec<&str> = C::ALL.iter().map(|member| member.label()).collect();
            self.problem(key, format!("「{text}」不在{}之列：{}", C::NAME, labels.join("、")));
        }
        member.map(Some)
    }

    /// A member of a closed list that may be missing but not null.
    pub(super) fn chosen<C: Choice>(&self, key: &str) -> Option<C> {
        self.choice(key).and_then(|member| {
            if member.is_none() {
                self.problem(key, "不能为空");
            }
            member
        })
    }
}
