-- Lists taken in: what was imported under which act, which column a user took for what, and what was decided about doubtful rows.

CREATE TABLE workbook_import (
  seq       INTEGER PRIMARY KEY,
  id        TEXT NOT NULL CONSTRAINT workbook_import_id_once UNIQUE,
  act       INTEGER NOT NULL REFERENCES act (seq),
  -- Job that writes it; while that one runs, the import runs.
  job       TEXT NOT NULL,
  file      TEXT NOT NULL,
  sheet     TEXT NOT NULL,
  at        TEXT NOT NULL,
  by        TEXT NOT NULL,
  state     TEXT NOT NULL CONSTRAINT workbook_import_state_known CHECK (state IN ('applying', 'done')),
  -- Rows read, files made, changed and unchanged, rows left out as doubtful or wrong.
  total     INTEGER NOT NULL DEFAULT 0,
  fresh     INTEGER NOT NULL DEFAULT 0,
  changed   INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  doubtful  INTEGER NOT NULL DEFAULT 0,
  wrong     INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE workbook_mapping (
  account_id  TEXT NOT NULL,
  -- The titles of a header, folded.
  fingerprint TEXT NOT NULL,
  -- Column, field and whether blanks clear, as JSON.
  columns     TEXT NOT NULL,
  move_kind   TEXT,
  updated_at  TEXT NOT NULL,
  PRIMARY KEY (account_id, fingerprint)
) STRICT, WITHOUT ROWID;

-- Templates the office made for its own townships, beside those that are shipped.
CREATE TABLE workbook_layout (
  id         TEXT PRIMARY KEY,
  revision   INTEGER NOT NULL CONSTRAINT workbook_layout_revision_counts CHECK (revision >= 1),
  name       TEXT NOT NULL CONSTRAINT workbook_layout_name_once UNIQUE,
  move_kind  TEXT CONSTRAINT workbook_layout_kind_known CHECK (move_kind IN ('in', 'out', 'intra_county')),
  -- Field and title of each column, as JSON.
  columns    TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE workbook_decision (
  -- Number, name, birth date and registered residence of the row.
  key       TEXT PRIMARY KEY,
  -- Null: nobody on file, a new person.
  person_id TEXT,
  at        TEXT NOT NULL,
  by        TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What left the office as a table, and why whole numbers were needed; the line of the log says only how much.
CREATE TABLE workbook_export (
  seq       INTEGER PRIMARY KEY,
  at        TEXT NOT NULL,
  by        TEXT NOT NULL,
  persons   INTEGER NOT NULL,
  -- 1: whole numbers and telephones.
  whole     INTEGER NOT NULL CONSTRAINT workbook_export_whole_or_not CHECK (whole = 0 OR whole = 1),
  -- Names of the columns, as JSON.
  columns   TEXT NOT NULL,
  reason    TEXT NOT NULL CONSTRAINT workbook_export_reasoned CHECK (whole = 0 OR reason <> '')
) STRICT;

CREATE TRIGGER workbook_export_never_changes BEFORE UPDATE ON workbook_export WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT raise(ABORT, 'what left the office is append-only');
END;

CREATE TRIGGER workbook_export_never_shrinks BEFORE DELETE ON workbook_export WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT raise(ABORT, 'what left the office is append-only');
END;

-- What a row of a list is compared with.
CREATE VIEW person_key AS
  SELECT seq, id, coalesce(survivor, seq) AS living, name_key, former_key, sex, birth_date, id_match, id_no, hukou_code FROM person;

CREATE VIEW act_state AS SELECT seq, id, state FROM act;

-- The files an act made.
CREATE VIEW act_made AS SELECT act, person_seq FROM act_person WHERE revision_before IS NULL;

CREATE VIEW household_key AS SELECT id, number FROM household;

CREATE VIEW employer_key AS SELECT id, name FROM employer;
