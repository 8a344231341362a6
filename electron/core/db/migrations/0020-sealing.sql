-- Sealed files: a person's whole file taken out of every table and kept as one packet, so that no reader of the register can find it; and
-- what was deleted for good, by id, so that a restored copy loses it again.

CREATE TABLE sealing (
  seq         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL CONSTRAINT sealing_id_once UNIQUE,
  revision    INTEGER NOT NULL CONSTRAINT sealing_revision_counts CHECK (revision >= 1),
  -- The file that goes on; kept after the seal was lifted, gone with the file.
  person_id   TEXT NOT NULL,
  kind        TEXT NOT NULL CONSTRAINT sealing_kind_known CHECK (kind IN ('protected', 'court', 'bereaved', 'official', 'other')),
  reason      TEXT NOT NULL CONSTRAINT sealing_has_reason CHECK (reason <> ''),
  -- The day on which two people look again whether the reason holds. Nothing opens by itself.
  review_on   TEXT NOT NULL,
  sealed_at   TEXT NOT NULL,
  sealed_by   TEXT NOT NULL,
  lifted_at   TEXT,
  lifted_by   TEXT,
  lifted_why  TEXT,
  -- JSON of `erasure/queries/packet.ts`; null once everything lies in its tables again.
  content     TEXT CONSTRAINT sealing_content_json CHECK (content IS NULL OR json_valid(content)),
  CONSTRAINT sealing_lifted_whole CHECK ((lifted_at IS NULL) = (lifted_by IS NULL) AND (lifted_at IS NULL) = (lifted_why IS NULL)),
  CONSTRAINT sealing_holds_until_lifted CHECK ((lifted_at IS NULL) = (content IS NOT NULL))
) STRICT;

CREATE INDEX sealing_by_review ON sealing (review_on, seq) WHERE lifted_at IS NULL;
CREATE INDEX sealing_of_person ON sealing (person_id);

-- The files of a packet: their row numbers are not given to anybody else meanwhile.
CREATE TABLE sealed_file (
  person_seq INTEGER PRIMARY KEY,
  person_id  TEXT NOT NULL CONSTRAINT sealed_file_once UNIQUE,
  sealing    INTEGER NOT NULL REFERENCES sealing (seq)
) STRICT;

CREATE VIEW taken_person_row AS SELECT person_seq AS seq FROM sealed_file;

-- By what a slip is told to be about the person: a number, or name and day of birth where the slip carries no number.
CREATE TABLE sealed_key (
  sealing INTEGER NOT NULL REFERENCES sealing (seq),
  value   TEXT NOT NULL,
  -- '' for a number.
  birth   TEXT NOT NULL,
  PRIMARY KEY (value, birth, sealing)
) STRICT, WITHOUT ROWID;

CREATE INDEX sealed_key_of_sealing ON sealed_key (sealing);

-- Slips about the person, those that came since included: only who keeps sealed files sees them.
CREATE TABLE sealed_slip (
  slip      INTEGER PRIMARY KEY REFERENCES slip (seq),
  sealing   INTEGER NOT NULL REFERENCES sealing (seq)
) STRICT;

CREATE INDEX sealed_slip_of_sealing ON sealed_slip (sealing);
CREATE VIEW hidden_slip AS SELECT slip FROM sealed_slip;

-- Whoever opened a packet, and what for. The reason may itself tell of the person, so it stands here and not in the log.
CREATE TABLE sealing_look (
  seq     INTEGER PRIMARY KEY,
  sealing INTEGER NOT NULL REFERENCES sealing (seq),
  at      TEXT NOT NULL,
  by      TEXT NOT NULL,
  reason  TEXT NOT NULL CONSTRAINT sealing_look_has_reason CHECK (reason <> '')
) STRICT;

CREATE INDEX sealing_look_of_sealing ON sealing_look (sealing);

CREATE TRIGGER sealing_look_never_changes BEFORE UPDATE ON sealing_look BEGIN
  SELECT raise(ABORT, 'looks into sealed files are append-only');
END;
CREATE TRIGGER sealing_look_never_shrinks BEFORE DELETE ON sealing_look WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT raise(ABORT, 'looks into sealed files are append-only');
END;

-- Whatever writes a slip, it is told here that it is about somebody sealed; nobody who writes slips has to think of it.
CREATE TRIGGER slip_about_sealed AFTER INSERT ON slip
WHEN EXISTS (SELECT 1 FROM sealed_key) BEGIN
  INSERT OR IGNORE INTO sealed_slip (slip, sealing)
    SELECT NEW.seq, k.sealing FROM sealed_key k
    WHERE (k.value = NEW.subject_id_no AND k.birth = '') OR (NEW.subject_id_no IS NULL AND k.value = NEW.subject_name AND k.birth = NEW.subject_birth)
    UNION ALL
    SELECT NEW.seq, s.sealing FROM sealed_slip s WHERE s.slip = NEW.answer_to;
END;
CREATE TRIGGER slip_became_about_sealed AFTER UPDATE OF subject_name, subject_birth, subject_id_no, answer_to ON slip
WHEN EXISTS (SELECT 1 FROM sealed_key) BEGIN
  INSERT OR IGNORE INTO sealed_slip (slip, sealing)
    SELECT NEW.seq, k.sealing FROM sealed_key k
    WHERE (k.value = NEW.subject_id_no AND k.birth = '') OR (NEW.subject_id_no IS NULL AND k.value = NEW.subject_name AND k.birth = NEW.subject_birth)
    UNION ALL
    SELECT NEW.seq, s.sealing FROM sealed_slip s WHERE s.slip = NEW.answer_to;
END;

-- Ids and nothing else. A restore of an older copy takes the same away from it before anybody signs in.
CREATE TABLE gone (
  kind TEXT NOT NULL CONSTRAINT gone_kind_known CHECK (kind IN ('person', 'nobody', 'slip', 'service')),
  id   TEXT NOT NULL,
  at   TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER gone_never_changes BEFORE UPDATE ON gone BEGIN
  SELECT raise(ABORT, 'what was deleted stays deleted');
END;
CREATE TRIGGER gone_never_shrinks BEFORE DELETE ON gone BEGIN
  SELECT raise(ABORT, 'what was deleted stays deleted');
END;
-- Records that were deleted again from the copy that came back.
ALTER TABLE backup_restore ADD COLUMN gone_again INTEGER NOT NULL DEFAULT 0;
