/** Numbers as offices write them: thousands separated, sizes in the unit that reads best. */

const grouped = new Intl.NumberFormat('zh-CN')

export const formatCount = (count: number): string => grouped.format(count)

/** @returns e.g. `640 字节`, `12.4 KB`, `1.1 GB`; 1 KB is 1,024 bytes as file managers show it */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${String(bytes)} 字节`
  const units = ['KB', 'MB', 'GB', 'TB']
  let value = bytes / 1024
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${value >= 100 ? String(Math.round(value)) : value.toFixed(1)} ${units[unit] ?? ''}`
}
