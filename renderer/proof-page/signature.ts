/** Ed25519 in the page itself: browsers older than 2025 have none of their own. */
import { ed25519 } from '@noble/curves/ed25519.js'

/** Never throws: whatever is malformed is simply not valid. */
export function holds(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, key, { zip215: false })
  } catch {
    return false
  }
}
