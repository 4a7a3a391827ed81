//! Layout, PDF and Excel, in memory and warm.
#![allow(missing_docs, clippy::unwrap_used)]

use taizhang::model::{Day, Field, Values};
use taizhang::paper::{Foot, fill, forms};
use taizhang::papers::{Paper, to_pdf, to_xlsx};

fn main() {
    divan::main();
}

fn day() -> Day {
    Day::from_iso("2026-11-24").unwrap()
}

fn paper(at: usize) -> Paper {
    let values = Values::default()
        .with(Field::Kind, "用户账号")
        .with(Field::Action, "新增")
        .with(Field::Applicant, "秦天天")
        .with(Field::DepartmentAndPost, "政务服务科 科员")
        .with(Field::AppliedOn, "2026年11月24日")
        .with(Field::Contact, "0356-2000011")
        .with(Field::System, "一体化政务服务平台")
        .with(Field::Description, format!("第{at}张。因窗口轮岗，申请开通受理权限，用于综合窗口的收件、补正和发证。"));
    let values = fill::printed_application(&values, &taizhang::model::Register::default());
    Paper {
        sheet: &forms::APPLICATION,
        values,
        foot: Foot::numbered(&format!("SQ-2026-{at:04}")),
        name: "申请表".into(),
    }
}

#[divan::bench(args = [1, 1000])]
fn layout(bencher: divan::Bencher, forms: usize) {
    let papers: Vec<Paper> = (0..forms).map(paper).collect();
    bencher.bench(|| papers.iter().map(Paper::pages).collect::<Vec<_>>());
}

#[divan::bench(args = [1, 1000])]
fn layout_and_pdf(bencher: divan::Bencher, forms: usize) {
    let papers: Vec<Paper> = (0..forms).map(paper).collect();
    bencher.bench(|| to_pdf(&papers, day()).unwrap());
}

#[divan::bench]
fn excel_of_one_form(bencher: divan::Bencher) {
    let papers = [paper(1)];
    bencher.bench(|| to_xlsx(&papers, day()).unwrap());
}

#[divan::bench]
fn matrix_of_300_rows_and_pdf(bencher: divan::Bencher) {
    let mut values = Values::default().with(Field::Department, "政务服务科");
    for row in 1..=300 {
        values.push_row([
            (Field::Position, row.to_string()),
            (Field::System, "工程建设管理平台".to_owned()),
            (Field::Category, "审批".to_owned()),
            (Field::Post, "科员".to_owned()),
            (Field::Holder, format!("使用人{row}")),
        ]);
    }
    let papers = [Paper { sheet: &forms::MATRIX, values, foot: Foot::default(), name: "对照表".into() }];
    bencher.bench(|| to_pdf(&papers, day()).unwrap());
}
