//! Two rows of one table that speak of one record: the second says the same, or it is refused; it never wins in silence.

use std::collections::HashMap;

use super::{Row, is_told};
use crate::error::Error;
use crate::model::schema::Attribute;
use crate::model::*;

/// The rows of a table that were taken in so far, by the number of the record that they speak of.
pub(super) struct Said<'a> {
    kind: Kind,
    rows: HashMap<i64, Vec<&'a Row>>,
    /// Of each account who its holder is, and the row that named him first.
    holders: HashMap<i64, (PersonId, &'a Row)>,
}

impl<'a> Said<'a> {
    /// Nothing has been said yet of the records of this register.
    pub(super) fn new(kind: Kind) -> Self {
        Self { kind, rows: HashMap::new(), holders: HashMap::new() }
    }

    /// Hears a row that speaks of the record of this number: what stood before it, what stands with it, and the holder of
    /// an account that has one. Returns why it is refused, where an earlier row says otherwise.
    pub(super) fn refusal(
        &mut self,
        number: i64,
        row: &'a Row,
        (stood, stands): (&[String], &[String]),
        holder: Option<PersonId>,
    ) -> Option<Error> {
        let attributes = self.kind.attributes();
        let holder = holder.filter(|_| attributes.iter().zip(0..).any(|(it, at)| it.label == HOLDER && tells(row, at)));
        let earlier = self.rows.entry(number).or_default();
        let mut columns = attributes.iter().enumerate().filter(|_| !earlier.is_empty());
        let refusal = columns.find_map(|(at, attribute)| match holder {
            // A holder is told by who it is, and not by how the name is written.
            Some(holder) if attribute.label == HOLDER => {
                let first = self.holders.get(&number).filter(|(other, _)| *other != holder);
                first.map(|(_, first)| two_holders(first, at))
            }
            _ => {
                let first = earlier.iter().find(|it| tells(it, at));
                let differs = match first {
                    Some(_) if tells(row, at) => stood.get(at) != stands.get(at),
                    // Two people may share a name: only a row that says exactly the same is the same person. Of an
                    // account, a system or a department there is one of a name, and a row adds what another left blank.
                    first => self.kind == Kind::People && first.is_some() != tells(row, at),
                };
                let name = stands.get(usize::from(self.kind == Kind::Accounts)).map_or("", String::as_str);
                differs.then(|| says_otherwise(self.kind, name, (at, attribute), first.unwrap_or(&earlier[0]), row))
            }
        });
        if refusal.is_none() {
            earlier.push(row);
            if let Some(holder) = holder {
                self.holders.entry(number).or_insert((holder, row));
            }
        }
        refusal
    }
}

const HOLDER: &str = "使用人";

fn tells(row: &Row, at: usize) -> bool {
    row.texts.get(at).is_some_and(|text| is_told(text.as_deref()))
}

/// What a row says in a column, as it was written.
fn written(row: &Row, at: usize) -> &str {
    match row.texts.get(at).and_then(|text| text.as_deref()).map(str::trim) {
        None | Some("") => "空",
        Some(text) => text,
    }
}

fn place(row: &Row) -> String {
    format!("{}第{}行", row.sheet, row.number)
}

/// 第十二条: one account, one holder.
pub(super) fn two_holders(first: &Row, at: usize) -> Error {
    let (place, holder) = (place(first), written(first, at));
    Error::bad_input(format!("{place}写同一账号的使用人是“{holder}”，一个账号只能有一个使用人（第十二条）"))
        .advise("请核实后只留一行")
}

fn says_otherwise(kind: Kind, name: &str, (at, attribute): (usize, &Attribute), first: &Row, row: &Row) -> Error {
    let label = attribute.label;
    let differs = format!("那一行的{label}是“{}”，这一行是“{}”", written(first, at), written(row, at));
    let (place, term) = (place(first), kind.term());
    if kind == Kind::People {
        return Error::bad_input(format!("疑似同名：{place}同一科室也有“{name}”，{differs}"))
            .advise(format!("是同一人的请只留一行；是同名的两人，请在姓名上加以区分，如“{name}1”“{name}2”"));
    }
    Error::bad_input(format!("{place}已写了{term}“{name}”，{differs}")).advise("请核实后只留一行")
}
