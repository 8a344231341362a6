-- Pairs of files that may be one person, what was decided about each, and the merges made; the register's facts as they are compared.

CREATE TABLE duplicate_pair (
  -- Ids, not rows: a pair outlives a file that an undone import takes away, and is swept by the next scan.
  a_id        TEXT NOT NULL,
  b_id        TEXT NOT NULL,
  score       INTEGER NOT NULL CONSTRAINT pair_score_known CHECK (score BETWEEN 0 AND 100),
  -- Code of what speaks most for it, then all reasons in words, as a JSON list.
  reason      TEXT NOT NULL,
  reasons     TEXT NOT NULL,
  state       TEXT NOT NULL CONSTRAINT pair_state_known CHECK (state IN ('open', 'not_duplicate', 'merged')),
  -- Digest of the facts compared: a decision stands as long as they do.
  fingerprint TEXT NOT NULL,
  -- The scan that last found it; 0 where nobody's scan has.
  scan        INTEGER NOT NULL,
  found_at    TEXT NOT NULL,
  decided_by  TEXT,
  decided_at  TEXT,
  why         TEXT,
  PRIMARY KEY (a_id, b_id),
  CONSTRAINT pair_in_order CHECK (a_id < b_id),
  CONSTRAINT pair_decided_whole CHECK ((state = 'open') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX pair_by_score ON duplicate_pair (state, score DESC, a_id, b_id);
CREATE INDEX pair_by_reason ON duplicate_pair (state, reason, score DESC, a_id, b_id);
CREATE INDEX pair_by_other ON duplicate_pair (b_id);
CREATE INDEX pair_by_scan ON duplicate_pair (scan);

-- One walk through the register. `next_round` says where an interrupted one goes on.
CREATE TABLE duplicate_scan (
  seq        INTEGER PRIMARY KEY,
  at         TEXT NOT NULL,
  by         TEXT NOT NULL,
  state      TEXT NOT NULL CONSTRAINT scan_state_known CHECK (state IN ('running', 'done')),
  next_round INTEGER NOT NULL DEFAULT 0,
  files      INTEGER NOT NULL DEFAULT 0,
  -- Pairs found for the first time.
  fresh      INTEGER NOT NULL DEFAULT 0,
  -- JSON list of {reason, files}: groups too large to compare one by one.
  crowds     TEXT NOT NULL DEFAULT '[]'
) STRICT;

CREATE TABLE person_merge (
  act         INTEGER PRIMARY KEY REFERENCES act (seq),
  survivor_id TEXT NOT NULL,
  merged_id   TEXT NOT NULL,
  -- Names as they were that day: the list goes on being read after both changed.
  survivor_name TEXT NOT NULL,
  merged_name TEXT NOT NULL
) STRICT;

-- The facts two files are compared by. `goes_on`: the file at the end of a chain of merges.
CREATE VIEW comparable_person AS
  SELECT seq, id, coalesce(survivor, seq) AS goes_on, name_key, former_key, sound_key, sex, birth_date, id_match, id_no, phone, hukou_code, stay_code
  FROM person;

CREATE VIEW comparable_phone AS SELECT person_seq, number FROM person_phone;

CREATE VIEW comparable_spouse AS
  SELECT r.person_seq, coalesce(p.id_no, r.id_no) AS id_no
  FROM person_spouse r LEFT JOIN person p ON p.id = r.spouse_id;

CREATE VIEW comparable_child AS
  SELECT r.person_seq, coalesce(p.id_no, r.id_no) AS id_no
  FROM person_child r LEFT JOIN person p ON p.id = r.child_id;

CREATE VIEW change_of_person AS SELECT person_seq, seq FROM person_change WHERE person_seq IS NOT NULL;

CREATE VIEW slip_of_person AS SELECT person_id, id FROM slip WHERE person_id IS NOT NULL;
