/** SQL of a file that stays without anybody in it: sex, year of birth, county and months of the stays, under a new id. */
import type { WriteDb } from '../../../db'

export const ANONYMOUS = '（已匿名）'
/** The key differs for every file, so that no two of them are compared as namesakes. */
const PERSON = `UPDATE person SET id = ?, revision = 1, name = '${ANONYMOUS}', name_key = ?, former_name = NULL, former_key = '', pinyin = '', initials = '',
  sound_key = ?, sort_key = '~', birth_date = substr(birth_date, 1, 4), id_type = 'none', id_no = NULL, id_no_reversed = NULL, id_match = NULL,
  id_no_old15 = NULL, no_id_reason = 'other', id_checks = 0, id_verified_by = NULL, id_verified_at = NULL, ethnicity = NULL, education = NULL,
  education_edition = NULL, marital = '90', first_married_on = NULL, current_married_on = NULL, marriage_cert_no = NULL, only_child_cert_no = NULL,
  only_child_cert_on = NULL, phone = NULL, phone_reversed = NULL, phone_owner = NULL, hukou_code = substr(hukou_code, 1, 6), hukou_text = NULL,
  household_id = NULL, relation_to_head = NULL, note = NULL, status = 'closed', status_on = ?, status_recorded_on = ?, status_reason = 'person_request',
  status_note = NULL, merged_into = NULL, survivor = NULL, stay_started = substr(stay_started, 1, 7), stay_code = substr(stay_code, 1, 6), updated_at = ?, updated_by = ?
  WHERE seq = ?`
const STAYS = `UPDATE person_episode SET started_on = substr(started_on, 1, 7), ended_on = substr(ended_on, 1, 7), residence_code = substr(residence_code, 1, 6),
  residence_text = NULL, dwelling_kind = NULL, dwelling_contact = NULL, dwelling_phone = NULL, dwelling = NULL, occupation = NULL, companions = NULL,
  employer_id = NULL WHERE person_seq = ?`

export function anonymiseFile(
  db: WriteDb,
  seq: number,
  fresh: { readonly id: string; readonly today: string; readonly now: string; readonly by: string }
): void {
  const { id, today, now, by } = fresh
  db.run(PERSON, id, id, id, today, today, now, by, seq)
  db.run(STAYS, seq)
}
