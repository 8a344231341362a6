/** Choosing a copy, looking into it and restoring it, step by step; works before anybody is signed in. */
import { useAction, useOffice } from '@renderer/client'
import type { Contract, Output } from '@shared/contract'
import type { BackupRef } from '@shared/contract/backup'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'

type B = Contract['backup']
export type FoundCopy = Output<B['found']>['rows'][number]
export type LookedAt = Output<B['look']> & { readonly from: BackupRef; readonly name: string }
export interface Proof {
  readonly account: string | null
  readonly secret: string
}
export interface Proofs {
  readonly first: Proof
  readonly second: Proof | null
  readonly unlock: Proof | null
}

const ASK_MS = 700

export function useRestore() {
  const { client, shell } = useOffice()
  const copies = shallowRef<readonly FoundCopy[]>([])
  const missing = shallowRef<readonly string[]>([])
  const chosen = shallowRef<LookedAt | null>(null)
  const work = shallowRef<{ readonly label: string; readonly done: number; readonly total: number } | null>(null)
  const isStopping = ref(false)

  const finding = useAction(async () => {
    const found = await client.backup.found({})
    copies.value = found.rows
    missing.value = found.missing
  })
  const looking = useAction(async ({ from, name }: { from: BackupRef; name: string }) => {
    chosen.value = { ...(await client.backup.look({ from })), from, name }
  })
  const picking = useAction(async () => {
    const picked = await shell.pickFile({ title: '选择备份文件', extensions: ['ypqbak'] })
    if (picked) await looking.run({ from: { ticket: picked.ticket }, name: picked.name })
  })
  let timer: ReturnType<typeof setInterval> | null = null
  const stopAsking = (): void => {
    if (timer !== null) clearInterval(timer)
    timer = null
    work.value = null
  }
  onScopeDispose(stopAsking)
  async function watched<T>(act: () => Promise<T>): Promise<T> {
    isStopping.value = false
    work.value = { label: '正在准备', done: 0, total: 0 }
    timer = setInterval(() => {
      client.backup
        .progress({})
        .then(({ work: now }) => {
          if (timer !== null && now !== null) work.value = now
        })
        .catch(() => undefined) // The next question, or the end of the work, tells.
    }, ASK_MS)
    try {
      return await act()
    } finally {
      stopAsking()
    }
  }
  const restoring = useAction(({ from, proofs }: { from: BackupRef; proofs: Proofs }) =>
    watched(() => client.backup.restore({ from, ...proofs }))
  )
  const salvaging = useAction(({ keysFrom, proofs }: { keysFrom: BackupRef | null; proofs: Proofs }) =>
    watched(() => client.backup.salvage({ keysFrom, first: proofs.first, second: proofs.second }))
  )
  const actions = [finding, looking, picking, restoring, salvaging]

  return {
    copies,
    missing,
    chosen,
    work,
    isStopping,
    busy: computed(() => restoring.busy.value || salvaging.busy.value),
    failure: computed(() => actions.map(({ failure }) => failure.value).find((failure) => failure !== null) ?? null),
    clear: () => actions.forEach(({ failure }) => (failure.value = null)),
    find: () => finding.run(undefined),
    look: (copy: FoundCopy) => looking.run({ from: { place: copy.place, file: copy.file }, name: copy.file }),
    pick: () => picking.run(undefined),
    restore: (from: BackupRef, proofs: Proofs) => restoring.run({ from, proofs }),
    salvage: (keysFrom: BackupRef | null, proofs: Proofs) => salvaging.run({ keysFrom, proofs }),
    async stop() {
      isStopping.value = true
      await client.backup.stop({})
    }
  }
}
