/**
 * What a form owes to whoever holds it: its limit or right in words, a place for the seal with nothing in it, and whole sentences also where nothing
 * optional was filled in. Read out of the PDF by poppler.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StoredForm } from '../../electron/core/modules/forms'
import { givenNames, type FormData } from '../../shared/domain'
import { openPress, readPdf, type Press } from '../kit/press'
import { formId, formOnPaper, FORMS, letters } from '../kit/pressed-forms'

const CLOCK = ['7个工作日内向户籍地核实', '15个工作日内答复', '15个工作日内把结果告诉户籍地']
const REVIEW = ['书面告诉本人', '行政复议', '提起诉讼']

/** Limits and rights, as they stand on the sample. Source: domain.md §2.3, §4.1, §4.2, §5.4, §5.5; product.md §2. */
const OWED: Readonly<Record<string, readonly string[]>> = {
  'benefit_public_list/2022': ['公示期为', '可以不留姓名', '保密'],
  'benefit_review/2022': ['不需要本人返乡', ...REVIEW],
  'birth_commitment/2009': [...CLOCK, '自愿'],
  'birth_registration/2009': [...CLOCK, '不是审批', '一次告知'],
  'birth_registration_proof/2009': ['有效期至', '不是审批', '要求更正'],
  // Goes from office to office with a stick: nobody's sheet.
  'carry_sheet/2009': [],
  'case_card/2021': ['查看、更正'],
  'complaint_referral/2009': ['请在2026年4月4日前把结果', '撤回同意', '查问办理情况'],
  'complaint_registration/2009': ['答复期限', '到期没有答复的', '不经办本件', '可以不留姓名'],
  'complaint_reply/2009': ['前答复', '30日内请求本单位另派人员复核', '行政复议', '提起诉讼'],
  'cooperation_agreement/2009': ['日内答复', '个人信息保护法', '双方密钥核对数字', '查看、更正'],
  'health_service_proof/2009': ['有效期至', '自愿', '不得把它作为办事的条件'],
  'late_birth_registration/2009': [...CLOCK, '登记晚了不影响'],
  'letter_receipt/2009': ['将于2026年3月22日前函复'],
  'letter_reply/2009': ['是本人的答复,请予尊重'],
  'letter_request/2009': ['前函复我单位', '不要为此要求本人返乡'],
  'marriage_birth/2014': ['有效期至', '要求更正后换发', '不得以任何检查、任何欠款为条件'],
  'marriage_birth_booklet/2009': ['2029年3月4日'],
  'notice_landlord/2009': ['没有向我们报告租客情况的义务', '查看、更正'],
  'notice_resident/2009': ['谢绝任何一项服务', '查看、复印、更正'],
  'personal_info_application/2021': ['最迟在', '前答复', '不影响您接受任何服务'],
  'personal_info_notice/2021': ['更正、提出异议、限制处理、撤回同意或者删除'],
  'personal_info_reply/2021': ['提出复核', '行政复议', '提起诉讼'],
  'reminder/2009': ['也是完整的反馈'],
  'reward_application/2022': REVIEW,
  'roster/2021': ['查看、更正'],
  'service_card/2009': ['查看和更正', '谢绝不影响其他服务'],
  'service_voucher/2009': ['本人自愿选择'],
  'slip/2009': ['请在', '前反馈', '同样是完整的反馈'],
  'special_support_application/2022': [...REVIEW, '不对外公示'],
  'visit_list/2021': ['是答复,不必追问']
}

/** Forms without “盖章” on the page, and why; every other form names the place of its seal. */
const NOT_NAMED: Readonly<Record<string, string>> = {
  'carry_sheet/2009': '两人签字交接',
  'case_card/2021': '随名单内部使用',
  'complaint_registration/2009': '内部登记，签字',
  'letter_receipt/2009': '信函盖在署名上',
  'letter_reply/2009': '信函盖在署名上',
  'letter_request/2009': '信函盖在署名上',
  'marriage_birth_booklet/2009': '印在册页上',
  'roster/2021': '内部使用',
  'service_card/2009': '宣传卡片',
  'service_voucher/2009': '服务券，不作凭证',
  'visit_list/2021': '内部使用，签字'
}
/** What may stand where the seal is put: over the name of the office and the day. */
const UNDER_THE_SEAL = ['officeName', 'asOf', 'printedOn', 'answeredOn', 'issuedOn']

/** Wordings that only an empty field leaves behind. */
const BROKEN = /\(\)|《》|“”|请在前|最迟在前|于前|您于(反映|提出)|共[页人]|交由办理|电话[:：](?!\d)|[:：][，。；]|[，、；][，、；。]/

let press: Press
let folder = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yipanqi-owed-'))
  press = await openPress()
}, 120_000)
afterAll(async () => {
  await press.close()
  rmSync(folder, { recursive: true, force: true })
})

/** @returns the letters on the paper, and how many pictures lie on it */
async function pressed(form: StoredForm, data: FormData): Promise<{ readonly text: string; readonly pictures: number }> {
  const path = join(folder, 'form.pdf')
  const { html, troubles } = await formOnPaper(press, form, data)
  expect(troubles).toEqual([])
  writeFileSync(path, await press.pdf(html))
  const pictures = execFileSync('pdfimages', ['-list', path], { encoding: 'utf8' }).trim().split('\n').length - 2
  return { text: letters(readPdf(path).text), pictures }
}

/** The sample with what the form requires and the program gives, and nothing else. */
function barest({ template, sample }: StoredForm): FormData {
  const kept = new Set<string>([...givenNames, ...template.fields.flatMap(({ name, required }) => (required ? [name] : []))])
  return Object.fromEntries(Object.entries(sample).filter(([name]) => kept.has(name)))
}

it('tables › name every edition', () => {
  expect(Object.keys(OWED)).toEqual(FORMS.map(formId))
  for (const id of Object.keys(NOT_NAMED)) expect(OWED).toHaveProperty([id])
})

describe.each(FORMS.map((form) => [formId(form), form] as const))('%s', (id, form) => {
  it('sample › pressed › says its limit and right, and leaves the place of the seal to the seal', async () => {
    const { text, pictures } = await pressed(form, form.sample)
    for (const words of OWED[id] ?? []) expect(text).toContain(letters(words))
    expect(text).not.toMatch(BROKEN)
    expect(pictures).toBe(0)
    expect(text.includes('盖章')).toBe(!(id in NOT_NAMED))
    for (const [, inside = ''] of form.html.matchAll(/class="(?:seal|signed)">([^]*?)<\/(?:div|p)>/g))
      for (const [, name] of inside.matchAll(/data-(?:field|text|code|tick|options)="(\w+)"/g)) expect(UNDER_THE_SEAL).toContain(name)
  })

  it('nothing optional filled in › pressed › breaks no sentence', async () => {
    const { text } = await pressed(form, barest(form))
    expect(text).toContain('免费')
    expect(text).not.toMatch(BROKEN)
  })
})
