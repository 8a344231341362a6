-- What one box finds beside names: words of addresses, numbers of papers, husbands and wives told by text; and the state of the lists.

-- 1 … 100, by which a trigger cuts a text into pairs of characters.
CREATE TABLE person_search_step (n INTEGER PRIMARY KEY) STRICT;
INSERT INTO person_search_step (n)
  WITH RECURSIVE step (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM step WHERE n < 100) SELECT n FROM step;

-- Pairs of neighbouring characters of an address, as hexadecimal UTF-8, so that no tokenizer has an opinion about rare ones.
-- The rowid is 2 × person.seq for 户籍地, 2 × dwelling.seq + 1 for a dwelling, whose tenants are found through their stays.
CREATE VIRTUAL TABLE person_search_place USING fts5 (
  words,
  content = '',
  contentless_delete = 1,
  detail = none,
  tokenize = 'unicode61'
);

-- New rows get their words from whoever inserts them (persons, queries/grown.ts): a trigger on insertion, even one that does nothing, makes
-- SQLite keep a copy of every page for every row.
CREATE TRIGGER person_place_words_changed AFTER UPDATE OF hukou_text ON person WHEN OLD.hukou_text IS NOT NEW.hukou_text BEGIN
  DELETE FROM person_search_place WHERE rowid = NEW.seq * 2;
  INSERT INTO person_search_place (rowid, words)
    SELECT NEW.seq * 2, group_concat(hex(substr(lower(NEW.hukou_text), n, 2)), ' ') FROM person_search_step
    WHERE n < length(NEW.hukou_text) HAVING count(*) > 0;
END;
CREATE TRIGGER person_place_words_removed AFTER DELETE ON person WHEN OLD.hukou_text IS NOT NULL BEGIN
  DELETE FROM person_search_place WHERE rowid = OLD.seq * 2;
END;
CREATE TRIGGER dwelling_place_words_changed AFTER UPDATE OF text ON dwelling WHEN OLD.text <> NEW.text BEGIN
  DELETE FROM person_search_place WHERE rowid = NEW.seq * 2 + 1;
  INSERT INTO person_search_place (rowid, words)
    SELECT NEW.seq * 2 + 1, group_concat(hex(substr(lower(NEW.text), n, 2)), ' ') FROM person_search_step WHERE n < length(NEW.text);
END;
CREATE TRIGGER dwelling_place_words_removed AFTER DELETE ON dwelling BEGIN
  DELETE FROM person_search_place WHERE rowid = OLD.seq * 2 + 1;
END;

-- The sorts carry what the conditions ask for as well; the list as it opens carries its whole rows, so that a page is read from one place.
DROP INDEX person_by_pinyin;
DROP INDEX person_by_start;
DROP INDEX person_by_division;
CREATE INDEX person_by_pinyin ON person (
  sort_key, seq, status, stay_kind, stay_started, stay_code, stay_reason, stay_scope, hukou_code,
  sex, birth_date, marital, education, hukou_type, id_checks, id_no, phone, name, id
);
CREATE INDEX person_by_start ON person (
  stay_started, seq, status, stay_kind, stay_code, stay_reason, stay_scope, hukou_code,
  sex, birth_date, marital, education, hukou_type, id_checks, id_no
);
CREATE INDEX person_by_division ON person (
  stay_code, sort_key, seq, status, stay_kind, stay_started, stay_reason, stay_scope, hukou_code,
  sex, birth_date, marital, education, hukou_type, id_checks, id_no
);
CREATE INDEX person_by_hukou ON person (hukou_code);
-- What few conditions narrow to: when a file was last written, when its status changed, who made it.
CREATE INDEX person_by_update ON person (updated_at);
CREATE INDEX person_by_status_day ON person (status_on, status_recorded_on, status_reason) WHERE status_on IS NOT NULL;
CREATE INDEX child_by_birth ON person_child (birth_date) WHERE child_id IS NULL AND birth_date IS NOT NULL;
CREATE INDEX change_by_maker ON person_change (by, person_seq) WHERE field = 'created' AND record IS NULL;
CREATE INDEX person_by_marriage_paper ON person (marriage_cert_no) WHERE marriage_cert_no IS NOT NULL;
CREATE INDEX person_by_only_child_paper ON person (only_child_cert_no) WHERE only_child_cert_no IS NOT NULL;
CREATE INDEX spouse_by_paper ON person_spouse (cert_no) WHERE cert_no IS NOT NULL;
CREATE INDEX spouse_by_name ON person_spouse (name) WHERE name IS NOT NULL;
CREATE INDEX spouse_by_number ON person_spouse (id_no) WHERE id_no IS NOT NULL;
CREATE INDEX child_by_paper ON person_child (birth_cert_no) WHERE birth_cert_no IS NOT NULL;

-- Every word of the index of names, from which the rare characters on file are read.
CREATE VIRTUAL TABLE person_search_word USING fts5vocab(person_search, row);

-- Grows with every change of what a list sorts or filters by: row numbers counted under another version are counted anew. Whatever hangs on
-- a file is written together with its `updated_at`.
CREATE TABLE person_search_version (
  one     INTEGER PRIMARY KEY CONSTRAINT person_search_version_once CHECK (one = 1),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO person_search_version (one, version) VALUES (1, 0);

CREATE TRIGGER person_list_changed AFTER UPDATE OF sort_key, status, stay_kind, stay_started, stay_code, stay_reason, stay_scope, hukou_code,
  sex, birth_date, marital, education, hukou_type, id_checks, id_no, updated_at ON person BEGIN
  UPDATE person_search_version SET version = version + 1 WHERE one = 1;
END;
CREATE TRIGGER person_list_shrank AFTER DELETE ON person BEGIN
  UPDATE person_search_version SET version = version + 1 WHERE one = 1;
END;
