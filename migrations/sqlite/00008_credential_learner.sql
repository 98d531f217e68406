-- Whom a credential is about, as a hash of the learner of its record, so that it is
-- known again when the record is renamed or deleted. What was issued before has none and
-- is found through its record.

-- +goose Up
ALTER TABLE credentials ADD COLUMN learner text NOT NULL DEFAULT '';
-- As learner, where it was conferred and not issued by hand.
ALTER TABLE credentials ADD COLUMN conferred_to text NOT NULL DEFAULT '';
CREATE INDEX credentials_learner ON credentials (learner, program) WHERE learner <> '';
-- Nobody is conferred the same twice, unless the first was revoked.
CREATE UNIQUE INDEX credentials_conferred ON credentials (conferred_to, program)
    WHERE conferred_to <> '' AND standing <> 'revoked';

-- +goose Down
DROP INDEX credentials_conferred;
DROP INDEX credentials_learner;
ALTER TABLE credentials DROP COLUMN conferred_to;
ALTER TABLE credentials DROP COLUMN learner;
