-- +goose Up
CREATE TABLE cairn_meta (
    key   text NOT NULL PRIMARY KEY,
    value text NOT NULL
);

-- +goose Down
DROP TABLE cairn_meta;
