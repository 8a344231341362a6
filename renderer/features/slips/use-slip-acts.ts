/** What is done with slips from the list: at once where nothing can go wrong, after a word where the other side will notice. */
import { useSession } from '@renderer/app'
import { useAction, useOffice, type Action } from '@renderer/client'
import type { SlipRow, SlipView } from '@shared/contract/slips'
import { formatCount } from '@shared/format'
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { batchActs, type BatchAct } from './batch-acts'
import type { WithdrawCode } from './slip-types'
import { PORTION, usePortions, type Portions } from './use-portions'

type Method = 'submit' | 'sign' | 'release' | 'sendBack' | 'withdraw' | 'close' | 'pairSure' | 'discard' | 'recheck' | 'takeBack' | 'note'

/** Goes in portions, and is told with how many. */
const manyLabels = {
  submit: '送签',
  sign: '签发',
  release: '签发反馈',
  withdraw: '撤回',
  close: '办结',
  pairSure: '配对'
} as const
type Many = keyof typeof manyLabels
const isMany = (method: Method): method is Many => Object.hasOwn(manyLabels, method)

/** What can be taken back as one: an assignment, or other acts; nothing where it cannot. */
export interface Undoable {
  readonly assign?: string
  readonly batch?: readonly string[]
}

/** Begun by the page. */
type Elsewhere = 'assign' | 'sheet'

interface Asked {
  readonly method: Method
  readonly ids: readonly string[]
  readonly reason: string
  /** Of a withdrawal only. */
  readonly code?: WithdrawCode
}

/** A question before an act that the other side will notice, or that needs its reason. */
export interface Asking {
  readonly method: Method
  readonly ids: readonly string[]
  readonly title: string
  readonly touches: string
  readonly confirmLabel: string
  readonly reasonLabel?: string
}

/** Acts that ask for more than a word. */
const dialogs = ['adopt', 'refuse', 'resend', 'correct', 'takeWithdrawal'] as const
type SlipDialog = (typeof dialogs)[number]

export interface SlipActs {
  readonly busy: Readonly<Ref<boolean>>
  /** Of what goes in portions. */
  readonly progress: Portions['progress']
  readonly stop: () => void
  readonly failure: Readonly<Ref<unknown>>
  readonly asking: ShallowRef<Asking | null>
  readonly dialog: Ref<SlipDialog | null>
  /** The first act that this person may do with the open slip. */
  readonly main: ComputedRef<SlipView['actions'][number] | null>
  readonly batch: () => readonly BatchAct[]
  readonly press: (action: string) => void
  readonly pressBatch: (act: BatchAct) => void
  /** @returns whether it was done */
  readonly confirm: (reason: string, code?: WithdrawCode) => Promise<boolean>
  readonly dismiss: () => void
}

interface Around {
  readonly shown: Readonly<Ref<SlipView | null>>
  readonly chosenRows: () => readonly SlipRow[]
  readonly verify: (id: string) => void
  readonly settled: () => void
  readonly elsewhere: Readonly<Record<Elsewhere, (ids: readonly string[]) => void>>
  /** What was done, in words, and how it is taken back; empty where the page itself shows it. What was done before is no longer offered. */
  readonly gave: (undo: Undoable | null, told: string) => void
}

/** Acts that lead away from the ordinary course are never the key's. */
const aside: readonly string[] = [
  ...['withdraw', 'recheck', 'sendBack', 'discard', 'refuse', 'correct', 'takeWithdrawal', 'assign', 'takeBack', 'note']
]

const counted = (ids: readonly string[]): string => `${formatCount(ids.length)} 张`

interface Part {
  readonly act: string | null
  /** Gone through and left as they were. */
  readonly left: readonly string[]
}
function toldOf(method: Many, { gone, left, total }: { readonly gone: number; readonly left: number; readonly total: number }): string {
  const rest = gone === total ? '' : `；没有办的 ${formatCount(total - gone)} 张没有动，可以再选再办`
  if (method !== 'pairSure') return `已${manyLabels[method]} ${formatCount(gone)} 张${rest}。`
  const alone = left === 0 ? '' : `；${formatCount(left)} 张要逐张认人`
  return `证件号和姓名都相同、已配对 ${formatCount(gone - left)} 张${alone}${rest}。`
}
const questions: Partial<Record<Method, (ids: readonly string[]) => Omit<Asking, 'method' | 'ids'>>> = {
  sign: (ids) => ({
    title: '签发',
    touches: `将给 ${counted(ids)}编号并排入下一个交换包；签发后内容不能再改，也不能撤销。`,
    confirmLabel: '签发'
  }),
  release: (ids) => ({
    title: '签发反馈',
    touches: `将签发 ${counted(ids)}反馈并排入下一个交换包；签发后不能撤销。`,
    confirmLabel: '签发反馈'
  }),
  withdraw: (ids) => ({
    title: '撤回',
    touches: `将撤回 ${counted(ids)}；已装包的，对方会收到撤回通知并删除内容。撤回不能撤销。`,
    confirmLabel: '撤回'
  }),
  sendBack: (ids) => ({
    title: '退回修改',
    touches: `将退回 ${counted(ids)}给经办人；还没有带出。`,
    confirmLabel: '退回修改',
    reasonLabel: '退回原因'
  }),
  recheck: () => ({
    title: '须再次核实',
    touches: '将再次向对方提出，重新计算期限；提出后不能撤销。',
    confirmLabel: '再次核实',
    reasonLabel: '为什么要再核'
  }),
  takeBack: (ids) => ({
    title: '收回分派',
    touches: `将收回 ${counted(ids)}，由县里另行分派；已经写下的配对和核实不变。`,
    confirmLabel: '收回',
    reasonLabel: '收回原因'
  }),
  note: () => ({
    title: '加备注',
    touches: '写进这张单的经过，注明日期和姓名；不随单发给对方。',
    confirmLabel: '加备注',
    reasonLabel: '备注'
  }),
  discard: () => ({ title: '作废草稿', touches: '这张草稿不再办理，不能恢复；还没有编号，也没有带出。', confirmLabel: '作废草稿' })
}

export function useSlipActs({ shown, chosenRows, verify, settled, elsewhere, gave }: Around): SlipActs {
  const { client } = useOffice()
  const session = useSession()
  const asking = shallowRef<Asking | null>(null)
  const dialog = ref<SlipDialog | null>(null)
  const portions = usePortions()
  const one = async ({ method, ids, reason }: Asked, key: string): Promise<Undoable | null> => {
    const all = [...ids]
    const [id = ''] = ids
    if (method === 'takeBack') return { assign: (await client.slips.takeBack({ ids: all, note: reason }, { key })).act }
    if (method === 'discard') await client.slips.discard({ id }, { key })
    else if (method === 'recheck') await client.slips.recheck({ id, reason }, { key })
    else if (method === 'note') await client.slips.note({ id, text: reason }, { key })
    else await client.slips.sendBack({ ids: all, note: reason }, { key })
    return null
  }
  async function part(method: Many, ids: string[], { reason, code }: Asked, key: string): Promise<Part> {
    if (method === 'withdraw') await client.slips.withdraw({ ids, reason, ...(code ? { code } : {}) }, { key })
    else if (method === 'pairSure') return client.slips.pairSure({ ids }, { key })
    else if (method === 'submit' || method === 'close') return { act: (await client.slips[method]({ ids }, { key })).act, left: [] }
    else await client.slips[method]({ ids }, { key })
    return { act: null, left: [] }
  }
  async function many(method: Many, asked: Asked, key: string): Promise<void> {
    const label = manyLabels[method]
    const { ids } = asked
    // Every portion is an act with a key of its own; tried again after its failure, the first is still the same act.
    const keyOf = (portion: readonly string[]): string => (portion[0] === ids[0] ? key : crypto.randomUUID())
    if (ids.length > PORTION) asking.value = null
    const { results, done: gone, failure } = await portions.run(label, ids, (some) => part(method, some, asked, keyOf(some)))
    const batch = results.flatMap(({ act }) => act ?? [])
    const told = toldOf(method, { gone, left: results.reduce((sum, { left }) => sum + left.length, 0), total: ids.length })
    gave(batch.length > 0 ? { batch } : null, told)
    done.failure.value = failure
  }
  const done: Action<Asked, true> = useAction(async (asked, key): Promise<true> => {
    const { method } = asked
    if (isMany(method)) {
      await many(method, asked, key)
      return true
    }
    const undo = await one(asked, key)
    gave(undo, undo === null ? '' : `已收回 ${counted(asked.ids)}。`)
    return true
  })

  async function run(asked: Asked): Promise<boolean> {
    const result = await done.run(asked)
    asking.value = null
    if (result !== undefined) settled()
    return result !== undefined
  }
  function begin(method: Method | Elsewhere, ids: readonly string[]): void {
    if (method === 'assign' || method === 'sheet') {
      elsewhere[method](ids)
      return
    }
    const question = questions[method]
    if (question) asking.value = { method, ids, ...question(ids) }
    else void run({ method, ids, reason: '' })
  }
  const methods: readonly (Method | Elsewhere)[] = [
    ...(['submit', 'sign', 'release', 'sendBack', 'withdraw', 'close', 'discard', 'recheck', 'assign', 'takeBack', 'note'] as const)
  ]

  return {
    busy: done.busy,
    progress: portions.progress,
    stop: portions.stop,
    failure: done.failure,
    asking,
    dialog,
    main: computed(() => shown.value?.actions.find(({ permitted, action }) => permitted && !aside.includes(action)) ?? null),
    batch: () => batchActs(chosenRows(), (permission) => session.can(permission)),
    press(action) {
      const slip = shown.value
      if (!slip?.actions.some((offered) => offered.action === action && offered.permitted)) return
      if (action === 'pair' || action === 'answer') verify(slip.id)
      else {
        const method = methods.find((known) => known === action)
        if (method) begin(method, [slip.id])
        else dialog.value = dialogs.find((known) => known === action) ?? null
      }
    },
    pressBatch: ({ method, ids }) => begin(method, ids),
    async confirm(reason, code) {
      const now = asking.value
      return now !== null && run({ method: now.method, ids: now.ids, reason, ...(code ? { code } : {}) })
    },
    dismiss: () => (done.failure.value = null)
  }
}
