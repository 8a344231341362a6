// The root an office may write into `tree`, so that one record can later be proved part of a bundle (RFC 9162 §2.1.1).
import { sha256 } from '../crypto'

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/**
 * @param digests record digests (32 octets each) of the lines after the core, in order
 * @returns `sha256:…`
 */
export function merkleRoot(digests: Iterable<Uint8Array>): string {
  // Complete subtrees from left to right, sizes falling: joining equal sizes as they appear gives the tree of the RFC.
  const trees: { size: number; hash: Uint8Array }[] = []
  const join = (): void => {
    const right = trees.pop()
    const left = trees.pop()
    if (left && right) trees.push({ size: left.size + right.size, hash: sha256(Buffer.concat([NODE, left.hash, right.hash])) })
  }
  for (const digest of digests) {
    trees.push({ size: 1, hash: sha256(Buffer.concat([LEAF, digest])) })
    while (trees.length > 1 && trees.at(-1)?.size === trees.at(-2)?.size) join()
  }
  while (trees.length > 1) join()
  return `sha256:${Buffer.from(trees[0]?.hash ?? sha256('')).toString('hex')}`
}
