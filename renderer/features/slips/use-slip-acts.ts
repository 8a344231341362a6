/** What is done with slips from the list: at once where nothing can go wrong, after a word where the other side will notice. */
import { useSession } from '@renderer/app'
import { useAction, useOffice } from '@renderer/client'
import type { SlipRow, SlipView } from '@shared/contract/slips'
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { batchActs, type BatchAct } from './batch-acts'
import type { WithdrawCode } from './slip-types'

type Method = 'submit' | 'sign' | 'release' | 'sendBack' | 'withdraw' | 'close' | 'discard' | 'recheck' | 'takeBack' | 'note'

/** Begun by the page. */
type Elsewhere = 'assign' | 'sheet' | 'pairSure'

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
  readonly failure: Readonly<Ref<unknown>>
  readonly asking: ShallowRef<Asking | null>
  readonly dialog: Ref<SlipDialog | null>
  /** The first act that this person may do with the open slip. */
  readonly main: ComputedRef<SlipView['actions'][number] | null>
  readonly batch: () => readonly BatchAct[]
  readonly press: (action: string) => void
  readonly pressBatch: (act: BatchAct) => void
  readonly confirm: (reason: string, code?: WithdrawCode) => void
  readonly dismiss: () => void
}

interface Around {
  readonly shown: Readonly<Ref<SlipView | null>>
  readonly chosenRows: () => readonly SlipRow[]
  readonly verify: (id: string) => void
  readonly settled: () => void
  readonly elsewhere: Readonly<Record<Elsewhere, (ids: readonly string[]) => void>>
  /** An assignment was changed, and may be taken back as one. */
  readonly gave: (act: string, told: string) => void
}

/** Acts that lead away from the ordinary course are never the key's. */
const aside: readonly string[] = [
  ...['withdraw', 'recheck', 'sendBack', 'discard', 'refuse', 'correct', 'takeWithdrawal', 'assign', 'takeBack', 'note']
]

const counted = (ids: readonly string[]): string => `${String(ids.length)} 张`
const questions: Partial<Record<Method, (ids: readonly string[]) => Omit<Asking, 'method' | 'ids'>>> = {
  sign: (ids) => ({ title: '签发', touches: `将给 ${counted(ids)}编号并排入下一个交换包；签发后内容不能再改。`, confirmLabel: '签发' }),
  release: (ids) => ({ title: '签发反馈', touches: `将签发 ${counted(ids)}反馈并排入下一个交换包。`, confirmLabel: '签发反馈' }),
  withdraw: (ids) => ({
    title: '撤回',
    touches: `将撤回 ${counted(ids)}；已装包的，对方会收到撤回通知并删除内容。`,
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
    touches: '将再次向对方提出，重新计算期限。',
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
  discard: () => ({ title: '作废草稿', touches: '这张草稿不再办理；还没有编号，也没有带出。', confirmLabel: '作废草稿' })
}

export function useSlipActs({ shown, chosenRows, verify, settled, elsewhere, gave }: Around): SlipActs {
  const { client } = useOffice()
  const session = useSession()
  const asking = shallowRef<Asking | null>(null)
  const dialog = ref<SlipDialog | null>(null)
  const done = useAction(async ({ method, ids, reason, code }: Asked, key) => {
    const all = [...ids]
    const [id = ''] = ids
    if (method === 'discard') return client.slips.discard({ id }, { key })
    if (method === 'recheck') return client.slips.recheck({ id, reason }, { key })
    if (method === 'withdraw') return client.slips.withdraw({ ids: all, reason, ...(code ? { code } : {}) }, { key })
    if (method === 'note') return client.slips.note({ id, text: reason }, { key })
    if (method === 'takeBack') return client.slips.takeBack({ ids: all, note: reason }, { key })
    if (method === 'sendBack') return client.slips.sendBack({ ids: all, note: reason }, { key })
    return client.slips[method]({ ids: all }, { key })
  })

  async function run(asked: Asked): Promise<void> {
    const result = await done.run(asked)
    asking.value = null
    if (result === undefined) return
    settled()
    if (asked.method === 'takeBack' && 'act' in result && typeof result.act === 'string') gave(result.act, `已收回 ${counted(asked.ids)}。`)
  }
  function begin(method: Method | Elsewhere, ids: readonly string[]): void {
    if (method === 'assign' || method === 'sheet' || method === 'pairSure') {
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
    confirm(reason, code) {
      if (asking.value) void run({ method: asking.value.method, ids: asking.value.ids, reason, ...(code ? { code } : {}) })
    },
    dismiss: () => (done.failure.value = null)
  }
}
