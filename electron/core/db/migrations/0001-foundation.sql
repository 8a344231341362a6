-- The house itself: versions, settings, users, the audit chain, stored replies, jobs and drafts.

CREATE TABLE migration (
  number     INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  digest     TEXT NOT NULL,
  applied_at TEXT NOT NULL
) STRICT;

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
  id              TEXT PRIMARY KEY,
  name            TEXT NOT NULL CONSTRAINT account_name_once UNIQUE,
  display_name    TEXT NOT NULL,
  roles           TEXT NOT NULL CONSTRAINT account_roles_json CHECK (json_valid(roles)),
  active          INTEGER NOT NULL DEFAULT 1 CONSTRAINT account_active_bool CHECK (active IN (0, 1)),
  created_at      TEXT NOT NULL,
  last_sign_in_at TEXT
) STRICT;

-- Files that an erasure takes away, inside its transaction and never outside it: what else is append-only lets go of theirs.
-- Row 0 stands for what goes by its age alone.
CREATE TABLE erasing (
  person_seq INTEGER PRIMARY KEY,
  person_id  TEXT NOT NULL
) STRICT;

-- Append-only and hash-chained: each line commits to the one before it.
CREATE TABLE audit_entry (
  seq     INTEGER PRIMARY KEY,
  at      TEXT NOT NULL,
  account TEXT NOT NULL,
  method  TEXT NOT NULL,
  event   TEXT NOT NULL,
  outcome TEXT NOT NULL CONSTRAINT audit_outcome_known CHECK (outcome IN ('done', 'refused', 'failed')),
  subject TEXT,
  detail  TEXT CONSTRAINT audit_detail_json CHECK (detail IS NULL OR json_valid(detail)),
  prev    TEXT NOT NULL,
  hash    TEXT NOT NULL
) STRICT;

CREATE INDEX audit_by_subject ON audit_entry (subject) WHERE subject IS NOT NULL;

CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit_entry BEGIN
  SELECT raise(ABORT, 'audit entries are append-only');
END;

CREATE TRIGGER audit_never_shrinks BEFORE DELETE ON audit_entry WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT raise(ABORT, 'audit entries are append-only');
END;

-- The reply of a user action, stored in the action's own transaction: the same key again returns it.
CREATE TABLE stored_reply (
  key        TEXT PRIMARY KEY,
  account_id TEXT NOT NULL,
  method     TEXT NOT NULL,
  digest     TEXT NOT NULL,
  reply      TEXT NOT NULL,
  at         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX stored_reply_by_age ON stored_reply (at);

CREATE TABLE job (
  id         TEXT PRIMARY KEY,
  method     TEXT NOT NULL,
  account_id TEXT NOT NULL,
  state      TEXT NOT NULL CONSTRAINT job_state_known CHECK (state IN ('running', 'done', 'failed', 'cancelled', 'interrupted')),
  step       TEXT NOT NULL,
  done       INTEGER NOT NULL,
  total      INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  ended_at   TEXT,
  error      TEXT,
  result     TEXT
) STRICT;

CREATE INDEX job_by_start ON job (started_at);

CREATE TABLE draft (
  account_id TEXT NOT NULL REFERENCES account (id),
  form       TEXT NOT NULL,
  subject    TEXT NOT NULL,
  value      TEXT NOT NULL,
  saved_at   TEXT NOT NULL,
  PRIMARY KEY (account_id, form, subject)
) STRICT, WITHOUT ROWID;
