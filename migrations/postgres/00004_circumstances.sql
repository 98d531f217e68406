-- What requirements ask about a learner besides the attainments.

-- +goose Up
ALTER TABLE records ADD COLUMN circumstances json NOT NULL DEFAULT '{}'; -- JSON: facts, competencies, milestones, exceptions

-- +goose Down
ALTER TABLE records DROP COLUMN circumstances;
