/** What the contract asks of module certificates, one short line each. */
import type { Handlers } from '../../rpc'
import { draft, drop, edit, issue, review, sendBack, sign, voidOne } from './ledger'
import { allocate, block, blocks, returnBlock, type NumberMarks } from './numbers'
import { asked, hand, run, spoil, startRun, stopRun, tell } from './printing'
import { get, list } from './views'

/** @param marks where numbers that were given out are known beside the database */
export const createCertificateHandlers = (marks: NumberMarks) =>
  ({
    list,
    get,
    draft,
    edit,
    review,
    sendBack,
    drop,
    sign: sign(marks),
    issue,
    void: voidOne,
    blocks,
    block,
    allocate: allocate(marks),
    returnBlock,
    startRun,
    hand,
    tell,
    stopRun,
    spoil,
    run,
    asked
  }) satisfies Handlers<'certificates'>
