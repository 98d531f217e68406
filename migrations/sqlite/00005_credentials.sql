-- Credentials that were issued here, and the status lists in which they stand. A
-- credential outlives the record that it was issued for: others hold it.

-- +goose Up
CREATE TABLE status_lists (
    institution text   NOT NULL,
    list        integer NOT NULL, -- from 1
    entries     integer NOT NULL, -- a power of two
    taken       integer NOT NULL, -- how many entries are given away
    stride      integer NOT NULL, -- odd; entry n lies at (start + n * stride) mod entries
    start       integer NOT NULL,
    PRIMARY KEY (institution, list),
    CHECK (taken BETWEEN 0 AND entries)
) WITHOUT ROWID;

CREATE TABLE credentials (
    id          text   NOT NULL PRIMARY KEY,
    institution text   NOT NULL,
    program     text   NOT NULL, -- empty: no program
    record_id   text   REFERENCES records (id) ON DELETE SET NULL, -- NULL: no stored record
    name        text   NOT NULL,
    list        integer NOT NULL,
    place       integer NOT NULL,
    standing    text   NOT NULL CHECK (standing IN ('active', 'suspended', 'revoked')),
    reason      text   NOT NULL,
    issued      datetime NOT NULL,
    changed     datetime NOT NULL,
    valid_from  datetime NOT NULL,
    valid_until datetime, -- NULL: for ever
    media_type  text   NOT NULL,
    body        blob   NOT NULL, -- as it was signed
    revision    integer NOT NULL CHECK (revision > 0),
    UNIQUE (institution, list, place)
);
CREATE INDEX credentials_issued ON credentials (issued, id);
-- What a record completes is certified once, unless that was revoked.
CREATE UNIQUE INDEX credentials_once ON credentials (record_id, program)
    WHERE record_id IS NOT NULL AND program <> '' AND standing <> 'revoked';
CREATE INDEX credentials_standing ON credentials (institution, list, place) WHERE standing <> 'active';

-- +goose Down
DROP TABLE credentials;
DROP TABLE status_lists;
