-- Since when a department is abolished or merged into another, and a system is taken off line.
ALTER TABLE department ADD COLUMN abolished_on TEXT;
ALTER TABLE info_system ADD COLUMN retired_on TEXT;

-- A change of post (第六条) that was noted by mistake is void with a reason.
ALTER TABLE post_change ADD COLUMN void_reason TEXT;

-- When a row was written on a 附件3: it means its account as it was then. NULL of those before.
ALTER TABLE cleanup_row ADD COLUMN written_on TEXT;
