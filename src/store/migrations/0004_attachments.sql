-- 扫描件 (第五条, 第十八条): the scan of a signed paper, its bytes in content. Its id is given once.
CREATE TABLE attachment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  paper TEXT NOT NULL CHECK (paper <> ''),   -- SQ-, QL- or BA- number; 附件1 for the table of a department
  department INTEGER REFERENCES department (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL CHECK (name <> ''),     -- of the file that it came from
  kind TEXT NOT NULL,
  pages INTEGER NOT NULL CHECK (pages > 0),
  size INTEGER NOT NULL CHECK (size > 0),    -- in bytes
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  added_on TEXT NOT NULL,
  void_reason TEXT,
  CHECK ((paper = '附件1') = (department IS NOT NULL))
) STRICT;

CREATE INDEX attachment_paper ON attachment (paper);
