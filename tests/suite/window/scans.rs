//! Scans that are dropped on the window.

use super::*;

/// A file that the desktop drops.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn files_dropped_on_the_list_go_to_the_papers_that_they_name_and_the_others_are_told() {
    let mut window = window(sample_office());
    let (folder, mut picture) = (window.folder.path().to_path_buf(), std::io::Cursor::new(Vec::new()));
    image::RgbImage::new(60, 80).write_to(&mut picture, image::ImageFormat::Png).unwrap();
    let files = ["SQ-2026-0001.png", "SQ-2026-0002 签字.png", "会议照片.png"].map(|name| {
        let path = folder.join(name);
        std::fs::write(&path, picture.get_ref()).unwrap();
        path
    });
    for file in files {
        window.harness.input_mut().dropped_files.push(Arc::new(Dropped(file)));
    }
    window.harness.step();
    window.harness.input_mut().dropped_files.clear();
    window.steps();
    assert!(window.shows("已附上2份扫描件：SQ-2026-0001、SQ-2026-0002"));
    assert!(window.shows("「会议照片.png」的文件名和页脚的二维码里都没有本台账中的编号"));
    assert!(window.shows("其余的已经附上"));
    assert_eq!(window.office().register().attachments.len(), 2);
    window.click("知道了").press(Modifiers::COMMAND, Key::Z);
    assert!(window.office().register().attachments.is_empty(), "one errand, taken back at once");
}
