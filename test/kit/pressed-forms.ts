/** Every edition of every form, and its paper as the program's own print room makes it. */
import { join, resolve } from 'node:path'
import { loadTemplates, type StoredForm } from '../../electron/core/modules/forms'
import type { FormPage } from '../../renderer/print'
import { longestCode, type FormData } from '../../shared/domain'
import type { Press } from './press'

export const FORMS = loadTemplates(join(resolve(import.meta.dirname, '../..'), 'resources/templates')).all()
export const formId = ({ template: { form, edition } }: StoredForm): string => `${form}/${edition}`

/** As long as that of a certificate with much to say. */
const CODE = `JHP1:${'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$%*+-./:'.repeat(20).slice(0, 840)}`

/** One sheet, cut into as many pieces as the form says, each with the same data. */
export function formOnPaper(press: Press, { template, html, css }: StoredForm, data: FormData): Promise<FormPage> {
  const { across, down } = template.paper.pieces
  const piece = { data, title: template.label, ...(template.proof ? { code: CODE.slice(0, longestCode(template.proof.side)) } : {}) }
  return press.page({ sheet: { template, html, css }, pieces: Array.from({ length: across * down }, () => piece), practice: false })
}

/** Letters alone, as fonts may draw two code points of one letter. */
export const letters = (text: string): string => text.normalize('NFKC').replace(/\s/g, '')
