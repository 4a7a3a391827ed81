//! Whom and what an errand has taken into the register because a paper names them, and whether one of them looks like a
//! slip of the pen.

use strsim::levenshtein;

use crate::model::*;
use crate::spelling::Spelling;

/// The last records before an errand.
pub struct Known {
    departments: Option<DepartmentId>,
    people: Option<PersonId>,
    systems: Option<SystemId>,
}

impl Known {
    /// As the register stands.
    pub fn of(register: &Register) -> Self {
        Self {
            departments: register.departments.keys().next_back().copied(),
            people: register.people.keys().next_back().copied(),
            systems: register.systems.keys().next_back().copied(),
        }
    }

    /// Every name of each kind, and whether it is new since.
    fn names<'r>(&self, register: &'r Register) -> [(&'static str, Vec<(bool, &'r str)>); 3] {
        let departments = register.departments.values().map(|it| (Some(it.id) > self.departments, it.name.as_str()));
        let people = register.people.values().map(|it| (Some(it.id) > self.people, it.name.as_str()));
        let systems = register.systems.values().map(|it| (Some(it.id) > self.systems, it.name.as_str()));
        [("科室", departments.collect()), ("人员", people.collect()), ("系统", systems.collect())]
    }

    /// `；新登记：科室「…」、人员「…」`, or nothing.
    pub fn newcomers(&self, register: &Register) -> String {
        let mut told = Vec::new();
        for (what, names) in self.names(register) {
            let new = names.into_iter().filter(|(is_new, _)| *is_new);
            told.extend(new.map(|(_, name)| format!("{what}「{name}」")));
        }
        if told.is_empty() { String::new() } else { format!("；新登记：{}", told.join("、")) }
    }

    /// Newcomers whose name is that of somebody known but for a character, or sounds the same; and people of whose name
    /// there is one in another department. A line for each.
    pub fn doubts(&self, register: &Register) -> Vec<String> {
        let mut lines: Vec<String> =
            self.names(register).into_iter().flat_map(|(what, names)| alike(what, &names)).collect();
        for new in register.people.values().filter(|it| Some(it.id) > self.people) {
            let other = register.people.values().find(|it| it.name == new.name && it.id != new.id);
            lines.extend(other.map(|other| {
                let (new_in, known_in) =
                    (register.department_name(Some(new.department)), register.department_name(Some(other.department)));
                format!("新登记的人员「{}」在{new_in}，已登记的「{}」在{known_in}", new.name, other.name)
            }));
        }
        lines
    }
}

/// A line for each new name that is like a known one.
fn alike(what: &str, names: &[(bool, &str)]) -> Vec<String> {
    let mut spelling = Spelling::default();
    let mut lines = Vec::new();
    for (_, name) in names.iter().filter(|(is_new, _)| *is_new) {
        let mut known = names.iter().filter(|(is_new, _)| !is_new);
        let like = known.find(|(_, other)| is_slip(name, other, &mut spelling));
        lines.extend(like.map(|(_, other)| format!("新登记的{what}「{name}」与已登记的「{other}」相近")));
    }
    lines
}

/// Whether one name may have been meant for the other. Of two characters one is too much of a name to be a slip, unless
/// it sounds the same; of a long name it is two.
fn is_slip(name: &str, other: &str, spelling: &mut Spelling) -> bool {
    let longer = name.chars().count().max(other.chars().count());
    let allowed = match longer {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    };
    // A number at the end tells apart: 一科 and 二科, 平台2 and 平台3.
    let bare = |text: &str| text.chars().filter(|c| !is_ordinal(*c)).collect::<String>();
    if bare(name) == bare(other) {
        return false;
    }
    let sound = spelling.of(name).0.to_owned();
    levenshtein(name, other) <= allowed || spelling.of(other).0 == sound
}

fn is_ordinal(c: char) -> bool {
    c.is_ascii_digit() || "〇一二三四五六七八九十".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_from_another_name() {
        let slip = |name: &str, other: &str| is_slip(name, other, &mut Spelling::default());
        for (name, other) in [
            ("秦天夭", "秦天天"),
            ("秦天", "秦天天"),
            ("章伟", "张伟"),
            ("工程建设平台", "工程建设管理平台"),
            ("政务服务课", "政务服务科"),
        ] {
            assert!(slip(name, other), "{name} {other}");
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
}
