/** What the registry's answer about signatures means: only a good one counts as good, and being out of reach is said as such. */
import { expect, it } from 'vitest'
import { judge } from '../../scripts/signatures.mjs'

it.each([
  [0, 'audited 608 packages in 9s\n\n608 packages have verified registry signatures', 'signed'],
  [0, 'audited 608 packages in 9s\n\n600 packages have verified registry signatures\n\n40 packages have verified attestations', 'signed'],
  [1, '1 package has an invalid registry signature:\n\na@1.0.0', 'wrong'],
  [1, '2 packages have missing registry signatures but the registry is providing signing keys', 'wrong'],
  [1, 'npm error code ENOTFOUND', 'unreachable'],
  [1, 'npm error code E404\nnpm error 404 Not Found - GET /-/npm/v1/keys', 'unreachable'],
  [1, 'npm error No dependencies to audit that were installed from a supported registry', 'unreachable'],
  [0, '', 'unreachable'],
  [1, 'something nobody foresaw', 'wrong']
] as const)('%i %j › %s', (status, output, verdict) => expect(judge({ status, output })).toBe(verdict))
