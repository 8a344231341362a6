/** Tells a scanner or card reader that poses as a keyboard from a person who types, and takes its text out of whatever field it landed in. */
import { readScan, type Scan } from '@shared/domain/scan-code'
import { isImeKey } from '../form/composing'
import { enterField, neighbourStop } from '../form/field-walk'

/** A reader's keys come at most this far apart (ms); practised typists stay above 60. */
export const BURST_GAP_MS = 35
/** Fewer characters than this are never a scan. */
export const MIN_SCAN = 8
/** A scan without Enter at its end is over after a silence. */
export const SILENCE_MS = 120
/** More than any reader types in one go. */
const MAX_SCAN = 4000

/** What a page is told: any other text stays where it was typed, for text expanders and handwriting boards are as quick as readers. */
export type WedgeScan = Exclude<Scan, { readonly kind: 'text' }>

export interface WedgeParts {
  /** Called once for each whole scan, after the field has its old text back. */
  readonly onScan: (scan: WedgeScan) => void
  /** Whether the office is made up; its lists are refused by a real one and the other way round. */
  readonly practice: () => boolean
  /** Moment of an event in milliseconds. The event's own stamp, because a busy page hears keys late. */
  readonly timeOf?: (event: Event) => number
  /** Calls `act` once after `ms`; returns the function that gives it up. */
  readonly after?: (ms: number, act: () => void) => () => void
}

export interface Wedge {
  /** Listens to a page or a part of it; returns the function that stops listening. */
  attach(root: Document | HTMLElement): () => void
}

type TextBox = HTMLInputElement | HTMLTextAreaElement

/** The field as it stood before the first key. */
interface Before {
  readonly box: TextBox
  readonly value: string
  readonly start: number | null
  readonly end: number | null
}

interface Burst {
  readonly before: Before | null
  typed: string
  /** Characters the keys did not name (a reader that sends Chinese); they are then read off the field. */
  hasUnnamed: boolean
  keys: number
  lastAt: number
  /** A tab between two parts was kept from moving the caret. */
  heldTab: boolean
}

const TEXTUAL = new Set(['text', 'search', 'tel', 'url', 'email'])

/** Only plain text fields are touched: a passphrase is never read, and a tick has no text. */
function textBoxOf(target: EventTarget | null): TextBox | null {
  if (target instanceof HTMLTextAreaElement) return target.readOnly ? null : target
  return target instanceof HTMLInputElement && TEXTUAL.has(target.type) && !target.readOnly ? target : null
}

const isSecret = (target: EventTarget | null): boolean => target instanceof HTMLInputElement && target.type === 'password'

function look(box: TextBox | null): Before | null {
  return box && { box, value: box.value, start: box.selectionStart, end: box.selectionEnd }
}

/** What stands in the field now between the text before and the text behind the caret of then. */
function insertedInto({ box, value, start, end }: Before): string {
  const head = start ?? value.length
  const tail = value.length - (end ?? value.length)
  return box.value.slice(head, Math.max(head, box.value.length - tail))
}

/** Gives the field its text and caret back, and tells the page as if the text had been taken back by hand. */
function restore({ box, value, start, end }: Before): void {
  if (box.value === value) return
  box.value = value
  box.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'historyUndo' }))
  if (start !== null && box.ownerDocument.activeElement === box) box.setSelectionRange(start, end)
}

const isCharacter = (key: string): boolean => Array.from(key).length === 1
/** Keys a reader presses beside its characters. */
const isSilent = (key: string): boolean => key === 'Shift' || key === 'CapsLock' || key === 'NumLock'
/** A key without a name is how Windows hands over a character that no key has. */
const isUnnamed = (event: KeyboardEvent): boolean => event.key === 'Unidentified' || event.key === ''

/** Only a reader types Chinese, or characters without a key, key by key; people compose them. */
const isCardLike = ({ typed, hasUnnamed }: Burst): boolean => hasUnnamed || /[^\t -~]/u.test(typed)

/** @returns what was scanned, null when the keys mean nothing here; a number alone belongs into the field it was scanned into */
function judge(burst: Burst, practice: boolean): WedgeScan | null {
  const { before, typed, hasUnnamed, keys } = burst
  if (keys < MIN_SCAN) return null
  const text = hasUnnamed && before ? insertedInto(before) : typed
  const scan = readScan(text.replace(/[\t\r\n]+$/, ''), practice)
  return scan.kind === 'text' || (scan.kind === 'number' && before !== null) ? null : scan
}

/** The rest may still be on its way. */
const isPartial = (scan: WedgeScan): boolean => scan.kind === 'refused' && (scan.reason === 'damaged' || scan.reason === 'incomplete')

/** The parts of a wedge with everything filled in, and the burst it hears just now. */
interface Ear extends Required<WedgeParts> {
  burst: Burst | null
  stopSilence: () => void
}

/**
 * Characters are never held back, for the first of them cannot be told from a person's. Enter is held back only behind a whole scan,
 * Tab only inside what is typed like a card; a Tab held in error walks on a moment later.
 */
export function createWedge(parts: WedgeParts): Wedge {
  const ear: Ear = { timeOf: (event) => event.timeStamp, after: afterTimeout, ...parts, burst: null, stopSilence: () => undefined }
  return {
    attach: (root) =>
      listen(
        root,
        (event) => hear(ear, event),
        () => drop(ear)
      )
  }
}

function drop(ear: Ear): void {
  ear.stopSilence()
  ear.burst = null
}

function hear(ear: Ear, event: Event): void {
  if (!(event instanceof KeyboardEvent)) return
  if (isImeKey(event) || event.repeat || isSecret(event.target) || event.ctrlKey || event.altKey || event.metaKey) drop(ear)
  else if (event.key === 'Enter') hearEnter(ear, event)
  else if (event.key === 'Tab') hearTab(ear, event)
  else if (isUnnamed(event)) note(ear, event, '', false)
  else if (isCharacter(event.key)) note(ear, event, event.key, true)
  else if (!isSilent(event.key)) drop(ear)
}

/** The burst that this event belongs to, if it is quick enough and in the same field. */
function goesOn({ burst, timeOf }: Ear, event: Event): Burst | null {
  const at = timeOf(event)
  if (!burst || at - burst.lastAt > BURST_GAP_MS || at < burst.lastAt) return null
  return (burst.before?.box ?? null) === textBoxOf(event.target) ? burst : null
}

function note(ear: Ear, event: KeyboardEvent, text: string, isNamed: boolean): Burst {
  const at = ear.timeOf(event)
  const begun = goesOn(ear, event)
  ear.stopSilence()
  const own = begun ?? { before: look(textBoxOf(event.target)), typed: '', hasUnnamed: false, keys: 0, lastAt: at, heldTab: false }
  own.typed += text
  own.hasUnnamed ||= !isNamed
  own.keys += 1
  own.lastAt = at
  ear.burst = own
  if (own.keys > MAX_SCAN) drop(ear)
  else ear.stopSilence = ear.after(SILENCE_MS, () => fallSilent(ear, own))
  return own
}

function hearEnter(ear: Ear, event: KeyboardEvent): void {
  const own = goesOn(ear, event)
  const scan = own && judge(own, ear.practice())
  if (own && scan) {
    hold(event)
    take(ear, own, scan)
  } else drop(ear)
}

function hearTab(ear: Ear, event: KeyboardEvent): void {
  const own = event.shiftKey ? null : goesOn(ear, event)
  if (own && isCardLike(own)) {
    hold(event)
    note(ear, event, '\t', true).heldTab = true
  } else drop(ear)
}

function hold(event: KeyboardEvent): void {
  event.preventDefault()
  event.stopImmediatePropagation()
}

function take(ear: Ear, own: Burst, scan: WedgeScan): void {
  drop(ear)
  if (own.before) restore(own.before)
  ear.onScan(scan)
}

function fallSilent(ear: Ear, own: Burst): void {
  const scan = judge(own, ear.practice())
  if (scan && !isPartial(scan)) {
    take(ear, own, scan)
    return
  }
  // A busy page may hear this before keys that were pressed long ago: whether they go on with it, their own stamps say.
  if (!own.heldTab) return
  drop(ear)
  if (own.before) walkOn(own.before.box)
}

/** In the capture phase: the form must not walk on before the scan has been told. */
function listen(root: Document | HTMLElement, onKey: (event: Event) => void, drop: () => void): () => void {
  const upsetting = ['compositionstart', 'paste', 'drop', 'pointerdown'] as const
  root.addEventListener('keydown', onKey, true)
  for (const name of upsetting) root.addEventListener(name, drop, true)
  return () => {
    drop()
    root.removeEventListener('keydown', onKey, true)
    for (const name of upsetting) root.removeEventListener(name, drop, true)
  }
}

/** The tab that was held back does late what it would have done. */
function walkOn(box: TextBox): void {
  if (box.ownerDocument.activeElement !== box) return
  const next = neighbourStop(box.form ?? box.ownerDocument.body, box, 1)
  if (next) enterField(next)
}

function afterTimeout(ms: number, act: () => void): () => void {
  const timer = setTimeout(act, ms)
  return () => clearTimeout(timer)
}
