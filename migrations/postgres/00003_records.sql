-- Learners' records and what was answered about them. The record's id is part
-- of every key, so that the tables can be spread over several servers by it.

-- +goose Up
CREATE TABLE records (
    id            uuid        NOT NULL PRIMARY KEY,
    learner       text        NOT NULL,             -- an id or pseudonym
    entry_catalog json        NOT NULL,             -- JSON: institution to day
    plan_signed   json        NOT NULL,             -- JSON: agreement to day
    created       timestamptz NOT NULL,
    updated       timestamptz NOT NULL,
    revision      bigint      NOT NULL CHECK (revision > 0)
);
CREATE INDEX records_learner ON records (learner) WHERE learner <> '';

CREATE TABLE attainments (
    record_id   uuid    NOT NULL REFERENCES records (id) ON DELETE CASCADE,
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
    attributes  json    NOT NULL, -- JSON
    PRIMARY KEY (record_id, position)
);

CREATE TABLE decisions (
    record_id   uuid    NOT NULL REFERENCES records (id) ON DELETE CASCADE,
    position    integer NOT NULL,
    decision_id text    NOT NULL,
    receiver_id text    NOT NULL,
    line_ids    json    NOT NULL, -- JSON
    outcome     text    NOT NULL,
    awards      json    NOT NULL, -- JSON
    decided_on  text    NOT NULL,
    decided_by  text    NOT NULL,
    reason      text    NOT NULL,
    valid_until text    NOT NULL,
    PRIMARY KEY (record_id, position)
);

-- Query and result are the very bytes that were given.
CREATE TABLE evaluations (
    id            uuid        NOT NULL PRIMARY KEY,
    record_id     uuid        REFERENCES records (id) ON DELETE CASCADE, -- NULL: the record was not saved
    created       timestamptz NOT NULL,
    as_of         text        NOT NULL,
    rules_version text        NOT NULL,
    input_hash    text        NOT NULL,
    query         bytea       NOT NULL,
    result        bytea       NOT NULL
);
CREATE INDEX evaluations_record ON evaluations (record_id, created, id);
CREATE INDEX evaluations_created ON evaluations (created, id);

-- +goose Down
DROP TABLE evaluations;
DROP TABLE decisions;
DROP TABLE attainments;
DROP TABLE records;
