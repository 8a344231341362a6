/** A failure as the kit shows it: three sentences, what kind it is, and the number under which the log knows it. */
export interface Problem {
  readonly category: 'invalid' | 'forbidden' | 'missing' | 'conflict' | 'untrusted' | 'incompatible' | 'busy' | 'storage' | 'internal'
  readonly what: string
  readonly kept: string
  readonly todo: string
  readonly ref: string | null
}
