-- Records kept beyond their time because somebody must still look at them (保全); the file itself goes on as before.
CREATE TABLE purge_hold (
  person_id TEXT PRIMARY KEY,
  reason    TEXT NOT NULL CONSTRAINT purge_hold_has_reason CHECK (reason <> ''),
  by        TEXT NOT NULL,
  at        TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One deletion of what was due: what rules, how many, never who. `running` and `cleaning` go on after a restart.
CREATE TABLE purge_run (
  seq        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL CONSTRAINT purge_run_once UNIQUE,
  -- Day up to which things were due.
  on_day     TEXT NOT NULL,
  at         TEXT NOT NULL,
  by         TEXT NOT NULL,
  state      TEXT NOT NULL CONSTRAINT purge_run_state_known CHECK (state IN ('running', 'cleaning', 'done')),
  -- JSON list of {record, label, action, count}.
  counts     TEXT NOT NULL CONSTRAINT purge_run_counts_json CHECK (json_valid(counts)),
  held       INTEGER NOT NULL,
  ended_at   TEXT,
  -- Octets of the database file before and after cleaning.
  before     INTEGER,
  after      INTEGER
) STRICT;

-- What was cut off the front of the log: the chain goes on from the hash of its last line.
CREATE TABLE audit_cut (
  -- Number of the last line that went.
  seq      INTEGER PRIMARY KEY,
  hash     TEXT NOT NULL,
  first_at TEXT NOT NULL,
  last_at  TEXT NOT NULL,
  lines    INTEGER NOT NULL,
  at       TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_cut_never_changes BEFORE UPDATE ON audit_cut BEGIN
  SELECT raise(ABORT, 'where the log was cut is kept');
END;
CREATE TRIGGER audit_cut_never_shrinks BEFORE DELETE ON audit_cut BEGIN
  SELECT raise(ABORT, 'where the log was cut is kept');
END;
