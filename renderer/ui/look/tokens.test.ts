// Why: contrast and colour-blind safety are promises; this reads the very tokens that ship and measures them.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { stateNames } from '../controls/states'

const css = readFileSync(resolve(import.meta.dirname, 'tokens.css'), 'utf8')
const colours = new Map(Array.from(css.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6});/g), (found) => [found[1] ?? '', found[2] ?? '']))
const colour = (name: string): string => {
  const value = colours.get(name)
  if (value === undefined) throw new Error(`no colour token --${name}`)
  return value
}

type Triple = readonly [number, number, number]
const channel = (hex: string, at: number): number => {
  const value = parseInt(hex.slice(at, at + 2), 16) / 255
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}
const linear = (hex: string): Triple => [channel(hex, 1), channel(hex, 3), channel(hex, 5)]
const dot = (row: Triple, value: Triple): number => row[0] * value[0] + row[1] * value[1] + row[2] * value[2]
const luminance = (hex: string): number => dot([0.2126, 0.7152, 0.0722], linear(hex))

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

// Machado, Oliveira & Fernandes 2009, full deficiency, linear RGB.
const sight: Record<string, readonly [Triple, Triple, Triple]> = {
  'full sight': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1]
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998]
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881]
  ]
}

function lab(value: Triple): Triple {
  const curve = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)
  const x = curve(dot([0.4124, 0.3576, 0.1805], value) / 0.95047)
  const y = curve(dot([0.2126, 0.7152, 0.0722], value))
  const z = curve(dot([0.0193, 0.1192, 0.9505], value) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

function seen(hex: string, by: string): Triple {
  const rows = sight[by]
  if (rows === undefined) throw new Error(by)
  const value = linear(hex)
  const clamp = (v: number): number => Math.min(1, Math.max(0, v))
  return lab([clamp(dot(rows[0], value)), clamp(dot(rows[1], value)), clamp(dot(rows[2], value))])
}
const difference = (a: Triple, b: Triple): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])

describe('tokens › contrast is at least 4.5:1', () => {
  const grounds = ['paper', 'surface']
  const pairs: [string, string][] = [
    ...['text', 'text-soft', 'brand', 'brand-hover', ...stateNames].flatMap((ink) =>
      grounds.map((ground): [string, string] => [ink, ground])
    ),
    ...stateNames.flatMap((state): [string, string][] => [
      [state, `${state}-tint`],
      ['text', `${state}-tint`],
      ['text-soft', `${state}-tint`]
    ]),
    ['text', 'surface-strong'],
    ['text-soft', 'surface-strong'],
    ['text', 'brand-tint'],
    ['text-soft', 'brand-tint'],
    ['brand', 'brand-tint'],
    ['on-brand', 'brand'],
    ['on-brand', 'brand-hover']
  ]
  test.each(pairs)('%s on %s', (ink, ground) => {
    expect(contrast(colour(ink), colour(ground))).toBeGreaterThanOrEqual(4.5)
  })
  test('edges of controls reach 3:1 on paper and surface', () => {
    for (const ground of grounds) expect(contrast(colour('line-strong'), colour(ground))).toBeGreaterThanOrEqual(3)
  })
})

/** The declarations of one rule of a component's own style. */
function ruleOf(file: string, selector: string): ReadonlyMap<string, string> {
  const source = readFileSync(resolve(import.meta.dirname, '..', file), 'utf8')
  const rules = Array.from(source.slice(source.indexOf('<style')).matchAll(/([^{}]+)\{([^{}]*)\}/g))
  const body = rules.find(([, head]) => head?.split('>').at(-1)?.trim() === selector)?.[2]
  if (body === undefined) throw new Error(`${file} has no rule ${selector}`)
  return new Map(Array.from(body.matchAll(/([a-z-]+):\s*([^;]+);/g), ([, name, value]) => [name ?? '', value ?? '']))
}
/** A colour as a component writes it; anything but a token or six hex digits fails the test. */
const written = (value: string): string => (/^#[0-9a-f]{6}$/.test(value) ? value : colour(value.replace(/^var\(--(.+)\)$/, '$1')))

/** `ink` at `opacity` over `ground`, as the screen mixes them. */
function faded(ink: string, ground: string, opacity: number): string {
  const part = (hex: string, at: number): number => parseInt(hex.slice(at, at + 2), 16)
  const mixed = [1, 3, 5].map((at) => Math.round(part(ink, at) * opacity + part(ground, at) * (1 - opacity)))
  return `#${mixed.map((each) => each.toString(16).padStart(2, '0')).join('')}`
}

describe('key hint › contrast is at least 4.5:1 on every button', () => {
  const hint = ruleOf('controls/key-hint.vue', '.key-hint')
  test.each([
    ['plain', ['.app-button']],
    ['plain under the pointer', ['.app-button', '.app-button:hover']],
    ['primary', ['.app-button', '.is-primary']],
    ['primary under the pointer', ['.app-button', '.is-primary', '.is-primary:hover']],
    ['quiet', ['.app-button', '.is-quiet']],
    ['quiet under the pointer', ['.app-button', '.is-quiet', '.is-quiet:hover']],
    ['disabled', ['.app-button', '.app-button:disabled']]
  ])('%s', (_, selectors) => {
    const look = new Map(selectors.flatMap((selector) => [...ruleOf('controls/app-button.vue', selector)]))
    const behind = look.get('background') ?? 'transparent'
    const ground = written(behind === 'transparent' ? 'var(--surface)' : behind) // A quiet button lets the page shine through.
    const ink = written(hint.get('color') ?? look.get('color') ?? 'var(--text)')
    expect(contrast(faded(ink, ground, Number(hint.get('opacity') ?? 1)), ground)).toBeGreaterThanOrEqual(4.5)
  })
})

describe('states › stay apart', () => {
  const pairs = stateNames.flatMap((a, at) => stateNames.slice(at + 1).map((b): [string, string] => [a, b]))
  describe.each(Object.keys(sight))('for %s', (by) => {
    // CIE76: 2.3 is just noticeable; 12 is apart at a glance even in small type.
    test.each(pairs)('%s and %s', (a, b) => {
      expect(difference(seen(colour(a), by), seen(colour(b), by))).toBeGreaterThan(12)
    })
  })
})
