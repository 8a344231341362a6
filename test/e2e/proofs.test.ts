/** At the counter: a posted proof is typed, scanned as keys, read from a photo and a document; a stick brings the list that voids it; a person finds out. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { writeProof, type Proof } from '@shared/proof'
import { composeProofList, fingerprint, writeCardFile, writeProofListFile } from '../../electron/core/container'
import { signEd25519 } from '../../electron/core/crypto'
import { madeUpOffice, type MadeUpOffice } from '../exchange/made-up-offices'
import { findings } from '../kit/axe'
import { type Clerk, cutOff, expectNoComplaints, focusOn, openStage, type Stage, walking } from '../kit/browser'
import { openTestOffice } from '../kit/office'
import { greyPng } from '../kit/small-png'
import { aProof } from '../proof/kit'
import { pdfOf, sheetWith } from '../proof/sheet'
import { chooseFolder } from './office-walk'
import { signIn } from './real-office'

const THERE = '测试乙县卫生健康局'
const root = mkdtempSync(join(tmpdir(), 'proofs-e2e-'))
let there: MadeUpOffice
let stage: Stage
let clerk: Clerk

function codeOf(change: Partial<Proof> = {}): string {
  const keyId = Buffer.from(fingerprint(there.sign.publicKey).slice('SHA256:'.length), 'base64').subarray(0, 8)
  return writeProof({ ...aProof, issuer: there.card.code, ...change }, keyId, (message) => signEd25519(there.sign, message))
}
function saved(name: string, octets: Uint8Array): string {
  writeFileSync(join(root, name), octets)
  return join(root, name)
}

beforeAll(async () => {
  there = await madeUpOffice(THERE, '141124-00')
  const office = await openTestOffice()
  const file = office.connection.offer(saved('card.jhk', writeCardFile(there.card))).ticket
  const { card } = await office.call('partners.readCard', { file })
  const { id } = await office.call('partners.add', { file })
  await office.call('partners.confirm', { id, digits: card.digits })
  await (await office.as('fuhe')).call('partners.confirm', { id, digits: card.digits })
  await office.core.close()
  stage = await openStage(office.dir)
  await office.close()
  clerk = await stage.open(stage.served.url)
  // Choosers are caught as long as somebody listens: without this a key pressed at once would open one that nobody sees.
  clerk.page.on('filechooser', () => undefined)
}, 120_000)
afterAll(async () => {
  await stage.close()
  rmSync(root, { recursive: true, force: true })
})

const shots = process.env['SHOTS']
async function shoot(name: string): Promise<void> {
  expect(await findings(clerk)).toEqual([])
  expect(await cutOff(clerk)).toEqual([])
  if (shots !== undefined) await clerk.page.screenshot({ path: join(shots, `${name}.png`) })
}
const answer = () => clerk.page.getByRole('region', { name: '核验结果' })
const verdict = () => answer().getByRole('heading').innerText()
async function answered(words: RegExp): Promise<void> {
  await expect.poll(verdict, { timeout: 30_000 }).toMatch(words)
}
/** As a scanner types: fast keys and a line end. */
async function scan(text: string): Promise<void> {
  await focusOn(clerk.page.getByLabel('核验码', { exact: true }))
  await clerk.page.keyboard.insertText(text)
  await clerk.keys('Enter')
}
async function choose(key: string, file: string): Promise<void> {
  const chooser = clerk.page.waitForEvent('filechooser')
  await clerk.keys(key)
  await (await chooser).setFiles(file)
}

it('the page › answers a scanner, a photo, a document and a pasted picture', async () => {
  await walking(clerk, async () => {
    await signIn(clerk, 'banli')
    await clerk.go('证明核验')
    await clerk.sees('没有核验记录')
    await expect.poll(() => clerk.focused(), { timeout: 5_000 }).toContain('核验码')
    await clerk.keys('Enter')
    await clerk.sees('还没有核验码。请先扫码，或从照片、PDF 读。')
    await scan(codeOf())
    await answered(/有效/)
    for (const words of ['测试𬱖', '6108**********002X', `由 ${THERE} 于 2026-03-05 签发`])
      expect(await answer().innerText()).toContain(words)
    await shoot('proof-valid')

    await scan(codeOf().toLowerCase())
    await answered(/无法确认/)
    expect(await answer().innerText()).toContain('大写锁定')
    expect(await answer().innerText()).not.toContain('测试𬱖')
    await shoot('proof-unconfirmed')

    const sheet = sheetWith(codeOf())
    await clerk.keys('F2')
    await choose('F6', saved('photo.png', greyPng(sheet.side, sheet.shades)))
    await answered(/有效/)
    await clerk.keys('F2')
    await choose('F7', saved('proof.pdf', pdfOf(sheet)))
    await answered(/有效/)

    await choose('F7', saved('bad.pdf', Buffer.from('%PDF-1.4 nothing')))
    await clerk.sees(/不是能打开的 PDF/)
    await choose('F6', saved('bad.png', Buffer.from('nothing')))
    await clerk.sees(/不是能打开的图片/)
    await choose('F6', saved('white.png', greyPng(64, Buffer.alloc(64 * 64, 255))))
    await clerk.sees(/图片里没有找到核验码/)

    await clerk.keys('F2')
    await clerk.page.evaluate(
      async (octets) => {
        const data = new DataTransfer()
        data.items.add(new File([Uint8Array.from(octets)], 'pasted.png', { type: 'image/png' }))
        document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
        await Promise.resolve()
      },
      [...greyPng(sheet.side, sheet.shades)]
    )
    await answered(/有效/)
  })
  expectNoComplaints(clerk)
}, 180_000)

it('a number that is typed › 无法确认; a person asks, and writes down who said so', async () => {
  await walking(clerk, async () => {
    await clerk.keys('F8')
    const dialog = clerk.page.getByRole('dialog', { name: '没有二维码的证明' })
    await dialog.waitFor()
    await clerk.type('141124-00')
    await clerk.keys('Enter')
    await clerk.type('A-0001')
    await shoot('proof-number')
    await focusOn(dialog.getByRole('button', { name: '查作废名单' }))
    await clerk.keys('Enter')
    await answered(/无法确认/)
    expect(await answer().innerText()).toContain('没有二维码')

    await focusOn(clerk.grid('核验记录'))
    await clerk.keys('Enter')
    const panel = clerk.page.getByRole('complementary', { name: '一次核验' })
    await panel.getByText('核实以前，“无法确认”不等于假的').waitFor()
    await focusOn(panel.getByRole('button', { name: '登记核实结果' }))
    await clerk.keys('Enter')
    const settle = clerk.page.getByRole('dialog', { name: '登记核实结果' })
    await settle.waitFor()
    await focusOn(settle.getByRole('radio', { name: /经查不是该单位出具/ }))
    await clerk.keys('Space')
    await focusOn(settle.getByRole('button', { name: '登记', exact: true }))
    await clerk.keys('Enter')
    await clerk.sees('请写明答复人和部门')
    await focusOn(settle.getByLabel('答复人和部门'))
    await clerk.type('王科长，证件科')
    await focusOn(settle.getByRole('button', { name: '登记', exact: true }))
    await clerk.keys('Enter')
    await panel.getByText('答复人：王科长，证件科').waitFor()
    await shoot('proof-settled')
    await clerk.choose('显示', '不是真的')
    await clerk.grid('核验记录').getByText('A-0001').waitFor()
    await expect.poll(() => clerk.grid('核验记录').getByRole('row').count(), { timeout: 5_000 }).toBe(2)
    await clerk.choose('显示', '全部')
  })
  expectNoComplaints(clerk)
}, 120_000)

it('a stick with the list of the issuer › and the same proof is 已作废 from then on', async () => {
  await walking(clerk, async () => {
    const stick = join(root, 'stick')
    mkdirSync(stick)
    const { id, code, name } = there.card
    const list = { office: { id, code, name }, ver: 1, prev: null, made: '2026-11-20T09:00:00+08:00', vouched: [] }
    const voided = [{ id: aProof.id, on: '2026-11-20' }]
    writeFileSync(join(stick, `${code}_proofs.jhp`), writeProofListFile(composeProofList({ ...list, voided }, there.sign)))
    await clerk.go('交换')
    await chooseFolder(clerk, stick)
    await clerk.keys('F6')
    await clerk.sees('新的作废名单已收下')
    await shoot('proof-list-taken')
    await clerk.go('证明核验')
    await scan(codeOf())
    await answered(/已作废（2026-11-20）/)
    await shoot('proof-voided')
    await focusOn(clerk.button('作废名单…'))
    await clerk.keys('Enter')
    await clerk.page
      .getByRole('dialog', { name: '作废名单' })
      .getByRole('row', { name: `${THERE} 第 1 版 2026-11-20 1 0` })
      .waitFor()
    await shoot('proof-lists')
    await clerk.keys('Escape')
  })
  expectNoComplaints(clerk)
}, 120_000)
