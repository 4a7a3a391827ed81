-- 第十一条 names two reviewers, the paper has a place for one: 系统管理部门负责人 is recorded beside it.
ALTER TABLE application ADD COLUMN system_head INTEGER REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX application_system_head ON application (system_head);
