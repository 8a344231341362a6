/** Whether the data folder is the one that works here or a copy of it, and what a person decided about a copy. */
import { z } from 'zod'
import { command, door } from './define'

/** `copied`: nobody has decided yet; `look`: it is only looked at, and gives out no numbers and no bundles. */
export const FolderStanding = z.enum(['own', 'copied', 'look'])
export type FolderStanding = z.infer<typeof FolderStanding>

export const folder = {
  state: door({
    input: z.strictObject({}),
    output: z.strictObject({ standing: FolderStanding }),
    needs: 'public',
    audit: 'folder.asked'
  }),
  /** `here`: this folder is used from now on and the former no more; bundles go on under new streams. `look`: it is only looked at. */
  settle: command({
    input: z.strictObject({ as: z.enum(['here', 'look']) }),
    output: z.strictObject({ standing: FolderStanding }),
    needs: 'office.manage',
    audit: 'folder.settled',
    fails: ['folder.not_copied']
  })
} as const
