-- Partner offices beyond their keys: how they are reached, and how slips went to those without a key card.

-- What somebody wrote down about an office; the keys, name and code stand in partner.
CREATE TABLE partner_entry (
  partner_id TEXT PRIMARY KEY REFERENCES partner (id),
  revision   INTEGER NOT NULL CONSTRAINT partner_entry_revision_counts CHECK (revision >= 1),
  -- How slips reach it while it has no key card.
  way        TEXT NOT NULL CONSTRAINT partner_entry_way_known CHECK (way IN ('paper', 'phone')),
  address    TEXT,
  postcode   TEXT,
  note       TEXT,
  -- JSON list of {post, phone, holder}.
  posts      TEXT NOT NULL CONSTRAINT partner_entry_posts_json CHECK (json_valid(posts)),
  updated_at TEXT NOT NULL,
  updated_by TEXT NOT NULL
) STRICT;

CREATE TABLE partner_change (
  seq        INTEGER PRIMARY KEY,
  partner_id TEXT NOT NULL REFERENCES partner (id),
  at         TEXT NOT NULL,
  by         TEXT NOT NULL,
  field      TEXT NOT NULL,
  before     TEXT,
  after      TEXT
) STRICT;

CREATE INDEX partner_change_of_partner ON partner_change (partner_id, seq);

CREATE TRIGGER partner_change_never_changes BEFORE UPDATE ON partner_change BEGIN
  SELECT raise(ABORT, 'changes of partner offices are append-only');
END;

CREATE TRIGGER partner_change_never_shrinks BEFORE DELETE ON partner_change BEGIN
  SELECT raise(ABORT, 'changes of partner offices are append-only');
END;

-- One record of a slip that went by post, or was asked about by telephone, instead of in a bundle. It left the queue when it was noted here.
CREATE TABLE slip_mailing (
  record     INTEGER PRIMARY KEY REFERENCES slip_record (seq),
  slip       INTEGER NOT NULL REFERENCES slip (seq),
  partner_id TEXT NOT NULL REFERENCES partner (id),
  way        TEXT NOT NULL CONSTRAINT slip_mailing_way_known CHECK (way IN ('paper', 'phone')),
  sent_on    TEXT NOT NULL,
  at         TEXT NOT NULL,
  by         TEXT NOT NULL
) STRICT;

CREATE INDEX slip_mailing_by_slip ON slip_mailing (slip);

-- How many signed slips wait for each partner; published for the register of offices.
CREATE VIEW v_partner_queue AS
SELECT partner_id, count(DISTINCT slip) AS waiting FROM slip_travel WHERE bundle_id IS NULL AND cancelled = 0 GROUP BY partner_id;

-- 双向协作协议: what two offices agreed, from a day to a day. Which one holds on a day is asked of the dates, never stored.
CREATE TABLE agreement (
  seq         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL CONSTRAINT agreement_id_once UNIQUE,
  revision    INTEGER NOT NULL CONSTRAINT agreement_revision_counts CHECK (revision >= 1),
  partner_id  TEXT NOT NULL REFERENCES partner (id),
  number      TEXT NOT NULL CONSTRAINT agreement_number_once UNIQUE,
  signed_on   TEXT NOT NULL,
  valid_from  TEXT NOT NULL,
  -- Last day; null without end.
  valid_to    TEXT,
  -- JSON lists: kinds of slips, codes of items, limits, posts of both sides.
  kinds       TEXT NOT NULL CONSTRAINT agreement_kinds_json CHECK (json_valid(kinds)),
  items       TEXT NOT NULL CONSTRAINT agreement_items_json CHECK (json_valid(items)),
  deadlines   TEXT NOT NULL CONSTRAINT agreement_deadlines_json CHECK (json_valid(deadlines)),
  our_posts   TEXT NOT NULL CONSTRAINT agreement_our_posts_json CHECK (json_valid(our_posts)),
  their_posts TEXT NOT NULL CONSTRAINT agreement_their_posts_json CHECK (json_valid(their_posts)),
  -- The articles as they were signed.
  clauses     TEXT NOT NULL,
  -- The agreement this one follows.
  renews      TEXT REFERENCES agreement (id),
  -- First day on which it no longer holds, when it was ended before its time.
  ended_on    TEXT,
  ended_why   TEXT,
  updated_at  TEXT NOT NULL,
  updated_by  TEXT NOT NULL,
  CONSTRAINT agreement_ended_whole CHECK ((ended_on IS NULL) = (ended_why IS NULL)),
  CONSTRAINT agreement_term CHECK (valid_to IS NULL OR valid_to >= valid_from)
) STRICT;

CREATE INDEX agreement_of_partner ON agreement (partner_id, signed_on);
CREATE INDEX agreement_by_end ON agreement (valid_to) WHERE valid_to IS NOT NULL AND ended_on IS NULL;
CREATE INDEX agreement_renewed ON agreement (renews) WHERE renews IS NOT NULL;

CREATE TRIGGER agreement_never_goes BEFORE DELETE ON agreement BEGIN
  SELECT raise(ABORT, 'agreements are ended, never deleted');
END;

CREATE TABLE agreement_change (
  seq       INTEGER PRIMARY KEY,
  agreement INTEGER NOT NULL REFERENCES agreement (seq),
  at        TEXT NOT NULL,
  by        TEXT NOT NULL,
  field     TEXT NOT NULL,
  before    TEXT,
  after     TEXT
) STRICT;

CREATE INDEX agreement_change_of ON agreement_change (agreement, seq);

CREATE TRIGGER agreement_change_never_changes BEFORE UPDATE ON agreement_change BEGIN
  SELECT raise(ABORT, 'changes of agreements are append-only');
END;

CREATE TRIGGER agreement_change_never_shrinks BEFORE DELETE ON agreement_change BEGIN
  SELECT raise(ABORT, 'changes of agreements are append-only');
END;

-- Pictures of the signed paper, kept inside the encrypted database like every other file of the office.
CREATE TABLE agreement_scan (
  seq       INTEGER PRIMARY KEY,
  id        TEXT NOT NULL CONSTRAINT agreement_scan_id_once UNIQUE,
  agreement INTEGER NOT NULL REFERENCES agreement (seq),
  name      TEXT NOT NULL,
  type      TEXT NOT NULL CONSTRAINT agreement_scan_type_known CHECK (type IN ('pdf', 'jpg', 'png')),
  bytes     BLOB NOT NULL CONSTRAINT agreement_scan_size CHECK (length(bytes) <= 5242880),
  added_at  TEXT NOT NULL,
  added_by  TEXT NOT NULL
) STRICT;

CREATE INDEX agreement_scan_of ON agreement_scan (agreement, seq);

-- 交接单: what was written for one partner on one stick, so that the sheet can be printed again.
CREATE TABLE carry_sheet (
  seq        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL CONSTRAINT carry_sheet_id_once UNIQUE,
  partner_id TEXT NOT NULL REFERENCES partner (id),
  written_at TEXT NOT NULL,
  by         TEXT NOT NULL,
  -- The stick as it was called.
  place      TEXT NOT NULL,
  -- JSON: [{name, size, sha256}] and {kind: count}.
  files      TEXT NOT NULL CONSTRAINT carry_sheet_files_json CHECK (json_valid(files)),
  kinds      TEXT NOT NULL CONSTRAINT carry_sheet_kinds_json CHECK (json_valid(kinds)),
  slips      INTEGER NOT NULL,
  bytes      INTEGER NOT NULL,
  -- SHA-256 of the manifest (docs/formats/exchange.md §9).
  digest     TEXT NOT NULL
) STRICT;

CREATE INDEX carry_sheet_of_partner ON carry_sheet (partner_id, seq);

CREATE TRIGGER carry_sheet_never_changes BEFORE UPDATE ON carry_sheet BEGIN
  SELECT raise(ABORT, 'sheets of what was handed over are append-only');
END;

CREATE TRIGGER carry_sheet_never_shrinks BEFORE DELETE ON carry_sheet BEGIN
  SELECT raise(ABORT, 'sheets of what was handed over are append-only');
END;

-- From which day to which an agreement holds with the office of a code, and what it speaks about, for the register.
CREATE VIEW v_agreement_term AS
SELECT p.code, a.signed_on, a.seq, a.kinds, a.valid_from,
  min(coalesce(a.valid_to, '9999-12-31'), coalesce(date(a.ended_on, '-1 day'), '9999-12-31')) AS last_day
FROM agreement a JOIN partner p ON p.id = a.partner_id;

-- What the flow between counties is counted from: where people live and where they are registered, in the order of the index that holds it all.
CREATE VIEW v_flow_person AS SELECT stay_code, sort_key, seq, status, stay_kind, hukou_code FROM person;

-- 区域协作会议纪要: who met, what was decided, and what is still to be done by whom until when.
CREATE TABLE meeting (
  seq          INTEGER PRIMARY KEY,
  id           TEXT NOT NULL CONSTRAINT meeting_id_once UNIQUE,
  revision     INTEGER NOT NULL CONSTRAINT meeting_revision_counts CHECK (revision >= 1),
  title        TEXT NOT NULL,
  held_on      TEXT NOT NULL,
  place        TEXT NOT NULL,
  -- JSON list of {office, post}.
  participants TEXT NOT NULL CONSTRAINT meeting_participants_json CHECK (json_valid(participants)),
  topics       TEXT NOT NULL,
  decisions    TEXT NOT NULL,
  updated_at   TEXT NOT NULL,
  updated_by   TEXT NOT NULL
) STRICT;

CREATE INDEX meeting_by_day ON meeting (held_on, seq);

CREATE TABLE meeting_item (
  seq     INTEGER PRIMARY KEY,
  id      TEXT NOT NULL CONSTRAINT meeting_item_id_once UNIQUE,
  meeting INTEGER NOT NULL REFERENCES meeting (seq),
  text    TEXT NOT NULL,
  -- The office that has to do it.
  office  TEXT NOT NULL,
  due_on  TEXT NOT NULL,
  done_on TEXT,
  done_by TEXT,
  result  TEXT,
  -- 1 when it was taken from the record before it was done.
  dropped INTEGER NOT NULL DEFAULT 0 CONSTRAINT meeting_item_dropped_bool CHECK (dropped IN (0, 1)),
  CONSTRAINT meeting_item_done_whole CHECK ((done_on IS NULL) = (done_by IS NULL))
) STRICT;

CREATE INDEX meeting_item_of ON meeting_item (meeting, seq);
CREATE INDEX meeting_item_open ON meeting_item (due_on, seq) WHERE done_on IS NULL AND dropped = 0;

CREATE TRIGGER meeting_never_goes BEFORE DELETE ON meeting BEGIN
  SELECT raise(ABORT, 'records of meetings are never deleted');
END;

CREATE TRIGGER meeting_item_never_goes BEFORE DELETE ON meeting_item BEGIN
  SELECT raise(ABORT, 'items of meetings are dropped, never deleted');
END;
