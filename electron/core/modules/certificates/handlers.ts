/** What the contract asks of module certificates, one short line each. */
import type { Handlers } from '../../rpc'
import type { FormTemplates } from '../forms'
import { draft, drop, edit, issue, review, sendBack, sign, voidOne } from './ledger'
import { allocate, block, blocks, returnBlock, type NumberMarks } from './numbers'
import { asked, hand, run, spoil, startRun, stopRun, tell } from './printing'
import { get, list, pieces } from './views'

/** @param marks where numbers that were given out are known beside the database @param templates the forms of the program */
export const createCertificateHandlers = (marks: NumberMarks, templates: FormTemplates) =>
  ({
    list,
    get,
    pieces,
    draft: draft(templates),
    edit: edit(templates),
    review,
    sendBack,
    drop,
    sign: sign(marks, templates),
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
