//! Names that may be slips of the pen: a new one that is a known one but for a character, or sounds the same.

use std::collections::{HashMap, HashSet};

use strsim::levenshtein;

use crate::spelling::Spelling;

/// For each new name the first of the known ones that it may have been meant for.
pub fn slips<'a>(new: &[&str], known: impl Iterator<Item = &'a str>) -> Vec<Option<&'a str>> {
    let mut meant = vec![None; new.len()];
    if new.is_empty() {
        return meant;
    }
    let mut spelling = Spelling::default();
    // A hundred thousand names are not each compared with each: two that are alike share a trace.
    let mut alike: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, name) in new.iter().enumerate() {
        for trace in traces(name, &mut spelling) {
            alike.entry(trace).or_default().push(at);
        }
    }
    for other in known {
        let beginnings = other.char_indices().skip(1).map(|(at, _)| other[..at].to_owned());
        for trace in traces(other, &mut spelling).into_iter().chain(beginnings) {
            for at in alike.get(&trace).into_iter().flatten() {
                if meant[*at].is_none() && is_slip(new[*at], other, &mut spelling) {
                    meant[*at] = Some(other);
                }
            }
        }
    }
    meant
}

/// How many characters of a name may differ. Of two characters one is too much of a name to be a slip; of a long name it
/// is two.
fn allowed(length: usize) -> usize {
    match length {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    }
}

/// What is left of a name without as many characters as may differ; and how it sounds.
fn traces(name: &str, spelling: &mut Spelling) -> HashSet<String> {
    let characters: Vec<char> = name.chars().collect();
    // Of two names the longer gives up as many as may differ, and the shorter fewer by as many as it is shorter.
    let most = allowed(characters.len());
    let mut shorter = HashSet::from([characters]);
    let mut traces: HashSet<String> = HashSet::new();
    for left in (0..=most).rev() {
        traces.extend(shorter.iter().map(|it| it.iter().collect::<String>()));
        if left > 0 {
            let without = |it: &Vec<char>, at: usize| [&it[..at], &it[at + 1..]].concat();
            shorter = shorter.iter().flat_map(|it| (0..it.len()).map(move |at| without(it, at))).collect();
        }
    }
    traces.insert(spelling.of(name).0.to_owned());
    traces
}

/// Whether one name may have been meant for the other.
fn is_slip(name: &str, other: &str, spelling: &mut Spelling) -> bool {
    // A number at the end tells apart: 一科 and 二科, 平台2 and 平台3.
    let bare = |text: &str| text.chars().filter(|c| !is_ordinal(*c)).collect::<String>();
    if bare(name) == bare(other) {
        return false;
    }
    // A name that was entered before it was written to its end.
    if other.starts_with(name) {
        return true;
    }
    let longer = name.chars().count().max(other.chars().count());
    let sound = spelling.of(name).0.to_owned();
    levenshtein(name, other) <= allowed(longer) || spelling.of(other).0 == sound
}

fn is_ordinal(c: char) -> bool {
    c.is_ascii_digit() || "〇一二三四五六七八九十".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_from_another_name() {
        let slip = |name: &str, other: &str| slips(&[name], [other].into_iter())[0].is_some();
        for (name, other) in [
            ("秦天夭", "秦天天"),
            ("秦天", "秦天天"),
            ("章伟", "张伟"),
            ("工程建设平台", "工程建设管理平台"),
            ("政务服务课", "政务服务科"),
        ] {
            assert!(slip(name, other) && slip(other, name), "{name} {other}");
        }
        for (name, other) in [
            ("李伟", "张伟"),
            ("李建国", "张卫国"),
            ("第一科", "第二科"),
            ("审批平台2", "审批平台3"),
            ("信访平台", "政务服务平台"),
        ] {
            assert!(!slip(name, other), "{name} {other}");
        }
    }

    #[test]
    fn what_is_found_by_traces_is_what_is_found_one_by_one() {
        let parts = ["张", "章", "伟", "卫", "国", "平台", "管理", "2"];
        let name = |mut number: usize| {
            let mut name = String::new();
            while number > 0 {
                name.push_str(parts[number % parts.len()]);
                number /= parts.len();
            }
            name
        };
        let names: Vec<String> = (1..4096).step_by(29).map(name).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut spelling = Spelling::default();
        let by_traces = slips(&names, names.iter().copied());
        let mut found = 0;
        for (name, meant) in names.iter().zip(by_traces) {
            let one_by_one = names.iter().find(|other| is_slip(name, other, &mut spelling));
            assert_eq!(meant, one_by_one.copied(), "{name}");
            found += usize::from(meant.is_some());
        }
        assert!(found > 10 && found < names.len(), "{found} of {}", names.len());
    }
}
