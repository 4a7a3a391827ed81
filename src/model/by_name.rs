//! Records by a name, worked out when it is first asked for: a ledger of years asks for people a million times.

use std::collections::HashMap;
use std::sync::OnceLock;

/// The numbers of the records of each name, in their order. It follows from the records and is no part of what a
/// register holds: all are equal, and a copy begins anew.
#[derive(Debug, Default)]
pub struct ByName(OnceLock<HashMap<String, Vec<i64>>>);

impl ByName {
    /// Those of this name among all.
    pub fn of<'a>(&self, all: impl Iterator<Item = (&'a str, i64)>, name: &str) -> &[i64] {
        let made = self.0.get_or_init(|| {
            let mut made: HashMap<String, Vec<i64>> = HashMap::new();
            for (name, number) in all {
                made.entry(name.to_owned()).or_default().push(number);
            }
            made
        });
        made.get(name).map_or(&[], Vec::as_slice)
    }
}

impl Clone for ByName {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for ByName {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
