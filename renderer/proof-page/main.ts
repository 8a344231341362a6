/**
 * The page with which anyone checks a proof: one HTML file with the list of keys inside, for any browser of a phone or a PC, without a network.
 * An office hands it out; it knows nothing of the office’s own records.
 */
import { isDay, type Day } from '@shared/domain/calendar-day'
import { judgeByNames, judgeProof, paperOf, wordsOf, type ProofAnswer, type ProofNames } from '@shared/proof'
import { codeInPicture, watchCamera, type DocumentReader } from '../scan'
import { holds } from './signature'

const MARKS: Readonly<Record<ProofAnswer['answer'], string>> = { valid: '✔', voided: '✖', unconfirmed: '？' }

function part<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new TypeError(`the page has no ${id}`)
  return found
}

const [text, trouble, answerBox] = [part('text', HTMLTextAreaElement), part('trouble', HTMLElement), part('answer', HTMLElement)]
const [view, camera, picture] = [part('view', HTMLVideoElement), part('camera', HTMLButtonElement), part('picture', HTMLInputElement)]
const names = JSON.parse(part('names', HTMLElement).textContent) as ProofNames | null // Written by the office that handed the page out.

/** The day in Beijing by the clock of this device. */
function today(): Day {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date())
  if (!isDay(day)) throw new RangeError('the date of this device is out of range')
  return day
}

/** A scanner ends with a line end; blanks belong to the code. */
const withoutLineEnd = (typed: string): string => typed.replace(/[\r\n\t]+/g, '')

function check(code: string): void {
  trouble.textContent = ''
  answerBox.hidden = true
  if (names === null) return
  if (code === '') {
    trouble.textContent = '还没有核验码：请扫码、拍照，或把核验码粘贴到框里。'
    text.focus()
    return
  }
  show(judgeProof(code, judgeByNames(names, holds, today())))
}

function show(answer: ProofAnswer): void {
  const { verdict, because, advice } = wordsOf(answer)
  answerBox.dataset['answer'] = answer.answer
  part('verdict', HTMLElement).textContent = `${MARKS[answer.answer]} ${verdict}`
  part('because', HTMLElement).textContent = `${because}本设备日期 ${today()}。`
  part('advice', HTMLElement).textContent = advice
  part('facts', HTMLElement).replaceChildren(
    ...(answer.proof === null ? [] : paperOf(answer.proof)).map(({ label, value }) => row(label, value))
  )
  answerBox.hidden = false
  answerBox.scrollIntoView({ block: 'nearest' })
}

function row(label: string, value: string): HTMLElement {
  const [line, head, cell] = [document.createElement('tr'), document.createElement('th'), document.createElement('td')]
  head.textContent = label
  cell.textContent = value
  line.append(head, cell)
  return line
}

function read(code: string): void {
  text.value = code
  check(code)
}

declare global {
  interface Window {
    readDocument?: DocumentReader
  }
}

/** The reader of documents is twenty times the page: it lies there as text and is started for the first PDF. */
async function codeInDocument(file: Blob): Promise<string | null> {
  if (!window.readDocument) {
    const script = document.createElement('script')
    script.textContent = part('reader', HTMLElement).textContent
    document.head.append(script)
  }
  if (!window.readDocument) throw new TypeError('the reader of documents did not start')
  return window.readDocument(file, part('thread', HTMLElement).textContent)
}

const inPicture = {
  read: codeInPicture,
  broken: '这个文件不是能打开的图片，没有读到任何内容。请换一张，或把核验码拍下来再选。',
  without: '图片里没有找到核验码。请把核验码拍满画面、放平、光线均匀，再试一次。'
}
const inDocument = {
  read: codeInDocument,
  broken: '这个文件不是能打开的 PDF，或者这个浏览器打不开，没有读到任何内容。请把核验码截成图片再选。',
  without: '这个 PDF 的前 20 页里没有找到核验码。请看是不是选错了文件，或把核验码截成图片再选。'
}

/** By its first letters: names and kinds of files are what somebody called them. */
const isDocument = async (file: Blob): Promise<boolean> => (await file.slice(0, 5).text()) === '%PDF-'

async function readFile(): Promise<void> {
  const file = picture.files?.[0]
  picture.value = ''
  if (!file) return
  trouble.textContent = '正在找核验码……'
  answerBox.hidden = true
  const { read: codeIn, broken, without } = (await isDocument(file)) ? inDocument : inPicture
  const code = await codeIn(file).catch(() => undefined)
  if (typeof code === 'string') read(code)
  else trouble.textContent = code === undefined ? broken : without
}

let watching: { stop(): void } | null = null

function stopCamera(): void {
  watching?.stop()
  watching = null
  view.hidden = true
  camera.textContent = '打开摄像头'
}

async function startCamera(): Promise<void> {
  trouble.textContent = ''
  view.hidden = false
  camera.textContent = '关闭摄像头'
  try {
    watching = await watchCamera(view, (code) => {
      stopCamera()
      read(code)
    })
  } catch {
    stopCamera()
    trouble.textContent = '摄像头没有打开：可能没有摄像头，或没有允许使用。请改用“拍照，或选择图片、PDF”，或用扫码枪。'
  }
}

function start(): void {
  if (names === null) {
    trouble.textContent = '这个网页里没有名单，核验不了。请向发放它的单位要完整的文件。'
    return
  }
  part('list', HTMLElement).textContent = `名单由${names.maker}于 ${names.madeOn} 制作，有 ${String(names.offices.length)} 个单位。`
  part('practice', HTMLElement).hidden = !names.practice
  // Without https or a file of one’s own, some browsers give no camera at all.
  camera.hidden = !('mediaDevices' in navigator)
  picture.addEventListener('change', () => void readFile())
  camera.addEventListener('click', () => {
    if (watching === null) void startCamera()
    else stopCamera()
  })
  part('check', HTMLElement).addEventListener('click', () => check(withoutLineEnd(text.value)))
  part('clear', HTMLElement).addEventListener('click', () => {
    text.value = ''
    trouble.textContent = ''
    answerBox.hidden = true
    text.focus()
  })
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return
    event.preventDefault()
    read(withoutLineEnd(text.value))
    text.select()
  })
}

start()
