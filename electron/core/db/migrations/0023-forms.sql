-- What an office changed of a form: texts, boxes, fields. The form itself stays a file of the program; what was printed names the edition and the number of the change.

CREATE TABLE form_change (
  seq          INTEGER PRIMARY KEY,
  form         TEXT NOT NULL,
  -- Edition of the program that it changes.
  edition      TEXT NOT NULL,
  -- Counted within the form and its edition, from 1: `2026+1`.
  no           INTEGER NOT NULL CONSTRAINT form_change_no CHECK (no >= 1),
  change       TEXT NOT NULL CONSTRAINT form_change_json CHECK (json_valid(change)),
  note         TEXT NOT NULL,
  at           TEXT NOT NULL,
  by           TEXT NOT NULL,
  withdrawn_at TEXT,
  withdrawn_by TEXT,
  CONSTRAINT form_change_withdrawn_whole CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
) STRICT;

CREATE UNIQUE INDEX form_change_once ON form_change (form, edition, no);

CREATE TRIGGER form_change_stays BEFORE UPDATE ON form_change
WHEN OLD.withdrawn_at IS NOT NULL OR NEW.form <> OLD.form OR NEW.edition <> OLD.edition OR NEW.no <> OLD.no OR NEW.change <> OLD.change
  OR NEW.note <> OLD.note OR NEW.at <> OLD.at OR NEW.by <> OLD.by BEGIN
  SELECT raise(ABORT, 'what was printed by a changed form must be found again');
END;

CREATE TRIGGER form_change_never_goes BEFORE DELETE ON form_change BEGIN
  SELECT raise(ABORT, 'what was printed by a changed form must be found again');
END;
