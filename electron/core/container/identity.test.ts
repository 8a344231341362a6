// The numbers people compare and the names they see on a stick, against the vectors of exchange.md §4.1.
import { describe, expect, it } from 'vitest'
import { explainFault } from './faults'
import { bundleFaults, type BundleFaultCode } from '@shared/errors/bundle-faults'
import {
  bundleFileName,
  cardFileName,
  fingerprint,
  formatKeyLine,
  keyQrText,
  officeIdOf,
  parseKeyLine,
  parseKeyQrText,
  recipientFolder,
  rootDigits,
  statusFileName
} from './index'

const raw = Uint8Array.from({ length: 32 }, (_, i) => i + 1)

describe('office identity', () => {
  it('key line, fingerprint, id, digits › are those of the format’s test vector', () => {
    const line = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g'
    expect(formatKeyLine(raw)).toBe(line)
    expect(parseKeyLine(line)).toEqual(raw)
    expect(fingerprint(raw)).toBe('SHA256:mKqU+0K8OhKmA8bBQi9Rz0Q5l7/g160hIP+rJYSTNj4')
    expect(officeIdOf(raw)).toBe('421fe5a52590e1b3faabe52575d03210')
    expect(rootDigits(raw)).toBe('79405 70363 93904 77445 53750 55724 96950 90062')
  })

  it('parseKeyLine › refuses every other spelling', () => {
    const line = formatKeyLine(raw)
    for (const bad of [
      `${line} x`,
      `${line}\n`,
      ` ${line}`,
      line.replace(' ', '  '),
      line.slice(0, -1),
      line.replace('ssh-ed25519', 'ssh-rsa'),
      line.replace('IAEC', 'IQEC')
    ]) {
      expect(parseKeyLine(bad)).toBeNull()
    }
  })

  it('QR text › is 78 characters a scanner types, and comes back', () => {
    const text = keyQrText(officeIdOf(raw), raw)
    expect(text).toMatch(/^[0-9A-Z ]{78}$/)
    expect(parseKeyQrText(` ${text}\r\n`)).toEqual({ officeId: officeIdOf(raw), digits: rootDigits(raw) })
    expect(parseKeyQrText(text.toLowerCase())).toBeNull()
    expect(parseKeyQrText(text.slice(0, -1))).toBeNull()
  })
})

describe('file names', () => {
  it('are short, lower-case ASCII › and numbers may grow longer', () => {
    const names = [
      bundleFileName('610802-00', '141124-00', 'abcdef0123456789', 7, 981),
      bundleFileName('610802-00', '141124-00', 'abcdef0123456789', 12_345_678, 123_456_789),
      statusFileName('610802-00', '141124-00', 982),
      cardFileName('610802-00', 3)
    ]
    expect(names).toEqual([
      '610802-00_141124-00_abcdef01_000007_00000981.jhb',
      '610802-00_141124-00_abcdef01_12345678_123456789.jhb',
      '610802-00_141124-00_status_00000982.jhb',
      '610802-00_card_0003.jhk'
    ])
    for (const name of names) expect(name).toMatch(/^[0-9a-z_.-]{1,64}$/)
    expect(recipientFolder('141124-00')).toBe('JHB/141124-00')
  })
})

describe('explainFault', () => {
  it('has three Chinese sentences for every code › with its parameters filled in', () => {
    for (const code of Object.keys(bundleFaults) as BundleFaultCode[]) {
      // keys of a const object
      const { text, kept, advice } = explainFault(code, { to: '甲', from: '乙', line: 3, field: 'phone' })
      for (const sentence of [text, kept, advice]) {
        expect(sentence).toMatch(/[一-龥].*。$/)
        expect(sentence).not.toMatch(/[{}]/)
      }
    }
    expect(explainFault('E_RECIPIENT', { to: '520123-00' }).text).toContain('520123-00')
    expect(explainFault('E_RECIPIENT').text).toContain('—')
  })
})
