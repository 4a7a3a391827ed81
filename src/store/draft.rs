//! Half-typed forms. They are no records: no entry, no number; a saved form takes its draft with it.

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::{Access, Store};
use crate::error::Result;
use crate::model::{ApplicationId, CleanupId, DepartmentId, Field, Id, Values};

/// Id of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftId(pub i64);

/// What a draft is to become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Drafted {
    /// 附件2: the one that is being changed; none for a new one.
    Application(Option<ApplicationId>),
    /// 附件1 of a department.
    Matrix(DepartmentId),
    /// 附件3: the one that is being changed; none for a new one.
    Cleanup(Option<CleanupId>),
}

impl Drafted {
    /// The form and the records that it names, as the table has them.
    fn columns(self) -> (&'static str, [Option<i64>; 3]) {
        match self {
            Drafted::Application(id) => ("附件2", [id.map(Id::number), None, None]),
            Drafted::Matrix(id) => ("附件1", [None, Some(id.number()), None]),
            Drafted::Cleanup(id) => ("附件3", [None, None, id.map(Id::number)]),
        }
    }

    /// From the table; nothing where the record that it named is gone.
    fn from_columns(form: &str, [application, department, cleanup]: [Option<i64>; 3]) -> Option<Self> {
        match form {
            "附件1" => department.map(|id| Drafted::Matrix(DepartmentId(id))),
            "附件3" => Some(Drafted::Cleanup(cleanup.map(CleanupId))),
            _ => Some(Drafted::Application(application.map(ApplicationId))),
        }
    }
}

/// Where a text stands on a form: in which of its rows, from 0, where it stands in one.
pub type Place = (Option<usize>, Field);

/// What the table has of a draft.
#[derive(Serialize, Deserialize)]
struct Content {
    #[serde(flatten)]
    values: Values,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<Place>,
}

/// A half-typed form as it was when the clerk last paused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// What it is to become.
    pub of: Drafted,
    /// What was typed.
    pub values: Values,
    /// Where something was typed that told a password, and was not kept (第二十五条).
    pub left_out: Vec<Place>,
    /// When: UTC, ISO 8601.
    pub saved_at: String,
}

impl Draft {
    /// The application that is being changed, if it is one.
    pub fn application(&self) -> Option<ApplicationId> {
        if let Drafted::Application(id) = self.of { id } else { None }
    }
}

impl Store {
    /// Every draft, newest first.
    pub fn drafts(&self) -> Result<Vec<Draft>> {
        let read = || -> rusqlite::Result<Vec<Draft>> {
            let mut statement = self.connection.prepare(
                "SELECT id, content, saved_at, form, application, department, cleanup FROM draft \
                 ORDER BY saved_at DESC, id DESC",
            )?;
            let rows = statement.query_map([], |row| {
                let content: String = row.get(1)?;
                let Content { values, left_out } = serde_json::from_str(&content).map_err(|error| {
                    rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, error.into())
                })?;
                let of = Drafted::from_columns(&row.get::<_, String>(3)?, [row.get(4)?, row.get(5)?, row.get(6)?]);
                let (id, saved_at) = (DraftId(row.get(0)?), row.get(2)?);
                Ok(of.map(|of| Draft { id, of, values, left_out, saved_at }))
            })?;
            rows.filter_map(rusqlite::Result::transpose).collect()
        };
        read().map_err(|error| self.fault("读取草稿", &error))
    }

    /// Keeps what is typed so far, in place of what `draft` held. A file open for reading keeps none.
    pub fn keep_draft(
        &mut self,
        draft: Option<DraftId>,
        of: Drafted,
        values: Values,
        left_out: Vec<Place>,
    ) -> Result<Option<DraftId>> {
        if self.access() == Access::Read {
            return Ok(None);
        }
        self.refuse_gone()?;
        let content = serde_json::to_string(&Content { values, left_out })
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
            .map_err(|error| self.fault("保存草稿", &error))?;
        let sql = "INSERT INTO draft (id, content, form, application, department, cleanup, saved_at) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) \
                   ON CONFLICT (id) DO UPDATE SET content = excluded.content, saved_at = excluded.saved_at RETURNING id";
        let (form, [application, department, cleanup]) = of.columns();
        let draft = draft.map(|draft| draft.0);
        let kept =
            self.connection
                .query_row(sql, params![draft, content, form, application, department, cleanup], |row| row.get(0));
        kept.map(|id| Some(DraftId(id))).map_err(|error| self.fault("保存草稿", &error))
    }

    /// Throws a draft away, because the clerk said so.
    pub fn drop_draft(&mut self, draft: DraftId) -> Result<()> {
        if self.access() == Access::Read {
            return Ok(());
        }
        self.refuse_gone()?;
        let done = self.connection.execute("DELETE FROM draft WHERE id = ?1", [draft.0]);
        done.map(drop).map_err(|error| self.fault("删除草稿", &error))
    }
}

/// Drops a draft, and every other of the same record, together with the saving of what it became.
pub(super) fn drop_drafts(connection: &Connection, draft: Option<DraftId>, of: Drafted) -> rusqlite::Result<()> {
    let (_, [application, department, cleanup]) = of.columns();
    let sql = "DELETE FROM draft WHERE id = ?1 OR application = ?2 OR department = ?3 OR cleanup = ?4";
    connection.execute(sql, params![draft.map(|draft| draft.0), application, department, cleanup]).map(drop)
}
