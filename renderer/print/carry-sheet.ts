/** 交接单: what lies on the stick for one office, with the 2-D code the other end compares. */
import type { CarrySheet } from '@shared/contract/agreements'
import { slipKindLabels } from '@shared/domain'
import type { FormData } from '@shared/domain/form-template'
import { formatBytes, formatCount, formatInstant } from '@shared/format'
import type { FormPiece } from './form-filler'

export interface CarryPaper {
  readonly sheet: CarrySheet
  readonly office: { readonly name: string; readonly code: string }
  /** What the program says on every form. */
  readonly given: FormData
}

const CHECK_LETTERS = 12

export function carryPieces({ sheet, office, given }: CarryPaper): FormPiece[] {
  const data = {
    ...given,
    from: `${office.name}（${office.code}）`,
    to: `${sheet.partnerName}（${sheet.partnerCode}）`,
    writtenAt: formatInstant(sheet.writtenAt),
    place: sheet.place,
    content: `${formatCount(sheet.files)} 个，共 ${formatBytes(sheet.bytes)}`,
    slips:
      sheet.slips === 0
        ? '没有交流单，只带往来状态'
        : sheet.kinds.map(({ kind, count }) => `${slipKindLabels[kind]} ${String(count)} 张`).join('、'),
    digest: sheet.digest,
    code: sheet.code,
    files: sheet.fileList.map(({ name, size, sha256 }) => ({ name, size: formatCount(size), check: sha256.slice(0, CHECK_LETTERS) }))
  }
  return [{ data, title: sheet.partnerName }]
}
