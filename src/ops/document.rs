//! Reading a JSON document field by field: each wrong place is named, none is passed over.

use base64::prelude::*;
use std::cell::RefCell;

use serde::de::{Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::intake::objection;
use crate::error::{Error, Result};
use crate::model::text::without_controls;
use crate::model::{Choice, Day, Field};

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

/// Reads a text as JSON; a key that stands twice in one object is refused, since one of the two would be lost.
pub(super) fn read_json(text: &str) -> Result<Value> {
    serde_json::from_str(text).map(|Strict(value)| value).map_err(|error| {
        let what = match error.to_string().split_once(TWICE) {
            Some((_, rest)) => format!("同一个键写了两次：{}", rest.split('\u{0}').next().unwrap_or_default()),
            None => "格式不对，不是完整的 JSON 文档".into(),
        };
        Error::bad_input(format!("JSON 第{}行第{}列：{what}", error.line(), error.column())).advise("没有载入任何数据")
    })
}

/// Marks a repeated key in an error of the JSON reader, which speaks English otherwise.
const TWICE: &str = "\u{0}twice:";

/// Any JSON value whose objects have each key once.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> std::result::Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> std::result::Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> std::result::Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> std::result::Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> std::result::Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> std::result::Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> std::result::Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> std::result::Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Strict(value)) = list.next_element()? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some((key, Strict(value))) = map.next_entry::<String, _>()? {
            if object.contains_key(&key) {
                return Err(A::Error::custom(format!("{TWICE}{}\u{0}", without_controls(&key, false))));
            }
            object.insert(key, value);
        }
        Ok(Value::Object(object))
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
            problems.add(if place.is_empty() { "文档" } else { &place }, "应为对象 {…}");
            return None;
        };
        let dot = if place.is_empty() { "" } else { "." };
        for key in object.keys().filter(|key| !keys.contains(&key.as_str())) {
            problems.add(&format!("{place}{dot}{}", without_controls(key, false)), "没有这个键");
        }
        Some(Self { place, object, problems })
    }

    /// Whether the object says anything under this key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.object.contains_key(key)
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

    /// A file as Base64 (RFC 4648), whose letters may spell anything; nothing where there is none. What is no file is
    /// judged as the text that it is.
    pub(super) fn bytes(&self, key: &str) -> Option<Vec<u8>> {
        let told = self.object.get(key)?;
        let bytes = told.as_str().and_then(|text| BASE64_STANDARD.decode(text).ok());
        if bytes.is_none() && self.text_maybe(key, usize::MAX).flatten().is_some() {
            self.problem(key, "不是 Base64");
        }
        bytes
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

    /// What is told under a key that may not be empty, else what stands.
    pub(super) fn or_standing<T>(&self, key: &str, told: Option<Option<T>>, stands: Option<T>) -> Option<T> {
        match told {
            Some(Some(told)) => return Some(told),
            // What is wrong with it has been said.
            None if self.has(key) => return None,
            None if stands.is_some() => return stands,
            Some(None) | None => self.problem(key, "不能为空"),
        }
        None
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
        if let Some(why) = objection(text, limit) {
            self.problem(key, format!("{}{why}", label(&self.place, key)));
            return None;
        }
        Some(text.to_owned())
    }

    /// A list of texts, each with its place in the list; blank ones are passed over.
    pub(super) fn texts(&self, key: &str, limit: usize) -> Option<Vec<(usize, String)>> {
        match self.object.get(key)? {
            Value::Null => Some(Vec::new()),
            Value::Array(items) => {
                let read = |(at, value): (usize, &Value)| {
                    let place = format!("{key}[{at}]");
                    if let Value::String(text) = value {
                        self.clean(&place, text, limit, false).filter(|text| !text.is_empty()).map(|text| (at, text))
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

    /// A whole number.
    pub(super) fn whole(&self, key: &str) -> Option<i64> {
        let number = self.object.get(key)?.as_i64();
        if number.is_none() {
            self.problem(key, "应为整数");
        }
        number
    }

    /// Yes or no; `Some(None)` for null.
    pub(super) fn flag_maybe(&self, key: &str) -> Option<Option<bool>> {
        if self.object.get(key)?.is_null() { Some(None) } else { self.flag(key).map(Some) }
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
            self.problem(key, format!("“{text}”不是有效的日期，应写作 YYYY-MM-DD"));
        }
        day.map(Some)
    }

    /// A member of a closed list; `Some(None)` for null.
    pub(super) fn choice<C: Choice>(&self, key: &str) -> Option<Option<C>> {
        let Some(text) = self.text_maybe(key, usize::MAX)? else { return Some(None) };
        let member = C::from_label(&text);
        if member.is_none() {
            let labels: Vec<&str> = C::ALL.iter().map(|member| member.label()).collect();
            self.problem(key, format!("“{text}”不在{}之列：{}", C::NAME, labels.join("、")));
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

/// What the clerk calls the text under a key of the object at `place`.
fn label(place: &str, key: &str) -> &'static str {
    match key.split('[').next().unwrap_or_default() {
        "name" if place.starts_with("people") => "姓名",
        "name" => "名称",
        "short" => "简称",
        "aliases" => "别名",
        "department" | "lead_department" | "from_department" | "to_department" => "科室",
        "post" => Field::Post.label(),
        "from_post" => "原岗位",
        "to_post" => "现岗位",
        "phone" | "contact" => Field::Contact.label(),
        "system" | "systems" => Field::System.label(),
        "account" => Field::Account.label(),
        "account_note" => Field::AccountNote.label(),
        "category" => Field::Category.label(),
        "permissions" => "权限说明",
        "holder" => Field::Holder.label(),
        "applicant" => Field::Applicant.label(),
        "department_head" | "head" => Field::DepartmentHead.label(),
        "system_head" => Field::SystemHead.label(),
        "leader" => Field::Leader.label(),
        "operator" => Field::Operator.label(),
        "description" => Field::Description.label(),
        "outcome" => Field::Outcome.label(),
        "note" => Field::Note.label(),
        "number" | "cleanup" => "编号",
        "signed_by" => "签字人",
        "basis" => "授权依据",
        "source" => "依据",
        "reason" => "原因",
        "void_reason" => "作废原因",
        "workbook" => "工作簿",
        // Days and members of closed lists: what stands there is none.
        _ => "内容",
    }
}
