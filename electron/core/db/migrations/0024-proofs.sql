-- Proofs that people brought to the office: what the program said of each, what a person found out, and what offices say of their own proofs.

-- The newest list of each office, as it was signed, ours included.
CREATE TABLE proof_list (
  office_id TEXT PRIMARY KEY,
  ver       INTEGER NOT NULL CONSTRAINT proof_list_version CHECK (ver >= 1),
  digest    TEXT NOT NULL,
  made      TEXT NOT NULL,
  bytes     BLOB NOT NULL,
  sig       BLOB NOT NULL,
  taken_at  TEXT NOT NULL
) STRICT;

CREATE TRIGGER proof_list_goes_forward BEFORE UPDATE ON proof_list WHEN NEW.ver <= OLD.ver OR NEW.office_id <> OLD.office_id BEGIN
  SELECT raise(ABORT, 'a list of proofs never goes back');
END;

CREATE TRIGGER proof_list_never_goes BEFORE DELETE ON proof_list BEGIN
  SELECT raise(ABORT, 'a list of proofs never goes back');
END;

-- The version below which no list of ours is made any more, after a return to an older database.
CREATE TABLE proof_list_least (
  one   INTEGER PRIMARY KEY CONSTRAINT proof_list_least_one CHECK (one = 1),
  ver   INTEGER NOT NULL
) STRICT;

CREATE TRIGGER proof_list_least_grows BEFORE UPDATE ON proof_list_least WHEN NEW.ver < OLD.ver BEGIN
  SELECT raise(ABORT, 'a list of proofs never goes back');
END;

-- What the lists said: nothing of it is ever taken back.
CREATE TABLE proof_said (
  office_id TEXT NOT NULL,
  -- 32 hex: the issue, as in the code.
  proof_id  TEXT NOT NULL,
  -- Day on which it was voided; null: the office vouches for it although the key was lost.
  voided_on TEXT,
  vouched   INTEGER NOT NULL CONSTRAINT proof_said_vouched_bool CHECK (vouched IN (0, 1)),
  PRIMARY KEY (office_id, proof_id, vouched),
  CONSTRAINT proof_said_one CHECK ((voided_on IS NULL) = (vouched = 1))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER proof_said_never_changes BEFORE UPDATE ON proof_said BEGIN
  SELECT raise(ABORT, 'what a list said is not taken back');
END;

CREATE TRIGGER proof_said_never_shrinks BEFORE DELETE ON proof_said BEGIN
  SELECT raise(ABORT, 'what a list said is not taken back');
END;

CREATE TABLE proof_check (
  seq         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL CONSTRAINT proof_check_id_once UNIQUE,
  at          TEXT NOT NULL,
  by          TEXT NOT NULL,
  account     TEXT NOT NULL,
  -- Division code of the account that asked; null for the county.
  scope       TEXT,
  way         TEXT NOT NULL CONSTRAINT proof_check_way_known CHECK (way IN ('scan', 'photo', 'pdf', 'typed')),
  -- SHA-256 of the code that was read; null when there was none.
  digest      TEXT,
  answer      TEXT NOT NULL CONSTRAINT proof_check_answer_known CHECK (answer IN ('valid', 'voided', 'unconfirmed')),
  reason      TEXT,
  -- What was said of it, in words.
  said        TEXT NOT NULL,
  voided_on   TEXT,
  list_ver    INTEGER,
  -- As the signature proves, or as somebody typed it.
  issuer_id   TEXT,
  issuer_code TEXT,
  issuer_name TEXT,
  form        TEXT,
  number      TEXT,
  proof_id    TEXT,
  practice    INTEGER NOT NULL CONSTRAINT proof_check_practice_bool CHECK (practice IN (0, 1)),
  -- For whose matter.
  person_id   TEXT REFERENCES person (id),
  CONSTRAINT proof_check_reason_whole CHECK ((answer = 'unconfirmed') = (reason IS NOT NULL)),
  CONSTRAINT proof_check_voided_whole CHECK ((answer = 'voided') = (voided_on IS NOT NULL)),
  CONSTRAINT proof_check_valid_read CHECK (answer <> 'valid' OR (digest IS NOT NULL AND proof_id IS NOT NULL))
) STRICT;

CREATE INDEX proof_check_of_number ON proof_check (number, issuer_code) WHERE proof_id IS NOT NULL;
CREATE INDEX proof_check_of_person ON proof_check (person_id) WHERE person_id IS NOT NULL;

CREATE TRIGGER proof_check_never_changes BEFORE UPDATE ON proof_check
WHEN NOT EXISTS (SELECT 1 FROM erasing) OR NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.by <> OLD.by OR NEW.account <> OLD.account
  OR NEW.answer <> OLD.answer OR NEW.reason IS NOT OLD.reason OR NEW.said <> OLD.said OR NEW.way <> OLD.way BEGIN
  SELECT raise(ABORT, 'checks of proofs are append-only');
END;

CREATE TRIGGER proof_check_never_shrinks BEFORE DELETE ON proof_check BEGIN
  SELECT raise(ABORT, 'checks of proofs are append-only');
END;

-- What a person found out; the latest counts.
CREATE TABLE proof_finding (
  seq     INTEGER PRIMARY KEY,
  -- Seq of the check.
  checked INTEGER NOT NULL REFERENCES proof_check (seq),
  finding TEXT NOT NULL CONSTRAINT proof_finding_known CHECK (finding IN ('genuine', 'differs', 'not_issued')),
  way     TEXT NOT NULL CONSTRAINT proof_finding_way_known CHECK (way IN ('phone', 'letter', 'paper')),
  -- Who of the other office said so.
  asked   TEXT,
  note    TEXT,
  at      TEXT NOT NULL,
  by      TEXT NOT NULL,
  account TEXT NOT NULL
) STRICT;

CREATE INDEX proof_finding_of ON proof_finding (checked, seq);

CREATE TRIGGER proof_finding_never_changes BEFORE UPDATE ON proof_finding
WHEN NOT EXISTS (SELECT 1 FROM erasing) OR NEW.checked <> OLD.checked OR NEW.finding <> OLD.finding OR NEW.at <> OLD.at OR NEW.by <> OLD.by BEGIN
  SELECT raise(ABORT, 'findings on proofs are append-only');
END;

CREATE TRIGGER proof_finding_never_shrinks BEFORE DELETE ON proof_finding BEGIN
  SELECT raise(ABORT, 'findings on proofs are append-only');
END;

-- Whose certificate was seen, for figures about people; what a check cannot give, a finding cannot either.
CREATE VIEW v_proof_seen AS
SELECT seq, person_id, form, date(at, '+8 hours') AS seen_on, answer = 'valid' AS valid,
  answer = 'unconfirmed' AND reason <> 'expired' AND reason <> 'not_yet' AS open
FROM proof_check WHERE person_id IS NOT NULL;

CREATE VIEW v_proof_found AS SELECT checked, seq, finding = 'genuine' AS genuine, date(at, '+8 hours') AS found_on FROM proof_finding;
