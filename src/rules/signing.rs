//! Who is proposed to have signed a paper (第五条, 第八条, 第十一条): whom the register has for it, or who signed there last.

use super::filing::{filings_of, signer_of};
use super::sight::status_on;
use crate::model::*;

/// Who is proposed at a signing place of a form; nobody where not exactly one comes into question.
pub fn proposed_for(register: &Register, form: &Application, field: Field, today: Day) -> Option<PersonId> {
    let system = form.system.and_then(|id| register.get::<InfoSystem>(id));
    let (department, signer): (_, fn(&Application) -> Option<PersonId>) = match field {
        Field::DepartmentHead => (form.department, |it| it.department_head),
        Field::SystemHead => (system.and_then(|it| it.lead_department), |it| it.system_head),
        Field::Leader => (form.department, |it| it.leader),
        _ => return None,
    };
    let department = department.and_then(|id| register.get::<Department>(id));
    let registered = department.and_then(|it| if field == Field::Leader { it.leader } else { it.head });
    // The system's managing department reviews for whoever applies, the others for their own department.
    let is_same_place = |it: &&Application| match field {
        Field::SystemHead => form.system.is_some() && it.system == form.system,
        _ => form.department.is_some() && it.department == form.department,
    };
    let is_signed = |it: &&Application| matches!(it.state, ApplicationState::Signed | ApplicationState::Done);
    let signed = register.applications.values().filter(is_signed).filter(is_same_place);
    let last = signed.filter_map(|it| Some(((it.approved_on, it.id), signer(it)?))).max();
    // Nobody signs what they apply for themselves (第七条).
    let candidates = [registered, last.map(|(_, signer)| signer)];
    alone(register, candidates.map(|it| it.filter(|id| form.applicant != Some(*id))), today)
}

/// Who is proposed to have signed a department's 附件1; nobody where not exactly one comes into question.
pub fn proposed_for_table(register: &Register, department: DepartmentId, today: Day) -> Option<PersonId> {
    let registered = register.get::<Department>(department).and_then(|it| signer_of(it, FilingKind::Matrix));
    let last = filings_of(register, department, FilingKind::Matrix).pop();
    let last = last.and_then(|it| register.person_named(&it.signed_by).found());
    alone(register, [registered, last], today)
}

/// The one of them who works here.
fn alone(register: &Register, candidates: [Option<PersonId>; 2], today: Day) -> Option<PersonId> {
    let serves = |id: &PersonId| {
        let person = register.get::<Person>(*id);
        person.is_some_and(|it| it.void_reason.is_none() && status_on(it, today) == PersonStatus::Serving)
    };
    match candidates.map(|it| it.filter(serves)) {
        [Some(one), Some(other)] if one != other => None,
        [one, other] => one.or(other),
    }
}
