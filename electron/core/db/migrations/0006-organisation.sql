-- The four levels of posts an office works through, and which account sits at which post.

CREATE TABLE organisation (
  id         TEXT PRIMARY KEY,
  parent     TEXT REFERENCES organisation (id),
  level      TEXT NOT NULL CONSTRAINT organisation_level_known CHECK (level IN ('county', 'township', 'village', 'group')),
  -- Division code of the area it covers; a group works inside its village and has none.
  code       TEXT CONSTRAINT organisation_code_fits CHECK (
               CASE level
                 WHEN 'county' THEN code IS NOT NULL AND length(code) = 6
                 WHEN 'township' THEN code IS NOT NULL AND length(code) = 9
                 WHEN 'village' THEN code IS NOT NULL AND length(code) = 12
                 ELSE code IS NULL
               END
             ),
  name       TEXT NOT NULL CONSTRAINT organisation_named CHECK (name <> ''),
  short_name TEXT NOT NULL,
  post       TEXT NOT NULL,
  phone      TEXT NOT NULL,
  valid_from TEXT,
  -- First day it no longer works; closed units stay, because records name them.
  valid_to   TEXT,
  position   INTEGER NOT NULL,
  revision   INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT organisation_one_root CHECK ((parent IS NULL) = (level = 'county'))
) STRICT;

CREATE INDEX organisation_below ON organisation (parent, position);
CREATE UNIQUE INDEX organisation_code_once ON organisation (code) WHERE code IS NOT NULL AND valid_to IS NULL;
CREATE UNIQUE INDEX organisation_root_once ON organisation (level) WHERE level = 'county';

CREATE TRIGGER organisation_never_shrinks BEFORE DELETE ON organisation BEGIN
  SELECT raise(ABORT, 'units are closed, not deleted');
END;

CREATE TABLE account_unit (
  account_id   TEXT PRIMARY KEY REFERENCES account (id),
  organisation TEXT NOT NULL REFERENCES organisation (id)
) STRICT, WITHOUT ROWID;

CREATE INDEX account_unit_by_organisation ON account_unit (organisation);

-- What other modules may know of units.
CREATE VIEW unit_name AS SELECT id, coalesce(nullif(short_name, ''), name) AS name FROM organisation;

-- What other modules may know of accounts.
CREATE VIEW account_name AS SELECT id, name, display_name, active FROM account;

-- A unit whose code changes takes what it was given along.
CREATE TRIGGER organisation_keeps_slips AFTER UPDATE OF code ON organisation WHEN NEW.code IS NOT OLD.code AND NEW.level <> 'county' BEGIN
  UPDATE slip_assignment SET code = NEW.code WHERE unit = NEW.id;
END;
