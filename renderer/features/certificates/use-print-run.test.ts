/** Why: a printer that takes nothing must not make paper out of nothing: what was handed over is asked about, and nothing is written down for it. */
import type { Output, SpecOf } from '@shared/contract'
import { AppError } from '@shared/errors'
import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { formNamed } from '../../../test/kit/form-sheets'
import { clearStage, open, press, Refused, text, type } from '../../../test/kit/page-stage'
import { toProblem } from '@renderer/app'
import PaperQuestion from './components/paper-question.vue'
import { usePrintRun } from './use-print-run'

afterEach(clearStage)

const RUN = '0190aaaa-0000-7000-8000-000000000001'
const IDS = ['0190aaaa-0000-7000-8000-0000000000a1', '0190aaaa-0000-7000-8000-0000000000a2']
const PRINTER = 'EPSON_LQ'
const FORM = 'marriage_birth_booklet'
const { template, html, css, sample } = formNamed(FORM)
const piece = (id: string, at: number) => ({
  ...{ id, number: `61080200020260000${String(at + 1)}`, form: FORM, edition: template.edition, data: JSON.stringify(sample) }
})
type Sheet = Output<SpecOf<'certificates.run'>>['sheets'][number]

async function stage(look: (told: { readonly from: number }) => void = () => undefined) {
  let states: Sheet[] = []
  const all = (state: Sheet['state']): void => {
    states = IDS.map((id, at) => ({ position: at + 1, certificate: id, number: piece(id, at).number, reprint: false, state, spoiled: 0 }))
  }
  const page = defineComponent(() => {
    const work = usePrintRun()
    const print = (): void => void work.printing.run(PRINTER)
    void work.opening.run({ ids: IDS, again: false })
    return () => [
      h('button', { type: 'button', onClick: print }, '打印'),
      h('p', toProblem(work.failure.value)?.what ?? '没有出错'),
      work.asked.value.length > 0 ? h(PaperQuestion, { work, spoilReasons: [{ value: 'jam', label: '卡纸' }], preprinted: true }) : null
    ]
  })
  return open(
    page,
    {
      'certificates.pieces': () => ({ rows: IDS.map(piece) }),
      'calibrations.list': () => ({ rows: [] }),
      'forms.get': () => ({ edition: template.edition, template, html, css }),
      'certificates.startRun': () => (all('queued'), { run: RUN, count: 2 }),
      'certificates.hand': () => (all('sent'), { sheets: IDS.map((id, at) => ({ ...piece(id, at), position: at + 1, reprint: false })) }),
      'certificates.run': () => ({ sheets: states }),
      'certificates.tell': (told: { from: number; to: number; seen: string }) => {
        look(told)
        const state = told.seen === 'out' ? 'printed' : 'queued'
        states = states.map((one) => (one.position >= told.from && one.position <= told.to ? { ...one, state } : one))
        return { told: told.to - told.from + 1 }
      }
    },
    ['certificates.read', 'certificates.write']
  )
}

async function choose(words: string): Promise<void> {
  const option = Array.from(document.querySelectorAll('label')).find((each) => each.textContent.includes(words))
  option?.querySelector('input')?.click()
  await flushPromises()
}

async function chooseSpoiled(position: string): Promise<void> {
  await choose('有一份打坏了')
  await type('第几份打坏了', position)
  const reason = document.querySelector('select')
  if (reason) reason.value = 'jam'
  reason?.dispatchEvent(new Event('change', { bubbles: true }))
  await flushPromises()
}

it('a printer that fails › the question stands, nothing is chosen in it, and nothing is written down', async () => {
  const { sentTo, shell } = await stage()
  shell.print.mockRejectedValueOnce(new AppError('paper.not_printed', { reason: 'Invalid deviceName provided' }))
  await press('打印')
  expect(text()).toContain('打印机没有接下这份打印任务（Invalid deviceName provided）')
  expect(text()).toContain('打印机出纸了吗')
  expect(document.querySelector('input:checked')).toBeNull()
  await press('就是这样')
  expect(text()).toContain('请看过出纸口再选')
  expect(sentTo('certificates.tell')).toEqual([])
})

it('nothing came out › it is said, and the same sheets go to the printer again under the same run', async () => {
  const { sentTo, shell } = await stage()
  shell.print.mockRejectedValueOnce(new AppError('paper.not_printed', { reason: 'Print job failed' }))
  await press('打印')
  await choose('一份也没有出来')
  await press('就是这样')
  expect(sentTo('certificates.tell').map(({ input }) => input)).toMatchObject([{ run: RUN, from: 1, to: 2, seen: 'none' }])
  await press('打印')
  expect(text()).toContain('没有出错')
  expect(sentTo('certificates.startRun')).toHaveLength(1)
  expect(sentTo('certificates.hand')).toHaveLength(2)
  expect(shell.print).toHaveBeenCalledTimes(2)
  expect(shell.print.mock.lastCall).toMatchObject([{ oneSided: true, printer: { id: PRINTER } }])
})

it('a closed dialog › is asked about like any other', async () => {
  const { sentTo, shell } = await stage()
  shell.print.mockResolvedValueOnce(false as never) // What the carrier says when the user changed his mind.
  await press('打印')
  expect(text()).toContain('打印机出纸了吗')
  expect(sentTo('certificates.tell')).toEqual([])
})

it('a spoiled booklet › goes out of the stock by its own number, and the good ones before it by that of the first', async () => {
  const { sentTo } = await stage()
  await press('打印')
  await chooseSpoiled('2')
  await type('第一本的册号', 'A0001')
  await type('打坏那一本的册号', 'A0002')
  await press('就是这样')
  expect(sentTo('certificates.tell').map(({ input }) => input)).toEqual([
    { run: RUN, from: 1, to: 1, seen: 'out', reason: null, booklet: 'A0001' },
    { run: RUN, from: 2, to: 2, seen: 'spoiled', reason: 'jam', booklet: 'A0002' }
  ])
})

it('an answer that is refused › what was told before it stays told, and the question is about the rest', async () => {
  const { sentTo } = await stage(({ from }) => {
    if (from === 2) throw new Refused('booklets.number_needed', { number: '2' })
  })
  await press('打印')
  await chooseSpoiled('2')
  await press('就是这样')
  expect(text()).toContain('没有填册号：2 用的册子，本单位有库存')
  expect(text()).toContain('送了第 2 份，共')
  expect(sentTo('certificates.tell')).toHaveLength(2)
})
