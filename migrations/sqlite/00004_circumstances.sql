-- What requirements ask about a learner besides the attainments.

-- +goose Up
ALTER TABLE records ADD COLUMN circumstances text NOT NULL DEFAULT '{}'; -- JSON: facts, competencies, milestones, exceptions

-- +goose Down
ALTER TABLE records DROP COLUMN circumstances;
