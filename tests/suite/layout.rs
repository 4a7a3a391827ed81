//! The layout, without a window and without a file: millimetres and nothing else.

use std::fmt::Write;

use taizhang::model::{Field, Notice, Register, Values};
use taizhang::paper::letter::place_letter;
use taizhang::paper::{Foot, Mark, Page, SlotKind, fill, forms, place};
use taizhang::papers::leaving::notice_letter;
use taizhang::papers::{Paper, PaperKey};

use super::support::{a_round, a_sample, good_form, notices, sample_office, today};

/// A page as text: what a person would measure on it with a ruler.
fn told(pages: &[Page]) -> String {
    let mut told = String::new();
    for page in pages {
        writeln!(told, "page {}", page.number).unwrap();
        for mark in &page.marks {
            match mark {
                Mark::Rule { from, to, width } => {
                    writeln!(told, "rule {:.2},{:.2} – {:.2},{:.2} {width}pt", from.0, from.1, to.0, to.1)
                }
                Mark::Text { x, baseline, size, face, text, .. } => {
                    writeln!(told, "text {x:.2},{baseline:.2} {size}pt {face:?} {text}")
                }
                Mark::Code(parts) => {
                    let first = parts[0];
                    writeln!(told, "code {:.2},{:.2} of {} parts", first.x, first.y, parts.len())
                }
                Mark::Tick { area, on } => {
                    writeln!(told, "box {:.2},{:.2} {}", area.x, area.y, if *on { "ticked" } else { "empty" })
                }
            }
            .unwrap();
        }
        for slot in &page.slots {
            let kind = match slot.kind {
                SlotKind::Text { .. } => "text",
                SlotKind::Option(option) => option,
                SlotKind::Signature => "by hand",
            };
            let area = slot.area;
            writeln!(
                told,
                "slot {} {kind} {:.2},{:.2} {:.2}×{:.2}",
                slot.field.label(),
                area.x,
                area.y,
                area.width,
                area.height
            )
            .unwrap();
        }
    }
    told
}

fn texts(pages: &[Page], field: Field) -> String {
    let marks = pages.iter().flat_map(|page| &page.marks);
    marks
        .filter_map(|mark| match mark {
            Mark::Text { text, fills: Some((of, _)), .. } if *of == field => Some(text.as_str()),
            _ => None,
        })
        .collect()
}

fn has_text(page: &Page, wanted: &str) -> bool {
    page.marks.iter().any(|mark| matches!(mark, Mark::Text { text, .. } if text == wanted))
}

#[test]
fn the_three_blank_forms_are_as_the_regulation_prints_them() {
    for annex in 1..=3 {
        let pages = Paper::blank(annex).unwrap().pages();
        assert_eq!(pages.len(), 1);
        insta::assert_snapshot!(format!("blank_{annex}"), told(&pages));
    }
}

#[test]
fn a_filled_application_stands_in_the_same_grid() {
    let pages = place(
        &forms::APPLICATION,
        &fill::printed_application(&good_form(), &Register::default()),
        &Foot::numbered("SQ-2026-0001"),
    );
    insta::assert_snapshot!("application", told(&pages));
}

/// Measured on the printed form: the table is 156 mm wide, from 63.75 mm to 225.25 mm below the upper edge.
#[test]
fn the_rules_of_the_application_close_to_a_frame() {
    let page = &Paper::blank(2).unwrap().pages()[0];
    let rules: Vec<_> = page
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Rule { from, to, .. } => Some((*from, *to)),
            _ => None,
        })
        .collect();
    let near = |one: f32, other: f32| (one - other).abs() < 0.01;
    let has = |from: (f32, f32), to: (f32, f32)| {
        rules.iter().any(|(a, b)| near(a.0, from.0) && near(a.1, from.1) && near(b.0, to.0) && near(b.1, to.1))
    };
    assert!(has((28.0, 63.75), (184.0, 63.75)), "upper edge");
    assert!(has((28.0, 225.25), (184.0, 225.25)), "lower edge");
    assert!(has((28.0, 63.75), (28.0, 225.25)), "left edge");
    assert!(has((184.0, 63.75), (184.0, 225.25)), "right edge");
    // 账号申请类型 is two rows tall: the rule between them begins behind it.
    assert!(has((58.0, 74.25), (184.0, 74.25)));
    // No rule is drawn twice.
    for (at, one) in rules.iter().enumerate() {
        assert!(!rules[at + 1..].contains(one));
    }
}

/// Measured on the form given: the empty half of the last bracket is left out.
#[test]
fn a_title_that_ends_with_a_bracket_stands_over_the_middle_of_its_table() {
    let page = &Paper::blank(1).unwrap().pages()[0];
    let mut title = page.marks.iter().filter_map(|mark| match mark {
        Mark::Text { x, width, size, text, .. } if (*size - 22.0).abs() < 0.01 => Some((*x, x + width, text.as_str())),
        _ => None,
    });
    let (from, to, text) = title.next_back().unwrap();
    assert!(text.ends_with('）'), "{text}");
    let empty = 22.0 * 25.4 / 72.0 / 2.0;
    assert!(((from + to - empty) / 2.0 - (28.0 + 156.0 / 2.0)).abs() < 0.05, "{from} {to}");
}

#[test]
fn both_places_of_the_system_name_show_one_value() {
    let pages =
        place(&forms::APPLICATION, &fill::printed_application(&good_form(), &Register::default()), &Foot::default());
    assert_eq!(texts(&pages, Field::System), "一体化政务服务平台".repeat(2));
}

#[test]
fn only_the_chosen_boxes_are_ticked_and_none_in_advance() {
    let ticked = |values: &Values| {
        let pages = place(&forms::APPLICATION, values, &Foot::default());
        let marks = pages[0].marks.iter();
        marks.filter_map(|mark| if let Mark::Tick { on, .. } = mark { Some(*on) } else { None }).collect::<Vec<_>>()
    };
    assert_eq!(ticked(&Values::default()), [false; 6]);
    // 用户账号, 新增, 变更, 注销, 启用, 管理账号.
    assert_eq!(ticked(&good_form()), [true, true, false, false, false, false]);
    let other = good_form().with(Field::Kind, "管理账号").with(Field::Action, "启用");
    assert_eq!(ticked(&other), [false, false, false, false, true, true]);
}

#[test]
fn what_is_signed_by_hand_is_never_printed() {
    let signed =
        [Field::Leader, Field::DepartmentHead, Field::Operator, Field::ApprovedOn, Field::ReviewedOn, Field::HandledOn];
    let values = signed.into_iter().fold(good_form(), |values, field| values.with(field, "2026年1月1日"));
    let printed = fill::printed_application(&values, &Register::default());
    assert!(signed.iter().all(|field| printed.get(*field).is_empty()));
    let pages = place(&forms::APPLICATION, &printed, &Foot::default());
    assert!(!told(&pages).contains("2026年1月1日"));
}

#[test]
fn the_head_of_the_description_says_what_the_form_has_no_place_for() {
    let scratch = sample_office();
    let register = scratch.office.register();
    let description = |form: &Values| fill::printed_application(form, register).get(Field::Description).to_owned();
    let form = good_form().with(Field::Action, "注销").with(Field::Disposal, "禁用").with(Field::Account, "zhengxd");
    let form = form.with(Field::Holder, "郑晓东（投资项目审批科）").with(Field::Description, "离职。");
    assert_eq!(description(&form), "（禁用，可恢复）账号：zhengxd，使用人：郑晓东。\n离职。");
    // The account that the clerk wrote already is not said twice; one that only begins alike does not count.
    let told = form.with(Field::Disposal, "删除").with(Field::Description, "删除账号zhengxd。");
    assert_eq!(description(&told), "使用人：郑晓东。\n删除账号zhengxd。");
    let alike = told.with(Field::Description, "删除账号zhengxd2。");
    assert_eq!(description(&alike), "账号：zhengxd，使用人：郑晓东。\n删除账号zhengxd2。");
    // The rights that are asked for stand on the paper that is signed, once, and not on a 注销.
    let asked = |action: &str, text: &str| {
        let form = Values::default().with(Field::Action, action).with(Field::Account, "zhengxd");
        let form =
            form.with(Field::Category, "审批").with(Field::Permissions, "初审、复核").with(Field::Nature, "临时");
        form.with(Field::ExpiresOn, "2026年12月31日").with(Field::Description, text)
    };
    let written = "账号：zhengxd，账号类别：审批，临时使用至2026年12月31日。\n权限说明：初审、复核\n轮岗。";
    assert_eq!(description(&asked("变更", "轮岗。")), written);
    assert_eq!(
        description(&asked("新增", "开通审批权限：初审、复核。")),
        "临时使用至2026年12月31日。\n开通审批权限：初审、复核。"
    );
    assert_eq!(description(&asked("注销", "离职。")), "账号：zhengxd。\n离职。");
    let regular = |action: &str| description(&asked(action, "转正。初审、复核，审批").with(Field::Nature, "正式"));
    assert_eq!(regular("变更"), "账号：zhengxd，账号性质：正式。\n转正。初审、复核，审批");
    assert_eq!(regular("新增"), "转正。初审、复核，审批");
}

#[test]
fn a_namesake_is_another_person_and_a_bracket_in_a_name_stays() {
    let mut scratch = sample_office();
    let document = r#"{"people":[{"name":"李四（挂职）","department":"政务服务科"}]}"#;
    scratch.office.load(document, super::support::today()).unwrap();
    let register = scratch.office.register();
    let form = good_form().with(Field::Applicant, "张伟").with(Field::Holder, "张伟（公共资源交易管理科）");
    let printed = fill::printed_application(&form, register);
    assert_eq!(printed.get(Field::Applicant), "张伟");
    assert!(printed.get(Field::Description).starts_with("使用人：张伟。"));
    let form = good_form().with(Field::Applicant, "李四（挂职）");
    assert_eq!(fill::printed_application(&form, register).get(Field::Applicant), "李四（挂职）");
}

/// Text that is set with punctuation and Latin, as clerks write it.
fn long(count: usize) -> String {
    "因工作需要，申请开通（受理、补正、发证）权限qintt_01；请予批准。".chars().cycle().take(count).collect()
}

#[test]
fn five_hundred_characters_fit_one_page() {
    let pages =
        place(&forms::APPLICATION, &good_form().with(Field::Description, long(500)), &Foot::numbered("SQ-2026-0001"));
    assert_eq!(pages.len(), 1);
    assert_eq!(texts(&pages, Field::Description), long(500));
}

#[test]
fn at_any_length_nothing_is_lost_and_nothing_leaves_the_paper() {
    for (description, outcome) in
        [(0, 0), (150, 0), (300, 300), (700, 0), (1200, 50), (4000, 0), (20, 4000), (4000, 4000)]
    {
        let values = good_form().with(Field::Description, long(description)).with(Field::Outcome, long(outcome));
        let pages = place(&forms::APPLICATION, &values, &Foot::numbered("SQ-2026-0001"));
        let joined = |field| texts(&pages, field).replace("（下接续页）", "");
        assert_eq!(joined(Field::Description), long(description), "{description}/{outcome}");
        assert_eq!(joined(Field::Outcome), long(outcome), "{description}/{outcome}");
        inside(&pages);
    }
}

#[test]
fn with_every_field_at_its_limit_the_three_signing_rows_stay_whole_on_the_first_page() {
    let fields = [
        Field::AccountNote,
        Field::Applicant,
        Field::DepartmentAndPost,
        Field::Contact,
        Field::System,
        Field::Description,
        Field::Outcome,
    ];
    for letter in ['字', 'W', '9'] {
        let full = |values: Values, field: Field| values.with(field, letter.to_string().repeat(field.limit()));
        let pages =
            place(&forms::APPLICATION, &fields.into_iter().fold(good_form(), full), &Foot::numbered("SQ-2026-0001"));
        inside(&pages);
        let signing: Vec<f32> = pages[0]
            .slots
            .iter()
            .filter(|slot| slot.kind == SlotKind::Signature)
            .map(|slot| slot.area.height)
            .collect();
        assert_eq!(signing.len(), 6);
        assert!(signing.iter().all(|height| (height - 15.0).abs() < 0.01), "{signing:?}");
        assert!(pages.len() > 1);
        assert!(pages[1..].iter().all(|page| has_text(page, "信息系统账号申请（注销）表（续）")));
    }
}

/// Every mark lies on the paper, and no text crosses the right margin of 26 mm.
fn inside(pages: &[Page]) {
    for mark in pages.iter().flat_map(|page| &page.marks) {
        if let Mark::Text { x, width, baseline, text, .. } = mark {
            assert!(*x >= 27.9 && x + width <= 184.5, "{text}: {x} + {width}");
            assert!((15.0..=290.0).contains(baseline), "{text}: {baseline}");
        }
        if let Mark::Rule { from, to, .. } = mark {
            assert!(from.1 >= 20.0 && to.1 <= 277.5, "{to:?}");
        }
    }
}

fn matrix(rows: usize) -> Vec<Page> {
    let mut values = Values::default().with(Field::Department, "政务服务科");
    for row in 1..=rows {
        values.push_row([
            (Field::Position, row.to_string()),
            (
                Field::System,
                if row % 7 == 0 {
                    "投资项目在线审批监管平台（省级专网部署）".into()
                } else {
                    "工程建设管理平台".to_owned()
                },
            ),
            (Field::Category, "审批".into()),
            (Field::Post, "科员".into()),
            (Field::Holder, format!("使用人{row}")),
            (Field::Note, if row % 50 == 0 { "备".repeat(200) } else { String::new() }),
        ]);
    }
    place(&forms::MATRIX, &values, &Foot::default())
}

#[test]
fn three_hundred_rows_keep_the_header_on_each_page_and_count_the_pages() {
    let pages = matrix(300);
    assert!(pages.len() > 10);
    for page in &pages {
        assert!(has_text(page, "账号类别"));
        assert!(has_text(page, &format!("第{}页 共{}页", page.number, pages.len())));
    }
    assert_eq!(texts(&pages, Field::Position), (1..=300).map(|row| row.to_string()).collect::<String>());
    inside(&pages);
}

#[test]
fn the_signing_line_never_stands_without_a_row_above_it() {
    for rows in 1..=60 {
        let pages = matrix(rows);
        let last = pages.last().unwrap();
        assert!(has_text(last, "分管领导（签字）："), "{rows}");
        assert!(last.slots.iter().any(|slot| slot.field == Field::Position), "{rows}");
        assert!(pages[..pages.len() - 1].iter().all(|page| !has_text(page, "分管领导（签字）：")), "{rows}");
    }
}

#[test]
fn no_row_is_cut_in_two() {
    let pages = matrix(120);
    let shown = pages.iter().flat_map(|page| &page.slots).filter(|slot| slot.field == Field::Note).count();
    assert_eq!(shown, 120, "each row has its slot once");
    for slot in pages.iter().flat_map(|page| &page.slots) {
        assert!(slot.area.y + slot.area.height <= 262.01);
    }
}

#[test]
fn the_head_of_a_cleanup_list_names_its_system_or_points_into_the_table() {
    let scratch = sample_office();
    let register = scratch.office.register();
    let cleanup = register.cleanups.values().next().unwrap();
    let mut values = fill::cleanup_values(register, cleanup);
    assert_eq!(values.get(Field::System), "（详见表内）");
    values.remove_row(1);
    assert_eq!(fill::systems_in_head(&values), "工程建设管理平台");
}

/// The mark stands in the upper margin of every page, also where a long text takes the margins in, and moves nothing.
#[test]
fn a_void_paper_says_so_over_each_page_and_is_the_same_otherwise() {
    for length in [20, 700, 4_000] {
        let values = good_form().with(Field::Description, long(length));
        let foot = Foot::numbered("SQ-2026-0001");
        let good = place(&forms::APPLICATION, &values, &foot);
        let void = place(&forms::APPLICATION, &values, &Foot { is_void: true, ..foot });
        assert_eq!(good.len(), void.len());
        for (good, void) in good.iter().zip(&void) {
            let (same, more): (Vec<&Mark>, Vec<&Mark>) = void.marks.iter().partition(|mark| good.marks.contains(mark));
            assert_eq!(same.len(), good.marks.len());
            let top = |mark: &Mark| match mark {
                Mark::Rule { from, .. } => from.1,
                Mark::Text { baseline, size, .. } => baseline - size * 0.3528,
                Mark::Tick { area, .. } => area.y,
                Mark::Code(parts) => parts[0].y,
            };
            let words: Vec<&str> = more
                .iter()
                .filter_map(|mark| if let Mark::Text { text, .. } = mark { Some(text.as_str()) } else { None })
                .collect();
            assert_eq!(words, ["作废"]);
            assert!(more.iter().all(|mark| (5.0..=18.0).contains(&top(mark))), "{more:?}");
            assert!(good.marks.iter().all(|mark| top(mark) > 18.0));
        }
    }
}

#[test]
fn each_kind_of_paper_that_was_made_void_says_so() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let _made = (a_round(office), a_sample(office), notices(office, today()));
    let form = office.file_application(&good_form(), None, None, today()).unwrap();
    let register = office.register();
    let list = register.cleanup_numbered("QL-2026-0001").unwrap().id;
    let round = register.inspections.values().next().unwrap().id;
    let sample = register.samples.values().next().unwrap().id;
    let notice = register.notices.values().next().unwrap().id;
    let says = |register: &Register| {
        let papers = [
            PaperKey::Application(form),
            PaperKey::Cleanup(list),
            PaperKey::Inspection(round),
            PaperKey::Sample(sample),
        ];
        let of = |pages: Vec<Page>| {
            pages.iter().all(|page| page.marks.iter().any(|it| matches!(it, Mark::Text { text, .. } if text == "作废")))
        };
        let letter = notice_letter(register, register.get::<Notice>(notice).unwrap());
        let pages =
            papers.map(|key| key.paper(register, today()).unwrap().pages()).into_iter().chain([place_letter(&letter)]);
        pages.map(of).collect::<Vec<_>>()
    };
    assert_eq!(says(office.register()), [false; 5]);
    office.void_application(form, "填错了", today()).unwrap();
    office.void_cleanup(list, "重复", today()).unwrap();
    office.void_inspection(round, "重复", today()).unwrap();
    office.void_sample(sample, "重复", today()).unwrap();
    office.void_notice(notice, "重复", today()).unwrap();
    assert_eq!(says(office.register()), [true; 5]);
    // Not twice: the first reason stands.
    for twice in [
        office.void_application(form, "又一次", today()),
        office.void_cleanup(list, "又一次", today()),
        office.void_inspection(round, "又一次", today()),
        office.void_sample(sample, "又一次", today()),
        office.void_notice(notice, "又一次", today()),
    ] {
        assert!(twice.unwrap_err().to_string().contains("已经作废，原因："));
    }
}
