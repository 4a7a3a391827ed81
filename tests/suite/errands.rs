//! Random errands on an office, drawn from a seed: whatever is asked for in whatever order, it is done whole or refused
//! in words; undo and redo lead back and forth exactly, also after a restart, a kill or a backup put in the file's place;
//! and the 台账 verifies.

mod any;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use taizhang::error::{ErrorKind, Result};
use taizhang::model::*;
use taizhang::ops::{FilingRequest, Handling, Office, Placing, Restoration, Signatures};
use taizhang::papers::{Paper, to_pdf};
use taizhang::rules::leaving::Leaving;
use taizhang::rules::post::propose;
use taizhang::rules::sample::Population;
use taizhang::rules::{Article, check};
use taizhang::scan::Scan;
use taizhang::store::{Access, Drafted};

use super::hostile::{Chance, odd_text};
use super::support::{Scratch, day, empty_office, sample_office, taizhang};

/// How far back a file tells what can be undone, in entries.
const REACH: usize = 200;

/// The register without the papers that a leaving left void when it was taken back: their numbers are spent.
fn unspent(register: &Register) -> Register {
    let mut rest = register.clone();
    let is_spent = |reason: &Option<String>| reason.as_deref() == Some("办理离职已撤销");
    rest.applications.retain(|_, it| !is_spent(&it.void_reason));
    rest.notices.retain(|_, it| !is_spent(&it.void_reason));
    rest.cleanups.retain(|_, it| !is_spent(&it.void_reason));
    rest.cleanup_rows.retain(|_, row| rest.cleanups.contains_key(&row.cleanup));
    rest
}

/// The register, and those that undo and redo lead to.
#[derive(Clone)]
struct Known {
    register: Register,
    undo: Vec<Register>,
    redo: Vec<Register>,
}

/// An office at work, and what it is known to hold.
struct Work {
    folder: tempfile::TempDir,
    file: PathBuf,
    office: Option<Office>,
    chance: Chance,
    today: Day,
    undo: Vec<Register>,
    redo: Vec<Register>,
    /// Backups, with what they hold.
    backups: Vec<(PathBuf, Known)>,
    span: Duration,
    /// How often each errand was done and refused.
    counts: BTreeMap<&'static str, (u64, u64)>,
    seed: u64,
}

impl Work {
    fn new(seed: u64) -> Self {
        let mut chance = Chance(seed);
        let begun_empty = chance.below(4) == 0;
        let Scratch { folder, file, office } = if begun_empty { empty_office() } else { sample_office() };
        let undo = if begun_empty { Vec::new() } else { vec![Register::default()] };
        Self {
            folder,
            file,
            office: Some(office),
            chance,
            today: day("2026-11-24"),
            undo,
            redo: Vec::new(),
            backups: Vec::new(),
            span: Duration::from_millis(60),
            counts: BTreeMap::new(),
            seed,
        }
    }

    fn office(&self) -> &Office {
        self.office.as_ref().unwrap()
    }

    fn register(&self) -> &Register {
        self.office().register()
    }

    fn entries(&self) -> i64 {
        self.office().store().last_entries(1).unwrap().first().map_or(0, |entry| entry.id.0)
    }

    /// Does an errand: all of it with one entry, or nothing of it and a refusal in words.
    fn errand<T>(&mut self, what: &'static str, run: impl FnOnce(&mut Office, Day) -> Result<T>) {
        let (before, entries, today, seed) = (self.register().clone(), self.entries(), self.today, self.seed);
        let outcome = run(self.office.as_mut().unwrap(), today);
        let written = self.entries() - entries;
        let count = self.counts.entry(what).or_default();
        match outcome {
            Ok(_) if written == 0 => {
                count.0 += 1;
                assert!(*self.register() == before, "seed {seed}: {what} left no entry");
            }
            Ok(_) => {
                count.0 += 1;
                assert_eq!(written, 1, "seed {seed}: {what}");
                self.undo.push(before);
                self.redo.clear();
            }
            Err(error) => {
                count.1 += 1;
                let in_words = matches!(error.kind(), ErrorKind::BadInput | ErrorKind::Refused);
                assert!(in_words, "seed {seed}: {what}: {error}");
                assert!(written == 0 && *self.register() == before, "seed {seed}: {what} was half done");
            }
        }
    }

    /// Steps back or forth.
    fn step(&mut self, back: bool) {
        let (before, entries, today, seed) = (self.register().clone(), self.entries(), self.today, self.seed);
        let office = self.office.as_mut().unwrap();
        let outcome = if back { office.undo(today) } else { office.redo(today) };
        let count = self.counts.entry(if back { "undo" } else { "redo" }).or_default();
        match outcome {
            Ok(op) => {
                count.0 += 1;
                let expected = if back { self.undo.pop() } else { self.redo.pop() };
                let expected = expected.unwrap_or_else(|| panic!("seed {seed}: {} was not there", op.label()));
                let led = unspent(self.register()) == unspent(&expected);
                assert!(led, "seed {seed}: {back} {} led elsewhere", op.label());
                if back { self.redo.push(before) } else { self.undo.push(before) }
            }
            Err(error) => {
                count.1 += 1;
                assert_eq!(error.kind(), ErrorKind::Refused, "seed {seed}: {error}");
                assert!(self.entries() == entries && *self.register() == before, "seed {seed}");
            }
        }
    }

    /// Closes the file, does something to it, and opens it again.
    fn reopen(&mut self) {
        let held = self.register().clone();
        self.office = None;
        self.office = Some(Office::open(&self.file, Access::Write).unwrap());
        assert!(*self.register() == held, "seed {}: another register after a restart", self.seed);
        self.forget_what_is_out_of_reach();
    }

    /// After a restart the file tells only its last entries' way back.
    fn forget_what_is_out_of_reach(&mut self) {
        if self.entries() > REACH as i64 {
            // What is further back may be refused, and is then never come to.
            let reach = self.undo.len().saturating_sub(REACH);
            self.undo.drain(..reach);
        }
    }

    /// Another process writes into the file and is killed at a random moment. What it did not write, one that is left
    /// alone writes after it: what comes then is the same on every machine.
    fn kill(&mut self) {
        let before = self.register().clone();
        let entries = self.entries();
        self.office = None;
        let forms = vec![r#"{"number":null,"description":"写入途中断电"}"#; 40].join(",");
        let document = self.folder.path().join("四十张.json");
        std::fs::write(&document, format!("{{\"applications\":[{forms}]}}")).unwrap();
        let mut program = taizhang();
        program.arg("--file").arg(&self.file).args(["--today", &self.today.iso(), "load"]).arg(&document);
        program.stdout(Stdio::null()).stderr(Stdio::null());
        let started = Instant::now();
        let mut child = program.spawn().unwrap();
        let moment = self.span.as_micros() as usize * 3 / 2;
        std::thread::sleep(Duration::from_micros(self.chance.below(moment) as u64));
        // One that was done meanwhile tells how long it takes here.
        if child.try_wait().unwrap().is_some() {
            self.span = started.elapsed();
        } else {
            child.kill().unwrap();
        }
        child.wait().unwrap();
        self.office = Some(Office::open(&self.file, Access::Write).unwrap());
        let seed = self.seed;
        let is_written = self.entries() > entries;
        let count = self.counts.entry("kill").or_default();
        if is_written {
            count.0 += 1;
        } else {
            count.1 += 1;
            assert!(*self.register() == before, "seed {seed}: half a write");
            self.office = None;
            assert!(program.status().unwrap().success(), "seed {seed}");
            self.office = Some(Office::open(&self.file, Access::Write).unwrap());
        }
        assert_eq!(self.entries(), entries + 1, "seed {seed}");
        assert_eq!(self.register().applications.len(), before.applications.len() + 40, "seed {seed}");
        self.undo.push(before);
        self.redo.clear();
        self.forget_what_is_out_of_reach();
    }

    fn back_up(&mut self) {
        let moment = Moment { day: self.today, second: self.chance.below(86_400) as u32 };
        let folder = self.folder.path().join("备份");
        let path = match self.office().back_up(&folder, moment) {
            Ok(made) => made.path().to_path_buf(),
            // Two of one second and one state.
            Err(error) if error.kind() == ErrorKind::Exists => return,
            Err(error) => panic!("seed {}: {error}", self.seed),
        };
        let known = Known { register: self.register().clone(), undo: self.undo.clone(), redo: self.redo.clone() };
        self.counts.entry("back up").or_default().0 += 1;
        self.backups.retain(|(path, _)| path.exists());
        self.backups.push((path, known));
    }

    fn restore(&mut self) {
        self.backups.retain(|(path, _)| path.exists());
        if self.backups.is_empty() {
            return;
        }
        let (path, known) = self.chance.pick(&self.backups).clone();
        let restoration = Restoration::over(self.office(), &path, None).unwrap();
        assert!(*restoration.register() == known.register, "seed {}: another backup", self.seed);
        let place = self.register().second_place();
        self.office = None;
        restoration.carry_out(Moment { day: self.today, second: 0 }).unwrap();
        self.office = Some(Office::open(&self.file, Access::Write).unwrap());
        let mut restored = self.register().clone();
        (self.undo, self.redo) = (known.undo, known.redo);
        // 第二备份位置 stays as it was set, by an errand of its own.
        if place.is_some() && place != known.register.second_place() {
            assert_eq!(restored.second_place(), place, "seed {}", self.seed);
            restored.settings.clone_from(&known.register.settings);
            self.undo.push(known.register.clone());
            self.redo.clear();
        }
        assert!(restored == known.register, "seed {}: another register was restored", self.seed);
        self.counts.entry("restore").or_default().0 += 1;
        self.forget_what_is_out_of_reach();
    }

    /// The 台账 is whole, the rules go through, the day's accounts are the register's, papers are laid out.
    fn look(&mut self) {
        let (seed, office, today) = (self.seed, self.office(), self.today);
        let verdict = office.verify(None).unwrap();
        assert_eq!(verdict.broken, None, "seed {seed}");
        let register = office.register();
        drop(check(register, today));
        let latest = office.store().entries_since(None).unwrap().iter().map(|entry| entry.day).max();
        let live = register.accounts.values().filter(|it| it.is_live()).count();
        assert_eq!(office.as_of(latest.unwrap_or(today)).unwrap().accounts.len(), live, "seed {seed}");
        let document = office.dump().unwrap();
        let mut other = empty_office();
        other.office.load(&document, today).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        assert_eq!(other.office.dump().unwrap(), document, "seed {seed}");
        if let Some(it) = register.applications.values().next_back() {
            assert!(!to_pdf(&[Paper::of_application(register, it)], today).unwrap().is_empty());
        }
        self.counts.entry("verify").or_default().0 += 1;
    }

    /// So many errands, with everything that happens between them.
    fn go(mut self, steps: u64) -> BTreeMap<&'static str, (u64, u64)> {
        for at in 0..steps {
            match self.chance.below(100) {
                0..=69 => drop(self.any()),
                70..=81 => self.step(true),
                82..=91 => self.step(false),
                92 | 93 => self.reopen(),
                94 => self.back_up(),
                95 if self.chance.below(3) == 0 => self.restore(),
                96 if self.chance.below(2) == 0 => self.kill(),
                // The clock runs ahead, and now and then is set back.
                97 | 98 => self.today = self.today.plus(self.chance.below(40) as i64 - 4).unwrap(),
                _ => {}
            }
            if at % 40 == 39 {
                self.look();
            }
        }
        self.reopen();
        self.look();
        self.counts
    }
}

/// How often everything was done and refused, all seeds together.
fn add(all: &mut BTreeMap<&'static str, (u64, u64)>, counts: BTreeMap<&'static str, (u64, u64)>) {
    for (what, (done, refused)) in counts {
        let sum = all.entry(what).or_default();
        *sum = (sum.0 + done, sum.1 + refused);
    }
}

#[test]
fn random_errands_are_done_whole_or_refused_and_lead_back_and_forth() {
    let mut all = BTreeMap::new();
    for seed in 0..16 {
        add(&mut all, Work::new(seed).go(160));
    }
    // Chance must not have passed an errand by, nor may one be refused whatever is asked.
    for (what, (done, _)) in all.iter().filter(|(what, _)| **what != "kill") {
        assert!(*done > 0, "{what}: {all:?}");
    }
    for what in ["undo", "redo", "kill", "back up", "restore", "verify"] {
        assert!(all.contains_key(what), "{what}: {all:?}");
    }
}

/// For an hour once, and whenever something about an errand has changed: as many minutes as `TAIZHANG_FUZZ_MINUTES` says.
#[test]
#[ignore = "as long as TAIZHANG_FUZZ_MINUTES asks for"]
#[allow(clippy::explicit_write)] // the printing macros are what the runner captures
fn random_errands_for_as_long_as_is_asked() {
    use std::io::Write;
    let Some(minutes) = super::support::fuzz_minutes() else { return };
    let (started, mut all, mut seed) = (Instant::now(), BTreeMap::new(), 1_000);
    while started.elapsed().as_secs() < minutes * 60 {
        add(&mut all, Work::new(seed).go(600));
        seed += 1;
    }
    let (done, refused) = all.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    writeln!(
        std::io::stderr(),
        "errands in {minutes} min: {} offices, done {done}, refused {refused}: {all:?}",
        seed - 1_000
    )
    .unwrap();
}
