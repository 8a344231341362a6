-- The register of persons: records, stays, field history, reveals, and the search index.

CREATE TABLE person (
  -- Row number: joins the search index and breaks ties of every sort.
  seq              INTEGER PRIMARY KEY,
  id               TEXT NOT NULL CONSTRAINT person_id_once UNIQUE,
  revision         INTEGER NOT NULL CONSTRAINT person_revision_counts CHECK (revision >= 1),
  name             TEXT NOT NULL CONSTRAINT person_has_name CHECK (name <> ''),
  -- The name as it is compared and searched: folded, without dots and spaces.
  name_key         TEXT NOT NULL,
  former_name      TEXT,
  former_key       TEXT NOT NULL DEFAULT '',
  -- Toneless syllables separated by spaces, and their first letters.
  pinyin           TEXT NOT NULL,
  initials         TEXT NOT NULL,
  -- Syllables joined: equal for names that sound alike.
  sound_key        TEXT NOT NULL,
  -- Syllable and character in turn: SQLite sorts it by bytes, so the order does not depend on the PC's language data.
  sort_key         TEXT NOT NULL CONSTRAINT person_sort_key_filled CHECK (sort_key <> ''),
  sex              TEXT NOT NULL CONSTRAINT person_sex_known CHECK (sex IN ('0', '1', '2', '9')),
  birth_date       TEXT NOT NULL,
  id_type          TEXT NOT NULL CONSTRAINT person_id_type_known
                     CHECK (id_type IN ('resident_id', 'household_book', 'residence_permit', 'passport', 'none')),
  id_no            TEXT CONSTRAINT person_id_no_filled CHECK (id_no <> ''),
  id_no_reversed   TEXT,
  -- The 18-character form of a resident number: old and new numbers of one person are equal here. Null for any other number.
  id_match         TEXT,
  no_id_reason     TEXT,
  -- Failed checks as bits: 1 length, 2 area, 4 date, 8 sex, 16 check digit.
  id_checks        INTEGER NOT NULL DEFAULT 0,
  id_verified_by   TEXT,
  id_verified_at   TEXT,
  marital          TEXT NOT NULL,
  phone            TEXT CONSTRAINT person_phone_filled CHECK (phone <> ''),
  phone_reversed   TEXT,
  phone_owner      TEXT,
  hukou_code       TEXT NOT NULL,
  hukou_text       TEXT,
  note             TEXT,
  status           TEXT NOT NULL CONSTRAINT person_status_known CHECK (status IN ('active', 'set_aside', 'closed')),
  status_on        TEXT,
  status_reason    TEXT,
  -- The present stay, repeated here so that lists sort and filter inside one index; '' where there is none.
  stay_kind        TEXT NOT NULL DEFAULT '',
  stay_started     TEXT NOT NULL DEFAULT '',
  stay_code        TEXT NOT NULL DEFAULT '',
  created_at       TEXT NOT NULL,
  updated_at       TEXT NOT NULL,
  updated_by       TEXT NOT NULL,
  CONSTRAINT person_number_or_reason CHECK (id_no IS NOT NULL OR no_id_reason IS NOT NULL),
  CONSTRAINT person_verified_whole CHECK ((id_verified_by IS NULL) = (id_verified_at IS NULL))
) STRICT;

-- The three sorts carry the columns of the filters, so that a filtered page is found without reading records.
CREATE INDEX person_by_pinyin ON person (sort_key, seq, status, stay_kind, stay_started, stay_code, hukou_code);
CREATE INDEX person_by_start ON person (stay_started, seq, status, stay_kind, stay_code, hukou_code);
CREATE INDEX person_by_division ON person (stay_code, sort_key, seq, status, stay_kind, stay_started, hukou_code);

CREATE INDEX person_by_name ON person (name_key);
CREATE INDEX person_by_former_name ON person (former_key) WHERE former_key <> '';
CREATE INDEX person_by_sound ON person (sound_key);
CREATE INDEX person_by_birth ON person (birth_date);
CREATE INDEX person_by_id ON person (id_no) WHERE id_no IS NOT NULL;
CREATE INDEX person_by_id_tail ON person (id_no_reversed) WHERE id_no_reversed IS NOT NULL;
CREATE INDEX person_by_id_match ON person (id_match) WHERE id_match IS NOT NULL;
CREATE INDEX person_by_phone_tail ON person (phone_reversed) WHERE phone_reversed IS NOT NULL;

-- One stay at one place; the day it began and the day it was recorded are two dates (domain.md §3.3).
CREATE TABLE person_episode (
  person_seq      INTEGER NOT NULL REFERENCES person (seq),
  id              TEXT NOT NULL,
  kind            TEXT NOT NULL CONSTRAINT episode_kind_known CHECK (kind IN ('in', 'out', 'intra_county')),
  reason          TEXT,
  started_on      TEXT NOT NULL,
  ended_on        TEXT,
  residence_code  TEXT NOT NULL,
  residence_text  TEXT,
  dwelling_kind   TEXT,
  dwelling_contact TEXT,
  recorded_on     TEXT NOT NULL,
  -- The stays of one person lie together; nobody asks for a stay without its person.
  PRIMARY KEY (person_seq, id)
) STRICT, WITHOUT ROWID;

-- Every change of a record: who, when, why, old and new value.
CREATE TABLE person_change (
  seq        INTEGER PRIMARY KEY,
  person_seq INTEGER NOT NULL REFERENCES person (seq),
  at        TEXT NOT NULL,
  by        TEXT NOT NULL,
  field     TEXT NOT NULL,
  before    TEXT,
  after     TEXT,
  why       TEXT,
  slip_no   TEXT
) STRICT;

CREATE INDEX change_by_person ON person_change (person_seq);

CREATE TRIGGER person_change_never_changes BEFORE UPDATE ON person_change BEGIN
  SELECT raise(ABORT, 'the history of a person is append-only');
END;

CREATE TRIGGER person_change_never_shrinks BEFORE DELETE ON person_change BEGIN
  SELECT raise(ABORT, 'the history of a person is append-only');
END;

-- Who saw a whole number, and the reason typed; the audit line names only the field.
CREATE TABLE person_reveal (
  seq        INTEGER PRIMARY KEY,
  person_seq INTEGER NOT NULL REFERENCES person (seq),
  at        TEXT NOT NULL,
  by        TEXT NOT NULL,
  field     TEXT NOT NULL CONSTRAINT reveal_field_known CHECK (field IN ('idNo', 'phone')),
  reason    TEXT NOT NULL
) STRICT;

CREATE INDEX reveal_by_person ON person_reveal (person_seq);

CREATE TRIGGER person_reveal_never_changes BEFORE UPDATE ON person_reveal BEGIN
  SELECT raise(ABORT, 'reveals are append-only');
END;

CREATE TRIGGER person_reveal_never_shrinks BEFORE DELETE ON person_reveal BEGIN
  SELECT raise(ABORT, 'reveals are append-only');
END;

-- Characters, pairs of characters, pinyin and initials of names; the rowid is person.seq, the words themselves are not stored.
CREATE VIRTUAL TABLE person_search USING fts5 (
  words,
  content = '',
  contentless_delete = 1,
  detail = none,
  tokenize = 'unicode61'
);
