//! The QR code in the foot of every numbered paper: others find it, and by it a scan finds its paper.

use std::path::{Path, PathBuf};
use std::process::Command;

use taizhang::model::*;
use taizhang::ops::{FilingRequest, Office};
use taizhang::paper::letter::place_letter;
use taizhang::paper::{Area, Foot, Mark, Page};
use taizhang::papers::leaving::notice_letter;
use taizhang::papers::{Paper, filing_papers, to_pdf};
use taizhang::scan::Scan;

use super::support::{a_round, a_sample, good_form, notices, output, sample_office, today, tool};

/// The parts of the code on a page.
fn code_of(paper: &Paper, page: usize) -> Vec<Area> {
    code_on(&paper.pages()[page])
}

fn code_on(page: &Page) -> Vec<Area> {
    let marks = page.marks.clone();
    let codes: Vec<Vec<Area>> =
        marks.into_iter().filter_map(|mark| if let Mark::Code(parts) = mark { Some(parts) } else { None }).collect();
    assert!(codes.len() < 2, "one code a page");
    codes.into_iter().next().unwrap_or_default()
}

/// 附件1 of a department, filed: its foot bears a fingerprint beside its number.
fn filed(office: &mut Office) -> Filing {
    let told = FilingRequest {
        department: office.register().department_named("公共资源交易管理科").unwrap(),
        kind: FilingKind::Matrix,
        period: Quarter::of(today()),
        signed_on: Some(today()),
        signed_by: String::new(),
        reason: "授权文件在档案室".into(),
    };
    office.file_table(&told, today()).unwrap();
    office.register().filings.values().next().unwrap().clone()
}

fn application(office: &Office, number: &str) -> Paper {
    let register = office.register();
    Paper::of_application(register, register.application_numbered(number).unwrap())
}

/// Dots an inch of a form as its printer leaves it: at least as fine as a scanner takes it.
const PRINTED: u32 = 300;

/// A form as its printer leaves it.
fn printed(paper: &Paper, folder: &Path) -> Option<PathBuf> {
    let (pdf, drawn) = (folder.join("打印.pdf"), folder.join("打印"));
    std::fs::write(&pdf, to_pdf(std::slice::from_ref(paper), today()).unwrap()).unwrap();
    let mut draw = tool("pdftoppm")?;
    output(draw.args(["-r", &PRINTED.to_string(), "-gray", "-singlefile"]).arg(&pdf).arg(&drawn));
    Some(drawn.with_extension("pgm"))
}

/// What a scanner makes of it: laid askew by so many degrees, taken at `dpi`.
fn scan_of(printed: &Path, dpi: u32, degrees: i32) -> Option<PathBuf> {
    let picture = printed.with_file_name(format!("{dpi}_{degrees}.png"));
    let percent = format!("{}%", f64::from(dpi * 100) / f64::from(PRINTED));
    let mut askew = tool("convert")?;
    askew.arg(printed).args(["-background", "white", "-rotate", &degrees.to_string(), "+repage"]);
    output(askew.args(["-resize", &percent, "-units", "PixelsPerInch", "-density", &dpi.to_string()]).arg(&picture));
    Some(picture)
}

fn scanned(paper: &Paper, folder: &Path, dpi: u32, degrees: i32) -> Option<PathBuf> {
    scan_of(&printed(paper, folder)?, dpi, degrees)
}

/// A picture as a PDF, as a scanner packs it: by another program, from TIFF. Nothing where the machine lacks it.
fn pdf_of(pictures: &[&Path], packed: &[&str], file: &Path, options: &[&str]) -> Option<()> {
    let (mut convert, mut to_pdf) = (tool("convert")?, tool("tiff2pdf")?);
    let tiff = file.with_extension("tiff");
    output(convert.args(pictures).args(packed).arg(&tiff));
    output(to_pdf.args(options).arg("-o").arg(file).arg(&tiff));
    Some(())
}

/// What zbar, which is not ours, reads from a picture; nothing where it finds no code.
fn zbar(picture: &Path) -> Option<String> {
    let read = tool("zbarimg")?.args(["-q", "--raw"]).arg(picture).output().unwrap();
    Some(String::from_utf8(read.stdout).unwrap().trim().to_owned())
}

/// A page that is full to its last line as well: the long form of the description.
#[test]
fn another_reader_finds_the_number_on_a_printed_form_straight_and_askew() {
    let mut scratch = sample_office();
    let long = good_form().with(Field::Description, "因窗口轮岗，申请开通受理权限。".repeat(40));
    scratch.office.file_application(&long, None, None, today()).unwrap();
    for number in [a_round(&mut scratch.office), a_sample(&mut scratch.office)] {
        assert!(["XJ-2026-0001", "CC-2026-0001"].contains(&number.as_str()));
    }
    let filing = filed(&mut scratch.office);
    let register = scratch.office.register();
    let list = Paper::of_cleanup(register, register.cleanup_numbered("QL-2026-0001").unwrap()).unwrap();
    let round = Paper::of_inspection(register, register.inspections.values().next().unwrap());
    let sample = Paper::of_sample(register, register.samples.values().next().unwrap());
    let (table, cover) = filing_papers(register, &filing, &[]);
    let every = &[(150, 0), (150, 2), (200, 0), (200, 2)][..];
    for (paper, number, scans) in [
        (application(&scratch.office, "SQ-2026-0005"), "SQ-2026-0005", every),
        (list, "QL-2026-0001", every),
        (round, "XJ-2026-0001", &every[1..2]),
        (sample, "CC-2026-0001", &every[1..2]),
        (table, "BA-2026-0001", &every[3..]),
        (cover, "BA-2026-0001", &every[3..]),
    ] {
        let Some(printed) = printed(&paper, scratch.folder.path()) else { return };
        for (dpi, degrees) in scans.iter().copied() {
            let Some(picture) = scan_of(&printed, dpi, degrees) else { return };
            let Some(read) = zbar(&picture) else { return };
            assert_eq!(read, number, "{dpi} dpi, {degrees} degrees");
            // And so does the program itself.
            assert_eq!(Scan::read(&picture).unwrap().codes(), [number], "{dpi} dpi, {degrees} degrees");
        }
    }
}

/// 10.5 mm with four modules of 0.5 mm free around it (ISO/IEC 18004), inside what office printers reach (5 mm).
#[test]
fn the_code_stands_beside_the_number_on_each_page_and_touches_nothing() {
    let mut scratch = sample_office();
    let long = good_form().with(Field::Description, "因窗口轮岗，申请开通受理权限。".repeat(120));
    scratch.office.file_application(&long, None, None, today()).unwrap();
    let filing = filed(&mut scratch.office);
    a_round(&mut scratch.office);
    let told = notices(&mut scratch.office, today());
    let register = scratch.office.register();
    let round = Paper::of_inspection(register, register.inspections.values().next().unwrap());
    let (mut table, cover) = filing_papers(register, &filing, &[]);
    // Of several pages, each of which is counted beside the fingerprint.
    for _ in 0..40 {
        table.values.push_row([(Field::System, "工程建设管理平台".to_owned())]);
    }
    assert!(table.foot.note.starts_with("台账指纹") && table.pages().len() > 1);
    let mut papers: Vec<(&str, Vec<Page>)> = ["SQ-2026-0001", "SQ-2026-0005"]
        .map(|number| (number, application(&scratch.office, number).pages()))
        .into_iter()
        .chain([("备案", table.pages()), ("报送单", cover.pages()), ("巡检", round.pages())])
        .collect();
    let letters = register.notices.values().map(|it| place_letter(&notice_letter(register, it)));
    papers.extend(told.iter().map(String::as_str).zip(letters));
    assert_eq!(papers.len(), 7);
    for (number, pages) in papers {
        for (at, page) in pages.iter().enumerate() {
            let parts = code_on(page);
            assert!(!parts.is_empty(), "{number}");
            let least = |of: fn(&Area) -> f32| parts.iter().map(of).fold(f32::MAX, f32::min);
            let most = |of: fn(&Area) -> f32| parts.iter().map(of).fold(f32::MIN, f32::max);
            let (left, top) = (least(|it| it.x), least(|it| it.y));
            let (right, bottom) = (most(|it| it.x + it.width), most(|it| it.y + it.height));
            assert!((right - left - 10.5).abs() < 0.01 && (bottom - top - 10.5).abs() < 0.01, "{left}–{right}");
            assert!(bottom < 297.0 - 5.0 && left > 5.0);
            for mark in &page.marks {
                let (x, y, end, foot) = match mark {
                    Mark::Text { x, baseline, width, size, .. } => {
                        let em = size * 25.4 / 72.0;
                        (*x, baseline - 0.88 * em, x + width, baseline + 0.12 * em)
                    }
                    Mark::Rule { from, to, .. } => (from.0, from.1, to.0, to.1),
                    Mark::Tick { area, .. } => (area.x, area.y, area.x + area.width, area.y + area.height),
                    Mark::Code(_) => continue,
                };
                // Level with the code it stands clear of it at the side, else above it.
                let beside = end <= left - 2.0 || x >= right + 2.0;
                assert!(beside || foot <= top - 1.7 || y >= bottom + 2.0, "{number}, page {}: {mark:?}", at + 1);
            }
        }
    }
}

#[test]
fn only_what_comes_back_signed_has_a_code() {
    let scratch = sample_office();
    assert!(code_of(&Paper::blank(2).unwrap(), 0).is_empty(), "a blank form has no number");
    let department = scratch.office.register().department_named("政务服务科").unwrap();
    assert!(code_of(&Paper::of_matrix(scratch.office.register(), department), 0).is_empty(), "nor has 附件1");
}

/// What a scanner or a copier hands over: names that say nothing, packed in each of the ways.
#[test]
fn a_scan_whose_name_says_nothing_finds_its_paper_by_its_code() {
    let mut scratch = sample_office();
    let folder = scratch.folder.path().join("扫描");
    std::fs::create_dir(&folder).unwrap();
    let mut files = Vec::new();
    let mut expected = Vec::new();
    for (number, degrees, name, options) in [
        ("SQ-2026-0001", 1, "扫描0001.jpg", &["-quality", "75"][..]),
        ("SQ-2026-0002", -2, "扫描0002.pdf", &["-j", "-q", "75"]),
        ("SQ-2026-0003", 2, "扫描0003.pdf", &["-z"]),
        ("SQ-2026-0004", 0, "扫描0004.tif", &["-compress", "lzw"]),
        ("SQ-2026-0001", 0, "黑白.tif", &["-threshold", "55%", "-type", "bilevel", "-compress", "zip"]),
    ] {
        let Some(picture) = scanned(&application(&scratch.office, number), scratch.folder.path(), 200, degrees) else {
            return;
        };
        let file = folder.join(name);
        let made = if file.extension().is_some_and(|ending| ending == "pdf") {
            pdf_of(&[&picture], &["-compress", "none"], &file, options)
        } else {
            tool("convert").map(|mut convert| drop(output(convert.arg(&picture).args(options).arg(&file))))
        };
        let Some(()) = made else { return };
        files.push(file);
        expected.push(number);
    }
    // By its name, whatever it is a scan of; nothing can be read on an old paper.
    let picture = scanned(&application(&scratch.office, "SQ-2026-0001"), scratch.folder.path(), 200, 0).unwrap();
    let file = |name: &str, options: &[&str]| {
        let file = folder.join(name);
        output(Command::new("convert").arg(&picture).args(options).arg(&file));
        file
    };
    files.push(file("QL-2026-0001.png", &[]));
    expected.push("QL-2026-0001");
    let old = file("旧表.png", &["-fill", "white", "-draw", "rectangle 0,2000 1653,2338"]);
    files.push(old.clone());
    let taken = scratch.office.attach_all(&files, today()).unwrap();
    let papers: Vec<&str> = taken.attached.iter().map(|(_, paper)| paper.as_str()).collect();
    assert_eq!(papers, expected, "{:?}", taken.refused);
    let refused: Vec<&PathBuf> = taken.refused.iter().map(|(file, _)| file).collect();
    assert_eq!(refused, [&old]);
    let told = taken.refused[0].1.to_string();
    assert!(told.contains("“旧表.png”的文件名和页脚的二维码里都没有本台账中的编号"), "{told}");
    let first = Scanned::Numbered("SQ-2026-0001".into());
    assert_eq!(scratch.office.register().attachments_of(&first).len(), 2);
}

#[test]
fn a_paper_without_a_number_tells_its_quarter_and_has_no_code() {
    let scratch = sample_office();
    let register = scratch.office.register();
    let department = register.department_named("政务服务科").unwrap();
    let quarter = Quarter::of(today());
    let pages = taizhang::papers::unfiled_table(register, department, quarter, &[], today()).pages();
    let marks = &pages[0].marks;
    assert!(!marks.iter().any(|mark| matches!(mark, Mark::Code(_))));
    assert!(marks.iter().any(|mark| matches!(mark, Mark::Text { text, .. } if text == "2026年第四季度")));
}

/// As office scanners pack black and white: fax of each kind in a PDF and in a TIFF, made by libtiff, read by poppler and zbar
/// as well; coarse, usual and fine.
#[test]
fn scans_that_are_packed_as_fax_are_read_as_others_read_them() {
    let scratch = sample_office();
    let here = scratch.folder.path();
    for (dpi, degrees, packing, number) in [
        (150, 0, "g4", "SQ-2026-0001"),
        (300, -1, "g4", "SQ-2026-0003"),
        (200, 0, "g3:1d", "SQ-2026-0004"),
        (300, 0, "g3:2d:fill", "SQ-2026-0001"),
    ] {
        let Some(picture) = scanned(&application(&scratch.office, number), here, dpi, degrees) else { return };
        let (Some(mut convert), Some(mut pack), Some(mut to_pdf)) = (tool("convert"), tool("tiffcp"), tool("tiff2pdf"))
        else {
            return;
        };
        let (plain, packed, pdf) = (here.join("平.tif"), here.join("传真.tif"), here.join("传真.pdf"));
        output(
            convert.arg(&picture).args(["-threshold", "55%", "-type", "bilevel", "-compress", "group4"]).arg(&plain),
        );
        output(pack.args(["-c", packing]).args([&plain, &packed]));
        output(to_pdf.arg("-o").args([&pdf, &packed]));
        let Some(mut images) = tool("pdfimages") else { return };
        let list = output(images.arg("-list").arg(&pdf));
        assert!(list.contains("ccitt"), "it is what it is to be: {list}");
        output(Command::new("pdfimages").arg("-png").arg(&pdf).arg(here.join("看")));
        let Some(read) = zbar(&here.join("看-000.png")) else { return };
        assert_eq!(read, number, "{packing}, {dpi} dpi");
        assert_eq!(Scan::read(&pdf).unwrap().codes(), [number], "{packing}, {dpi} dpi");
        assert_eq!(Scan::read(&packed).unwrap().codes(), [number], "{packing} as TIFF, {dpi} dpi");
    }
}

/// The two ways of JBIG2, generic and with a dictionary of symbols beside the page: forms of the sample, printed, scanned
/// at 200 dpi one degree askew, packed by jbig2enc 0.30; poppler and zbar read them too.
#[test]
fn scans_that_are_packed_as_jbig2_are_read_as_others_read_them() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let here = tempfile::tempdir().unwrap();
    for (name, number) in [("扫描_JBIG2.pdf", "SQ-2026-0001"), ("扫描_JBIG2_字典.pdf", "QL-2026-0001")] {
        let pdf = fixtures.join(name);
        assert_eq!(Scan::read(&pdf).unwrap().codes(), [number], "{name}");
        let Some(mut images) = tool("pdfimages") else { return };
        output(images.arg("-png").arg(&pdf).arg(here.path().join("看")));
        let Some(read) = zbar(&here.path().join("看-000.png")) else { return };
        assert_eq!(read, number, "{name}");
    }
}

#[test]
fn two_forms_in_one_file_and_the_code_of_another_office_are_refused() {
    let mut scratch = sample_office();
    let here = scratch.folder.path().to_path_buf();
    let (one, two) = (application(&scratch.office, "SQ-2026-0001"), application(&scratch.office, "SQ-2026-0002"));
    let Some(one) = scanned(&one, &here, 200, 0) else { return };
    let first = here.join("一.png");
    std::fs::rename(one, &first).unwrap();
    let second = scanned(&two, &here, 200, 0).unwrap();
    let both = here.join("两份.pdf");
    let Some(()) = pdf_of(&[&first, &second], &["-compress", "none"], &both, &["-j"]) else { return };
    let stranger = Paper { foot: Foot::numbered("SQ-2031-0007"), ..two };
    let other = here.join("别处.png");
    std::fs::rename(scanned(&stranger, &here, 200, 0).unwrap(), &other).unwrap();
    let taken = scratch.office.attach_all(&[both, other], today()).unwrap();
    assert!(taken.attached.is_empty());
    let told: Vec<String> = taken.refused.iter().map(|(_, error)| error.to_string()).collect();
    assert!(told[0].contains("“两份.pdf”里有几份表的二维码"), "{told:?}");
    assert!(told[1].contains("“别处.png”的文件名和页脚的二维码里都没有"), "{told:?}");
}
