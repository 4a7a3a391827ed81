//! Sample data and every document from it: the main job without a window.

use std::path::Path;

use crate::error::Result;
use crate::fsio;
use crate::model::Day;
use crate::ops::{Office, example_in};
use crate::papers::{self, Paper};

/// Makes the sample data file and all its papers in `folder`; returns what was written, a line each.
pub(super) fn make(folder: &Path, today: Day) -> Result<String> {
    fsio::make_folder(folder)?;
    let file = example_in(folder);
    let office = Office::example(&file, today)?;
    let mut written = vec![file];

    let register = office.register();
    let mut papers: Vec<Paper> = (1..=3).filter_map(Paper::blank).collect();
    papers.extend(register.departments.keys().map(|department| Paper::of_matrix(register, *department)));
    for cleanup in register.cleanups.values() {
        papers.push(Paper::of_cleanup(register, cleanup)?);
    }
    let applications: Vec<Paper> =
        register.applications.values().map(|application| Paper::of_application(register, application)).collect();
    papers.extend(applications.iter().cloned());
    for paper in papers {
        let stem = papers::file_stem(&paper.name);
        let (pdf, xlsx) = (folder.join(format!("{stem}.pdf")), folder.join(format!("{stem}.xlsx")));
        papers::save_pdf(std::slice::from_ref(&paper), &pdf, today)?;
        papers::save_xlsx(&[paper], &xlsx, today)?;
        written.extend([pdf, xlsx]);
    }
    let all = folder.join("全部申请表.pdf");
    papers::save_pdf(&applications, &all, today)?;
    let json = folder.join("示例数据.json");
    fsio::write_atomically(&json, (office.dump()? + "\n").as_bytes())?;
    written.extend([all, json]);
    let lines: Vec<String> = written.iter().map(|path| path.display().to_string()).collect();
    Ok(lines.join("\n") + "\n")
}
