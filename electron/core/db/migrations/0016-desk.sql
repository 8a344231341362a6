-- The person's desk: what people ask about their own files, how it was answered, and the marks that keep a file from being used.

-- 限制处理 and 有异议, one row for each file of the person, so that a merge that is taken back frees nobody.
CREATE TABLE person_mark (
  seq       INTEGER PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  kind      TEXT NOT NULL CONSTRAINT person_mark_kind_known CHECK (kind IN ('restricted', 'contested')),
  -- What is contested; '' for a restriction.
  field     TEXT NOT NULL,
  -- Number of the request it was placed for.
  request   INTEGER NOT NULL,
  placed_at TEXT NOT NULL,
  placed_by TEXT NOT NULL,
  lifted_at TEXT,
  lifted_by TEXT,
  CONSTRAINT person_mark_lifted_whole CHECK ((lifted_at IS NULL) = (lifted_by IS NULL)),
  CONSTRAINT person_mark_field_of_kind CHECK ((kind = 'restricted') = (field = ''))
) STRICT;

CREATE UNIQUE INDEX person_mark_standing ON person_mark (person_id, kind, field, request) WHERE lifted_at IS NULL;
CREATE INDEX person_mark_restricted ON person_mark (kind, person_id) WHERE lifted_at IS NULL AND kind = 'restricted';
CREATE INDEX person_mark_of_request ON person_mark (request) WHERE lifted_at IS NULL;

-- Every file of somebody whose data may only be kept: the one that goes on and those that went into it.
CREATE VIEW restricted_person AS
  SELECT s.seq, s.id FROM person_mark m INDEXED BY person_mark_restricted
    CROSS JOIN person o ON o.id = m.person_id CROSS JOIN person s ON s.seq = coalesce(o.survivor, o.seq)
  WHERE m.kind = 'restricted' AND m.lifted_at IS NULL
  UNION
  SELECT g.seq, g.id FROM person_mark m INDEXED BY person_mark_restricted
    CROSS JOIN person o ON o.id = m.person_id CROSS JOIN person g INDEXED BY person_by_survivor ON g.survivor = coalesce(o.survivor, o.seq)
  WHERE m.kind = 'restricted' AND m.lifted_at IS NULL;

CREATE TABLE desk_request (
  seq           INTEGER PRIMARY KEY,
  id            TEXT NOT NULL CONSTRAINT desk_request_id_once UNIQUE,
  revision      INTEGER NOT NULL CONSTRAINT desk_request_revision_counts CHECK (revision >= 1),
  -- Nine digits by chance: a receipt given out before a backup was restored is never another one's.
  number        INTEGER NOT NULL CONSTRAINT desk_request_number_once UNIQUE
                CONSTRAINT desk_request_number_nine CHECK (number BETWEEN 100000000 AND 999999999),
  kind          TEXT NOT NULL CONSTRAINT desk_request_kind_known
                CHECK (kind IN ('show', 'correct', 'contest', 'restrict', 'withdraw', 'erase')),
  -- Null once the file itself was erased; the request stays without anybody's name.
  person_id     TEXT REFERENCES person (id) ON DELETE SET NULL,
  capacity      TEXT NOT NULL CONSTRAINT desk_request_capacity_known CHECK (capacity IN ('self', 'guardian', 'agent')),
  -- Name of a guardian or agent; null for the person himself, and once forgotten.
  asker         TEXT,
  -- JSON list of the papers that were shown.
  papers        TEXT NOT NULL CONSTRAINT desk_request_papers_json CHECK (json_valid(papers)),
  -- What is asked for in words, what it concerns (JSON list), and the evidence that was shown.
  wanted        TEXT,
  fields        TEXT NOT NULL CONSTRAINT desk_request_fields_json CHECK (json_valid(fields)),
  evidence      TEXT,
  received_on   TEXT NOT NULL,
  due_on        TEXT NOT NULL,
  -- The rule the day was counted by, as it is said beside it.
  due_rule      TEXT NOT NULL,
  state         TEXT NOT NULL CONSTRAINT desk_request_state_known CHECK (state IN ('open', 'decided', 'closed', 'withdrawn')),
  decision      TEXT CONSTRAINT desk_request_decision_known CHECK (decision IN ('granted', 'partly', 'refused')),
  reason        TEXT,
  decided_by    TEXT,
  decided_at    TEXT,
  -- What was left in the file and until when, as the erasure reported it: JSON.
  kept          TEXT CONSTRAINT desk_request_kept_json CHECK (kept IS NULL OR json_valid(kept)),
  done_at       TEXT,
  handed        TEXT CONSTRAINT desk_request_handed_known CHECK (handed IN ('paper', 'file', 'post', 'spoken')),
  closed_on     TEXT,
  created_at    TEXT NOT NULL,
  created_by    TEXT NOT NULL,
  CONSTRAINT desk_request_decided_whole CHECK ((decision IS NULL) = (decided_at IS NULL)),
  CONSTRAINT desk_request_refused_with_reason CHECK (decision IS NOT 'refused' OR reason IS NOT NULL),
  CONSTRAINT desk_request_closed_whole CHECK ((state = 'closed') = (closed_on IS NOT NULL))
) STRICT;

CREATE INDEX desk_request_waiting ON desk_request (due_on, seq) WHERE state IN ('open', 'decided');
CREATE INDEX desk_request_ended ON desk_request (seq) WHERE state IN ('closed', 'withdrawn');
CREATE INDEX desk_request_of_person ON desk_request (person_id) WHERE person_id IS NOT NULL;

CREATE TRIGGER desk_request_never_shrinks BEFORE DELETE ON desk_request BEGIN
  SELECT raise(ABORT, 'requests of persons are kept');
END;

-- What was done with a request; never a word of what stands in the file.
CREATE TABLE desk_event (
  seq     INTEGER PRIMARY KEY,
  request INTEGER NOT NULL REFERENCES desk_request (seq),
  at      TEXT NOT NULL,
  by      TEXT NOT NULL,
  action  TEXT NOT NULL CONSTRAINT desk_event_action_known
          CHECK (action IN ('receive', 'show', 'export', 'decide', 'withdraw', 'lift', 'erase', 'close')),
  detail  TEXT
) STRICT;

CREATE INDEX desk_event_of_request ON desk_event (request);

CREATE TRIGGER desk_event_only_forgets BEFORE UPDATE ON desk_event
WHEN (NEW.detail IS NOT NULL AND NOT EXISTS (SELECT 1 FROM erasing)) OR NEW.request <> OLD.request OR NEW.at <> OLD.at OR NEW.by <> OLD.by OR NEW.action <> OLD.action BEGIN
  SELECT raise(ABORT, 'what was done with a request is append-only');
END;
CREATE TRIGGER desk_event_never_shrinks BEFORE DELETE ON desk_event BEGIN
  SELECT raise(ABORT, 'what was done with a request is append-only');
END;

-- Which files a table held: bit n of the bytes is row n of table person, so that a person learns which tables held her.
ALTER TABLE workbook_export ADD COLUMN files BLOB;
-- A row number that was given anew held nobody before its file was made.
CREATE VIEW exported_person AS SELECT seq, created_at FROM person;

-- Which lists hold somebody, for who asks where her name was printed.
CREATE INDEX roster_row_of_person ON roster_row (person_id);
CREATE VIEW desk_person_list AS
  SELECT w.person_id, r.id, r.kind, r.number, r.at, r.by, r.place_name FROM roster_row w JOIN roster r ON r.seq = w.roster;

CREATE VIEW desk_person_place AS
  SELECT p.id, s.stay_code, s.hukou_code FROM person p JOIN person s ON s.seq = coalesce(p.survivor, p.seq);
