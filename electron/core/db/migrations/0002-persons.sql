-- The register of persons: records of their own for everything that hangs on a person, one history, acts, reveals, and the search index.

-- People who live together. The number has 12 digits of the area, 2 of the group, 4 of the household (domain.md §3.2).
CREATE TABLE household (
  seq         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL CONSTRAINT household_id_once UNIQUE,
  revision    INTEGER NOT NULL CONSTRAINT household_revision_counts CHECK (revision >= 1),
  number      TEXT NOT NULL CONSTRAINT household_number_once UNIQUE CONSTRAINT household_number_whole CHECK (length(number) = 18),
  head_id     TEXT,
  note        TEXT,
  -- Act that made the record; taking the act back removes it where nobody uses it.
  created_act INTEGER REFERENCES act (seq),
  updated_at  TEXT NOT NULL,
  updated_by  TEXT NOT NULL
) STRICT;

CREATE INDEX household_of_act ON household (created_act) WHERE created_act IS NOT NULL;

-- A house or room as its tenants share it, found by its key; the contact is help for contact only.
CREATE TABLE dwelling (
  seq           INTEGER PRIMARY KEY,
  id            TEXT NOT NULL CONSTRAINT dwelling_id_once UNIQUE,
  revision      INTEGER NOT NULL CONSTRAINT dwelling_revision_counts CHECK (revision >= 1),
  -- Division code, kind and folded address text in turn, so that the houses of a division lie together.
  key           TEXT NOT NULL CONSTRAINT dwelling_key_once UNIQUE,
  kind          TEXT,
  code          TEXT NOT NULL,
  text          TEXT NOT NULL,
  contact       TEXT,
  contact_phone TEXT,
  created_act   INTEGER REFERENCES act (seq),
  updated_at    TEXT NOT NULL,
  updated_by    TEXT NOT NULL
) STRICT;

CREATE INDEX dwelling_of_act ON dwelling (created_act) WHERE created_act IS NOT NULL;

-- An employer, found by folded name and address.
CREATE TABLE employer (
  seq         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL CONSTRAINT employer_id_once UNIQUE,
  revision    INTEGER NOT NULL CONSTRAINT employer_revision_counts CHECK (revision >= 1),
  key         TEXT NOT NULL CONSTRAINT employer_key_once UNIQUE,
  name        TEXT NOT NULL,
  address     TEXT,
  kind        TEXT,
  phone       TEXT,
  created_act INTEGER REFERENCES act (seq),
  updated_at  TEXT NOT NULL,
  updated_by  TEXT NOT NULL
) STRICT;

CREATE INDEX employer_of_act ON employer (created_act) WHERE created_act IS NOT NULL;

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
  sex              TEXT NOT NULL CONSTRAINT person_sex_known CHECK (sex = '1' OR sex = '2' OR sex = '0' OR sex = '9'),
  birth_date       TEXT NOT NULL,
  -- Rules of three and more words are said with OR: of a list SQLite builds a table anew for every row.
  id_type          TEXT NOT NULL CONSTRAINT person_id_type_known CHECK (
                     id_type = 'resident_id' OR id_type = 'none' OR id_type = 'household_book' OR id_type = 'residence_permit' OR id_type = 'passport'
                   ),
  id_no            TEXT CONSTRAINT person_id_no_filled CHECK (id_no <> ''),
  id_no_reversed   TEXT,
  -- The 18-character form of a resident number: old and new numbers of one person are equal here. Null for any other number.
  id_match         TEXT,
  -- The 15-digit number as it stood on the old card; history only.
  id_no_old15      TEXT,
  no_id_reason     TEXT,
  -- Failed checks as bits: 1 length, 2 area, 4 date, 8 sex, 16 check digit.
  id_checks        INTEGER NOT NULL DEFAULT 0,
  id_verified_by   TEXT,
  id_verified_at   TEXT,
  ethnicity        TEXT,
  -- A code means another thing in another edition of its list.
  education        TEXT,
  education_edition TEXT,
  hukou_type       TEXT,
  marital          TEXT NOT NULL,
  first_married_on TEXT,
  current_married_on TEXT,
  marriage_cert_no TEXT,
  only_child_cert_no TEXT,
  only_child_cert_on TEXT,
  phone            TEXT CONSTRAINT person_phone_filled CHECK (phone <> ''),
  phone_reversed   TEXT,
  phone_owner      TEXT,
  hukou_code       TEXT NOT NULL,
  hukou_text       TEXT,
  -- Day whose table of divisions the code is read by.
  hukou_as_of      TEXT,
  household_id     TEXT REFERENCES household (id),
  relation_to_head TEXT,
  note             TEXT,
  status           TEXT NOT NULL CONSTRAINT person_status_known CHECK (
                     status = 'active' OR status = 'set_aside' OR status = 'closed' OR status = 'merged'
                   ),
  -- Day the status began to hold, day it was recorded, coded reason, words.
  status_on        TEXT,
  status_recorded_on TEXT,
  status_reason    TEXT,
  status_note      TEXT,
  -- The file that goes on instead of this one, and the one at the end of the chain; nothing that hangs on this file moves.
  merged_into      INTEGER REFERENCES person (seq),
  survivor         INTEGER REFERENCES person (seq),
  -- The present stay, repeated here so that lists sort and filter inside one index; '' where there is none. The scope is a digit of
  -- `movementScopes` from 1, derived when the file is written.
  stay_kind        TEXT NOT NULL DEFAULT '',
  stay_started     TEXT NOT NULL DEFAULT '',
  stay_code        TEXT NOT NULL DEFAULT '',
  stay_reason      TEXT NOT NULL DEFAULT '',
  stay_scope       TEXT NOT NULL DEFAULT '',
  created_at       TEXT NOT NULL,
  updated_at       TEXT NOT NULL,
  updated_by       TEXT NOT NULL,
  CONSTRAINT person_number_or_reason CHECK (id_no IS NOT NULL OR no_id_reason IS NOT NULL),
  CONSTRAINT person_verified_whole CHECK ((id_verified_by IS NULL) = (id_verified_at IS NULL)),
  CONSTRAINT person_merged_whole CHECK ((status = 'merged') = (merged_into IS NOT NULL) AND (merged_into IS NULL) = (survivor IS NULL))
) STRICT;

-- The three sorts carry the columns of the filters, so that a filtered page is found without reading records.
CREATE INDEX person_by_pinyin ON person (sort_key, seq, status, stay_kind, stay_started, stay_code, hukou_code);
CREATE INDEX person_by_start ON person (stay_started, seq, status, stay_kind, stay_code, hukou_code);
CREATE INDEX person_by_division ON person (stay_code, sort_key, seq, status, stay_kind, stay_started, hukou_code);

CREATE INDEX person_by_name ON person (name_key);
CREATE INDEX person_by_former_name ON person (former_key) WHERE former_key <> '';
CREATE INDEX person_by_sound ON person (sound_key);
-- The names tell most of those born on one day apart without reading their records.
CREATE INDEX person_by_birth ON person (birth_date, name_key, former_key);
CREATE INDEX person_by_id ON person (id_no) WHERE id_no IS NOT NULL;
CREATE INDEX person_by_id_tail ON person (id_no_reversed) WHERE id_no_reversed IS NOT NULL;
CREATE INDEX person_by_id_match ON person (id_match) WHERE id_match IS NOT NULL;
CREATE INDEX person_by_phone_tail ON person (phone_reversed) WHERE phone_reversed IS NOT NULL;
CREATE INDEX person_by_household ON person (household_id) WHERE household_id IS NOT NULL;
CREATE INDEX person_by_merged ON person (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX person_by_survivor ON person (survivor) WHERE survivor IS NOT NULL;

-- One stay at one place; the day it began and the day it was recorded are two dates (domain.md §3.3).
CREATE TABLE person_episode (
  person_seq      INTEGER NOT NULL REFERENCES person (seq),
  id              TEXT NOT NULL,
  kind            TEXT NOT NULL CONSTRAINT episode_kind_known CHECK (kind = 'in' OR kind = 'out' OR kind = 'intra_county'),
  reason          TEXT,
  started_on      TEXT NOT NULL,
  ended_on        TEXT,
  residence_code  TEXT NOT NULL,
  residence_text  TEXT,
  dwelling_kind   TEXT,
  dwelling_contact TEXT,
  dwelling_phone  TEXT,
  -- Found by code, kind and folded text of this stay; null without a text.
  dwelling        INTEGER REFERENCES dwelling (seq),
  occupation      TEXT,
  companions      INTEGER,
  employer_id     TEXT REFERENCES employer (id),
  recorded_on     TEXT NOT NULL,
  -- The stays of one person lie together; nobody asks for a stay without its person, house or employer.
  PRIMARY KEY (person_seq, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX episode_by_dwelling ON person_episode (dwelling) WHERE dwelling IS NOT NULL;
CREATE INDEX episode_arrived ON person_episode (recorded_on) WHERE kind = 'in';
CREATE INDEX episode_by_employer ON person_episode (employer_id) WHERE employer_id IS NOT NULL;

-- Telephones beside the main one.
CREATE TABLE person_phone (
  person_seq INTEGER NOT NULL REFERENCES person (seq),
  id         TEXT NOT NULL,
  number     TEXT NOT NULL CONSTRAINT phone_number_filled CHECK (number <> ''),
  reversed   TEXT,
  owner      TEXT,
  PRIMARY KEY (person_seq, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX phone_by_tail ON person_phone (reversed) WHERE reversed IS NOT NULL;

-- A marriage, seen from both sides when the other one is on file, told by text otherwise (domain.md §3.2).
CREATE TABLE person_spouse (
  person_seq     INTEGER NOT NULL REFERENCES person (seq),
  id             TEXT NOT NULL,
  spouse_id      TEXT REFERENCES person (id),
  name           TEXT,
  birth_date     TEXT,
  id_no          TEXT,
  hukou_code     TEXT,
  hukou_text     TEXT,
  residence_code TEXT,
  residence_text TEXT,
  ethnicity      TEXT,
  education      TEXT,
  education_edition TEXT,
  employer       TEXT,
  phone          TEXT,
  cert_no        TEXT,
  started_on     TEXT,
  ended_on       TEXT,
  end_reason     TEXT CONSTRAINT spouse_end_reason_known CHECK (end_reason IN ('divorced', 'widowed')),
  recorded_on    TEXT NOT NULL,
  PRIMARY KEY (person_seq, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX spouse_by_other ON person_spouse (spouse_id) WHERE spouse_id IS NOT NULL;

-- A child of the person and, where that one is on file, of the other parent.
CREATE TABLE person_child (
  person_seq      INTEGER NOT NULL REFERENCES person (seq),
  id              TEXT NOT NULL,
  child_id        TEXT REFERENCES person (id),
  other_parent_id TEXT REFERENCES person (id),
  -- 孩次.
  birth_order     INTEGER,
  name            TEXT,
  sex             TEXT CONSTRAINT child_sex_known CHECK (sex = '1' OR sex = '2' OR sex = '0' OR sex = '9'),
  birth_date      TEXT,
  id_no           TEXT,
  relation        TEXT,
  location        TEXT,
  birth_cert_no   TEXT,
  recorded_on     TEXT NOT NULL,
  PRIMARY KEY (person_seq, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX child_by_own_file ON person_child (child_id) WHERE child_id IS NOT NULL;
CREATE INDEX child_by_other_parent ON person_child (other_parent_id) WHERE other_parent_id IS NOT NULL;

-- What the person agreed to, for one purpose each, with the place of the signed paper.
CREATE TABLE person_consent (
  person_seq       INTEGER NOT NULL REFERENCES person (seq),
  id               TEXT NOT NULL,
  purpose          TEXT NOT NULL,
  given_on         TEXT NOT NULL,
  form_ref         TEXT,
  withdrawn_on     TEXT,
  withdrawn_reason TEXT,
  recorded_on      TEXT NOT NULL,
  PRIMARY KEY (person_seq, id)
) STRICT, WITHOUT ROWID;

-- A picture, kept only where one was asked for; the one it replaces is gone.
CREATE TABLE person_photo (
  person_seq INTEGER PRIMARY KEY REFERENCES person (seq),
  id         TEXT NOT NULL,
  type       TEXT NOT NULL CONSTRAINT photo_type_known CHECK (type IN ('image/jpeg', 'image/png')),
  bytes      BLOB NOT NULL CONSTRAINT photo_small CHECK (length(bytes) BETWEEN 1 AND 204800)
) STRICT;

-- A bulk change that can be taken back as one. `undoing`: taking back goes on in slices.
CREATE TABLE act (
  seq       INTEGER PRIMARY KEY,
  id        TEXT NOT NULL CONSTRAINT act_id_once UNIQUE,
  kind      TEXT NOT NULL CONSTRAINT act_kind_known CHECK (kind IN ('import', 'merge', 'conversion', 'status', 'assign', 'slips')),
  at        TEXT NOT NULL,
  by        TEXT NOT NULL,
  note      TEXT,
  state     TEXT NOT NULL CONSTRAINT act_state_known CHECK (state IN ('done', 'undoing', 'undone')),
  undone_at TEXT,
  undone_by TEXT,
  -- Files it had changed and made, counted when it was taken back; counted from act_person before.
  changed   INTEGER,
  created   INTEGER
) STRICT;

-- The files an act touched, with what their revision was, so that taking back leaves no trace where nobody came after it.
CREATE TABLE act_person (
  act               INTEGER NOT NULL REFERENCES act (seq),
  person_seq        INTEGER NOT NULL,
  -- Null when the act made the file.
  revision_before   INTEGER,
  updated_at_before TEXT,
  updated_by_before TEXT,
  -- Null once somebody else changed the file between two changes of the act.
  revision_after    INTEGER,
  PRIMARY KEY (act, person_seq)
) STRICT, WITHOUT ROWID;

-- Every change of every record: who, when, why, old and new value.
CREATE TABLE person_change (
  seq        INTEGER PRIMARY KEY,
  -- Null for a household, dwelling or employer.
  person_seq INTEGER REFERENCES person (seq),
  act        INTEGER REFERENCES act (seq),
  -- Null for the person itself, else kind and id: `episode:<id>`, `child:<id>` …
  record     TEXT,
  at        TEXT NOT NULL,
  by        TEXT NOT NULL,
  -- `created` and `removed` stand for the whole record; `removed` keeps the row in `before`.
  field     TEXT NOT NULL,
  before    TEXT,
  after     TEXT,
  why       TEXT,
  slip_no   TEXT
) STRICT;

CREATE INDEX change_by_person ON person_change (person_seq) WHERE person_seq IS NOT NULL;
CREATE INDEX change_by_place ON person_change (record) WHERE person_seq IS NULL;
CREATE INDEX change_by_act ON person_change (act) WHERE act IS NOT NULL;

-- An erasure takes somebody's name out of what was written about others, and out of their history with it.
CREATE TRIGGER person_change_never_changes BEFORE UPDATE ON person_change
WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE person_seq = coalesce(OLD.person_seq, person_seq)) BEGIN
  SELECT raise(ABORT, 'the history of a person is append-only');
END;

-- Only an act that is being taken back lets go of its own lines, and an erasure of those of its files and of the places they leave empty.
CREATE TRIGGER person_change_never_shrinks BEFORE DELETE ON person_change
WHEN NOT EXISTS (SELECT 1 FROM act WHERE seq = OLD.act AND state <> 'done')
  AND NOT EXISTS (SELECT 1 FROM erasing WHERE person_seq = coalesce(OLD.person_seq, person_seq)) BEGIN
  SELECT raise(ABORT, 'the history of a person is append-only');
END;

-- Who saw a masked value, and the reason typed; the audit line names only the field.
CREATE TABLE person_reveal (
  seq        INTEGER PRIMARY KEY,
  -- The id, not the row: the line outlives a file that an undone import takes away.
  person_id TEXT NOT NULL,
  at        TEXT NOT NULL,
  by        TEXT NOT NULL,
  -- As in person_change.
  record    TEXT,
  field     TEXT NOT NULL,
  reason    TEXT NOT NULL
) STRICT;

CREATE INDEX reveal_by_person ON person_reveal (person_id);

CREATE TRIGGER person_reveal_never_changes BEFORE UPDATE ON person_reveal BEGIN
  SELECT raise(ABORT, 'reveals are append-only');
END;

CREATE TRIGGER person_reveal_never_shrinks BEFORE DELETE ON person_reveal WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN
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
