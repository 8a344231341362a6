/** The life-cycle of slips explored at length: seed after seed until the time is up. */
import { expect, it } from 'vitest'
import { explore } from '../slips/explored/explore'

const numberOf = (name: string, usual: number): number => Number(process.env[`EXPLORE_${name}`] ?? usual)
const minutes = numberOf('MINUTES', 2)

it('seed after seed › both ends of every slip agree', { timeout: (minutes + 5) * 60_000 }, () => {
  const end = performance.now() + minutes * 60_000
  const isOver = (): boolean => performance.now() > end
  for (let seed = numberOf('SEED', 1); !isOver(); seed++) {
    const { faults, steps } = explore({ seed, offices: numberOf('OFFICES', 8), steps: numberOf('STEPS', 20_000) }, isOver)
    console.info(`seed ${String(seed)}: ${String(steps)} steps, ${String(faults.length)} faults`)
    expect(faults, `seed ${String(seed)}`).toEqual([])
  }
})
