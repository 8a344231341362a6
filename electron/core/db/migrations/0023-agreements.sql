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
