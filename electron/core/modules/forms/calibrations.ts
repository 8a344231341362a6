/** Where the printers of the office print aside: solved from what was measured, kept with who measured it, the newest in force. */
import type { CalibrationRow } from '@shared/contract/calibrations'
import { calibrationFaultWords, sheetSize, solveCalibration, type PaperPoint, type PrinterFit } from '@shared/domain'
import { AppError } from '@shared/errors'
import type { CommandContext, Handlers } from '../../rpc'
import { editionAtLast } from './editions'
import { calibrationsOf, insertCalibration, isCalibrationStanding, markCalibration, type CalibrationRecord } from './queries'
import type { FormTemplates } from './templates'

const place = ({ printer, tray, width, height }: CalibrationRecord): string => JSON.stringify([printer, tray, width, height])

/** @param newer those of the same form that came after it */
const view = (row: CalibrationRecord, newer: readonly CalibrationRecord[]): CalibrationRow => ({
  ...{ id: row.id, printer: row.printer, tray: row.tray, form: row.form, size: [row.width, row.height], rest: row.rest },
  ...{ at: row.at, by: row.by },
  measured: JSON.parse(row.measured) as PaperPoint[], // Written below.
  fit: JSON.parse(row.fit) as PrinterFit, // Written below.
  counts: newer.every((other) => place(other) !== place(row))
})

/** @throws AppError `calibrations.unknown` */
function mark({ db, now, actor, note, changed }: CommandContext, id: string, stands: boolean): { id: string } {
  if (isCalibrationStanding(db, id) !== stands) throw new AppError('calibrations.unknown')
  markCalibration(db, id, stands ? { at: now, by: actor.displayName } : null)
  note({ subject: id })
  changed('forms')
  return { id }
}

export const createCalibrationHandlers = (templates: FormTemplates): Handlers<'calibrations'> => ({
  list({ db }, { form }) {
    const rows = calibrationsOf(db, form)
    return { rows: rows.map((row, at) => view(row, rows.slice(0, at))) }
  },
  save(context, { form, printer, tray, measured }) {
    const { paper } = editionAtLast(templates, context, form).sheet.template
    if (!paper.preprinted) throw new AppError('calibrations.no_stationery')
    const size = sheetSize(paper)
    const solved = solveCalibration(size, measured)
    if ('fault' in solved) throw new AppError('calibrations.off', { fault: calibrationFaultWords(solved.fault) })
    const id = context.newId()
    insertCalibration(context.db, {
      ...{ id, printer, tray, form, width: size[0], height: size[1], rest: solved.rest },
      ...{ measured: JSON.stringify(measured), fit: JSON.stringify(solved.fit), at: context.now, by: context.actor.displayName }
    })
    context.note({ subject: id, detail: { form } })
    context.changed('forms')
    return { id }
  },
  remove: (context, { id }) => mark(context, id, true),
  restore: (context, { id }) => mark(context, id, false)
})
