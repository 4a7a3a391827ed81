//! The PDF as others read it: qpdf and poppler are the referees, the layout is what they must find.

use std::path::{Path, PathBuf};

use taizhang::model::Field;
use taizhang::paper::{Foot, Mark, Page, fill, forms};
use taizhang::papers::{self, Paper};

use super::support::{bytes, good_form, output, sample_office, today, tool};

fn paper(values: &taizhang::model::Values) -> Paper {
    Paper {
        sheet: &forms::APPLICATION,
        values: fill::printed_application(values, &taizhang::model::Register::default()),
        foot: Foot::numbered("SQ-2026-0001"),
        name: "试".into(),
    }
}

fn written(folder: &Path, papers: &[Paper]) -> PathBuf {
    let path = folder.join("表.pdf");
    papers::save_pdf(papers, &path, today()).unwrap();
    path
}

fn text_of(path: &Path) -> Option<String> {
    Some(output(tool("pdftotext")?.args(["-raw"]).arg(path).arg("-")))
}

#[test]
fn one_form_is_small_and_sound() {
    let folder = tempfile::tempdir().unwrap();
    let long = good_form().with(Field::Description, "因窗口轮岗，申请开通受理、补正、发证、归档等权限。".repeat(20));
    let path = written(folder.path(), &[paper(&long)]);
    assert!(bytes(&path).len() <= 100_000, "{}", bytes(&path).len());
    if let Some(mut qpdf) = tool("qpdf") {
        assert!(output(qpdf.arg("--check").arg(&path)).contains("No syntax or stream encoding errors"));
    }
    if let Some(mut pdfinfo) = tool("pdfinfo") {
        let info = output(pdfinfo.arg(&path));
        for line in ["Pages:           1", "(A4)", "PDF version:     1.7", "CreationDate:    Tue Nov 24"] {
            assert!(info.contains(line), "{line}: {info}");
        }
    }
}

#[test]
fn every_font_is_embedded_as_a_subset_with_its_characters() {
    let Some(mut pdffonts) = tool("pdffonts") else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), &[paper(&good_form().with(Field::Applicant, "吴\u{20BB7}祥"))]);
    let told = output(pdffonts.arg(path));
    let fonts: Vec<&str> = told.lines().skip(2).collect();
    assert_eq!(fonts.len(), 4, "serif, title, sans, the last resort: {told}");
    assert!(fonts.iter().all(|font| font.contains("yes yes yes") && font.contains('+')), "{told}");
}

#[test]
fn text_extracts_exactly_rare_characters_included() {
    let folder = tempfile::tempdir().unwrap();
    let name = "吴\u{20BB7}\u{2A6D6}䶮·祥";
    let form =
        good_form().with(Field::Applicant, name).with(Field::Description, "堃淼䶮玥，=1+1 @x _x7c82_ \u{2F08}人“引”—…");
    let path = written(folder.path(), &[paper(&form)]);
    let Some(text) = text_of(&path) else { return };
    for wanted in [
        name,
        "堃淼䶮玥，=1+1 @x _x7c82_ \u{2F08}人“引”—…",
        "信息系统账号申请（注销）表",
        "2026年11月24日",
        "SQ-2026-0001",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
}

#[test]
fn a_character_that_no_font_has_is_named_and_prints_as_geta() {
    let folder = tempfile::tempdir().unwrap();
    let paper = paper(&good_form().with(Field::Applicant, "张\u{E000}"));
    assert_eq!(paper.missing(), ["申请人中的“\u{E000}”（U+E000）"]);
    let path = written(folder.path(), &[paper]);
    let Some(text) = text_of(&path) else { return };
    assert!(text.contains("张〓"), "{text}");
}

#[test]
fn the_file_is_the_same_byte_for_byte() {
    let write = || papers::to_pdf(&[paper(&good_form())], today()).unwrap();
    assert!(write() == write());
}

/// A word of `pdftotext -bbox`, in mm.
struct Word {
    text: String,
    left: f32,
    right: f32,
    middle: f32,
}

fn words(path: &Path) -> Option<Vec<Vec<Word>>> {
    let html = output(tool("pdftotext")?.arg("-bbox").arg(path).arg("-"));
    let number = |line: &str, key: &str| -> f32 {
        let from = line.find(&format!("{key}=\"")).unwrap() + key.len() + 2;
        line[from..].split('"').next().unwrap().parse::<f32>().unwrap() / 72.0 * 25.4
    };
    let mut pages: Vec<Vec<Word>> = Vec::new();
    for line in html.lines().map(str::trim) {
        if line.starts_with("<page") {
            pages.push(Vec::new());
        } else if line.starts_with("<word") {
            let text = line[line.find('>').unwrap() + 1..].trim_end_matches("</word>").to_owned();
            let (top, bottom) = (number(line, "yMin"), number(line, "yMax"));
            let word = Word {
                text,
                left: number(line, "xMin"),
                right: number(line, "xMax"),
                middle: f32::midpoint(top, bottom),
            };
            pages.last_mut().unwrap().push(word);
        }
    }
    Some(pages)
}

/// Marks that touch on one line are one word to a reader.
fn joined(page: &Page) -> Vec<(String, f32, f32, f32)> {
    let mut lines: Vec<(String, f32, f32, f32)> = Vec::new();
    for mark in &page.marks {
        let Mark::Text { x, width, baseline, size, text, .. } = mark else { continue };
        // The middle of a word as poppler has it: the faces reach about as far up as the square of the
        // character does, and down; what counts here is half a millimetre.
        let middle = baseline - 0.38 * size / 72.0 * 25.4;
        match lines.last_mut() {
            Some((line, _, right, at)) if (*at - middle).abs() < 0.01 && (*right - x).abs() < 0.05 => {
                line.push_str(text);
                *right = x + width;
            }
            _ => lines.push((text.clone(), *x, x + width, middle)),
        }
    }
    lines
}

#[test]
fn every_text_stands_within_half_a_millimetre_of_its_layout() {
    let folder = tempfile::tempdir().unwrap();
    let scratch = sample_office();
    let register = scratch.office.register();
    let mut papers: Vec<Paper> = register.applications.values().map(|it| Paper::of_application(register, it)).collect();
    papers.extend(register.departments.keys().map(|department| Paper::of_matrix(register, *department)));
    papers.extend(register.cleanups.values().map(|it| Paper::of_cleanup(register, it).unwrap()));
    let pages: Vec<Page> = papers.iter().flat_map(Paper::pages).collect();
    let path = written(folder.path(), &papers);
    let Some(read) = words(&path) else { return };
    assert_eq!(read.len(), pages.len());
    let mut compared = 0;
    for (words, page) in read.iter().zip(&pages) {
        for (text, left, right, middle) in
            joined(page).into_iter().filter(|(text, ..)| !text.contains([' ', '　', '&']))
        {
            let near = words.iter().any(|word| {
                word.text == text
                    && (word.left - left).abs() < 0.5
                    && (word.right - right).abs() < 0.5
                    && (word.middle - middle).abs() < 0.5
            });
            let seen: Vec<_> = words
                .iter()
                .filter(|word| word.text == text)
                .map(|word| (word.left, word.right, word.middle))
                .collect();
            assert!(near, "{text} {left} {right} {middle}: {seen:?}");
            compared += 1;
        }
    }
    assert!(compared > 150, "{compared}");
}

#[test]
fn a_thousand_forms_go_into_one_file_of_a_thousand_pages() {
    let folder = tempfile::tempdir().unwrap();
    let form =
        |at: usize| paper(&good_form().with(Field::Description, format!("第{at}张。因窗口轮岗，申请开通受理权限。")));
    let path = written(folder.path(), &(0..1000).map(form).collect::<Vec<_>>());
    assert!(bytes(&path).len() <= 3_500_000, "{}", bytes(&path).len());
    let Some(mut pdfinfo) = tool("pdfinfo") else { return };
    assert!(output(pdfinfo.arg(path)).contains("Pages:           1000"));
}
