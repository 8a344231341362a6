-- Where printers put what they print on stationery, as somebody measured it. The newest of a printer, tray, form and paper counts; earlier ones are kept.

CREATE TABLE printer_calibration (
  seq        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL CONSTRAINT printer_calibration_once UNIQUE,
  printer    TEXT NOT NULL CONSTRAINT printer_calibration_printer CHECK (printer <> ''),
  tray       TEXT NOT NULL,
  form       TEXT NOT NULL,
  -- Millimetres, as the paper lies in the printer.
  width      REAL NOT NULL CONSTRAINT printer_calibration_width CHECK (width > 0),
  height     REAL NOT NULL CONSTRAINT printer_calibration_height CHECK (height > 0),
  measured   TEXT NOT NULL CONSTRAINT printer_calibration_measured CHECK (json_valid(measured)),
  fit        TEXT NOT NULL CONSTRAINT printer_calibration_fit CHECK (json_valid(fit)),
  rest       REAL NOT NULL,
  at         TEXT NOT NULL,
  by         TEXT NOT NULL,
  removed_at TEXT,
  removed_by TEXT,
  CONSTRAINT printer_calibration_removed_whole CHECK ((removed_at IS NULL) = (removed_by IS NULL))
) STRICT;

CREATE INDEX printer_calibration_form ON printer_calibration (form, seq);

CREATE TRIGGER printer_calibration_stays BEFORE UPDATE ON printer_calibration
WHEN NEW.seq <> OLD.seq OR NEW.id <> OLD.id OR NEW.printer <> OLD.printer OR NEW.tray <> OLD.tray OR NEW.form <> OLD.form OR NEW.width <> OLD.width
  OR NEW.height <> OLD.height OR NEW.measured <> OLD.measured OR NEW.fit <> OLD.fit OR NEW.rest <> OLD.rest OR NEW.at <> OLD.at OR NEW.by <> OLD.by BEGIN
  SELECT raise(ABORT, 'what was measured stays as it was measured');
END;

CREATE TRIGGER printer_calibration_never_goes BEFORE DELETE ON printer_calibration BEGIN
  SELECT raise(ABORT, 'what was measured stays as it was measured');
END;
