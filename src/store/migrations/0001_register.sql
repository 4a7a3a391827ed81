-- Records. Ids are given once (AUTOINCREMENT), so the ledger never speaks of two records by one id.
CREATE TABLE department (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  short TEXT,
  head INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  leader INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  is_network_center INTEGER NOT NULL CHECK (is_network_center IN (0, 1))
) STRICT;

CREATE TABLE person (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL CHECK (name <> ''),
  department INTEGER NOT NULL REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
  post TEXT NOT NULL,
  phone TEXT NOT NULL,
  status TEXT NOT NULL,
  joined_on TEXT,
  left_on TEXT,
  handed_over_on TEXT,
  UNIQUE (name, department)
) STRICT;

CREATE TABLE info_system (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  aliases TEXT NOT NULL CHECK (json_valid(aliases)),
  lead_department INTEGER REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
  self_built INTEGER NOT NULL CHECK (self_built IN (0, 1)),
  private_network INTEGER NOT NULL CHECK (private_network IN (0, 1)),
  upper_level INTEGER NOT NULL CHECK (upper_level IN (0, 1)),
  accepted_on TEXT,
  super_admin INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  system_admin INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE account (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  system INTEGER NOT NULL REFERENCES info_system (id) DEFERRABLE INITIALLY DEFERRED,
  account TEXT NOT NULL CHECK (account <> ''),
  layer TEXT NOT NULL,
  role TEXT NOT NULL,
  category TEXT NOT NULL,
  permissions TEXT NOT NULL,
  holder INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  opened_on TEXT,
  expires_on TEXT,
  nature TEXT NOT NULL,
  status TEXT NOT NULL,
  initial_password_changed_on TEXT,
  password_changed_on TEXT
) STRICT;

CREATE TABLE matrix_row (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  department INTEGER NOT NULL REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  system INTEGER NOT NULL REFERENCES info_system (id) DEFERRABLE INITIALLY DEFERRED,
  category TEXT NOT NULL,
  post TEXT NOT NULL,
  holder INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  note TEXT NOT NULL,
  account TEXT NOT NULL,
  permissions TEXT NOT NULL
) STRICT;

CREATE TABLE application (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL UNIQUE CHECK (number <> ''),
  kind TEXT,
  action TEXT,
  disposal TEXT,
  account_note TEXT NOT NULL,
  applicant INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  department INTEGER REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
  post TEXT NOT NULL,
  applied_on TEXT,
  contact TEXT NOT NULL,
  system INTEGER REFERENCES info_system (id) DEFERRABLE INITIALLY DEFERRED,
  account TEXT NOT NULL,
  holder INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  description TEXT NOT NULL,
  department_head INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  leader INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  operator INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  reviewed_on TEXT,
  approved_on TEXT,
  handled_on TEXT,
  outcome TEXT NOT NULL,
  state TEXT NOT NULL,
  void_reason TEXT,
  CHECK ((state = '作废') = (void_reason IS NOT NULL))
) STRICT;

CREATE TABLE cleanup (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL UNIQUE CHECK (number <> ''),
  systems TEXT NOT NULL CHECK (json_valid(systems)),
  handled_on TEXT
) STRICT;

CREATE TABLE cleanup_row (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  cleanup INTEGER NOT NULL REFERENCES cleanup (id) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  system INTEGER NOT NULL REFERENCES info_system (id) DEFERRABLE INITIALLY DEFERRED,
  department INTEGER REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
  holder INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  account TEXT NOT NULL,
  kind TEXT,
  disposal TEXT
) STRICT;

-- 台账 (第十五条): one entry a write, its changes beside it, each entry linked to the one before by hash.
CREATE TABLE entry (
  id INTEGER PRIMARY KEY,
  written_at TEXT NOT NULL,      -- UTC, ISO 8601
  day TEXT NOT NULL,             -- the day the errand was done, as the office counts days
  who TEXT NOT NULL,             -- user of the operating system
  op TEXT NOT NULL,
  basis TEXT NOT NULL,           -- number of the form it rests on, or nothing
  reason TEXT NOT NULL,          -- why, where the errand asks for it
  reverts INTEGER REFERENCES entry (id),
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE entry_change (
  entry INTEGER NOT NULL REFERENCES entry (id) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,     -- from 1
  kind TEXT NOT NULL,            -- the table
  record INTEGER NOT NULL,
  before TEXT,                   -- JSON; null for a new record
  after TEXT,                    -- JSON; null for a removed one
  PRIMARY KEY (entry, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_change_record ON entry_change (kind, record);

CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT RAISE (ABORT, 'append only'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT RAISE (ABORT, 'append only'); END;
CREATE TRIGGER entry_change_no_update BEFORE UPDATE ON entry_change BEGIN SELECT RAISE (ABORT, 'append only'); END;
CREATE TRIGGER entry_change_no_delete BEFORE DELETE ON entry_change BEGIN SELECT RAISE (ABORT, 'append only'); END;

-- Half-typed forms: not records, so not in the ledger; gone with the saving transaction.
CREATE TABLE draft (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  application INTEGER REFERENCES application (id) ON DELETE SET NULL,
  content TEXT NOT NULL CHECK (json_valid(content)),
  saved_at TEXT NOT NULL         -- UTC, ISO 8601
) STRICT;
