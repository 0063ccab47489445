-- Editions: yearly evaluations as they were published. A row is never altered; a later number of the same year takes its place.

CREATE TABLE edition (
    year             INTEGER NOT NULL,
    number           INTEGER NOT NULL,          -- counted from 1 in each year
    about            TEXT NOT NULL,             -- the day that it is about, ISO
    recorded_at      TIMESTAMP NOT NULL,
    recorded_by      TEXT NOT NULL,
    ref              TEXT,                      -- the document number
    why              TEXT,                      -- why it takes the place of the one before
    figures_version  BIGINT NOT NULL,
    register_version BIGINT NOT NULL,
    content_sha256   TEXT NOT NULL,
    sha256           TEXT NOT NULL,
    content          TEXT NOT NULL,             -- canonical JSON
    PRIMARY KEY (year, number)
);

CREATE TABLE edition_document (
    year       INTEGER NOT NULL,
    number     INTEGER NOT NULL,
    name       TEXT NOT NULL,
    media_type TEXT NOT NULL,
    sha256     TEXT NOT NULL,
    content    BLOB NOT NULL,
    PRIMARY KEY (year, number, name)
);

-- Which published figures an edition rests on: to say which editions a delivery would move. '' stands for all.
CREATE TABLE edition_figure (
    year      INTEGER NOT NULL,
    number    INTEGER NOT NULL,
    indicator TEXT NOT NULL,
    division  TEXT NOT NULL,
    area      TEXT NOT NULL,
    period    TEXT NOT NULL
);

CREATE TABLE edition_event (
    id          BIGINT PRIMARY KEY,
    kind        TEXT NOT NULL CHECK (kind IN ('announced', 'erased')),
    year        INTEGER NOT NULL,
    number      INTEGER NOT NULL,               -- announced: of the edition to come
    about       TEXT,                           -- announced: the day on which it is to be published, ISO
    recorded_at TIMESTAMP NOT NULL,
    recorded_by TEXT NOT NULL,
    ref         TEXT,
    why         TEXT
);
