-- Nothing that is append-only is written over either: INSERT OR REPLACE removes what stands there without firing a
-- trigger of removing.
CREATE TRIGGER entry_no_replace BEFORE INSERT ON entry
  WHEN EXISTS (SELECT 1 FROM entry WHERE id = NEW.id OR hash = NEW.hash)
  BEGIN SELECT RAISE (ABORT, 'append only'); END;
CREATE TRIGGER entry_change_no_replace BEFORE INSERT ON entry_change
  WHEN EXISTS (SELECT 1 FROM entry_change WHERE entry = NEW.entry AND position = NEW.position)
  BEGIN SELECT RAISE (ABORT, 'append only'); END;
-- The same file may be kept twice: it is one.
CREATE TRIGGER content_no_replace BEFORE INSERT ON content
  WHEN EXISTS (SELECT 1 FROM content WHERE hash = NEW.hash AND bytes <> NEW.bytes)
  BEGIN SELECT RAISE (ABORT, 'append only'); END;
CREATE TRIGGER content_no_delete BEFORE DELETE ON content BEGIN SELECT RAISE (ABORT, 'append only'); END;
