//! 巡检 (第八条), 抽查 (第九条), 汇总 (第二十条), acceptance (第二十一条).

use serde_json::{Value, json};
use taizhang::model::*;
use taizhang::ops::{HistoryWanted, Office};
use taizhang::papers::Paper;
use taizhang::papers::PaperKey;
use taizhang::papers::rounds::sample_report;
use taizhang::rules::inspection::facts_of;
use taizhang::rules::sample::{Population, draw};
use taizhang::rules::system::for_upper_level;
use taizhang::rules::{Article, check, todos};

use super::rules_support::{account, form, merge, quiet};
use super::support::{Scratch, day, empty_office, output, sample_office, today, tool};

pub fn office_with(differs: &Value) -> Scratch {
    let mut scratch = empty_office();
    scratch.office.load(&quiet().to_string(), today()).unwrap();
    scratch.office.load(&differs.to_string(), today()).unwrap();
    scratch
}

/// Twelve accounts of the platform beside the two of the quiet office.
pub fn many() -> Value {
    json!({"accounts": (0..12).map(|at| account(&format!("user{at}"), json!({"holder": "张伟（投资科）"}))).collect::<Vec<_>>()})
}

pub fn id(office: &Office, name: &str) -> AccountId {
    office.register().accounts.values().find(|it| it.account == name).unwrap().id
}

/// A round over a system, and its accounts.
fn begun(office: &mut Office, system: SystemId) -> (InspectionId, Vec<AccountId>) {
    let round = office.begin_inspection(system, today()).unwrap();
    (round, office.register().rows_of_inspection(round).iter().map(|row| row.account).collect())
}

fn names(office: &Office, ids: &[AccountId]) -> Vec<String> {
    ids.iter().map(|id| office.register().get::<Account>(*id).unwrap().account.clone()).collect()
}

#[test]
fn a_sample_is_the_accounts_with_the_smallest_digests_as_another_program_counts_them() {
    let Some(mut python) = tool("python3") else { return };
    let scratch = office_with(&many());
    let register = scratch.office.register();
    let accounts: Vec<&str> = register.accounts.values().map(|it| it.account.as_str()).collect();
    let program = "import sys, hashlib\n\
        rank = lambda name: hashlib.sha256(f'7\\n平台\\n{name}'.encode()).digest()\n\
        print('\\n'.join(sorted(sys.argv[1:], key=rank)[:5]))";
    let wanted = output(python.arg("-c").arg(program).args(&accounts).env("PYTHONUTF8", "1"));
    let (drawn, population) = draw(register, Population::default(), 5, 7);
    assert_eq!(population, 14);
    assert_eq!(names(&scratch.office, &drawn), wanted.lines().collect::<Vec<_>>());
    // Another seed is another sample, and a sample larger than its population is all of it.
    assert_ne!(draw(register, Population::default(), 5, 8).0, drawn);
    assert_eq!(draw(register, Population::default(), 99, 7).0.len(), 14);
}

#[test]
fn a_stored_sample_stays_when_accounts_are_added_and_is_drawn_again_by_its_seed() {
    let mut scratch = office_with(&many());
    let office = &mut scratch.office;
    let platform = Population { system: office.register().system_named("平台"), department: None };
    let sample = office.draw_sample(platform, 5, 7, today()).unwrap();
    let stored = |office: &Office| -> Vec<AccountId> {
        office.register().rows_of_sample(sample).iter().map(|row| row.account).collect()
    };
    let first = stored(office);
    assert_eq!(draw(office.register(), platform, 5, 7).0, first);
    let later: Vec<Value> = (0..40).map(|at| account(&format!("late{at}"), json!({}))).collect();
    office.load(&json!({"accounts": later}).to_string(), today()).unwrap();
    assert_eq!(stored(office), first);
    // Those that were there keep their order among themselves.
    let again = draw(office.register(), platform, 99, 7).0;
    let old: Vec<AccountId> = again.into_iter().filter(|id| id.0 <= 14).collect();
    assert_eq!(old[..5], first);
    let kept = office.register().get::<Sample>(sample).unwrap();
    assert_eq!((kept.number.as_str(), kept.size, kept.seed, kept.population), ("CC-2026-0002", 5, 7, 14));
    assert_eq!(office.undo(today()).unwrap(), Op::Load);
    assert_eq!(office.undo(today()).unwrap(), Op::Sample);
    assert_eq!(stored(office), []);
}

#[test]
fn a_round_that_is_void_is_asked_about_no_more_and_another_may_be_begun() {
    let mut scratch = office_with(&many());
    let office = &mut scratch.office;
    let platform = office.register().system_named("平台").unwrap();
    let round = office.begin_inspection(platform, today()).unwrap();
    let error = office.void_inspection(round, " ", today()).unwrap_err();
    assert!(error.to_string().contains("原因"), "{error}");
    office.void_inspection(round, "选错了系统", today()).unwrap();
    let error = office.finish_inspection(round, today()).unwrap_err();
    assert!(error.to_string().contains("选错了系统"), "{error}");
    let about = |office: &Office, subject: Subject| {
        check(office.register(), today()).into_iter().filter(|it| it.subject == subject).count()
    };
    assert_eq!(about(office, Subject::System(platform)), 0, "the round of 2026-11-03 counts again");
    let again = office.begin_inspection(platform, today()).unwrap();
    assert_eq!(office.register().get::<Inspection>(again).unwrap().number, "XJ-2026-0003");
    assert_eq!(office.verify(None).unwrap().broken, None);

    let sample = office.draw_sample(Population::default(), 3, 7, today()).unwrap();
    let row = office.register().rows_of_sample(sample)[0].account;
    office.enter_sample_results(sample, &[(row, SampleResult::DoubtfulGrant, String::new())], today()).unwrap();
    assert_eq!(about(office, Subject::Sample(sample)), 2);
    office.void_sample(sample, "范围写错", today()).unwrap();
    assert_eq!(about(office, Subject::Sample(sample)), 0);
    assert!(sample_report(office.register(), office.register().get(sample).unwrap(), today()).is_none());
    let error = office.enter_sample_results(sample, &[(row, SampleResult::Fine, String::new())], today()).unwrap_err();
    assert!(error.to_string().contains("范围写错"), "{error}");
    assert_eq!(office.undo(today()).unwrap(), Op::VoidSample);
    assert_eq!(about(office, Subject::Sample(sample)), 2);
}

#[test]
fn a_round_that_ended_in_a_list_is_void_only_after_the_list() {
    let mut scratch = office_with(&many());
    let office = &mut scratch.office;
    let platform = office.register().system_named("平台").unwrap();
    let round = office.begin_inspection(platform, today()).unwrap();
    let rows = office.register().rows_of_inspection(round);
    let answers: Vec<_> = rows.iter().map(|row| (row.account, Judgement::Disable, String::new())).collect();
    office.judge_accounts(round, &answers, today()).unwrap();
    let list = office.finish_inspection(round, today()).unwrap().unwrap();
    let error = office.void_inspection(round, "重复", today()).unwrap_err();
    let number = office.register().get::<Cleanup>(list).unwrap().number.clone();
    assert!(error.to_string().contains(&number), "{error}");
    office.void_cleanup(list, "重复", today()).unwrap();
    office.void_inspection(round, "重复", today()).unwrap();
    let dumped = office.dump().unwrap();
    let mut copy = empty_office();
    copy.office.load(&dumped, today()).unwrap();
    assert_eq!(copy.office.dump().unwrap(), dumped);
    assert!(dumped.contains("重复"));
}

#[test]
fn a_round_that_found_its_accounts_on_the_list_of_another_errand_is_void_by_itself() {
    let mut scratch = office_with(&many());
    let office = &mut scratch.office;
    let platform = office.register().system_named("平台").unwrap();
    let live: Vec<AccountId> = office.register().accounts.values().map(|it| it.id).collect();
    let list = office.make_cleanup(&live, Treatment::Disable, today()).unwrap();
    let round = office.begin_inspection(platform, today()).unwrap();
    let answers: Vec<_> = live.iter().map(|id| (*id, Judgement::Disable, String::new())).collect();
    office.judge_accounts(round, &answers, today()).unwrap();
    assert_eq!(office.finish_inspection(round, today()).unwrap(), Some(list));
    office.void_inspection(round, "重复", today()).unwrap();
    assert!(office.register().get::<Cleanup>(list).unwrap().void_reason.is_none());
    let told = office.history_list(&HistoryWanted::default()).unwrap().rows.pop().unwrap();
    assert!(told.iter().any(|cell| cell.contains("作废原因") && cell.contains("重复")), "{told:?}");
}

#[test]
fn a_sample_is_drawn_from_live_accounts_of_what_is_asked_for() {
    let mut scratch = office_with(&many());
    let office = &mut scratch.office;
    let disabled = account("user3", json!({"holder": "张伟（投资科）", "status": "已禁用"}));
    office.load(&json!({"accounts": [disabled, account("user4", json!({"holder": "张伟（投资科）", "void_reason": "重复"}))]}).to_string(), today()).unwrap();
    let department = office.register().department_named("投资科");
    assert_eq!(draw(office.register(), Population { system: None, department }, 99, 1).1, 10);
    let empty = Population { system: None, department: office.register().department_named("网络技术中心") };
    let error = office.draw_sample(empty, 3, 1, today()).unwrap_err();
    assert!(error.to_string().contains("第九条"), "{error}");
}

#[test]
fn results_are_entered_and_only_what_is_confirmed_is_reported() {
    let mut scratch = office_with(&many());
    let office = &mut scratch.office;
    let sample = office.draw_sample(Population::default(), 3, 7, today()).unwrap();
    let rows: Vec<AccountId> = office.register().rows_of_sample(sample).iter().map(|row| row.account).collect();
    let kept = |office: &Office| office.register().get::<Sample>(sample).unwrap().clone();
    assert!(sample_report(office.register(), &kept(office), today()).is_none());
    let error = office.enter_sample_results(sample, &[(rows[0], SampleResult::Corrected, String::new())], today());
    assert!(error.unwrap_err().to_string().contains("第九条"), "nothing was doubtful");
    let results = [
        (rows[0], SampleResult::Fine, String::new()),
        (rows[1], SampleResult::DoubtfulGrant, "有审批权限".to_owned()),
        (rows[2], SampleResult::DoubtfulUse, "异地登录".to_owned()),
    ];
    office.enter_sample_results(sample, &results, today()).unwrap();
    office.enter_sample_results(sample, &[(rows[2], SampleResult::Corrected, "已收回".into())], today()).unwrap();
    let letter = sample_report(office.register(), &kept(office), today()).unwrap();
    let (_, table) = letter.table.unwrap();
    let reported: Vec<&str> = (0..table.row_count()).map(|at| table.row(at, Field::Category)).collect();
    assert_eq!(reported, ["可疑授权", "已修正"]);
    assert_eq!(table.row(0, Field::Position), "1");
    assert!(letter.opening[0].contains("共抽查3个账号，发现可疑授权、可疑使用2个"), "{:?}", letter.opening);
    let doubtful = check(office.register(), today()).into_iter().filter(|it| it.subject == Subject::Sample(sample));
    assert_eq!(doubtful.count(), 1, "the one that is not put right yet");
    let sheet = Paper::of_sample(office.register(), &kept(office));
    assert_eq!((sheet.values.row_count(), sheet.pages().len()), (3, 1));
    let foreign =
        [(id(office, "user11"), SampleResult::Fine, String::new()), (rows[0], SampleResult::Fine, String::new())];
    if !rows.contains(&foreign[0].0) {
        assert!(office.enter_sample_results(sample, &foreign, today()).is_err());
    }
}

#[test]
fn a_round_is_left_and_taken_up_again_asking_only_for_what_is_unanswered() {
    let mut scratch = office_with(&json!({}));
    let office = &mut scratch.office;
    let platform = office.register().system_named("平台").unwrap();
    let round = office.begin_inspection(platform, today()).unwrap();
    let (qintt, lijg) = (id(office, "qintt"), id(office, "lijg"));
    office.judge_accounts(round, &[(qintt, Judgement::Keep, String::new())], today()).unwrap();
    let error = office.finish_inspection(round, today()).unwrap_err();
    assert!(error.to_string().contains("还有1个账号没有结论"), "{error}");
    // Meanwhile one is disabled and one is new.
    let meanwhile = json!({"accounts": [account("lijg", json!({"role": "系统管理员", "status": "已禁用"})), account("new1", json!({}))]});
    office.load(&meanwhile.to_string(), today()).unwrap();
    assert_eq!(office.begin_inspection(platform, day("2026-11-25")).unwrap(), round);
    let rows: Vec<(AccountId, Option<Judgement>)> =
        office.register().rows_of_inspection(round).iter().map(|row| (row.account, row.judgement)).collect();
    assert_eq!(rows, [(qintt, Some(Judgement::Keep)), (id(office, "new1"), None)]);
    assert!(office.judge_accounts(round, &[(lijg, Judgement::Keep, String::new())], today()).is_err());
    let entries = office.store().last_entries(100).unwrap().len();
    office.begin_inspection(platform, day("2026-11-25")).unwrap();
    assert_eq!(office.store().last_entries(100).unwrap().len(), entries, "taken up again, nothing is new");
}

#[test]
fn what_a_round_lists_is_due_until_it_is_carried_out_and_what_it_doubts_until_the_account_is_closed() {
    let mut scratch = office_with(&many());
    let office = &mut scratch.office;
    let platform = office.register().system_named("平台").unwrap();
    let (round, all) = begun(office, platform);
    let (closed, doubted) = (id(office, "user0"), id(office, "user1"));
    let judge = |account: AccountId| match account {
        it if it == closed => Judgement::Disable,
        it if it == doubted => Judgement::Doubtful,
        _ => Judgement::Keep,
    };
    let answers: Vec<_> = all.iter().map(|it| (*it, judge(*it), String::new())).collect();
    office.judge_accounts(round, &answers, today()).unwrap();
    let list = office.finish_inspection(round, today()).unwrap().unwrap();
    let due = |office: &Office, day: Day| -> Vec<Subject> {
        let found = check(office.register(), day);
        todos(&found).into_iter().filter(|it| it.article() == Article(8)).map(|it| it.subject).collect()
    };
    let (told, doubts) = (Subject::Cleanup(list), Subject::System(platform));
    assert_eq!(due(office, day("2026-11-26")), [doubts, told]);
    office.note_printed(&[PaperKey::Cleanup(list)], today()).unwrap();
    assert!(due(office, day("2026-12-20")).contains(&told));
    office.handle_cleanup(list, today(), today()).unwrap();
    assert_eq!(due(office, day("2026-11-26")), [doubts]);
    let gone = json!({"accounts": [account("user1", json!({"holder": "张伟（投资科）", "status": "已删除"}))]});
    office.load(&gone.to_string(), today()).unwrap();
    assert!(due(office, day("2026-11-26")).is_empty());
}

#[test]
fn a_leavers_account_does_not_stay_in_a_round() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let system = office.register().system_named("工程建设管理平台").unwrap();
    let (round, all) = begun(office, system);
    let leaver = id(office, "zhengxd");
    for judgement in [Judgement::Keep, Judgement::Modify] {
        let error = office.judge_accounts(round, &[(leaver, judgement, String::new())], today()).unwrap_err();
        assert!(error.to_string().contains("第二十二条"), "{error}");
    }
    let doubted = (leaver, Judgement::Doubtful, "待核实".to_owned());
    office.judge_accounts(round, &[doubted], today()).unwrap();
    // Whoever leaves after the answer is told when the round is to end.
    let kept = |account: &AccountId| (*account, Judgement::Keep, String::new());
    let others: Vec<_> = all.iter().filter(|it| **it != leaver).map(kept).collect();
    office.judge_accounts(round, &others, today()).unwrap();
    let person = office.register().get::<Account>(others[0].0).unwrap().holder.unwrap();
    let person = office.register().get::<Person>(person).unwrap();
    let left = json!({"people": [{"name": person.name, "department": office.register().department_name(Some(person.department)), "status": "离职", "left_on": "2026-11-23"}]});
    office.load(&left.to_string(), today()).unwrap();
    let error = office.finish_inspection(round, today()).unwrap_err();
    assert!(error.to_string().contains("第二十二条"), "{error}");
    assert!(office.register().get::<Inspection>(round).unwrap().is_open());
}

#[test]
fn a_round_ends_though_an_account_was_closed_or_declared_void_since_its_answer() {
    let mut scratch = office_with(&many());
    let office = &mut scratch.office;
    let platform = office.register().system_named("平台").unwrap();
    let (round, all) = begun(office, platform);
    let judge = |office: &Office, it: AccountId| match office.register().account_name(it) {
        name if name.contains("user1") => Judgement::Delete,
        _ => Judgement::Keep,
    };
    let answers: Vec<_> = all.iter().map(|it| (*it, judge(office, *it), String::new())).collect();
    office.judge_accounts(round, &answers, today()).unwrap();
    // 张伟 leaves, and his accounts are closed by papers of their own.
    let closed: Vec<Value> = (0..12)
        .map(|at| {
            account(
                &format!("user{at}"),
                json!({"holder": "张伟（投资科）", "status": if at == 1 { "在用" } else { "已删除" }}),
            )
        })
        .collect();
    let left = json!({"people": [{"name": "张伟", "department": "投资科", "status": "离职", "left_on": "2026-11-23"}], "accounts": closed});
    office.load(&left.to_string(), today()).unwrap();
    let list = office.finish_inspection(round, today()).unwrap().unwrap();
    let listed: Vec<&str> = office.register().rows_of(list).iter().map(|row| row.account.as_str()).collect();
    assert_eq!(listed, ["user1"], "what is closed is not listed again");
    office.handle_cleanup(list, today(), today()).unwrap();
}

#[test]
fn a_list_that_was_made_before_somebody_left_closes_the_account_or_is_not_carried_out() {
    let mut scratch = office_with(&many());
    let office = &mut scratch.office;
    let held = id(office, "user0");
    let list = office.make_cleanup(&[held], Treatment::Keep, today()).unwrap();
    let left = json!({"people": [{"name": "张伟", "department": "投资科", "status": "离职", "left_on": "2026-11-24"}]});
    office.load(&left.to_string(), today()).unwrap();
    let error = office.handle_cleanup(list, today(), today()).unwrap_err().to_string();
    assert!(error.contains("第二十二条"), "{error}");
    assert!(office.register().get::<Cleanup>(list).unwrap().is_open());
}

#[test]
fn a_void_account_is_on_no_new_list() {
    let mut scratch = office_with(&many());
    let office = &mut scratch.office;
    let void = json!({"accounts": [account("user0", json!({"holder": "张伟（投资科）", "void_reason": "重复"}))]});
    office.load(&void.to_string(), today()).unwrap();
    assert!(office.make_cleanup(&[id(office, "user0")], Treatment::Delete, today()).is_err());
}

#[test]
fn a_round_ends_in_a_list_of_what_changes_and_in_an_entry() {
    let mut scratch = office_with(&many());
    let office = &mut scratch.office;
    let platform = office.register().system_named("平台").unwrap();
    let (round, all) = begun(office, platform);
    let judge = |at: usize| match at {
        0 => Judgement::Modify,
        1 => Judgement::Disable,
        2 => Judgement::Delete,
        3 => Judgement::Doubtful,
        _ => Judgement::Keep,
    };
    let answers: Vec<_> = all.iter().enumerate().map(|(at, id)| (*id, judge(at), "核对过".to_owned())).collect();
    office.judge_accounts(round, &answers, today()).unwrap();
    let list = office.finish_inspection(round, today()).unwrap().unwrap();
    let listed: Vec<(AccountId, Option<Treatment>)> =
        office.register().rows_of(list).iter().map(|row| (id(office, &row.account), row.disposal)).collect();
    assert_eq!(
        listed,
        [(all[0], Some(Treatment::Modify)), (all[1], Some(Treatment::Disable)), (all[2], Some(Treatment::Delete))]
    );
    let kept = office.register().get::<Inspection>(round).unwrap().clone();
    assert_eq!((kept.finished_on, kept.cleanup), (Some(today()), Some(list)));
    let entry = office.store().last_entries(1).unwrap().remove(0);
    assert_eq!((entry.op, entry.basis), (Op::Inspect, kept.number.clone()));
    assert!(office.finish_inspection(round, today()).is_err());
    let doubtful = check(office.register(), today()).into_iter().filter(|it| it.subject == Subject::System(platform));
    assert_eq!(doubtful.count(), 1);
    let paper = Paper::of_inspection(office.register(), &kept);
    assert_eq!((paper.values.row_count(), paper.values.row(3, Field::Category)), (14, "存疑"));
    assert!(!paper.pages().is_empty() && paper.missing().is_empty());
    // Where every account stays there is no list.
    let second = office.begin_inspection(platform, today()).unwrap();
    assert_ne!(second, round);
    let keep: Vec<_> = all.iter().map(|id| (*id, Judgement::Keep, String::new())).collect();
    office.judge_accounts(second, &keep, today()).unwrap();
    assert_eq!(office.finish_inspection(second, today()).unwrap(), None);
}

#[test]
fn the_facts_beside_an_account_help_to_judge_it() {
    let scratch = office_with(&json!({
        "people": [{"name": "张伟", "department": "投资科", "left_on": "2026-11-20"}],
        "accounts": [account("old", json!({"holder": "张伟（投资科）", "password_changed_on": "2026-08-25"}))]
    }));
    let register = scratch.office.register();
    let account = |name: &str| register.get::<Account>(id(&scratch.office, name));
    let of = |name: &str| facts_of(register, account(name), today()).remove(0);
    let (old, fresh) = (of("old"), of("qintt"));
    assert_eq!((old.status, old.in_matrix, old.password_overdue), (Some(PersonStatus::Left), false, true));
    assert_eq!((fresh.status, fresh.in_matrix, fresh.password_overdue), (Some(PersonStatus::Serving), true, false));
    assert_eq!((fresh.post.as_str(), fresh.password_changed_on), ("科员", Some(day("2026-11-01"))));
}

#[test]
fn who_leaves_today_leaves_no_account_that_stays_though_the_leaving_was_prepared_ahead() {
    let mut scratch = office_with(&many());
    let office = &mut scratch.office;
    let leaves = json!({"people": [{"name": "张伟", "department": "投资科", "left_on": "2026-11-25"}]});
    office.load(&leaves.to_string(), today()).unwrap();
    let held = id(office, "user0");
    let system = office.register().system_named("平台").unwrap();
    let round = office.begin_inspection(system, today()).unwrap();
    let keep = [(held, Judgement::Keep, String::new())];
    office.judge_accounts(round, &keep, today()).unwrap();
    let tomorrow = day("2026-11-25");
    let refused = |error: taizhang::error::Error| assert!(error.to_string().contains("第二十二条"), "{error}");
    refused(office.judge_accounts(round, &keep, tomorrow).unwrap_err());
    refused(office.make_cleanup(&[held], Treatment::Transfer, tomorrow).unwrap_err());
    assert!(office.make_cleanup(&[held], Treatment::Disable, tomorrow).is_ok());
}

/// What stands on the first page of a paper.
fn first_page(paper: &Paper) -> String {
    let pages = paper.pages();
    let texts = pages[0].marks.iter().filter_map(|mark| match mark {
        taizhang::paper::Mark::Text { text, .. } => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

#[test]
fn acceptance_lists_every_live_test_and_temporary_account_for_two_offices_to_see_through() {
    let mut scratch = office_with(&json!({"accounts": [
        account("test1", json!({"nature": "测试"})), account("linshi", json!({"nature": "临时"})),
        account("test2", json!({"nature": "测试", "status": "已删除"}))
    ]}));
    let office = &mut scratch.office;
    let platform = office.register().system_named("平台").unwrap();
    assert!(office.accept_system(platform, day("2026-11-25"), today()).is_err(), "accepted tomorrow");
    let list = office.accept_system(platform, day("2026-11-20"), today()).unwrap().unwrap();
    let rows: Vec<(&str, Option<Treatment>)> =
        office.register().rows_of(list).iter().map(|row| (row.account.as_str(), row.disposal)).collect();
    assert_eq!(rows, [("test1", Some(Treatment::Delete)), ("linshi", Some(Treatment::Delete))]);
    let cleanup = office.register().get::<Cleanup>(list).unwrap().clone();
    let text = first_page(&Paper::of_cleanup(office.register(), &cleanup).unwrap());
    assert!(
        text.contains("附件 3") && text.contains("督促（网络技术中心）：") && text.contains("督促（主管科室）："),
        "{text}"
    );
    assert_eq!(office.accept_system(platform, day("2026-11-20"), today()).unwrap(), None, "listed already");
    // Of a list that lets one of them stay as it is, 附件3 has its own signing line.
    let mut kept: CleanupRow = office.register().rows_of(list)[1].clone();
    kept.disposal = Some(Treatment::Disable);
    let mut register = office.register().clone();
    register.cleanup_rows.insert(kept.id, kept);
    let text = first_page(&Paper::of_cleanup(&register, &cleanup).unwrap());
    assert!(text.contains("审核人（签字）：") && !text.contains("督促"), "{text}");
    office.undo(today()).unwrap();
    assert_eq!(office.register().get::<InfoSystem>(platform).unwrap().accepted_on, None);
    assert!(office.register().cleanups.is_empty());
}

#[test]
fn acceptance_lists_no_account_again_that_an_open_list_writes_in_other_case() {
    let mut scratch = office_with(&json!({
        "accounts": [account("test1", json!({"nature": "测试"})), account("linshi", json!({"nature": "临时"}))],
        "cleanups": [{"number": "QL-2026-0001", "rows": [{"system": "平台", "account": "TEST1", "disposal": "删除"}]}]
    }));
    let office = &mut scratch.office;
    let platform = office.register().system_named("平台").unwrap();
    let list = office.accept_system(platform, day("2026-11-20"), today()).unwrap().unwrap();
    let rows: Vec<&str> = office.register().rows_of(list).iter().map(|row| row.account.as_str()).collect();
    assert_eq!(rows, ["linshi"]);
    let older = office.register().cleanup_numbered("QL-2026-0001").unwrap();
    let text = first_page(&Paper::of_cleanup(office.register(), older).unwrap());
    assert!(text.contains("督促（网络技术中心）："), "第二十一条：{text}");
}

#[test]
fn the_forms_for_upper_level_systems_stand_on_one_sheet() {
    let mut differs = json!({"systems": [
        {"name": "平台", "upper_level": true}, {"name": "专网平台", "upper_level": true, "private_network": true}
    ]});
    let done = json!({"number": "SQ-2026-0003", "state": "已办结"});
    let private = json!({"number": "SQ-2026-0002", "system": "专网平台"});
    merge(&mut differs, json!({"applications": [form(json!({})), form(private), form(done)]}));
    let scratch = office_with(&differs);
    let register = scratch.office.register();
    assert_eq!(for_upper_level(register).iter().map(|it| it.number.as_str()).collect::<Vec<_>>(), ["SQ-2026-0001"]);
    let paper = Paper::of_upper_level(register);
    assert_eq!(
        (paper.values.get(Field::Department), paper.values.row(0, Field::Note)),
        ("网络技术中心", "SQ-2026-0001")
    );
    assert_eq!(paper.pages().len(), 1);
}
