//! 经手: who works under which login name of the computer. What the 台账 keeps is the login name.

use super::choice::SettingKey;
use super::record::Register;

/// What stands between two of them, and between a login name and the name.
const BETWEEN: char = '；';
const IS: char = '=';

/// The names that stand for login names, in the order in which they were told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Clerks(pub Vec<(String, String)>);

impl Clerks {
    /// From the text of the setting; nothing where it cannot be read, or tells a login name twice.
    pub fn read(text: &str) -> Option<Self> {
        let mut clerks: Vec<(String, String)> = Vec::new();
        for told in text.split(BETWEEN).filter(|told| !told.trim().is_empty()) {
            let (login, name) = told.split_once(IS)?;
            let (login, name) = (login.trim(), name.trim());
            let is_whole = !login.is_empty() && !name.is_empty() && !name.contains(IS);
            if !is_whole || clerks.iter().any(|(known, _)| known == login) {
                return None;
            }
            clerks.push((login.to_owned(), name.to_owned()));
        }
        Some(Self(clerks))
    }

    /// The text of the setting: `lihong=李红；zhangw=张伟`.
    pub fn text(&self) -> String {
        let told = self.0.iter().map(|(login, name)| format!("{}{IS}{}", login.trim(), name.trim()));
        told.collect::<Vec<_>>().join(&BETWEEN.to_string())
    }

    /// The name of whoever works under a login name; the login name itself where nobody has told it.
    pub fn name<'a>(&'a self, login: &'a str) -> &'a str {
        self.0.iter().find(|(known, _)| known == login).map_or(login, |(_, name)| name)
    }
}

impl Register {
    /// Who works under which login name.
    pub fn clerks(&self) -> Clerks {
        let set = self.settings.values().find(|it| it.key == SettingKey::Clerks);
        set.and_then(|it| Clerks::read(&it.source)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_of_the_clerks_comes_back_as_it_was_told_and_what_cannot_be_read_is_nothing() {
        let told = |text: &str| Clerks::read(text).map(|clerks| clerks.text());
        assert_eq!(told("lihong=李红；Zhang Wei=张伟"), Some("lihong=李红；Zhang Wei=张伟".into()));
        assert_eq!(told(""), Some(String::new()));
        for unread in ["lihong", "=李红", "lihong=", "lihong=李红；lihong=李宏", "a=b=c"] {
            assert_eq!(told(unread), None, "{unread}");
        }
        let clerks = Clerks::read("lihong=李红").unwrap();
        assert_eq!((clerks.name("lihong"), clerks.name("root")), ("李红", "root"));
    }
}
