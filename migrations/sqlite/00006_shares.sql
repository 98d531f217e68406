-- What learners share by a link. The link's secret is not kept, only its hash; what
-- was left out is not in the body. A share that is withdrawn loses its body.

-- +goose Up
CREATE TABLE shares (
    id      text NOT NULL PRIMARY KEY,
    token   blob NOT NULL UNIQUE CHECK (length(token) = 32), -- SHA-256 of the link's secret
    owner   blob NOT NULL CHECK (length(owner) = 32), -- SHA-256 of the owner's key
    title   text NOT NULL,
    created datetime NOT NULL,
    expires datetime NOT NULL,
    revoked datetime, -- NULL: not withdrawn
    body    blob NOT NULL -- empty once it is withdrawn or has expired
);
CREATE INDEX shares_owner ON shares (owner, created, id);
CREATE INDEX shares_expires ON shares (expires) WHERE length(body) > 0;

-- +goose Down
DROP TABLE shares;
