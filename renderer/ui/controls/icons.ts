/** Drawings of the kit on a 16 × 16 field, as SVG path data. */
export const icons = {
  check: 'M3 8.5 6.5 12 13 4.5',
  dot: 'M8 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 1 0 0-7',
  clock: 'M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2M8 4.8V8l2.2 1.6',
  late: 'M8 2 14.5 13.5h-13zM8 6.5v3.2M8 11.6v.1',
  held: 'M4 7.5h8v6H4zM5.5 7.5V5.2a2.5 2.5 0 0 1 5 0v2.3',
  closed: 'M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2M5 8h6',
  close: 'M4 4l8 8M12 4l-8 8',
  down: 'M4 6.5 8 10.5l4-4',
  right: 'M6.5 4 10.5 8l-4 4',
  up: 'M4 9.5 8 5.5l4 4',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 1 0 0-9M10.5 10.5 14 14',
  pin: 'M6 2.5h4l-.6 4.2 2.1 2.3H4.5l2.1-2.3zM8 9v4.5',
  folder: 'M2 4.5h4.5l1.5 1.5h6v7H2z',
  print: 'M4.5 6V2.5h7V6M4.5 11.5H2.5V6h11v5.5h-2M4.5 9.5h7v4h-7z',
  user: 'M8 2.5a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 1 0 0-5.6M2.8 14c.5-3 2.5-4.4 5.2-4.4s4.7 1.4 5.2 4.4'
} as const

export type IconName = keyof typeof icons
