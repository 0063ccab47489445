-- A delivery's document number, and what it was checked against, so that its file can be read again in the same way.

ALTER TABLE batch ADD COLUMN ref TEXT;
ALTER TABLE batch ADD COLUMN definitions TEXT;  -- of definition_set; null: recorded before this was kept
ALTER TABLE batch ADD COLUMN divisions TEXT;    -- JSON: the ids of the divisions that were current, the coarsest first
