// The vectors of docs/formats/vectors: the reader and the verifier say of each file what its index says, and the writer makes again what is fixed.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { BundleFault, bytesSource, readCardFile, verifyBundle, verifySshsig, type KeyCard } from '../../electron/core/container'
import { checkFile } from '../../electron/verifier/check-files'
import { fixedFiles, makeVectors, vectorPair, type Vector } from './make-vectors'
import { openAll, pinOf, type Pair } from './made-up-offices'

const folder = resolve(import.meta.dirname, '../../docs/formats/vectors')
const at = (file: string): string => join(folder, file)
const read = (file: string): Uint8Array => readFileSync(at(file))

// `WRITE_VECTORS=1 npx vitest run --project node test/exchange/vectors.test.ts` makes them anew; what is random in them changes then.
if (process.env['WRITE_VECTORS'] === '1') {
  const { vectors, files } = await makeVectors()
  rmSync(folder, { recursive: true, force: true })
  for (const [file, octets] of files) {
    mkdirSync(dirname(at(file)), { recursive: true })
    writeFileSync(at(file), octets)
  }
  writeFileSync(at('index.json'), `${JSON.stringify({ format: 'jhb-vectors/1', vectors }, null, 1)}\n`)
}

const { vectors } = JSON.parse(readFileSync(at('index.json'), 'utf8')) as { vectors: Vector[] }
let pair: Pair
const cards = new Map<string, KeyCard>()

beforeAll(async () => {
  pair = await vectorPair()
  for (const file of ['sender-1.jhk', 'sender-2.jhk', 'receiver-1.jhk']) cards.set(file, await readCardFile(read(file)))
})

const known = (vector: Vector): KeyCard[] => vector.cards.flatMap((file) => cards.get(file) ?? [])

interface Outcome {
  readonly result: string
  readonly step: number | null
  readonly content?: string
  readonly refused?: readonly (readonly [string, string, string])[]
  readonly echoes: readonly boolean[]
}

/** What an office says that has pinned the cards of the vector. */
async function readAs(vector: Vector): Promise<Outcome> {
  const office = vector.reader === 'sender' ? pair.from : pair.to
  const pinned = known(vector)
  const [newest] = [...pinned].reverse()
  try {
    const bundle = await verifyBundle(bytesSource(read(vector.file)), {
      recipient: office.card.id,
      own: office.card.id,
      pinned: (id) => {
        if (newest?.id !== id) return null
        return pinOf(newest, { digestOf: (ver) => pinned.find((card) => card.ver === ver)?.digest ?? null })
      }
    })
    if (bundle.payload === null) return { result: 'good', step: null, echoes: [] }
    const verifyEcho = (header: Uint8Array, sig: Uint8Array): boolean => verifySshsig('jhb-bundle@v1', header, sig, office.sign.publicKey)
    const { items } = await openAll(bundle, { identities: office.identities, sm2: office.sm2.device, verifyEcho })
    const refused = items.flatMap((it) =>
      it.t === 'slip' && it.refusal !== null ? [[it.id ?? '', it.refusal.code, it.refusal.field] as const] : []
    )
    const echoes = items.flatMap((it) => (it.t === 'echo-end' ? [it.verified] : []))
    return { result: 'good', step: null, content: bundle.header.data?.content.id ?? '', refused, echoes }
  } catch (fault) {
    if (fault instanceof BundleFault) return { result: fault.code, step: fault.step, echoes: [] }
    throw fault
  }
}

describe('vectors', () => {
  it.each(vectors.map((vector) => [vector.file, vector] as const))('%s › is judged as the index says', async (_, vector) => {
    const outcome = await readAs(vector)
    expect({ result: outcome.result, step: outcome.step }).toEqual({ result: vector.result, step: vector.step })
    if (vector.content !== undefined) expect([outcome.content, outcome.refused]).toEqual([vector.content, vector.refused ?? []])
    if (vector.file.startsWith('echo')) expect(outcome.echoes).toEqual([true])
  })

  it('the stand-alone verifier › says the same of steps 2 to 7, and passes what only a recipient can refuse', async () => {
    for (const vector of vectors) {
      const verdict = await checkFile(at(vector.file), known(vector))
      const said = verdict.verified ? 'good' : verdict.code
      const isHidden = (vector.step ?? 0) > 7 || ['S_OWN', 'E_RECIPIENT'].includes(vector.result)
      // To a verifier every addressee is right, and an office's own bundle is another's.
      if (vector.step === 4 || !isHidden) expect([vector.file, said]).toEqual([vector.file, vector.step === 4 ? 'good' : vector.result])
      else expect([vector.file, said]).toEqual([vector.file, 'good'])
    }
  })

  it('cards, contents, keys and the status of A1 › the writer makes octet for octet again', async () => {
    for (const [file, octets] of await fixedFiles(pair)) expect(Buffer.from(octets).equals(read(file)), file).toBe(true)
    expect(vectors.filter(({ deterministic }) => deterministic).map(({ file }) => file)).toEqual(['status-a1.jhb'])
  })

  it('every code that a file alone can earn from step 2 to 12 › has a vector', () => {
    const codes =
      'E_TRUNCATED E_CONTAINER E_TRAILING E_SUITE E_HEADER E_LIMIT E_VERSION S_OWN E_RECIPIENT E_CARD E_UNKNOWN_SENDER E_SIGNATURE'
    const more = 'S_WAIT_UPGRADE E_DIGEST E_DECRYPT E_BOMB E_CONTENT E_CORE E_LINE'
    expect(new Set(`${codes} ${more}`.split(' ').filter((code) => !vectors.some(({ result }) => result === code)))).toEqual(new Set())
  })
})
