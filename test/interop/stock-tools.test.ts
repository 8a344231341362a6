// Tools nobody here wrote accept what this program writes, and a bundle they wrote opens here (exchange.md §2.10).
import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import {
  ageDecrypt,
  ageDecryptWithPassphrase,
  ageEncrypt,
  ageEncryptWithPassphrase,
  ageRecipientOf,
  generateAgeIdentity,
  signingKeyFromSeed,
  sha256,
  sha256Text
} from '../../electron/core/crypto'
import {
  fingerprint,
  formatKeyLine,
  handleSink,
  openFileSource,
  readCardFile,
  recipientsOf,
  sealBundle,
  signSshsig,
  verifySshsig,
  writeCardFile,
  type PackedContent
} from '../../electron/core/container'
import { expectFault } from '../exchange/expect-fault'
import { membersOf } from '../exchange/forge'
import { withTools } from './tools'
import {
  contentText,
  madeUpPair,
  openAll,
  pack,
  pinOf,
  sealG1,
  sealRequest,
  slipLines,
  verify,
  type Pair
} from '../exchange/made-up-offices'

let folder: string
let pair: Pair
let content: PackedContent
let lines: string[]
const at = (name: string): string => join(folder, name)
const run = (tool: string, args: readonly string[], input?: Uint8Array): SpawnSyncReturns<Buffer> =>
  spawnSync(tool, args, { cwd: folder, maxBuffer: 64_000_000, ...(input === undefined ? {} : { input }) })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jhb-interop-'))
  pair = await madeUpPair()
  lines = slipLines(pair.from.card.id, 500)
  content = await pack(pair, lines)
  const handle = await open(at('b.jhb'), 'wx')
  await sealBundle({ ...sealRequest(pair, content), sink: handleSink(handle) })
  await handle.close()
  const source = await openFileSource(at('b.jhb'))
  const verified = await verify(pair, source)
  writeFileSync(at('header.json'), verified.headerBytes)
  writeFileSync(at('header.json.sig'), verified.sigBytes)
  await source.close()
  writeFileSync(at('c.jhk'), writeCardFile(pair.from.card))
  writeFileSync(at('identities.txt'), pair.to.identities.join('\n') + '\n', { mode: 0o600 })
  const signer = (namespace: string, line: string): string => `610802-00,${pair.from.card.id} namespaces="${namespace}" ${line}\n`
  writeFileSync(
    at('allowed_signers'),
    signer('jhb-card@v1', pair.from.card.root) + signer('jhb-bundle@v1', formatKeyLine(pair.from.sign.publicKey))
  )
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

async function g1Bundle(): Promise<Uint8Array> {
  const national = await madeUpPair(['G1'])
  return sealG1(national, await pack(national, slipLines(national.from.card.id, 50), {}, 'G1'))
}

describe('what this program writes', () => {
  withTools(['unzip'], 'unzip -t › finds no errors in a bundle and in a card, and takes out the same members', () => {
    for (const name of ['b.jhb', 'c.jhk']) {
      const done = run('unzip', ['-t', name])
      expect(done.stdout.toString()).toContain('No errors detected')
      expect(done.status).toBe(0)
    }
    expect(run('unzip', ['-p', 'b.jhb', 'header.json']).stdout.equals(readFileSync(at('header.json')))).toBe(true)
  })

  withTools(['7z'], '7z › tests and takes out the same members of both suites and of a card; what it packs again is refused', async () => {
    writeFileSync(at('g1.jhb'), await g1Bundle())
    for (const name of ['b.jhb', 'g1.jhb', 'c.jhk']) {
      const done = run('7z', ['t', '-tzip', name])
      expect([name, done.status, done.stdout.toString().includes('Everything is Ok')]).toEqual([name, 0, true])
      for (const [member, data] of membersOf(readFileSync(at(name))))
        expect(run('7z', ['x', '-tzip', '-so', name, member]).stdout.equals(Buffer.from(data))).toBe(true)
    }
    for (const [member, data] of membersOf(readFileSync(at('b.jhb')))) writeFileSync(at(member), data)
    const members = membersOf(readFileSync(at('b.jhb'))).map(([member]) => member)
    expect(run('7z', ['a', '-tzip', '-mx0', 'again.jhb', ...members]).status).toBe(0)
    await expectFault(verify(pair, readFileSync(at('again.jhb'))), 'E_CONTAINER', 2)
  })

  withTools(['unzip'], 'unzip › tests a bundle of suite G1 as well', async () => {
    writeFileSync(at('g1.jhb'), await g1Bundle())
    expect(run('unzip', ['-t', 'g1.jhb']).stdout.toString()).toContain('No errors detected')
  })

  withTools(['python3'], 'Python zipfile › tests and lists it', () => {
    const done = run('python3', [
      '-c',
      'import zipfile; z = zipfile.ZipFile("b.jhb"); assert z.testzip() is None; print(",".join(z.namelist()))'
    ])
    expect(done.stdout.toString().trim()).toBe('mimetype,header.json,header.json.sig,card.json,card.json.sig,payload.age')
  })

  withTools(['ssh-keygen'], 'ssh-keygen -Y verify › good; wrong namespace, signer or message refused', () => {
    const check = (signer: string, namespace: string, message: Uint8Array): number | null =>
      run('ssh-keygen', ['-Y', 'verify', '-f', 'allowed_signers', '-I', signer, '-n', namespace, '-s', 'header.json.sig'], message).status
    const header = readFileSync(at('header.json'))
    expect(check('610802-00', 'jhb-bundle@v1', header)).toBe(0)
    expect(check(pair.from.card.id, 'jhb-bundle@v1', header)).toBe(0)
    expect(check('610802-00', 'jhb-card@v1', header)).not.toBe(0)
    expect(check('141124-00', 'jhb-bundle@v1', header)).not.toBe(0)
    expect(check('610802-00', 'jhb-bundle@v1', Buffer.concat([header, Buffer.from(' ')]))).not.toBe(0)
  })

  withTools(['ssh-keygen'], 'ssh-keygen -Y verify › the card by its root; -l prints the same fingerprint', () => {
    writeFileSync(at('card.sig'), pair.from.card.sig)
    const done = run(
      'ssh-keygen',
      ['-Y', 'verify', '-f', 'allowed_signers', '-I', '610802-00', '-n', 'jhb-card@v1', '-s', 'card.sig'],
      pair.from.card.bytes
    )
    expect(done.status).toBe(0)
    writeFileSync(at('key.pub'), formatKeyLine(pair.from.sign.publicKey) + '\n')
    expect(run('ssh-keygen', ['-l', '-f', 'key.pub']).stdout.toString()).toContain(fingerprint(pair.from.sign.publicKey))
  })

  withTools(['unzip', 'age', 'sha256sum'], 'sha256sum and age -d › give payload digest and content id of the header', () => {
    const header = JSON.parse(readFileSync(at('header.json'), 'utf8')) as { content: { id: string }; payload: { digest: string } }
    const payload = run('unzip', ['-p', 'b.jhb', 'payload.age']).stdout
    const sum = (input: Uint8Array): string => `sha256:${run('sha256sum', [], input).stdout.toString().slice(0, 64)}`
    expect(sum(payload)).toBe(header.payload.digest)
    const plain = gunzipSync(run('age', ['-d', '-i', 'identities.txt'], payload).stdout)
    expect(sum(plain)).toBe(header.content.id)
    expect(plain.toString()).toBe(contentText(content.core, lines))
  })

  withTools(['age'], 'age -d › opens every size around the chunk limit', async () => {
    const identity = await generateAgeIdentity()
    writeFileSync(at('one.txt'), identity + '\n', { mode: 0o600 })
    for (const size of [0, 1, 65_535, 65_536, 65_537, 131_072]) {
      const plain = Buffer.alloc(size, 'jhb')
      const sealed = await ageEncrypt([plain], size, [await ageRecipientOf(identity)])
      const pieces: Uint8Array[] = []
      for await (const piece of sealed.pieces) pieces.push(piece)
      expect(run('age', ['-d', '-i', 'one.txt'], Buffer.concat(pieces)).stdout.equals(plain)).toBe(true)
    }
  })

  withTools(['age', 'python3'], 'age -d › opens a key file with its Chinese passphrase, typed at a terminal', async () => {
    writeFileSync(at('keys.age'), await ageEncryptWithPassphrase(Buffer.from('root key'), '演练口令 五个词', 10))
    // age reads passphrases from a terminal only, so a pseudo-terminal is lent to it.
    const script = [
      'import os, pty, sys',
      'pid, fd = pty.fork()',
      'if pid == 0: os.execvp("age", ["age", "-d", "-o", "keys.out", "keys.age"])',
      'os.read(fd, 1024)',
      'os.write(fd, "演练口令 五个词\\n".encode())',
      'try:',
      '    while os.read(fd, 1024): pass',
      'except OSError: pass',
      'sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))'
    ].join('\n')
    expect(run('python3', ['-c', script]).status).toBe(0)
    expect(readFileSync(at('keys.out'), 'utf8')).toBe('root key')
  })

  withTools(['openssl'], 'openssl pkeyutl › verifies the five-part signed blob', () => {
    const blob = Buffer.concat([
      Buffer.from('SSHSIG'),
      ...['jhb-bundle@v1', '', 'sha512'].map((part) => str(Buffer.from(part))),
      str(sha512sum(readFileSync(at('header.json'))))
    ])
    const armour = readFileSync(at('header.json.sig'), 'latin1').split('\n').slice(1, -2).join('')
    writeFileSync(at('blob'), blob)
    writeFileSync(at('raw.sig'), Buffer.from(armour, 'base64').subarray(-64))
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), pair.from.sign.publicKey])
    writeFileSync(at('key.der'), spki)
    const done = run('openssl', [
      'pkeyutl',
      '-verify',
      '-rawin',
      '-pubin',
      '-keyform',
      'DER',
      '-inkey',
      'key.der',
      '-in',
      'blob',
      '-sigfile',
      'raw.sig'
    ])
    expect(done.stdout.toString()).toContain('Verified Successfully')
  })
})

describe('what those tools write', () => {
  withTools(['ssh-keygen'], 'ssh-keygen -Y sign › octet for octet our own signature', () => {
    const key = signingKeyFromSeed(sha256('interop'))
    writeFileSync(at('ssh-key'), openSshPrivateKey(key.seed, key.publicKey), { mode: 0o600 })
    const message = Buffer.from('{"jhb":1}')
    const armour = run('ssh-keygen', ['-q', '-Y', 'sign', '-f', 'ssh-key', '-n', 'jhb-bundle@v1'], message).stdout
    expect(armour.equals(signSshsig('jhb-bundle@v1', message, key))).toBe(true)
    expect(verifySshsig('jhb-bundle@v1', message, armour, key.publicKey)).toBe(true)
  })

  withTools(['age'], 'age and age-keygen › open here, and name the same recipient', async () => {
    execFileSync('age-keygen', ['-o', at('theirs.txt')], { stdio: 'ignore' })
    const identity = /AGE-SECRET-KEY-1\S+/.exec(readFileSync(at('theirs.txt'), 'utf8'))?.[0] ?? ''
    const recipient = await ageRecipientOf(identity)
    expect(readFileSync(at('theirs.txt'), 'utf8')).toContain(recipient)
    for (const size of [0, 65_536, 200_000]) {
      const plain = Buffer.alloc(size, 'x')
      const file = run('age', ['-r', recipient], plain).stdout
      const pieces: Uint8Array[] = []
      for await (const piece of ageDecrypt([file], [identity])) pieces.push(piece)
      expect(Buffer.concat(pieces).equals(plain)).toBe(true)
    }
    expect(await ageDecryptWithPassphrase(run('age', ['-r', recipient], Buffer.from('x')).stdout, 'x')).toBeNull()
  })

  withTools(['python3', 'age', 'ssh-keygen'], 'a Python program with age and ssh-keygen › its card and 1,000 slips open here', async () => {
    const made = at('made')
    mkdirSync(made)
    const program = resolve(import.meta.dirname, 'make_bundle.py')
    const args = [program, 'A1', made, pair.to.card.id, pair.to.code, '1000', ...recipientsOf(pair.to.card)]
    const office = execFileSync('python3', args, { encoding: 'utf8' }).trim()
    const card = await readCardFile(readFileSync(join(made, 'made.jhk')))
    expect(card.id).toBe(office)
    const source = await openFileSource(join(made, 'made.jhb'))
    try {
      const verified = await verify(pair, source, { pinned: (id) => (id === card.id ? pinOf(card) : null) })
      const { items } = await openAll(verified, { identities: pair.to.identities })
      expect(items).toHaveLength(1000)
      expect(items.every((item) => item.t === 'slip' && item.refusal === null)).toBe(true)
      const first = items[0]
      expect(first?.t === 'slip' && first.digest === sha256Text(first.text)).toBe(true)
    } finally {
      await source.close()
    }
  })
})

const str = (octets: Uint8Array): Buffer => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(octets.length)
  return Buffer.concat([length, octets])
}

function sha512sum(octets: Uint8Array): Buffer {
  return Buffer.from(spawnSync('openssl', ['dgst', '-sha512', '-binary'], { input: octets }).stdout)
}

/** The unencrypted private key format of OpenSSH, just enough to lend a key to ssh-keygen. */
function openSshPrivateKey(seed: Uint8Array, publicKey: Uint8Array): string {
  const type = Buffer.from('ssh-ed25519')
  const blob = Buffer.concat([str(type), str(publicKey)])
  const check = Buffer.from([1, 2, 3, 4])
  const secret = Buffer.concat([check, check, str(type), str(publicKey), str(Buffer.concat([seed, publicKey])), str(Buffer.alloc(0))])
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, i) => i + 1))
  const none = str(Buffer.from('none'))
  const whole = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    none,
    none,
    str(Buffer.alloc(0)),
    Buffer.from([0, 0, 0, 1]),
    str(blob),
    str(Buffer.concat([secret, padding]))
  ])
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${whole.toString('base64').replace(/.{1,70}/g, '$&\n')}-----END OPENSSH PRIVATE KEY-----\n`
}
