-- The rule set as data. "body" is the canonical JSON of an entry without its
-- children; "hash" is its SHA-256 as in internal/ruleset. The other columns are
-- taken from the body, so that a person or a query can find it. The type is json
-- and not jsonb, because jsonb refuses \u0000 and is slower to write. Ids sort by
-- their bytes (COLLATE "C"), as they do in Go and in SQLite.

-- +goose Up
CREATE TABLE scales (
    id   text COLLATE "C" NOT NULL PRIMARY KEY,
    name text             NOT NULL,
    hash bytea            NOT NULL,
    body json             NOT NULL
);

CREATE TABLE institutions (
    id      text COLLATE "C" NOT NULL PRIMARY KEY,
    name    text             NOT NULL,
    kind    text             NOT NULL,
    country text             NOT NULL,
    unit    text             NOT NULL,
    hash    bytea            NOT NULL,
    body    json             NOT NULL
);

CREATE TABLE items (
    id             text COLLATE "C" NOT NULL PRIMARY KEY,
    institution_id text             NOT NULL,
    kind           text             NOT NULL,
    hash           bytea            NOT NULL,
    body           json             NOT NULL
);
CREATE INDEX items_institution ON items (institution_id);

-- Codes and titles over time, for looking an item up by what a transcript says.
CREATE TABLE item_versions (
    item_id    text COLLATE "C" NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    position   integer          NOT NULL,
    code       text             NOT NULL, -- in the form in which codes are compared
    title      text             NOT NULL,
    credits    text             NOT NULL, -- exact: "3", "2.5" or "8/3"
    unit       text             NOT NULL, -- empty: the institution's
    valid_from text             NOT NULL, -- days are YYYY-MM-DD; empty: open
    valid_to   text             NOT NULL,
    PRIMARY KEY (item_id, position)
);
CREATE INDEX item_versions_code ON item_versions (code);

CREATE TABLE programs (
    id             text COLLATE "C" NOT NULL PRIMARY KEY,
    institution_id text             NOT NULL,
    title          text             NOT NULL,
    hash           bytea            NOT NULL,
    body           json             NOT NULL
);
CREATE INDEX programs_institution ON programs (institution_id);

-- The number "key" stands for (id, version) in the tables below, which hold
-- millions of rows.
CREATE TABLE agreements (
    key            bigint           NOT NULL PRIMARY KEY,
    id             text COLLATE "C" NOT NULL,
    version        integer          NOT NULL,
    title          text             NOT NULL,
    kind           text             NOT NULL,
    lifecycle      text             NOT NULL,
    receiver_id    text             NOT NULL,
    effective_from text             NOT NULL,
    effective_to   text             NOT NULL,
    review_by      text             NOT NULL,
    rule_count     integer          NOT NULL,
    hash           bytea            NOT NULL,
    body           json             NOT NULL,
    UNIQUE (id, version)
);
CREATE INDEX agreements_receiver ON agreements (receiver_id);
CREATE INDEX agreements_review_by ON agreements (review_by) WHERE review_by <> '';

CREATE TABLE rules (
    agreement_key bigint  NOT NULL REFERENCES agreements (key) ON DELETE CASCADE,
    position      integer NOT NULL,
    rule_id       text    NOT NULL,
    outcome       text    NOT NULL,
    hash          bytea   NOT NULL,
    body          json    NOT NULL,
    PRIMARY KEY (agreement_key, position)
);

-- Which rules name an item, as a source or as an award.
CREATE TABLE rule_items (
    agreement_key bigint           NOT NULL,
    position      integer          NOT NULL,
    role          text             NOT NULL CHECK (role IN ('source', 'award')),
    item_id       text COLLATE "C" NOT NULL,
    PRIMARY KEY (agreement_key, position, role, item_id),
    FOREIGN KEY (agreement_key, position) REFERENCES rules (agreement_key, position) ON DELETE CASCADE
);
CREATE INDEX rule_items_item ON rule_items (item_id);

-- One row for each change of the rule set; the last one is current.
CREATE TABLE rule_set_versions (
    seq      bigint      NOT NULL PRIMARY KEY,
    version  text        NOT NULL,
    previous text        NOT NULL,
    created  timestamptz NOT NULL,
    source   text        NOT NULL,
    added    integer     NOT NULL,
    changed  integer     NOT NULL,
    summary  json        NOT NULL -- JSON: entries added and changed by kind
);
CREATE INDEX rule_set_versions_version ON rule_set_versions (version);

-- +goose Down
DROP TABLE rule_set_versions;
DROP TABLE rule_items;
DROP TABLE rules;
DROP TABLE agreements;
DROP TABLE programs;
DROP TABLE item_versions;
DROP TABLE items;
DROP TABLE institutions;
DROP TABLE scales;
