//! Excel as others read it: the unzipped XML, calamine, and openpyxl where the machine has it.

use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use taizhang::model::Field;
use taizhang::ops::called_off;
use taizhang::paper::{Foot, fill, forms};
use taizhang::papers::{self, Column, List, Paper};

use super::support::{good_form, output, sample_office, today, tool};

fn application(description: &str) -> Paper {
    let values = fill::printed_application(
        &good_form().with(Field::Description, description).with(Field::Category, ""),
        &taizhang::model::Register::default(),
    );
    Paper { sheet: &forms::APPLICATION, values, foot: Foot::default(), name: "SQ-2026-0001_申请表".into() }
}

fn xml(path: &Path, part: &str) -> Option<String> {
    Some(output(tool("unzip")?.arg("-p").arg(path).arg(part)))
}

#[test]
fn widths_heights_spans_and_page_are_those_of_the_paper() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("表.xlsx");
    papers::save_xlsx(&[application("开通。")], &path, today()).unwrap();
    let Some(sheet) = xml(&path, "xl/worksheets/sheet1.xml") else { return };
    // Rows 4–13 are the grid; the first of them holds 账号申请类型 over two rows.
    for merge in
        ["A1:D1", "A2:D2", "A3:D3", "A4:A5", "C4:D4", "C5:D5", "B8:D8", "B9:D9", "A10:B10", "C10:D10", "B13:D13"]
    {
        assert!(sheet.contains(&format!("<mergeCell ref=\"{merge}\"/>")), "{merge}");
    }
    // A4, one page wide, margins of GB/T 9704 in inches.
    assert!(sheet.contains("paperSize=\"9\"") && sheet.contains("fitToHeight=\"0\""), "{sheet}");
    assert!(sheet.contains("<pageSetUpPr fitToPage=\"1\"/>"));
    let margin = |name: &str| -> f64 {
        let margins = &sheet[sheet.find("<pageMargins").unwrap()..];
        let from = margins.find(&format!("{name}=\"")).unwrap() + name.len() + 2;
        margins[from..].split('"').next().unwrap().parse().unwrap()
    };
    for (name, mm) in [("left", 28.0), ("right", 26.0), ("top", 37.0), ("bottom", 35.0)] {
        assert!((margin(name) * 25.4 - mm).abs() < 0.1, "{name}");
    }
    // 10.5 mm and 36 mm in points.
    let height = |row: u32| -> f64 {
        let at = &sheet[sheet.find(&format!("<row r=\"{row}\"")).unwrap()..];
        at[at.find("ht=\"").unwrap() + 4..].split('"').next().unwrap().parse().unwrap()
    };
    assert!((height(4) / 72.0 * 25.4 - 10.5).abs() < 0.3);
    assert!((height(9) / 72.0 * 25.4 - 36.0).abs() < 0.3);
    let book = xml(&path, "xl/workbook.xml").unwrap();
    assert!(book.contains("_xlnm.Print_Area"), "{book}");
}

/// One page wide either way: upright, fifteen columns would be too small to read.
#[test]
fn a_list_of_many_columns_lies_across_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("表.xlsx");
    for (count, lies) in [(5, "portrait"), (15, "landscape")] {
        let columns = vec![papers::Column::text("名称", 100.0); count];
        let list = papers::List { title: "登记".into(), columns, ..papers::List::default() };
        papers::save_list(&list, &path, today()).unwrap();
        let Some(sheet) = xml(&path, "xl/worksheets/sheet1.xml") else { return };
        assert!(sheet.contains(&format!("orientation=\"{lies}\"")), "{count}: {sheet}");
        assert!(sheet.contains("<pageSetUpPr fitToPage=\"1\"/>") && sheet.contains("fitToHeight=\"0\""));
    }
}

#[test]
fn a_list_repeats_its_header_on_each_page() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("表.xlsx");
    let scratch = sample_office();
    let register = scratch.office.register();
    let department = register.department_named("政务服务科").unwrap();
    papers::save_xlsx(&[Paper::of_matrix(register, department)], &path, today()).unwrap();
    let Some(book) = xml(&path, "xl/workbook.xml") else { return };
    assert!(book.contains("_xlnm.Print_Titles") && book.contains("$4:$4"), "{book}");
    let sheet = xml(&path, "xl/worksheets/sheet1.xml").unwrap();
    assert!(sheet.contains("topLeftCell=\"A5\"") && sheet.contains("state=\"frozen\""), "{sheet}");
}

#[test]
fn a_cell_is_text_when_it_is_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("表.xlsx");
    let mut values = taizhang::model::Values::default();
    let odd = ["=1+1", "+8613800000000", "-1", "@SUM(A1)", "00123", "_x7c82_", "1e5", "2026-11-24"];
    for text in odd {
        values.push_row([(Field::System, text.to_owned())]);
    }
    let paper = Paper { sheet: &forms::MATRIX, values, foot: Foot::default(), name: "甲/乙:丙*?[1]".into() };
    papers::save_xlsx(&[paper.clone(), paper], &path, today()).unwrap();
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    let names = book.sheet_names();
    assert_eq!(names, ["甲 乙 丙   1", "甲 乙 丙   1（2）"]);
    let sheet = book.worksheet_range(&names[0]).unwrap();
    for (at, text) in odd.iter().enumerate() {
        assert_eq!(sheet.get_value((4 + at as u32, 1)), Some(&Data::String((*text).to_owned())), "{text}");
    }
    let Some(first) = xml(&path, "xl/worksheets/sheet1.xml") else { return };
    assert!(!first.contains("<f>"), "no cell is a formula");
}

#[test]
fn the_boxes_show_what_is_chosen_and_signatures_stay_blank() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("表.xlsx");
    papers::save_xlsx(&[application("开通。\n第二行。")], &path, today()).unwrap();
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let cell = |row: u32, column: u32| sheet.get_value((row, column)).map(ToString::to_string).unwrap_or_default();
    assert_eq!(cell(2, 0), "系统名称：一体化政务服务平台");
    assert_eq!(cell(3, 1), "☑用户账号");
    assert_eq!(cell(3, 2), "☑新增　□变更　□注销　□启用");
    assert_eq!(cell(4, 1), "□管理账号");
    assert_eq!(cell(5, 1), "秦天天");
    assert_eq!(cell(8, 1), "开通。\n第二行。");
    assert_eq!(cell(9, 0), "分管领导：");
    assert_eq!(cell(9, 2), "批准日期：");
}

#[test]
fn openpyxl_reads_the_same_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("表.xlsx");
    papers::save_xlsx(&[application("=1+1 _x7c82_")], &path, today()).unwrap();
    let Some(mut python) = tool("python3") else { return };
    let script = "import openpyxl, sys; s = openpyxl.load_workbook(sys.argv[1]).active; \
                  print(s['B9'].value, s['B9'].data_type, s.page_setup.paperSize, s.print_area)";
    let told = python.args(["-c", script]).arg(&path).output().unwrap();
    if !told.status.success() {
        assert!(std::env::var_os("CI").is_none(), "CI 应已安装 openpyxl");
        super::support::skip("这台机器没有 openpyxl");
        return;
    }
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(told.starts_with("=1+1 _x7c82_ s 9"), "{told}");
}

/// Excel has no row higher than 409.5 pt.
#[test]
fn a_long_text_takes_as_many_rows_as_it_needs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("表.xlsx");
    let long = "因工作需要，申请开通权限。".repeat(300);
    papers::save_xlsx(&[application(&long)], &path, today()).unwrap();
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    assert_eq!(sheet.get_value((8, 1)), Some(&Data::String(long)));
    let Some(sheet) = xml(&path, "xl/worksheets/sheet1.xml") else { return };
    let heights: Vec<f64> =
        sheet.split("ht=\"").skip(1).map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect();
    assert!(heights.iter().all(|height| *height <= 409.5), "{heights:?}");
    assert!(heights.iter().sum::<f64>() > 2000.0, "{heights:?}");
}

/// Excel counts 31 units of UTF-16: a rare character of a department's name is two of them.
#[test]
fn a_long_name_of_rare_characters_names_a_sheet_that_excel_takes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("罕见字.xlsx");
    let list =
        taizhang::papers::List { title: format!("一{}", "𠮷".repeat(40)), ..taizhang::papers::List::default() };
    taizhang::papers::save_lists(&[list.clone(), list], &path, today()).unwrap();
    let book: calamine::Xlsx<_> = calamine::open_workbook(&path).unwrap();
    let names = book.sheet_names();
    assert_eq!(names.len(), 2);
    assert!(names.iter().all(|name| name.encode_utf16().count() <= 31 && name.starts_with("一𠮷")), "{names:?}");
}

#[test]
fn a_void_form_says_so_over_each_page_of_its_sheet() {
    let folder = tempfile::tempdir().unwrap();
    for (is_void, header) in [(true, Some("&amp;R&amp;B&amp;16 作废")), (false, None)] {
        let path = folder.path().join(format!("{is_void}.xlsx"));
        let paper = application("开通。");
        let foot = Foot { is_void, ..Foot::numbered("SQ-2026-0001") };
        papers::save_xlsx(&[Paper { foot, ..paper }], &path, today()).unwrap();
        let Some(sheet) = xml(&path, "xl/worksheets/sheet1.xml") else { return };
        let told = sheet.split_once("<oddHeader>").and_then(|(_, rest)| rest.split_once("</oddHeader>"));
        assert_eq!(told.map(|(header, _)| header), header);
    }
}

#[test]
fn a_long_list_tells_how_far_it_has_come_and_one_that_is_called_off_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("表.xlsx");
    let list = List {
        title: "表".into(),
        columns: vec![Column::text("甲", 80.0)],
        rows: vec![vec!["一".into()]; 2_000],
        ..List::default()
    };
    let mut seen = Vec::new();
    papers::save_lists_watched(&[list.clone(), list.clone()], &path, today(), &mut |done, total| {
        seen.push((done, total));
        Ok(())
    })
    .unwrap();
    assert!(seen.len() > 4 && seen.is_sorted() && seen.iter().all(|(_, total)| *total == 4_000), "{seen:?}");
    assert_eq!(seen.last(), Some(&(4_000, 4_000)));
    std::fs::remove_file(&path).unwrap();
    let call_off = &mut |done, _| if done < 3_000 { Ok(()) } else { Err(called_off()) };
    papers::save_lists_watched(&[list.clone(), list], &path, today(), call_off).unwrap_err();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
