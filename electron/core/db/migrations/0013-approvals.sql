-- Acts that need two persons: who asked for what, who agreed, and that it was done once.

CREATE TABLE approval (
  seq          INTEGER PRIMARY KEY,
  id           TEXT NOT NULL CONSTRAINT approval_id_once UNIQUE,
  method       TEXT NOT NULL,
  -- SHA-256 over method, input and sentence: what was agreed to.
  digest       TEXT NOT NULL,
  -- JSON, forgotten when the request ends, since it may name persons.
  input        TEXT CONSTRAINT approval_input_json CHECK (input IS NULL OR json_valid(input)),
  sentence     TEXT NOT NULL,
  reason       TEXT NOT NULL CONSTRAINT approval_has_reason CHECK (reason <> ''),
  state        TEXT NOT NULL CONSTRAINT approval_state_known CHECK (state IN ('open', 'approved', 'refused', 'withdrawn', 'used', 'expired')),
  requested_by TEXT NOT NULL REFERENCES account (id),
  requested_at TEXT NOT NULL,
  expires_at   TEXT NOT NULL,
  decided_by   TEXT REFERENCES account (id),
  decided_at   TEXT,
  decided_why  TEXT,
  used_at      TEXT,
  CONSTRAINT approval_by_two_persons CHECK (decided_by IS NULL OR decided_by <> requested_by),
  CONSTRAINT approval_decided_whole CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
  CONSTRAINT approval_agreed_before_use CHECK (state NOT IN ('approved', 'used', 'refused') OR decided_by IS NOT NULL),
  CONSTRAINT approval_input_while_alive CHECK (state NOT IN ('open', 'approved') OR input IS NOT NULL)
) STRICT;

CREATE INDEX approval_alive ON approval (expires_at) WHERE state = 'open' OR state = 'approved';
CREATE INDEX approval_by_requester ON approval (requested_by, requested_at);

-- What was asked and who agreed never change; a request only goes on, and an ended one stays as it ended. Only an erasure takes a name out of its words.
CREATE TRIGGER approval_only_goes_on BEFORE UPDATE ON approval
WHEN NEW.id <> OLD.id OR NEW.method <> OLD.method OR NEW.digest <> OLD.digest
  OR NEW.requested_by <> OLD.requested_by OR NEW.requested_at <> OLD.requested_at OR NEW.expires_at <> OLD.expires_at
  OR (NEW.input IS NOT NULL AND NEW.input IS NOT OLD.input)
  OR (OLD.decided_by IS NOT NULL AND (NEW.decided_by IS NOT OLD.decided_by OR NEW.decided_at IS NOT OLD.decided_at))
  OR (NOT EXISTS (SELECT 1 FROM erasing) AND (NEW.sentence <> OLD.sentence OR NEW.reason <> OLD.reason OR NOT (
    (OLD.state = 'open' AND NEW.state IN ('approved', 'refused', 'withdrawn', 'expired'))
    OR (OLD.state = 'approved' AND NEW.state IN ('used', 'withdrawn', 'expired'))
  )))
BEGIN
  SELECT raise(ABORT, 'a request for approval only goes on');
END;

CREATE TRIGGER approval_never_shrinks BEFORE DELETE ON approval WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT raise(ABORT, 'requests for approval are kept');
END;

-- What was signed and given a number for somebody: a merge under it is taken back by two persons.
CREATE VIEW issued_slip_of_person AS
  SELECT person_id, id FROM slip WHERE person_id IS NOT NULL AND direction = 'out' AND slip_no IS NOT NULL;
