//! What has been on paper: its number is never given to another form.

use taizhang::model::*;
use taizhang::papers::{PageRange, PaperKey, lay_out};

use super::support::{a_round, a_sample, good_form, sample_office, today};

#[test]
fn a_form_that_was_printed_can_be_voided_but_not_unmade() {
    let mut scratch = sample_office();
    let id = scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    scratch.office.print_applications(&[id], today()).unwrap();
    assert_eq!(scratch.office.undo(today()).unwrap(), Op::PrintApplication);
    assert_eq!(scratch.office.register().get::<Application>(id).unwrap().state, ApplicationState::Draft);
    let error = scratch.office.undo(today()).unwrap_err();
    assert!(error.to_string().contains("作废"), "{error}");
    assert_eq!(scratch.office.register().get::<Application>(id).unwrap().number, "SQ-2026-0005");
}

#[test]
fn forms_that_were_printed_together_can_be_voided_but_not_unmade() {
    let mut scratch = sample_office();
    let mut file = || scratch.office.file_application(&good_form(), None, None, today()).unwrap();
    let (one, other) = (file(), file());
    let list = PaperKey::Cleanup(scratch.office.register().cleanup_numbered("QL-2026-0001").unwrap().id);
    scratch.office.note_printed(&[list, PaperKey::Application(one), PaperKey::Application(other)], today()).unwrap();
    scratch.office.undo(today()).unwrap();
    let error = scratch.office.undo(today()).unwrap_err();
    assert!(error.to_string().starts_with("SQ-2026-0006已经打印或备案"), "{error}");
}

/// No entry tells whether a round or a sample was printed before it was taken back.
#[test]
fn a_round_and_a_sample_that_are_taken_back_leave_their_numbers_on_paper() {
    let mut scratch = sample_office();
    assert_eq!(a_round(&mut scratch.office), "XJ-2026-0001");
    scratch.office.undo(today()).unwrap();
    while !scratch.office.register().inspections.is_empty() {
        scratch.office.undo(today()).unwrap();
    }
    assert_eq!(a_round(&mut scratch.office), "XJ-2026-0002");
    assert_eq!(a_sample(&mut scratch.office), "CC-2026-0001");
    while !scratch.office.register().samples.is_empty() {
        scratch.office.undo(today()).unwrap();
    }
    assert_eq!(a_sample(&mut scratch.office), "CC-2026-0002");
}

/// A form of two pages of which one is printed is not one that can be signed.
#[test]
fn a_form_is_printed_where_the_job_has_all_its_pages() {
    let mut scratch = sample_office();
    let office = &mut scratch.office;
    let long = good_form().with(Field::Description, "因窗口轮岗，申请开通受理权限，用于综合窗口的收件。".repeat(60));
    let long = PaperKey::Application(office.file_application(&long, None, None, today()).unwrap());
    let short = PaperKey::Application(*office.register().applications.keys().next().unwrap());
    let table = PaperKey::Inspection(office.begin_inspection(SystemId(1), today()).unwrap());
    let printables = office.printables(&[long, short, table], today()).unwrap();
    let printouts = lay_out(&printables);
    assert_eq!(printouts.iter().map(|it| it.pages.len()).collect::<Vec<_>>(), [2, 1, 1]);
    for (range, whole) in
        [("", vec![long, short]), ("1", vec![]), ("1-2", vec![long]), ("2-3", vec![short]), ("4", vec![])]
    {
        assert_eq!(PageRange::from_typed(range).unwrap().whole_forms(&printouts), whole, "{range}");
    }
}
