-- The entries of 恢复备份 tell which numbers they gave up: looked for with each number that is given.
CREATE INDEX entry_restoring ON entry (id) WHERE op = '恢复备份';
