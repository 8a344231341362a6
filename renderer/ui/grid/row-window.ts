/** Which rows are in sight. Browsers cannot lay out elements taller than some tens of millions of pixels, so long registers are scrolled to scale. */

/** Well under every browser's limit, also at 150 % and on dense screens. */
export const TALLEST_PX = 8_000_000

export interface Extent {
  readonly rows: number
  readonly rowHeight: number
  /** Height of the part that shows rows. */
  readonly viewport: number
}

const contentOf = ({ rows, rowHeight }: Extent): number => rows * rowHeight
const deepest = (extent: Extent): number => Math.max(0, contentOf(extent) - extent.viewport)

/** Height of the scrolled element. */
export const scrollHeight = (extent: Extent): number => Math.min(contentOf(extent), TALLEST_PX)
export const isScaled = (extent: Extent): boolean => contentOf(extent) > TALLEST_PX

const scale = (extent: Extent): number => (isScaled(extent) ? deepest(extent) / (TALLEST_PX - extent.viewport) : 1)

/** Offset: pixels of rows above the sight, as if the list were laid out whole. */
export const clampOffset = (extent: Extent, offset: number): number => Math.min(deepest(extent), Math.max(0, offset))
export const offsetOf = (extent: Extent, scrollTop: number): number => clampOffset(extent, scrollTop * scale(extent))
export const scrollTopOf = (extent: Extent, offset: number): number => clampOffset(extent, offset) / scale(extent)

/** First and one past the last row in sight, with `spare` rows on both sides. */
export function rowsInSight(extent: Extent, offset: number, spare: number): { readonly from: number; readonly to: number } {
  const from = Math.max(0, Math.floor(offset / extent.rowHeight) - spare)
  const to = Math.min(extent.rows, Math.ceil((offset + extent.viewport) / extent.rowHeight) + spare)
  return { from, to: Math.max(from, to) }
}

/** The offset nearest to the present one at which the row is wholly in sight. */
export function offsetShowing(extent: Extent, offset: number, row: number): number {
  const top = row * extent.rowHeight
  if (top < offset) return clampOffset(extent, top)
  const bottom = top + extent.rowHeight
  return bottom > offset + extent.viewport ? clampOffset(extent, bottom - extent.viewport) : offset
}
