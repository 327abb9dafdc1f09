-- Version 3: people answer exceptions.

-- Answers to commands of people, each stored with the batch of its command: the same command sent again, after a lost answer or
-- a crash, gets the same answer and changes nothing. `scope` is the sender and the route, `digest` is of method, path and body.
CREATE TABLE answers (
    practice TEXT    NOT NULL,
    scope    TEXT    NOT NULL,
    key      TEXT    NOT NULL,
    digest   BLOB    NOT NULL,
    status   INTEGER NOT NULL,
    version  INTEGER,
    body     TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (practice, scope, key)
) STRICT;
CREATE INDEX answers_age ON answers (at);

-- The person who answered, and when it was closed: whoever comes second is told who was first.
ALTER TABLE exceptions ADD COLUMN answered_by TEXT;
ALTER TABLE exceptions ADD COLUMN closed_at INTEGER;

-- What failed is shown to people, newest first, and is little among much.
CREATE INDEX outbox_failed ON outbox (practice, id) WHERE status IN ('dead', 'unknown');
