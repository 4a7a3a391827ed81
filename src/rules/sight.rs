//! The register as the rules see it: whole, and the accounts of one system at a time.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::index::Index;
use super::matter::Matter;
use super::names::folded;
use super::settings::Settings;
use crate::model::*;

/// The register, and what every rule needs of it.
pub(super) struct Sight<'a> {
    pub(super) register: &'a Register,
    pub(super) today: Day,
    pub(super) settings: Settings,
    pub(super) index: &'a Index,
    people: HashMap<PersonId, &'a Person>,
    /// Who went from one 科室 to another, and when: the earliest first.
    moves: HashMap<PersonId, Vec<&'a PostChange>>,
}

impl<'a> Sight<'a> {
    pub(super) fn of(register: &'a Register, today: Day, index: &'a Index) -> Self {
        let people = register.people.iter().map(|(id, person)| (*id, person)).collect();
        let mut moves: HashMap<PersonId, Vec<&PostChange>> = HashMap::new();
        let moved = |it: &&PostChange| it.from_department != it.to_department && it.void_reason.is_none();
        for change in register.post_changes.values().filter(moved) {
            moves.entry(change.person).or_default().push(change);
        }
        for moves in moves.values_mut() {
            moves.sort_by_key(|it| (it.changed_on, it.id));
        }
        Self { register, today, settings: Settings::of(register), index, people, moves }
    }

    /// Whether a person no longer works here, and since when.
    pub(super) fn left(&self, person: &Person) -> Option<Option<Day>> {
        left(person, self.today)
    }

    /// The person with this id.
    pub(super) fn person(&self, id: PersonId) -> Option<&'a Person> {
        self.people.get(&id).copied()
    }

    /// Where somebody worked from one day until another, each department with its time.
    fn places(&self, who: PersonId, since: Option<Day>, until: Day) -> Vec<(DepartmentId, Option<Day>, Day)> {
        let moves = self.moves.get(&who).map_or(&[][..], Vec::as_slice);
        let (mut places, mut since) = (Vec::new(), since);
        for moved in moves.iter().filter(|it| it.changed_on < until) {
            if since < Some(moved.changed_on) {
                places.push((moved.from_department, since, moved.changed_on));
                since = Some(moved.changed_on);
            }
        }
        let next = moves.iter().find(|it| it.changed_on >= until).map(|it| it.from_department);
        places.extend(next.or(self.person(who).map(|it| it.department)).map(|it| (it, since, until)));
        places
    }

    /// Whether a system is used: neither void nor off line.
    pub(super) fn is_on_line(&self, system: SystemId) -> bool {
        self.register.get::<InfoSystem>(system).is_some_and(|it| it.is_offered(self.today))
    }

    /// The live accounts that a person holds in systems that are not void, in the order of their ids.
    pub(super) fn live_of(&self, person: PersonId) -> impl Iterator<Item = &'a Account> {
        let accounts = self.index.held_by.of(&person).iter().filter_map(|id| self.register.get::<Account>(*id));
        accounts
            .filter(|it| it.is_live())
            .filter(|it| self.register.get::<InfoSystem>(it.system).is_some_and(|system| system.void_reason.is_none()))
    }
}

/// 在岗, 调离 or 离职 as of `today`: who is to leave works here until the day comes, and from it on no longer, though nobody
/// has noted it since.
pub fn status_on(person: &Person, today: Day) -> PersonStatus {
    match person.status {
        PersonStatus::Serving if person.left_on.is_some_and(|day| day <= today) => PersonStatus::Left,
        status => status,
    }
}

/// Whether a person no longer works here by `today`: 离职 or 调离; and since when, if that is on record.
pub fn left(person: &Person, today: Day) -> Option<Option<Day>> {
    (status_on(person, today) != PersonStatus::Serving).then_some(person.left_on)
}

/// How somebody was gone by a day on which they are said to have signed; nothing where they worked here.
pub(super) fn gone_by(person: &Person, on: Day, today: Day) -> Option<String> {
    let how = || status_on(person, today).label();
    match left(person, today)? {
        Some(day) if day < on => Some(format!("已于{}{}", day.chinese(), how())),
        Some(_) => None,
        None => Some(format!("已{}（没有登记离职日）", how())),
    }
}

/// A live account and its holder.
pub(super) struct Live<'a> {
    pub(super) account: &'a Account,
    pub(super) holder: Option<&'a Person>,
}

impl Live<'_> {
    /// The department of its holder.
    pub(super) fn department(&self) -> Option<DepartmentId> {
        self.holder.map(|holder| holder.department)
    }
}

/// The accounts of a system by name, void ones too, as [`super::names::fold_account`] tells them apart: sorted by a hash,
/// so that those of one name stand together.
#[derive(Default)]
pub(super) struct Homonyms(Vec<(u64, AccountId)>);

impl Homonyms {
    /// The accounts of this name, in the order of their ids.
    pub(super) fn called<'a>(&self, name: &str, sight: &Sight<'a>) -> impl Iterator<Item = &'a Account> {
        let name = folded(name).into_owned();
        let hash = sight.index.hash(&name);
        let from = self.0.partition_point(|(other, _)| *other < hash);
        let alike = self.0[from..].iter().take_while(move |(other, _)| *other == hash);
        // Two names may have one hash.
        alike.filter_map(|(_, id)| sight.register.get::<Account>(*id)).filter(move |it| folded(&it.account) == name)
    }

    /// One account of each name that several have.
    fn repeated<'a>(&self, sight: &Sight<'a>) -> Vec<&'a Account> {
        let mut first: Vec<&Account> = Vec::new();
        for group in self.0.chunk_by(|(one, _), (other, _)| one == other).filter(|group| group.len() > 1) {
            let of_group = first.len();
            for account in group.iter().filter_map(|(_, id)| sight.register.get::<Account>(*id)) {
                if !first[of_group..].iter().any(|known| folded(&known.account) == folded(&account.account)) {
                    first.push(account);
                }
            }
        }
        first
    }
}

/// For whom an application has been done, and when it was carried out.
type Applied = (Option<PersonId>, Option<Day>);

/// One system that is not void, with its accounts that are not void.
pub(super) struct InSystem<'a> {
    pub(super) sight: &'a Sight<'a>,
    pub(super) system: &'a InfoSystem,
    /// The live ones, in the order of their ids.
    pub(super) live: Vec<Live<'a>>,
    accounts: Vec<&'a Account>,
    homonyms: Homonyms,
    /// 授权依据 of the accounts.
    bases: HashSet<&'a str>,
    /// The accounts that applications have been done for, and what they asked for.
    applied: HashMap<(Cow<'a, str>, AccountKind), Vec<Applied>>,
}

impl<'a> InSystem<'a> {
    /// Looks at a system with these accounts, in the order of their ids.
    pub(super) fn of(sight: &'a Sight<'a>, system: &'a InfoSystem, mut accounts: Vec<&'a Account>) -> Self {
        if system.void_reason.is_some() {
            accounts.clear();
        }
        let mut names: Vec<_> = accounts.iter().map(|it| (sight.index.hash(&it.account), it.id)).collect();
        names.sort_unstable();
        accounts.retain(|it| it.void_reason.is_none());
        let live = |account: &'a Account| Live { account, holder: account.holder.and_then(|id| sight.person(id)) };
        let live = accounts.iter().filter(|it| it.is_live()).map(|it| live(it)).collect();
        let done = sight.index.done.of(&Some(system.id)).iter().filter_map(|id| sight.register.get::<Application>(*id));
        let granted = done.filter(|it| it.action != Some(Action::Close));
        let mut applied: HashMap<_, Vec<_>> = HashMap::new();
        for it in granted {
            applied.entry((folded(&it.account), kind_of(it))).or_default().push((user_of(it), it.handled_on));
        }
        let bases = accounts.iter().map(|it| it.basis.trim()).filter(|it| !it.is_empty()).collect();
        Self { sight, system, live, accounts, homonyms: Homonyms(names), bases, applied }
    }

    /// The accounts of this name, void ones too, in the order of their ids.
    pub(super) fn called(&self, account: &str) -> impl Iterator<Item = &'a Account> {
        self.homonyms.called(account, self.sight)
    }

    /// The accounts whose name another has, grouped.
    pub(super) fn of_one_name(&self) -> impl Iterator<Item = Vec<&'a Account>> {
        self.homonyms.repeated(self.sight).into_iter().map(|it| self.called(&it.account).collect())
    }

    /// Whether an account rests on this form: the one that it opened, also where it is called otherwise by now.
    pub(super) fn rests_on(&self, number: &str) -> bool {
        self.bases.contains(number)
    }

    /// Whether an authorisation is on record (第十七条): 授权依据, which is no form that is void or still on its way, nor one
    /// of another account or user, or a 附件2 of this account and user that is done. A form for a 用户账号 authorises no
    /// administrator.
    pub(super) fn is_authorised(&self, account: &'a Account) -> bool {
        let covers = |kind: AccountKind| kind == AccountKind::Admin || account.role == Role::User;
        let is_for = |user: Option<PersonId>| user.is_none() || account.holder.is_none() || user == account.holder;
        // An account may be called otherwise since, and its old name be given again; the form of another account is none of
        // this one.
        let opened_it = |form: &Application| {
            form.action == Some(Action::Create) && form.handled_on.is_some() && form.handled_on == account.opened_on
        };
        let names_other = |form: &Application| {
            let mut others = self.called(&form.account).filter(|it| it.void_reason.is_none());
            folded(&form.account) != folded(&account.account) && others.next().is_some() && !opened_it(form)
        };
        let names = |form: &Application| {
            form.system.is_none_or(|system| system == account.system) && !names_other(form) && is_for(user_of(form))
        };
        let basis = account.basis.trim();
        let stands = || {
            let forms = self.sight.index.numbered.of(&basis.to_owned()).iter();
            let mut forms = forms.filter_map(|id| self.sight.register.get::<Application>(*id));
            let is_over = |it: &Application| matches!(it.state, ApplicationState::Signed | ApplicationState::Done);
            forms.all(|it| is_over(it) && covers(kind_of(it)) && names(it))
        };
        let is_applied =
            |kind: AccountKind| covers(kind) && self.applied_for(account, kind).iter().any(|(user, _)| is_for(*user));
        (!basis.is_empty() && stands()) || AccountKind::ALL.iter().any(|kind| is_applied(*kind))
    }

    /// For whom applications of this kind have been done for an account, and when they were carried out.
    fn applied_for(&self, account: &'a Account, kind: AccountKind) -> &[Applied] {
        self.applied.get(&(folded(&account.account), kind)).map_or(&[], Vec::as_slice)
    }

    /// When a form gave an account to who has it, where one that names its user did: the first since it was somebody else's.
    fn given_on(&self, account: &'a Account) -> Option<Day> {
        let applied = || AccountKind::ALL.iter().flat_map(|kind| self.applied_for(account, *kind));
        let told = || applied().filter_map(|(user, on)| Some(((*user)?, (*on)?)));
        let others = told().filter(|(user, _)| Some(*user) != account.holder).map(|(_, on)| on).max();
        told().filter(|(user, on)| Some(*user) == account.holder && Some(*on) >= others).map(|(_, on)| on).min()
    }

    /// Whether 授权依据 is a number as this office gives them to its forms, and none bears it.
    pub(super) fn cites_no_form(&self, account: &Account) -> bool {
        let (basis, register) = (account.basis.trim().to_owned(), self.sight.register);
        basis.starts_with(Series::Application.letters())
            && self.sight.index.numbered.of(&basis).is_empty()
            && register.strange_numbers(&basis) == [basis]
    }

    /// Whether an authorisation is asked for: of 系统账号 (第十七条) and temporary ones (第十八条).
    fn needs_authorisation(account: &Account) -> bool {
        account.role != Role::User || account.nature == Nature::Temporary
    }

    /// What the other rules need of the system, and what was found in it.
    pub(super) fn judged(self, found: Vec<Matter>) -> Judged {
        let mut judged = Judged { found, count: self.live.len(), ..Judged::default() };
        for live in &self.live {
            judged.first_opened = [judged.first_opened, live.account.opened_on].into_iter().flatten().min();
            // What was handed on was filed by the department of who had it then, as the 台账 tells.
            let mut since = live.account.opened_on;
            let mut handed = None;
            for (who, until) in self.sight.register.handed_on.of(live.account.id) {
                if since < Some(*until) {
                    judged.former.extend(self.sight.places(*who, since, *until));
                    (since, handed) = (Some(*until), Some(*until));
                }
            }
            let Some(holder) = live.holder else { continue };
            // A mover takes the accounts along, and not the time before; the time of somebody of whom nothing is known stays
            // with the department in which it is.
            let moves = self.sight.moves.get(&holder.id).into_iter().flatten();
            let given = self.sight.moves.contains_key(&holder.id).then(|| self.given_on(live.account)).flatten();
            let given = given.max(handed);
            for moved in moves.filter(|moved| given < Some(moved.changed_on)) {
                let since_given = since.max(given);
                if since_given < Some(moved.changed_on) {
                    judged.former.push((moved.from_department, since_given, moved.changed_on));
                }
                since = since.max(Some(moved.changed_on));
            }
            let stands = judged.departments.entry(holder.department).or_insert(since);
            *stands = (*stands).min(since);
        }
        for account in &self.accounts {
            judged.tally.add(account, &self.sight.settings, self.sight.today);
            if account.is_live() && Self::needs_authorisation(account) {
                judged.bases.insert(account.basis.trim().to_owned());
            }
        }
        judged.homonyms = self.homonyms;
        judged
    }
}

/// What a form asks for; one that does not tell may have asked for a 管理账号.
fn kind_of(form: &Application) -> AccountKind {
    form.kind.unwrap_or(AccountKind::Admin)
}

/// Whom a form gives the account; nobody where it does not tell: a 变更 or 启用 leaves it to who has it.
fn user_of(form: &Application) -> Option<PersonId> {
    form.holder.or(form.applicant.filter(|_| form.action == Some(Action::Create)))
}

/// A system when it has been judged.
#[derive(Default)]
pub(super) struct Judged {
    /// What was found in it.
    pub(super) found: Vec<Matter>,
    /// How many live accounts.
    pub(super) count: usize,
    /// The earliest 启用日 among them; none where no account tells it.
    pub(super) first_opened: Option<Day>,
    /// The departments of their holders, and the earliest 启用日 of each, or the day on which its holder came there if that is
    /// later: none where one is not recorded, and so was there before all others.
    pub(super) departments: BTreeMap<DepartmentId, Option<Day>>,
    /// The departments that had an account before: which its holder has left, or in which it was somebody else's; each from
    /// when to when it was used there.
    pub(super) former: Vec<(DepartmentId, Option<Day>, Day)>,
    /// The papers that authorisations rest on: a form that changes its state may change what was found.
    pub(super) bases: HashSet<String>,
    /// Every account by its name.
    pub(super) homonyms: Homonyms,
    /// The accounts counted.
    pub(super) tally: Tally,
}

/// The systems as they have been judged.
pub(super) type Systems = BTreeMap<SystemId, Judged>;

/// The accounts of a system counted, for a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// By state, in the order of [`AccountStatus::ALL`].
    pub states: [usize; 3],
    /// The live ones by the days since their password was changed, for the first time or again: in the bands of
    /// [`Settings::password_bands`], and not recorded.
    pub ages: [usize; 5],
}

impl Tally {
    fn add(&mut self, account: &Account, settings: &Settings, today: Day) {
        self.states[AccountStatus::ALL.iter().position(|status| *status == account.status).unwrap_or_default()] += 1;
        if account.is_live() {
            // A day to come tells of no change.
            let changes = [account.password_changed_on, account.initial_password_changed_on].into_iter().flatten();
            let changed = changes.filter(|day| *day <= today).max();
            let band = changed.and_then(|day| {
                let age = today.days_since(day);
                settings.password_bands().iter().position(|band| band.contains(&age))
            });
            self.ages[band.unwrap_or(4)] += 1;
        }
    }

    /// Both together.
    #[must_use]
    pub fn plus(mut self, other: &Self) -> Self {
        self.states.iter_mut().zip(other.states).for_each(|(sum, count)| *sum += count);
        self.ages.iter_mut().zip(other.ages).for_each(|(sum, count)| *sum += count);
        self
    }
}
