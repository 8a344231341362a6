/** Where the columns of a chart stand: heights in the picture's own units, the tallest fills it. */
export interface ChartSeries {
  readonly label: string
  readonly tone: 'done' | 'due'
  /** Striped, so that it is told apart without colour. */
  readonly hatched: boolean
}

export interface ChartColumn {
  readonly label: string
  readonly total: number
  /** One per series; together no more than `total`. */
  readonly values: readonly number[]
}

export interface PlacedColumn {
  readonly label: string
  readonly total: number
  readonly x: number
  readonly width: number
  readonly whole: number
  readonly pieces: readonly { readonly from: number; readonly to: number }[]
}

const WIDTH = 480
const HEIGHT = 130
const GAP = 0.3

export function placeColumns(columns: readonly ChartColumn[], series: number): PlacedColumn[] {
  const tallest = Math.max(1, ...columns.map(({ total }) => total))
  const step = WIDTH / Math.max(1, columns.length)
  return columns.map(({ label, total, values }, at) => {
    let from = 0
    const pieces = Array.from({ length: series }, (_, nth) => {
      const to = from + ((values[nth] ?? 0) / tallest) * HEIGHT
      const piece = { from, to }
      from = to
      return piece
    })
    return { label, total, x: (at + GAP / 2) * step, width: step * (1 - GAP), whole: (total / tallest) * HEIGHT, pieces }
  })
}
