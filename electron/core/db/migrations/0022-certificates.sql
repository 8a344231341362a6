-- The ledger of certificates: whose numbers were given to which unit, what each certificate says, every sheet that went to a printer, and the blank booklets.

-- A block of serials that one unit may give out; null is the county office, or for a lost one nobody that is known.
CREATE TABLE certificate_block (
  seq      INTEGER PRIMARY KEY,
  id       TEXT NOT NULL CONSTRAINT certificate_block_id_once UNIQUE,
  -- The number without its serial, which stands as #.
  series   TEXT NOT NULL,
  unit     TEXT REFERENCES organisation (id),
  unit_code TEXT NOT NULL,
  first    INTEGER NOT NULL CONSTRAINT certificate_block_first CHECK (first >= 1),
  last     INTEGER NOT NULL,
  -- Highest serial that was given out or is explained; it only grows.
  given    INTEGER NOT NULL,
  state    TEXT NOT NULL CONSTRAINT certificate_block_state_known CHECK (state IN ('open', 'returned', 'lost')),
  made_at  TEXT NOT NULL,
  made_by  TEXT NOT NULL,
  CONSTRAINT certificate_block_order CHECK (last >= first AND given BETWEEN first - 1 AND last),
  CONSTRAINT certificate_block_ended_whole CHECK (state = 'open' OR given = last)
) STRICT;

CREATE UNIQUE INDEX certificate_block_once ON certificate_block (series, first);
CREATE INDEX certificate_block_of_unit ON certificate_block (unit, series, first);

CREATE TRIGGER certificate_block_apart BEFORE INSERT ON certificate_block
WHEN EXISTS (SELECT 1 FROM certificate_block b WHERE b.series = NEW.series AND b.first <= NEW.last AND b.last >= NEW.first) BEGIN
  SELECT raise(ABORT, 'no serial lies in two blocks');
END;

CREATE TRIGGER certificate_block_only_grows BEFORE UPDATE ON certificate_block
WHEN NEW.given < OLD.given OR NEW.id <> OLD.id OR NEW.series <> OLD.series OR NEW.first <> OLD.first OR NEW.last <> OLD.last
  OR NEW.unit IS NOT OLD.unit OR (OLD.state <> 'open' AND NEW.state <> OLD.state) BEGIN
  SELECT raise(ABORT, 'a certificate number is never given twice');
END;

CREATE TRIGGER certificate_block_never_goes BEFORE DELETE ON certificate_block BEGIN
  SELECT raise(ABORT, 'a certificate number is never given twice');
END;

-- Serials of a block under which nothing was signed here, and why.
CREATE TABLE certificate_gap (
  seq   INTEGER PRIMARY KEY,
  block INTEGER NOT NULL REFERENCES certificate_block (seq),
  first INTEGER NOT NULL,
  last  INTEGER NOT NULL,
  why   TEXT NOT NULL CONSTRAINT certificate_gap_why_known CHECK (why IN ('returned', 'restored')),
  -- Code of the reason for which a block was given back.
  reason TEXT,
  at    TEXT NOT NULL,
  by    TEXT NOT NULL,
  CONSTRAINT certificate_gap_order CHECK (last >= first)
) STRICT;

CREATE INDEX certificate_gap_of ON certificate_gap (block, first);

CREATE TRIGGER certificate_gap_never_changes BEFORE UPDATE ON certificate_gap BEGIN
  SELECT raise(ABORT, 'gaps of numbers are append-only');
END;

CREATE TRIGGER certificate_gap_never_shrinks BEFORE DELETE ON certificate_gap BEGIN
  SELECT raise(ABORT, 'gaps of numbers are append-only');
END;

CREATE TABLE certificate (
  seq          INTEGER PRIMARY KEY,
  id           TEXT NOT NULL CONSTRAINT certificate_id_once UNIQUE,
  form         TEXT NOT NULL,
  edition      TEXT NOT NULL,
  rule_pack    TEXT NOT NULL,
  -- The issuer; null is the county office.
  unit         TEXT REFERENCES organisation (id),
  unit_code    TEXT NOT NULL,
  person_id    TEXT REFERENCES person (id),
  subject_name TEXT,
  status       TEXT NOT NULL CONSTRAINT certificate_status_known CHECK (status IN
               ('drafted', 'reviewed', 'signed', 'sent', 'printed', 'issued', 'voided', 'replaced', 'dropped')),
  -- JSON: what it will say; null once it is signed, or was dropped.
  draft        TEXT CONSTRAINT certificate_draft_json CHECK (draft IS NULL OR json_valid(draft)),
  block        INTEGER REFERENCES certificate_block (seq),
  serial       INTEGER,
  number       TEXT,
  signed_on    TEXT,
  -- Last day on which it holds; null for one without a term.
  valid_to     TEXT,
  -- The certificate in whose place it stands.
  replaces     INTEGER REFERENCES certificate (seq),
  replaces_why TEXT,
  created_at   TEXT NOT NULL,
  created_by   TEXT NOT NULL,
  CONSTRAINT certificate_numbered_whole CHECK ((number IS NULL) = (serial IS NULL) AND (number IS NULL) = (block IS NULL) AND (number IS NULL) = (signed_on IS NULL)),
  CONSTRAINT certificate_signed_has_number CHECK ((number IS NULL) = (status IN ('drafted', 'reviewed', 'dropped'))),
  CONSTRAINT certificate_term_of_signed CHECK (valid_to IS NULL OR signed_on IS NOT NULL),
  CONSTRAINT certificate_replaces_whole CHECK ((replaces IS NULL) = (replaces_why IS NULL))
) STRICT;

CREATE UNIQUE INDEX certificate_number_once ON certificate (number) WHERE number IS NOT NULL;
CREATE UNIQUE INDEX certificate_serial_once ON certificate (block, serial) WHERE serial IS NOT NULL;
CREATE UNIQUE INDEX certificate_replaced_once ON certificate (replaces) WHERE replaces IS NOT NULL AND status <> 'dropped';
CREATE INDEX certificate_by_unit ON certificate (unit_code, seq);
CREATE INDEX certificate_by_unit_status ON certificate (unit_code, status, seq);
CREATE INDEX certificate_by_status ON certificate (status, seq);
CREATE INDEX certificate_of_person ON certificate (person_id, seq) WHERE person_id IS NOT NULL;

CREATE TRIGGER certificate_number_stays BEFORE UPDATE ON certificate
WHEN OLD.number IS NOT NULL AND (NEW.number IS NOT OLD.number OR NEW.block IS NOT OLD.block OR NEW.serial IS NOT OLD.serial
  OR NEW.signed_on IS NOT OLD.signed_on OR NEW.valid_to IS NOT OLD.valid_to OR NEW.form <> OLD.form OR NEW.edition <> OLD.edition) BEGIN
  SELECT raise(ABORT, 'a signed certificate keeps its number and form');
END;

CREATE TRIGGER certificate_never_goes BEFORE DELETE ON certificate BEGIN
  SELECT raise(ABORT, 'certificates are voided, never deleted');
END;

-- A unit whose code changes keeps what it issued.
CREATE TRIGGER organisation_keeps_certificates AFTER UPDATE OF code ON organisation WHEN NEW.code IS NOT OLD.code BEGIN
  UPDATE certificate SET unit_code = NEW.code WHERE unit = NEW.id;
  UPDATE certificate_block SET unit_code = NEW.code WHERE unit = NEW.id;
END;

CREATE INDEX certificate_of_unit ON certificate (unit) WHERE unit IS NOT NULL;

-- What was signed, word for word.
CREATE TABLE certificate_snapshot (
  certificate INTEGER PRIMARY KEY REFERENCES certificate (seq),
  -- JSON; null once the person's file was deleted, or lies under a seal.
  data        TEXT CONSTRAINT certificate_snapshot_json CHECK (data IS NULL OR json_valid(data)),
  -- SHA-256 of number, form, edition and data.
  digest      TEXT NOT NULL,
  at          TEXT NOT NULL,
  by          TEXT NOT NULL,
  account     TEXT NOT NULL
) STRICT;

CREATE TRIGGER certificate_snapshot_never_changes BEFORE UPDATE ON certificate_snapshot
WHEN NOT EXISTS (SELECT 1 FROM erasing) OR (NEW.data IS NOT NULL AND OLD.data IS NOT NULL) OR NEW.certificate <> OLD.certificate
  OR NEW.digest <> OLD.digest OR NEW.at <> OLD.at OR NEW.by <> OLD.by OR NEW.account <> OLD.account BEGIN
  SELECT raise(ABORT, 'what was signed is append-only; a correction is a new certificate');
END;

CREATE TRIGGER certificate_snapshot_never_shrinks BEFORE DELETE ON certificate_snapshot BEGIN
  SELECT raise(ABORT, 'what was signed is append-only; a correction is a new certificate');
END;

CREATE TABLE certificate_event (
  seq         INTEGER PRIMARY KEY,
  certificate INTEGER NOT NULL REFERENCES certificate (seq),
  at          TEXT NOT NULL,
  by          TEXT NOT NULL,
  account     TEXT NOT NULL,
  action      TEXT NOT NULL,
  -- State after it.
  status      TEXT NOT NULL,
  -- Code of the reason.
  reason      TEXT,
  -- Who collected it, and other free words.
  note        TEXT
) STRICT;

CREATE INDEX certificate_event_of ON certificate_event (certificate, seq);

CREATE TRIGGER certificate_event_never_changes BEFORE UPDATE ON certificate_event
WHEN NOT EXISTS (SELECT 1 FROM erasing) OR (NEW.note IS NOT NULL AND OLD.note IS NOT NULL) OR NEW.certificate <> OLD.certificate OR NEW.at <> OLD.at
  OR NEW.by <> OLD.by OR NEW.account <> OLD.account OR NEW.action <> OLD.action OR NEW.status <> OLD.status OR NEW.reason IS NOT OLD.reason BEGIN
  SELECT raise(ABORT, 'events of certificates are append-only');
END;

CREATE TRIGGER certificate_event_never_shrinks BEFORE DELETE ON certificate_event BEGIN
  SELECT raise(ABORT, 'events of certificates are append-only');
END;

-- Sheets printed in one order.
CREATE TABLE print_run (
  seq  INTEGER PRIMARY KEY,
  id   TEXT NOT NULL CONSTRAINT print_run_id_once UNIQUE,
  unit_code TEXT NOT NULL,
  at   TEXT NOT NULL,
  by   TEXT NOT NULL
) STRICT;

-- One sheet or booklet of a certificate. What was handed to the printer and not confirmed stays `sent` until somebody says what came out.
CREATE TABLE certificate_copy (
  seq         INTEGER PRIMARY KEY,
  certificate INTEGER NOT NULL REFERENCES certificate (seq),
  run         INTEGER NOT NULL REFERENCES print_run (seq),
  position    INTEGER NOT NULL,
  -- 1 marks 补打.
  reprint     INTEGER NOT NULL CONSTRAINT certificate_copy_reprint_bool CHECK (reprint IN (0, 1)),
  reprint_why TEXT,
  state       TEXT NOT NULL CONSTRAINT certificate_copy_state_known CHECK (state IN ('queued', 'sent', 'printed', 'none', 'spoiled', 'taken_out')),
  -- Code of the reason for which it was spoiled.
  reason      TEXT,
  at          TEXT NOT NULL,
  by          TEXT NOT NULL,
  CONSTRAINT certificate_copy_reprint_whole CHECK ((reprint = 1) = (reprint_why IS NOT NULL)),
  CONSTRAINT certificate_copy_spoiled_why CHECK ((state = 'spoiled') = (reason IS NOT NULL))
) STRICT;

CREATE INDEX certificate_copy_in_run ON certificate_copy (run, position, seq);
CREATE INDEX certificate_copy_of ON certificate_copy (certificate, seq);
CREATE UNIQUE INDEX certificate_copy_open_once ON certificate_copy (certificate) WHERE state IN ('queued', 'sent');

CREATE TRIGGER certificate_copy_ends_once BEFORE UPDATE ON certificate_copy
WHEN OLD.state IN ('none', 'spoiled', 'taken_out') OR (OLD.state = 'printed' AND NEW.state <> 'spoiled')
  OR NEW.certificate <> OLD.certificate OR NEW.run <> OLD.run OR NEW.position <> OLD.position OR NEW.reprint <> OLD.reprint BEGIN
  SELECT raise(ABORT, 'what became of a sheet is said once');
END;

CREATE TRIGGER certificate_copy_never_goes BEFORE DELETE ON certificate_copy BEGIN
  SELECT raise(ABORT, 'what became of a sheet is said once');
END;

-- Blank booklets with printed numbers, one by one; null is the county's own stock.
CREATE TABLE booklet (
  seq    INTEGER PRIMARY KEY,
  form   TEXT NOT NULL,
  number TEXT NOT NULL,
  unit   TEXT REFERENCES organisation (id),
  state  TEXT NOT NULL CONSTRAINT booklet_state_known CHECK (state IN ('in_stock', 'used', 'spoiled', 'lost')),
  -- The sheet that was printed on it.
  copy   INTEGER REFERENCES certificate_copy (seq),
  CONSTRAINT booklet_used_for CHECK (state <> 'used' OR copy IS NOT NULL)
) STRICT;

CREATE UNIQUE INDEX booklet_number_once ON booklet (form, number);
CREATE UNIQUE INDEX booklet_of_copy ON booklet (copy) WHERE copy IS NOT NULL;
CREATE INDEX booklet_in_stock ON booklet (form, unit, number) WHERE state = 'in_stock';

-- A used one may turn out to be no good; nothing else happens to one that left.
CREATE TRIGGER booklet_leaves_once BEFORE UPDATE ON booklet
WHEN (OLD.state <> 'in_stock' AND NOT (OLD.state = 'used' AND NEW.state = 'spoiled' AND NEW.copy = OLD.copy AND NEW.unit IS OLD.unit))
  OR NEW.form <> OLD.form OR NEW.number <> OLD.number BEGIN
  SELECT raise(ABORT, 'a blank booklet leaves the stock once');
END;

CREATE TRIGGER booklet_never_goes BEFORE DELETE ON booklet BEGIN
  SELECT raise(ABORT, 'a blank booklet leaves the stock once');
END;

-- Every movement of the stock, from which its balance is added up for any day; a count tells what was found and moves nothing, and what is
-- spoiled later had left the stock as used.
CREATE TABLE booklet_move (
  seq    INTEGER PRIMARY KEY,
  form   TEXT NOT NULL,
  unit   TEXT REFERENCES organisation (id),
  kind   TEXT NOT NULL CONSTRAINT booklet_move_kind_known CHECK (kind IN ('received', 'given_in', 'given_out', 'used', 'spoiled', 'spoiled_later', 'lost', 'counted')),
  count  INTEGER NOT NULL CONSTRAINT booklet_move_count CHECK (count >= 0),
  -- First and last printed number; null for a count.
  first  TEXT,
  last   TEXT,
  reason TEXT,
  day    TEXT NOT NULL,
  at     TEXT NOT NULL,
  by     TEXT NOT NULL,
  CONSTRAINT booklet_move_range CHECK ((kind = 'counted') = (first IS NULL) AND (first IS NULL) = (last IS NULL))
) STRICT;

CREATE INDEX booklet_move_of ON booklet_move (form, day);

CREATE TRIGGER booklet_move_never_changes BEFORE UPDATE ON booklet_move BEGIN
  SELECT raise(ABORT, 'movements of blank booklets are append-only');
END;

CREATE TRIGGER booklet_move_never_shrinks BEFORE DELETE ON booklet_move BEGIN
  SELECT raise(ABORT, 'movements of blank booklets are append-only');
END;
