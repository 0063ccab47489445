-- What the journal has on a server beside the tables that it has in a file: kept bytes, and rules that the server keeps.

-- In a file's store these lie in a folder beside it. Here rows and bytes stand or fall in one transaction, on every machine.
CREATE TABLE kept_bytes (
    sha256  TEXT PRIMARY KEY REFERENCES upload (sha256) DEFERRABLE INITIALLY DEFERRED,
    content BYTEA NOT NULL
);

-- On a server an index pays: several machines ask, and a delivery is read by its number.
ALTER TABLE observation ADD FOREIGN KEY (batch) REFERENCES batch (id);
ALTER TABLE observation ADD PRIMARY KEY (batch, indicator, division, area, period, grp);
CREATE INDEX observation_indicator ON observation (indicator);
CREATE INDEX batch_sha256 ON batch (sha256);
CREATE INDEX batch_event_batch ON batch_event (batch);
CREATE INDEX register_record ON register (kind, record);

ALTER TABLE mark ADD FOREIGN KEY (version) REFERENCES version (id);
ALTER TABLE mark ADD PRIMARY KEY (indicator, division, area, period, grp, version);
ALTER TABLE batch ADD FOREIGN KEY (definitions) REFERENCES definition_set (sha256);
ALTER TABLE edition_document ADD FOREIGN KEY (year, number) REFERENCES edition (year, number);
ALTER TABLE edition_figure ADD FOREIGN KEY (year, number) REFERENCES edition (year, number);
CREATE INDEX edition_figure_edition ON edition_figure (year, number);
