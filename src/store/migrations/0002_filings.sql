-- A wrong record is void with a reason; it stays, and its key with it.
ALTER TABLE department ADD COLUMN void_reason TEXT;
ALTER TABLE person ADD COLUMN void_reason TEXT;
ALTER TABLE info_system ADD COLUMN void_reason TEXT;
ALTER TABLE account ADD COLUMN void_reason TEXT;
ALTER TABLE cleanup ADD COLUMN void_reason TEXT;
ALTER TABLE cleanup ADD COLUMN printed_on TEXT;

-- What an account rests on (第十七条), and why a temporary one is used (第十八条).
ALTER TABLE account ADD COLUMN basis TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN reason TEXT NOT NULL DEFAULT '';

-- A department's 附件1 as a paper: when it was printed and signed. Gone from paper when its rows change.
CREATE TABLE matrix (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  department INTEGER NOT NULL UNIQUE REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
  printed_on TEXT,
  signed_on TEXT,
  signed_by INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  changed_on TEXT,               -- when what prints changed after it had been on paper
  CHECK (signed_on IS NULL OR printed_on IS NOT NULL)
) STRICT;

-- 备案: what was handed in, as it was.
CREATE TABLE filing (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL UNIQUE CHECK (number <> ''),
  department INTEGER NOT NULL REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL,
  period TEXT NOT NULL,          -- 2026Q3
  signed_on TEXT NOT NULL,
  signed_by TEXT NOT NULL,
  filed_on TEXT NOT NULL,
  rows TEXT NOT NULL CHECK (json_valid(rows)),
  fingerprint TEXT NOT NULL,     -- of the 台账, as the paper carries it
  workbook TEXT NOT NULL,        -- SHA-256 of the Excel file, kept in content
  void_reason TEXT
) STRICT;

-- Files kept whole, by their SHA-256. Records name them, so the ledger covers them.
CREATE TABLE content (
  hash TEXT PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

CREATE TRIGGER content_no_update BEFORE UPDATE ON content BEGIN SELECT RAISE (ABORT, 'append only'); END;

-- Drafts of the other two forms.
ALTER TABLE draft ADD COLUMN form TEXT NOT NULL DEFAULT '附件2';
ALTER TABLE draft ADD COLUMN department INTEGER REFERENCES department (id) ON DELETE SET NULL;
ALTER TABLE draft ADD COLUMN cleanup INTEGER REFERENCES cleanup (id) ON DELETE SET NULL;
