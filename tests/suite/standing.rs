//! What was found follows the register change by change, and is what judging the whole register finds.

use taizhang::model::*;
use taizhang::ops::Office;
use taizhang::rules::{Fact, Matter, Standing, Weight, check};

use super::rules_support::{Case, form, register_with};
use super::support::{day, sample_office, today};

/// The findings in one order.
fn sorted<'a>(found: impl IntoIterator<Item = &'a Matter>) -> Vec<String> {
    let mut told: Vec<String> = found.into_iter().map(|it| format!("{it:?}")).collect();
    told.sort();
    told
}

/// Numbers that look like chance and are the same on each run (Knuth's MMIX generator).
struct Chance(u64);

impl Chance {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count
    }
}

fn records(register: &Register) -> Vec<Record> {
    let mut all = Vec::new();
    macro_rules! shelf {
        ($($shelf:ident),*) => { $(all.extend(register.$shelf.values().map(|it| it.clone().into_record()));)* };
    }
    shelf!(departments, people, systems, accounts, matrix, applications, cleanups, cleanup_rows, matrices, filings);
    shelf!(settings, waivers, post_changes, notices, inspections, inspection_rows, samples, sample_rows);
    all
}

/// One record with one member taken from another of its kind, or blank; or gone, where nothing leans on its kind.
fn change(register: &Register, chance: &mut Chance) -> Option<Change> {
    let all = records(register);
    let before = all[chance.below(all.len())].clone();
    let leaf =
        matches!(before, Record::Application(_) | Record::MatrixRow(_) | Record::InspectionRow(_) | Record::Waiver(_));
    if leaf && chance.below(8) == 0 {
        return Some(Change { before: Some(before), after: None });
    }
    let alike: Vec<&Record> = all.iter().filter(|it| it.term() == before.term()).collect();
    let other = serde_json::to_value(alike[chance.below(alike.len())]).unwrap();
    let mut after = serde_json::to_value(&before).unwrap();
    let (kind, other) = other.as_object().unwrap().iter().next().unwrap();
    let other = other.as_object().unwrap();
    let members: Vec<&String> = other.keys().filter(|key| *key != "id").collect();
    let member = members[chance.below(members.len())];
    let blank = chance.below(6) == 0;
    after[kind][member] = if blank { serde_json::Value::Null } else { other[member].clone() };
    if chance.below(20) == 0 {
        after[kind]["void_reason"] = "登记有误".into();
    }
    let after: Record = serde_json::from_value(after).ok()?;
    Some(Change { before: Some(before), after: Some(after) })
}

fn every_case() -> Vec<serde_json::Value> {
    let told = |cases: Vec<Case<'_>>| cases.into_iter().map(|(_, document, ..)| document).collect::<Vec<_>>();
    let mut all = told(super::rules_general::cases());
    all.extend(told(super::rules_ended::cases()));
    all.extend(told(super::rules_ordinary::cases()));
    all.extend(told(super::rules_system::cases()));
    all.extend(told(super::rules_leaving::cases()));
    all.extend(told(super::rules_password::cases()));
    all
}

/// An office with everything that the cases tell, forms that authorisations rest on, and findings that are overridden.
fn troubled() -> Register {
    let mut told = every_case();
    let number = |at: usize| serde_json::json!({"number": format!("SQ-2026-{at:04}")});
    told.extend((101..120).map(|at| serde_json::json!({"applications": [form(number(at))]})));
    let mut register = register_with(&told);
    let numbers: Vec<String> = register.applications.values().map(|it| it.number.clone()).collect();
    let systems: Vec<SystemId> = register.systems.keys().copied().collect();
    let known: Vec<Account> = register.accounts.values().cloned().collect();
    for (at, account) in known.iter().cycle().take(40).enumerate() {
        let id = AccountId(1_000 + at as i64);
        let system = systems[at % systems.len()];
        register.accounts.insert(id, Account { id, system, ..account.clone() });
    }
    for (at, account) in register.accounts.values_mut().enumerate().filter(|(at, _)| at % 2 == 0) {
        account.role = Role::SystemAdmin;
        account.account = format!("{}{at}", account.account);
        account.basis.clone_from(&numbers[at % numbers.len()]);
    }
    let found = check(&register, today());
    for (at, matter) in found.iter().filter(|it| it.weight() == Weight::Error).enumerate() {
        let id = WaiverId(1_000 + at as i64);
        let waiver = Waiver {
            id,
            article: matter.article().0,
            subject: matter.subject,
            concerns: (at % 3 > 0).then(|| matter.concerns(&register)),
            reason: "历史账号".to_owned(),
            waived_on: today(),
            void_reason: (at % 2 == 0).then(|| "重新核对".to_owned()),
        };
        register.waivers.insert(id, waiver);
    }
    assert!(numbers.len() > 10 && register.waivers.len() > 10, "{} {}", numbers.len(), register.waivers.len());
    register
}

#[test]
fn after_any_changes_what_stands_is_what_the_whole_register_gives() {
    let mut register = troubled();
    let mut standing = Standing::of(&register, today());
    assert_eq!(sorted(standing.matters()), sorted(&check(&register, today())));
    let mut chance = Chance(2026);
    let (mut changed, mut undone) = (0, Vec::new());
    for step in 0..2_000 {
        let batch: Vec<Change> = (0..=chance.below(3)).filter_map(|_| change(&register, &mut chance)).collect();
        for change in batch {
            // Of one batch, each change starts from what the one before left.
            if change.before.as_ref().is_some_and(|before| !records(&register).contains(before)) {
                continue;
            }
            standing.note(&change, &register);
            register.apply(change.clone());
            undone.push(change.inverse());
            changed += 1;
        }
        // Now and then several are taken back, the last one first.
        if chance.below(4) == 0 {
            for change in undone.drain(..).rev() {
                standing.note(&change, &register);
                register.apply(change);
            }
        }
        standing.renew(&register, today());
        assert_eq!(sorted(standing.matters()), sorted(&check(&register, today())), "after step {step}");
    }
    assert!(changed > 2_000, "{changed}");
}

/// A table waits for an account, whoever of which department has it.
#[test]
fn a_table_knows_at_once_of_an_account_that_another_department_has() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let rows = serde_json::json!({"matrix": [
        {"department": "政务服务科", "system": "中介超市服务平台", "category": "受理", "post": "科员", "account": "xin"},
        {"department": "政务服务科", "system": "中介超市服务平台", "category": "受理", "post": "主任", "holder": "刘海涛"}
    ]});
    office.load(&rows.to_string(), today()).unwrap();
    let waiting = |office: &mut Office| {
        let found: Vec<Matter> = office.judge(today()).matters().cloned().collect();
        assert_eq!(sorted(&found), sorted(&check(office.register(), today())));
        found.iter().filter(|it| matches!(it.fact, Fact::RowUnregistered(_))).count()
    };
    let before = waiting(office);
    let account = |name: &str, holder: &str, void: &str| {
        let mut it = serde_json::json!({"system": "中介超市服务平台", "account": name, "holder": holder});
        if !void.is_empty() {
            it["void_reason"] = void.into();
        }
        serde_json::json!({"accounts": [it]}).to_string()
    };
    office.load(&account("ＸIN", "陈小满", "登记重复"), today()).unwrap();
    assert_eq!(waiting(office), before - 1);
    office.load(&account("liuht", "刘海涛", ""), today()).unwrap();
    assert_eq!(waiting(office), before - 2);
    office.undo(today()).unwrap();
    assert_eq!(waiting(office), before - 1);
}

#[test]
fn another_day_judges_everything_anew() {
    let register = troubled();
    let mut standing = Standing::of(&register, today());
    for day in [day("2026-12-31"), day("2027-01-01"), day("2022-08-03"), today()] {
        standing.renew(&register, day);
        assert_eq!(sorted(standing.matters()), sorted(&check(&register, day)), "{day:?}");
    }
}

#[test]
fn an_office_at_work_knows_what_was_found_after_every_errand_and_every_undo() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let first = sorted(office.judge(today()).matters());
    let mut errands = 0;
    for document in every_case() {
        if office.load(&document.to_string(), today()).is_ok() {
            errands += 1;
        }
        assert_eq!(sorted(office.judge(today()).matters()), sorted(&check(office.register(), today())));
    }
    assert!(errands > 20, "{errands}");
    while office.undo(today()).is_ok() {
        assert_eq!(sorted(office.judge(today()).matters()), sorted(&check(office.register(), today())));
    }
    assert!(sorted(office.judge(today()).matters()).len() < first.len(), "the sample itself is taken back too");
}

#[test]
fn what_is_counted_for_the_picture_is_what_the_register_holds() {
    let scratch = sample_office();
    let register = scratch.office.register();
    let standing = Standing::of(register, today());
    for (system, tally) in standing.tallies() {
        let of = |status| register.accounts.values().filter(|it| it.system == system && it.status == status).count();
        assert_eq!(tally.states.to_vec(), AccountStatus::ALL.iter().map(|status| of(*status)).collect::<Vec<_>>());
        assert_eq!(tally.ages.iter().sum::<usize>(), of(AccountStatus::Active));
    }
}
