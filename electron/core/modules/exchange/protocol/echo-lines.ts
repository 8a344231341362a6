/** Reads the content of an echoed bundle line by line: which lines are slips of its author, and which belong to echoes inside it. */

/**
 * Slip lines of one bundle's content. What stands in echoes inside it are words of the other side and passed over.
 * @param lines its content lines, the core first
 */
export function* slipLinesOf(lines: Iterable<string>): Generator<string> {
  let passOver = 1
  for (const line of lines) {
    if (passOver > 0) {
      passOver -= 1
      continue
    }
    if (line.startsWith('{"t":"slip"')) yield line
    else if (line.includes('"t":"')) {
      const { t, lines: count } = JSON.parse(line) as { readonly t?: unknown; readonly lines?: unknown }
      if (t === 'slip') yield line
      else if (t === 'echo' && typeof count === 'number') passOver = count
    }
  }
}
