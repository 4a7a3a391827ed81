//! A person leaves: the errand and its papers.

use std::path::Path;

use serde_json::json;

use super::{tell, tell_missing};
use crate::error::Result;
use crate::fsio::make_folder;
use crate::model::*;
use crate::ops::Office;
use crate::papers::leaving::{LeavingPapers, missing_in};
use crate::rules::leaving::{Leaving, plan};

/// Makes and writes the papers; tells the numbers and the files, a line each or as JSON.
pub(super) fn run(office: &mut Office, leaving: &Leaving, out: &Path, as_json: bool, today: Day) -> Result<String> {
    // A folder that cannot be is told before anything is kept.
    make_folder(out)?;
    let left = office.staff_leaves(leaving, today)?;
    let register = office.register();
    // As it stands now: the same that the window shows.
    let planned = plan(register, leaving);
    planned.cautions.iter().for_each(|caution| tell(caution));
    let made = (&left.applications[..], &left.cleanups[..], &left.notices[..]);
    let papers = LeavingPapers::of(register, leaving.person, made, &planned.handovers)?;
    for paper in &papers.papers {
        for missing in paper.missing() {
            tell_missing(&paper.name, &missing);
        }
    }
    for (name, letter) in &papers.letters {
        for missing in missing_in(letter) {
            tell_missing(name, &format!("“{missing}”"));
        }
    }
    let saved = papers.save(out, today).map_err(|error| {
        error.after("离职已办理，但文件没有写完").advise("登记的都在。换一个文件夹再办一次，只会写出文件")
    })?;
    let files: Vec<String> = saved.iter().map(|path| path.display().to_string()).collect();
    let numbers = |subjects: Vec<Subject>| subjects.into_iter().map(|it| it.name(register)).collect::<Vec<_>>();
    let applications = numbers(left.applications.iter().copied().map(Subject::Application).collect());
    let cleanups = numbers(left.cleanups.iter().copied().map(Subject::Cleanup).collect());
    let notices: Vec<&str> =
        left.notices.iter().filter_map(|id| register.get::<Notice>(*id)).map(|it| it.number.as_str()).collect();
    if as_json {
        let document = json!({
            "person": register.person_name(leaving.person), "applications": applications, "cleanups": cleanups,
            "notices": notices, "made": left.made, "files": files,
        });
        return Ok(format!("{document:#}\n"));
    }
    let is_new = |number: &str| left.made.iter().any(|made| made == number);
    let all = applications.iter().chain(&cleanups).map(String::as_str).chain(notices);
    let line = |number: &str| format!("{number}{}\n", if is_new(number) { "" } else { "　已有" });
    Ok(all.map(line).collect::<String>() + &files.join("\n") + if files.is_empty() { "" } else { "\n" })
}
