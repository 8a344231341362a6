// Why: before eight in the morning the day of an instant is not yet the day on the clerk's clock.
import { afterEach, expect, test, vi } from 'vitest'
import type { CertificateRow } from '@shared/contract/certificates'
import { certificateColumns } from './certificate-words'

afterEach(() => vi.unstubAllEnvs())

test('the day of drafting › is the day on the clock here', () => {
  vi.stubEnv('TZ', 'Asia/Shanghai')
  const drafted = certificateColumns(() => '').find(({ id }) => id === 'createdAt')
  const dayOf = (createdAt: string) => drafted?.text({ createdAt } as CertificateRow)
  expect(['2026-03-04T15:59:00.000Z', '2026-03-04T16:00:00.000Z', '2026-03-05T00:30:00.000Z'].map(dayOf)).toEqual([
    '2026-03-04',
    '2026-03-05',
    '2026-03-05'
  ])
})
