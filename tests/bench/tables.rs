//! Tables of 100,000 rows out and in, beside the bare crates; time and peak memory, each in a process of its own.
#![allow(missing_docs, clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use calamine::{Reader, Xlsx, open_workbook};
use rust_xlsxwriter::{Format, FormatBorder, Workbook};
use taizhang::import::{read, recognise};
use taizhang::model::{Day, Kind, TableKind};
use taizhang::ops::{Manner, Office, Row};
use taizhang::papers::{Column, List, save_list};
use taizhang::store::Access;

const ROWS: usize = 100_000;
const RUNS: usize = 5;
const KIND: TableKind = TableKind::Register(Kind::Accounts);

fn main() {
    if let Ok(task) = std::env::var("TAIZHANG_BENCH_TASK") {
        let folder = PathBuf::from(std::env::var("TAIZHANG_BENCH_FOLDER").unwrap());
        let started = run(&task, &folder);
        println!("{} {}", started.elapsed().as_millis(), peak_memory());
        return;
    }
    // `cargo test --benches` only asks whether it builds.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let tasks = ["bare writer", "export", "bare reader", "read", "preview", "import"];
    // One after the other in each round: noise falls on all of them alike.
    let mut told: Vec<Vec<(u64, u64)>> = vec![Vec::new(); tasks.len()];
    for _ in 0..RUNS {
        for (task, told) in tasks.iter().zip(&mut told) {
            let mut child = Command::new(std::env::current_exe().unwrap());
            child.env("TAIZHANG_BENCH_TASK", task).env("TAIZHANG_BENCH_FOLDER", folder.path());
            let output = child.output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let text = String::from_utf8(output.stdout).unwrap();
            let mut numbers = text.split_whitespace().map(|number| number.parse().unwrap());
            told.push((numbers.next().unwrap(), numbers.next().unwrap()));
        }
    }
    for (task, mut told) in tasks.iter().zip(told) {
        told.sort_unstable();
        let (time, memory) = told[RUNS / 2];
        println!("{task}: median {time} ms, peak {memory} MB");
    }
}

/// Does a task; returns when what counts of it began.
fn run(task: &str, folder: &Path) -> Instant {
    let (ours, bare) = (folder.join("ours.xlsx"), folder.join("bare.xlsx"));
    let today = Day::from_iso("2026-11-24").unwrap();
    match task {
        "bare writer" => {
            let list = list();
            let started = Instant::now();
            let mut workbook = Workbook::new();
            let format = Format::new().set_border(FormatBorder::Thin).set_num_format("@");
            let sheet = workbook.add_worksheet();
            for (at, row) in (0..).zip(&list.rows) {
                for (column, text) in (0..).zip(row) {
                    sheet.write_string_with_format(at, column, text, &format).unwrap();
                }
            }
            workbook.save(bare).unwrap();
            started
        }
        "export" => {
            let list = list();
            let started = Instant::now();
            save_list(&list, &ours, today).unwrap();
            started
        }
        "bare reader" => {
            let started = Instant::now();
            let mut book: Xlsx<_> = open_workbook(ours).unwrap();
            let range = book.worksheet_range_at(0).unwrap().unwrap();
            let cells: usize =
                range.rows().map(|row| row.iter().filter(|cell| !cell.to_string().is_empty()).count()).sum();
            assert!(cells > ROWS);
            started
        }
        "read" => {
            let started = Instant::now();
            assert_eq!(recognise(KIND, &read(&ours).unwrap()[0]).unwrap().rows.len(), ROWS);
            started
        }
        "preview" | "import" => {
            let file = folder.join(format!("{task}-{}.taizhang", std::process::id()));
            Office::create(&file).unwrap();
            let mut office = Office::open(&file, Access::Write).unwrap();
            let started = Instant::now();
            let table = recognise(KIND, &read(&ours).unwrap()[0]).unwrap();
            let manner = Manner { dry_run: task == "preview", makes_new: true, department: Some("综合科".into()) };
            let imported = office.import(KIND, &Row::of_table(&table), &manner, today).unwrap();
            assert_eq!((imported.added, imported.failed.len()), (ROWS, 0));
            started
        }
        other => panic!("{other}"),
    }
}

fn list() -> List {
    let labels = KIND.attributes().iter().map(|attribute| attribute.label).filter(|label| *label != "科室");
    let row = |at: usize| {
        let text = |label: &str| match label {
            "系统" => format!("业务系统{}", at % 300),
            "账号名" => format!("user{at}"),
            "使用人" => format!("人员{}", at % 10_000),
            "账号层面" => "应用层".into(),
            "角色" => "普通用户".into(),
            "账号类别" => "审批".into(),
            "权限说明" => "受理、审批".into(),
            "启用日" => "2024年1月5日".into(),
            "性质" => "正式".into(),
            "状态" => "在用".into(),
            "最近改密日" => "2026年9月1日".into(),
            _ => String::new(),
        };
        labels.clone().map(text).collect()
    };
    List {
        title: "账号台账".into(),
        columns: labels.clone().map(|label| Column::text(label, 110.0)).collect(),
        rows: (0..ROWS).map(row).collect(),
        ..List::default()
    }
}

/// The most memory that this process has held, in MB (Linux).
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or_default() / 1024
}
