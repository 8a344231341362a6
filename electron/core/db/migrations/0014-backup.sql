-- What was saved where: every try at a copy outside the database, kept for whoever asks whether there is one.

CREATE TABLE backup (
  seq            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL CONSTRAINT backup_once UNIQUE,
  at             TEXT NOT NULL,
  why            TEXT NOT NULL CONSTRAINT backup_why_known CHECK (why IN ('asked', 'daily', 'closing', 'before')),
  place          TEXT NOT NULL,
  place_label    TEXT NOT NULL,
  file           TEXT NOT NULL,
  bytes          INTEGER NOT NULL,
  ms             INTEGER NOT NULL,
  -- 'verified', or the code of the failure with its parameters.
  result         TEXT NOT NULL,
  params         TEXT NOT NULL CONSTRAINT backup_params_json CHECK (json_valid(params)),
  by             TEXT,
  -- Last line of the audit chain it holds.
  audit_seq      INTEGER,
  audit_hash     TEXT
) STRICT;

CREATE INDEX backup_by_place ON backup (place, seq);

-- What a restore or a torn log left to be looked at by a person: the newest unconfirmed row pauses what runs by itself.
CREATE TABLE backup_restore (
  seq          INTEGER PRIMARY KEY,
  at           TEXT NOT NULL,
  source       TEXT NOT NULL CONSTRAINT backup_restore_source CHECK (source IN ('backup', 'salvage', 'log')),
  -- When the backup was made; of a salvage, when it began; of a torn log, when the office was opened without its end.
  made_at      TEXT NOT NULL,
  first        TEXT NOT NULL,
  second       TEXT,
  -- Rows of the tables before and after; null before when nothing could be read.
  before       TEXT CONSTRAINT backup_before_json CHECK (before IS NULL OR json_valid(before)),
  after        TEXT NOT NULL CONSTRAINT backup_after_json CHECK (json_valid(after)),
  -- Time of the last act known before.
  last_act     TEXT,
  -- Folder below the data folder that holds what stood here before; null when nothing did.
  kept         TEXT,
  confirmed_at TEXT,
  confirmed_by TEXT
) STRICT;

CREATE INDEX backup_restore_open ON backup_restore (seq) WHERE confirmed_at IS NULL;
