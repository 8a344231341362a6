/**
 * Building practice afresh closes the office in use, and with it every page. So the dialog that tells of it stands outside the pages,
 * above everything, until the new practice office is entered or the failure was read.
 */
import { toProblem, useSession } from '@renderer/app'
import { useOffice } from '@renderer/client'
import { h, render } from 'vue'
import RebuildDialog from './components/rebuild-dialog.vue'

/** @returns the act; resolves when practice was entered or the user has dismissed the failure */
export function useRebuild(): () => Promise<void> {
  const { client } = useOffice()
  const session = useSession()
  return async () => {
    const place = document.createElement('div')
    document.body.append(place)
    render(h(RebuildDialog), place)
    try {
      await client.practice.create({})
      await session.enterOffice('yuyang')
    } catch (error) {
      await session.refresh().catch(() => undefined)
      await new Promise<void>((read) => render(h(RebuildDialog, { problem: toProblem(error), onClose: read }), place))
    } finally {
      render(null, place)
      place.remove()
    }
  }
}
