-- The journal. Rows are only ever added: no statement of the product updates or deletes one (erasure, by its own command, apart).
-- Types are those that DuckDB and PostgreSQL share. Times are UTC without a zone.

CREATE TABLE register (
    id          BIGINT PRIMARY KEY,
    kind        TEXT NOT NULL,
    record      TEXT NOT NULL,
    body        TEXT,                          -- JSON; null: withdrawn
    recorded_at TIMESTAMP NOT NULL,
    recorded_by TEXT NOT NULL,
    why         TEXT
);

CREATE TABLE level (
    id       TEXT PRIMARY KEY,
    title_sv TEXT NOT NULL,
    title_en TEXT NOT NULL,
    rank     INTEGER NOT NULL UNIQUE
);

CREATE TABLE division (
    id          TEXT PRIMARY KEY,
    level       TEXT NOT NULL REFERENCES level (id),
    version     TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    UNIQUE (level, version)
);

CREATE TABLE area (
    division TEXT NOT NULL REFERENCES division (id),
    code     TEXT NOT NULL,
    name     TEXT NOT NULL,
    parent   TEXT,                             -- a code of the next coarser division
    PRIMARY KEY (division, code)
);

CREATE TABLE border_set (
    id          BIGINT PRIMARY KEY,
    division    TEXT NOT NULL REFERENCES division (id),
    source      TEXT NOT NULL,
    approximate BOOLEAN NOT NULL,
    crs         TEXT NOT NULL,
    browser     TEXT NOT NULL,                 -- GeoJSON, simplified as a coverage
    recorded_at TIMESTAMP NOT NULL,
    recorded_by TEXT NOT NULL
);

CREATE TABLE border (
    border_set BIGINT NOT NULL REFERENCES border_set (id),
    area       TEXT NOT NULL,
    wkb        BLOB NOT NULL,                  -- WGS 84, full detail
    label_lon  DOUBLE PRECISION NOT NULL,
    label_lat  DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (border_set, area)
);

CREATE TABLE neighbour (
    border_set BIGINT NOT NULL REFERENCES border_set (id),
    area       TEXT NOT NULL,
    other      TEXT NOT NULL,
    PRIMARY KEY (border_set, area, other)
);

CREATE TABLE upload (
    sha256      TEXT PRIMARY KEY,
    size        BIGINT NOT NULL,
    recorded_at TIMESTAMP NOT NULL
);

CREATE TABLE batch (
    id              BIGINT PRIMARY KEY,
    idempotency_key TEXT NOT NULL UNIQUE,
    sha256          TEXT NOT NULL REFERENCES upload (sha256),
    filename        TEXT NOT NULL,
    delivered_by    TEXT NOT NULL,
    comment         TEXT,
    form            TEXT NOT NULL,             -- JSON: what was said beside the file
    understood      TEXT NOT NULL,             -- JSON: how the file was read
    row_count       BIGINT NOT NULL,
    new_count       BIGINT NOT NULL,
    changed_count   BIGINT NOT NULL,
    unchanged_count BIGINT NOT NULL,
    recorded_at     TIMESTAMP NOT NULL
);

-- The life of a batch. What is current follows from the events alone; `id` orders them even if the clock was moved.
CREATE TABLE batch_event (
    id          BIGINT PRIMARY KEY,
    batch       BIGINT NOT NULL REFERENCES batch (id),
    kind        TEXT NOT NULL CHECK (kind IN ('delivered', 'approved', 'rejected', 'reverted', 'erased')),
    recorded_at TIMESTAMP NOT NULL,
    recorded_by TEXT NOT NULL,
    ground      TEXT NOT NULL CHECK (ground IN ('second_person', 'local', 'official', 'self')),
    why         TEXT,
    ref         TEXT
);

-- No primary key: an index over millions of rows costs more than the intake's own check for equal keys.
CREATE TABLE observation (
    batch       BIGINT NOT NULL,
    indicator   TEXT NOT NULL,
    division    TEXT NOT NULL,
    area        TEXT NOT NULL,
    period      TEXT NOT NULL,
    grp         TEXT NOT NULL,
    value       DOUBLE PRECISION,
    numerator   DOUBLE PRECISION,
    denominator DOUBLE PRECISION,
    status      TEXT NOT NULL CHECK (status IN ('final', 'preliminary', 'missing')),
    comment     TEXT,
    source_row  INTEGER NOT NULL
);

-- What was defined when a version was published, so that it can be written out again.
CREATE TABLE definition_set (
    sha256 TEXT PRIMARY KEY,
    body   TEXT NOT NULL
);

CREATE TABLE version (
    id          BIGINT PRIMARY KEY,
    kind        TEXT NOT NULL CHECK (kind IN ('figures', 'register')),
    recorded_at TIMESTAMP NOT NULL,
    recorded_by TEXT NOT NULL,
    definitions TEXT REFERENCES definition_set (sha256),
    method      TEXT NOT NULL,                 -- the version of the disclosure rule
    last_event  BIGINT NOT NULL,               -- the last batch_event that it holds
    last_record BIGINT NOT NULL,               -- the last register row that it holds
    last_border_set BIGINT NOT NULL,           -- the last border_set that it holds, and so which division was current
    digest      TEXT NOT NULL                  -- of its content, the same on every machine
);

-- Which cells a version hid: a row only where a cell's mark differs from the version before. Kept for ever.
CREATE TABLE mark (
    version   BIGINT NOT NULL,
    indicator TEXT NOT NULL,
    division  TEXT NOT NULL,
    area      TEXT NOT NULL,
    period    TEXT NOT NULL,
    grp       TEXT NOT NULL,
    mask      SMALLINT NOT NULL                -- 1 value, 2 numerator, 4 denominator; 0 no longer hidden
);
