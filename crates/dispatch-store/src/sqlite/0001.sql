-- The whole database, version 1. Times named `*_at`, `due` are milliseconds; minutes are whole UTC minutes.

-- Deliveries as they came. A repeat of the same body is not stored twice; another body under a known id is.
CREATE TABLE inbox (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    connection  TEXT    NOT NULL,
    delivery    TEXT    NOT NULL,
    body_hash   BLOB    NOT NULL,
    body        BLOB,
    received_at INTEGER NOT NULL,
    status      TEXT    NOT NULL CHECK (status IN ('new', 'done', 'parked')),
    altered     INTEGER NOT NULL DEFAULT 0,
    attempts    INTEGER NOT NULL DEFAULT 0,
    next_at     INTEGER NOT NULL,
    error       TEXT,
    UNIQUE (connection, delivery, body_hash)
) STRICT;
CREATE INDEX inbox_waiting ON inbox (next_at, id) WHERE status = 'new';

CREATE TABLE journal (
    practice TEXT    NOT NULL,
    sequence INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    cause    TEXT    NOT NULL,
    event    TEXT    NOT NULL,
    PRIMARY KEY (practice, sequence)
) STRICT;

-- Why, at full length. May be pruned; nothing is rebuilt from it.
CREATE TABLE traces (
    practice TEXT    NOT NULL,
    sequence INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    trace    TEXT    NOT NULL,
    PRIMARY KEY (practice, sequence)
) STRICT;

-- What is to be done outside. Rows of one lane are done in order. `sending` marks a call that cannot be repeated.
CREATE TABLE outbox (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    practice TEXT    NOT NULL,
    sequence INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    lane     TEXT    NOT NULL,
    cause    TEXT    NOT NULL,
    payload  TEXT    NOT NULL,
    status   TEXT    NOT NULL CHECK (status IN ('pending', 'in_flight', 'sending', 'done', 'dead', 'unknown')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at  INTEGER NOT NULL,
    error    TEXT,
    UNIQUE (practice, sequence, ordinal)
) STRICT;
CREATE INDEX outbox_waiting ON outbox (next_at, id) WHERE status = 'pending';
CREATE INDEX outbox_open ON outbox (practice, lane, id) WHERE status IN ('pending', 'in_flight', 'sending');

CREATE TABLE exchanges (
    outbox   INTEGER PRIMARY KEY REFERENCES outbox (id) ON DELETE CASCADE,
    step     INTEGER NOT NULL,
    exchange TEXT    NOT NULL
) STRICT;

CREATE TABLE timers (
    practice TEXT    NOT NULL,
    timer    TEXT    NOT NULL,
    due      INTEGER NOT NULL,
    cause    TEXT    NOT NULL,
    PRIMARY KEY (practice, timer)
) STRICT;
CREATE INDEX timers_due ON timers (due);

CREATE TABLE bookings (
    practice TEXT    NOT NULL,
    booking  INTEGER NOT NULL,
    summary  TEXT    NOT NULL,
    PRIMARY KEY (practice, booking)
) STRICT;

CREATE TABLE exceptions (
    practice  TEXT    NOT NULL,
    exception INTEGER NOT NULL,
    booking   INTEGER NOT NULL,
    owner     TEXT    NOT NULL,
    deadline  INTEGER NOT NULL,
    open      INTEGER NOT NULL,
    PRIMARY KEY (practice, exception)
) STRICT;

-- Who a client is, apart from all scheduling data.
CREATE TABLE contacts (
    practice TEXT NOT NULL,
    client   TEXT NOT NULL,
    name     TEXT,
    email    TEXT,
    phone    TEXT,
    PRIMARY KEY (practice, client)
) STRICT;

-- `guard_*` is the padded span where paddings exclude each other, the bare one where they may be shared.
CREATE TABLE occupancies (
    practice    TEXT    NOT NULL,
    lane        INTEGER NOT NULL,
    booking     INTEGER NOT NULL,
    item        INTEGER NOT NULL,
    phase       INTEGER NOT NULL,
    origin      TEXT    NOT NULL CHECK (origin IN ('ours', 'observed', 'forced', 'hold', 'vacating')),
    used_start  INTEGER NOT NULL,
    used_end    INTEGER NOT NULL,
    guard_start INTEGER NOT NULL,
    guard_end   INTEGER NOT NULL,
    capacity    INTEGER NOT NULL CHECK (capacity > 0),
    -- An empty span would slip past any test for overlap.
    CHECK (used_start < used_end AND guard_start <= used_start AND used_end <= guard_end)
) STRICT;
CREATE INDEX occupancies_by_lane ON occupancies (practice, lane, guard_start);
CREATE INDEX occupancies_by_booking ON occupancies (practice, booking);

-- The last guard against double booking. What we decide or hold may nowhere be one more than the lane holds. A hold
-- may stand beside what is being vacated; observed and forced occupancies lie outside. Depth changes only where
-- something starts, so it is counted at the new start and at each start inside the new span.
CREATE TRIGGER occupancies_guard BEFORE INSERT ON occupancies WHEN NEW.origin IN ('ours', 'hold')
BEGIN
    SELECT RAISE(ABORT, 'occupancy guard: overlap') WHERE EXISTS (
        WITH other AS (
            SELECT guard_start AS first, guard_end AS after FROM occupancies
            WHERE practice = NEW.practice AND lane = NEW.lane AND booking <> NEW.booking
              AND guard_start < NEW.guard_end AND guard_end > NEW.guard_start
              AND (origin IN ('ours', 'hold') OR (origin = 'vacating' AND NEW.origin <> 'hold'))
        )
        SELECT 1 FROM (SELECT NEW.guard_start AS at UNION SELECT first FROM other WHERE first > NEW.guard_start)
        WHERE (SELECT count(*) FROM other WHERE first <= at AND after > at) >= NEW.capacity
    );
    -- One booking may meet its own padding, and what it is itself leaving, but not be twice in one place.
    SELECT RAISE(ABORT, 'occupancy guard: overlap') WHERE NEW.capacity = 1 AND EXISTS (
        SELECT 1 FROM occupancies
        WHERE practice = NEW.practice AND lane = NEW.lane AND booking = NEW.booking AND origin = NEW.origin
          AND used_start < NEW.used_end AND used_end > NEW.used_start
    );
END;

-- Occupancies are taken away and put in, never changed in place: a change would pass the guard by.
CREATE TRIGGER occupancies_fixed BEFORE UPDATE ON occupancies
BEGIN
    SELECT RAISE(ABORT, 'occupancy guard: rows are not updated');
END;
