//! 新手引导: ten steps on the sample office, left and taken up again, the own file untouched.

use super::*;

/// The title of the step that is shown.
fn step(window: &Window) -> String {
    let titles = window.harness.query_all_by_label_contains("第");
    let texts = titles.filter_map(|node| node.accesskit_node().value());
    texts.filter(|text| text.contains("步　")).collect()
}

/// Begins the guide on an empty office, as at the first start.
fn begun() -> Window {
    let mut window = window(empty_office());
    window.click_toggle("待办").click("开始引导");
    window
}

fn sample(window: &Window) -> &Office {
    window.harness.state().sample().unwrap()
}

fn applications(window: &Window, state: ApplicationState) -> usize {
    sample(window).register().applications.values().filter(|it| it.state == state).count()
}

#[test]
fn the_first_start_offers_the_guide_and_doing_each_step_leads_to_the_next() {
    let mut window = begun();
    let before = std::fs::read(&window.file).unwrap();
    assert_eq!(step(&window), "第1步　看待办");
    window.press(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(step(&window), "第2步　新建申请表");
    window.click_toggle("申请表").click("新建");
    assert_eq!(step(&window), "第3步　填表");
    window.tick("用户账号").tick("新增").fill("申请人", "秦");
    window.press(Modifiers::NONE, Key::ArrowDown).press(Modifiers::NONE, Key::Enter);
    window.fill("系统名称", "一体化政务服务平台").fill("申请描述", "因窗口轮岗，申请开通受理权限。");
    assert_eq!(step(&window), "第4步　保存");
    window.press(Modifiers::COMMAND, Key::S);
    assert_eq!(step(&window), "第5步　打印");
    window.press(Modifiers::COMMAND, Key::P).until("双面").until("第1页").click("取消");
    window.harness.get_by_role_and_label(Role::Link, "登记为已打印").click();
    window.steps();
    assert_eq!(step(&window), "第6步　登记签字");
    window.fill("科室负责人", "李建国").fill("审核日期", "今天").fill("分管领导", "王志强").fill("批准日期", "今天");
    window.click("登记签字");
    assert_eq!(step(&window), "第7步　办结");
    window.fill("账号名", "qintt_zw").fill("操作员", "陈小满").fill("处理日期", "今天").fill("处理描述", "已开通。");
    window.click("办结");
    assert_eq!(step(&window), "第8步　查账号");
    window.click_toggle("账号").press(Modifiers::COMMAND, Key::F);
    window.harness.get_by_role_and_label(Role::TextInput, "查找").type_text("qtt");
    window.steps().press(Modifiers::NONE, Key::ArrowDown);
    assert_eq!(step(&window), "第9步　清理账号");
    window.click_toggle("清理清单").click("处理这张清单").click("处理");
    assert_eq!(step(&window), "第10步　查找命令");
    window.press(Modifiers::COMMAND, Key::K);
    assert!(window.shows("十步走完了"));
    window.press(Modifiers::NONE, Key::Escape);

    assert!(sample(&window).register().accounts.values().any(|it| it.account == "qintt_zw"));
    window.click("回到本单位的数据");
    assert!(window.shows("这里还没有数据") && window.harness.state().sample().is_none());
    assert_eq!(*window.office().register(), Register::default());
    assert_eq!(std::fs::read(&window.file).unwrap(), before, "the own file has not been touched");
}

#[test]
fn every_step_can_be_passed_over_and_finds_what_it_needs() {
    let mut window = begun();
    let titles = ["看待办", "新建申请表", "填表", "保存", "打印", "登记签字", "办结", "查账号", "清理账号", "查找命令"];
    for (at, title) in titles.iter().enumerate() {
        assert_eq!(step(&window), format!("第{}步　{title}", at + 1));
        let needed = match *title {
            "填表" => "申请人",
            "登记签字" => "审核日期",
            "办结" => "操作员",
            _ => "",
        };
        assert!(needed.is_empty() || window.harness.query_by_role_and_label(Role::TextInput, needed).is_some());
        window.click("下一步");
    }
    assert!(window.shows("十步走完了"));
    // What was passed over was made: the form was saved and not signed.
    assert_eq!(applications(&window, ApplicationState::Draft), 3);
    window.click("上一步");
    assert_eq!(step(&window), "第10步　查找命令");
}

#[test]
fn the_guide_is_left_at_any_step_and_taken_up_there_after_a_new_start() {
    let mut at_work = window(sample_office());
    at_work.click("新建").fill("申请描述", "本单位的一张");
    for at in 1..=10 {
        at_work.press(Modifiers::COMMAND, Key::K);
        at_work.harness.get_by_role_and_label(Role::TextInput, "命令").type_text("新手");
        at_work.steps().press(Modifiers::NONE, Key::Enter);
        assert!(step(&at_work).starts_with(&format!("第{at}步")), "{} at {at}", step(&at_work));
        assert_eq!(sample(&at_work).register().applications.len(), 4, "the sample office is made anew");
        if at < 10 {
            at_work.click("下一步");
        }
        at_work.click("离开引导");
        // The own form stands as it was left, half-typed.
        assert_eq!(at_work.value("申请描述"), "本单位的一张");
        assert_eq!(at_work.office().register().applications.len(), 4);
    }
    let Window { harness, folder, file, .. } = at_work;
    drop(harness);
    let office = Office::open(&file, Access::Write).unwrap();
    let mut again = window(Scratch { folder, file, office });
    again.click("关于").click("接着第10步");
    assert_eq!(step(&again), "第10步　查找命令");
}

#[test]
fn what_is_to_be_used_next_is_framed() {
    let mut window = begun();
    let framed = |window: &mut Window| {
        window.steps();
        window.harness.state().pointed_out()
    };
    let of = |window: &Window, role: Role, label: &str| {
        let all = window.harness.get_all_by_role_and_label(role, label);
        all.map(|node| node.rect()).min_by(|one, other| one.top().total_cmp(&other.top())).unwrap()
    };
    window.click("下一步");
    let control = of(&window, Role::Button, "申请表");
    assert_eq!(framed(&mut window), Some(control));
    window.click_toggle("申请表");
    let control = of(&window, Role::Button, "新建");
    assert_eq!(framed(&mut window), Some(control));
    window.click("新建");
    let control = of(&window, Role::CheckBox, "用户账号");
    assert_eq!(framed(&mut window), Some(control));
    window.tick("用户账号").tick("新增");
    let control = of(&window, Role::TextInput, "申请人");
    assert_eq!(framed(&mut window), Some(control));
    // Elsewhere the way back is framed.
    window.click_toggle("备案");
    let control = of(&window, Role::Button, "回到这一步");
    assert_eq!(framed(&mut window), Some(control));
    window.click("回到这一步");
    assert!(window.shows("新申请表"));
}
