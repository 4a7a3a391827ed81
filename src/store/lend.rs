//! The data file lent to work on another thread.

use rusqlite::{Connection, InterruptHandle};

use super::schema::migrate;
use super::{Store, fault};
use crate::error::Result;

/// Breaks off what the data file is doing now; nothing where it does nothing.
pub struct Interrupter(InterruptHandle);

impl Interrupter {
    /// Breaks it off.
    pub fn interrupt(&self) {
        self.0.interrupt();
    }
}

impl Store {
    /// What stands in while the data file is lent: it holds nothing, and takes nothing.
    pub fn stand_in(&self) -> Result<Self> {
        let open = || -> rusqlite::Result<Connection> {
            let mut connection = Connection::open_in_memory()?;
            migrate(&mut connection, 0)?;
            Ok(connection)
        };
        Ok(Self {
            connection: open().map_err(|error| fault("准备", &self.path, &error))?,
            held: None,
            path: self.path.clone(),
            access: self.access,
            who: self.who.clone(),
            put_right: self.put_right,
        })
    }

    /// A way to break off what it is doing from another thread.
    pub fn interrupter(&self) -> Interrupter {
        Interrupter(self.connection.get_interrupt_handle())
    }
}
