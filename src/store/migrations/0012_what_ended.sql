-- Since when a department is abolished or merged into another, and a system is taken off line.
ALTER TABLE department ADD COLUMN abolished_on TEXT;
ALTER TABLE info_system ADD COLUMN retired_on TEXT;
