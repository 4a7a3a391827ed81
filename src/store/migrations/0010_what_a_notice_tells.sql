-- 书面通知 keeps what it tells of its leaver (离职日, 手续办结日, 科室, 岗位), as JSON; NULL of those before, which tell what the
-- register knows.
ALTER TABLE notice ADD COLUMN leaver TEXT;
