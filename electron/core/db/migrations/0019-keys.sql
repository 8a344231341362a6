-- Which key declared that a stream of a partner ends, so that the word of a stolen key counts for nothing later.
CREATE TABLE peer_closing (
  partner_id TEXT NOT NULL REFERENCES partner (id),
  epoch      TEXT NOT NULL,
  -- Fingerprint of the key that signed the envelope.
  signed_by  TEXT NOT NULL,
  -- The lowest end this key ever declared.
  last       INTEGER NOT NULL,
  head       TEXT,
  PRIMARY KEY (partner_id, epoch, signed_by)
) STRICT, WITHOUT ROWID;

-- Directories of office keys taken in from authorities, and those this office signed: every version, as it was signed.
CREATE TABLE directory (
  authority_id TEXT NOT NULL,
  ver          INTEGER NOT NULL CONSTRAINT directory_version CHECK (ver >= 1),
  digest       TEXT NOT NULL CONSTRAINT directory_once UNIQUE,
  own          INTEGER NOT NULL CONSTRAINT directory_own_bool CHECK (own IN (0, 1)),
  bytes        BLOB NOT NULL,
  sig          BLOB NOT NULL,
  installed_at TEXT NOT NULL,
  PRIMARY KEY (authority_id, ver)
) STRICT;

CREATE TRIGGER directory_never_changes BEFORE UPDATE ON directory BEGIN
  SELECT raise(ABORT, 'directories are append-only');
END;

CREATE TRIGGER directory_never_shrinks BEFORE DELETE ON directory BEGIN
  SELECT raise(ABORT, 'directories are append-only');
END;

-- What the newest directory of each authority says.
CREATE TABLE directory_entry (
  authority_id TEXT NOT NULL,
  office_id    TEXT NOT NULL,
  code         TEXT NOT NULL,
  name         TEXT NOT NULL,
  -- Fingerprint.
  root         TEXT NOT NULL,
  supersedes   TEXT,
  PRIMARY KEY (authority_id, office_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX directory_entry_by_office ON directory_entry (office_id);
