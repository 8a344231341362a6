/** Two hundred certificates with rare names, photo box and code on their way to PDF, beside Chromium printing the finished page and LibreOffice converting them. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeProof } from '@shared/proof'
import { loadTemplates } from '../electron/core/modules/forms'
import type { FormPaper } from '../renderer/print'
import { openPress, type Press } from '../test/kit/press'
import { aProof, keyIdOctets, signing } from '../test/proof/kit'
import { resourcesDir } from './bench-office'
import { race, type Comparison } from './measure'

const CERTIFICATES = 200
const OFFICE = ['/usr/bin/soffice', '/usr/bin/libreoffice'].find((path) => existsSync(path))

function paperOf(count: number): FormPaper {
  const stored = loadTemplates(join(resourcesDir, 'templates')).edition('marriage_birth', '2014')
  if (!stored) throw new TypeError('no form to print')
  const { template, html, css, sample } = stored
  const pieces = Array.from({ length: count }, (_, at) => {
    const number = String(610_802_001_202_600_000 + at)
    const id = at.toString(16).padStart(32, '0')
    return { data: { ...sample, number }, title: number, code: writeProof({ ...aProof, id, number }, keyIdOctets, signing) }
  })
  return { sheet: { template, html, css }, pieces, practice: false }
}

/** Each certificate a file of its own, all in one call: so an office without a program makes them from its template. */
function convert(pages: readonly string[]): undefined {
  const folder = mkdtempSync(join(tmpdir(), 'yipanqi-soffice-'))
  const files = pages.map((html, at) => {
    const file = join(folder, `${String(at)}.html`)
    writeFileSync(file, html)
    return file
  })
  const profile = `-env:UserInstallation=file://${folder}/profile`
  execFileSync(OFFICE ?? '', [profile, '--headless', '--convert-to', 'pdf:writer_web_pdf_Export', '--outdir', folder, ...files], {
    stdio: 'ignore'
  })
  if (readdirSync(folder).filter((name) => name.endsWith('.pdf')).length !== pages.length) throw new TypeError('not every pdf')
  rmSync(folder, { recursive: true, force: true })
  return undefined
}

/** The whole call is what is measured. */
async function whole(work: Promise<unknown>): Promise<undefined> {
  await work
  return undefined
}

async function printed(press: Press, paper: FormPaper): Promise<undefined> {
  const { path, troubles } = await press.send(paper)
  if (troubles.length > 0) throw new TypeError('the sample does not fit')
  await press.pdfSent(path)
  return undefined
}

/** The same sheets as any page has them: laid out for the window first, with nothing said of when. */
function plainly(html: string): string {
  const plain = html
    .replace(/@media screen\{body>:not\(\.letters\).*?@media print\{\.letters\{display:none\}\}/, '')
    .replace(/<div class="letters.*$/s, '')
  if (plain.includes('letters')) throw new TypeError('not plain')
  return plain
}

/** Beside pages that say nothing and one word: what the letters cost, and what the sheet itself. */
async function previewBench(press: Press): Promise<Comparison[]> {
  const one = { ...paperOf(1), onScreen: true }
  const against = async (html: string, floorName: string, bound: number | null): Promise<Comparison> => {
    const floor = (await press.page({ ...one, sheet: { ...one.sheet, html }, pieces: [{ data: {}, title: '' }] })).html
    return race({
      ...{ name: 'first page of a preview', rows: 1, rounds: 25, bound, floorName },
      ours: () => whole(press.send(one).then(({ path }) => press.showSent(path))),
      floor: () => whole(press.show(floor))
    })
  }
  return [await against('', 'an empty page', 2), await against('证', 'a page with one common letter', 2)]
}

/** The number of rows does not matter: a run of the printer is as long as its paper. */
export async function formsBench(): Promise<Comparison[]> {
  const press = await openPress()
  try {
    const paper = paperOf(CERTIFICATES)
    const finished = (await press.page(paper)).html
    const against = (html: string, floorName: string, bound: number | null): Promise<Comparison> =>
      race({
        ...{ name: 'certificates to PDF', rows: CERTIFICATES, rounds: 5, bound, floorName },
        ours: () => printed(press, paper),
        floor: () => whole(press.pdf(html))
      })
    const pdfs = [
      await against(plainly(finished), 'Chromium printing the same as plain HTML', 1.2),
      await against(finished, 'Chromium printing our finished page', null)
    ]
    const previews = await previewBench(press)
    if (OFFICE === undefined) return [...pdfs, ...previews]
    const single = await Promise.all(paper.pieces.map(async (piece) => (await press.page({ ...paper, pieces: [piece] })).html))
    const office = await race({
      ...{
        name: 'certificates to PDF',
        rows: CERTIFICATES,
        rounds: 3,
        bound: 0.2,
        floorName: 'LibreOffice converting each finished page'
      },
      ours: () => printed(press, paper),
      floor: () => convert(single)
    })
    return [...pdfs, ...previews, office]
  } finally {
    await press.close()
  }
}
