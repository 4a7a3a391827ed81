//! Kills at random moments during writes: nothing that was reported saved is ever lost, nothing is half-written.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::{Duration, Instant};

use taizhang::ops::Office;
use taizhang::store::Access;

use super::support::{empty_office, taizhang};

/// Kills in `cargo test`; more can be asked for with this variable.
const KILLS: usize = 60;

/// A small generator, so that the moments differ from kill to kill and are the same from run to run.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

#[test]
fn sixty_kills_at_random_moments_lose_nothing_that_was_reported_saved() {
    let kills = std::env::var("TAIZHANG_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    let scratch = empty_office();
    drop(scratch.office);
    // Each load adds a hundred forms in one transaction and prints the numbers it gave once it is done.
    let forms = vec![r#"{"number":null,"description":"写入途中断电"}"#; 100].join(",");
    let document = scratch.folder.path().join("百张.json");
    std::fs::write(&document, format!("{{\"applications\":[{forms}]}}")).unwrap();
    // How long one takes here, so that the kills fall before, into and behind the writing on any machine.
    let load = || {
        let mut command = taizhang();
        command.arg("--file").arg(&scratch.file).args(["--today", "2026-11-24", "load"]).arg(&document);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        command
    };
    let started = Instant::now();
    let first = load().output().unwrap();
    let mut span = started.elapsed().as_micros() as u64 * 3 / 2;
    let mut reported: BTreeSet<String> = String::from_utf8(first.stdout).unwrap().lines().map(str::to_owned).collect();
    let (mut seed, mut interrupted) = (20_261_124, 0);
    for kill in 0..kills {
        let mut child = load().spawn().unwrap();
        std::thread::sleep(Duration::from_micros(next(&mut seed) % span));
        child.kill().unwrap();
        let numbers: Vec<String> = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok).collect();
        child.wait().unwrap();
        // A machine that does other work by now takes longer, or less.
        if numbers.is_empty() {
            interrupted += 1;
            span += span / 8;
        } else {
            span -= span / 8;
        }
        reported.extend(numbers);

        // A reader comes first every other time: it must get past the journal that a kill leaves behind.
        if kill % 2 == 0 {
            Office::open(&scratch.file, Access::Read).unwrap_or_else(|error| panic!("第{kill}次，只读：{error}"));
        }
        let office = Office::open(&scratch.file, Access::Write).unwrap_or_else(|error| panic!("第{kill}次：{error}"));
        let kept: BTreeSet<String> = office.register().applications.values().map(|it| it.number.clone()).collect();
        assert!(reported.is_subset(&kept), "第{kill}次：丢了{:?}", reported.difference(&kept).next());
        assert_eq!(kept.len() % 100, 0, "第{kill}次：一次写入只写了一半");
        let expected: BTreeSet<String> = (1..=kept.len()).map(|number| format!("SQ-2026-{number:04}")).collect();
        assert_eq!(kept, expected, "第{kill}次：编号有缺口");
        assert_eq!(office.store().last_entries(10_000).unwrap().len(), kept.len() / 100, "第{kill}次：台账不符");
    }
    assert!(interrupted > 0 && interrupted < kills, "没有打断在写入途中：{interrupted}/{kills}");
}
