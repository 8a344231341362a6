/** The exchange page does one thing at a time, imports only what was verified, and says 可以拔出 only when the office does. */
import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import ExchangePage from './exchange.page.vue'
import { clearStage, open, press, Refused, text } from '../../../test/kit/page-stage'

afterEach(clearStage)

const ALL = ['exchange.read', 'exchange.carry', 'exchange.import']
const partnerId = '0190d0d0-0000-7000-8000-000000000001'
let jobs = 0
/** Answers a job method and ends the job with this result. */
const started = (): { job: string } => ({ job: `job-${String(++jobs)}` })
const preview = {
  ...{ kinds: [{ kind: 'XC', count: 12 }], slips: 13, refused: 1, receipts: 2, echoes: 0 },
  ...{ code: null, reason: null, advice: null }
}
const answers = {
  'exchange.drives': () => ({ rows: [{ id: 'drive-1', label: '县局', kind: 'removable', free: 8_000_000_000, bundles: 0 }] }),
  'exchange.outbox': () => ({
    rows: [
      {
        ...{ partnerId, partnerName: '临县卫生健康和体育局', trust: 'confirmed', queued: 12, kinds: [{ kind: 'XC', count: 12 }] },
        ...{ receipts: 0, uncovered: 1, missing: [2] }
      }
    ]
  }),
  'exchange.quarantine': () => ({ rows: [] }),
  'exchange.scanStick': started,
  'exchange.previewBundles': started,
  'jobs.list': () => ({ rows: [] })
}
const ended = (method: string, result: unknown, error: { code: string; params: object; ref: string } | null = null) => ({
  event: 'job.updated' as const,
  value: {
    ...{
      id: `job-${String(jobs)}`,
      method,
      state: error ? ('failed' as const) : ('done' as const),
      step: '',
      stepLabel: '',
      done: 0,
      total: 0
    },
    ...{ startedAt: '', endedAt: '', error: error as never, result }
  }
})
const file = (state: string, spool: string, more: object = {}) => ({
  ...{ spool, fileName: `${state}.jhb`, state, partnerId, senderName: '临县', seq: 3, sealedAt: null, bytes: 10 },
  ...{ code: null, reason: null, advice: null },
  ...more
})
const scannedWith = (more: object) =>
  ended('exchange.scanStick', { place: '县局', found: [], cards: [], proofLists: [], skipped: [], ...more })

describe('ExchangePage', () => {
  test('shows what would travel to whom, and which bundle is missing here', async () => {
    await open(ExchangePage, answers, ALL)
    expect(text()).toContain('12 张（协查 12）')
    expect(text()).toContain('缺第 2 包')
    expect(text()).toContain('县局')
  })

  test('writing › says 可以拔出 when every file was read back', async () => {
    const { sentTo, push } = await open(ExchangePage, { ...answers, 'exchange.writeStick': started }, ALL)
    await press('写入U盘')
    expect(text()).not.toContain('可以拔出')
    await press('写入U盘')
    expect(sentTo('exchange.writeStick').map(({ input }) => input)).toEqual([{ partnerIds: [], target: 'drive-1' }])
    const files = [{ name: 'a.jhb', bytes: 2048, digest: 'sha256:0' }]
    const partner = { partnerId, partnerName: '临县', files, slips: 12, kinds: [{ kind: 'XC', count: 12 }], heldBack: [], leftOut: [] }
    push(ended('exchange.writeStick', { place: '县局', safeToRemove: true, partners: [partner], undecided: [] }))
    await flushPromises()
    expect(text()).toContain('可以拔出')
    expect(text()).toContain('给 1 个单位写了 1 个文件，带 12 张交流单')
  })

  test('writing › names whom nothing was written for, and why', async () => {
    const { push } = await open(ExchangePage, { ...answers, 'exchange.writeStick': started }, ALL)
    await press('写入U盘')
    const undecided = [{ partnerId, partnerName: '临县', reason: '“临县”的密钥卡不再支持国密套件。' }]
    push(ended('exchange.writeStick', { place: '县局', safeToRemove: true, partners: [], undecided }))
    await flushPromises()
    expect(text()).toContain('“临县”的密钥卡不再支持国密套件。没有给它写入')
  })

  test('a stick that failed › is never called safe, and the three sentences stand there', async () => {
    const { push } = await open(ExchangePage, { ...answers, 'exchange.writeStick': started }, ALL)
    await press('写入U盘')
    push(ended('exchange.writeStick', null, { code: 'exchange.read_back_differs', params: {}, ref: 'ABC234' }))
    await flushPromises()
    expect(text()).not.toContain('可以拔出')
    expect(text()).toContain('写入后读回来的内容不一致')
  })

  test('reading › takes in what was verified, and nothing that waits, is held or was refused', async () => {
    const { sentTo, push } = await open(ExchangePage, { ...answers, 'exchange.scanStick': started, 'exchange.importBundles': started }, ALL)
    await press('读取U盘')
    const refused = file('refused', '', { code: 'E_SIGNATURE', reason: '签名不符：文件被改动，或来自冒名者。', advice: '请电话核实。' })
    const found = [file('ready', 's1'), file('status', 's2'), file('wait-key', ''), file('held', 's3', { code: 'S_HOLD' }), refused]
    push(scannedWith({ found, skipped: [{ name: 'x', reason: '不是普通文件，已跳过' }] }))
    await flushPromises()
    expect(sentTo('exchange.previewBundles').map(({ input }) => input)).toEqual([{ spools: ['s1'] }])
    push(ended('exchange.previewBundles', { bundles: [{ ...preview, spool: 's1' }] }))
    await flushPromises()
    expect(text()).toContain('签名与密钥相符：13 张（协查 12），回执 2 份，其中 1 张不合格式，导入时退回')
    expect(text()).toContain('签名不符：文件被改动，或来自冒名者。请电话核实。')
    await press('导入 2 个')
    expect(sentTo('exchange.importBundles').map(({ input }) => input)).toEqual([{ spools: ['s1', 's2'] }])
  })

  test('whoever does not wait for the preview › stops it and imports', async () => {
    const { sentTo, push } = await open(
      ExchangePage,
      { ...answers, 'exchange.importBundles': started, 'jobs.cancel': () => ({ id: 'job' }) },
      ALL
    )
    await press('读取U盘')
    push(scannedWith({ found: [file('ready', 's1')] }))
    await flushPromises()
    await press('导入 1 个')
    expect(sentTo('jobs.cancel')).toHaveLength(1)
    expect(sentTo('exchange.importBundles')).toEqual([])
    push(ended('exchange.previewBundles', null, { code: 'job.cancelled', params: {}, ref: 'ABC234' }))
    await flushPromises()
    expect(sentTo('exchange.importBundles').map(({ input }) => input)).toEqual([{ spools: ['s1'] }])
    expect(text()).not.toContain('ABC234')
  })

  test('a preview that ended by itself meanwhile › does not keep the import from running', async () => {
    const gone = () => {
      throw new Refused('job.unknown')
    }
    const { sentTo, push } = await open(ExchangePage, { ...answers, 'exchange.importBundles': started, 'jobs.cancel': gone }, ALL)
    await press('读取U盘')
    push(scannedWith({ found: [file('ready', 's1')] }))
    await flushPromises()
    await press('导入 1 个')
    push(ended('exchange.previewBundles', { bundles: [] }))
    await flushPromises()
    expect(sentTo('exchange.importBundles').map(({ input }) => input)).toEqual([{ spools: ['s1'] }])
  })

  test('what the person does not want › stays where it is', async () => {
    const { sentTo, push } = await open(ExchangePage, { ...answers, 'exchange.importBundles': started }, ALL)
    await press('读取U盘')
    push(scannedWith({ found: [file('ready', 's1'), file('ready', 's2')] }))
    await flushPromises()
    push(ended('exchange.previewBundles', { bundles: [] }))
    await flushPromises()
    const boxes = [...document.querySelectorAll<HTMLInputElement>('input[type=checkbox]')]
    expect(boxes.map(({ ariaLabel }) => ariaLabel ?? '')).toHaveLength(2)
    boxes[0]?.click()
    await flushPromises()
    await press('导入 1 个')
    expect(sentTo('exchange.importBundles').map(({ input }) => input)).toEqual([{ spools: ['s2'] }])
  })

  test('a card of an office unknown here › is registered from the stick, and who brought it is told', async () => {
    const { sentTo, push } = await open(
      ExchangePage,
      { ...answers, 'exchange.registerCard': () => ({ id: partnerId, directory: null }) },
      [...ALL, 'partners.manage'],
      'main',
      // The page of partners, where the registered office is shown, stands here as a name only.
      { path: '/exchange', at: '/exchange', name: 'partners' }
    )
    await press('读取U盘')
    const card = { fileName: 'c.jhk', officeName: '丙县局', code: '610821-00', version: 1, outcome: 'unknown-office', introducedBy: '临县' }
    push(scannedWith({ cards: [{ ...card, spool: 'card-1' }] }))
    await flushPromises()
    expect(text()).toContain('经“临县”介绍，尚未核对。')
    await press('登记')
    expect(sentTo('exchange.registerCard').map(({ input }) => input)).toEqual([{ spool: 'card-1' }])
  })

  test('T83 hostile names in quarantine and on a stick › are shown as the letters they are', async () => {
    const hostile = '<img src=x onerror=a()><script>a()</script>]]>${1}.jhb'
    const bad = {
      ...{ id: partnerId, fileName: hostile, digest: 'sha256:0', foundAt: '2026-03-05T01:00:00.000Z', place: hostile, code: 'E_SIGNATURE' },
      ...{ reason: hostile, advice: hostile, claimedSender: hostile, lookedAtBy: null }
    }
    const { push } = await open(ExchangePage, { ...answers, 'exchange.quarantine': () => ({ rows: [bad] }) }, ALL)
    await press('读取U盘')
    const found = [{ ...file('refused', ''), fileName: hostile, senderName: hostile, reason: hostile, advice: hostile }]
    const list = { fileName: hostile, officeName: hostile, version: 1, outcome: 'refused', reason: hostile }
    push(scannedWith({ place: hostile, found, proofLists: [list], skipped: [{ name: hostile, reason: hostile }] }))
    await flushPromises()
    const shown = (): number => text().split(hostile).length - 1
    expect(shown()).toBeGreaterThanOrEqual(10)
    const tabs = [...document.querySelectorAll<HTMLElement>('[role=tab]')]
    tabs.find(({ textContent }) => textContent.includes('隔离区'))?.click()
    await flushPromises()
    expect(text()).toContain('记下处理')
    expect(shown()).toBeGreaterThanOrEqual(5)
    expect(document.querySelectorAll('img, script, iframe')).toHaveLength(0)
  })

  test('a folder chosen once › is still there after a look at another page', async () => {
    const { shell, router } = await open(ExchangePage, answers, ALL)
    const folder = { ticket: 'folder-1', name: '交换文件' }
    Object.assign(shell, { can: () => true, chooseFolder: () => Promise.resolve(folder) })
    const lookAway = async (): Promise<void> => {
      await router.push('/away')
      expect(text()).toBe('别处')
      await router.push('/')
      await flushPromises()
    }
    await lookAway()
    await press('选择文件夹')
    const chosen = (): string | undefined => document.querySelector<HTMLSelectElement>('select')?.selectedOptions[0]?.textContent
    expect(chosen()).toContain('文件夹 交换文件')
    await lookAway()
    expect(chosen()).toContain('文件夹 交换文件')
  })

  test('a held bundle › comes in only after a person confirmed that very file', async () => {
    const { sentTo, push } = await open(ExchangePage, { ...answers, 'exchange.scanStick': started, 'exchange.importBundles': started }, ALL)
    await press('读取U盘')
    push(scannedWith({ found: [file('held', 's3', { code: 'S_HOLD', seq: 20_000 })] }))
    await flushPromises()
    await press('已问清，放行导入')
    expect(sentTo('exchange.importBundles')).toEqual([])
    expect(text()).toContain('第 20000 包')
    await press('放行导入')
    expect(sentTo('exchange.importBundles').map(({ input }) => input)).toEqual([{ spools: ['s3'] }])
  })

  test('somebody who may only look › sees no act', async () => {
    await open(ExchangePage, answers, ['exchange.read'])
    expect(text()).not.toContain('写入U盘')
    expect(text()).not.toContain('读取U盘')
  })

  test('an outbox that cannot be read › is told, not silently empty', async () => {
    await open(
      ExchangePage,
      {
        ...answers,
        'exchange.outbox': () => {
          throw new Refused('storage.busy')
        }
      },
      ALL
    )
    expect(text()).toContain('数据正被另一项工作占用')
  })

  describe('a stick put in while the page stands open', () => {
    const drive = (id: string, label: string, bundles: number) => ({ id, label, kind: 'removable', free: 8_000_000_000, bundles })
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    })
    afterEach(() => {
      vi.useRealTimers()
    })

    test.each([
      ['with bundles on it › is chosen and looked through at once', 3, 'drive-2', 1],
      ['with nothing for us › is only chosen', 0, 'drive-2', 0]
    ])('%s', async (_, bundles, target, scans) => {
      let rows = [drive('drive-1', '县局', 5)]
      const { sentTo } = await open(ExchangePage, { ...answers, 'exchange.drives': () => ({ rows }), 'exchange.scanStick': started }, ALL)
      vi.advanceTimersByTime(3_000)
      await flushPromises()
      expect(sentTo('exchange.scanStick')).toEqual([])
      expect(sentTo('exchange.drives').at(-1)?.input).toEqual({ count: false })
      rows = [...rows, drive('drive-2', '邻县来的', bundles)]
      vi.advanceTimersByTime(3_000)
      await flushPromises()
      expect(sentTo('exchange.scanStick').map(({ input }) => input)).toEqual(Array.from({ length: scans }, () => ({ source: target })))
      expect(text()).toContain('邻县来的')
    })

    test('left alone while another thing is done', async () => {
      let rows = [drive('drive-1', '县局', 5)]
      const { sentTo } = await open(
        ExchangePage,
        { ...answers, 'exchange.drives': () => ({ rows }), 'exchange.scanStick': started, 'exchange.writeStick': started },
        ALL
      )
      await press('写入U盘')
      rows = [...rows, drive('drive-2', '邻县来的', 3)]
      vi.advanceTimersByTime(3_000)
      await flushPromises()
      expect(sentTo('exchange.scanStick')).toEqual([])
    })
  })

  test.each([
    [true, '已弹出，可以拔出'],
    [false, '安全删除硬件']
  ])('ejecting › says what the system said (%s)', async (ejected, words) => {
    const { sentTo } = await open(ExchangePage, { ...answers, 'exchange.eject': () => ({ ejected }) }, ALL)
    await press('弹出U盘')
    expect(sentTo('exchange.eject').map(({ input }) => input)).toEqual([{ target: 'drive-1' }])
    expect(text()).toContain(words)
  })

  describe('one partner', () => {
    const portion = (bundles: number, slips: number) => ({ bundles, slips })
    const link = {
      ...{ partnerId, sent: portion(3, 30), carried: portion(3, 30), held: portion(2, 20), answered: 7, uncovered: 1 },
      ...{ processed: { ...portion(2, 20), duplicates: 1, refused: 2 }, missing: [], asking: 0, gone: 0, recovered: portion(0, 0) },
      waiting: { ...portion(0, 0), since: null },
      suite: { inUse: 'A1', bound: false },
      flags: [{ code: 'missing', at: null, text: '缺第 78 包，对方下次写U盘时会自动补上。' }],
      looked: [],
      unvouchedLooked: 0,
      advice: { code: 'write-stick', text: '请写一次U盘带给对方。' }
    }
    const tab = () => press('各单位')

    test('shows how far our slips came, what is missing and the one thing to do', async () => {
      await open(ExchangePage, { ...answers, 'exchange.link': () => link }, ALL)
      await tab()
      for (const words of ['请写一次U盘带给对方。', '缺第 78 包', '对方原来就有 1 张，退回 2 张', '1 包还会随下次写U盘再带一份'])
        expect(text()).toContain(words)
      expect(text()).not.toContain('不送回')
    })

    test.each([
      ['已问清，送回', '送回', true],
      ['不送回', '不送回', false]
    ])('asked back › %s is told to the office once it was confirmed', async (button, confirm, allow) => {
      const asked = { ...link, waiting: { ...portion(12, 1234), since: '2026-03-01T00:00:00.000Z' } }
      const { sentTo } = await open(
        ExchangePage,
        { ...answers, 'exchange.link': () => asked, 'exchange.allowEcho': () => ({ partnerId, bundles: 12 }) },
        ALL
      )
      await tab()
      await press(button)
      expect(sentTo('exchange.allowEcho')).toEqual([])
      expect(text()).toContain('1,234 份单据')
      await press(confirm)
      expect(sentTo('exchange.allowEcho').map(({ input }) => input)).toEqual([{ partnerId, allow }])
    })

    test('a bound link › says what it uses › and goes back only after it was asked', async () => {
      const bound = { ...link, suite: { inUse: null, bound: true }, advice: { code: 'decide-suite', text: '请按官方电话问清。' } }
      const { sentTo } = await open(
        ExchangePage,
        { ...answers, 'exchange.link': () => bound, 'partners.allowCommonSuite': () => ({ id: partnerId }) },
        [...ALL, 'partners.confirm']
      )
      await tab()
      expect(text()).toContain('对方停用了国密')
      await press('改回通用算法…')
      expect(text()).toContain('冒充的人也会这样来')
      expect(sentTo('partners.allowCommonSuite')).toEqual([])
      await press('改回通用算法')
      expect(sentTo('partners.allowCommonSuite').map(({ input }) => input)).toEqual([{ id: partnerId }])
      expect(text()).toContain('已改回通用算法')
    })

    test('a lost stick › is written again for this office alone, and only what was not confirmed goes', async () => {
      const { sentTo } = await open(
        ExchangePage,
        { ...answers, 'exchange.link': () => ({ ...link, uncovered: 2 }), 'exchange.writeStick': started },
        ALL,
        'main',
        { path: '/exchange', at: `/exchange?partner=${partnerId}` }
      )
      expect(text()).toContain('对方没有确认的 2 包会再带一份')
      await press('只给这个单位写U盘')
      expect(sentTo('exchange.writeStick').map(({ input }) => input)).toEqual([{ partnerIds: [partnerId], target: 'drive-1' }])
    })

    test('two PCs › the other can be retired', async () => {
      const twice = { ...link, advice: { code: 'retire-device', text: '请只留一台电脑，在留下的这台上停用另一台。' } }
      const { sentTo } = await open(
        ExchangePage,
        { ...answers, 'exchange.link': () => twice, 'exchange.retireDevice': () => ({ closed: 2 }) },
        ALL
      )
      await tab()
      await press('停用另一台电脑')
      expect(sentTo('exchange.retireDevice')).toEqual([])
      await press('停用另一台电脑')
      expect(sentTo('exchange.retireDevice')).toHaveLength(1)
      expect(text()).toContain('已停用另一台电脑（2 个发送序列）')
    })
  })
})
