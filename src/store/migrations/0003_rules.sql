-- What the office has set (第二十七条); what is not set has its default.
CREATE TABLE setting (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  value INTEGER NOT NULL,
  source TEXT NOT NULL
) STRICT;

-- A finding that is overridden, with its reason in writing. What it is about is named by kind and id.
CREATE TABLE waiver (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  article INTEGER NOT NULL CHECK (article BETWEEN 1 AND 30),
  kind TEXT NOT NULL,
  subject INTEGER NOT NULL,
  reason TEXT NOT NULL CHECK (reason <> ''),
  waived_on TEXT NOT NULL,
  void_reason TEXT,
  UNIQUE (article, kind, subject)
) STRICT;

-- A change of 岗位 or 科室 (第六条): waits for 备案.
CREATE TABLE post_change (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person INTEGER NOT NULL REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  from_department INTEGER NOT NULL REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
  from_post TEXT NOT NULL,
  to_department INTEGER NOT NULL REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
  to_post TEXT NOT NULL,
  changed_on TEXT NOT NULL
) STRICT;

-- 书面通知 of a leaver (第十四条). The accounts are ids.
CREATE TABLE notice (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL UNIQUE CHECK (number <> ''),
  person INTEGER NOT NULL REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
  route TEXT NOT NULL,
  accounts TEXT NOT NULL CHECK (json_valid(accounts)),
  written_on TEXT NOT NULL
) STRICT;

-- 巡检 (第八条): a round over one system.
CREATE TABLE inspection (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL UNIQUE CHECK (number <> ''),
  system INTEGER NOT NULL REFERENCES info_system (id) DEFERRABLE INITIALLY DEFERRED,
  begun_on TEXT NOT NULL,
  finished_on TEXT,
  cleanup INTEGER REFERENCES cleanup (id) DEFERRABLE INITIALLY DEFERRED,
  CHECK (cleanup IS NULL OR finished_on IS NOT NULL)
) STRICT;

CREATE TABLE inspection_row (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  inspection INTEGER NOT NULL REFERENCES inspection (id) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  account INTEGER NOT NULL REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
  judgement TEXT,
  note TEXT NOT NULL
) STRICT;

-- 抽查 (第九条): what was drawn, from how many, by which seed.
CREATE TABLE sample (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL UNIQUE CHECK (number <> ''),
  system INTEGER REFERENCES info_system (id) DEFERRABLE INITIALLY DEFERRED,
  department INTEGER REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
  size INTEGER NOT NULL CHECK (size > 0),
  seed INTEGER NOT NULL,
  population INTEGER NOT NULL,
  drawn_on TEXT NOT NULL
) STRICT;

CREATE TABLE sample_row (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sample INTEGER NOT NULL REFERENCES sample (id) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  account INTEGER NOT NULL REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
  result TEXT,
  note TEXT NOT NULL
) STRICT;
