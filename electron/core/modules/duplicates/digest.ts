/** Short numbers that stand for texts in the scan: equal texts are equal, different ones nearly always differ, and every hit is compared in full. */

const PRIME = 0x01000193

/** 32 bits, FNV-1a over UTF-16 with a last mix so that the upper bits are as good as the lower ones. */
export function hashOf(text: string, seed = 0x811c9dc5): number {
  let hash = seed
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME)
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  return hash >>> 0
}

/** 64 bits as hex: tells whether facts changed, and protects nothing. */
export const digestOf = (text: string): string =>
  [hashOf(text), hashOf(text, 0x9dc5811c)].map((part) => part.toString(16).padStart(8, '0')).join('')
