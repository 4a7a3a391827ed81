//! What the texts of a form lead to in the register: 申请人, 部门及岗位.

use super::field::Field;
use super::id::PersonId;
use super::record::Register;
use super::register::Lookup;
use super::values::Values;

impl Register {
    /// Who a form's 申请人 is: the name together with the department of the form, else as
    /// [`Register::person_named`].
    pub fn applicant_of(&self, values: &Values) -> Lookup<PersonId> {
        let text = values.get(Field::Applicant).trim();
        let (department, _) = self.split_department_and_post(values.get(Field::DepartmentAndPost));
        let in_department = self.department_named(&department).and_then(|department| self.person_in(text, department));
        in_department.map_or_else(|| self.person_named(text), Lookup::Found)
    }

    /// 「政务服务科 科员」 taken apart: the longest known department at its head that ends at a gap or before a
    /// post that is known (「政务服务科科员」), else what stands before the first gap.
    pub fn split_department_and_post(&self, text: &str) -> (String, String) {
        const GAP: [char; 6] = [' ', '\u{3000}', '、', '，', ',', '/'];
        let text = text.trim();
        let known =
            self.departments.values().flat_map(|department| [Some(&department.name), department.short.as_ref()]);
        let stands_alone = |name: &&String| {
            text.strip_prefix(name.as_str()).is_some_and(|rest| {
                rest.is_empty() || rest.starts_with(GAP) || self.people.values().any(|person| person.post == rest)
            })
        };
        let longest = known.flatten().filter(stands_alone).max_by_key(|name| name.len());
        let at = longest.map_or_else(|| text.find(GAP).unwrap_or(text.len()), std::string::String::len);
        (text[..at].trim().to_owned(), text[at..].trim_matches(GAP).to_owned())
    }
}
