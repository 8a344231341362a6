-- Questions to a list kept under a name: conditions, order and columns, of one account or of the whole office.

CREATE TABLE preset (
  id         TEXT PRIMARY KEY,
  revision   INTEGER NOT NULL CONSTRAINT preset_revision_counts CHECK (revision >= 1),
  account_id TEXT NOT NULL,
  -- The list it is asked of.
  list       TEXT NOT NULL CONSTRAINT preset_list_known CHECK (list IN ('persons', 'slips')),
  -- 1: everybody in the office sees it.
  shared     INTEGER NOT NULL CONSTRAINT preset_shared_or_not CHECK (shared = 0 OR shared = 1),
  name       TEXT NOT NULL CONSTRAINT preset_named CHECK (name <> ''),
  -- Conditions and order, columns: JSON as the contract has them.
  question   TEXT NOT NULL,
  columns    TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by TEXT NOT NULL,
  -- Taken away, and kept so that it can come back.
  removed_at TEXT
) STRICT;

CREATE UNIQUE INDEX preset_own_name_once ON preset (account_id, list, name) WHERE shared = 0 AND removed_at IS NULL;
CREATE UNIQUE INDEX preset_shared_name_once ON preset (list, name) WHERE shared = 1 AND removed_at IS NULL;
