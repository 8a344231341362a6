// The one way this room says "refused": a code of exchange.md §2.9, the step that found it, and what is known of the file.
import { bundleFaults, type BundleFaultCode } from '@shared/errors/bundle-faults'
import type { BundleHeader } from './header'

export type { BundleFaultCode }

export type FaultParams = Readonly<Record<string, string | number>>

/**
 * A file or its content is refused (`E_…`) or set aside (`S_…`).
 * `step` is the number in exchange.md §2.9; `header` is there when it could be read; `waits` marks `wait-key`: spooled, tried again;
 * `alarm` marks evidence of misuse that a person must see.
 */
export class BundleFault extends Error {
  readonly code: BundleFaultCode
  readonly step: number
  readonly params: FaultParams
  readonly header: BundleHeader | null
  readonly waits: boolean
  readonly alarm: boolean

  constructor(code: BundleFaultCode, step: number, detail: FaultDetail = {}) {
    super(`${code} at step ${String(step)}${detail.because === undefined ? '' : `: ${detail.because}`}`)
    this.name = 'BundleFault'
    this.code = code
    this.step = step
    this.params = detail.params ?? {}
    this.header = detail.header ?? null
    this.waits = detail.waits ?? false
    this.alarm = detail.alarm ?? false
  }
}

export interface FaultDetail {
  readonly params?: FaultParams
  readonly header?: BundleHeader
  readonly waits?: boolean
  readonly alarm?: boolean
  /** English, for the log only; never holds anything read from the encrypted content. */
  readonly because?: string
}

/** The three sentences of a code with its parameters filled in. */
export function explainFault(code: BundleFaultCode, params: FaultParams = {}): { text: string; kept: string; advice: string } {
  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? '—'))
  const entry = bundleFaults[code]
  return { text: fill(entry.text), kept: fill(entry.kept), advice: fill(entry.advice) }
}
