-- Learners' records and what was answered about them. The record's id is part
-- of every key, so that the tables can be spread over several servers by it.

-- +goose Up
CREATE TABLE records (
    id            text     NOT NULL PRIMARY KEY, -- UUID
    learner       text     NOT NULL,             -- an id or pseudonym
    entry_catalog text     NOT NULL,             -- JSON: institution to day
    plan_signed   text     NOT NULL,             -- JSON: agreement to day
    created       datetime NOT NULL,
    updated       datetime NOT NULL,
    revision      integer  NOT NULL CHECK (revision > 0)
);
CREATE INDEX records_learner ON records (learner) WHERE learner <> '';

CREATE TABLE attainments (
    record_id   text    NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    position    integer NOT NULL,
    line_id     text    NOT NULL,
    item_id     text    NOT NULL, -- empty: not recognised yet
    institution text    NOT NULL,
    code        text    NOT NULL,
    title       text    NOT NULL,
    kind        text    NOT NULL,
    started     text    NOT NULL, -- days are YYYY-MM-DD; empty: not stated
    attained    text    NOT NULL,
    term        text    NOT NULL,
    expires     text    NOT NULL,
    credits     text,             -- exact; NULL: the catalogue's
    unit        text    NOT NULL,
    grade       text    NOT NULL,
    scale       text    NOT NULL,
    status      text    NOT NULL,
    level       text    NOT NULL,
    evidence    text    NOT NULL,
    attributes  text    NOT NULL, -- JSON
    PRIMARY KEY (record_id, position)
) WITHOUT ROWID;

CREATE TABLE decisions (
    record_id   text    NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    position    integer NOT NULL,
    decision_id text    NOT NULL,
    receiver_id text    NOT NULL,
    line_ids    text    NOT NULL, -- JSON
    outcome     text    NOT NULL,
    awards      text    NOT NULL, -- JSON
    decided_on  text    NOT NULL,
    decided_by  text    NOT NULL,
    reason      text    NOT NULL,
    valid_until text    NOT NULL,
    PRIMARY KEY (record_id, position)
) WITHOUT ROWID;

-- Query and result are the very bytes that were given.
CREATE TABLE evaluations (
    id            text     NOT NULL PRIMARY KEY, -- UUID
    record_id     text REFERENCES records (id) ON DELETE CASCADE, -- NULL: the record was not saved
    created       datetime NOT NULL,
    as_of         text     NOT NULL,
    rules_version text     NOT NULL,
    input_hash    text     NOT NULL,
    query         blob     NOT NULL,
    result        blob     NOT NULL
);
CREATE INDEX evaluations_record ON evaluations (record_id, created, id);
CREATE INDEX evaluations_created ON evaluations (created, id);

-- +goose Down
DROP TABLE evaluations;
DROP TABLE decisions;
DROP TABLE attainments;
DROP TABLE records;
