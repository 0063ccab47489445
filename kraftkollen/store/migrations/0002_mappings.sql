-- How officers corrected the reading of files with certain headers, remembered for the next file that has them.

CREATE TABLE remembered_mapping (
    id          BIGINT PRIMARY KEY,
    header_key  TEXT NOT NULL,                 -- a hash of the folded headers
    correction  TEXT NOT NULL,                 -- JSON
    recorded_at TIMESTAMP NOT NULL,
    recorded_by TEXT NOT NULL
);
