//! Scans that are dropped on the window.

use super::*;

/// A file that the desktop drops.
#[derive(Debug)]
pub(super) struct Dropped(pub(super) PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

/// Pictures of these names, no two alike.
fn pictures(folder: &Path, names: &[&str]) -> Vec<PathBuf> {
    let made = names.iter().enumerate().map(|(nth, name)| {
        let path = folder.join(name);
        image::RgbImage::new(60 + nth as u32, 80).save(&path).unwrap();
        path
    });
    made.collect()
}

impl Window {
    fn drop_files(&mut self, files: Vec<PathBuf>) -> &mut Self {
        for file in files {
            self.harness.input_mut().dropped_files.push(Arc::new(Dropped(file)));
        }
        self.harness.step();
        self.harness.input_mut().dropped_files.clear();
        self.steps()
    }

    /// How far the paper of an entry has come, as a screen reader says it.
    fn state_of(&self, entry: &str) -> String {
        let node = self.harness.get_by_role_and_label(Role::Button, entry);
        node.accesskit_node().description().unwrap_or_default()
    }

    fn scans_of(&self, number: &str) -> usize {
        self.office().register().attachments_of(&Scanned::Numbered(number.into())).len()
    }
}

#[test]
fn files_dropped_on_the_list_go_to_the_papers_that_they_name_and_the_others_are_told() {
    let mut window = window(sample_office());
    let files = pictures(window.folder.path(), &["SQ-2026-0001.png", "SQ-2026-0002 签字.png", "会议照片.png"]);
    window.drop_files(files);
    assert!(window.shows("“会议照片.png”的文件名和页脚的二维码里都没有本台账中的编号"));
    assert!(window.shows("已附上2份扫描件，1份没有附上"));
    assert!(window.shows("“SQ-2026-0002 签字.png”已附到SQ-2026-0002"));
    assert_eq!(window.office().register().attachments.len(), 2);
    window.click("知道了");
    assert!(window.shows("已附上2份扫描件：SQ-2026-0001、SQ-2026-0002"));
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(window.office().register().attachments.is_empty(), "one errand, taken back at once");
}

/// Else the button would take back what was done before.
#[test]
fn what_is_attached_already_is_told_so_and_offers_nothing_to_take_back() {
    let mut window = window(sample_office());
    let files = pictures(window.folder.path(), &["SQ-2026-0001.png", "SQ-2026-0002 签字.png"]);
    window.drop_files(files.clone());
    assert!(window.harness.query_by_role_and_label(Role::Button, "撤销").is_some());
    window.drop_files(files);
    assert!(window.shows("2份以前附过，没有重复附上：SQ-2026-0001、SQ-2026-0002"));
    assert!(window.harness.query_by_role_and_label(Role::Button, "撤销").is_none());
    assert_eq!(window.office().register().attachments.len(), 2);
}

/// A folder with two scans that name their papers, one that names none and one that is cut off.
fn folder(window: &Window) -> PathBuf {
    let folder = window.folder.path().join("扫描");
    std::fs::create_dir(&folder).unwrap();
    pictures(&folder, &["SQ-2026-0001.png", "QL-2026-0001 签字.png", "会议照片.png"]);
    std::fs::write(folder.join("SQ-2026-0003.pdf"), b"%PDF-1.7 cut off").unwrap();
    folder
}

impl Window {
    /// That the folder was gone through, and what was told of it file by file.
    fn went_through_the_folder(&mut self) {
        for told in [
            "已附上2份扫描件，2份没有附上",
            "“SQ-2026-0001.png”已附到SQ-2026-0001",
            "“QL-2026-0001 签字.png”已附到QL-2026-0001",
            "“会议照片.png”的文件名和页脚的二维码里都没有本台账中的编号",
            "没有附上。请把编号写进文件名，如 SQ-2026-0001.pdf；附件1写科室名，如 政务服务科附件1.pdf。",
            "“SQ-2026-0003.pdf”不完整或已损坏",
            "没有附上。请重新扫描，或换一个文件。",
        ] {
            assert!(self.shows(told), "{told}");
        }
        self.click("知道了");
        assert_eq!((self.scans_of("SQ-2026-0001"), self.scans_of("QL-2026-0001")), (1, 1));
        assert_eq!(self.office().register().attachments.len(), 2);
        self.press(Modifiers::COMMAND, Key::Z);
        assert!(self.office().register().attachments.is_empty(), "one errand, taken back at once");
    }
}

#[test]
fn a_folder_is_attached_by_the_palette_and_what_came_of_it_is_told_file_by_file() {
    let mut window = window(sample_office());
    let folder = folder(&window);
    window.press(Modifiers::COMMAND, Key::K);
    window.harness.get_by_role_and_label(Role::TextInput, "命令").type_text("附上一个文件夹");
    window.steps().press(Modifiers::NONE, Key::Enter).press(Modifiers::COMMAND, Key::A);
    window.fill("文件夹", folder.to_str().unwrap()).click("附上").went_through_the_folder();
    // Beside a paper as well, where its scans are; and a folder without a file says so.
    let empty = window.folder.path().join("空");
    std::fs::create_dir(&empty).unwrap();
    window.click_toggle("清理清单");
    window.harness.get_by_label("附上一个文件夹的扫描件").click();
    window.steps().press(Modifiers::COMMAND, Key::A).fill("文件夹", empty.to_str().unwrap()).click("附上");
    assert!(window.shows("文件夹里没有文件"));
}

#[test]
fn a_folder_dropped_on_the_window_is_gone_through_whatever_is_in_front() {
    for screen in ["申请表", "清理清单", "导入", "汇总"] {
        let mut window = window(sample_office());
        let folder = folder(&window);
        window.click_toggle(screen).drop_files(vec![folder]).went_through_the_folder();
    }
}

#[test]
fn a_file_dropped_beside_a_paper_goes_to_the_paper_that_it_names_and_else_to_the_one_in_front() {
    let mut window = window(sample_office());
    let files = pictures(window.folder.path(), &["扫描0001.png", "SQ-2026-0003.png", "QL-2026-0001.png", "二.png"]);
    window.click_toggle("清理清单");
    assert_eq!(window.state_of("QL-2026-0001"), "郑晓东\n草稿");
    window.drop_files(files[..3].to_vec());
    assert_eq!(window.scans_of("QL-2026-0001"), 2, "the nameless one, and its own");
    assert_eq!(window.scans_of("SQ-2026-0003"), 1);
    assert_eq!(window.state_of("QL-2026-0001"), "郑晓东\n草稿　扫", "the list says that its scan is kept");
    // A new list has no number yet: what names no paper is told, not lost.
    window.click("新建").drop_files(files[3..].to_vec());
    assert!(window.shows("“二.png”的文件名和页脚的二维码里都没有本台账中的编号"));
}

#[test]
fn the_scans_of_rounds_and_samples_are_kept_and_seen_at_the_round_in_front() {
    let mut scratch = sample_office();
    let numbers = [a_round(&mut scratch.office), a_sample(&mut scratch.office)];
    let mut window = window(scratch);
    let files = pictures(window.folder.path(), &["一.png", "二.png", "三.png"]);
    window.click_toggle("巡检抽查");
    for (number, name, file) in
        [(&numbers[0], "巡检　工程建设管理平台", &files[0]), (&numbers[1], "抽查　全部系统", &files[1])]
    {
        window.click(name).drop_files(vec![file.clone()]);
        assert_eq!(window.scans_of(number), 1, "{number}");
        let shown = file.file_name().unwrap().to_string_lossy();
        window.click(&format!("打开{shown}")).until("文件指纹").until_seen().click("用系统阅读器打开").click("关闭");
        assert!(window.viewed.borrow().last().unwrap().to_string_lossy().contains(number.as_str()));
        let state = window.state_of(name);
        assert!(state.starts_with(number.as_str()) && state.ends_with("　扫"), "{state}");
    }
    // By the dialog as well.
    window.click("附上扫描件").fill("扫描件", &files[2].display().to_string()).click("附上");
    assert_eq!(window.scans_of(&numbers[1]), 2);
}

#[test]
fn the_scan_of_a_notice_is_kept_and_seen_at_the_leaver() {
    let mut scratch = sample_office();
    let numbers = notices(&mut scratch.office, today());
    let mut window = window(scratch);
    let files = pictures(window.folder.path(), &["TZ-2026-0002.png", "回执.png"]);
    window.click_toggle("人员").press(Modifiers::COMMAND, Key::F).fill("查找", "郑晓东");
    window.press(Modifiers::NONE, Key::ArrowDown);
    for number in &numbers {
        assert!(window.shows(&format!("{number}　致")), "{number}");
    }
    window.drop_files(files[..1].to_vec());
    assert_eq!((window.scans_of(&numbers[0]), window.scans_of(&numbers[1])), (0, 1));
    assert!(window.shows("打开TZ-2026-0002.png") || window.shows("TZ-2026-0002.png"));
    window.click(&format!("附上{}的扫描件", numbers[0]));
    window.fill("扫描件", &files[1].display().to_string()).click("附上");
    assert_eq!(window.scans_of(&numbers[0]), 1);
}

#[test]
fn a_dossier_asks_nothing_once_every_signed_paper_has_its_scan() {
    let mut window = window(sample_office());
    let files = pictures(window.folder.path(), &["SQ-2026-0003.png"]);
    window.drop_files(files).click_toggle("备份与迎检").click("生成迎检包").click("生成").until("迎检包已生成");
    assert!(!window.shows("缺签字扫描件"));
}

/// What lies below a folder: files only.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

#[test]
fn a_scan_is_shown_to_its_user_alone_and_goes_when_the_window_closes() {
    let mut window = window(sample_office());
    let files = pictures(window.folder.path(), &["XJ.png"]);
    window
        .click_toggle("清理清单")
        .drop_files(files.clone())
        .click("打开XJ.png")
        .until_seen()
        .click("用系统阅读器打开");
    let shown = window.viewed.borrow().last().unwrap().clone();
    assert_eq!(std::fs::read(&shown).unwrap(), std::fs::read(&files[0]).unwrap());
    let (folder, documents) = (window.folder.path().join("查看"), window.folder.path().join("文 档"));
    assert!(shown.starts_with(&folder), "{}", shown.display());
    assert!(files_below(&documents).is_empty());
    #[cfg(unix)]
    for (path, mode) in [(shown.as_path(), 0o600), (shown.parent().unwrap(), 0o700)] {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, mode, "{}", path.display());
    }
    let Window { harness, .. } = &mut window;
    harness.state_mut().close();
    assert!(files_below(&folder).is_empty(), "nothing of it is left");
}

#[test]
fn a_scan_that_a_window_killed_at_work_has_left_is_cleared_at_the_next_start_and_no_other_window_s() {
    let mut one = window(sample_office());
    let files = pictures(one.folder.path(), &["XJ.png"]);
    one.click_toggle("清理清单").drop_files(files).click("打开XJ.png").until_seen().click("用系统阅读器打开");
    let Window { harness, viewed, folder, file } = one;
    drop(harness);
    let shown = viewed.borrow().last().unwrap().clone();
    assert!(!shown.exists(), "closed in order");
    std::fs::create_dir_all(shown.parent().unwrap()).unwrap();
    std::fs::write(&shown, "left by a kill").unwrap();
    let start = |office: Office| {
        let around = surroundings(folder.path(), &viewed, Arc::new(Tray));
        drop(Harness::builder().build_eframe(|creation| App::on(&creation.egui_ctx, office, around).unwrap()));
    };
    start(sample_office().office);
    assert!(shown.is_file(), "that of another data file stays");
    start(Office::open(&file, Access::Write).unwrap());
    assert!(!shown.exists());
}

/// A TIFF of three pages, each as wide as high times two, three, four.
fn three_pages(path: &Path) {
    let mut encoder = tiff::encoder::TiffEncoder::new(std::fs::File::create(path).unwrap()).unwrap();
    for page in 2..5_u32 {
        let dots: Vec<u8> = (0..60 * 30 * page * 3).map(|at| (at / 7 * page) as u8).collect();
        encoder.write_image::<tiff::encoder::colortype::RGB8>(60, 30 * page, &dots).unwrap();
    }
}

impl Window {
    /// Attaches a scan to the list in front, and looks at it.
    fn look_at(&mut self, file: &Path) -> &mut Self {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        self.click_toggle("清理清单").drop_files(vec![file.to_path_buf()]).click(&format!("打开{name}"))
    }

    /// Clicks a button of the dialog, which lies over one of the same name.
    fn click_above(&mut self, label: &str) -> &mut Self {
        self.harness.get_all_by_role_and_label(Role::Button, label).last().unwrap().click();
        self.steps()
    }

    /// Where the page of this number shows.
    fn page(&mut self, at: usize) -> egui::Rect {
        let name = format!("第{at}页：QL-2026-0001　信息系统账号清理清单");
        self.until(&name).harness.get_by_role_and_label(Role::Image, &name).rect()
    }
}

#[test]
fn a_scan_is_looked_at_in_the_window_page_by_page() {
    let mut window = window(sample_office());
    let file = window.folder.path().join("签字.tif");
    three_pages(&file);
    window.look_at(&file);
    let office = window.office();
    let hash = office.register().attachments.values().next().unwrap().hash[..12].to_owned();
    assert!(window.shows(&format!("签字.tif，TIFF，3页，2026年11月24日附上　文件指纹前12位：{hash}")));
    let first = window.page(1);
    assert!((first.height() / first.width() - 1.0).abs() < 0.01, "60 × 60 dots");
    assert!(window.shows("第1页，共3页"));
    window.click("下一页");
    let second = window.page(2);
    assert!((second.height() / second.width() - 1.5).abs() < 0.01, "60 × 90 dots");
    window.press(Modifiers::NONE, Key::PageDown).press(Modifiers::NONE, Key::PageDown).page(3);
    assert!(window.shows("第3页，共3页"), "there is no fourth");
    window.press(Modifiers::NONE, Key::PageUp).page(2);
    window.click("上一页").page(1);
    assert_eq!(window.viewed.borrow().len(), 0, "no other program was asked");
    assert!(files_below(&window.folder.path().join("查看")).is_empty(), "and no file written");
    window.click("用系统阅读器打开");
    assert_eq!(bytes(window.viewed.borrow().last().unwrap()), bytes(&file));
    assert!(window.shows("第1页，共3页"), "and goes on showing it");
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!window.shows("第1页，共3页"));
}

#[test]
fn a_scan_is_shown_larger_and_smaller_and_scrolled_by_the_keyboard() {
    let mut window = window(sample_office());
    let file = window.folder.path().join("签字.tif");
    three_pages(&file);
    window.look_at(&file);
    let fit = window.page(1);
    assert!(fit.width() > 850.0, "as wide as the dialog");
    window.click_above("放大");
    assert!(window.shows("150%"));
    let large = window.page(1);
    assert!((large.width() / fit.width() - 1.5).abs() < 0.01);
    window.click_toggle("适合宽度").click_above("缩小");
    assert!((window.page(1).width() / fit.width() - 0.75).abs() < 0.01);
    window.click_toggle("适合宽度");
    let top = window.page(1).top();
    // The page itself has the keyboard when it is opened.
    window.press(Modifiers::NONE, Key::Escape).click("打开签字.tif").page(1);
    window.press(Modifiers::NONE, Key::ArrowDown).wait(1.0);
    assert!(window.page(1).top() < top - 20.0, "{top}");
    window.press(Modifiers::NONE, Key::Home).wait(1.0);
    assert!((window.page(1).top() - top).abs() < 1.0);
}

#[test]
fn a_paper_that_is_no_picture_says_so_and_is_opened_by_enter_in_the_viewer_of_the_system() {
    let mut window = window(sample_office());
    let file = window.folder.path().join("签字.pdf");
    let register = window.office().register();
    let paper =
        taizhang::papers::Paper::of_application(register, register.application_numbered("SQ-2026-0001").unwrap());
    std::fs::write(&file, taizhang::papers::to_pdf(&[paper], today()).unwrap()).unwrap();
    window.look_at(&file).until("这一页是文字和线条排成的，不是扫描的图片，这里不能显示。");
    assert!(window.shows("请用系统阅读器打开") && window.shows("签字.pdf，PDF，1页"));
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(bytes(window.viewed.borrow().last().unwrap()), bytes(&file));
}
