-- What a form asks for and has no cell for (第十一条, 第十八条): category and permissions, and until when a temporary account is used.
ALTER TABLE application ADD COLUMN category TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN permissions TEXT NOT NULL DEFAULT '';
ALTER TABLE application ADD COLUMN nature TEXT;
ALTER TABLE application ADD COLUMN expires_on TEXT;

-- Whether a system is 自建 (第十九条) may not be known yet.
ALTER TABLE info_system ADD COLUMN built INTEGER CHECK (built IN (0, 1));
UPDATE info_system SET built = self_built;
ALTER TABLE info_system DROP COLUMN self_built;
ALTER TABLE info_system RENAME COLUMN built TO self_built;

-- 巡检, 抽查 and 书面通知 made by mistake are void with a reason; they stay, and their numbers with them.
ALTER TABLE inspection ADD COLUMN void_reason TEXT;
ALTER TABLE sample ADD COLUMN void_reason TEXT;
ALTER TABLE notice ADD COLUMN void_reason TEXT;
