-- Information slips: the case on our side, the contents that travel, what was done with them, and the views other modules read.

-- One import from one partner. Its records count only once `bundle_id` is set; until then they can be thrown away.
CREATE TABLE slip_batch (
  batch      INTEGER PRIMARY KEY,
  stage      TEXT NOT NULL CONSTRAINT slip_batch_stage_once UNIQUE,
  partner_id TEXT NOT NULL REFERENCES partner (id),
  opened_at  TEXT NOT NULL,
  -- Records of the batch are the rows from here on that carry its number.
  first_seq  INTEGER NOT NULL,
  bundle_id  TEXT,
  applied_at TEXT,
  CONSTRAINT slip_batch_applied_whole CHECK ((bundle_id IS NULL) = (applied_at IS NULL))
) STRICT;

-- The content of one revision of one slip, as it came or as it leaves (exchange-format.md §2.5).
CREATE TABLE slip_record (
  seq           INTEGER PRIMARY KEY,
  -- Null for what this office wrote itself.
  batch         INTEGER,
  record_id     BLOB NOT NULL CONSTRAINT slip_record_id_size CHECK (length(record_id) = 16),
  rev           INTEGER NOT NULL CONSTRAINT slip_record_rev_counts CHECK (rev >= 1),
  -- Not IN (…): SQLite builds a table of a longer list anew for every row inserted, which costs half as much as the row.
  kind          TEXT NOT NULL CONSTRAINT slip_record_kind_known
                CHECK (kind = 'request' OR kind = 'reply' OR kind = 'notice' OR kind = 'withdraw'),
  slip_kind     TEXT NOT NULL,
  ref           BLOB,
  -- SHA-256 of the line; null for own records, whose line the bundle writes.
  digest        BLOB,
  rule_pack     TEXT NOT NULL,
  slip_no       TEXT,
  urgency       TEXT,
  issued_on     TEXT,
  due_on        TEXT,
  work_due_on   TEXT,
  subject_name  TEXT,
  subject_sex   TEXT,
  subject_birth TEXT,
  subject_id_no TEXT,
  -- The id that the slip gets when this is its first record.
  slip_id       TEXT,
  -- The whole line; null once the author withdrew the slip.
  content       TEXT
) STRICT;

CREATE INDEX slip_record_by_id ON slip_record (record_id);

CREATE TRIGGER slip_record_only_forgets BEFORE UPDATE ON slip_record
WHEN NEW.content IS NOT NULL OR NEW.subject_name IS NOT NULL OR NEW.subject_id_no IS NOT NULL
  OR NEW.record_id <> OLD.record_id OR NEW.rev <> OLD.rev OR NEW.kind <> OLD.kind OR NEW.digest IS NOT OLD.digest OR NEW.batch IS NOT OLD.batch
BEGIN
  SELECT raise(ABORT, 'slip records are append-only; a withdrawn one may only lose its content');
END;

CREATE TRIGGER slip_record_never_shrinks BEFORE DELETE ON slip_record
WHEN OLD.batch IS NULL OR EXISTS (SELECT 1 FROM slip_batch b WHERE b.batch = OLD.batch AND b.bundle_id IS NOT NULL)
BEGIN
  SELECT raise(ABORT, 'slip records are append-only');
END;

-- One slip as a case of this office: its state, its clocks, its person.
CREATE TABLE slip (
  seq            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL CONSTRAINT slip_id_once UNIQUE,
  record_id      BLOB NOT NULL CONSTRAINT slip_of_record_size CHECK (length(record_id) = 16),
  rev            INTEGER NOT NULL,
  direction      TEXT NOT NULL CONSTRAINT slip_direction_known CHECK (direction IN ('out', 'in')),
  kind           TEXT NOT NULL CONSTRAINT slip_kind_known CHECK (kind IN ('CX', 'XC', 'TB-FW', 'TB-DJ', 'TB-CS', 'TB-LD', 'TB-ZM', 'FK', 'QR', 'TH', 'BZ', 'TJ')),
  status         TEXT NOT NULL,
  -- Whose move it is; null when nobody's.
  waits          TEXT CONSTRAINT slip_waits_known CHECK (waits IN ('us', 'peer')),
  -- 1 while an answer is owed, by either side: only then can a slip be overdue.
  owed           INTEGER NOT NULL CONSTRAINT slip_owed_bool CHECK (owed IN (0, 1)),
  partner_id     TEXT NOT NULL,
  person_id      TEXT REFERENCES person (id),
  slip_no        TEXT,
  urgency        TEXT,
  issued_on      TEXT,
  due_on         TEXT,
  work_due_on    TEXT,
  answered_on    TEXT,
  imported_on    TEXT,
  created_at     TEXT NOT NULL,
  created_by     TEXT,
  subject_name   TEXT,
  subject_sex    TEXT,
  subject_birth  TEXT,
  subject_id_no  TEXT,
  -- The record this one answers, and the slip when it is here; a reply without it is an orphan.
  ref            BLOB,
  answer_to      INTEGER REFERENCES slip (seq),
  pairing        TEXT,
  pairing_note   TEXT,
  -- How a request ended: with findings, or refused (QR, TH).
  outcome        TEXT CONSTRAINT slip_outcome_known CHECK (outcome IN ('answered', 'refused')),
  rule_pack      TEXT NOT NULL,
  deadline_rule  TEXT,
  -- Body in the making; becomes a record when the slip is signed.
  draft          TEXT CONSTRAINT slip_draft_json CHECK (draft IS NULL OR json_valid(draft)),
  -- Row of slip_record. No foreign key: each staged record thrown away would search all slips, and the triggers keep applied ones.
  body_record    INTEGER,
  carried_at     TEXT,
  received_at    TEXT,
  withdrawn_on   TEXT,
  -- The day its own bundle's receipt said that the other side's program could not take it.
  undelivered_on TEXT,
  -- 1 when two different contents of one revision came from its author.
  conflict       INTEGER NOT NULL DEFAULT 0 CONSTRAINT slip_conflict_bool CHECK (conflict IN (0, 1)),
  sort_due       TEXT NOT NULL GENERATED ALWAYS AS (coalesce(due_on, '9999-12-31')) VIRTUAL,
  -- Every signed request in exactly one part, so that the parts add up to what was issued; null for what no rate counts.
  return_part    TEXT GENERATED ALWAYS AS (
    CASE
      WHEN NOT (kind = 'CX' OR kind = 'XC') OR issued_on IS NULL OR (direction = 'out' AND body_record IS NULL) THEN NULL
      WHEN undelivered_on IS NOT NULL AND outcome IS NOT 'answered' THEN 'undelivered'
      WHEN outcome = 'refused' OR status = 'returned' OR status = 'transferred' OR status = 'duplicate' THEN 'refused'
      WHEN status = 'withdrawn' THEN 'withdrawn'
      WHEN answered_on IS NOT NULL AND (due_on IS NULL OR answered_on <= due_on) THEN 'answered_in_time'
      WHEN answered_on IS NOT NULL THEN 'answered_late'
      WHEN direction = 'in' OR received_at IS NOT NULL THEN 'received'
      WHEN carried_at IS NOT NULL THEN 'carried'
      ELSE 'not_carried'
    END
  ) VIRTUAL,
  -- First day of the 1st–20th or of the rest of the month: statistical and calendar months are whole numbers of them.
  return_half    TEXT GENERATED ALWAYS AS (substr(issued_on, 1, 8) || CASE WHEN substr(issued_on, 9) < '21' THEN '01' ELSE '21' END) VIRTUAL,
  CONSTRAINT slip_signed_has_number CHECK (direction = 'in' OR body_record IS NULL OR slip_no IS NOT NULL)
) STRICT;

CREATE UNIQUE INDEX slip_record_once ON slip (record_id, direction, partner_id);
CREATE UNIQUE INDEX slip_own_number_once ON slip (slip_no) WHERE direction = 'out' AND slip_no IS NOT NULL;
CREATE INDEX slip_waiting ON slip (waits, sort_due, seq, owed) WHERE waits IS NOT NULL;
CREATE INDEX slip_by_due ON slip (sort_due);
CREATE INDEX slip_by_partner ON slip (partner_id);
CREATE INDEX slip_by_status ON slip (status);
CREATE INDEX slip_by_kind ON slip (kind, direction);
CREATE INDEX slip_by_issue ON slip (issued_on);
CREATE INDEX slip_by_number ON slip (slip_no);
CREATE INDEX slip_by_name ON slip (subject_name);
CREATE INDEX slip_by_id_no ON slip (subject_id_no) WHERE subject_id_no IS NOT NULL;
CREATE INDEX slip_by_person ON slip (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX slip_by_answer ON slip (answer_to) WHERE answer_to IS NOT NULL;
CREATE INDEX slip_orphan ON slip (ref) WHERE ref IS NOT NULL AND answer_to IS NULL;

CREATE TRIGGER slip_signed_never_goes BEFORE DELETE ON slip BEGIN
  SELECT raise(ABORT, 'slips are never deleted; a draft is ended');
END;

-- How one own record travels: queued, in a bundle, on a stick, acknowledged. Received is a fact of the bundle, not of the answer.
CREATE TABLE slip_travel (
  record      INTEGER PRIMARY KEY REFERENCES slip_record (seq),
  slip        INTEGER NOT NULL REFERENCES slip (seq),
  partner_id  TEXT NOT NULL,
  queued_at   TEXT NOT NULL,
  bundle_id   TEXT,
  bundled_at  TEXT,
  carried_at  TEXT,
  received_at TEXT,
  -- Refused by the other side's program: error code and field.
  refused     TEXT,
  cancelled   INTEGER NOT NULL DEFAULT 0 CONSTRAINT slip_travel_cancelled_bool CHECK (cancelled IN (0, 1)),
  CONSTRAINT slip_travel_bundled_whole CHECK ((bundle_id IS NULL) = (bundled_at IS NULL))
) STRICT;

CREATE INDEX slip_travel_queue ON slip_travel (partner_id, record) WHERE bundle_id IS NULL AND cancelled = 0;
CREATE INDEX slip_travel_by_bundle ON slip_travel (bundle_id) WHERE bundle_id IS NOT NULL;
CREATE INDEX slip_travel_by_slip ON slip_travel (slip);

-- Fields of a file that were taken from an answer, one act of one person each (EX-1).
CREATE TABLE slip_adoption (
  slip      INTEGER NOT NULL REFERENCES slip (seq),
  code      TEXT NOT NULL,
  person_id TEXT NOT NULL REFERENCES person (id),
  field     TEXT NOT NULL,
  before    TEXT,
  after     TEXT,
  by        TEXT NOT NULL,
  at        TEXT NOT NULL
) STRICT;

CREATE INDEX slip_adoption_by_slip ON slip_adoption (slip);

-- What people did with a slip (EX-7). What a bundle did is told by slip_travel and slip_batch.
CREATE TABLE slip_event (
  seq    INTEGER PRIMARY KEY,
  slip   INTEGER NOT NULL REFERENCES slip (seq),
  at     TEXT NOT NULL,
  -- As it was called then, and which account it was: two may be called alike, and one may be called otherwise later.
  by     TEXT NOT NULL,
  account TEXT NOT NULL,
  action TEXT NOT NULL,
  label  TEXT NOT NULL,
  note   TEXT,
  bundle TEXT
) STRICT;

CREATE INDEX slip_event_by_slip ON slip_event (slip);

CREATE TRIGGER slip_event_never_changes BEFORE UPDATE ON slip_event
WHEN NEW.note IS NOT NULL OR NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT raise(ABORT, 'slip events are append-only');
END;

CREATE TRIGGER slip_event_never_shrinks BEFORE DELETE ON slip_event BEGIN
  SELECT raise(ABORT, 'slip events are append-only');
END;

-- The highest number ever given, per kind and year; it only grows.
CREATE TABLE slip_number (
  kind TEXT NOT NULL,
  year INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (kind, year)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER slip_number_only_grows BEFORE UPDATE ON slip_number WHEN NEW.last <= OLD.last BEGIN
  SELECT raise(ABORT, 'a slip number is never given twice');
END;

CREATE TRIGGER slip_number_never_shrinks BEFORE DELETE ON slip_number BEGIN
  SELECT raise(ABORT, 'a slip number is never given twice');
END;

-- An answer that was asked for again, or came in place of a refusal: what the ledger said until that day. A report of an earlier day stays true.
CREATE TABLE slip_answer_before (
  seq         INTEGER PRIMARY KEY,
  slip        INTEGER NOT NULL REFERENCES slip (seq),
  due_on      TEXT,
  answered_on TEXT NOT NULL,
  outcome     TEXT,
  until       TEXT NOT NULL
) STRICT;

CREATE INDEX slip_answer_before_by_slip ON slip_answer_before (slip);

CREATE VIEW v_slip_return AS
SELECT seq, partner_id, direction, kind, issued_on, due_on, answered_on, return_part AS part FROM slip WHERE return_part IS NOT NULL;

-- Kept by the triggers below: how many slips stand in each part. A report adds up these rows and never walks the ledger.
CREATE TABLE slip_return_count (
  direction        TEXT NOT NULL,
  half             TEXT NOT NULL,
  partner_id       TEXT NOT NULL,
  kind             TEXT NOT NULL,
  not_carried      INTEGER NOT NULL,
  carried          INTEGER NOT NULL,
  received         INTEGER NOT NULL,
  answered_in_time INTEGER NOT NULL,
  answered_late    INTEGER NOT NULL,
  refused          INTEGER NOT NULL,
  undelivered      INTEGER NOT NULL,
  withdrawn        INTEGER NOT NULL,
  PRIMARY KEY (direction, half, partner_id, kind)
) STRICT, WITHOUT ROWID;

-- Unanswered requests by their limit: those not yet due are few, and are all that a report has to look up.
CREATE INDEX slip_not_yet_due ON slip (sort_due, direction, issued_on, partner_id, kind)
WHERE return_part IN ('not_carried', 'carried', 'received');

CREATE TRIGGER slip_return_count_of_new AFTER INSERT ON slip WHEN NEW.return_part IS NOT NULL BEGIN
  INSERT INTO slip_return_count VALUES (NEW.direction, NEW.return_half, NEW.partner_id, NEW.kind, NEW.return_part = 'not_carried',
    NEW.return_part = 'carried', NEW.return_part = 'received', NEW.return_part = 'answered_in_time', NEW.return_part = 'answered_late',
    NEW.return_part = 'refused', NEW.return_part = 'undelivered', NEW.return_part = 'withdrawn')
  ON CONFLICT DO UPDATE SET not_carried = not_carried + excluded.not_carried, carried = carried + excluded.carried,
    received = received + excluded.received, answered_in_time = answered_in_time + excluded.answered_in_time,
    answered_late = answered_late + excluded.answered_late, refused = refused + excluded.refused,
    undelivered = undelivered + excluded.undelivered, withdrawn = withdrawn + excluded.withdrawn;
END;

CREATE TRIGGER slip_return_count_of_moved AFTER UPDATE ON slip
WHEN NEW.return_part IS NOT OLD.return_part OR NEW.return_half IS NOT OLD.return_half OR NEW.partner_id <> OLD.partner_id BEGIN
  UPDATE slip_return_count SET not_carried = not_carried - (OLD.return_part = 'not_carried'), carried = carried - (OLD.return_part = 'carried'),
    received = received - (OLD.return_part = 'received'), answered_in_time = answered_in_time - (OLD.return_part = 'answered_in_time'),
    answered_late = answered_late - (OLD.return_part = 'answered_late'), refused = refused - (OLD.return_part = 'refused'),
    undelivered = undelivered - (OLD.return_part = 'undelivered'), withdrawn = withdrawn - (OLD.return_part = 'withdrawn')
  WHERE OLD.return_part IS NOT NULL AND direction = OLD.direction AND half = OLD.return_half AND partner_id = OLD.partner_id AND kind = OLD.kind;
  INSERT INTO slip_return_count SELECT NEW.direction, NEW.return_half, NEW.partner_id, NEW.kind, NEW.return_part = 'not_carried',
    NEW.return_part = 'carried', NEW.return_part = 'received', NEW.return_part = 'answered_in_time', NEW.return_part = 'answered_late',
    NEW.return_part = 'refused', NEW.return_part = 'undelivered', NEW.return_part = 'withdrawn' WHERE NEW.return_part IS NOT NULL
  ON CONFLICT DO UPDATE SET not_carried = not_carried + excluded.not_carried, carried = carried + excluded.carried,
    received = received + excluded.received, answered_in_time = answered_in_time + excluded.answered_in_time,
    answered_late = answered_late + excluded.answered_late, refused = refused + excluded.refused,
    undelivered = undelivered + excluded.undelivered, withdrawn = withdrawn + excluded.withdrawn;
END;

-- What somebody still owes an answer to.
CREATE VIEW v_slip_open AS SELECT seq, partner_id, waits FROM slip WHERE waits IS NOT NULL AND owed = 1;

CREATE VIEW v_partner_open AS
SELECT partner_id, sum(waits = 'peer') AS open_out, sum(waits = 'us') AS open_in FROM v_slip_open GROUP BY partner_id;

-- What the office of a code was told about whom, and the day it was taken back, for the register.
CREATE VIEW v_slip_told AS
SELECT s.person_id, p.code, s.kind, s.issued_on, CASE WHEN s.status = 'withdrawn' THEN coalesce(s.withdrawn_on, s.issued_on) END AS withdrawn_on
FROM slip s JOIN partner p ON p.id = s.partner_id WHERE s.direction = 'out' AND s.slip_no IS NOT NULL AND s.person_id IS NOT NULL;

-- Which offices have a person on their own books: they wrote about her, or answered that they found her. For the register.
CREATE VIEW v_slip_known_there AS
SELECT s.person_id, p.code FROM slip s JOIN partner p ON p.id = s.partner_id
WHERE s.direction = 'in' AND s.person_id IS NOT NULL AND (s.kind = 'CX' OR s.kind = 'XC' OR s.kind LIKE 'TB-%') AND s.status <> 'withdrawn'
UNION ALL
SELECT q.person_id, p.code FROM slip q JOIN slip a ON a.answer_to = q.seq JOIN partner p ON p.id = q.partner_id
LEFT JOIN slip_record r ON r.seq = a.body_record
WHERE q.direction = 'out' AND q.person_id IS NOT NULL AND a.direction = 'in' AND a.kind = 'FK' AND a.status <> 'withdrawn'
  AND coalesce(r.content ->> '$.body.pairing_result', a.draft ->> '$.pairing_result') = 'found';

-- Present residence and 户籍 of the person of a slip (of the file that goes on), so that an account bound to a part of the county finds its
-- slips by a range. One empty code: the file has no place and belongs to everybody. A slip without a person has no row: the county assigns it.
-- A receipt (QR) that came names slips of several persons and stays with the county too.
CREATE TABLE slip_place (
  code TEXT NOT NULL,
  slip INTEGER NOT NULL REFERENCES slip (seq),
  PRIMARY KEY (code, slip)
) STRICT, WITHOUT ROWID;

CREATE INDEX slip_place_by_slip ON slip_place (slip);

-- Who works on a slip of the other side: a unit below the county, a colleague, or one at the other. The row goes when it is taken back.
CREATE TABLE slip_assignment (
  slip    INTEGER PRIMARY KEY REFERENCES slip (seq),
  unit    TEXT REFERENCES organisation (id),
  -- Area of the unit: an account seated there sees the slip. Null for the county's own rooms.
  code    TEXT,
  account TEXT REFERENCES account (id),
  -- The day by which it is to come back; null: the limits of the slip alone.
  due_on  TEXT,
  at      TEXT NOT NULL,
  by      TEXT NOT NULL,
  -- The bulk act that wrote it.
  act     INTEGER NOT NULL REFERENCES act (seq),
  CONSTRAINT slip_assigned_to_somebody CHECK (unit IS NOT NULL OR account IS NOT NULL)
) STRICT;

CREATE INDEX slip_assignment_by_area ON slip_assignment (code, slip) WHERE code IS NOT NULL;
CREATE INDEX slip_assignment_by_unit ON slip_assignment (unit, account, slip);
CREATE INDEX slip_assignment_by_account ON slip_assignment (account, slip) WHERE account IS NOT NULL;

-- What an act found, so that it can be taken back as one; `at` is null where nobody had the slip.
CREATE TABLE slip_assignment_before (
  act     INTEGER NOT NULL REFERENCES act (seq),
  -- Row of slip; no foreign key, which would look through this table for every slip that comes.
  slip    INTEGER NOT NULL,
  status  TEXT NOT NULL,
  unit    TEXT,
  code    TEXT,
  account TEXT,
  due_on  TEXT,
  at      TEXT,
  by      TEXT,
  by_act  INTEGER,
  -- What the act did: 1 gave it to somebody, 0 took it back; and the state it left it in.
  gave    INTEGER NOT NULL CONSTRAINT slip_assignment_gave_bool CHECK (gave IN (0, 1)),
  status_after TEXT NOT NULL,
  PRIMARY KEY (act, slip)
) STRICT, WITHOUT ROWID;

-- What another act on many slips found, so that it can be taken back as one.
CREATE TABLE slip_act_before (
  act          INTEGER NOT NULL REFERENCES act (seq),
  -- Row of slip; no foreign key, as above.
  slip         INTEGER NOT NULL,
  what         TEXT NOT NULL CONSTRAINT slip_act_before_known CHECK (what IN ('submit', 'pair', 'close', 'remind')),
  status       TEXT NOT NULL,
  status_after TEXT NOT NULL,
  -- Row of slip_event that the act wrote: whatever stands behind it was done since.
  event        INTEGER NOT NULL,
  PRIMARY KEY (act, slip)
) STRICT, WITHOUT ROWID;

-- 调查核实表: slips that went to a village on one paper, in the order of its rows. What is on the paper is read from the slips.
CREATE TABLE check_sheet (
  seq     INTEGER PRIMARY KEY,
  id      TEXT NOT NULL CONSTRAINT check_sheet_id_once UNIQUE,
  -- Nine digits by chance, as lists for the field have them.
  number  INTEGER NOT NULL CONSTRAINT check_sheet_number_once UNIQUE CONSTRAINT check_sheet_number_nine CHECK (number BETWEEN 100000000 AND 999999999),
  at      TEXT NOT NULL,
  by      TEXT NOT NULL,
  account TEXT NOT NULL,
  count   INTEGER NOT NULL CONSTRAINT check_sheet_not_empty CHECK (count >= 1)
) STRICT;

CREATE TABLE check_sheet_row (
  sheet INTEGER NOT NULL REFERENCES check_sheet (seq),
  row   INTEGER NOT NULL CONSTRAINT check_sheet_row_counts CHECK (row >= 1),
  -- Row of slip; no foreign key, which would look through this table for every slip that comes.
  slip  INTEGER NOT NULL,
  PRIMARY KEY (sheet, row)
) STRICT, WITHOUT ROWID;

-- Also the area that a slip is assigned to.
CREATE VIEW v_slip_place AS
SELECT code, slip FROM slip_place
UNION ALL
SELECT code, slip FROM slip_assignment WHERE code IS NOT NULL;

-- What the places of a slip should be; the triggers below put it into slip_place.
CREATE VIEW v_slip_place_now AS
SELECT s.seq AS slip, coalesce(nullif(p.stay_code, ''), p.hukou_code) AS code
FROM slip s CROSS JOIN person h ON h.id = s.person_id CROSS JOIN person p ON p.seq = coalesce(h.survivor, h.seq)
WHERE NOT (s.kind = 'QR' AND s.direction = 'in')
UNION
SELECT s.seq, coalesce(nullif(p.hukou_code, ''), p.stay_code)
FROM slip s CROSS JOIN person h ON h.id = s.person_id CROSS JOIN person p ON p.seq = coalesce(h.survivor, h.seq)
WHERE NOT (s.kind = 'QR' AND s.direction = 'in');

CREATE TRIGGER slip_place_of_new AFTER INSERT ON slip WHEN NEW.person_id IS NOT NULL BEGIN
  INSERT INTO slip_place (code, slip) SELECT code, slip FROM v_slip_place_now WHERE slip = NEW.seq;
END;

CREATE TRIGGER slip_place_of_paired AFTER UPDATE OF person_id ON slip WHEN NEW.person_id IS NOT OLD.person_id BEGIN
  DELETE FROM slip_place WHERE slip = NEW.seq;
  INSERT INTO slip_place (code, slip) SELECT code, slip FROM v_slip_place_now WHERE slip = NEW.seq;
END;

CREATE TRIGGER slip_place_of_moved AFTER UPDATE OF stay_code, hukou_code, survivor ON person
WHEN NEW.stay_code <> OLD.stay_code OR NEW.hukou_code <> OLD.hukou_code OR NEW.survivor IS NOT OLD.survivor BEGIN
  DELETE FROM slip_place WHERE slip IN (
    SELECT s.seq FROM person h CROSS JOIN slip s ON s.person_id = h.id WHERE h.seq = NEW.seq OR h.survivor = NEW.seq
  );
  INSERT INTO slip_place (code, slip)
  SELECT n.code, n.slip FROM person h CROSS JOIN slip s ON s.person_id = h.id CROSS JOIN v_slip_place_now n ON n.slip = s.seq
  WHERE h.seq = NEW.seq OR h.survivor = NEW.seq;
END;
