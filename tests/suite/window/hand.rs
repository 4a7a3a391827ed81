//! The hand on the window: presses, fills and reads by role and Chinese label.

use super::*;

/// A window on an office, at the clerk's size; what it would show in the viewer is noted.
pub(super) struct Window {
    pub(super) harness: Harness<'static, App>,
    pub(super) viewed: Rc<RefCell<Vec<PathBuf>>>,
    pub(super) folder: tempfile::TempDir,
    pub(super) file: PathBuf,
}

pub(super) fn window(scratch: Scratch) -> Window {
    window_with(scratch, Arc::new(Tray))
}

/// The same with printers of its own.
pub(super) fn window_with(scratch: Scratch, printing: Arc<dyn Printing>) -> Window {
    window_of(scratch, printing, [1366.0, 740.0])
}

/// The same in another size.
pub(super) fn window_of(scratch: Scratch, printing: Arc<dyn Printing>, size: [f32; 2]) -> Window {
    window_at(scratch, printing, size, 1.0)
}

/// The same, with so many pixels to a point.
pub(super) fn window_at(scratch: Scratch, printing: Arc<dyn Printing>, size: [f32; 2], scale: f32) -> Window {
    let mut window = opened_at(scratch, printing, size, scale);
    // Where a test plays long after its 台账 or before it.
    if window.shows("请核对电脑的日期") {
        window.click("日期没有错");
    }
    window.click_toggle("申请表");
    window
}

/// The same as it opens.
pub(super) fn opened_at(scratch: Scratch, printing: Arc<dyn Printing>, size: [f32; 2], scale: f32) -> Window {
    let viewed = Rc::new(RefCell::new(Vec::new()));
    let surroundings = surroundings(scratch.folder.path(), &viewed, printing);
    opened_in(scratch, viewed, surroundings, size, scale)
}

/// The same where this is around it.
pub(super) fn opened_in(
    scratch: Scratch,
    viewed: Rc<RefCell<Vec<PathBuf>>>,
    surroundings: Surroundings,
    size: [f32; 2],
    scale: f32,
) -> Window {
    let Scratch { folder, file, office } = scratch;
    let mut harness = Harness::builder().with_size(size).with_pixels_per_point(scale).build_eframe(|creation| {
        // The theme is set on the context before the first pass, as eframe does.
        App::on(&creation.egui_ctx, office, surroundings).unwrap()
    });
    harness.run_steps(4);
    Window { harness, viewed, folder, file }
}

/// What is around a window that works in a folder.
pub(super) fn surroundings(
    folder: &Path,
    viewed: &Rc<RefCell<Vec<PathBuf>>>,
    printing: Arc<dyn Printing>,
) -> Surroundings {
    let note = viewed.clone();
    Surroundings {
        today: Some(today()),
        documents: folder.join("文 档"),
        shown: folder.join("查看"),
        view: Rc::new(move |path: &Path| {
            note.borrow_mut().push(path.to_path_buf());
            Ok(())
        }),
        printing,
        preferences: Some(folder.join("窗口.json")),
        renderer: Renderer::OpenGl,
        patience: taizhang::app::PATIENCE,
        watcher: None,
    }
}

/// A print system with one printer that takes everything.
pub(super) struct Tray;

impl Printing for Tray {
    fn printers(&self) -> taizhang::error::Result<Printers> {
        Ok(Printers { names: vec!["三楼".into()], default: Some("三楼".into()), sets_sides: true })
    }

    fn print(&self, _: &[u8], _: &Job, _: &AtomicBool) -> taizhang::error::Result<Accepted> {
        Ok(Accepted { job: Some("三楼-7".into()), copies: 1 })
    }
}

impl Window {
    /// Lets the window come to rest: long work as well, unless it is what a test is about.
    pub(super) fn steps(&mut self) -> &mut Self {
        self.harness.run_steps(4);
        super::super::support::wait_for("工作做完", || {
            self.harness.step();
            if !self.harness.state().is_working() {
                // What has come of it may ask for more.
                self.harness.run_steps(2);
            }
            (!self.harness.state().is_working()).then_some(())
        });
        self
    }

    pub(super) fn click(&mut self, label: &str) -> &mut Self {
        self.harness.get_by_role_and_label(Role::Button, label).click();
        self.steps()
    }

    /// Chooses one of several: a screen, a filter.
    pub(super) fn click_toggle(&mut self, label: &str) -> &mut Self {
        self.harness.get_all_by_role_and_label(Role::Button, label).next().unwrap().click();
        self.steps()
    }

    pub(super) fn tick(&mut self, option: &str) -> &mut Self {
        self.harness.get_by_role_and_label(Role::CheckBox, option).click();
        self.steps()
    }

    pub(super) fn role(field: &str) -> Role {
        if matches!(field, "申请描述" | "处理描述") { Role::MultilineTextInput } else { Role::TextInput }
    }

    pub(super) fn fill(&mut self, field: &str, text: &str) -> &mut Self {
        self.harness.get_by_role_and_label(Self::role(field), field).focus();
        self.steps();
        self.harness.get_by_role_and_label(Self::role(field), field).type_text(text);
        self.steps()
    }

    pub(super) fn value(&self, field: &str) -> String {
        self.harness.get_by_role_and_label(Self::role(field), field).value().unwrap_or_default()
    }

    pub(super) fn press(&mut self, modifiers: Modifiers, key: Key) -> &mut Self {
        self.harness.key_press_modifiers(modifiers, key);
        self.steps()
    }

    pub(super) fn shows(&self, text: &str) -> bool {
        self.harness.query_all_by_label_contains(text).next().is_some()
    }

    pub(super) fn office(&self) -> &Office {
        self.harness.state().office().unwrap()
    }

    pub(super) fn application(&self, number: &str) -> &Application {
        self.office().register().application_numbered(number).unwrap()
    }

    /// Lets frames pass until a text shows: what a thread finds out comes when it comes.
    pub(super) fn until(&mut self, text: &str) -> &mut Self {
        super::super::support::wait_for(text, || {
            self.harness.step();
            self.shows(text).then_some(())
        });
        self.steps()
    }

    /// The page of the scan in front has been drawn, or it is said why not: the dialog is as large as it will be.
    pub(super) fn until_seen(&mut self) -> &mut Self {
        super::super::support::wait_for("扫描件的一页", || {
            self.harness.step();
            let is_drawn = self.harness.query_all_by_role(Role::Image).next().is_some();
            (is_drawn || self.shows("请用系统阅读器打开")).then_some(())
        });
        self.steps()
    }

    /// Prints what is in front.
    pub(super) fn print(&mut self) -> &mut Self {
        self.press(Modifiers::COMMAND, Key::P).until("双面").until("第1页");
        // The button of the dialog lies over those of the screen.
        self.harness.get_all_by_role_and_label(Role::Button, "打印").last().unwrap().click();
        self.until("已送往三楼")
    }

    /// Lets time pass, in seconds of the window.
    pub(super) fn wait(&mut self, seconds: f32) -> &mut Self {
        let steps = (seconds / self.harness.step_dt()).ceil() as usize + 1;
        self.harness.run_steps(steps);
        self
    }
}

trait StepTime {
    fn step_dt(&self) -> f32;
}

impl StepTime for Harness<'static, App> {
    fn step_dt(&self) -> f32 {
        self.input().predicted_dt.max(0.01)
    }
}
