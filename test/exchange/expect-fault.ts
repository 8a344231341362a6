// One way to say "this must be refused with that code".
import { expect } from 'vitest'
import { BundleFault, type BundleFaultCode } from '../../electron/core/container'

export async function faultOf(attempt: Promise<unknown>): Promise<BundleFault> {
  try {
    await attempt
  } catch (error) {
    if (error instanceof BundleFault) return error
    throw error
  }
  throw new TypeError('it was accepted')
}

export async function expectFault(attempt: Promise<unknown>, code: BundleFaultCode, step?: number): Promise<BundleFault> {
  const fault = await faultOf(attempt)
  expect({ code: fault.code, because: fault.message }).toEqual({ code, because: fault.message })
  if (step !== undefined) expect(fault.step).toBe(step)
  return fault
}
