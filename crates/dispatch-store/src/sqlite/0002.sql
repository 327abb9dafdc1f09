-- Version 2: a practice has one owner at a time, and what an owner claims carries its epoch.

-- `head` is the sequence of the journal's last event. A batch is stored only by the owner's epoch and on the head that it
-- was decided on. `owner` names the process, for people; no time is kept, since one file is served by one process.
CREATE TABLE practices (
    practice TEXT    NOT NULL PRIMARY KEY,
    owner    TEXT    NOT NULL,
    epoch    INTEGER NOT NULL,
    head     INTEGER NOT NULL
) STRICT;
INSERT INTO practices (practice, owner, epoch, head)
    SELECT practice, '', 0, max(sequence) FROM journal GROUP BY practice;

-- The practice of each connection, as its owner said last. A delivery is claimed by the owner of its connection's practice.
CREATE TABLE connections (
    connection TEXT NOT NULL PRIMARY KEY,
    practice   TEXT NOT NULL
) STRICT;

-- The epoch under which a row was claimed last; 0 for never. A claim under another epoch than the practice's holds no more.
ALTER TABLE inbox ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;

-- A lane is a provider, a room or a device in every other table.
ALTER TABLE outbox RENAME COLUMN lane TO queue_key;

-- What an owner before was doing waits too.
DROP INDEX outbox_waiting;
CREATE INDEX outbox_waiting ON outbox (next_at, id) WHERE status IN ('pending', 'in_flight');
