-- 例外办理 of a finding overrides that one, not what is found later under the same article: what it concerned is kept, as a
-- JSON list; NULL of those before, which go on overriding all of the article.
ALTER TABLE waiver ADD COLUMN concerns TEXT;
