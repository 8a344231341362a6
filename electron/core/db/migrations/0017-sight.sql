-- Who sees what: records of services with their sealed part (L4), and who looked into it.

-- What the service desk did for a person on the person's own wish. Read by the post 服务 alone; not even its existence is told to others.
CREATE TABLE service_record (
  seq              INTEGER PRIMARY KEY,
  id               TEXT NOT NULL CONSTRAINT service_id_once UNIQUE,
  -- The file it was written for; a merge moves nothing.
  person_seq       INTEGER NOT NULL REFERENCES person (seq),
  -- Code of list service_type.
  type             TEXT NOT NULL,
  asked_by_self    INTEGER NOT NULL CONSTRAINT service_asked_bool CHECK (asked_by_self IN (0, 1)),
  served_on        TEXT NOT NULL,
  ended_on         TEXT CONSTRAINT service_ends_after CHECK (ended_on IS NULL OR ended_on >= served_on),
  institution      TEXT,
  performed        INTEGER NOT NULL CONSTRAINT service_performed_bool CHECK (performed IN (0, 1)),
  next_on          TEXT CONSTRAINT service_next_after CHECK (next_on IS NULL OR next_on >= served_on),
  -- The consent it rests on, as person_consent names it.
  consent          TEXT,
  -- Code of list service_source.
  source           TEXT,
  free             INTEGER CONSTRAINT service_free_bool CHECK (free IN (0, 1)),
  -- Sealed (L4): code of list contraception_method, and the result in words. Both may stay blank; nobody owes them.
  method           TEXT,
  outcome          TEXT,
  -- The day the purpose ended, and the day after which the record goes.
  purpose_ended_on TEXT NOT NULL,
  purge_after      TEXT NOT NULL,
  revision         INTEGER NOT NULL,
  recorded_at      TEXT NOT NULL,
  recorded_by      TEXT NOT NULL REFERENCES account (id),
  updated_at       TEXT NOT NULL,
  updated_by       TEXT NOT NULL REFERENCES account (id)
) STRICT;

CREATE INDEX service_by_person ON service_record (person_seq, served_on);
CREATE INDEX service_by_purpose_end ON service_record (purpose_ended_on);

-- Why somebody looked into a sealed part. The reason may itself speak of health, so it stands here and not in the log.
CREATE TABLE service_look (
  seq     INTEGER PRIMARY KEY,
  service TEXT NOT NULL REFERENCES service_record (id) ON DELETE CASCADE,
  at      TEXT NOT NULL,
  account TEXT NOT NULL REFERENCES account (id),
  reason  TEXT NOT NULL CONSTRAINT look_has_reason CHECK (reason <> '')
) STRICT;

CREATE INDEX look_by_service ON service_look (service);

CREATE TRIGGER service_look_never_changes BEFORE UPDATE ON service_look BEGIN
  SELECT raise(ABORT, 'looks are append-only');
END;

-- The same of what travelled sealed in a slip.
CREATE TABLE slip_look (
  seq     INTEGER PRIMARY KEY,
  slip    INTEGER NOT NULL REFERENCES slip (seq),
  at      TEXT NOT NULL,
  account TEXT NOT NULL REFERENCES account (id),
  reason  TEXT NOT NULL CONSTRAINT slip_look_has_reason CHECK (reason <> '')
) STRICT;

CREATE INDEX look_by_slip ON slip_look (slip);

CREATE TRIGGER slip_look_never_changes BEFORE UPDATE ON slip_look BEGIN
  SELECT raise(ABORT, 'looks are append-only');
END;

-- Who stands in for whom, from one day to another. What was agreed never changes; it can only be ended earlier.
CREATE TABLE deputy (
  seq       INTEGER PRIMARY KEY,
  id        TEXT NOT NULL CONSTRAINT deputy_id_once UNIQUE,
  principal TEXT NOT NULL REFERENCES account (id),
  account   TEXT NOT NULL REFERENCES account (id),
  from_on   TEXT NOT NULL,
  to_on     TEXT NOT NULL,
  reason    TEXT NOT NULL CONSTRAINT deputy_has_reason CHECK (reason <> ''),
  -- The principal himself or an administrator.
  set_by    TEXT NOT NULL REFERENCES account (id),
  set_at    TEXT NOT NULL,
  ended_at  TEXT,
  ended_by  TEXT REFERENCES account (id),
  CONSTRAINT deputy_is_another CHECK (principal <> account),
  CONSTRAINT deputy_not_named_by_himself CHECK (set_by <> account),
  CONSTRAINT deputy_days_in_order CHECK (from_on <= to_on),
  CONSTRAINT deputy_ended_whole CHECK ((ended_at IS NULL) = (ended_by IS NULL))
) STRICT;

CREATE INDEX deputy_alive ON deputy (account, to_on) WHERE ended_at IS NULL;
CREATE INDEX deputy_by_principal ON deputy (principal, to_on) WHERE ended_at IS NULL;

CREATE TRIGGER deputy_only_ends BEFORE UPDATE ON deputy
WHEN OLD.ended_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.principal <> OLD.principal OR NEW.account <> OLD.account OR NEW.from_on <> OLD.from_on
  OR NEW.to_on <> OLD.to_on OR NEW.reason <> OLD.reason OR NEW.set_by <> OLD.set_by OR NEW.set_at <> OLD.set_at
BEGIN
  SELECT raise(ABORT, 'a deputyship only ends');
END;

CREATE TRIGGER deputy_never_shrinks BEFORE DELETE ON deputy BEGIN
  SELECT raise(ABORT, 'deputyships are kept');
END;

-- When the last line of the log was written: a clock that stands before what the office knows gives nobody a deputy's rights.
CREATE VIEW latest_line AS SELECT at FROM audit_entry ORDER BY seq DESC LIMIT 1;

-- 谨慎联系: a family that lost a child or another near one (domain.md PV-12). One row for each file of the person, so that a merge that is
-- taken back frees nobody; no cause is kept, and no row once the mark is lifted.
CREATE TABLE bereaved_mark (
  person_id TEXT NOT NULL PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
  placed_at TEXT NOT NULL,
  placed_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Every file of such a person: the one that goes on and those that went into it.
CREATE VIEW bereaved_person AS
  SELECT s.seq, s.id FROM bereaved_mark marked CROSS JOIN person o ON o.id = marked.person_id CROSS JOIN person s ON s.seq = coalesce(o.survivor, o.seq)
  UNION
  SELECT g.seq, g.id FROM bereaved_mark marked CROSS JOIN person o ON o.id = marked.person_id
    CROSS JOIN person g INDEXED BY person_by_survivor ON g.survivor = coalesce(o.survivor, o.seq);
