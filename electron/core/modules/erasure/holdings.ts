/** The one list of what the office's database holds about residents: every table and text column, and how it lets go; a test compares it with the schema. */

/**
 * `file` goes with the person's file · `slip` loses its content when its own time is over · `words` may name somebody in free words, which are
 * blotted out · `age` goes by its age alone · `office` holds nothing of residents.
 */
export type LettingGo = 'file' | 'slip' | 'words' | 'age' | 'office'

export interface Holding {
  readonly goes: LettingGo
  /** Columns of text or octets that hold something of a resident. */
  readonly personal: readonly string[]
  /** Other columns of text or octets: ids, codes, days, digests, staff. */
  readonly plain: readonly string[]
}

const list = (names: string): string[] => (names === '' ? [] : names.split(' '))
const holding = (goes: LettingGo, personal: string, plain: string): Holding => ({ goes, personal: list(personal), plain: list(plain) })
const office = (plain: string): Holding => holding('office', '', plain)

const NAMES = 'name name_key former_name former_key pinyin initials sound_key sort_key'
const NUMBERS = 'id_no id_no_reversed id_match id_no_old15 phone phone_reversed phone_owner'
const MARRIAGE = 'marital first_married_on current_married_on marriage_cert_no only_child_cert_no only_child_cert_on'
const STAY = 'stay_kind stay_started stay_code stay_reason stay_scope'
const OTHERS = 'ethnicity education education_edition hukou_type household_id relation_to_head note status_note'

export const holdings: Readonly<Record<string, Holding>> = {
  person: holding(
    'file',
    `${NAMES} ${NUMBERS} ${MARRIAGE} ${STAY} ${OTHERS} sex birth_date hukou_code hukou_text`,
    'id id_type no_id_reason id_verified_by id_verified_at hukou_as_of status status_on status_recorded_on status_reason created_at updated_at updated_by'
  ),
  person_phone: holding('file', 'number reversed owner', 'id'),
  person_spouse: holding(
    'file',
    'name birth_date id_no hukou_code hukou_text residence_code residence_text ethnicity education education_edition employer phone cert_no started_on ended_on end_reason',
    'id spouse_id recorded_on'
  ),
  person_child: holding('file', 'name sex birth_date id_no relation location birth_cert_no', 'id child_id other_parent_id recorded_on'),
  person_episode: holding(
    'file',
    'kind reason started_on ended_on residence_code residence_text dwelling_kind dwelling_contact dwelling_phone occupation',
    'id employer_id recorded_on'
  ),
  person_consent: holding('file', 'purpose given_on form_ref withdrawn_on withdrawn_reason', 'id recorded_on'),
  person_photo: holding('file', 'bytes', 'id type'),
  person_change: holding('file', 'before after why', 'record at by field slip_no'),
  person_reveal: holding('file', 'reason', 'person_id at by record field'),
  person_merge: holding('file', 'survivor_name merged_name', 'survivor_id merged_id'),
  person_search: holding('file', 'words', ''),
  person_search_place: holding('file', 'words', ''),
  person_search_word: holding('file', '', ''),
  person_search_step: office(''),
  person_search_version: office(''),
  erasing: holding('file', '', 'person_id'),
  act_person: holding('file', '', 'updated_at_before updated_by_before'),
  duplicate_pair: holding('file', 'reason reasons fingerprint why', 'a_id b_id state found_at decided_by decided_at'),
  duplicate_scan: office('at by state crowds'),
  workbook_decision: holding('file', 'key', 'person_id at by'),
  household: holding('file', 'note', 'id number head_id updated_at updated_by'),
  dwelling: holding('file', 'key code text contact contact_phone', 'id kind updated_at updated_by'),
  employer: holding('file', 'key name address phone', 'id kind updated_at updated_by'),
  draft: holding('file', 'value', 'account_id form subject saved_at'),
  form_change: office('form edition change note at by withdrawn_at withdrawn_by'),
  printer_calibration: office('id printer tray form measured fit at by removed_at removed_by'),
  preset: holding('file', 'name question', 'id account_id list columns updated_at updated_by removed_at'),
  roster_row: holding('file', 'cells', 'person_id'),
  person_mark: holding('file', '', 'person_id kind field placed_at placed_by lifted_at lifted_by'),
  bereaved_mark: holding('file', '', 'person_id placed_at placed_by'),
  desk_request: holding(
    'file',
    'asker wanted evidence reason',
    'id kind person_id capacity papers fields received_on due_on due_rule state decision decided_by decided_at kept done_at handed closed_on created_at created_by'
  ),
  desk_event: holding('file', 'detail', 'at by action'),
  roster_entry: holding('file', 'result fields', 'id person_id at by account visited_on collector undone_at undone_by'),

  slip: holding(
    'slip',
    'subject_name subject_sex subject_birth subject_id_no pairing_note draft',
    'id record_id direction kind status waits partner_id person_id slip_no urgency issued_on due_on work_due_on answered_on imported_on created_at created_by ref pairing outcome rule_pack deadline_rule carried_at received_at withdrawn_on undelivered_on'
  ),
  slip_record: holding(
    'slip',
    'subject_name subject_sex subject_birth subject_id_no content',
    'record_id kind slip_kind ref digest rule_pack slip_no urgency issued_on due_on work_due_on slip_id'
  ),
  slip_event: holding('slip', 'note', 'at by account action label bundle'),
  slip_adoption: holding('slip', 'before after', 'code person_id field by at'),
  slip_look: holding('slip', 'reason', 'at account'),
  certificate: holding(
    'file',
    'subject_name draft',
    'id form edition rule_pack unit unit_code person_id status number signed_on valid_to replaces_why created_at created_by'
  ),
  certificate_snapshot: holding('file', 'data', 'digest at by account'),
  certificate_event: holding('file', 'note', 'at by account action status reason'),
  certificate_copy: office('reprint_why state reason at by'),
  certificate_block: office('id series unit unit_code state made_at made_by'),
  certificate_gap: office('why reason at by'),
  booklet: office('form number unit state'),
  booklet_move: office('form unit kind first last reason day at by'),
  proof_list: office('office_id digest made bytes sig taken_at'),
  proof_list_least: office(''),
  proof_said: office('office_id proof_id voided_on'),
  proof_check: holding(
    'file',
    'number digest proof_id',
    'id at by account scope way answer reason said voided_on issuer_id issuer_code issuer_name form person_id'
  ),
  proof_finding: holding('file', 'asked note', 'finding way at by account'),
  print_run: office('id unit_code at by'),
  slip_place: holding('slip', '', 'code'),
  slip_assignment: holding('slip', '', 'unit code account due_on at by'),
  check_sheet: office('id at by account'),
  check_sheet_row: office(''),
  slip_assignment_before: holding('slip', '', 'status unit code account due_on at by status_after'),
  slip_act_before: holding('slip', '', 'what status status_after'),
  pending_upgrade: holding('age', 'line', 'bundle_id name digest'),
  blob_part: holding('age', 'data', 'id bundle_id'),
  slip_batch: office('stage partner_id opened_at bundle_id applied_at'),
  slip_travel: office('partner_id queued_at bundle_id bundled_at carried_at received_at refused'),
  slip_mailing: office('partner_id way sent_on at by'),
  slip_number: office('kind'),
  slip_answer_before: holding('slip', '', 'due_on answered_on outcome until'),
  slip_return_count: office('direction half partner_id kind'),

  act: holding('words', 'note', 'id kind at by state undone_at undone_by'),
  approval: holding(
    'words',
    'input sentence reason decided_why',
    'id method digest state requested_by requested_at expires_at decided_by decided_at used_at'
  ),
  job: holding('words', 'error result', 'id method account_id state step started_at ended_at'),
  stored_reply: holding('words', 'reply', 'key account_id method digest at'),
  roster: holding('words', 'reason', 'id kind at by account place place_name basis move_kind columns asks sheet'),
  workbook_export: holding('words', 'reason', 'at by columns files'),
  workbook_import: holding('words', 'file sheet', 'id job at by state'),
  quarantine: holding('words', 'file_name note', 'id digest found_at place code params claimed_sender stored looked_at looked_at_by'),
  link_flag: holding('words', 'note', 'partner_id code at looked_at looked_at_by'),
  unvouched_look: holding('words', 'note', 'bundle_id at by'),
  waiting_file: holding('words', 'file_name', 'id reason digest place office_id stored found_at'),
  scanned_card: office('id bytes sig introduced_by'),
  scanned_file: holding('words', 'file_name', 'id state place digest spooled waiting office_id'),

  service_record: holding(
    'file',
    'type served_on ended_on institution next_on consent source method outcome purpose_ended_on',
    'id purge_after recorded_at recorded_by updated_at updated_by'
  ),
  service_look: holding('file', 'reason', 'service at account'),
  purge_hold: holding('file', 'reason', 'person_id by at'),
  sealing: holding('file', 'reason lifted_why content', 'id person_id kind review_on sealed_at sealed_by lifted_at lifted_by'),
  sealed_file: holding('file', '', 'person_id'),
  sealed_key: holding('file', 'value birth', ''),
  sealed_slip: holding('file', '', ''),
  sealing_look: holding('file', 'reason', 'at by'),
  gone: office('kind id at'),
  purge_run: office('id on_day at by state counts ended_at'),
  audit_cut: office('hash first_at last_at at'),
  audit_entry: holding('age', '', 'at account method event outcome subject detail prev hash'),
  account: office('id name display_name roles created_at last_sign_in_at'),
  deputy: office('id principal account from_on to_on reason set_by set_at ended_at ended_by'),
  account_unit: office('account_id organisation'),
  backup: office('id at why place place_label file result params by audit_hash'),
  backup_restore: office('at source made_at first second before after last_act kept confirmed_at confirmed_by'),
  bundle: office(
    'id direction partner_id epoch prev state kinds made_at peer_sealed carried_at acknowledged_at archive let_go_at signed_by replaces log_head'
  ),
  recovered_bundle: office('id partner_id epoch prev at'),
  echo_out: office('partner_id bundle_id asked_at allowed carrier'),
  peer_gone: office('partner_id epoch id at'),
  exchange_counter: office('name'),
  migration: office('name digest applied_at'),
  organisation: office('id parent level code name short_name post phone valid_from valid_to'),
  own_epoch: office('epoch partner_id origin opened_at closed_head closed_at'),
  partner: office(
    'id name code phone office_id trust suites national_sent_at national_heard_at introduced_by alarmed_at succeeds closed_at last_heard_at last_carried_at created_at'
  ),
  agreement: office(
    'id partner_id number signed_on valid_from valid_to kinds items deadlines our_posts their_posts clauses renews ended_on ended_why updated_at updated_by'
  ),
  meeting: office('id title held_on place participants topics decisions updated_at updated_by'),
  meeting_item: office('id text office due_on done_on done_by result'),
  carry_sheet: office('id partner_id written_at by place files kinds digest'),
  agreement_change: office('at by field before after'),
  agreement_scan: holding('age', 'name bytes', 'id type added_at added_by'),
  partner_entry: office('partner_id way address postcode note posts updated_at updated_by'),
  partner_change: office('partner_id at by field before after'),
  partner_card: office('office_id digest root bytes sig installed_at'),
  partner_confirmation: office('partner_id root account_id account at way void_at'),
  directory: office('authority_id digest bytes sig installed_at'),
  directory_entry: office('authority_id office_id code name root supersedes'),
  peer_closing: office('partner_id epoch signed_by head'),
  peer_envelope: office('partner_id epoch state left_out sealed seen_at'),
  peer_epoch: office('partner_id epoch first_seen_at head closed_head'),
  receipt_in: office('about via result imported_at'),
  receipt_out: office('partner_id about line queued_at bundle_id'),
  refused_bundle: office('partner_id epoch id code at'),
  setting: office('name value'),
  workbook_layout: office('id name move_kind columns updated_at updated_by'),
  workbook_mapping: office('account_id fingerprint columns move_kind updated_at')
}
