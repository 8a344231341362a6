/** Checking the codes on certificates as the page for everybody does, beside the bare signature checks. */
import { judgeProof, writeProof } from '@shared/proof'
import { openClaims } from '../shared/proof/envelope'
import { holds } from '../renderer/proof-page/signature'
import { aProof, judgeOf, keyIdOctets, proofKey, signing } from '../test/proof/kit'
import { race, type Comparison } from './measure'

const CODES = 100

/** The number of rows does not matter: a page checks one code after the other. */
export async function proofBench(): Promise<Comparison[]> {
  const ids = Array.from({ length: CODES }, (_, at) => at.toString(16).padStart(32, '0'))
  const codes = ids.map((id) => writeProof({ ...aProof, id }, keyIdOctets, signing))
  const parts = codes.flatMap((code) => openClaims(code) ?? [])
  const judge = judgeOf({ verify: holds })
  const checked = await race({
    name: 'codes checked by the page for everybody',
    rows: CODES,
    rounds: 15,
    bound: 3,
    floorName: 'their signatures alone',
    ours: () => {
      if (!codes.every((code) => judgeProof(code, judge).answer === 'valid')) throw new TypeError('a good code was refused')
      return undefined
    },
    floor: () => {
      if (!parts.every(({ message, signature }) => holds(proofKey.key, message, signature)))
        throw new TypeError('a good signature was refused')
      return undefined
    }
  })
  return [checked]
}
