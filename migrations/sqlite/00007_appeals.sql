-- The stages of appeal against a decision.

-- +goose Up
ALTER TABLE decisions ADD COLUMN appeals text NOT NULL DEFAULT 'null'; -- JSON

-- +goose Down
ALTER TABLE decisions DROP COLUMN appeals;
