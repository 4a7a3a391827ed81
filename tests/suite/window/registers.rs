//! The registers as a clerk changes them by hand and by tables: what a status rests on, what is asked about before a
//! table is taken in; the filters of the rounds.

use taizhang::rules::Article;

use super::*;

fn status(window: &Window, account: &str) -> AccountStatus {
    window.office().register().accounts.values().find(|it| it.account == account).unwrap().status
}

/// The account 秦天天 works with, in the panel, with another status chosen.
fn with_status(label: &str) -> Window {
    let mut window = window(sample_office());
    window.click_toggle("账号").press(Modifiers::COMMAND, Key::F);
    window.harness.get_by_role_and_label(Role::TextInput, "查找").type_text("qintt");
    window.steps().press(Modifiers::NONE, Key::ArrowDown);
    window.harness.get_by_role_and_label(Role::RadioButton, label).click_accesskit();
    window.steps();
    window
}

#[test]
fn a_status_changed_by_hand_asks_for_what_it_rests_on_and_the_history_tells_it() {
    let mut window = with_status("已禁用");
    assert!(window.shows("通常用申请表（附件2）办理（第十条）"));
    window.press(Modifiers::COMMAND, Key::S);
    assert!(window.shows("没有写明依据（第十条）") && status(&window, "qintt") == AccountStatus::Active);
    window.press(Modifiers::NONE, Key::Escape);
    window.fill("改动的依据", "见SQ-2026-9999").press(Modifiers::COMMAND, Key::S);
    assert!(window.shows("台账中没有编号为SQ-2026-9999的表（第十条）"), "a paper that this office does not have");
    window.press(Modifiers::NONE, Key::Escape);
    window.harness.get_by_role_and_label(Role::TextInput, "改动的依据").focus();
    window.steps().press(Modifiers::COMMAND, Key::A);
    window.fill("改动的依据", "登记时选错").press(Modifiers::COMMAND, Key::S);
    assert_eq!(status(&window, "qintt"), AccountStatus::Disabled);
    assert!(window.shows("原因 登记时选错"), "the history beside it");
}

#[test]
fn a_holder_changed_by_hand_asks_for_what_it_rests_on() {
    let mut window = with_status("在用");
    assert!(!window.shows("改动的依据"));
    window.harness.get_by_role_and_label(Role::TextInput, "使用人").focus();
    window.steps().press(Modifiers::COMMAND, Key::A);
    window.fill("使用人", "李建国").press(Modifiers::NONE, Key::Escape);
    assert!(window.shows("换使用人通常填一张变更的申请表（附件2）办理（第十条）"));
    window.press(Modifiers::COMMAND, Key::S);
    assert!(window.shows("账号qintt的使用人由秦天天改为李建国，没有写明依据（第十条）"));
    window.press(Modifiers::NONE, Key::Escape);
    window.fill("改动的依据", "登记时选错").press(Modifiers::COMMAND, Key::S);
    let holder = window.office().register().accounts.values().find(|it| it.account == "qintt").unwrap().holder;
    assert_eq!(window.office().register().bare_name(holder), "李建国");
}

#[test]
fn in_the_place_of_a_status_changed_by_hand_the_form_is_begun() {
    let mut window = with_status("已删除");
    window.harness.get_by_role_and_label(Role::Link, "改填申请表").click_accesskit();
    window.steps();
    assert!(window.shows("新申请表"));
    assert_eq!(window.value("系统名称"), "工程建设管理平台");
    assert_eq!((window.value("账号名"), window.value("使用人")), ("qintt".into(), "秦天天".into()));
    window.click("保存");
    let made = window.application("SQ-2026-0005");
    assert_eq!((made.action, made.disposal), (Some(Action::Close), Some(Disposal::Delete)));
    assert_eq!(status(&window, "qintt"), AccountStatus::Active);
    window.click_toggle("账号");
    assert!(!window.shows("放弃修改"), "nothing is left half-done there");
}

#[test]
fn of_someone_whose_last_day_has_come_the_record_says_what_holds_though_nobody_changed_the_status() {
    let mut scratch = sample_office();
    let told =
        |day: &str| format!(r#"{{"people": [{{"name": "秦天天", "department": "政务服务科", "left_on": "{day}"}}]}}"#);
    scratch.office.load(&told("2026-11-24"), today()).unwrap();
    let mut window = window(scratch);
    window.click_toggle("人员");
    window.harness.get_all_by_label("秦天天").next().unwrap().click();
    window.steps();
    assert!(window.shows("离职日已到，按已经离职检查和提示"));
    window.fill("离职日", "0");
    assert!(!window.shows("离职日已到"));
}

#[test]
fn what_is_typed_on_a_record_stays_marked_as_that_record_until_it_is_saved_or_given_up() {
    let mut window = window(sample_office());
    window.click_toggle("人员");
    window.harness.get_by_role_and_label(Role::Cell, "秦天天").click();
    window.steps().fill("联系方式", "0");
    window.harness.get_by_role_and_label(Role::Cell, "郑晓东").click();
    window.steps();
    assert!(window.shows("“人员”里有未保存的修改，请先保存或放弃修改"));
    assert_eq!(window.value("姓名"), "秦天天");
    window.click("放弃修改");
    window.harness.get_by_role_and_label(Role::Cell, "郑晓东").click();
    window.steps();
    assert_eq!(window.value("姓名"), "郑晓东");
}

#[test]
fn enter_in_the_last_line_before_a_box_goes_to_the_box_and_does_not_tick_it() {
    let mut window = window(empty_office());
    window.click_toggle("科室").click("登记第一条");
    window.harness.event(egui::Event::Text("政务服务科".into()));
    window.steps();
    assert_eq!(window.value("名称"), "政务服务科", "the first field has the keyboard");
    window.harness.get_by_role_and_label(Role::TextInput, "分管领导").focus();
    window.steps().press(Modifiers::NONE, Key::Enter);
    let boxes: Vec<_> = window.harness.query_all_by_role(Role::CheckBox).collect();
    let ticked =
        boxes.iter().filter(|it| it.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)).count();
    assert!(!boxes.is_empty() && ticked == 0, "{ticked}");
}

#[test]
fn from_an_account_the_form_that_ends_it_or_takes_it_back_is_begun() {
    let mut window = window(sample_office());
    window.click_toggle("账号").press(Modifiers::COMMAND, Key::F);
    window.harness.get_by_role_and_label(Role::TextInput, "查找").type_text("zhangwei_jy");
    window.steps().press(Modifiers::NONE, Key::ArrowDown).click("填启用申请表").click("保存");
    let made = window.application("SQ-2026-0005");
    assert_eq!((made.action, made.account.as_str()), (Some(Action::Enable), "zhangwei_jy"));
}

#[test]
fn who_was_to_leave_by_today_stands_among_those_who_have_left() {
    let mut office = sample_office();
    let leaves = r#"{"people":[{"name":"秦天天","department":"政务服务科","left_on":"2026-11-24"}]}"#;
    office.office.load(leaves, today()).unwrap();
    let mut window = window(office);
    window.click_toggle("人员").click_toggle("离职");
    assert!(window.shows("秦天天") && !window.shows("李建国"));
    window.click_toggle("在岗");
    assert!(!window.shows("秦天天") && window.shows("李建国"));
}

#[test]
fn a_table_is_asked_about_before_it_is_taken_in() {
    let mut window = window(sample_office());
    window.click_toggle("人员");
    let rows = "孟晓\t政务服务科\t科员\n孟晓\t政务服务科\t科长\n秦天夭\t政务服务科\t科员\n";
    window.harness.input_mut().events.push(egui::Event::Paste(rows.into()));
    window.steps();
    assert!(window.shows("新增2，更新0，不变0，有误1，请核对1"));
    assert!(window.shows("疑似同名") && window.shows("与已登记的“秦天天”相近，请核对"));
}

#[test]
fn a_word_that_is_pasted_into_a_list_is_looked_for_and_is_no_table() {
    let mut window = window(sample_office());
    window.click_toggle("人员");
    window.harness.event(egui::Event::Paste(" 秦天天\n".into()));
    window.steps();
    assert_eq!(window.value("查找"), "秦天天");
    assert!(!window.shows("李建国"));
    assert!(!window.shows("表格文件"), "导入 is not in front");
    // Not where that would hide what is half-typed.
    window.press(Modifiers::NONE, Key::ArrowDown).fill("岗位", "科长").click("人员");
    window.harness.event(egui::Event::Paste("李建国".into()));
    window.steps();
    assert_eq!(window.value("查找"), "秦天天");
}

#[test]
fn inspection_and_sample_keep_each_its_own_filter_in_sight() {
    let mut window = window(sample_office());
    window.click_toggle("巡检抽查");
    let shown = |window: &Window, name: &str| {
        window.harness.get_by_role_and_label(Role::ComboBox, name).value().unwrap_or_default()
    };
    window.harness.get_by_role_and_label(Role::ComboBox, "巡检的系统").click();
    window.steps().click_toggle("中介超市服务平台");
    assert_eq!(shown(&window, "巡检的系统"), "中介超市服务平台");
    assert_eq!(shown(&window, "抽查的系统"), "全部系统");
    window.click("抽查");
    let drawn = window.office().register().samples.values().next_back().unwrap();
    assert_eq!((drawn.system, drawn.department), (None, None), "of all, though a system is chosen to be inspected");
    window.harness.get_by_role_and_label(Role::ComboBox, "抽查的科室").click();
    window.steps().click_toggle("政务服务科");
    window.click("抽查");
    assert!(window.shows("抽查　全部系统，政务服务科"));
}

/// 第二十五条: many accounts of one system in one finding, and the way to them.
#[test]
fn from_the_finding_of_many_passwords_that_nobody_knows_the_clerk_comes_to_those_accounts() {
    let mut scratch = sample_office();
    let accounts: Vec<String> = (1..=6)
        .map(|at| {
            format!(r#"{{"system":"中介超市服务平台","account":"old{at}","holder":"赵淑芬","opened_on":"2021-05-06"}}"#)
        })
        .collect();
    scratch.office.load(&format!(r#"{{"accounts":[{}]}}"#, accounts.join(",")), today()).unwrap();
    let mut window = window(scratch);
    window.click_toggle("检查").press(Modifiers::COMMAND, Key::F).fill("查找", "改密日");
    window.harness.query_all_by_label_contains("有6个在用账号没有登记改密日").next().unwrap().click();
    window.steps().click("看这些账号");
    assert!(window.shows("显示7条"), "the six and the one whose day is known");
    window.harness.get_by_role_and_label(Role::TextInput, "查找").focus();
    window.steps().press(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(window.value("最近改密日"), "", "those without a day come first");
}

/// As beside the papers: by 拼音, with the arrows, without leaving what is new.
#[test]
fn a_name_beside_a_list_is_picked_by_pinyin_and_arrows() {
    let mut window = window(sample_office());
    window.click_toggle("账号").click("新建");
    for (field, typed, name) in [("系统", "yth", "一体化政务服务平台"), ("使用人", "qtt", "秦天天")] {
        window.fill(field, typed).press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
        assert_eq!(window.value(field), name);
        assert!(window.shows("新的账号"));
    }
}

#[test]
fn the_days_of_a_password_stand_with_what_the_regulation_and_the_office_ask_of_it() {
    let mut scratch = sample_office();
    let source = "晋政办发〔2023〕1号";
    scratch.office.save_setting(SettingKey::AdminPasswordLength, 12, source, today()).unwrap();
    let mut window = window(scratch);
    window.click_toggle("账号");
    window.press(Modifiers::NONE, Key::ArrowDown);
    window.harness.get_by_role_and_label(Role::RadioButton, "普通用户").click();
    window.steps();
    assert!(window.shows("口令至少6位，并有一定复杂度（第二十四条）"));
    window.harness.get_by_role_and_label(Role::RadioButton, "系统管理员").click();
    window.steps();
    assert!(window.shows("口令至少12位，并有一定复杂度（第二十四条）"));
    window.click("放弃修改").click_toggle("人员").press(Modifiers::NONE, Key::ArrowDown);
    assert!(!window.shows("第二十四条"));
}

/// What stands in a column of a list.
fn column(window: &Window, table: &str, head: &str) -> Vec<String> {
    let table = window.harness.get_by_role_and_label(Role::Table, table);
    let cells = table.get_all_by_role(Role::Cell).map(|cell| cell.accesskit_node());
    let of_it = cells.filter(|cell| cell.description().as_deref() == Some(head));
    of_it.map(|cell| cell.label().unwrap_or_default()).filter(|text| !text.is_empty()).collect()
}

/// October comes after August, and what must be mended before what is to be looked at.
#[test]
fn lists_are_sorted_by_the_calendar_and_by_weight() {
    let mut scratch = sample_office();
    let accounts = [("k1", "2025-12-30"), ("k2", "2026-10-09"), ("k3", "2026-8-3")]
        .map(|(account, day)| (account, Day::from_typed(day, today()).unwrap().iso()))
        .map(|(account, day)| {
            format!(r#"{{"system":"中介超市服务平台","account":"{account}","password_changed_on":"{day}"}}"#)
        });
    scratch.office.load(&format!(r#"{{"accounts":[{}]}}"#, accounts.join(",")), today()).unwrap();
    let system = scratch.office.register().system_named("中介超市服务平台").unwrap();
    scratch.office.begin_inspection(system, today()).unwrap();
    let mut window = window(scratch);
    window.click_toggle("巡检抽查").click("按最近改密排序");
    let days = column(&window, "巡检的账号", "最近改密");
    let place = |day: &str| days.iter().position(|it| it == day).unwrap();
    assert!(place("2025年12月30日") < place("2026年8月3日"), "{days:?}");
    assert!(place("2026年8月3日") < place("2026年10月9日"), "{days:?}");
    window.click_toggle("检查");
    let mut weights = column(&window, "检查", "轻重");
    weights.dedup();
    let order: Vec<&str> = ["须改正", "请核对", "待办", "提示"]
        .into_iter()
        .filter(|it| weights.iter().any(|weight| weight == it))
        .collect();
    assert!(order.len() > 2);
    assert_eq!(weights, order);
}

#[test]
fn what_is_overridden_stands_after_all_that_is_still_to_be_done_and_is_called_so() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let found: Vec<(Article, Subject)> =
        (office.judge(today()).matters().filter(|it| it.stops())).map(|it| (it.article(), it.subject)).collect();
    let (article, subject) = found[0];
    office.waive(article, subject, "授权文件在档案室", today()).unwrap();
    // High enough for all that is found.
    let mut window = window_of(scratch, Arc::new(Tray), [1366.0, 2400.0]);
    window.click_toggle("检查");
    let weights = column(&window, "检查", "轻重");
    let first = weights.iter().position(|it| it == "例外").unwrap();
    assert!(first > 1 && weights[first..].iter().all(|it| it == "例外"), "{weights:?}");
    // Who looks for what has to be put right is shown none of them, and the other way round.
    let mut only = |label: &str| {
        window.harness.get_by_role_and_label(Role::ComboBox, "轻重").click();
        window.steps().click_toggle(label);
        column(&window, "检查", "轻重")
    };
    assert!(!only("须改正").contains(&"例外".to_owned()));
    assert_eq!(only("例外"), weights[first..]);
    assert_eq!(only("轻重不限"), weights);
    // Nor does its panel say that it is to be mended.
    window.harness.query_all_by_label_contains("例外办理：授权文件在档案室").next().unwrap().click();
    window.steps();
    assert!(window.shows("撤回例外办理"));
    let right_of_the_list = |what: &str| {
        let all = window.harness.query_all_by_label(what).map(|it| it.rect());
        all.filter(|it| it.left() > 1000.0).count()
    };
    assert_eq!((right_of_the_list("例外"), right_of_the_list("须改正")), (1, 0));
}

/// The head tells which record it is, and leaves the button that saves it in sight.
#[test]
fn the_panel_of_a_record_is_headed_by_its_name_however_long_that_is() {
    let mut scratch = sample_office();
    let long = "晋城市工程建设项目审批管理与行政审批服务综合信息管理平台".repeat(2);
    let mut texts = Kind::Systems.blank();
    texts[0].clone_from(&long);
    scratch.office.save_record(Kind::Systems, None, &texts, today()).unwrap();
    let mut window = window(scratch);
    for (screen, name) in [("信息系统", long.as_str()), ("人员", "阿依古丽·买买提")] {
        window.click_toggle(screen);
        window.harness.query_all_by_role_and_label(Role::Cell, name).next().unwrap().click();
        window.steps();
        let heads = || window.harness.query_all_by_role_and_label(Role::Label, name);
        let save = window.harness.get_by_role_and_label(Role::Button, "保存").rect();
        let head = heads().map(|it| it.rect()).find(|it| (it.center().y - save.center().y).abs() < 4.0);
        let head = head.unwrap_or_else(|| panic!("{name}"));
        assert!(head.right() < save.left() && save.right() < 1366.0, "{head:?} {save:?}");
    }
    window.harness.get_by_role_and_label(Role::TextInput, "岗位").focus();
    window.steps().fill("岗位", "组长");
    for button in ["保存", "放弃修改"] {
        assert!(window.harness.get_by_role_and_label(Role::Button, button).rect().right() < 1366.0);
    }
    window.click("放弃修改").click("新建");
    assert!(window.shows("新的人员"));
}

#[test]
fn a_department_that_is_void_is_offered_for_no_form() {
    let mut scratch = sample_office();
    let void = "废止科";
    let number = scratch.office.save_record(Kind::Departments, None, &named(void), today()).unwrap();
    let mut window = window(scratch);
    window.click("新建").fill("部门及岗位", "废止");
    assert!(window.shows(void));
    window.press(Modifiers::COMMAND, Key::A).press(Modifiers::NONE, Key::Delete);
    let Window { harness, folder, file, .. } = window;
    drop(harness);
    let mut office = Office::open(&file, Access::Write).unwrap();
    office.void_record(Kind::Departments, number, "并入别的科室", today()).unwrap();
    let mut window = super::window(Scratch { folder, file, office });
    window.click_toggle("申请表").click("新建").fill("部门及岗位", "废止");
    assert!(!window.shows(void));
}

/// A department of which only the name is told.
fn named(name: &str) -> Vec<String> {
    let mut texts = Kind::Departments.blank();
    texts[0] = name.into();
    texts
}

/// 第二十三条, 第二十五条: the first change of a password is a change.
#[test]
fn the_list_of_accounts_shows_the_day_of_the_last_change_whichever_it_was() {
    let mut scratch = sample_office();
    let told = r#"{"accounts":[{"system":"工程建设管理平台","account":"newone","holder":"秦天天",
        "initial_password_changed_on":"2026-11-19"}]}"#;
    scratch.office.load(told, today()).unwrap();
    let mut window = window(scratch);
    window.click_toggle("账号").press(Modifiers::COMMAND, Key::F).fill("查找", "newone");
    assert!(window.shows("2026年11月19日"));
}

/// 第八条: whose signature an account rests on.
#[test]
fn the_panel_of_an_account_tells_who_approved_it_and_leads_to_the_form() {
    let mut scratch = sample_office();
    let form = r#"{"applications":[{"number":"SQ-2026-0009","kind":"用户账号","action":"新增","applicant":"秦天天",
        "department":"政务服务科","post":"科员","applied_on":"2026-11-18","system":"工程建设管理平台","account":"qintt",
        "description":"新入职","state":"已办结","leader":"王志强","approved_on":"2026-11-19","operator":"陈小满",
        "handled_on":"2026-11-20"}]}"#;
    scratch.office.load(form, today()).unwrap();
    let mut window = window(scratch);
    window.click_toggle("账号").press(Modifiers::COMMAND, Key::F);
    window.harness.get_by_role_and_label(Role::TextInput, "查找").type_text("qintt");
    window.steps().press(Modifiers::NONE, Key::ArrowDown);
    assert!(window.shows("批准：王志强　2026年11月19日"));
    window.harness.get_by_role_and_label(Role::Link, "SQ-2026-0009").click();
    window.steps();
    assert!(window.shows("已办结"));
}

#[test]
fn a_register_finds_by_pinyin_opens_beside_the_list_and_keeps_its_history() {
    let mut window = window(sample_office());
    window.click_toggle("人员");
    window.press(Modifiers::COMMAND, Key::F);
    window.harness.get_by_role_and_label(Role::TextInput, "查找").type_text("qtt");
    window.steps();
    assert!(window.shows("共13条，显示1条") && window.shows("035*-***0011"), "the list hides the middle of a phone");
    window.press(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(window.value("联系方式"), "0356-2000011", "the panel shows it whole");
    window.harness.get_by_role_and_label(Role::TextInput, "岗位").focus();
    window.steps().press(Modifiers::COMMAND, Key::A).fill("岗位", "副科长").press(Modifiers::COMMAND, Key::S);
    let person = window.office().register().people.values().find(|person| person.name == "秦天天").unwrap();
    assert_eq!(person.post, "副科长");
    assert!(window.shows("登记人员") && window.shows("岗位：科员 → 副科长"), "and what was changed");
    window.click("撤销");
    let person = window.office().register().people.values().find(|person| person.name == "秦天天").unwrap();
    assert_eq!(person.post, "科员");
}

#[test]
fn a_new_account_is_entered_and_the_list_is_exported_as_it_shows() {
    let mut window = window(sample_office());
    window.click_toggle("账号").press(Modifiers::COMMAND, Key::N);
    window.fill("系统", "工程建设管理平台").fill("账号名", "newone").fill("使用人", "秦天天");
    window.click("保存");
    let made = window.office().register().accounts.values().find(|account| account.account == "newone").unwrap();
    assert_eq!((made.role.label(), made.status), ("普通用户", AccountStatus::Active));
    window.click_toggle("已禁用");
    assert!(window.shows("显示1条"));
    window.click("导出 Excel");
    let path = window.harness.get_by_role_and_label(Role::TextInput, "保存位置").value().unwrap();
    window.click("导出");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let row = |row: u32| {
        (0..7)
            .map(|column| sheet.get_value((row, column)).map(ToString::to_string).unwrap_or_default())
            .collect::<Vec<_>>()
    };
    assert_eq!(row(2), ["序号", "系统", "账号名", "使用人", "角色", "最近改密日", "状态"]);
    assert_eq!(row(3)[2], "zhangwei_jy");
    assert_eq!(sheet.height(), 5, "标题、填报、表头、一行、签字");
}
