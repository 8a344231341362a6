/** What of a sealed person's file is taken out of which table: whole rows, or columns that are emptied; a test holds it against the list of holdings. */
import type { Step } from './goes'

const SEQS = 'person_seq IN (SELECT seq FROM who)'
const IDS = 'person_id IN (SELECT id FROM who)'
const OTHERS = 'person_seq NOT IN (SELECT seq FROM who)'
/** Numbers only: a name alone may be somebody else's. */
const numbered = (column: string): string => `EXISTS (SELECT 1 FROM said WHERE said.sure = 1 AND instr(${column}, said.v) > 0)`
const ownCertificates = `certificate IN (SELECT seq FROM certificate WHERE ${IDS})`
const ownChecks = `checked IN (SELECT seq FROM proof_check WHERE ${IDS})`
const MERGES = 'SELECT act FROM person_merge WHERE survivor_id IN (SELECT id FROM who) OR merged_id IN (SELECT id FROM who)'
/** Records of the person in the files of husbands, wives and parents. */
const RELATIONS = `SELECT 'spouse:' || id FROM person_spouse WHERE spouse_id IN (SELECT id FROM who)
  UNION ALL SELECT 'child:' || id FROM person_child WHERE child_id IN (SELECT id FROM who)`

type PacketStep = Omit<Step, 'label'>

/** In the order in which the tables let each other go; they come back in the opposite one. */
export const packetSteps: readonly PacketStep[] = [
  { table: 'slip_adoption', where: IDS },
  { table: 'slip', where: IDS, set: 'person_id = NULL' },
  { table: 'certificate_snapshot', where: `${ownCertificates} AND data IS NOT NULL`, set: 'data = NULL' },
  { table: 'certificate_event', where: `${ownCertificates} AND note IS NOT NULL`, set: 'note = NULL' },
  { table: 'certificate', where: IDS, set: 'person_id = NULL, subject_name = NULL, draft = NULL' },
  { table: 'proof_finding', where: `${ownChecks} AND (asked IS NOT NULL OR note IS NOT NULL)`, set: 'asked = NULL, note = NULL' },
  {
    table: 'proof_check',
    where: IDS,
    set: "person_id = NULL, number = NULL, digest = CASE WHEN digest IS NULL THEN NULL ELSE '' END, proof_id = CASE WHEN proof_id IS NULL THEN NULL ELSE '' END"
  },
  { table: 'person_mark', where: IDS },
  { table: 'bereaved_mark', where: IDS },
  {
    table: 'desk_event',
    where: `detail IS NOT NULL AND request IN (SELECT seq FROM desk_request WHERE ${IDS})`,
    set: 'detail = NULL'
  },
  {
    table: 'desk_request',
    where: IDS,
    set: "person_id = NULL, asker = NULL, wanted = NULL, evidence = NULL, reason = CASE WHEN decision = 'refused' THEN '' END"
  },
  { table: 'roster_entry', where: IDS },
  { table: 'roster_row', where: `${IDS} AND cells <> '{}'`, set: "cells = '{}'" },
  { table: 'duplicate_pair', where: 'a_id IN (SELECT id FROM who) OR b_id IN (SELECT id FROM who)' },
  { table: 'workbook_decision', where: `${IDS} OR ${numbered('key')}` },
  { table: 'act', where: `seq IN (${MERGES}) AND note IS NOT NULL`, set: 'note = NULL' },
  { table: 'person_merge', where: `act IN (${MERGES})` },
  { table: 'act_person', where: SEQS },
  { table: 'draft', where: `subject IN (SELECT id FROM who) OR ${numbered('value')}` },
  { table: 'preset', where: `${numbered('question')} OR ${numbered('name')}` },
  { table: 'service_look', where: `service IN (SELECT id FROM service_record WHERE ${SEQS})` },
  { table: 'service_record', where: SEQS },
  { table: 'purge_hold', where: IDS },
  { table: 'person_reveal', where: IDS },
  { table: 'person_change', where: `${SEQS} OR (${OTHERS} AND record IN (${RELATIONS}))` },
  {
    table: 'person_child',
    where: `other_parent_id IN (SELECT id FROM who) AND ${OTHERS} AND (child_id IS NULL OR child_id NOT IN (SELECT id FROM who))`,
    set: 'other_parent_id = NULL'
  },
  { table: 'person_child', where: `${SEQS} OR child_id IN (SELECT id FROM who)` },
  { table: 'person_spouse', where: `${SEQS} OR spouse_id IN (SELECT id FROM who)` },
  { table: 'household', where: 'head_id IN (SELECT id FROM who)', set: 'head_id = NULL' },
  { table: 'person_phone', where: SEQS },
  { table: 'person_consent', where: SEQS },
  { table: 'person_photo', where: SEQS },
  { table: 'person_episode', where: SEQS },
  { table: 'person', where: 'seq IN (SELECT seq FROM who)' }
]
