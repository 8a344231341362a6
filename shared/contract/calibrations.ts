/** 套打校准: where a printer of this office puts what it prints on the stationery of a form, as somebody measured it. */
import { z } from 'zod'
import { MARK_COUNT } from '../domain/printer-calibration'
import { command, query } from './define'
import { Id, Instant, text } from './values'

const FormId = z.string().regex(/^[a-z][a-z0-9_]{0,47}$/)
/** Millimetres from the left and the top edge of the paper; a cross that left the paper cannot be measured. */
const Point = z.strictObject({ x: z.number().min(0).max(500), y: z.number().min(0).max(500) })
const Fit = z.strictObject({ scaleX: z.number(), scaleY: z.number(), turn: z.number(), left: z.number(), top: z.number() })

export const CalibrationRow = z.strictObject({
  id: Id,
  printer: z.string(),
  /** Empty where the printer has one. */
  tray: z.string(),
  form: z.string(),
  /** Paper as it lies in the printer, in millimetres. */
  size: z.tuple([z.number(), z.number()]),
  measured: z.array(Point),
  fit: Fit,
  /** The most that a cross still lies off, in millimetres. */
  rest: z.number(),
  /** The newest of its printer, tray, form and paper: the one that counts. */
  counts: z.boolean(),
  at: Instant,
  by: z.string()
})
export type CalibrationRow = z.infer<typeof CalibrationRow>

const One = z.strictObject({ id: Id })

export const calibrations = {
  /** Those of a form, the newest first; earlier ones are kept. */
  list: query({
    input: z.strictObject({ form: FormId }),
    output: z.strictObject({ rows: z.array(CalibrationRow) }),
    needs: 'certificates.read'
  }),
  /** Solves what was measured on a sheet for the paper of the form in force. */
  save: command({
    input: z.strictObject({
      form: FormId,
      printer: text(100),
      tray: z.string().trim().max(20, '最多 20 个字').default(''),
      measured: z.array(Point).length(MARK_COUNT)
    }),
    output: One,
    needs: 'certificates.write',
    audit: 'printer.calibrated',
    fails: ['forms.unknown', 'calibrations.no_stationery', 'calibrations.off']
  }),
  /** Takes one away: the one before it counts again. `restore` brings it back. */
  remove: command({
    input: One,
    output: One,
    needs: 'certificates.write',
    audit: 'printer.calibration_removed',
    fails: ['calibrations.unknown']
  }),
  restore: command({
    input: One,
    output: One,
    needs: 'certificates.write',
    audit: 'printer.calibration_restored',
    fails: ['calibrations.unknown']
  })
} as const
