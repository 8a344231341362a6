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
