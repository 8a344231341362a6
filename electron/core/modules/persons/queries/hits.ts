/** SQL of the one box: each way of being found is an arm through an index of its own; every arm tells the file that goes on and its rank. */
import { rankOf, rankSql } from '../search-ranks'
import type { MixedWords, NameWords, PlaceWords } from '../question-words'
import type { SearchQuestion } from '../search-words'
import { clause, join, successor, within, type Clause } from './clause'

const SEQ = 'coalesce(h.survivor, h.seq) AS seq'

/** Files whose column lies in the range of a prefix. */
const ranged = (column: string, prefix: string, rank: string): Clause =>
  clause(`SELECT ${SEQ}, ${rank} AS rank FROM person h WHERE h.${column} >= ? AND h.${column} < ?`, prefix, successor(prefix))

function numberArms({ text, reversed, match, phone }: SearchQuestion & { kind: 'number' }): Clause[] {
  const whole = clause(
    `SELECT ${SEQ}, CASE WHEN h.id_no = ? THEN ${rankSql('idNo', 'h')} ELSE ${rankSql('idFront', 'h')} END AS rank
      FROM person h WHERE h.id_no >= ? AND h.id_no < ?`,
    text,
    text,
    successor(text)
  )
  const arms = [whole, ranged('id_no_reversed', reversed, rankSql('idTail', 'h'))]
  if (phone) {
    arms.push(ranged('phone_reversed', reversed, rankSql('phone', 'h')))
    arms.push(
      clause(
        `SELECT ${SEQ}, ${rankSql('otherPhone', 'h')} AS rank FROM person_phone f CROSS JOIN person h ON h.seq = f.person_seq
          WHERE f.reversed >= ? AND f.reversed < ?`,
        reversed,
        successor(reversed)
      )
    )
  }
  if (match !== null) {
    arms.push(clause(`SELECT ${SEQ}, ${rankSql('idNo', 'h')} AS rank FROM person h WHERE h.id_match = ?`, match))
    arms.push(...spouseArms('b.id_match = ?', [match], 's.id_no = ?', [text]))
  }
  return arms
}

/** Husbands and wives of whom is asked for, whichever side wrote the marriage down, and those told by text. */
function spouseArms(other: string, otherParams: readonly string[], told: string, toldParams: readonly string[]): Clause[] {
  const rank = rankSql('spouse', 'h')
  return [
    clause(
      `SELECT ${SEQ}, ${rank} AS rank FROM person b CROSS JOIN person_spouse s ON s.spouse_id = b.id
        CROSS JOIN person h ON h.seq = s.person_seq WHERE ${other}`,
      ...otherParams
    ),
    clause(
      `SELECT ${SEQ}, ${rank} AS rank FROM person b CROSS JOIN person_spouse s ON s.person_seq = b.seq AND s.spouse_id IS NOT NULL
        CROSS JOIN person h ON h.id = s.spouse_id WHERE ${other}`,
      ...otherParams
    ),
    clause(`SELECT ${SEQ}, ${rank} AS rank FROM person_spouse s CROSS JOIN person h ON h.seq = s.person_seq WHERE ${told}`, ...toldParams)
  ]
}

const PAPERS = [
  ['person', 'marriage_cert_no'],
  ['person', 'only_child_cert_no'],
  ['person_spouse', 'cert_no'],
  ['person_child', 'birth_cert_no']
] as const

function paperArms(papers: readonly string[]): Clause[] {
  return papers.flatMap((number) =>
    PAPERS.map(([table, column]) => {
      const own = table === 'person'
      const from = own ? 'person h' : `${table} t CROSS JOIN person h ON h.seq = t.person_seq`
      const at = `${own ? 'h' : 't'}.${column}`
      return clause(
        `SELECT ${SEQ}, CASE WHEN ${at} = ? THEN ${rankSql('paper', 'h')} ELSE ${rankSql('paperFront', 'h')} END AS rank
          FROM ${from} WHERE ${at} >= ? AND ${at} < ?`,
        number,
        number,
        successor(number)
      )
    })
  )
}

/** Pairs of characters alone do not prove their order. */
const nameProofs = (runs: readonly string[], alias: string): Clause[] =>
  runs.map((run) => clause(`(instr(${alias}.name_key, ?) > 0 OR instr(${alias}.former_key, ?) > 0)`, run, run))

function nameArms({ key, words, runs, whole }: SearchQuestion & { kind: 'name' }): Clause[] {
  const length = Array.from(key).length
  const where = join([clause('person_search MATCH ?', words), ...nameProofs(runs, 'h')], ' AND ')
  const rank = clause(
    `CASE WHEN h.name_key = ? THEN ${rankOf('name')} WHEN h.former_key = ? THEN ${rankOf('formerName')}
      WHEN substr(h.name_key, 1, ?) = ? THEN ${rankOf('nameFront')} WHEN substr(h.former_key, 1, ?) = ? THEN ${rankOf('formerFront')}
      WHEN instr(h.name_key, ?) > 0 THEN ${rankOf('nameInner')} WHEN instr(h.former_key, ?) > 0 THEN ${rankOf('formerInner')}
      WHEN h.initials = ? OR h.sound_key = ? THEN ${rankOf('sound')}
      WHEN substr(h.initials, 1, ?) = ? OR substr(h.sound_key, 1, ?) = ? THEN ${rankOf('soundFront')}
      ELSE ${rankOf('soundInner')} END + (h.survivor IS NOT NULL)`,
    ...[key, key, length, key, length, key, key, key, key, key, length, key, length, key]
  )
  const names = clause(
    `SELECT ${SEQ}, ${rank.sql} AS rank FROM person_search CROSS JOIN person h ON h.seq = person_search.rowid WHERE ${where.sql}`,
    ...rank.params,
    ...where.params
  )
  return whole === null ? [names] : [names, ...spouseArms('b.name_key = ?', [key], 's.name IN (?, ?)', [whole, key])]
}

/** Files among whose names the words stand. */
const named = ({ words, runs }: NameWords, alias: string): Clause[] => [
  clause(`${alias}.seq IN (SELECT rowid FROM person_search WHERE person_search MATCH ?)`, words),
  ...nameProofs(runs, alias)
]

/** @param name who of those at the place is asked for; null for everybody */
function placeArms({ words, proofs }: PlaceWords, name: NameWords | null): Clause[] {
  const proved = (column: string): Clause[] => proofs.map((piece) => clause(`instr(lower(${column}), ?) > 0`, piece))
  const who = name === null ? [] : named(name, 'h')
  const hukou = join([clause('w.person_search_place MATCH ? AND w.rowid % 2 = 0', words), ...proved('h.hukou_text'), ...who], ' AND ')
  const house = join([clause('w.person_search_place MATCH ? AND w.rowid % 2 = 1', words), ...proved('d.text'), ...who], ' AND ')
  return [
    clause(
      `SELECT ${SEQ}, ${rankSql(name === null ? 'hukou' : 'namedHukou', 'h')} AS rank
        FROM person_search_place w CROSS JOIN person h ON h.seq = w.rowid / 2 WHERE ${hukou.sql}`,
      ...hukou.params
    ),
    // Only who lives there now: the stay that lists show of the file.
    clause(
      `SELECT g.seq AS seq, ${rankSql(name === null ? 'residence' : 'namedResidence', 'h')} AS rank
        FROM person_search_place w CROSS JOIN dwelling d ON d.seq = w.rowid / 2
        CROSS JOIN person_episode e INDEXED BY episode_by_dwelling ON e.dwelling = d.seq
        CROSS JOIN person h ON h.seq = e.person_seq CROSS JOIN person g ON g.seq = coalesce(h.survivor, h.seq)
        WHERE ${house.sql} AND g.stay_started = e.started_on AND g.stay_code = e.residence_code`,
      ...house.params
    )
  ]
}

/** The piece stands in the address of the side, or names a division that holds it. */
function pieceAt(side: 'stay' | 'hukou', { text, divisions }: MixedWords['pieces'][number]): Clause {
  const written =
    side === 'hukou'
      ? clause("instr(lower(coalesce(h.hukou_text, '')), ?) > 0", text)
      : clause(
          `EXISTS (SELECT 1 FROM person_episode e CROSS JOIN dwelling d ON d.seq = e.dwelling WHERE e.person_seq = h.seq
            AND e.started_on = h.stay_started AND e.residence_code = h.stay_code AND instr(lower(d.text), ?) > 0)`,
          text
        )
  const ways = join([...divisions.map((code) => within(`+h.${side}_code`, code)), written], ') OR (')
  return clause(`((${ways.sql}))`, ...ways.params)
}

/** Those of the name whose place the other words tell, as an address or as a division. */
function mixedArms({ name, place, pieces }: MixedWords): Clause[] {
  const told = placeArms(place, name)
  if (pieces.every(({ divisions }) => divisions.length === 0)) return told
  const sides = [
    ['stay', 'namedResidenceDivision'],
    ['hukou', 'namedHukouDivision']
  ] as const
  const divided = sides.map(([side, finding]) => {
    const where = join(
      [clause('person_search MATCH ?', name.words), ...nameProofs(name.runs, 'h'), ...pieces.map((piece) => pieceAt(side, piece))],
      ' AND '
    )
    const from = 'person_search CROSS JOIN person h ON h.seq = person_search.rowid'
    return clause(`SELECT ${SEQ}, ${rankSql(finding, 'h')} AS rank FROM ${from} WHERE ${where.sql}`, ...where.params)
  })
  return [...told, ...divided]
}

const divisionArms = (codes: readonly string[]): Clause[] =>
  codes.flatMap((code) => {
    const [stay, home] = [within('h.stay_code', code), within('h.hukou_code', code)]
    return [
      clause(
        `SELECT ${SEQ}, ${rankSql('residenceDivision', 'h')} AS rank FROM person h INDEXED BY person_by_division WHERE ${stay.sql}`,
        ...stay.params
      ),
      clause(
        `SELECT ${SEQ}, ${rankSql('hukouDivision', 'h')} AS rank FROM person h INDEXED BY person_by_hukou WHERE ${home.sql}`,
        ...home.params
      )
    ]
  })

/** @returns rows (seq, rank), a file once, by its nearest finding; null when the text narrows nothing */
export function hits(question: SearchQuestion): Clause | null {
  if (question.kind !== 'number' && question.kind !== 'name') return null
  const arms = question.kind === 'number' ? numberArms(question) : nameArms(question)
  arms.push(...paperArms(question.papers))
  if (question.kind === 'name') {
    if (question.places !== null) arms.push(...placeArms(question.places, null))
    arms.push(...divisionArms(question.divisions), ...question.mixed.flatMap(mixedArms))
  }
  const all = join(arms, ' UNION ALL ')
  return clause(`(SELECT seq, min(rank) AS rank FROM (${all.sql}) GROUP BY seq)`, ...all.params)
}
