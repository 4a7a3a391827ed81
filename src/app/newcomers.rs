//! Whom and what an errand has taken into the register because a paper names them, and whether one of them looks like a
//! slip of the pen.

use std::collections::HashMap;

use eframe::egui;

use super::theme;
use crate::model::*;
use crate::ops::Office;
use crate::rules::slips;

/// The last records before an errand.
pub struct Known {
    departments: Option<DepartmentId>,
    people: Option<PersonId>,
    systems: Option<SystemId>,
    /// A record that is changed by the errand, and the system or department that it has.
    changing: Option<(Kind, i64, String)>,
}

impl Known {
    /// As the register stands.
    pub fn of(register: &Register) -> Self {
        Self {
            departments: register.departments.keys().next_back().copied(),
            people: register.people.keys().next_back().copied(),
            systems: register.systems.keys().next_back().copied(),
            changing: None,
        }
    }

    /// The same before this record is changed: that it goes into a system or department that nobody knew is asked about.
    pub fn before(kind: Kind, number: Option<i64>, register: &Register) -> Self {
        let place = number.and_then(|number| Some((kind, number, place_of(kind, number, register)?.0)));
        Self { changing: place.map(|(kind, number, name)| (kind, number, name.to_owned())), ..Self::of(register) }
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
            told.extend(new.map(|(_, name)| format!("{what}“{name}”")));
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
                format!("新登记的人员“{}”在{new_in}，已登记的“{}”在{known_in}", new.name, other.name)
            }));
        }
        lines.extend(self.moved(register));
        lines
    }

    /// That the record that was changed is in a system or department now that is new.
    fn moved(&self, register: &Register) -> Option<String> {
        let (kind, number, was) = self.changing.as_ref()?;
        let (name, what) = place_of(*kind, *number, register)?;
        let is_new = match kind {
            Kind::Accounts => register.systems.values().any(|it| Some(it.id) > self.systems && it.name == name),
            _ => register.departments.values().any(|it| Some(it.id) > self.departments && it.name == name),
        };
        is_new.then(|| format!("{what}由“{was}”改为新登记的“{name}”"))
    }
}

/// The system of an account, the department of a person, and what that is called with them.
fn place_of(kind: Kind, number: i64, register: &Register) -> Option<(&str, String)> {
    match kind {
        Kind::Accounts => {
            let it = register.get::<Account>(AccountId(number))?;
            Some((register.system_name(Some(it.system)), format!("账号{}的系统", it.account)))
        }
        Kind::People => {
            let it = register.get::<Person>(PersonId(number))?;
            Some((register.department_name(Some(it.department)), format!("{}的科室", it.name)))
        }
        Kind::Departments | Kind::Systems => None,
    }
}

/// For names that nobody has, the known one that each may have been meant for; kept until the register changes.
#[derive(Default)]
pub struct Strangers {
    revision: u64,
    meant: HashMap<String, Option<String>>,
}

impl Strangers {
    fn meant(&mut self, name: &str, office: &Office) -> Option<String> {
        if self.revision != office.revision() {
            *self = Self { revision: office.revision(), meant: HashMap::new() };
        }
        let known = || office.register().people.values().map(|it| it.name.as_str());
        let find = || slips(&[name], known()).into_iter().flatten().next().map(str::to_owned);
        self.meant.entry(name.to_owned()).or_insert_with(find).clone()
    }
}

/// Below a line that names a person, where nothing else hangs: that nobody has this name, or that several have it. Once the
/// line is left, a name that is like a known one offers that one; it is returned where it is taken.
pub fn stranger_ui(
    ui: &mut egui::Ui,
    name: &str,
    is_typing: bool,
    office: &Office,
    strangers: &mut Strangers,
) -> Option<String> {
    let name = name.trim();
    match office.register().person_named(name) {
        Lookup::Unknown if !name.is_empty() => {
            ui.label(theme::weak(format!("人员中没有“{name}”，登记时列为新人员。")));
            let meant = if is_typing { None } else { strangers.meant(name, office) };
            meant.filter(|meant| ui.link(format!("改为{meant}")).clicked())
        }
        Lookup::Ambiguous(names) => {
            ui.label(theme::weak(format!("“{name}”有{}位，请写明是哪一位：{}", names.len(), names.join("、"))));
            None
        }
        _ => None,
    }
}

/// A line for each new name that is like a known one.
fn alike(what: &str, names: &[(bool, &str)]) -> Vec<String> {
    let of = |wanted: bool| names.iter().filter(move |(is_new, _)| *is_new == wanted).map(|(_, name)| *name);
    let new: Vec<&str> = of(true).collect();
    let meant = slips(&new, of(false));
    let told = new.iter().zip(meant).filter_map(|(name, meant)| Some((name, meant?)));
    told.map(|(name, other)| format!("新登记的{what}“{name}”与已登记的“{other}”相近")).collect()
}
