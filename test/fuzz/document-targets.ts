// Readers of what travels beside the bundles: directories of offices, lists of proofs, and the code on a certificate.
import {
  composeDirectory,
  composeProofList,
  isOfficesList,
  isSignedBy,
  readDirectoryFile,
  readProofListFile,
  signSshsig,
  writeDirectoryFile,
  writeProofListFile
} from '../../electron/core/container'
import { judgeProof, PROOF_PREFIX, writeProof } from '@shared/proof'
import { fromBase45, toBase45 } from '../../shared/proof/base45'
import { storedZlib } from '../../shared/proof/stored-zlib'
import { madeUpOffice } from '../exchange/made-up-offices'
import { aProof, judgeOf, keyIdOctets, signing } from '../proof/kit'
import { mutate, mutateJson } from './mutate'
import { must, type TargetMaker } from './targets'

const MADE = '2026-03-05T09:00:00+08:00'

export const documentTargets: TargetMaker = async () => {
  const { card, root, sign } = await madeUpOffice('签发县', '610802-00')
  const office = { id: card.id, code: card.code, name: card.name }
  const entry = { ...office, root: `SHA256:${'A'.repeat(43)}`, supersedes: null }
  const directory = composeDirectory({ authority: office, ver: 1, prev: null, made: MADE, entries: [entry] }, root)
  const list = composeProofList(
    { office, ver: 1, prev: null, made: MADE, voided: [{ id: '1'.repeat(32), on: '2026-05-01' }], vouched: ['2'.repeat(32)] },
    sign
  )
  const [directoryFile, listFile] = [writeDirectoryFile(directory), writeProofListFile(list)]
  const isSame = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0
  const code = writeProof(aProof, keyIdOctets, signing)
  const judge = judgeOf()

  return [
    {
      name: 'directory file',
      count: 15_000,
      async tryOne(random) {
        const file = mutate(directoryFile, random, [directoryFile, listFile])
        const read = await readDirectoryFile(file)
        must(!isSignedBy(read, card.root) || isSame(file, directoryFile), 'a directory nobody signed')
      }
    },
    {
      name: 'directory, signed over whatever it says',
      count: 6_000,
      async tryOne(random) {
        const bytes = Buffer.from(mutateJson(Buffer.from(directory.bytes).toString(), random))
        const read = await readDirectoryFile(writeDirectoryFile({ bytes, sig: signSshsig('jhb-dir@v1', bytes, root) }))
        must(read.entries.every(({ id }) => /^[0-9a-f]{32}$/.test(id)) && read.ver >= 1, 'directory')
      }
    },
    {
      name: 'list of proofs',
      count: 15_000,
      async tryOne(random) {
        const file = mutate(listFile, random, [directoryFile, listFile])
        const read = await readProofListFile(file)
        must(!isOfficesList(read, card) || isSame(file, listFile), 'a list nobody signed')
      }
    },
    {
      name: 'list of proofs, signed over whatever it says',
      count: 6_000,
      async tryOne(random) {
        const bytes = Buffer.from(mutateJson(Buffer.from(list.bytes).toString(), random))
        const read = await readProofListFile(writeProofListFile({ bytes, sig: signSshsig('jhb-proofs@v1', bytes, sign) }))
        must(
          [...read.voided.map(({ id }) => id), ...read.vouched].every((id) => /^[0-9a-f]{32}$/.test(id)),
          'list'
        )
      }
    },
    {
      name: 'code on a certificate',
      count: 20_000,
      tryOne(random) {
        const text = Buffer.from(mutate(Buffer.from(code), random, [Buffer.from(code)])).toString('latin1')
        must(judgeProof(text, judge).answer === 'unconfirmed' || text === code, 'a code nobody signed')
      }
    },
    {
      name: 'envelope of a code, well packed',
      count: 20_000,
      tryOne(random) {
        const octets = (fromBase45(code.slice(PROOF_PREFIX.length)) ?? new Uint8Array()).slice(7, -4)
        const text = PROOF_PREFIX + toBase45(storedZlib(mutate(octets, random, [octets]).slice(0, 60_000)))
        must(judgeProof(text, judge).answer === 'unconfirmed' || text === code, 'an envelope nobody signed')
      }
    }
  ]
}
