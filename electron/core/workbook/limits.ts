// Why: a workbook comes from outside, so every size it can claim has a bound that stands in one place.

const MIB = 1_048_576

export const limits = {
  /** The file as it lies on the disk, octets. A county's 1,000,000 rows × 20 columns take some 100 MB. */
  fileBytes: 512 * MIB,
  /** One part after inflating, octets. */
  partBytes: 2048 * MIB,
  /** Parts that are read whole (styles, relations, list of sheets, comments), octets. */
  smallPartBytes: 64 * MIB,
  /** Shared strings kept while the workbook is open, octets of UTF-8. */
  stringBytes: 512 * MIB,
  /** Inflated ÷ packed, counted once more than `ratioFrom` octets have come out; blank styled rows reach about 100. */
  ratio: 400,
  ratioFrom: 32 * MIB,
  zipEntries: 10_000,
  sheets: 256,
  /** Excel's own last row. */
  rows: 1_048_576,
  columns: 256,
  merges: 65_536,
  /** Characters of one cell, Excel's own limit. */
  cellCharacters: 32_767,
  /** One XML tag or text, or one CSV field, before it is taken for an attack or an unclosed quote. */
  tokenCharacters: 2 * MIB,
  /** Comments written into one marked sheet; Excel grows slow beyond. */
  comments: 20_000
} as const
