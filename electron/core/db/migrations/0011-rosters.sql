-- Lists for the field as they were issued, what was printed of each person, and what the village answered.

CREATE TABLE roster (
  seq        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL CONSTRAINT roster_id_once UNIQUE,
  -- Nine digits by chance, printed and in the code of every row: a list of another office, or of after a restored backup, is nobody's here.
  number     INTEGER NOT NULL CONSTRAINT roster_number_once UNIQUE CONSTRAINT roster_number_nine CHECK (number BETWEEN 100000000 AND 999999999),
  kind       TEXT NOT NULL CONSTRAINT roster_kind_known CHECK (kind IN ('visit', 'roster', 'card')),
  at         TEXT NOT NULL,
  by         TEXT NOT NULL,
  account    TEXT NOT NULL,
  -- Division the list is about and its name as printed; null for cards of chosen persons.
  place      TEXT,
  place_name TEXT,
  basis      TEXT CONSTRAINT roster_basis_known CHECK (basis IN ('residence', 'hukou')),
  move_kind  TEXT CONSTRAINT roster_move_kind_known CHECK (move_kind IN ('in', 'out', 'intra_county')),
  -- JSON list of {key, title} as printed; JSON list of what is asked on a visit.
  columns    TEXT NOT NULL,
  asks       TEXT NOT NULL,
  -- Size of a card.
  sheet      TEXT CONSTRAINT roster_sheet_known CHECK (sheet IN ('A4', 'A5')),
  -- Whether whole numbers were printed, and what for.
  whole      INTEGER NOT NULL CONSTRAINT roster_whole_flag CHECK (whole IN (0, 1)),
  reason     TEXT,
  count      INTEGER NOT NULL CONSTRAINT roster_not_empty CHECK (count >= 1),
  CONSTRAINT roster_whole_for_reason CHECK (whole = 0 OR reason IS NOT NULL),
  CONSTRAINT roster_place_whole CHECK ((place IS NULL) = (kind = 'card') AND (place IS NULL) = (place_name IS NULL) AND (place IS NULL) = (basis IS NULL))
) STRICT;

CREATE TRIGGER roster_never_changes BEFORE UPDATE ON roster WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT raise(ABORT, 'a list stands as it was issued');
END;
CREATE TRIGGER roster_never_shrinks BEFORE DELETE ON roster WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT raise(ABORT, 'a list stands as it was issued');
END;

CREATE TABLE roster_row (
  roster    INTEGER NOT NULL REFERENCES roster (seq),
  row       INTEGER NOT NULL CONSTRAINT roster_row_counts CHECK (row >= 1),
  -- The id, not the row: paper outlives a file that an undone import takes away.
  person_id TEXT NOT NULL,
  -- What was printed, as JSON by column.
  cells     TEXT NOT NULL,
  PRIMARY KEY (roster, row)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER roster_row_never_changes BEFORE UPDATE ON roster_row WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT raise(ABORT, 'a list stands as it was issued');
END;
CREATE TRIGGER roster_row_never_shrinks BEFORE DELETE ON roster_row WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT raise(ABORT, 'a list stands as it was issued');
END;

-- What came back about one row. An entry that was corrected or taken back stays and no longer stands.
CREATE TABLE roster_entry (
  seq        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL CONSTRAINT roster_entry_id_once UNIQUE,
  roster     INTEGER NOT NULL REFERENCES roster (seq),
  row        INTEGER NOT NULL,
  -- Here the file itself: somebody answered about her, so it is not taken away any more.
  person_id  TEXT NOT NULL REFERENCES person (id),
  at         TEXT NOT NULL,
  by         TEXT NOT NULL,
  account    TEXT NOT NULL,
  visited_on TEXT NOT NULL,
  collector  TEXT,
  result     TEXT NOT NULL CONSTRAINT roster_result_known CHECK (result IN ('found', 'moved', 'unknown', 'changed', 'declined')),
  -- JSON list of what changed.
  fields     TEXT NOT NULL,
  stands     INTEGER NOT NULL CONSTRAINT roster_entry_stands_flag CHECK (stands IN (0, 1)),
  replaces   INTEGER REFERENCES roster_entry (seq),
  undone_at  TEXT,
  undone_by  TEXT,
  FOREIGN KEY (roster, row) REFERENCES roster_row (roster, row),
  CONSTRAINT roster_entry_undone_whole CHECK ((undone_at IS NULL) = (undone_by IS NULL) AND (undone_at IS NULL OR stands = 0))
) STRICT;

CREATE UNIQUE INDEX roster_entry_standing ON roster_entry (roster, row) WHERE stands = 1;
CREATE INDEX roster_entry_of_account ON roster_entry (roster, account, seq) WHERE stands = 1;
CREATE INDEX roster_entry_by_visit ON roster_entry (visited_on) WHERE stands = 1;
CREATE INDEX roster_entry_of_person ON roster_entry (person_id);
-- 谢绝 is a complete answer: who gave it is on no later list.
CREATE INDEX roster_declined ON roster_entry (person_id) WHERE stands = 1 AND result = 'declined';

CREATE TRIGGER roster_entry_never_shrinks BEFORE DELETE ON roster_entry WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT raise(ABORT, 'what came back is append-only');
END;
CREATE TRIGGER roster_entry_keeps_its_word
BEFORE UPDATE OF id, roster, row, person_id, at, by, account, visited_on, collector, result, fields, replaces ON roster_entry BEGIN
  SELECT raise(ABORT, 'what came back is append-only');
END;

-- Who may stand on a list, with the file that goes on for a merged one.
CREATE VIEW listed_person AS
  SELECT seq, id, survivor, status, birth_date, sort_key, stay_kind, stay_code, hukou_code FROM person;

-- Whether somebody still lives where her file says: a file that nobody set aside keeps the place of a stay that ended.
CREATE VIEW listed_stay AS SELECT person_seq, ended_on FROM person_episode;
