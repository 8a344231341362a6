-- view account_name
CREATE VIEW account_name AS SELECT id, name, display_name, active FROM account;

-- view act_made
CREATE VIEW act_made AS SELECT act, person_seq FROM act_person WHERE revision_before IS NULL;

-- view act_state
CREATE VIEW act_state AS SELECT seq, id, state FROM act;

-- view audit_person_file
CREATE VIEW audit_person_file AS
  SELECT p.id AS asked, m.id AS file
  FROM person p JOIN person m ON m.seq = coalesce(p.survivor, p.seq)
  UNION
  SELECT p.id, m.id
  FROM person p JOIN person m ON m.survivor = coalesce(p.survivor, p.seq);

-- view audit_person_number
CREATE VIEW audit_person_number AS SELECT id, id_match FROM person WHERE id_match IS NOT NULL;

-- view audit_person_slip
CREATE VIEW audit_person_slip AS SELECT person_id, id FROM slip WHERE person_id IS NOT NULL;

-- view audit_witness
CREATE VIEW audit_witness AS
  SELECT log_seq AS seq, log_head AS hash FROM bundle WHERE direction = 'out' AND log_seq IS NOT NULL
  UNION
  SELECT audit_seq, audit_hash FROM backup WHERE audit_seq IS NOT NULL;

-- view bereaved_person
CREATE VIEW bereaved_person AS
  SELECT s.seq, s.id FROM bereaved_mark marked CROSS JOIN person o ON o.id = marked.person_id CROSS JOIN person s ON s.seq = coalesce(o.survivor, o.seq)
  UNION
  SELECT g.seq, g.id FROM bereaved_mark marked CROSS JOIN person o ON o.id = marked.person_id
    CROSS JOIN person g INDEXED BY person_by_survivor ON g.survivor = coalesce(o.survivor, o.seq);

-- view change_of_person
CREATE VIEW change_of_person AS SELECT person_seq, seq FROM person_change WHERE person_seq IS NOT NULL;

-- view comparable_child
CREATE VIEW comparable_child AS
  SELECT r.person_seq, coalesce(p.id_no, r.id_no) AS id_no
  FROM person_child r LEFT JOIN person p ON p.id = r.child_id;

-- view comparable_person
CREATE VIEW comparable_person AS
  SELECT seq, id, coalesce(survivor, seq) AS goes_on, name_key, former_key, sound_key, sex, birth_date, id_match, id_no, phone, hukou_code, stay_code
  FROM person;

-- view comparable_phone
CREATE VIEW comparable_phone AS SELECT person_seq, number FROM person_phone;

-- view comparable_spouse
CREATE VIEW comparable_spouse AS
  SELECT r.person_seq, coalesce(p.id_no, r.id_no) AS id_no
  FROM person_spouse r LEFT JOIN person p ON p.id = r.spouse_id;

-- view desk_person_list
CREATE VIEW desk_person_list AS
  SELECT w.person_id, r.id, r.kind, r.number, r.at, r.by, r.place_name FROM roster_row w JOIN roster r ON r.seq = w.roster;

-- view desk_person_place
CREATE VIEW desk_person_place AS
  SELECT p.id, s.stay_code, s.hukou_code FROM person p JOIN person s ON s.seq = coalesce(p.survivor, p.seq);

-- view employer_key
CREATE VIEW employer_key AS SELECT id, name FROM employer;

-- view exported_person
CREATE VIEW exported_person AS SELECT seq, created_at FROM person;

-- view hidden_slip
CREATE VIEW hidden_slip AS SELECT slip FROM sealed_slip;

-- view household_key
CREATE VIEW household_key AS SELECT id, number FROM household;

-- view hukou_in_use
CREATE VIEW hukou_in_use AS
  SELECT seq AS person_seq, id AS person_id, hukou_code AS code, hukou_text AS text, hukou_as_of AS as_of FROM person WHERE hukou_code <> '';

-- view issued_slip_of_person
CREATE VIEW issued_slip_of_person AS
  SELECT person_id, id FROM slip WHERE person_id IS NOT NULL AND direction = 'out' AND slip_no IS NOT NULL;

-- view latest_line
CREATE VIEW latest_line AS SELECT at FROM audit_entry ORDER BY seq DESC LIMIT 1;

-- view listed_person
CREATE VIEW listed_person AS
  SELECT seq, id, survivor, status, birth_date, sort_key, stay_kind, stay_code, hukou_code FROM person;

-- view listed_stay
CREATE VIEW listed_stay AS SELECT person_seq, ended_on FROM person_episode;

-- view person_key
CREATE VIEW person_key AS
  SELECT seq, id, coalesce(survivor, seq) AS living, name_key, former_key, sex, birth_date, id_match, id_no, hukou_code FROM person;

-- view restricted_person
CREATE VIEW restricted_person AS
  SELECT s.seq, s.id FROM person_mark m INDEXED BY person_mark_restricted
    CROSS JOIN person o ON o.id = m.person_id CROSS JOIN person s ON s.seq = coalesce(o.survivor, o.seq)
  WHERE m.kind = 'restricted' AND m.lifted_at IS NULL
  UNION
  SELECT g.seq, g.id FROM person_mark m INDEXED BY person_mark_restricted
    CROSS JOIN person o ON o.id = m.person_id CROSS JOIN person g INDEXED BY person_by_survivor ON g.survivor = coalesce(o.survivor, o.seq)
  WHERE m.kind = 'restricted' AND m.lifted_at IS NULL;

-- view slip_of_person
CREATE VIEW slip_of_person AS SELECT person_id, id FROM slip WHERE person_id IS NOT NULL;

-- view stay_in_use
CREATE VIEW stay_in_use AS
  SELECT person_seq, id AS episode_id, residence_code AS code, residence_text AS text, recorded_on AS as_of
  FROM person_episode WHERE ended_on IS NULL;

-- view taken_person_row
CREATE VIEW taken_person_row AS SELECT person_seq AS seq FROM sealed_file;

-- view unit_name
CREATE VIEW unit_name AS SELECT id, coalesce(nullif(short_name, ''), name) AS name FROM organisation;

-- view v_agreement_term
CREATE VIEW v_agreement_term AS
SELECT p.code, a.signed_on, a.seq, a.kinds, a.valid_from,
  min(coalesce(a.valid_to, '9999-12-31'), coalesce(date(a.ended_on, '-1 day'), '9999-12-31')) AS last_day
FROM agreement a JOIN partner p ON p.id = a.partner_id;

-- view v_flow_person
CREATE VIEW v_flow_person AS SELECT stay_code, sort_key, seq, status, stay_kind, hukou_code FROM person;

-- view v_partner_open
CREATE VIEW v_partner_open AS
SELECT partner_id, sum(waits = 'peer') AS open_out, sum(waits = 'us') AS open_in FROM v_slip_open GROUP BY partner_id;

-- view v_partner_queue
CREATE VIEW v_partner_queue AS
SELECT partner_id, count(DISTINCT slip) AS waiting FROM slip_travel WHERE bundle_id IS NULL AND cancelled = 0 GROUP BY partner_id;

-- view v_proof_found
CREATE VIEW v_proof_found AS SELECT checked, seq, finding = 'genuine' AS genuine, date(at, '+8 hours') AS found_on FROM proof_finding;

-- view v_proof_seen
CREATE VIEW v_proof_seen AS
SELECT seq, person_id, form, date(at, '+8 hours') AS seen_on, answer = 'valid' AS valid,
  answer = 'unconfirmed' AND reason <> 'expired' AND reason <> 'not_yet' AS open
FROM proof_check WHERE person_id IS NOT NULL;

-- view v_slip_known_there
CREATE VIEW v_slip_known_there AS
SELECT s.person_id, p.code FROM slip s JOIN partner p ON p.id = s.partner_id
WHERE s.direction = 'in' AND s.person_id IS NOT NULL AND (s.kind = 'CX' OR s.kind = 'XC' OR s.kind LIKE 'TB-%') AND s.status <> 'withdrawn'
UNION ALL
SELECT q.person_id, p.code FROM slip q JOIN slip a ON a.answer_to = q.seq JOIN partner p ON p.id = q.partner_id
LEFT JOIN slip_record r ON r.seq = a.body_record
WHERE q.direction = 'out' AND q.person_id IS NOT NULL AND a.direction = 'in' AND a.kind = 'FK' AND a.status <> 'withdrawn'
  AND coalesce(r.content ->> '$.body.pairing_result', a.draft ->> '$.pairing_result') = 'found';

-- view v_slip_open
CREATE VIEW v_slip_open AS SELECT seq, partner_id, waits FROM slip WHERE waits IS NOT NULL AND owed = 1;

-- view v_slip_place
CREATE VIEW v_slip_place AS
SELECT code, slip FROM slip_place
UNION ALL
SELECT code, slip FROM slip_assignment WHERE code IS NOT NULL;

-- view v_slip_place_now
CREATE VIEW v_slip_place_now AS
SELECT s.seq AS slip, coalesce(nullif(p.stay_code, ''), p.hukou_code) AS code
FROM slip s CROSS JOIN person h ON h.id = s.person_id CROSS JOIN person p ON p.seq = coalesce(h.survivor, h.seq)
WHERE NOT (s.kind = 'QR' AND s.direction = 'in')
UNION
SELECT s.seq, coalesce(nullif(p.hukou_code, ''), p.stay_code)
FROM slip s CROSS JOIN person h ON h.id = s.person_id CROSS JOIN person p ON p.seq = coalesce(h.survivor, h.seq)
WHERE NOT (s.kind = 'QR' AND s.direction = 'in');

-- view v_slip_return
CREATE VIEW v_slip_return AS
SELECT seq, partner_id, direction, kind, issued_on, due_on, answered_on, return_part AS part FROM slip WHERE return_part IS NOT NULL;

-- view v_slip_told
CREATE VIEW v_slip_told AS
SELECT s.person_id, p.code, s.kind, s.issued_on, CASE WHEN s.status = 'withdrawn' THEN coalesce(s.withdrawn_on, s.issued_on) END AS withdrawn_on
FROM slip s JOIN partner p ON p.id = s.partner_id WHERE s.direction = 'out' AND s.slip_no IS NOT NULL AND s.person_id IS NOT NULL;

-- trigger agreement_change_never_changes
CREATE TRIGGER agreement_change_never_changes BEFORE UPDATE ON agreement_change BEGIN
  SELECT raise(ABORT, 'changes of agreements are append-only');
END;

-- trigger agreement_change_never_shrinks
CREATE TRIGGER agreement_change_never_shrinks BEFORE DELETE ON agreement_change BEGIN
  SELECT raise(ABORT, 'changes of agreements are append-only');
END;

-- trigger agreement_never_goes
CREATE TRIGGER agreement_never_goes BEFORE DELETE ON agreement BEGIN
  SELECT raise(ABORT, 'agreements are ended, never deleted');
END;

-- trigger approval_never_shrinks
CREATE TRIGGER approval_never_shrinks BEFORE DELETE ON approval WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT raise(ABORT, 'requests for approval are kept');
END;

-- trigger approval_only_goes_on
CREATE TRIGGER approval_only_goes_on BEFORE UPDATE ON approval
WHEN NEW.id <> OLD.id OR NEW.method <> OLD.method OR NEW.digest <> OLD.digest
  OR NEW.requested_by <> OLD.requested_by OR NEW.requested_at <> OLD.requested_at OR NEW.expires_at <> OLD.expires_at
  OR (NEW.input IS NOT NULL AND NEW.input IS NOT OLD.input)
  OR (OLD.decided_by IS NOT NULL AND (NEW.decided_by IS NOT OLD.decided_by OR NEW.decided_at IS NOT OLD.decided_at))
  OR (NOT EXISTS (SELECT 1 FROM erasing) AND (NEW.sentence <> OLD.sentence OR NEW.reason <> OLD.reason OR NOT (
    (OLD.state = 'open' AND NEW.state IN ('approved', 'refused', 'withdrawn', 'expired'))
    OR (OLD.state = 'approved' AND NEW.state IN ('used', 'withdrawn', 'expired'))
  )))
BEGIN
  SELECT raise(ABORT, 'a request for approval only goes on');
END;

-- trigger audit_cut_never_changes
CREATE TRIGGER audit_cut_never_changes BEFORE UPDATE ON audit_cut BEGIN
  SELECT raise(ABORT, 'where the log was cut is kept');
END;

-- trigger audit_cut_never_shrinks
CREATE TRIGGER audit_cut_never_shrinks BEFORE DELETE ON audit_cut BEGIN
  SELECT raise(ABORT, 'where the log was cut is kept');
END;

-- trigger audit_never_changes
CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit_entry BEGIN
  SELECT raise(ABORT, 'audit entries are append-only');
END;

-- trigger audit_never_shrinks
CREATE TRIGGER audit_never_shrinks BEFORE DELETE ON audit_entry WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT raise(ABORT, 'audit entries are append-only');
END;

-- trigger booklet_leaves_once
CREATE TRIGGER booklet_leaves_once BEFORE UPDATE ON booklet
WHEN (OLD.state <> 'in_stock' AND NOT (OLD.state = 'used' AND NEW.state = 'spoiled' AND NEW.copy = OLD.copy AND NEW.unit IS OLD.unit))
  OR NEW.form <> OLD.form OR NEW.number <> OLD.number BEGIN
  SELECT raise(ABORT, 'a blank booklet leaves the stock once');
END;

-- trigger booklet_move_never_changes
CREATE TRIGGER booklet_move_never_changes BEFORE UPDATE ON booklet_move BEGIN
  SELECT raise(ABORT, 'movements of blank booklets are append-only');
END;

-- trigger booklet_move_never_shrinks
CREATE TRIGGER booklet_move_never_shrinks BEFORE DELETE ON booklet_move BEGIN
  SELECT raise(ABORT, 'movements of blank booklets are append-only');
END;

-- trigger booklet_never_goes
CREATE TRIGGER booklet_never_goes BEFORE DELETE ON booklet BEGIN
  SELECT raise(ABORT, 'a blank booklet leaves the stock once');
END;

-- trigger bundle_keeps_its_place
CREATE TRIGGER bundle_keeps_its_place BEFORE UPDATE OF id, direction, partner_id, epoch, seq, prev ON bundle BEGIN
  SELECT raise(ABORT, 'the place of a bundle never changes');
END;

-- trigger bundle_never_shrinks
CREATE TRIGGER bundle_never_shrinks BEFORE DELETE ON bundle BEGIN
  SELECT raise(ABORT, 'bundles are kept for ever');
END;

-- trigger carry_sheet_never_changes
CREATE TRIGGER carry_sheet_never_changes BEFORE UPDATE ON carry_sheet BEGIN
  SELECT raise(ABORT, 'sheets of what was handed over are append-only');
END;

-- trigger carry_sheet_never_shrinks
CREATE TRIGGER carry_sheet_never_shrinks BEFORE DELETE ON carry_sheet BEGIN
  SELECT raise(ABORT, 'sheets of what was handed over are append-only');
END;

-- trigger certificate_block_apart
CREATE TRIGGER certificate_block_apart BEFORE INSERT ON certificate_block
WHEN EXISTS (SELECT 1 FROM certificate_block b WHERE b.series = NEW.series AND b.first <= NEW.last AND b.last >= NEW.first) BEGIN
  SELECT raise(ABORT, 'no serial lies in two blocks');
END;

-- trigger certificate_block_never_goes
CREATE TRIGGER certificate_block_never_goes BEFORE DELETE ON certificate_block BEGIN
  SELECT raise(ABORT, 'a certificate number is never given twice');
END;

-- trigger certificate_block_only_grows
CREATE TRIGGER certificate_block_only_grows BEFORE UPDATE ON certificate_block
WHEN NEW.given < OLD.given OR NEW.id <> OLD.id OR NEW.series <> OLD.series OR NEW.first <> OLD.first OR NEW.last <> OLD.last
  OR NEW.unit IS NOT OLD.unit OR (OLD.state <> 'open' AND NEW.state <> OLD.state) BEGIN
  SELECT raise(ABORT, 'a certificate number is never given twice');
END;

-- trigger certificate_copy_ends_once
CREATE TRIGGER certificate_copy_ends_once BEFORE UPDATE ON certificate_copy
WHEN OLD.state IN ('none', 'spoiled', 'taken_out') OR (OLD.state = 'printed' AND NEW.state <> 'spoiled')
  OR NEW.certificate <> OLD.certificate OR NEW.run <> OLD.run OR NEW.position <> OLD.position OR NEW.reprint <> OLD.reprint BEGIN
  SELECT raise(ABORT, 'what became of a sheet is said once');
END;

-- trigger certificate_copy_never_goes
CREATE TRIGGER certificate_copy_never_goes BEFORE DELETE ON certificate_copy BEGIN
  SELECT raise(ABORT, 'what became of a sheet is said once');
END;

-- trigger certificate_event_never_changes
CREATE TRIGGER certificate_event_never_changes BEFORE UPDATE ON certificate_event
WHEN NOT EXISTS (SELECT 1 FROM erasing) OR (NEW.note IS NOT NULL AND OLD.note IS NOT NULL) OR NEW.certificate <> OLD.certificate OR NEW.at <> OLD.at
  OR NEW.by <> OLD.by OR NEW.account <> OLD.account OR NEW.action <> OLD.action OR NEW.status <> OLD.status OR NEW.reason IS NOT OLD.reason BEGIN
  SELECT raise(ABORT, 'events of certificates are append-only');
END;

-- trigger certificate_event_never_shrinks
CREATE TRIGGER certificate_event_never_shrinks BEFORE DELETE ON certificate_event BEGIN
  SELECT raise(ABORT, 'events of certificates are append-only');
END;

-- trigger certificate_gap_never_changes
CREATE TRIGGER certificate_gap_never_changes BEFORE UPDATE ON certificate_gap BEGIN
  SELECT raise(ABORT, 'gaps of numbers are append-only');
END;

-- trigger certificate_gap_never_shrinks
CREATE TRIGGER certificate_gap_never_shrinks BEFORE DELETE ON certificate_gap BEGIN
  SELECT raise(ABORT, 'gaps of numbers are append-only');
END;

-- trigger certificate_never_goes
CREATE TRIGGER certificate_never_goes BEFORE DELETE ON certificate BEGIN
  SELECT raise(ABORT, 'certificates are voided, never deleted');
END;

-- trigger certificate_number_stays
CREATE TRIGGER certificate_number_stays BEFORE UPDATE ON certificate
WHEN OLD.number IS NOT NULL AND (NEW.number IS NOT OLD.number OR NEW.block IS NOT OLD.block OR NEW.serial IS NOT OLD.serial
  OR NEW.signed_on IS NOT OLD.signed_on OR NEW.valid_to IS NOT OLD.valid_to OR NEW.form <> OLD.form OR NEW.edition <> OLD.edition) BEGIN
  SELECT raise(ABORT, 'a signed certificate keeps its number and form');
END;

-- trigger certificate_snapshot_never_changes
CREATE TRIGGER certificate_snapshot_never_changes BEFORE UPDATE ON certificate_snapshot
WHEN NOT EXISTS (SELECT 1 FROM erasing) OR (NEW.data IS NOT NULL AND OLD.data IS NOT NULL) OR NEW.certificate <> OLD.certificate
  OR NEW.digest <> OLD.digest OR NEW.at <> OLD.at OR NEW.by <> OLD.by OR NEW.account <> OLD.account BEGIN
  SELECT raise(ABORT, 'what was signed is append-only; a correction is a new certificate');
END;

-- trigger certificate_snapshot_never_shrinks
CREATE TRIGGER certificate_snapshot_never_shrinks BEFORE DELETE ON certificate_snapshot BEGIN
  SELECT raise(ABORT, 'what was signed is append-only; a correction is a new certificate');
END;

-- trigger deputy_never_shrinks
CREATE TRIGGER deputy_never_shrinks BEFORE DELETE ON deputy BEGIN
  SELECT raise(ABORT, 'deputyships are kept');
END;

-- trigger deputy_only_ends
CREATE TRIGGER deputy_only_ends BEFORE UPDATE ON deputy
WHEN OLD.ended_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.principal <> OLD.principal OR NEW.account <> OLD.account OR NEW.from_on <> OLD.from_on
  OR NEW.to_on <> OLD.to_on OR NEW.reason <> OLD.reason OR NEW.set_by <> OLD.set_by OR NEW.set_at <> OLD.set_at
BEGIN
  SELECT raise(ABORT, 'a deputyship only ends');
END;

-- trigger desk_event_never_shrinks
CREATE TRIGGER desk_event_never_shrinks BEFORE DELETE ON desk_event BEGIN
  SELECT raise(ABORT, 'what was done with a request is append-only');
END;

-- trigger desk_event_only_forgets
CREATE TRIGGER desk_event_only_forgets BEFORE UPDATE ON desk_event
WHEN (NEW.detail IS NOT NULL AND NOT EXISTS (SELECT 1 FROM erasing)) OR NEW.request <> OLD.request OR NEW.at <> OLD.at OR NEW.by <> OLD.by OR NEW.action <> OLD.action BEGIN
  SELECT raise(ABORT, 'what was done with a request is append-only');
END;

-- trigger desk_request_never_shrinks
CREATE TRIGGER desk_request_never_shrinks BEFORE DELETE ON desk_request BEGIN
  SELECT raise(ABORT, 'requests of persons are kept');
END;

-- trigger directory_never_changes
CREATE TRIGGER directory_never_changes BEFORE UPDATE ON directory BEGIN
  SELECT raise(ABORT, 'directories are append-only');
END;

-- trigger directory_never_shrinks
CREATE TRIGGER directory_never_shrinks BEFORE DELETE ON directory BEGIN
  SELECT raise(ABORT, 'directories are append-only');
END;

-- trigger dwelling_place_words_changed
CREATE TRIGGER dwelling_place_words_changed AFTER UPDATE OF text ON dwelling WHEN OLD.text <> NEW.text BEGIN
  DELETE FROM person_search_place WHERE rowid = NEW.seq * 2 + 1;
  INSERT INTO person_search_place (rowid, words)
    SELECT NEW.seq * 2 + 1, group_concat(hex(substr(lower(NEW.text), n, 2)), ' ') FROM person_search_step WHERE n < length(NEW.text);
END;

-- trigger dwelling_place_words_removed
CREATE TRIGGER dwelling_place_words_removed AFTER DELETE ON dwelling BEGIN
  DELETE FROM person_search_place WHERE rowid = OLD.seq * 2 + 1;
END;

-- trigger exchange_counter_only_grows
CREATE TRIGGER exchange_counter_only_grows BEFORE UPDATE ON exchange_counter WHEN NEW.value < OLD.value BEGIN
  SELECT raise(ABORT, 'a counter never goes back');
END;

-- trigger form_change_never_goes
CREATE TRIGGER form_change_never_goes BEFORE DELETE ON form_change BEGIN
  SELECT raise(ABORT, 'what was printed by a changed form must be found again');
END;

-- trigger form_change_stays
CREATE TRIGGER form_change_stays BEFORE UPDATE ON form_change
WHEN OLD.withdrawn_at IS NOT NULL OR NEW.form <> OLD.form OR NEW.edition <> OLD.edition OR NEW.no <> OLD.no OR NEW.change <> OLD.change
  OR NEW.note <> OLD.note OR NEW.at <> OLD.at OR NEW.by <> OLD.by BEGIN
  SELECT raise(ABORT, 'what was printed by a changed form must be found again');
END;

-- trigger gone_never_changes
CREATE TRIGGER gone_never_changes BEFORE UPDATE ON gone BEGIN
  SELECT raise(ABORT, 'what was deleted stays deleted');
END;

-- trigger gone_never_shrinks
CREATE TRIGGER gone_never_shrinks BEFORE DELETE ON gone BEGIN
  SELECT raise(ABORT, 'what was deleted stays deleted');
END;

-- trigger meeting_item_never_goes
CREATE TRIGGER meeting_item_never_goes BEFORE DELETE ON meeting_item BEGIN
  SELECT raise(ABORT, 'items of meetings are dropped, never deleted');
END;

-- trigger meeting_never_goes
CREATE TRIGGER meeting_never_goes BEFORE DELETE ON meeting BEGIN
  SELECT raise(ABORT, 'records of meetings are never deleted');
END;

-- trigger organisation_keeps_certificates
CREATE TRIGGER organisation_keeps_certificates AFTER UPDATE OF code ON organisation WHEN NEW.code IS NOT OLD.code BEGIN
  UPDATE certificate SET unit_code = NEW.code WHERE unit = NEW.id;
  UPDATE certificate_block SET unit_code = NEW.code WHERE unit = NEW.id;
END;

-- trigger organisation_keeps_slips
CREATE TRIGGER organisation_keeps_slips AFTER UPDATE OF code ON organisation WHEN NEW.code IS NOT OLD.code AND NEW.level <> 'county' BEGIN
  UPDATE slip_assignment SET code = NEW.code WHERE unit = NEW.id;
END;

-- trigger organisation_never_shrinks
CREATE TRIGGER organisation_never_shrinks BEFORE DELETE ON organisation BEGIN
  SELECT raise(ABORT, 'units are closed, not deleted');
END;

-- trigger partner_card_never_changes
CREATE TRIGGER partner_card_never_changes BEFORE UPDATE ON partner_card BEGIN
  SELECT raise(ABORT, 'key cards are append-only');
END;

-- trigger partner_card_never_shrinks
CREATE TRIGGER partner_card_never_shrinks BEFORE DELETE ON partner_card BEGIN
  SELECT raise(ABORT, 'key cards are append-only');
END;

-- trigger partner_change_never_changes
CREATE TRIGGER partner_change_never_changes BEFORE UPDATE ON partner_change BEGIN
  SELECT raise(ABORT, 'changes of partner offices are append-only');
END;

-- trigger partner_change_never_shrinks
CREATE TRIGGER partner_change_never_shrinks BEFORE DELETE ON partner_change BEGIN
  SELECT raise(ABORT, 'changes of partner offices are append-only');
END;

-- trigger person_change_never_changes
CREATE TRIGGER person_change_never_changes BEFORE UPDATE ON person_change
WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE person_seq = coalesce(OLD.person_seq, person_seq)) BEGIN
  SELECT raise(ABORT, 'the history of a person is append-only');
END;

-- trigger person_change_never_shrinks
CREATE TRIGGER person_change_never_shrinks BEFORE DELETE ON person_change
WHEN NOT EXISTS (SELECT 1 FROM act WHERE seq = OLD.act AND state <> 'done')
  AND NOT EXISTS (SELECT 1 FROM erasing WHERE person_seq = coalesce(OLD.person_seq, person_seq)) BEGIN
  SELECT raise(ABORT, 'the history of a person is append-only');
END;

-- trigger person_list_changed
CREATE TRIGGER person_list_changed AFTER UPDATE OF sort_key, status, stay_kind, stay_started, stay_code, stay_reason, stay_scope, hukou_code,
  sex, birth_date, marital, education, hukou_type, id_checks, id_no, updated_at ON person BEGIN
  UPDATE person_search_version SET version = version + 1 WHERE one = 1;
END;

-- trigger person_list_shrank
CREATE TRIGGER person_list_shrank AFTER DELETE ON person BEGIN
  UPDATE person_search_version SET version = version + 1 WHERE one = 1;
END;

-- trigger person_place_words_changed
CREATE TRIGGER person_place_words_changed AFTER UPDATE OF hukou_text ON person WHEN OLD.hukou_text IS NOT NEW.hukou_text BEGIN
  DELETE FROM person_search_place WHERE rowid = NEW.seq * 2;
  INSERT INTO person_search_place (rowid, words)
    SELECT NEW.seq * 2, group_concat(hex(substr(lower(NEW.hukou_text), n, 2)), ' ') FROM person_search_step
    WHERE n < length(NEW.hukou_text) HAVING count(*) > 0;
END;

-- trigger person_place_words_removed
CREATE TRIGGER person_place_words_removed AFTER DELETE ON person WHEN OLD.hukou_text IS NOT NULL BEGIN
  DELETE FROM person_search_place WHERE rowid = OLD.seq * 2;
END;

-- trigger person_reveal_never_changes
CREATE TRIGGER person_reveal_never_changes BEFORE UPDATE ON person_reveal BEGIN
  SELECT raise(ABORT, 'reveals are append-only');
END;

-- trigger person_reveal_never_shrinks
CREATE TRIGGER person_reveal_never_shrinks BEFORE DELETE ON person_reveal WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT raise(ABORT, 'reveals are append-only');
END;

-- trigger printer_calibration_never_goes
CREATE TRIGGER printer_calibration_never_goes BEFORE DELETE ON printer_calibration BEGIN
  SELECT raise(ABORT, 'what was measured stays as it was measured');
END;

-- trigger printer_calibration_stays
CREATE TRIGGER printer_calibration_stays BEFORE UPDATE ON printer_calibration
WHEN NEW.seq <> OLD.seq OR NEW.id <> OLD.id OR NEW.printer <> OLD.printer OR NEW.tray <> OLD.tray OR NEW.form <> OLD.form OR NEW.width <> OLD.width
  OR NEW.height <> OLD.height OR NEW.measured <> OLD.measured OR NEW.fit <> OLD.fit OR NEW.rest <> OLD.rest OR NEW.at <> OLD.at OR NEW.by <> OLD.by BEGIN
  SELECT raise(ABORT, 'what was measured stays as it was measured');
END;

-- trigger proof_check_never_changes
CREATE TRIGGER proof_check_never_changes BEFORE UPDATE ON proof_check
WHEN NOT EXISTS (SELECT 1 FROM erasing) OR NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.by <> OLD.by OR NEW.account <> OLD.account
  OR NEW.answer <> OLD.answer OR NEW.reason IS NOT OLD.reason OR NEW.said <> OLD.said OR NEW.way <> OLD.way BEGIN
  SELECT raise(ABORT, 'checks of proofs are append-only');
END;

-- trigger proof_check_never_shrinks
CREATE TRIGGER proof_check_never_shrinks BEFORE DELETE ON proof_check BEGIN
  SELECT raise(ABORT, 'checks of proofs are append-only');
END;

-- trigger proof_finding_never_changes
CREATE TRIGGER proof_finding_never_changes BEFORE UPDATE ON proof_finding
WHEN NOT EXISTS (SELECT 1 FROM erasing) OR NEW.checked <> OLD.checked OR NEW.finding <> OLD.finding OR NEW.at <> OLD.at OR NEW.by <> OLD.by BEGIN
  SELECT raise(ABORT, 'findings on proofs are append-only');
END;

-- trigger proof_finding_never_shrinks
CREATE TRIGGER proof_finding_never_shrinks BEFORE DELETE ON proof_finding BEGIN
  SELECT raise(ABORT, 'findings on proofs are append-only');
END;

-- trigger proof_list_goes_forward
CREATE TRIGGER proof_list_goes_forward BEFORE UPDATE ON proof_list WHEN NEW.ver <= OLD.ver OR NEW.office_id <> OLD.office_id BEGIN
  SELECT raise(ABORT, 'a list of proofs never goes back');
END;

-- trigger proof_list_least_grows
CREATE TRIGGER proof_list_least_grows BEFORE UPDATE ON proof_list_least WHEN NEW.ver < OLD.ver BEGIN
  SELECT raise(ABORT, 'a list of proofs never goes back');
END;

-- trigger proof_list_never_goes
CREATE TRIGGER proof_list_never_goes BEFORE DELETE ON proof_list BEGIN
  SELECT raise(ABORT, 'a list of proofs never goes back');
END;

-- trigger proof_said_never_changes
CREATE TRIGGER proof_said_never_changes BEFORE UPDATE ON proof_said BEGIN
  SELECT raise(ABORT, 'what a list said is not taken back');
END;

-- trigger proof_said_never_shrinks
CREATE TRIGGER proof_said_never_shrinks BEFORE DELETE ON proof_said BEGIN
  SELECT raise(ABORT, 'what a list said is not taken back');
END;

-- trigger receipt_in_never_changes
CREATE TRIGGER receipt_in_never_changes BEFORE UPDATE ON receipt_in BEGIN
  SELECT raise(ABORT, 'receipts are evidence');
END;

-- trigger roster_entry_keeps_its_word
CREATE TRIGGER roster_entry_keeps_its_word
BEFORE UPDATE OF id, roster, row, person_id, at, by, account, visited_on, collector, result, fields, replaces ON roster_entry BEGIN
  SELECT raise(ABORT, 'what came back is append-only');
END;

-- trigger roster_entry_never_shrinks
CREATE TRIGGER roster_entry_never_shrinks BEFORE DELETE ON roster_entry WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT raise(ABORT, 'what came back is append-only');
END;

-- trigger roster_never_changes
CREATE TRIGGER roster_never_changes BEFORE UPDATE ON roster WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT raise(ABORT, 'a list stands as it was issued');
END;

-- trigger roster_never_shrinks
CREATE TRIGGER roster_never_shrinks BEFORE DELETE ON roster WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT raise(ABORT, 'a list stands as it was issued');
END;

-- trigger roster_row_never_changes
CREATE TRIGGER roster_row_never_changes BEFORE UPDATE ON roster_row WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT raise(ABORT, 'a list stands as it was issued');
END;

-- trigger roster_row_never_shrinks
CREATE TRIGGER roster_row_never_shrinks BEFORE DELETE ON roster_row WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT raise(ABORT, 'a list stands as it was issued');
END;

-- trigger sealing_look_never_changes
CREATE TRIGGER sealing_look_never_changes BEFORE UPDATE ON sealing_look BEGIN
  SELECT raise(ABORT, 'looks into sealed files are append-only');
END;

-- trigger sealing_look_never_shrinks
CREATE TRIGGER sealing_look_never_shrinks BEFORE DELETE ON sealing_look WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT raise(ABORT, 'looks into sealed files are append-only');
END;

-- trigger service_look_never_changes
CREATE TRIGGER service_look_never_changes BEFORE UPDATE ON service_look BEGIN
  SELECT raise(ABORT, 'looks are append-only');
END;

-- trigger slip_about_sealed
CREATE TRIGGER slip_about_sealed AFTER INSERT ON slip
WHEN EXISTS (SELECT 1 FROM sealed_key) BEGIN
  INSERT OR IGNORE INTO sealed_slip (slip, sealing)
    SELECT NEW.seq, k.sealing FROM sealed_key k
    WHERE (k.value = NEW.subject_id_no AND k.birth = '') OR (NEW.subject_id_no IS NULL AND k.value = NEW.subject_name AND k.birth = NEW.subject_birth)
    UNION ALL
    SELECT NEW.seq, s.sealing FROM sealed_slip s WHERE s.slip = NEW.answer_to;
END;

-- trigger slip_became_about_sealed
CREATE TRIGGER slip_became_about_sealed AFTER UPDATE OF subject_name, subject_birth, subject_id_no, answer_to ON slip
WHEN EXISTS (SELECT 1 FROM sealed_key) BEGIN
  INSERT OR IGNORE INTO sealed_slip (slip, sealing)
    SELECT NEW.seq, k.sealing FROM sealed_key k
    WHERE (k.value = NEW.subject_id_no AND k.birth = '') OR (NEW.subject_id_no IS NULL AND k.value = NEW.subject_name AND k.birth = NEW.subject_birth)
    UNION ALL
    SELECT NEW.seq, s.sealing FROM sealed_slip s WHERE s.slip = NEW.answer_to;
END;

-- trigger slip_event_never_changes
CREATE TRIGGER slip_event_never_changes BEFORE UPDATE ON slip_event
WHEN NEW.note IS NOT NULL OR NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT raise(ABORT, 'slip events are append-only');
END;

-- trigger slip_event_never_shrinks
CREATE TRIGGER slip_event_never_shrinks BEFORE DELETE ON slip_event BEGIN
  SELECT raise(ABORT, 'slip events are append-only');
END;

-- trigger slip_look_never_changes
CREATE TRIGGER slip_look_never_changes BEFORE UPDATE ON slip_look BEGIN
  SELECT raise(ABORT, 'looks are append-only');
END;

-- trigger slip_number_never_shrinks
CREATE TRIGGER slip_number_never_shrinks BEFORE DELETE ON slip_number BEGIN
  SELECT raise(ABORT, 'a slip number is never given twice');
END;

-- trigger slip_number_only_grows
CREATE TRIGGER slip_number_only_grows BEFORE UPDATE ON slip_number WHEN NEW.last <= OLD.last BEGIN
  SELECT raise(ABORT, 'a slip number is never given twice');
END;

-- trigger slip_place_of_moved
CREATE TRIGGER slip_place_of_moved AFTER UPDATE OF stay_code, hukou_code, survivor ON person
WHEN NEW.stay_code <> OLD.stay_code OR NEW.hukou_code <> OLD.hukou_code OR NEW.survivor IS NOT OLD.survivor BEGIN
  DELETE FROM slip_place WHERE slip IN (
    SELECT s.seq FROM person h CROSS JOIN slip s ON s.person_id = h.id WHERE h.seq = NEW.seq OR h.survivor = NEW.seq
  );
  INSERT INTO slip_place (code, slip)
  SELECT n.code, n.slip FROM person h CROSS JOIN slip s ON s.person_id = h.id CROSS JOIN v_slip_place_now n ON n.slip = s.seq
  WHERE h.seq = NEW.seq OR h.survivor = NEW.seq;
END;

-- trigger slip_place_of_new
CREATE TRIGGER slip_place_of_new AFTER INSERT ON slip WHEN NEW.person_id IS NOT NULL BEGIN
  INSERT INTO slip_place (code, slip) SELECT code, slip FROM v_slip_place_now WHERE slip = NEW.seq;
END;

-- trigger slip_place_of_paired
CREATE TRIGGER slip_place_of_paired AFTER UPDATE OF person_id ON slip WHEN NEW.person_id IS NOT OLD.person_id BEGIN
  DELETE FROM slip_place WHERE slip = NEW.seq;
  INSERT INTO slip_place (code, slip) SELECT code, slip FROM v_slip_place_now WHERE slip = NEW.seq;
END;

-- trigger slip_record_never_shrinks
CREATE TRIGGER slip_record_never_shrinks BEFORE DELETE ON slip_record
WHEN OLD.batch IS NULL OR EXISTS (SELECT 1 FROM slip_batch b WHERE b.batch = OLD.batch AND b.bundle_id IS NOT NULL)
BEGIN
  SELECT raise(ABORT, 'slip records are append-only');
END;

-- trigger slip_record_only_forgets
CREATE TRIGGER slip_record_only_forgets BEFORE UPDATE ON slip_record
WHEN NEW.content IS NOT NULL OR NEW.subject_name IS NOT NULL OR NEW.subject_id_no IS NOT NULL
  OR NEW.record_id <> OLD.record_id OR NEW.rev <> OLD.rev OR NEW.kind <> OLD.kind OR NEW.digest IS NOT OLD.digest OR NEW.batch IS NOT OLD.batch
BEGIN
  SELECT raise(ABORT, 'slip records are append-only; a withdrawn one may only lose its content');
END;

-- trigger slip_return_count_of_moved
CREATE TRIGGER slip_return_count_of_moved AFTER UPDATE ON slip
WHEN NEW.return_part IS NOT OLD.return_part OR NEW.return_half IS NOT OLD.return_half OR NEW.partner_id <> OLD.partner_id BEGIN
  UPDATE slip_return_count SET not_carried = not_carried - (OLD.return_part = 'not_carried'), carried = carried - (OLD.return_part = 'carried'),
    received = received - (OLD.return_part = 'received'), answered_in_time = answered_in_time - (OLD.return_part = 'answered_in_time'),
    answered_late = answered_late - (OLD.return_part = 'answered_late'), refused = refused - (OLD.return_part = 'refused'),
    undelivered = undelivered - (OLD.return_part = 'undelivered'), withdrawn = withdrawn - (OLD.return_part = 'withdrawn')
  WHERE OLD.return_part IS NOT NULL AND direction = OLD.direction AND half = OLD.return_half AND partner_id = OLD.partner_id AND kind = OLD.kind;
  INSERT INTO slip_return_count SELECT NEW.direction, NEW.return_half, NEW.partner_id, NEW.kind, NEW.return_part = 'not_carried',
    NEW.return_part = 'carried', NEW.return_part = 'received', NEW.return_part = 'answered_in_time', NEW.return_part = 'answered_late',
    NEW.return_part = 'refused', NEW.return_part = 'undelivered', NEW.return_part = 'withdrawn' WHERE NEW.return_part IS NOT NULL
  ON CONFLICT DO UPDATE SET not_carried = not_carried + excluded.not_carried, carried = carried + excluded.carried,
    received = received + excluded.received, answered_in_time = answered_in_time + excluded.answered_in_time,
    answered_late = answered_late + excluded.answered_late, refused = refused + excluded.refused,
    undelivered = undelivered + excluded.undelivered, withdrawn = withdrawn + excluded.withdrawn;
END;

-- trigger slip_return_count_of_new
CREATE TRIGGER slip_return_count_of_new AFTER INSERT ON slip WHEN NEW.return_part IS NOT NULL BEGIN
  INSERT INTO slip_return_count VALUES (NEW.direction, NEW.return_half, NEW.partner_id, NEW.kind, NEW.return_part = 'not_carried',
    NEW.return_part = 'carried', NEW.return_part = 'received', NEW.return_part = 'answered_in_time', NEW.return_part = 'answered_late',
    NEW.return_part = 'refused', NEW.return_part = 'undelivered', NEW.return_part = 'withdrawn')
  ON CONFLICT DO UPDATE SET not_carried = not_carried + excluded.not_carried, carried = carried + excluded.carried,
    received = received + excluded.received, answered_in_time = answered_in_time + excluded.answered_in_time,
    answered_late = answered_late + excluded.answered_late, refused = refused + excluded.refused,
    undelivered = undelivered + excluded.undelivered, withdrawn = withdrawn + excluded.withdrawn;
END;

-- trigger slip_signed_never_goes
CREATE TRIGGER slip_signed_never_goes BEFORE DELETE ON slip BEGIN
  SELECT raise(ABORT, 'slips are never deleted; a draft is ended');
END;

-- trigger workbook_export_never_changes
CREATE TRIGGER workbook_export_never_changes BEFORE UPDATE ON workbook_export WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT raise(ABORT, 'what left the office is append-only');
END;

-- trigger workbook_export_never_shrinks
CREATE TRIGGER workbook_export_never_shrinks BEFORE DELETE ON workbook_export WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT raise(ABORT, 'what left the office is append-only');
END;

-- table account
CREATE TABLE account (
  id              TEXT PRIMARY KEY,
  name            TEXT NOT NULL CONSTRAINT account_name_once UNIQUE,
  display_name    TEXT NOT NULL,
  roles           TEXT NOT NULL CONSTRAINT account_roles_json CHECK (json_valid(roles)),
  active          INTEGER NOT NULL DEFAULT 1 CONSTRAINT account_active_bool CHECK (active IN (0, 1)),
  created_at      TEXT NOT NULL,
  last_sign_in_at TEXT
) STRICT;

-- table account_unit
CREATE TABLE account_unit (
  account_id   TEXT PRIMARY KEY REFERENCES account (id),
  organisation TEXT NOT NULL REFERENCES organisation (id)
) STRICT, WITHOUT ROWID;

-- table act
CREATE TABLE act (
  seq       INTEGER PRIMARY KEY,
  id        TEXT NOT NULL CONSTRAINT act_id_once UNIQUE,
  kind      TEXT NOT NULL CONSTRAINT act_kind_known CHECK (kind IN ('import', 'merge', 'conversion', 'status', 'assign', 'slips')),
  at        TEXT NOT NULL,
  by        TEXT NOT NULL,
  note      TEXT,
  state     TEXT NOT NULL CONSTRAINT act_state_known CHECK (state IN ('done', 'undoing', 'undone')),
  undone_at TEXT,
  undone_by TEXT,
  -- Files it had changed and made, counted when it was taken back; counted from act_person before.
  changed   INTEGER,
  created   INTEGER
) STRICT;

-- table act_person
CREATE TABLE act_person (
  act               INTEGER NOT NULL REFERENCES act (seq),
  person_seq        INTEGER NOT NULL,
  -- Null when the act made the file.
  revision_before   INTEGER,
  updated_at_before TEXT,
  updated_by_before TEXT,
  -- Null once somebody else changed the file between two changes of the act.
  revision_after    INTEGER,
  PRIMARY KEY (act, person_seq)
) STRICT, WITHOUT ROWID;

-- table agreement
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

-- table agreement_change
CREATE TABLE agreement_change (
  seq       INTEGER PRIMARY KEY,
  agreement INTEGER NOT NULL REFERENCES agreement (seq),
  at        TEXT NOT NULL,
  by        TEXT NOT NULL,
  field     TEXT NOT NULL,
  before    TEXT,
  after     TEXT
) STRICT;

-- table agreement_scan
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

-- table approval
CREATE TABLE approval (
  seq          INTEGER PRIMARY KEY,
  id           TEXT NOT NULL CONSTRAINT approval_id_once UNIQUE,
  method       TEXT NOT NULL,
  -- SHA-256 over method, input and sentence: what was agreed to.
  digest       TEXT NOT NULL,
  -- JSON, forgotten when the request ends, since it may name persons.
  input        TEXT CONSTRAINT approval_input_json CHECK (input IS NULL OR json_valid(input)),
  sentence     TEXT NOT NULL,
  reason       TEXT NOT NULL CONSTRAINT approval_has_reason CHECK (reason <> ''),
  state        TEXT NOT NULL CONSTRAINT approval_state_known CHECK (state IN ('open', 'approved', 'refused', 'withdrawn', 'used', 'expired')),
  requested_by TEXT NOT NULL REFERENCES account (id),
  requested_at TEXT NOT NULL,
  expires_at   TEXT NOT NULL,
  decided_by   TEXT REFERENCES account (id),
  decided_at   TEXT,
  decided_why  TEXT,
  used_at      TEXT,
  CONSTRAINT approval_by_two_persons CHECK (decided_by IS NULL OR decided_by <> requested_by),
  CONSTRAINT approval_decided_whole CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
  CONSTRAINT approval_agreed_before_use CHECK (state NOT IN ('approved', 'used', 'refused') OR decided_by IS NOT NULL),
  CONSTRAINT approval_input_while_alive CHECK (state NOT IN ('open', 'approved') OR input IS NOT NULL)
) STRICT;

-- table audit_cut
CREATE TABLE audit_cut (
  -- Number of the last line that went.
  seq      INTEGER PRIMARY KEY,
  hash     TEXT NOT NULL,
  first_at TEXT NOT NULL,
  last_at  TEXT NOT NULL,
  lines    INTEGER NOT NULL,
  at       TEXT NOT NULL
) STRICT;

-- table audit_entry
CREATE TABLE audit_entry (
  seq     INTEGER PRIMARY KEY,
  at      TEXT NOT NULL,
  account TEXT NOT NULL,
  method  TEXT NOT NULL,
  event   TEXT NOT NULL,
  outcome TEXT NOT NULL CONSTRAINT audit_outcome_known CHECK (outcome IN ('done', 'refused', 'failed')),
  subject TEXT,
  detail  TEXT CONSTRAINT audit_detail_json CHECK (detail IS NULL OR json_valid(detail)),
  prev    TEXT NOT NULL,
  hash    TEXT NOT NULL
) STRICT;

-- table backup
CREATE TABLE backup (
  seq            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL CONSTRAINT backup_once UNIQUE,
  at             TEXT NOT NULL,
  why            TEXT NOT NULL CONSTRAINT backup_why_known CHECK (why IN ('asked', 'daily', 'closing', 'before')),
  place          TEXT NOT NULL,
  place_label    TEXT NOT NULL,
  file           TEXT NOT NULL,
  bytes          INTEGER NOT NULL,
  ms             INTEGER NOT NULL,
  -- 'verified', or the code of the failure with its parameters.
  result         TEXT NOT NULL,
  params         TEXT NOT NULL CONSTRAINT backup_params_json CHECK (json_valid(params)),
  by             TEXT,
  -- Last line of the audit chain it holds.
  audit_seq      INTEGER,
  audit_hash     TEXT
) STRICT;

-- table backup_restore
CREATE TABLE backup_restore (
  seq          INTEGER PRIMARY KEY,
  at           TEXT NOT NULL,
  source       TEXT NOT NULL CONSTRAINT backup_restore_source CHECK (source IN ('backup', 'salvage', 'log')),
  -- When the backup was made; of a salvage, when it began; of a torn log, when the office was opened without its end.
  made_at      TEXT NOT NULL,
  first        TEXT NOT NULL,
  second       TEXT,
  -- Rows of the tables before and after; null before when nothing could be read.
  before       TEXT CONSTRAINT backup_before_json CHECK (before IS NULL OR json_valid(before)),
  after        TEXT NOT NULL CONSTRAINT backup_after_json CHECK (json_valid(after)),
  -- Time of the last act known before.
  last_act     TEXT,
  -- Folder below the data folder that holds what stood here before; null when nothing did.
  kept         TEXT,
  confirmed_at TEXT,
  confirmed_by TEXT
, gone_again INTEGER NOT NULL DEFAULT 0) STRICT;

-- table bereaved_mark
CREATE TABLE bereaved_mark (
  person_id TEXT NOT NULL PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
  placed_at TEXT NOT NULL,
  placed_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- table blob_part
CREATE TABLE blob_part (
  id        TEXT NOT NULL,
  part      INTEGER NOT NULL,
  of_parts  INTEGER NOT NULL,
  bundle_id TEXT NOT NULL,
  data      BLOB NOT NULL,
  PRIMARY KEY (id, part, bundle_id)
) STRICT;

-- table booklet
CREATE TABLE booklet (
  seq    INTEGER PRIMARY KEY,
  form   TEXT NOT NULL,
  number TEXT NOT NULL,
  unit   TEXT REFERENCES organisation (id),
  state  TEXT NOT NULL CONSTRAINT booklet_state_known CHECK (state IN ('in_stock', 'used', 'spoiled', 'lost')),
  -- The sheet that was printed on it.
  copy   INTEGER REFERENCES certificate_copy (seq),
  CONSTRAINT booklet_used_for CHECK (state <> 'used' OR copy IS NOT NULL)
) STRICT;

-- table booklet_move
CREATE TABLE booklet_move (
  seq    INTEGER PRIMARY KEY,
  form   TEXT NOT NULL,
  unit   TEXT REFERENCES organisation (id),
  kind   TEXT NOT NULL CONSTRAINT booklet_move_kind_known CHECK (kind IN ('received', 'given_in', 'given_out', 'used', 'spoiled', 'spoiled_later', 'lost', 'counted')),
  count  INTEGER NOT NULL CONSTRAINT booklet_move_count CHECK (count >= 0),
  -- First and last printed number; null for a count.
  first  TEXT,
  last   TEXT,
  reason TEXT,
  day    TEXT NOT NULL,
  at     TEXT NOT NULL,
  by     TEXT NOT NULL,
  CONSTRAINT booklet_move_range CHECK ((kind = 'counted') = (first IS NULL) AND (first IS NULL) = (last IS NULL))
) STRICT;

-- table bundle
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

-- table carry_sheet
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

-- table certificate
CREATE TABLE certificate (
  seq          INTEGER PRIMARY KEY,
  id           TEXT NOT NULL CONSTRAINT certificate_id_once UNIQUE,
  form         TEXT NOT NULL,
  edition      TEXT NOT NULL,
  rule_pack    TEXT NOT NULL,
  -- The issuer; null is the county office.
  unit         TEXT REFERENCES organisation (id),
  unit_code    TEXT NOT NULL,
  person_id    TEXT REFERENCES person (id),
  subject_name TEXT,
  status       TEXT NOT NULL CONSTRAINT certificate_status_known CHECK (status IN
               ('drafted', 'reviewed', 'signed', 'sent', 'printed', 'issued', 'voided', 'replaced', 'dropped')),
  -- JSON: what it will say; null once it is signed, or was dropped.
  draft        TEXT CONSTRAINT certificate_draft_json CHECK (draft IS NULL OR json_valid(draft)),
  block        INTEGER REFERENCES certificate_block (seq),
  serial       INTEGER,
  number       TEXT,
  signed_on    TEXT,
  -- Last day on which it holds; null for one without a term.
  valid_to     TEXT,
  -- The certificate in whose place it stands.
  replaces     INTEGER REFERENCES certificate (seq),
  replaces_why TEXT,
  created_at   TEXT NOT NULL,
  created_by   TEXT NOT NULL,
  CONSTRAINT certificate_numbered_whole CHECK ((number IS NULL) = (serial IS NULL) AND (number IS NULL) = (block IS NULL) AND (number IS NULL) = (signed_on IS NULL)),
  CONSTRAINT certificate_signed_has_number CHECK ((number IS NULL) = (status IN ('drafted', 'reviewed', 'dropped'))),
  CONSTRAINT certificate_term_of_signed CHECK (valid_to IS NULL OR signed_on IS NOT NULL),
  CONSTRAINT certificate_replaces_whole CHECK ((replaces IS NULL) = (replaces_why IS NULL))
) STRICT;

-- table certificate_block
CREATE TABLE certificate_block (
  seq      INTEGER PRIMARY KEY,
  id       TEXT NOT NULL CONSTRAINT certificate_block_id_once UNIQUE,
  -- The number without its serial, which stands as #.
  series   TEXT NOT NULL,
  unit     TEXT REFERENCES organisation (id),
  unit_code TEXT NOT NULL,
  first    INTEGER NOT NULL CONSTRAINT certificate_block_first CHECK (first >= 1),
  last     INTEGER NOT NULL,
  -- Highest serial that was given out or is explained; it only grows.
  given    INTEGER NOT NULL,
  state    TEXT NOT NULL CONSTRAINT certificate_block_state_known CHECK (state IN ('open', 'returned', 'lost')),
  made_at  TEXT NOT NULL,
  made_by  TEXT NOT NULL,
  CONSTRAINT certificate_block_order CHECK (last >= first AND given BETWEEN first - 1 AND last),
  CONSTRAINT certificate_block_ended_whole CHECK (state = 'open' OR given = last)
) STRICT;

-- table certificate_copy
CREATE TABLE certificate_copy (
  seq         INTEGER PRIMARY KEY,
  certificate INTEGER NOT NULL REFERENCES certificate (seq),
  run         INTEGER NOT NULL REFERENCES print_run (seq),
  position    INTEGER NOT NULL,
  -- 1 marks 补打.
  reprint     INTEGER NOT NULL CONSTRAINT certificate_copy_reprint_bool CHECK (reprint IN (0, 1)),
  reprint_why TEXT,
  state       TEXT NOT NULL CONSTRAINT certificate_copy_state_known CHECK (state IN ('queued', 'sent', 'printed', 'none', 'spoiled', 'taken_out')),
  -- Code of the reason for which it was spoiled.
  reason      TEXT,
  at          TEXT NOT NULL,
  by          TEXT NOT NULL,
  CONSTRAINT certificate_copy_reprint_whole CHECK ((reprint = 1) = (reprint_why IS NOT NULL)),
  CONSTRAINT certificate_copy_spoiled_why CHECK ((state = 'spoiled') = (reason IS NOT NULL))
) STRICT;

-- table certificate_event
CREATE TABLE certificate_event (
  seq         INTEGER PRIMARY KEY,
  certificate INTEGER NOT NULL REFERENCES certificate (seq),
  at          TEXT NOT NULL,
  by          TEXT NOT NULL,
  account     TEXT NOT NULL,
  action      TEXT NOT NULL,
  -- State after it.
  status      TEXT NOT NULL,
  -- Code of the reason.
  reason      TEXT,
  -- Who collected it, and other free words.
  note        TEXT
) STRICT;

-- table certificate_gap
CREATE TABLE certificate_gap (
  seq   INTEGER PRIMARY KEY,
  block INTEGER NOT NULL REFERENCES certificate_block (seq),
  first INTEGER NOT NULL,
  last  INTEGER NOT NULL,
  why   TEXT NOT NULL CONSTRAINT certificate_gap_why_known CHECK (why IN ('returned', 'restored')),
  -- Code of the reason for which a block was given back.
  reason TEXT,
  at    TEXT NOT NULL,
  by    TEXT NOT NULL,
  CONSTRAINT certificate_gap_order CHECK (last >= first)
) STRICT;

-- table certificate_snapshot
CREATE TABLE certificate_snapshot (
  certificate INTEGER PRIMARY KEY REFERENCES certificate (seq),
  -- JSON; null once the person's file was deleted, or lies under a seal.
  data        TEXT CONSTRAINT certificate_snapshot_json CHECK (data IS NULL OR json_valid(data)),
  -- SHA-256 of number, form, edition and data.
  digest      TEXT NOT NULL,
  at          TEXT NOT NULL,
  by          TEXT NOT NULL,
  account     TEXT NOT NULL
) STRICT;

-- table check_sheet
CREATE TABLE check_sheet (
  seq     INTEGER PRIMARY KEY,
  id      TEXT NOT NULL CONSTRAINT check_sheet_id_once UNIQUE,
  -- Nine digits by chance, as lists for the field have them.
  number  INTEGER NOT NULL CONSTRAINT check_sheet_number_once UNIQUE CONSTRAINT check_sheet_number_nine CHECK (number BETWEEN 100000000 AND 999999999),
  at      TEXT NOT NULL,
  by      TEXT NOT NULL,
  account TEXT NOT NULL,
  count   INTEGER NOT NULL CONSTRAINT check_sheet_not_empty CHECK (count >= 1)
) STRICT;

-- table check_sheet_row
CREATE TABLE check_sheet_row (
  sheet INTEGER NOT NULL REFERENCES check_sheet (seq),
  row   INTEGER NOT NULL CONSTRAINT check_sheet_row_counts CHECK (row >= 1),
  -- Row of slip; no foreign key, which would look through this table for every slip that comes.
  slip  INTEGER NOT NULL,
  PRIMARY KEY (sheet, row)
) STRICT, WITHOUT ROWID;

-- table deputy
CREATE TABLE deputy (
  seq       INTEGER PRIMARY KEY,
  id        TEXT NOT NULL CONSTRAINT deputy_id_once UNIQUE,
  principal TEXT NOT NULL REFERENCES account (id),
  account   TEXT NOT NULL REFERENCES account (id),
  from_on   TEXT NOT NULL,
  to_on     TEXT NOT NULL,
  reason    TEXT NOT NULL CONSTRAINT deputy_has_reason CHECK (reason <> ''),
  -- The principal himself or an administrator.
  set_by    TEXT NOT NULL REFERENCES account (id),
  set_at    TEXT NOT NULL,
  ended_at  TEXT,
  ended_by  TEXT REFERENCES account (id),
  CONSTRAINT deputy_is_another CHECK (principal <> account),
  CONSTRAINT deputy_not_named_by_himself CHECK (set_by <> account),
  CONSTRAINT deputy_days_in_order CHECK (from_on <= to_on),
  CONSTRAINT deputy_ended_whole CHECK ((ended_at IS NULL) = (ended_by IS NULL))
) STRICT;

-- table desk_event
CREATE TABLE desk_event (
  seq     INTEGER PRIMARY KEY,
  request INTEGER NOT NULL REFERENCES desk_request (seq),
  at      TEXT NOT NULL,
  by      TEXT NOT NULL,
  action  TEXT NOT NULL CONSTRAINT desk_event_action_known
          CHECK (action IN ('receive', 'show', 'export', 'decide', 'withdraw', 'lift', 'erase', 'close')),
  detail  TEXT
) STRICT;

-- table desk_request
CREATE TABLE desk_request (
  seq           INTEGER PRIMARY KEY,
  id            TEXT NOT NULL CONSTRAINT desk_request_id_once UNIQUE,
  revision      INTEGER NOT NULL CONSTRAINT desk_request_revision_counts CHECK (revision >= 1),
  -- Nine digits by chance: a receipt given out before a backup was restored is never another one's.
  number        INTEGER NOT NULL CONSTRAINT desk_request_number_once UNIQUE
                CONSTRAINT desk_request_number_nine CHECK (number BETWEEN 100000000 AND 999999999),
  kind          TEXT NOT NULL CONSTRAINT desk_request_kind_known
                CHECK (kind IN ('show', 'correct', 'contest', 'restrict', 'withdraw', 'erase')),
  -- Null once the file itself was erased; the request stays without anybody's name.
  person_id     TEXT REFERENCES person (id) ON DELETE SET NULL,
  capacity      TEXT NOT NULL CONSTRAINT desk_request_capacity_known CHECK (capacity IN ('self', 'guardian', 'agent')),
  -- Name of a guardian or agent; null for the person himself, and once forgotten.
  asker         TEXT,
  -- JSON list of the papers that were shown.
  papers        TEXT NOT NULL CONSTRAINT desk_request_papers_json CHECK (json_valid(papers)),
  -- What is asked for in words, what it concerns (JSON list), and the evidence that was shown.
  wanted        TEXT,
  fields        TEXT NOT NULL CONSTRAINT desk_request_fields_json CHECK (json_valid(fields)),
  evidence      TEXT,
  received_on   TEXT NOT NULL,
  due_on        TEXT NOT NULL,
  -- The rule the day was counted by, as it is said beside it.
  due_rule      TEXT NOT NULL,
  state         TEXT NOT NULL CONSTRAINT desk_request_state_known CHECK (state IN ('open', 'decided', 'closed', 'withdrawn')),
  decision      TEXT CONSTRAINT desk_request_decision_known CHECK (decision IN ('granted', 'partly', 'refused')),
  reason        TEXT,
  decided_by    TEXT,
  decided_at    TEXT,
  -- What was left in the file and until when, as the erasure reported it: JSON.
  kept          TEXT CONSTRAINT desk_request_kept_json CHECK (kept IS NULL OR json_valid(kept)),
  done_at       TEXT,
  handed        TEXT CONSTRAINT desk_request_handed_known CHECK (handed IN ('paper', 'file', 'post', 'spoken')),
  closed_on     TEXT,
  created_at    TEXT NOT NULL,
  created_by    TEXT NOT NULL,
  CONSTRAINT desk_request_decided_whole CHECK ((decision IS NULL) = (decided_at IS NULL)),
  CONSTRAINT desk_request_refused_with_reason CHECK (decision IS NOT 'refused' OR reason IS NOT NULL),
  CONSTRAINT desk_request_closed_whole CHECK ((state = 'closed') = (closed_on IS NOT NULL))
) STRICT;

-- table directory
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

-- table directory_entry
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

-- table draft
CREATE TABLE draft (
  account_id TEXT NOT NULL REFERENCES account (id),
  form       TEXT NOT NULL,
  subject    TEXT NOT NULL,
  value      TEXT NOT NULL,
  saved_at   TEXT NOT NULL,
  PRIMARY KEY (account_id, form, subject)
) STRICT, WITHOUT ROWID;

-- table duplicate_pair
CREATE TABLE duplicate_pair (
  -- Ids, not rows: a pair outlives a file that an undone import takes away, and is swept by the next scan.
  a_id        TEXT NOT NULL,
  b_id        TEXT NOT NULL,
  score       INTEGER NOT NULL CONSTRAINT pair_score_known CHECK (score BETWEEN 0 AND 100),
  -- Code of what speaks most for it, then all reasons in words, as a JSON list.
  reason      TEXT NOT NULL,
  reasons     TEXT NOT NULL,
  state       TEXT NOT NULL CONSTRAINT pair_state_known CHECK (state IN ('open', 'not_duplicate', 'merged')),
  -- Digest of the facts compared: a decision stands as long as they do.
  fingerprint TEXT NOT NULL,
  -- The scan that last found it; 0 where nobody's scan has.
  scan        INTEGER NOT NULL,
  found_at    TEXT NOT NULL,
  decided_by  TEXT,
  decided_at  TEXT,
  why         TEXT,
  PRIMARY KEY (a_id, b_id),
  CONSTRAINT pair_in_order CHECK (a_id < b_id),
  CONSTRAINT pair_decided_whole CHECK ((state = 'open') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL))
) STRICT, WITHOUT ROWID;

-- table duplicate_scan
CREATE TABLE duplicate_scan (
  seq        INTEGER PRIMARY KEY,
  at         TEXT NOT NULL,
  by         TEXT NOT NULL,
  state      TEXT NOT NULL CONSTRAINT scan_state_known CHECK (state IN ('running', 'done')),
  next_round INTEGER NOT NULL DEFAULT 0,
  files      INTEGER NOT NULL DEFAULT 0,
  -- Pairs found for the first time.
  fresh      INTEGER NOT NULL DEFAULT 0,
  -- JSON list of {reason, files}: groups too large to compare one by one.
  crowds     TEXT NOT NULL DEFAULT '[]'
) STRICT;

-- table dwelling
CREATE TABLE dwelling (
  seq           INTEGER PRIMARY KEY,
  id            TEXT NOT NULL CONSTRAINT dwelling_id_once UNIQUE,
  revision      INTEGER NOT NULL CONSTRAINT dwelling_revision_counts CHECK (revision >= 1),
  -- Division code, kind and folded address text in turn, so that the houses of a division lie together.
  key           TEXT NOT NULL CONSTRAINT dwelling_key_once UNIQUE,
  kind          TEXT,
  code          TEXT NOT NULL,
  text          TEXT NOT NULL,
  contact       TEXT,
  contact_phone TEXT,
  created_act   INTEGER REFERENCES act (seq),
  updated_at    TEXT NOT NULL,
  updated_by    TEXT NOT NULL
) STRICT;

-- table echo_out
CREATE TABLE echo_out (
  number     INTEGER PRIMARY KEY,
  partner_id TEXT NOT NULL REFERENCES partner (id),
  bundle_id  TEXT NOT NULL CONSTRAINT echo_out_once UNIQUE,
  slips      INTEGER NOT NULL,
  asked_at   TEXT NOT NULL,
  allowed    TEXT NOT NULL CONSTRAINT echo_out_allowed_known CHECK (allowed IN ('waits', 'by-rule', 'by-person')),
  carrier    TEXT
) STRICT;

-- table employer
CREATE TABLE employer (
  seq         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL CONSTRAINT employer_id_once UNIQUE,
  revision    INTEGER NOT NULL CONSTRAINT employer_revision_counts CHECK (revision >= 1),
  key         TEXT NOT NULL CONSTRAINT employer_key_once UNIQUE,
  name        TEXT NOT NULL,
  address     TEXT,
  kind        TEXT,
  phone       TEXT,
  created_act INTEGER REFERENCES act (seq),
  updated_at  TEXT NOT NULL,
  updated_by  TEXT NOT NULL
) STRICT;

-- table erasing
CREATE TABLE erasing (
  person_seq INTEGER PRIMARY KEY,
  person_id  TEXT NOT NULL
) STRICT;

-- table exchange_counter
CREATE TABLE exchange_counter (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- table form_change
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

-- table gone
CREATE TABLE gone (
  kind TEXT NOT NULL CONSTRAINT gone_kind_known CHECK (kind IN ('person', 'nobody', 'slip', 'service')),
  id   TEXT NOT NULL,
  at   TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

-- table household
CREATE TABLE household (
  seq         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL CONSTRAINT household_id_once UNIQUE,
  revision    INTEGER NOT NULL CONSTRAINT household_revision_counts CHECK (revision >= 1),
  number      TEXT NOT NULL CONSTRAINT household_number_once UNIQUE CONSTRAINT household_number_whole CHECK (length(number) = 18),
  head_id     TEXT,
  note        TEXT,
  -- Act that made the record; taking the act back removes it where nobody uses it.
  created_act INTEGER REFERENCES act (seq),
  updated_at  TEXT NOT NULL,
  updated_by  TEXT NOT NULL
) STRICT;

-- table job
CREATE TABLE job (
  id         TEXT PRIMARY KEY,
  method     TEXT NOT NULL,
  account_id TEXT NOT NULL,
  state      TEXT NOT NULL CONSTRAINT job_state_known CHECK (state IN ('running', 'done', 'failed', 'cancelled', 'interrupted')),
  step       TEXT NOT NULL,
  done       INTEGER NOT NULL,
  total      INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  ended_at   TEXT,
  error      TEXT,
  result     TEXT
) STRICT;

-- table link_flag
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

-- table meeting
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

-- table meeting_item
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

-- table migration
CREATE TABLE migration (
  number     INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  digest     TEXT NOT NULL,
  applied_at TEXT NOT NULL
) STRICT;

-- table organisation
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

-- table own_epoch
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

-- table partner
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

-- table partner_card
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

-- table partner_change
CREATE TABLE partner_change (
  seq        INTEGER PRIMARY KEY,
  partner_id TEXT NOT NULL REFERENCES partner (id),
  at         TEXT NOT NULL,
  by         TEXT NOT NULL,
  field      TEXT NOT NULL,
  before     TEXT,
  after      TEXT
) STRICT;

-- table partner_confirmation
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

-- table partner_entry
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

-- table peer_closing
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

-- table peer_envelope
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

-- table peer_epoch
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

-- table peer_gone
CREATE TABLE peer_gone (
  partner_id TEXT NOT NULL REFERENCES partner (id),
  epoch      TEXT NOT NULL,
  id         TEXT NOT NULL,
  at         TEXT NOT NULL,
  PRIMARY KEY (partner_id, epoch, id)
) STRICT, WITHOUT ROWID;

-- table pending_upgrade
CREATE TABLE pending_upgrade (
  number    INTEGER PRIMARY KEY,
  bundle_id TEXT NOT NULL,
  name      TEXT NOT NULL,
  digest    TEXT NOT NULL,
  line      TEXT NOT NULL
) STRICT;

-- table person
CREATE TABLE person (
  -- Row number: joins the search index and breaks ties of every sort.
  seq              INTEGER PRIMARY KEY,
  id               TEXT NOT NULL CONSTRAINT person_id_once UNIQUE,
  revision         INTEGER NOT NULL CONSTRAINT person_revision_counts CHECK (revision >= 1),
  name             TEXT NOT NULL CONSTRAINT person_has_name CHECK (name <> ''),
  -- The name as it is compared and searched: folded, without dots and spaces.
  name_key         TEXT NOT NULL,
  former_name      TEXT,
  former_key       TEXT NOT NULL DEFAULT '',
  -- Toneless syllables separated by spaces, and their first letters.
  pinyin           TEXT NOT NULL,
  initials         TEXT NOT NULL,
  -- Syllables joined: equal for names that sound alike.
  sound_key        TEXT NOT NULL,
  -- Syllable and character in turn: SQLite sorts it by bytes, so the order does not depend on the PC's language data.
  sort_key         TEXT NOT NULL CONSTRAINT person_sort_key_filled CHECK (sort_key <> ''),
  sex              TEXT NOT NULL CONSTRAINT person_sex_known CHECK (sex = '1' OR sex = '2' OR sex = '0' OR sex = '9'),
  birth_date       TEXT NOT NULL,
  -- Rules of three and more words are said with OR: of a list SQLite builds a table anew for every row.
  id_type          TEXT NOT NULL CONSTRAINT person_id_type_known CHECK (
                     id_type = 'resident_id' OR id_type = 'none' OR id_type = 'household_book' OR id_type = 'residence_permit' OR id_type = 'passport'
                   ),
  id_no            TEXT CONSTRAINT person_id_no_filled CHECK (id_no <> ''),
  id_no_reversed   TEXT,
  -- The 18-character form of a resident number: old and new numbers of one person are equal here. Null for any other number.
  id_match         TEXT,
  -- The 15-digit number as it stood on the old card; history only.
  id_no_old15      TEXT,
  no_id_reason     TEXT,
  -- Failed checks as bits: 1 length, 2 area, 4 date, 8 sex, 16 check digit.
  id_checks        INTEGER NOT NULL DEFAULT 0,
  id_verified_by   TEXT,
  id_verified_at   TEXT,
  ethnicity        TEXT,
  -- A code means another thing in another edition of its list.
  education        TEXT,
  education_edition TEXT,
  hukou_type       TEXT,
  marital          TEXT NOT NULL,
  first_married_on TEXT,
  current_married_on TEXT,
  marriage_cert_no TEXT,
  only_child_cert_no TEXT,
  only_child_cert_on TEXT,
  phone            TEXT CONSTRAINT person_phone_filled CHECK (phone <> ''),
  phone_reversed   TEXT,
  phone_owner      TEXT,
  hukou_code       TEXT NOT NULL,
  hukou_text       TEXT,
  -- Day whose table of divisions the code is read by.
  hukou_as_of      TEXT,
  household_id     TEXT REFERENCES household (id),
  relation_to_head TEXT,
  note             TEXT,
  status           TEXT NOT NULL CONSTRAINT person_status_known CHECK (
                     status = 'active' OR status = 'set_aside' OR status = 'closed' OR status = 'merged'
                   ),
  -- Day the status began to hold, day it was recorded, coded reason, words.
  status_on        TEXT,
  status_recorded_on TEXT,
  status_reason    TEXT,
  status_note      TEXT,
  -- The file that goes on instead of this one, and the one at the end of the chain; nothing that hangs on this file moves.
  merged_into      INTEGER REFERENCES person (seq),
  survivor         INTEGER REFERENCES person (seq),
  -- The present stay, repeated here so that lists sort and filter inside one index; '' where there is none. The scope is a digit of
  -- `movementScopes` from 1, derived when the file is written.
  stay_kind        TEXT NOT NULL DEFAULT '',
  stay_started     TEXT NOT NULL DEFAULT '',
  stay_code        TEXT NOT NULL DEFAULT '',
  stay_reason      TEXT NOT NULL DEFAULT '',
  stay_scope       TEXT NOT NULL DEFAULT '',
  created_at       TEXT NOT NULL,
  updated_at       TEXT NOT NULL,
  updated_by       TEXT NOT NULL,
  CONSTRAINT person_number_or_reason CHECK (id_no IS NOT NULL OR no_id_reason IS NOT NULL),
  CONSTRAINT person_verified_whole CHECK ((id_verified_by IS NULL) = (id_verified_at IS NULL)),
  CONSTRAINT person_merged_whole CHECK ((status = 'merged') = (merged_into IS NOT NULL) AND (merged_into IS NULL) = (survivor IS NULL))
) STRICT;

-- table person_change
CREATE TABLE person_change (
  seq        INTEGER PRIMARY KEY,
  -- Null for a household, dwelling or employer.
  person_seq INTEGER REFERENCES person (seq),
  act        INTEGER REFERENCES act (seq),
  -- Null for the person itself, else kind and id: `episode:<id>`, `child:<id>` …
  record     TEXT,
  at        TEXT NOT NULL,
  by        TEXT NOT NULL,
  -- `created` and `removed` stand for the whole record; `removed` keeps the row in `before`.
  field     TEXT NOT NULL,
  before    TEXT,
  after     TEXT,
  why       TEXT,
  slip_no   TEXT
) STRICT;

-- table person_child
CREATE TABLE person_child (
  person_seq      INTEGER NOT NULL REFERENCES person (seq),
  id              TEXT NOT NULL,
  child_id        TEXT REFERENCES person (id),
  other_parent_id TEXT REFERENCES person (id),
  -- 孩次.
  birth_order     INTEGER,
  name            TEXT,
  sex             TEXT CONSTRAINT child_sex_known CHECK (sex = '1' OR sex = '2' OR sex = '0' OR sex = '9'),
  birth_date      TEXT,
  id_no           TEXT,
  relation        TEXT,
  location        TEXT,
  birth_cert_no   TEXT,
  recorded_on     TEXT NOT NULL,
  PRIMARY KEY (person_seq, id)
) STRICT, WITHOUT ROWID;

-- table person_consent
CREATE TABLE person_consent (
  person_seq       INTEGER NOT NULL REFERENCES person (seq),
  id               TEXT NOT NULL,
  purpose          TEXT NOT NULL,
  given_on         TEXT NOT NULL,
  form_ref         TEXT,
  withdrawn_on     TEXT,
  withdrawn_reason TEXT,
  recorded_on      TEXT NOT NULL,
  PRIMARY KEY (person_seq, id)
) STRICT, WITHOUT ROWID;

-- table person_episode
CREATE TABLE person_episode (
  person_seq      INTEGER NOT NULL REFERENCES person (seq),
  id              TEXT NOT NULL,
  kind            TEXT NOT NULL CONSTRAINT episode_kind_known CHECK (kind = 'in' OR kind = 'out' OR kind = 'intra_county'),
  reason          TEXT,
  started_on      TEXT NOT NULL,
  ended_on        TEXT,
  residence_code  TEXT NOT NULL,
  residence_text  TEXT,
  dwelling_kind   TEXT,
  dwelling_contact TEXT,
  dwelling_phone  TEXT,
  -- Found by code, kind and folded text of this stay; null without a text.
  dwelling        INTEGER REFERENCES dwelling (seq),
  occupation      TEXT,
  companions      INTEGER,
  employer_id     TEXT REFERENCES employer (id),
  recorded_on     TEXT NOT NULL,
  -- The stays of one person lie together; nobody asks for a stay without its person, house or employer.
  PRIMARY KEY (person_seq, id)
) STRICT, WITHOUT ROWID;

-- table person_mark
CREATE TABLE person_mark (
  seq       INTEGER PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  kind      TEXT NOT NULL CONSTRAINT person_mark_kind_known CHECK (kind IN ('restricted', 'contested')),
  -- What is contested; '' for a restriction.
  field     TEXT NOT NULL,
  -- Number of the request it was placed for.
  request   INTEGER NOT NULL,
  placed_at TEXT NOT NULL,
  placed_by TEXT NOT NULL,
  lifted_at TEXT,
  lifted_by TEXT,
  CONSTRAINT person_mark_lifted_whole CHECK ((lifted_at IS NULL) = (lifted_by IS NULL)),
  CONSTRAINT person_mark_field_of_kind CHECK ((kind = 'restricted') = (field = ''))
) STRICT;

-- table person_merge
CREATE TABLE person_merge (
  act         INTEGER PRIMARY KEY REFERENCES act (seq),
  survivor_id TEXT NOT NULL,
  merged_id   TEXT NOT NULL,
  -- Names as they were that day: the list goes on being read after both changed.
  survivor_name TEXT NOT NULL,
  merged_name TEXT NOT NULL
) STRICT;

-- table person_phone
CREATE TABLE person_phone (
  person_seq INTEGER NOT NULL REFERENCES person (seq),
  id         TEXT NOT NULL,
  number     TEXT NOT NULL CONSTRAINT phone_number_filled CHECK (number <> ''),
  reversed   TEXT,
  owner      TEXT,
  PRIMARY KEY (person_seq, id)
) STRICT, WITHOUT ROWID;

-- table person_photo
CREATE TABLE person_photo (
  person_seq INTEGER PRIMARY KEY REFERENCES person (seq),
  id         TEXT NOT NULL,
  type       TEXT NOT NULL CONSTRAINT photo_type_known CHECK (type IN ('image/jpeg', 'image/png')),
  bytes      BLOB NOT NULL CONSTRAINT photo_small CHECK (length(bytes) BETWEEN 1 AND 204800)
) STRICT;

-- table person_reveal
CREATE TABLE person_reveal (
  seq        INTEGER PRIMARY KEY,
  -- The id, not the row: the line outlives a file that an undone import takes away.
  person_id TEXT NOT NULL,
  at        TEXT NOT NULL,
  by        TEXT NOT NULL,
  -- As in person_change.
  record    TEXT,
  field     TEXT NOT NULL,
  reason    TEXT NOT NULL
) STRICT;

-- table person_search
CREATE VIRTUAL TABLE person_search USING fts5 (
  words,
  content = '',
  contentless_delete = 1,
  detail = none,
  tokenize = 'unicode61'
);

-- table person_search_config
CREATE TABLE 'person_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;

-- table person_search_data
CREATE TABLE 'person_search_data'(id INTEGER PRIMARY KEY, block BLOB);

-- table person_search_docsize
CREATE TABLE 'person_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);

-- table person_search_idx
CREATE TABLE 'person_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

-- table person_search_place
CREATE VIRTUAL TABLE person_search_place USING fts5 (
  words,
  content = '',
  contentless_delete = 1,
  detail = none,
  tokenize = 'unicode61'
);

-- table person_search_place_config
CREATE TABLE 'person_search_place_config'(k PRIMARY KEY, v) WITHOUT ROWID;

-- table person_search_place_data
CREATE TABLE 'person_search_place_data'(id INTEGER PRIMARY KEY, block BLOB);

-- table person_search_place_docsize
CREATE TABLE 'person_search_place_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);

-- table person_search_place_idx
CREATE TABLE 'person_search_place_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

-- table person_search_step
CREATE TABLE person_search_step (n INTEGER PRIMARY KEY) STRICT;

-- table person_search_version
CREATE TABLE person_search_version (
  one     INTEGER PRIMARY KEY CONSTRAINT person_search_version_once CHECK (one = 1),
  version INTEGER NOT NULL
) STRICT;

-- table person_search_word
CREATE VIRTUAL TABLE person_search_word USING fts5vocab(person_search, row);

-- table person_spouse
CREATE TABLE person_spouse (
  person_seq     INTEGER NOT NULL REFERENCES person (seq),
  id             TEXT NOT NULL,
  spouse_id      TEXT REFERENCES person (id),
  name           TEXT,
  birth_date     TEXT,
  id_no          TEXT,
  hukou_code     TEXT,
  hukou_text     TEXT,
  residence_code TEXT,
  residence_text TEXT,
  ethnicity      TEXT,
  education      TEXT,
  education_edition TEXT,
  employer       TEXT,
  phone          TEXT,
  cert_no        TEXT,
  started_on     TEXT,
  ended_on       TEXT,
  end_reason     TEXT CONSTRAINT spouse_end_reason_known CHECK (end_reason IN ('divorced', 'widowed')),
  recorded_on    TEXT NOT NULL,
  PRIMARY KEY (person_seq, id)
) STRICT, WITHOUT ROWID;

-- table preset
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

-- table print_run
CREATE TABLE print_run (
  seq  INTEGER PRIMARY KEY,
  id   TEXT NOT NULL CONSTRAINT print_run_id_once UNIQUE,
  unit_code TEXT NOT NULL,
  at   TEXT NOT NULL,
  by   TEXT NOT NULL
) STRICT;

-- table printer_calibration
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

-- table proof_check
CREATE TABLE proof_check (
  seq         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL CONSTRAINT proof_check_id_once UNIQUE,
  at          TEXT NOT NULL,
  by          TEXT NOT NULL,
  account     TEXT NOT NULL,
  -- Division code of the account that asked; null for the county.
  scope       TEXT,
  way         TEXT NOT NULL CONSTRAINT proof_check_way_known CHECK (way IN ('scan', 'photo', 'pdf', 'typed')),
  -- SHA-256 of the code that was read; null when there was none.
  digest      TEXT,
  answer      TEXT NOT NULL CONSTRAINT proof_check_answer_known CHECK (answer IN ('valid', 'voided', 'unconfirmed')),
  reason      TEXT,
  -- What was said of it, in words.
  said        TEXT NOT NULL,
  voided_on   TEXT,
  list_ver    INTEGER,
  -- As the signature proves, or as somebody typed it.
  issuer_id   TEXT,
  issuer_code TEXT,
  issuer_name TEXT,
  form        TEXT,
  number      TEXT,
  proof_id    TEXT,
  practice    INTEGER NOT NULL CONSTRAINT proof_check_practice_bool CHECK (practice IN (0, 1)),
  -- For whose matter.
  person_id   TEXT REFERENCES person (id),
  CONSTRAINT proof_check_reason_whole CHECK ((answer = 'unconfirmed') = (reason IS NOT NULL)),
  CONSTRAINT proof_check_voided_whole CHECK ((answer = 'voided') = (voided_on IS NOT NULL)),
  CONSTRAINT proof_check_valid_read CHECK (answer <> 'valid' OR (digest IS NOT NULL AND proof_id IS NOT NULL))
) STRICT;

-- table proof_finding
CREATE TABLE proof_finding (
  seq     INTEGER PRIMARY KEY,
  -- Seq of the check.
  checked INTEGER NOT NULL REFERENCES proof_check (seq),
  finding TEXT NOT NULL CONSTRAINT proof_finding_known CHECK (finding IN ('genuine', 'differs', 'not_issued')),
  way     TEXT NOT NULL CONSTRAINT proof_finding_way_known CHECK (way IN ('phone', 'letter', 'paper')),
  -- Who of the other office said so.
  asked   TEXT,
  note    TEXT,
  at      TEXT NOT NULL,
  by      TEXT NOT NULL,
  account TEXT NOT NULL
) STRICT;

-- table proof_list
CREATE TABLE proof_list (
  office_id TEXT PRIMARY KEY,
  ver       INTEGER NOT NULL CONSTRAINT proof_list_version CHECK (ver >= 1),
  digest    TEXT NOT NULL,
  made      TEXT NOT NULL,
  bytes     BLOB NOT NULL,
  sig       BLOB NOT NULL,
  taken_at  TEXT NOT NULL
) STRICT;

-- table proof_list_least
CREATE TABLE proof_list_least (
  one   INTEGER PRIMARY KEY CONSTRAINT proof_list_least_one CHECK (one = 1),
  ver   INTEGER NOT NULL
) STRICT;

-- table proof_said
CREATE TABLE proof_said (
  office_id TEXT NOT NULL,
  -- 32 hex: the issue, as in the code.
  proof_id  TEXT NOT NULL,
  -- Day on which it was voided; null: the office vouches for it although the key was lost.
  voided_on TEXT,
  vouched   INTEGER NOT NULL CONSTRAINT proof_said_vouched_bool CHECK (vouched IN (0, 1)),
  PRIMARY KEY (office_id, proof_id, vouched),
  CONSTRAINT proof_said_one CHECK ((voided_on IS NULL) = (vouched = 1))
) STRICT, WITHOUT ROWID;

-- table purge_hold
CREATE TABLE purge_hold (
  person_id TEXT PRIMARY KEY,
  reason    TEXT NOT NULL CONSTRAINT purge_hold_has_reason CHECK (reason <> ''),
  by        TEXT NOT NULL,
  at        TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- table purge_run
CREATE TABLE purge_run (
  seq        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL CONSTRAINT purge_run_once UNIQUE,
  -- Day up to which things were due.
  on_day     TEXT NOT NULL,
  at         TEXT NOT NULL,
  by         TEXT NOT NULL,
  state      TEXT NOT NULL CONSTRAINT purge_run_state_known CHECK (state IN ('running', 'cleaning', 'done')),
  -- JSON list of {record, label, action, count}.
  counts     TEXT NOT NULL CONSTRAINT purge_run_counts_json CHECK (json_valid(counts)),
  held       INTEGER NOT NULL,
  ended_at   TEXT,
  -- Octets of the database file before and after cleaning.
  before     INTEGER,
  after      INTEGER
) STRICT;

-- table quarantine
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

-- table receipt_in
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

-- table receipt_out
CREATE TABLE receipt_out (
  number     INTEGER PRIMARY KEY,
  partner_id TEXT NOT NULL REFERENCES partner (id),
  about      TEXT NOT NULL,
  line       TEXT NOT NULL,
  queued_at  TEXT NOT NULL,
  bundle_id  TEXT
) STRICT;

-- table recovered_bundle
CREATE TABLE recovered_bundle (
  id         TEXT PRIMARY KEY,
  partner_id TEXT NOT NULL REFERENCES partner (id),
  epoch      TEXT NOT NULL,
  seq        INTEGER NOT NULL,
  prev       TEXT,
  slips      INTEGER NOT NULL,
  at         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- table refused_bundle
CREATE TABLE refused_bundle (
  partner_id TEXT NOT NULL REFERENCES partner (id),
  epoch      TEXT NOT NULL,
  id         TEXT NOT NULL,
  code       TEXT NOT NULL,
  at         TEXT NOT NULL,
  PRIMARY KEY (partner_id, id)
) STRICT, WITHOUT ROWID;

-- table roster
CREATE TABLE roster (
  seq        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL CONSTRAINT roster_id_once UNIQUE,
  -- Nine digits by chance, printed and in the code of every row: a list of another office, or of after a restored backup, is nobody's here.
  number     INTEGER NOT NULL CONSTRAINT roster_number_once UNIQUE CONSTRAINT roster_number_nine CHECK (number BETWEEN 100000000 AND 999999999),
  kind       TEXT NOT NULL CONSTRAINT roster_kind_known CHECK (kind IN ('visit', 'roster', 'card')),
  at         TEXT NOT NULL,
  by         TEXT NOT NULL,
  account    TEXT NOT NULL,
  -- Division the list is about and its name as printed; null for cards of chosen persons.
  place      TEXT,
  place_name TEXT,
  basis      TEXT CONSTRAINT roster_basis_known CHECK (basis IN ('residence', 'hukou')),
  move_kind  TEXT CONSTRAINT roster_move_kind_known CHECK (move_kind IN ('in', 'out', 'intra_county')),
  -- JSON list of {key, title} as printed; JSON list of what is asked on a visit.
  columns    TEXT NOT NULL,
  asks       TEXT NOT NULL,
  -- Size of a card.
  sheet      TEXT CONSTRAINT roster_sheet_known CHECK (sheet IN ('A4', 'A5')),
  -- Whether whole numbers were printed, and what for.
  whole      INTEGER NOT NULL CONSTRAINT roster_whole_flag CHECK (whole IN (0, 1)),
  reason     TEXT,
  count      INTEGER NOT NULL CONSTRAINT roster_not_empty CHECK (count >= 1),
  CONSTRAINT roster_whole_for_reason CHECK (whole = 0 OR reason IS NOT NULL),
  CONSTRAINT roster_place_whole CHECK ((place IS NULL) = (kind = 'card') AND (place IS NULL) = (place_name IS NULL) AND (place IS NULL) = (basis IS NULL))
) STRICT;

-- table roster_entry
CREATE TABLE roster_entry (
  seq        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL CONSTRAINT roster_entry_id_once UNIQUE,
  roster     INTEGER NOT NULL REFERENCES roster (seq),
  row        INTEGER NOT NULL,
  -- Here the file itself: somebody answered about her, so it is not taken away any more.
  person_id  TEXT NOT NULL REFERENCES person (id),
  at         TEXT NOT NULL,
  by         TEXT NOT NULL,
  account    TEXT NOT NULL,
  visited_on TEXT NOT NULL,
  collector  TEXT,
  result     TEXT NOT NULL CONSTRAINT roster_result_known CHECK (result IN ('found', 'moved', 'unknown', 'changed', 'declined')),
  -- JSON list of what changed.
  fields     TEXT NOT NULL,
  stands     INTEGER NOT NULL CONSTRAINT roster_entry_stands_flag CHECK (stands IN (0, 1)),
  replaces   INTEGER REFERENCES roster_entry (seq),
  undone_at  TEXT,
  undone_by  TEXT,
  FOREIGN KEY (roster, row) REFERENCES roster_row (roster, row),
  CONSTRAINT roster_entry_undone_whole CHECK ((undone_at IS NULL) = (undone_by IS NULL) AND (undone_at IS NULL OR stands = 0))
) STRICT;

-- table roster_row
CREATE TABLE roster_row (
  roster    INTEGER NOT NULL REFERENCES roster (seq),
  row       INTEGER NOT NULL CONSTRAINT roster_row_counts CHECK (row >= 1),
  -- The id, not the row: paper outlives a file that an undone import takes away.
  person_id TEXT NOT NULL,
  -- What was printed, as JSON by column.
  cells     TEXT NOT NULL,
  PRIMARY KEY (roster, row)
) STRICT, WITHOUT ROWID;

-- table scanned_card
CREATE TABLE scanned_card (
  id            TEXT PRIMARY KEY,
  bytes         BLOB NOT NULL,
  sig           BLOB NOT NULL,
  introduced_by TEXT
) STRICT;

-- table scanned_file
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

-- table sealed_file
CREATE TABLE sealed_file (
  person_seq INTEGER PRIMARY KEY,
  person_id  TEXT NOT NULL CONSTRAINT sealed_file_once UNIQUE,
  sealing    INTEGER NOT NULL REFERENCES sealing (seq)
) STRICT;

-- table sealed_key
CREATE TABLE sealed_key (
  sealing INTEGER NOT NULL REFERENCES sealing (seq),
  value   TEXT NOT NULL,
  -- '' for a number.
  birth   TEXT NOT NULL,
  PRIMARY KEY (value, birth, sealing)
) STRICT, WITHOUT ROWID;

-- table sealed_slip
CREATE TABLE sealed_slip (
  slip      INTEGER PRIMARY KEY REFERENCES slip (seq),
  sealing   INTEGER NOT NULL REFERENCES sealing (seq)
) STRICT;

-- table sealing
CREATE TABLE sealing (
  seq         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL CONSTRAINT sealing_id_once UNIQUE,
  revision    INTEGER NOT NULL CONSTRAINT sealing_revision_counts CHECK (revision >= 1),
  -- The file that goes on; kept after the seal was lifted, gone with the file.
  person_id   TEXT NOT NULL,
  kind        TEXT NOT NULL CONSTRAINT sealing_kind_known CHECK (kind IN ('protected', 'court', 'bereaved', 'official', 'other')),
  reason      TEXT NOT NULL CONSTRAINT sealing_has_reason CHECK (reason <> ''),
  -- The day on which two people look again whether the reason holds. Nothing opens by itself.
  review_on   TEXT NOT NULL,
  sealed_at   TEXT NOT NULL,
  sealed_by   TEXT NOT NULL,
  lifted_at   TEXT,
  lifted_by   TEXT,
  lifted_why  TEXT,
  -- JSON of `erasure/queries/packet.ts`; null once everything lies in its tables again.
  content     TEXT CONSTRAINT sealing_content_json CHECK (content IS NULL OR json_valid(content)),
  CONSTRAINT sealing_lifted_whole CHECK ((lifted_at IS NULL) = (lifted_by IS NULL) AND (lifted_at IS NULL) = (lifted_why IS NULL)),
  CONSTRAINT sealing_holds_until_lifted CHECK ((lifted_at IS NULL) = (content IS NOT NULL))
) STRICT;

-- table sealing_look
CREATE TABLE sealing_look (
  seq     INTEGER PRIMARY KEY,
  sealing INTEGER NOT NULL REFERENCES sealing (seq),
  at      TEXT NOT NULL,
  by      TEXT NOT NULL,
  reason  TEXT NOT NULL CONSTRAINT sealing_look_has_reason CHECK (reason <> '')
) STRICT;

-- table service_look
CREATE TABLE service_look (
  seq     INTEGER PRIMARY KEY,
  service TEXT NOT NULL REFERENCES service_record (id) ON DELETE CASCADE,
  at      TEXT NOT NULL,
  account TEXT NOT NULL REFERENCES account (id),
  reason  TEXT NOT NULL CONSTRAINT look_has_reason CHECK (reason <> '')
) STRICT;

-- table service_record
CREATE TABLE service_record (
  seq              INTEGER PRIMARY KEY,
  id               TEXT NOT NULL CONSTRAINT service_id_once UNIQUE,
  -- The file it was written for; a merge moves nothing.
  person_seq       INTEGER NOT NULL REFERENCES person (seq),
  -- Code of list service_type.
  type             TEXT NOT NULL,
  asked_by_self    INTEGER NOT NULL CONSTRAINT service_asked_bool CHECK (asked_by_self IN (0, 1)),
  served_on        TEXT NOT NULL,
  ended_on         TEXT CONSTRAINT service_ends_after CHECK (ended_on IS NULL OR ended_on >= served_on),
  institution      TEXT,
  performed        INTEGER NOT NULL CONSTRAINT service_performed_bool CHECK (performed IN (0, 1)),
  next_on          TEXT CONSTRAINT service_next_after CHECK (next_on IS NULL OR next_on >= served_on),
  -- The consent it rests on, as person_consent names it.
  consent          TEXT,
  -- Code of list service_source.
  source           TEXT,
  free             INTEGER CONSTRAINT service_free_bool CHECK (free IN (0, 1)),
  -- Sealed (L4): code of list contraception_method, and the result in words. Both may stay blank; nobody owes them.
  method           TEXT,
  outcome          TEXT,
  -- The day the purpose ended, and the day after which the record goes.
  purpose_ended_on TEXT NOT NULL,
  purge_after      TEXT NOT NULL,
  revision         INTEGER NOT NULL,
  recorded_at      TEXT NOT NULL,
  recorded_by      TEXT NOT NULL REFERENCES account (id),
  updated_at       TEXT NOT NULL,
  updated_by       TEXT NOT NULL REFERENCES account (id)
) STRICT;

-- table setting
CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- table slip
CREATE TABLE slip (
  seq            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL CONSTRAINT slip_id_once UNIQUE,
  record_id      BLOB NOT NULL CONSTRAINT slip_of_record_size CHECK (length(record_id) = 16),
  rev            INTEGER NOT NULL,
  direction      TEXT NOT NULL CONSTRAINT slip_direction_known CHECK (direction IN ('out', 'in')),
  kind           TEXT NOT NULL CONSTRAINT slip_kind_known CHECK (kind IN ('CX', 'XC', 'TB-FW', 'TB-DJ', 'TB-CS', 'TB-LD', 'TB-ZM', 'FK', 'QR', 'TH', 'BZ', 'TJ')),
  status         TEXT NOT NULL,
  -- Whose move it is; null when nobody's.
  waits          TEXT CONSTRAINT slip_waits_known CHECK (waits IN ('us', 'peer')),
  -- 1 while an answer is owed, by either side: only then can a slip be overdue.
  owed           INTEGER NOT NULL CONSTRAINT slip_owed_bool CHECK (owed IN (0, 1)),
  partner_id     TEXT NOT NULL,
  person_id      TEXT REFERENCES person (id),
  slip_no        TEXT,
  urgency        TEXT,
  issued_on      TEXT,
  due_on         TEXT,
  work_due_on    TEXT,
  answered_on    TEXT,
  imported_on    TEXT,
  created_at     TEXT NOT NULL,
  created_by     TEXT,
  subject_name   TEXT,
  subject_sex    TEXT,
  subject_birth  TEXT,
  subject_id_no  TEXT,
  -- The record this one answers, and the slip when it is here; a reply without it is an orphan.
  ref            BLOB,
  answer_to      INTEGER REFERENCES slip (seq),
  pairing        TEXT,
  pairing_note   TEXT,
  -- How a request ended: with findings, or refused (QR, TH).
  outcome        TEXT CONSTRAINT slip_outcome_known CHECK (outcome IN ('answered', 'refused')),
  rule_pack      TEXT NOT NULL,
  deadline_rule  TEXT,
  -- Body in the making; becomes a record when the slip is signed.
  draft          TEXT CONSTRAINT slip_draft_json CHECK (draft IS NULL OR json_valid(draft)),
  -- Row of slip_record. No foreign key: each staged record thrown away would search all slips, and the triggers keep applied ones.
  body_record    INTEGER,
  carried_at     TEXT,
  received_at    TEXT,
  withdrawn_on   TEXT,
  -- The day its own bundle's receipt said that the other side's program could not take it.
  undelivered_on TEXT,
  -- 1 when two different contents of one revision came from its author.
  conflict       INTEGER NOT NULL DEFAULT 0 CONSTRAINT slip_conflict_bool CHECK (conflict IN (0, 1)),
  sort_due       TEXT NOT NULL GENERATED ALWAYS AS (coalesce(due_on, '9999-12-31')) VIRTUAL,
  -- Every signed request in exactly one part, so that the parts add up to what was issued; null for what no rate counts.
  return_part    TEXT GENERATED ALWAYS AS (
    CASE
      WHEN NOT (kind = 'CX' OR kind = 'XC') OR issued_on IS NULL OR (direction = 'out' AND body_record IS NULL) THEN NULL
      WHEN undelivered_on IS NOT NULL AND outcome IS NOT 'answered' THEN 'undelivered'
      WHEN outcome = 'refused' OR status = 'returned' OR status = 'transferred' OR status = 'duplicate' THEN 'refused'
      WHEN status = 'withdrawn' THEN 'withdrawn'
      WHEN answered_on IS NOT NULL AND (due_on IS NULL OR answered_on <= due_on) THEN 'answered_in_time'
      WHEN answered_on IS NOT NULL THEN 'answered_late'
      WHEN direction = 'in' OR received_at IS NOT NULL THEN 'received'
      WHEN carried_at IS NOT NULL THEN 'carried'
      ELSE 'not_carried'
    END
  ) VIRTUAL,
  -- First day of the 1st–20th or of the rest of the month: statistical and calendar months are whole numbers of them.
  return_half    TEXT GENERATED ALWAYS AS (substr(issued_on, 1, 8) || CASE WHEN substr(issued_on, 9) < '21' THEN '01' ELSE '21' END) VIRTUAL,
  CONSTRAINT slip_signed_has_number CHECK (direction = 'in' OR body_record IS NULL OR slip_no IS NOT NULL)
) STRICT;

-- table slip_act_before
CREATE TABLE slip_act_before (
  act          INTEGER NOT NULL REFERENCES act (seq),
  -- Row of slip; no foreign key, as above.
  slip         INTEGER NOT NULL,
  what         TEXT NOT NULL CONSTRAINT slip_act_before_known CHECK (what IN ('submit', 'pair', 'close', 'remind')),
  status       TEXT NOT NULL,
  status_after TEXT NOT NULL,
  -- Row of slip_event that the act wrote: whatever stands behind it was done since.
  event        INTEGER NOT NULL,
  PRIMARY KEY (act, slip)
) STRICT, WITHOUT ROWID;

-- table slip_adoption
CREATE TABLE slip_adoption (
  slip      INTEGER NOT NULL REFERENCES slip (seq),
  code      TEXT NOT NULL,
  person_id TEXT NOT NULL REFERENCES person (id),
  field     TEXT NOT NULL,
  before    TEXT,
  after     TEXT,
  by        TEXT NOT NULL,
  at        TEXT NOT NULL
) STRICT;

-- table slip_answer_before
CREATE TABLE slip_answer_before (
  seq         INTEGER PRIMARY KEY,
  slip        INTEGER NOT NULL REFERENCES slip (seq),
  due_on      TEXT,
  answered_on TEXT NOT NULL,
  outcome     TEXT,
  until       TEXT NOT NULL
) STRICT;

-- table slip_assignment
CREATE TABLE slip_assignment (
  slip    INTEGER PRIMARY KEY REFERENCES slip (seq),
  unit    TEXT REFERENCES organisation (id),
  -- Area of the unit: an account seated there sees the slip. Null for the county's own rooms.
  code    TEXT,
  account TEXT REFERENCES account (id),
  -- The day by which it is to come back; null: the limits of the slip alone.
  due_on  TEXT,
  at      TEXT NOT NULL,
  by      TEXT NOT NULL,
  -- The bulk act that wrote it.
  act     INTEGER NOT NULL REFERENCES act (seq),
  CONSTRAINT slip_assigned_to_somebody CHECK (unit IS NOT NULL OR account IS NOT NULL)
) STRICT;

-- table slip_assignment_before
CREATE TABLE slip_assignment_before (
  act     INTEGER NOT NULL REFERENCES act (seq),
  -- Row of slip; no foreign key, which would look through this table for every slip that comes.
  slip    INTEGER NOT NULL,
  status  TEXT NOT NULL,
  unit    TEXT,
  code    TEXT,
  account TEXT,
  due_on  TEXT,
  at      TEXT,
  by      TEXT,
  by_act  INTEGER,
  -- What the act did: 1 gave it to somebody, 0 took it back; and the state it left it in.
  gave    INTEGER NOT NULL CONSTRAINT slip_assignment_gave_bool CHECK (gave IN (0, 1)),
  status_after TEXT NOT NULL,
  PRIMARY KEY (act, slip)
) STRICT, WITHOUT ROWID;

-- table slip_batch
CREATE TABLE slip_batch (
  batch      INTEGER PRIMARY KEY,
  stage      TEXT NOT NULL CONSTRAINT slip_batch_stage_once UNIQUE,
  partner_id TEXT NOT NULL REFERENCES partner (id),
  opened_at  TEXT NOT NULL,
  -- Records of the batch are the rows from here on that carry its number.
  first_seq  INTEGER NOT NULL,
  bundle_id  TEXT,
  applied_at TEXT,
  CONSTRAINT slip_batch_applied_whole CHECK ((bundle_id IS NULL) = (applied_at IS NULL))
) STRICT;

-- table slip_event
CREATE TABLE slip_event (
  seq    INTEGER PRIMARY KEY,
  slip   INTEGER NOT NULL REFERENCES slip (seq),
  at     TEXT NOT NULL,
  -- As it was called then, and which account it was: two may be called alike, and one may be called otherwise later.
  by     TEXT NOT NULL,
  account TEXT NOT NULL,
  action TEXT NOT NULL,
  label  TEXT NOT NULL,
  note   TEXT,
  bundle TEXT
) STRICT;

-- table slip_look
CREATE TABLE slip_look (
  seq     INTEGER PRIMARY KEY,
  slip    INTEGER NOT NULL REFERENCES slip (seq),
  at      TEXT NOT NULL,
  account TEXT NOT NULL REFERENCES account (id),
  reason  TEXT NOT NULL CONSTRAINT slip_look_has_reason CHECK (reason <> '')
) STRICT;

-- table slip_mailing
CREATE TABLE slip_mailing (
  record     INTEGER PRIMARY KEY REFERENCES slip_record (seq),
  slip       INTEGER NOT NULL REFERENCES slip (seq),
  partner_id TEXT NOT NULL REFERENCES partner (id),
  way        TEXT NOT NULL CONSTRAINT slip_mailing_way_known CHECK (way IN ('paper', 'phone')),
  sent_on    TEXT NOT NULL,
  at         TEXT NOT NULL,
  by         TEXT NOT NULL
) STRICT;

-- table slip_number
CREATE TABLE slip_number (
  kind TEXT NOT NULL,
  year INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (kind, year)
) STRICT, WITHOUT ROWID;

-- table slip_place
CREATE TABLE slip_place (
  code TEXT NOT NULL,
  slip INTEGER NOT NULL REFERENCES slip (seq),
  PRIMARY KEY (code, slip)
) STRICT, WITHOUT ROWID;

-- table slip_record
CREATE TABLE slip_record (
  seq           INTEGER PRIMARY KEY,
  -- Null for what this office wrote itself.
  batch         INTEGER,
  record_id     BLOB NOT NULL CONSTRAINT slip_record_id_size CHECK (length(record_id) = 16),
  rev           INTEGER NOT NULL CONSTRAINT slip_record_rev_counts CHECK (rev >= 1),
  -- Not IN (…): SQLite builds a table of a longer list anew for every row inserted, which costs half as much as the row.
  kind          TEXT NOT NULL CONSTRAINT slip_record_kind_known
                CHECK (kind = 'request' OR kind = 'reply' OR kind = 'notice' OR kind = 'withdraw'),
  slip_kind     TEXT NOT NULL,
  ref           BLOB,
  -- SHA-256 of the line; null for own records, whose line the bundle writes.
  digest        BLOB,
  rule_pack     TEXT NOT NULL,
  slip_no       TEXT,
  urgency       TEXT,
  issued_on     TEXT,
  due_on        TEXT,
  work_due_on   TEXT,
  subject_name  TEXT,
  subject_sex   TEXT,
  subject_birth TEXT,
  subject_id_no TEXT,
  -- The id that the slip gets when this is its first record.
  slip_id       TEXT,
  -- The whole line; null once the author withdrew the slip.
  content       TEXT
) STRICT;

-- table slip_return_count
CREATE TABLE slip_return_count (
  direction        TEXT NOT NULL,
  half             TEXT NOT NULL,
  partner_id       TEXT NOT NULL,
  kind             TEXT NOT NULL,
  not_carried      INTEGER NOT NULL,
  carried          INTEGER NOT NULL,
  received         INTEGER NOT NULL,
  answered_in_time INTEGER NOT NULL,
  answered_late    INTEGER NOT NULL,
  refused          INTEGER NOT NULL,
  undelivered      INTEGER NOT NULL,
  withdrawn        INTEGER NOT NULL,
  PRIMARY KEY (direction, half, partner_id, kind)
) STRICT, WITHOUT ROWID;

-- table slip_travel
CREATE TABLE slip_travel (
  record      INTEGER PRIMARY KEY REFERENCES slip_record (seq),
  slip        INTEGER NOT NULL REFERENCES slip (seq),
  partner_id  TEXT NOT NULL,
  queued_at   TEXT NOT NULL,
  bundle_id   TEXT,
  bundled_at  TEXT,
  carried_at  TEXT,
  received_at TEXT,
  -- Refused by the other side's program: error code and field.
  refused     TEXT,
  cancelled   INTEGER NOT NULL DEFAULT 0 CONSTRAINT slip_travel_cancelled_bool CHECK (cancelled IN (0, 1)),
  CONSTRAINT slip_travel_bundled_whole CHECK ((bundle_id IS NULL) = (bundled_at IS NULL))
) STRICT;

-- table stored_reply
CREATE TABLE stored_reply (
  key        TEXT PRIMARY KEY,
  account_id TEXT NOT NULL,
  method     TEXT NOT NULL,
  digest     TEXT NOT NULL,
  reply      TEXT NOT NULL,
  at         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- table unvouched_look
CREATE TABLE unvouched_look (
  bundle_id TEXT PRIMARY KEY REFERENCES bundle (id),
  at        TEXT NOT NULL,
  by        TEXT NOT NULL,
  note      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- table waiting_file
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

-- table workbook_decision
CREATE TABLE workbook_decision (
  -- Number, name, birth date and registered residence of the row.
  key       TEXT PRIMARY KEY,
  -- Null: nobody on file, a new person.
  person_id TEXT,
  at        TEXT NOT NULL,
  by        TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- table workbook_export
CREATE TABLE workbook_export (
  seq       INTEGER PRIMARY KEY,
  at        TEXT NOT NULL,
  by        TEXT NOT NULL,
  persons   INTEGER NOT NULL,
  -- 1: whole numbers and telephones.
  whole     INTEGER NOT NULL CONSTRAINT workbook_export_whole_or_not CHECK (whole = 0 OR whole = 1),
  -- Names of the columns, as JSON.
  columns   TEXT NOT NULL,
  reason    TEXT NOT NULL CONSTRAINT workbook_export_reasoned CHECK (whole = 0 OR reason <> '')
, files BLOB) STRICT;

-- table workbook_import
CREATE TABLE workbook_import (
  seq       INTEGER PRIMARY KEY,
  id        TEXT NOT NULL CONSTRAINT workbook_import_id_once UNIQUE,
  act       INTEGER NOT NULL REFERENCES act (seq),
  -- Job that writes it; while that one runs, the import runs.
  job       TEXT NOT NULL,
  file      TEXT NOT NULL,
  sheet     TEXT NOT NULL,
  at        TEXT NOT NULL,
  by        TEXT NOT NULL,
  state     TEXT NOT NULL CONSTRAINT workbook_import_state_known CHECK (state IN ('applying', 'done')),
  -- Rows read, files made, changed and unchanged, rows left out as doubtful or wrong.
  total     INTEGER NOT NULL DEFAULT 0,
  fresh     INTEGER NOT NULL DEFAULT 0,
  changed   INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  doubtful  INTEGER NOT NULL DEFAULT 0,
  wrong     INTEGER NOT NULL DEFAULT 0
) STRICT;

-- table workbook_layout
CREATE TABLE workbook_layout (
  id         TEXT PRIMARY KEY,
  revision   INTEGER NOT NULL CONSTRAINT workbook_layout_revision_counts CHECK (revision >= 1),
  name       TEXT NOT NULL CONSTRAINT workbook_layout_name_once UNIQUE,
  move_kind  TEXT CONSTRAINT workbook_layout_kind_known CHECK (move_kind IN ('in', 'out', 'intra_county')),
  -- Field and title of each column, as JSON.
  columns    TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- table workbook_mapping
CREATE TABLE workbook_mapping (
  account_id  TEXT NOT NULL,
  -- The titles of a header, folded.
  fingerprint TEXT NOT NULL,
  -- Column, field and whether blanks clear, as JSON.
  columns     TEXT NOT NULL,
  move_kind   TEXT,
  updated_at  TEXT NOT NULL,
  PRIMARY KEY (account_id, fingerprint)
) STRICT, WITHOUT ROWID;

-- index account_unit_by_organisation
CREATE INDEX account_unit_by_organisation ON account_unit (organisation);

-- index agreement_by_end
CREATE INDEX agreement_by_end ON agreement (valid_to) WHERE valid_to IS NOT NULL AND ended_on IS NULL;

-- index agreement_change_of
CREATE INDEX agreement_change_of ON agreement_change (agreement, seq);

-- index agreement_of_partner
CREATE INDEX agreement_of_partner ON agreement (partner_id, signed_on);

-- index agreement_renewed
CREATE INDEX agreement_renewed ON agreement (renews) WHERE renews IS NOT NULL;

-- index agreement_scan_of
CREATE INDEX agreement_scan_of ON agreement_scan (agreement, seq);

-- index approval_alive
CREATE INDEX approval_alive ON approval (expires_at) WHERE state = 'open' OR state = 'approved';

-- index approval_by_requester
CREATE INDEX approval_by_requester ON approval (requested_by, requested_at);

-- index audit_by_subject
CREATE INDEX audit_by_subject ON audit_entry (subject) WHERE subject IS NOT NULL;

-- index backup_by_place
CREATE INDEX backup_by_place ON backup (place, seq);

-- index backup_restore_open
CREATE INDEX backup_restore_open ON backup_restore (seq) WHERE confirmed_at IS NULL;

-- index booklet_in_stock
CREATE INDEX booklet_in_stock ON booklet (form, unit, number) WHERE state = 'in_stock';

-- index booklet_move_of
CREATE INDEX booklet_move_of ON booklet_move (form, day);

-- index booklet_number_once
CREATE UNIQUE INDEX booklet_number_once ON booklet (form, number);

-- index booklet_of_copy
CREATE UNIQUE INDEX booklet_of_copy ON booklet (copy) WHERE copy IS NOT NULL;

-- index bundle_by_partner
CREATE INDEX bundle_by_partner ON bundle (partner_id, direction, number);

-- index bundle_given_up
CREATE INDEX bundle_given_up ON bundle (partner_id) WHERE direction = 'out' AND state = 'given-up';

-- index bundle_kept
CREATE INDEX bundle_kept ON bundle (made_at) WHERE let_go_at IS NULL;

-- index bundle_own_number_once
CREATE UNIQUE INDEX bundle_own_number_once ON bundle (epoch, seq) WHERE direction = 'out';

-- index bundle_replaces_once
CREATE UNIQUE INDEX bundle_replaces_once ON bundle (replaces) WHERE replaces IS NOT NULL;

-- index bundle_stream
CREATE INDEX bundle_stream ON bundle (epoch, seq);

-- index bundle_unacknowledged
CREATE INDEX bundle_unacknowledged ON bundle (partner_id) WHERE direction = 'out' AND state IN ('sealed', 'carried');

-- index carry_sheet_of_partner
CREATE INDEX carry_sheet_of_partner ON carry_sheet (partner_id, seq);

-- index certificate_block_of_unit
CREATE INDEX certificate_block_of_unit ON certificate_block (unit, series, first);

-- index certificate_block_once
CREATE UNIQUE INDEX certificate_block_once ON certificate_block (series, first);

-- index certificate_by_status
CREATE INDEX certificate_by_status ON certificate (status, seq);

-- index certificate_by_unit
CREATE INDEX certificate_by_unit ON certificate (unit_code, seq);

-- index certificate_by_unit_status
CREATE INDEX certificate_by_unit_status ON certificate (unit_code, status, seq);

-- index certificate_copy_in_run
CREATE INDEX certificate_copy_in_run ON certificate_copy (run, position, seq);

-- index certificate_copy_of
CREATE INDEX certificate_copy_of ON certificate_copy (certificate, seq);

-- index certificate_copy_open_once
CREATE UNIQUE INDEX certificate_copy_open_once ON certificate_copy (certificate) WHERE state IN ('queued', 'sent');

-- index certificate_event_of
CREATE INDEX certificate_event_of ON certificate_event (certificate, seq);

-- index certificate_gap_of
CREATE INDEX certificate_gap_of ON certificate_gap (block, first);

-- index certificate_number_once
CREATE UNIQUE INDEX certificate_number_once ON certificate (number) WHERE number IS NOT NULL;

-- index certificate_of_person
CREATE INDEX certificate_of_person ON certificate (person_id, seq) WHERE person_id IS NOT NULL;

-- index certificate_of_unit
CREATE INDEX certificate_of_unit ON certificate (unit) WHERE unit IS NOT NULL;

-- index certificate_replaced_once
CREATE UNIQUE INDEX certificate_replaced_once ON certificate (replaces) WHERE replaces IS NOT NULL AND status <> 'dropped';

-- index certificate_serial_once
CREATE UNIQUE INDEX certificate_serial_once ON certificate (block, serial) WHERE serial IS NOT NULL;

-- index change_by_act
CREATE INDEX change_by_act ON person_change (act) WHERE act IS NOT NULL;

-- index change_by_maker
CREATE INDEX change_by_maker ON person_change (by, person_seq) WHERE field = 'created' AND record IS NULL;

-- index change_by_person
CREATE INDEX change_by_person ON person_change (person_seq) WHERE person_seq IS NOT NULL;

-- index change_by_place
CREATE INDEX change_by_place ON person_change (record) WHERE person_seq IS NULL;

-- index child_by_birth
CREATE INDEX child_by_birth ON person_child (birth_date) WHERE child_id IS NULL AND birth_date IS NOT NULL;

-- index child_by_other_parent
CREATE INDEX child_by_other_parent ON person_child (other_parent_id) WHERE other_parent_id IS NOT NULL;

-- index child_by_own_file
CREATE INDEX child_by_own_file ON person_child (child_id) WHERE child_id IS NOT NULL;

-- index child_by_paper
CREATE INDEX child_by_paper ON person_child (birth_cert_no) WHERE birth_cert_no IS NOT NULL;

-- index deputy_alive
CREATE INDEX deputy_alive ON deputy (account, to_on) WHERE ended_at IS NULL;

-- index deputy_by_principal
CREATE INDEX deputy_by_principal ON deputy (principal, to_on) WHERE ended_at IS NULL;

-- index desk_event_of_request
CREATE INDEX desk_event_of_request ON desk_event (request);

-- index desk_request_ended
CREATE INDEX desk_request_ended ON desk_request (seq) WHERE state IN ('closed', 'withdrawn');

-- index desk_request_of_person
CREATE INDEX desk_request_of_person ON desk_request (person_id) WHERE person_id IS NOT NULL;

-- index desk_request_waiting
CREATE INDEX desk_request_waiting ON desk_request (due_on, seq) WHERE state IN ('open', 'decided');

-- index directory_entry_by_office
CREATE INDEX directory_entry_by_office ON directory_entry (office_id);

-- index dwelling_of_act
CREATE INDEX dwelling_of_act ON dwelling (created_act) WHERE created_act IS NOT NULL;

-- index echo_out_by_carrier
CREATE INDEX echo_out_by_carrier ON echo_out (carrier) WHERE carrier IS NOT NULL;

-- index echo_out_given
CREATE INDEX echo_out_given ON echo_out (partner_id, slips) WHERE allowed = 'by-rule';

-- index echo_out_waiting
CREATE INDEX echo_out_waiting ON echo_out (partner_id, allowed, number) WHERE carrier IS NULL;

-- index employer_of_act
CREATE INDEX employer_of_act ON employer (created_act) WHERE created_act IS NOT NULL;

-- index episode_arrived
CREATE INDEX episode_arrived ON person_episode (recorded_on) WHERE kind = 'in';

-- index episode_by_dwelling
CREATE INDEX episode_by_dwelling ON person_episode (dwelling) WHERE dwelling IS NOT NULL;

-- index episode_by_employer
CREATE INDEX episode_by_employer ON person_episode (employer_id) WHERE employer_id IS NOT NULL;

-- index form_change_once
CREATE UNIQUE INDEX form_change_once ON form_change (form, edition, no);

-- index household_of_act
CREATE INDEX household_of_act ON household (created_act) WHERE created_act IS NOT NULL;

-- index job_by_start
CREATE INDEX job_by_start ON job (started_at);

-- index link_flag_by_code
CREATE INDEX link_flag_by_code ON link_flag (code);

-- index look_by_service
CREATE INDEX look_by_service ON service_look (service);

-- index look_by_slip
CREATE INDEX look_by_slip ON slip_look (slip);

-- index meeting_by_day
CREATE INDEX meeting_by_day ON meeting (held_on, seq);

-- index meeting_item_of
CREATE INDEX meeting_item_of ON meeting_item (meeting, seq);

-- index meeting_item_open
CREATE INDEX meeting_item_open ON meeting_item (due_on, seq) WHERE done_on IS NULL AND dropped = 0;

-- index organisation_below
CREATE INDEX organisation_below ON organisation (parent, position);

-- index organisation_code_once
CREATE UNIQUE INDEX organisation_code_once ON organisation (code) WHERE code IS NOT NULL AND valid_to IS NULL;

-- index organisation_root_once
CREATE UNIQUE INDEX organisation_root_once ON organisation (level) WHERE level = 'county';

-- index own_epoch_current
CREATE UNIQUE INDEX own_epoch_current ON own_epoch (partner_id) WHERE closed_at IS NULL AND origin = 'own';

-- index own_epoch_of_link
CREATE INDEX own_epoch_of_link ON own_epoch (partner_id, opened_at);

-- index pair_by_other
CREATE INDEX pair_by_other ON duplicate_pair (b_id);

-- index pair_by_reason
CREATE INDEX pair_by_reason ON duplicate_pair (state, reason, score DESC, a_id, b_id);

-- index pair_by_scan
CREATE INDEX pair_by_scan ON duplicate_pair (scan);

-- index pair_by_score
CREATE INDEX pair_by_score ON duplicate_pair (state, score DESC, a_id, b_id);

-- index partner_by_code
CREATE INDEX partner_by_code ON partner (code);

-- index partner_by_former
CREATE INDEX partner_by_former ON partner (succeeds) WHERE succeeds IS NOT NULL;

-- index partner_card_own
CREATE INDEX partner_card_own ON partner_card (own, ver) WHERE own > 0;

-- index partner_change_of_partner
CREATE INDEX partner_change_of_partner ON partner_change (partner_id, seq);

-- index pending_upgrade_by_bundle
CREATE INDEX pending_upgrade_by_bundle ON pending_upgrade (bundle_id);

-- index person_by_birth
CREATE INDEX person_by_birth ON person (birth_date, name_key, former_key);

-- index person_by_division
CREATE INDEX person_by_division ON person (
  stay_code, sort_key, seq, status, stay_kind, stay_started, stay_reason, stay_scope, hukou_code,
  sex, birth_date, marital, education, hukou_type, id_checks, id_no
);

-- index person_by_former_name
CREATE INDEX person_by_former_name ON person (former_key) WHERE former_key <> '';

-- index person_by_household
CREATE INDEX person_by_household ON person (household_id) WHERE household_id IS NOT NULL;

-- index person_by_hukou
CREATE INDEX person_by_hukou ON person (hukou_code);

-- index person_by_id
CREATE INDEX person_by_id ON person (id_no) WHERE id_no IS NOT NULL;

-- index person_by_id_match
CREATE INDEX person_by_id_match ON person (id_match) WHERE id_match IS NOT NULL;

-- index person_by_id_tail
CREATE INDEX person_by_id_tail ON person (id_no_reversed) WHERE id_no_reversed IS NOT NULL;

-- index person_by_marriage_paper
CREATE INDEX person_by_marriage_paper ON person (marriage_cert_no) WHERE marriage_cert_no IS NOT NULL;

-- index person_by_merged
CREATE INDEX person_by_merged ON person (merged_into) WHERE merged_into IS NOT NULL;

-- index person_by_name
CREATE INDEX person_by_name ON person (name_key);

-- index person_by_only_child_paper
CREATE INDEX person_by_only_child_paper ON person (only_child_cert_no) WHERE only_child_cert_no IS NOT NULL;

-- index person_by_phone_tail
CREATE INDEX person_by_phone_tail ON person (phone_reversed) WHERE phone_reversed IS NOT NULL;

-- index person_by_pinyin
CREATE INDEX person_by_pinyin ON person (
  sort_key, seq, status, stay_kind, stay_started, stay_code, stay_reason, stay_scope, hukou_code,
  sex, birth_date, marital, education, hukou_type, id_checks, id_no, phone, name, id
);

-- index person_by_sound
CREATE INDEX person_by_sound ON person (sound_key);

-- index person_by_start
CREATE INDEX person_by_start ON person (
  stay_started, seq, status, stay_kind, stay_code, stay_reason, stay_scope, hukou_code,
  sex, birth_date, marital, education, hukou_type, id_checks, id_no
);

-- index person_by_status_day
CREATE INDEX person_by_status_day ON person (status_on, status_recorded_on, status_reason) WHERE status_on IS NOT NULL;

-- index person_by_survivor
CREATE INDEX person_by_survivor ON person (survivor) WHERE survivor IS NOT NULL;

-- index person_by_update
CREATE INDEX person_by_update ON person (updated_at);

-- index person_mark_of_request
CREATE INDEX person_mark_of_request ON person_mark (request) WHERE lifted_at IS NULL;

-- index person_mark_restricted
CREATE INDEX person_mark_restricted ON person_mark (kind, person_id) WHERE lifted_at IS NULL AND kind = 'restricted';

-- index person_mark_standing
CREATE UNIQUE INDEX person_mark_standing ON person_mark (person_id, kind, field, request) WHERE lifted_at IS NULL;

-- index phone_by_tail
CREATE INDEX phone_by_tail ON person_phone (reversed) WHERE reversed IS NOT NULL;

-- index preset_own_name_once
CREATE UNIQUE INDEX preset_own_name_once ON preset (account_id, list, name) WHERE shared = 0 AND removed_at IS NULL;

-- index preset_shared_name_once
CREATE UNIQUE INDEX preset_shared_name_once ON preset (list, name) WHERE shared = 1 AND removed_at IS NULL;

-- index printer_calibration_form
CREATE INDEX printer_calibration_form ON printer_calibration (form, seq);

-- index proof_check_of_number
CREATE INDEX proof_check_of_number ON proof_check (number, issuer_code) WHERE proof_id IS NOT NULL;

-- index proof_check_of_person
CREATE INDEX proof_check_of_person ON proof_check (person_id) WHERE person_id IS NOT NULL;

-- index proof_finding_of
CREATE INDEX proof_finding_of ON proof_finding (checked, seq);

-- index receipt_out_by_bundle
CREATE INDEX receipt_out_by_bundle ON receipt_out (bundle_id) WHERE bundle_id IS NOT NULL;

-- index receipt_out_waiting
CREATE INDEX receipt_out_waiting ON receipt_out (partner_id, number) WHERE bundle_id IS NULL;

-- index recovered_by_link
CREATE INDEX recovered_by_link ON recovered_bundle (partner_id, at);

-- index reveal_by_person
CREATE INDEX reveal_by_person ON person_reveal (person_id);

-- index roster_declined
CREATE INDEX roster_declined ON roster_entry (person_id) WHERE stands = 1 AND result = 'declined';

-- index roster_entry_by_visit
CREATE INDEX roster_entry_by_visit ON roster_entry (visited_on) WHERE stands = 1;

-- index roster_entry_of_account
CREATE INDEX roster_entry_of_account ON roster_entry (roster, account, seq) WHERE stands = 1;

-- index roster_entry_of_person
CREATE INDEX roster_entry_of_person ON roster_entry (person_id);

-- index roster_entry_standing
CREATE UNIQUE INDEX roster_entry_standing ON roster_entry (roster, row) WHERE stands = 1;

-- index roster_row_of_person
CREATE INDEX roster_row_of_person ON roster_row (person_id);

-- index sealed_key_of_sealing
CREATE INDEX sealed_key_of_sealing ON sealed_key (sealing);

-- index sealed_slip_of_sealing
CREATE INDEX sealed_slip_of_sealing ON sealed_slip (sealing);

-- index sealing_by_review
CREATE INDEX sealing_by_review ON sealing (review_on, seq) WHERE lifted_at IS NULL;

-- index sealing_look_of_sealing
CREATE INDEX sealing_look_of_sealing ON sealing_look (sealing);

-- index sealing_of_person
CREATE INDEX sealing_of_person ON sealing (person_id);

-- index service_by_person
CREATE INDEX service_by_person ON service_record (person_seq, served_on);

-- index service_by_purpose_end
CREATE INDEX service_by_purpose_end ON service_record (purpose_ended_on);

-- index slip_adoption_by_slip
CREATE INDEX slip_adoption_by_slip ON slip_adoption (slip);

-- index slip_answer_before_by_slip
CREATE INDEX slip_answer_before_by_slip ON slip_answer_before (slip);

-- index slip_assignment_by_account
CREATE INDEX slip_assignment_by_account ON slip_assignment (account, slip) WHERE account IS NOT NULL;

-- index slip_assignment_by_area
CREATE INDEX slip_assignment_by_area ON slip_assignment (code, slip) WHERE code IS NOT NULL;

-- index slip_assignment_by_unit
CREATE INDEX slip_assignment_by_unit ON slip_assignment (unit, account, slip);

-- index slip_by_answer
CREATE INDEX slip_by_answer ON slip (answer_to) WHERE answer_to IS NOT NULL;

-- index slip_by_due
CREATE INDEX slip_by_due ON slip (sort_due);

-- index slip_by_id_no
CREATE INDEX slip_by_id_no ON slip (subject_id_no) WHERE subject_id_no IS NOT NULL;

-- index slip_by_issue
CREATE INDEX slip_by_issue ON slip (issued_on);

-- index slip_by_kind
CREATE INDEX slip_by_kind ON slip (kind, direction);

-- index slip_by_name
CREATE INDEX slip_by_name ON slip (subject_name);

-- index slip_by_number
CREATE INDEX slip_by_number ON slip (slip_no);

-- index slip_by_partner
CREATE INDEX slip_by_partner ON slip (partner_id);

-- index slip_by_person
CREATE INDEX slip_by_person ON slip (person_id) WHERE person_id IS NOT NULL;

-- index slip_by_status
CREATE INDEX slip_by_status ON slip (status);

-- index slip_event_by_slip
CREATE INDEX slip_event_by_slip ON slip_event (slip);

-- index slip_mailing_by_slip
CREATE INDEX slip_mailing_by_slip ON slip_mailing (slip);

-- index slip_not_yet_due
CREATE INDEX slip_not_yet_due ON slip (sort_due, direction, issued_on, partner_id, kind)
WHERE return_part IN ('not_carried', 'carried', 'received');

-- index slip_orphan
CREATE INDEX slip_orphan ON slip (ref) WHERE ref IS NOT NULL AND answer_to IS NULL;

-- index slip_own_number_once
CREATE UNIQUE INDEX slip_own_number_once ON slip (slip_no) WHERE direction = 'out' AND slip_no IS NOT NULL;

-- index slip_place_by_slip
CREATE INDEX slip_place_by_slip ON slip_place (slip);

-- index slip_record_by_id
CREATE INDEX slip_record_by_id ON slip_record (record_id);

-- index slip_record_once
CREATE UNIQUE INDEX slip_record_once ON slip (record_id, direction, partner_id);

-- index slip_travel_by_bundle
CREATE INDEX slip_travel_by_bundle ON slip_travel (bundle_id) WHERE bundle_id IS NOT NULL;

-- index slip_travel_by_slip
CREATE INDEX slip_travel_by_slip ON slip_travel (slip);

-- index slip_travel_queue
CREATE INDEX slip_travel_queue ON slip_travel (partner_id, record) WHERE bundle_id IS NULL AND cancelled = 0;

-- index slip_waiting
CREATE INDEX slip_waiting ON slip (waits, sort_due, seq, owed) WHERE waits IS NOT NULL;

-- index spouse_by_name
CREATE INDEX spouse_by_name ON person_spouse (name) WHERE name IS NOT NULL;

-- index spouse_by_number
CREATE INDEX spouse_by_number ON person_spouse (id_no) WHERE id_no IS NOT NULL;

-- index spouse_by_other
CREATE INDEX spouse_by_other ON person_spouse (spouse_id) WHERE spouse_id IS NOT NULL;

-- index spouse_by_paper
CREATE INDEX spouse_by_paper ON person_spouse (cert_no) WHERE cert_no IS NOT NULL;

-- index stored_reply_by_age
CREATE INDEX stored_reply_by_age ON stored_reply (at);

-- index waiting_by_office
CREATE INDEX waiting_by_office ON waiting_file (office_id);
