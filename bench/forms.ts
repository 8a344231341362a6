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
  const { html, troubles } = await press.page(paper)
  if (troubles.length > 0) throw new TypeError('the sample does not fit')
  await press.pdf(html)
  return undefined
}

/** The number of rows does not matter: a run of the printer is as long as its paper. */
export async function formsBench(): Promise<Comparison[]> {
  const press = await openPress()
  try {
    const paper = paperOf(CERTIFICATES)
    const finished = (await press.page(paper)).html
    const one = paperOf(1)
    // Of each font one letter, so that all are opened; the program's own pages are never without.
    const empty = (
      await press.page({ ...one, sheet: { ...one.sheet, html: '<p>一<b>一</b>\u{20000}</p>' }, pieces: [{ data: {}, title: '' }] })
    ).html
    const pdf = await race({
      ...{ name: 'certificates to PDF', rows: CERTIFICATES, rounds: 5, bound: 1.2, floorName: 'Chromium printing the finished page' },
      ours: () => printed(press, paper),
      floor: () => whole(press.pdf(finished))
    })
    const preview = await race({
      ...{ name: 'first page of a preview', rows: 1, rounds: 25, bound: 2, floorName: 'a page with one letter of each font' },
      ours: () => whole(press.page(one).then(({ html }) => press.show(html))),
      floor: () => whole(press.show(empty))
    })
    if (OFFICE === undefined) return [pdf, preview]
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
    return [pdf, preview, office]
  } finally {
    await press.close()
  }
}
