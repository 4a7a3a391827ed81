//! Half-typed forms. They are no records: no entry, no number; a saved form takes its draft with it.

use rusqlite::params;

use super::{Access, Store};
use crate::error::Result;
use crate::model::{ApplicationId, Id, Values};

/// Id of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftId(pub i64);

/// A half-typed application as it was when the clerk last paused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// The application that is being changed; none for a new one.
    pub application: Option<ApplicationId>,
    /// What was typed.
    pub values: Values,
    /// When: UTC, ISO 8601.
    pub saved_at: String,
}

impl Store {
    /// Every draft, newest first.
    pub fn drafts(&self) -> Result<Vec<Draft>> {
        let read = || -> rusqlite::Result<Vec<Draft>> {
            let mut statement = self
                .connection
                .prepare("SELECT id, application, content, saved_at FROM draft ORDER BY saved_at DESC, id DESC")?;
            let rows = statement.query_map([], |row| {
                let content: String = row.get(2)?;
                let values = serde_json::from_str(&content).map_err(|error| {
                    rusqlite::Error::FromSqlConversionFailure(2, rusqlite::types::Type::Text, error.into())
                })?;
                Ok(Draft {
                    id: DraftId(row.get(0)?),
                    application: row.get::<_, Option<i64>>(1)?.map(ApplicationId::from_number),
                    values,
                    saved_at: row.get(3)?,
                })
            })?;
            rows.collect()
        };
        read().map_err(|error| self.fault("读取草稿", &error))
    }

    /// Keeps what is typed so far, in place of what `draft` held. A file open for reading keeps none.
    pub fn keep_draft(
        &mut self,
        draft: Option<DraftId>,
        application: Option<ApplicationId>,
        values: &Values,
    ) -> Result<Option<DraftId>> {
        if self.access() == Access::Read {
            return Ok(None);
        }
        let content = serde_json::to_string(values)
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
            .map_err(|error| self.fault("保存草稿", &error))?;
        let sql = "INSERT INTO draft (id, application, content, saved_at) \
                   VALUES (?1, ?2, ?3, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) \
                   ON CONFLICT (id) DO UPDATE SET content = excluded.content, saved_at = excluded.saved_at RETURNING id";
        let kept = self.connection.query_row(
            sql,
            params![draft.map(|draft| draft.0), application.map(Id::number), content],
            |row| row.get(0),
        );
        kept.map(|id| Some(DraftId(id))).map_err(|error| self.fault("保存草稿", &error))
    }

    /// Throws a draft away, because the clerk said so.
    pub fn drop_draft(&mut self, draft: DraftId) -> Result<()> {
        if self.access() == Access::Read {
            return Ok(());
        }
        let done = self.connection.execute("DELETE FROM draft WHERE id = ?1", [draft.0]);
        done.map(drop).map_err(|error| self.fault("删除草稿", &error))
    }
}
