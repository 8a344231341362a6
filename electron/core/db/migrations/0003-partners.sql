-- The offices we exchange with, every version of their key cards and of our own, and who compared the digits.

CREATE TABLE partner (
  id              TEXT PRIMARY KEY,
  name            TEXT NOT NULL,
  code            TEXT NOT NULL,
  phone           TEXT NOT NULL,
  office_id       TEXT,
  -- Which identity of this office the link belongs to (partner_card.own): a lost root key of ours ends every link and begins it anew.
  own             INTEGER NOT NULL DEFAULT 1 CONSTRAINT partner_own_counts CHECK (own >= 1),
  trust           TEXT NOT NULL CONSTRAINT partner_trust_known CHECK (trust IN ('paper', 'pending', 'confirmed', 'alarm', 'closed')),
  -- Suites of the first card that was pinned, as far as this program knows them.
  suites          TEXT CONSTRAINT partner_suites_json CHECK (suites IS NULL OR json_valid(suites)),
  -- The first stick sealed for it in the national suite, and the first envelope heard in it: from then on the common suite is neither sent
  -- nor accepted, until two persons say so.
  national_sent_at  TEXT,
  national_heard_at TEXT,
  practice        INTEGER NOT NULL DEFAULT 0 CONSTRAINT partner_practice_bool CHECK (practice IN (0, 1)),
  alarmed_at      TEXT,
  -- Partner on whose stick the first card came; the office is given status files, nothing else, until two persons compared its digits.
  introduced_by   TEXT REFERENCES partner (id),
  -- Link whose place this one takes after that office lost its root, or this one did; the former is a proposal until two persons compared the
  -- digits, which closes the other.
  succeeds        TEXT REFERENCES partner (id),
  closed_at       TEXT,
  last_heard_at   TEXT,
  last_carried_at TEXT,
  created_at      TEXT NOT NULL,
  CONSTRAINT partner_office_once UNIQUE (office_id, own),
  CONSTRAINT partner_card_or_paper CHECK ((office_id IS NULL) = (trust = 'paper')),
  CONSTRAINT partner_closed_whole CHECK ((closed_at IS NULL) = (trust <> 'closed'))
) STRICT;

CREATE INDEX partner_by_code ON partner (code);
CREATE INDEX partner_by_former ON partner (succeeds) WHERE succeeds IS NOT NULL;

-- Cards as they were signed, ours included: never changed, never thrown away.
CREATE TABLE partner_card (
  office_id    TEXT NOT NULL,
  ver          INTEGER NOT NULL CONSTRAINT partner_card_version CHECK (ver >= 1),
  digest       TEXT NOT NULL CONSTRAINT partner_card_once UNIQUE,
  root         TEXT NOT NULL,
  -- 0: a partner's. Else which identity of this office it speaks for, counted from 1: the root key lost, the next one begins.
  own          INTEGER NOT NULL CONSTRAINT partner_card_own_counts CHECK (own >= 0),
  bytes        BLOB NOT NULL,
  sig          BLOB NOT NULL,
  installed_at TEXT NOT NULL,
  PRIMARY KEY (office_id, ver)
) STRICT;

CREATE INDEX partner_card_own ON partner_card (own, ver) WHERE own > 0;

CREATE TRIGGER partner_card_never_changes BEFORE UPDATE ON partner_card BEGIN
  SELECT raise(ABORT, 'key cards are append-only');
END;

CREATE TRIGGER partner_card_never_shrinks BEFORE DELETE ON partner_card BEGIN
  SELECT raise(ABORT, 'key cards are append-only');
END;

-- One person compared the digits of one root; two distinct accounts make a partner confirmed.
CREATE TABLE partner_confirmation (
  partner_id TEXT NOT NULL REFERENCES partner (id),
  root       TEXT NOT NULL,
  account_id TEXT NOT NULL,
  account    TEXT NOT NULL,
  at         TEXT NOT NULL,
  -- How the digits reached him: on the sealed form, by a call to a number from an independent directory,
  -- or through a directory that an authority signed.
  way        TEXT NOT NULL DEFAULT 'form' CONSTRAINT partner_confirmation_way_known CHECK (way IN ('form', 'phone', 'directory')),
  -- Set when an alarm made the comparison count no longer.
  void_at    TEXT,
  PRIMARY KEY (partner_id, root, account_id, at)
) STRICT, WITHOUT ROWID;
