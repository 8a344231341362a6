-- How slips travel: our numbered streams, what we hold of each partner's, the newest envelope heard, and files that may not come in.

-- Epochs of ours, one link each; the one this database opened and nobody closed is current. A number is used up only by a bundle row.
CREATE TABLE own_epoch (
  epoch       TEXT PRIMARY KEY,
  partner_id  TEXT NOT NULL REFERENCES partner (id),
  -- `seen`: this database did not open it; a partner acknowledges it, or a file signed by us names it.
  origin      TEXT NOT NULL DEFAULT 'own' CONSTRAINT own_epoch_origin_known CHECK (origin IN ('own', 'seen')),
  -- 1 once a person said that no other PC opened it.
  explained   INTEGER NOT NULL DEFAULT 0 CONSTRAINT own_epoch_explained_bool CHECK (explained IN (0, 1)),
  opened_at   TEXT NOT NULL,
  -- Where it was declared to end, which may be below its last bundle; null while it goes on.
  closed_last INTEGER,
  closed_head TEXT,
  closed_at   TEXT,
  CONSTRAINT own_epoch_closed_whole CHECK ((closed_last IS NULL) = (closed_at IS NULL))
) STRICT;

CREATE UNIQUE INDEX own_epoch_current ON own_epoch (partner_id) WHERE closed_at IS NULL AND origin = 'own';
CREATE INDEX own_epoch_of_link ON own_epoch (partner_id, opened_at);

-- Every bundle ever sealed or imported, by content id. Received ones are the received set, kept for ever.
CREATE TABLE bundle (
  number          INTEGER PRIMARY KEY,
  id              TEXT NOT NULL CONSTRAINT bundle_once UNIQUE,
  direction       TEXT NOT NULL CONSTRAINT bundle_direction_known CHECK (direction IN ('out', 'in')),
  partner_id      TEXT NOT NULL REFERENCES partner (id),
  epoch           TEXT NOT NULL,
  seq             INTEGER NOT NULL CONSTRAINT bundle_seq_counts CHECK (seq >= 1),
  prev            TEXT,
  state           TEXT NOT NULL CONSTRAINT bundle_state_known
                  CHECK (state IN ('sealed', 'carried', 'acknowledged', 'applied', 'branch', 'given-up')),
  slips           INTEGER NOT NULL,
  duplicates      INTEGER NOT NULL DEFAULT 0,
  refused         INTEGER NOT NULL DEFAULT 0,
  kinds           TEXT NOT NULL CONSTRAINT bundle_kinds_json CHECK (json_valid(kinds)),
  -- Octets uncompressed, compressed (own bundles), and of the last file.
  content_bytes   INTEGER NOT NULL,
  gzip_bytes      INTEGER,
  bytes           INTEGER NOT NULL,
  -- When we sealed or imported it, by our clock; what the sender's header said is for display.
  made_at         TEXT NOT NULL,
  peer_sealed     TEXT,
  carried_at      TEXT,
  acknowledged_at TEXT,
  -- File below the archive folder; nothing is there once its content was let go.
  archive         TEXT NOT NULL,
  let_go_at       TEXT,
  -- Received: 1 when reached from the first bundle of its epoch through `prev` alone.
  on_prefix       INTEGER NOT NULL DEFAULT 0 CONSTRAINT bundle_prefix_bool CHECK (on_prefix IN (0, 1)),
  -- Received: fingerprint of the key it came in under; where that was lost since, of the one that vouched for it anew.
  signed_by       TEXT,
  -- Own: the bundle given up whose records this one carries again.
  replaces        TEXT,
  -- Last line of the sender's audit log when it was sealed; null where the sender tells none.
  log_seq         INTEGER,
  log_head        TEXT
) STRICT;

CREATE INDEX bundle_stream ON bundle (epoch, seq);
CREATE INDEX bundle_by_partner ON bundle (partner_id, direction, number);
CREATE UNIQUE INDEX bundle_own_number_once ON bundle (epoch, seq) WHERE direction = 'out';
CREATE INDEX bundle_unacknowledged ON bundle (partner_id) WHERE direction = 'out' AND state IN ('sealed', 'carried');
CREATE INDEX bundle_kept ON bundle (made_at) WHERE let_go_at IS NULL;
CREATE INDEX bundle_given_up ON bundle (partner_id) WHERE direction = 'out' AND state = 'given-up';
CREATE UNIQUE INDEX bundle_replaces_once ON bundle (replaces) WHERE replaces IS NOT NULL;

CREATE TRIGGER bundle_keeps_its_place BEFORE UPDATE OF id, direction, partner_id, epoch, seq, prev ON bundle BEGIN
  SELECT raise(ABORT, 'the place of a bundle never changes');
END;

CREATE TRIGGER bundle_never_shrinks BEFORE DELETE ON bundle BEGIN
  SELECT raise(ABORT, 'bundles are kept for ever');
END;

-- Epochs of partners: how far the chain is held without a hole, and where it was declared to end (the lowest ever said).
CREATE TABLE peer_epoch (
  partner_id    TEXT NOT NULL REFERENCES partner (id),
  epoch         TEXT NOT NULL,
  first_seen_at TEXT NOT NULL,
  upto          INTEGER NOT NULL DEFAULT 0,
  head          TEXT,
  closed_last   INTEGER,
  closed_head   TEXT,
  PRIMARY KEY (partner_id, epoch)
) STRICT, WITHOUT ROWID;

-- The envelope seen last of each epoch a partner announced as current.
CREATE TABLE peer_envelope (
  partner_id TEXT NOT NULL REFERENCES partner (id),
  epoch      TEXT NOT NULL,
  no         INTEGER NOT NULL,
  state      TEXT NOT NULL CONSTRAINT peer_envelope_json CHECK (json_valid(state)),
  -- What it acknowledged before of closed epochs of ours and leaves out now: stands until it is said anew.
  left_out   TEXT NOT NULL CONSTRAINT peer_envelope_left_out_json CHECK (json_valid(left_out)),
  to_card    INTEGER NOT NULL,
  sealed     TEXT NOT NULL,
  seen_at    TEXT NOT NULL,
  PRIMARY KEY (partner_id, epoch)
) STRICT, WITHOUT ROWID;

-- Own bundles this database had forgotten and knows again: by an echo of the partner, or by a file of ours found on a stick.
CREATE TABLE recovered_bundle (
  id         TEXT PRIMARY KEY,
  partner_id TEXT NOT NULL REFERENCES partner (id),
  epoch      TEXT NOT NULL,
  seq        INTEGER NOT NULL,
  prev       TEXT,
  slips      INTEGER NOT NULL,
  at         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX recovered_by_link ON recovered_bundle (partner_id, at);

-- Bundles of a partner that he asked back. One not `allowed` waits for a person; one with a carrier is on its way in that own bundle.
CREATE TABLE echo_out (
  number     INTEGER PRIMARY KEY,
  partner_id TEXT NOT NULL REFERENCES partner (id),
  bundle_id  TEXT NOT NULL CONSTRAINT echo_out_once UNIQUE,
  slips      INTEGER NOT NULL,
  asked_at   TEXT NOT NULL,
  allowed    TEXT NOT NULL CONSTRAINT echo_out_allowed_known CHECK (allowed IN ('waits', 'by-rule', 'by-person')),
  carrier    TEXT
) STRICT;

CREATE INDEX echo_out_waiting ON echo_out (partner_id, allowed, number) WHERE carrier IS NULL;
CREATE INDEX echo_out_given ON echo_out (partner_id, slips) WHERE allowed = 'by-rule';
CREATE INDEX echo_out_by_carrier ON echo_out (carrier) WHERE carrier IS NOT NULL;

-- Bundles of ours a partner does not hold any more, by the epoch in which he said so; we stop asking for them.
CREATE TABLE peer_gone (
  partner_id TEXT NOT NULL REFERENCES partner (id),
  epoch      TEXT NOT NULL,
  id         TEXT NOT NULL,
  at         TEXT NOT NULL,
  PRIMARY KEY (partner_id, epoch, id)
) STRICT, WITHOUT ROWID;

-- Bundles under a key lost since that their sender's declared end does not cover: who looked at what came in with them, and what he found.
CREATE TABLE unvouched_look (
  bundle_id TEXT PRIMARY KEY REFERENCES bundle (id),
  at        TEXT NOT NULL,
  by        TEXT NOT NULL,
  note      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What people must know of a link; cleared by a person or by what a later envelope says.
CREATE TABLE link_flag (
  partner_id TEXT NOT NULL REFERENCES partner (id),
  code       TEXT NOT NULL CONSTRAINT link_flag_known CHECK (code IN
             ('peer-restored', 'own-restored', 'own-twice', 'peer-epochs', 'own-epochs', 'false-receipt', 'false-echo', 'lost-key')),
  at         TEXT NOT NULL,
  -- Who looked into it, until something of the kind happens anew.
  looked_at    TEXT,
  looked_at_by TEXT,
  note         TEXT,
  PRIMARY KEY (partner_id, code),
  CONSTRAINT link_flag_looked_whole CHECK ((looked_at IS NULL) = (looked_at_by IS NULL) AND (looked_at IS NULL) = (note IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX link_flag_by_code ON link_flag (code);

-- Receipts to send, one line each; bound to the bundle that took them.
CREATE TABLE receipt_out (
  number     INTEGER PRIMARY KEY,
  partner_id TEXT NOT NULL REFERENCES partner (id),
  about      TEXT NOT NULL,
  line       TEXT NOT NULL,
  queued_at  TEXT NOT NULL,
  bundle_id  TEXT
) STRICT;

CREATE INDEX receipt_out_waiting ON receipt_out (partner_id, number) WHERE bundle_id IS NULL;
CREATE INDEX receipt_out_by_bundle ON receipt_out (bundle_id) WHERE bundle_id IS NOT NULL;

-- What partners said they did with our bundles: evidence, never undone.
CREATE TABLE receipt_in (
  about       TEXT NOT NULL,
  via         TEXT NOT NULL,
  part        INTEGER NOT NULL,
  result      TEXT NOT NULL,
  n           INTEGER NOT NULL,
  dup         INTEGER NOT NULL,
  rejected    INTEGER NOT NULL,
  imported_at TEXT NOT NULL,
  PRIMARY KEY (about, via, part)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER receipt_in_never_changes BEFORE UPDATE ON receipt_in BEGIN
  SELECT raise(ABORT, 'receipts are evidence');
END;

-- Bundles of partners that were refused behind a good signature, told to them in `state.bad`.
CREATE TABLE refused_bundle (
  partner_id TEXT NOT NULL REFERENCES partner (id),
  epoch      TEXT NOT NULL,
  id         TEXT NOT NULL,
  code       TEXT NOT NULL,
  at         TEXT NOT NULL,
  PRIMARY KEY (partner_id, id)
) STRICT, WITHOUT ROWID;

-- Files that may not come in. `stored` lies below the quarantine folder; deleted only by a person.
CREATE TABLE quarantine (
  id             TEXT PRIMARY KEY,
  file_name      TEXT NOT NULL,
  digest         TEXT NOT NULL,
  found_at       TEXT NOT NULL,
  place          TEXT NOT NULL,
  code           TEXT NOT NULL,
  params         TEXT NOT NULL CONSTRAINT quarantine_params_json CHECK (json_valid(params)),
  claimed_sender TEXT,
  stored         TEXT NOT NULL,
  looked_at      TEXT,
  looked_at_by   TEXT,
  note           TEXT,
  CONSTRAINT quarantine_once UNIQUE (digest, code)
) STRICT;

-- Genuine or not yet judged files kept for later: for a key, for the chain that vouches for them, for an upgrade, for a person.
CREATE TABLE waiting_file (
  id        TEXT PRIMARY KEY,
  reason    TEXT NOT NULL CONSTRAINT waiting_reason_known CHECK (reason IN ('wait-key', 'wait-chain', 'wait-upgrade', 'held')),
  digest    TEXT NOT NULL CONSTRAINT waiting_once UNIQUE,
  file_name TEXT NOT NULL,
  place     TEXT NOT NULL,
  bytes     INTEGER NOT NULL,
  -- Office id the envelope claims.
  office_id TEXT NOT NULL,
  stored    TEXT NOT NULL,
  found_at  TEXT NOT NULL
) STRICT;

CREATE INDEX waiting_by_office ON waiting_file (office_id);

-- Verified copies of the stick scanned last, until they are imported or the next scan; they outlive a restart.
CREATE TABLE scanned_file (
  id        TEXT PRIMARY KEY,
  state     TEXT NOT NULL CONSTRAINT scanned_state_known CHECK (state IN ('ready', 'duplicate', 'status', 'held')),
  file_name TEXT NOT NULL,
  place     TEXT NOT NULL,
  digest    TEXT NOT NULL,
  -- Name below quarantine/scanned, or null when the file is a waiting one.
  spooled   TEXT,
  waiting   TEXT REFERENCES waiting_file (id) ON DELETE SET NULL,
  office_id TEXT NOT NULL,
  state_no  INTEGER NOT NULL
) STRICT;

-- Cards of offices not registered here that the last scan showed, so that one may be registered after the stick was pulled.
CREATE TABLE scanned_card (
  id            TEXT PRIMARY KEY,
  bytes         BLOB NOT NULL,
  sig           BLOB NOT NULL,
  introduced_by TEXT
) STRICT;

-- Record types of later versions, and echoes nobody asked for yet: kept as they came, to be processed after an upgrade.
CREATE TABLE pending_upgrade (
  number    INTEGER PRIMARY KEY,
  bundle_id TEXT NOT NULL,
  name      TEXT NOT NULL,
  digest    TEXT NOT NULL,
  line      TEXT NOT NULL
) STRICT;

CREATE INDEX pending_upgrade_by_bundle ON pending_upgrade (bundle_id);

-- Files that slips refer to, in the parts they came in.
CREATE TABLE blob_part (
  id        TEXT NOT NULL,
  part      INTEGER NOT NULL,
  of_parts  INTEGER NOT NULL,
  bundle_id TEXT NOT NULL,
  data      BLOB NOT NULL,
  PRIMARY KEY (id, part, bundle_id)
) STRICT;

-- `state_no`: the number of the last sealed envelope, which only grows. `sealed_ms`: the latest time our clock was seen to show.
CREATE TABLE exchange_counter (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER exchange_counter_only_grows BEFORE UPDATE ON exchange_counter WHEN NEW.value < OLD.value BEGIN
  SELECT raise(ABORT, 'a counter never goes back');
END;
