/** A sheet with a code on it, as a printer, a camera and a scanner make it. */
import QRCode from 'qrcode'

const SQUARE = 8
const MARGIN = 20

export interface Sheet {
  readonly side: number
  /** One octet a pixel. */
  readonly shades: Buffer
}

/** A code as a printer makes it, a little grey, on a sheet. */
export function sheetWith(text: string): Sheet {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const side = (modules.size + 2 * MARGIN) * SQUARE
  const shades = Buffer.alloc(side * side, 215)
  for (let at = 0; at < shades.length; at++) {
    const [column, row] = [at % side, Math.floor(at / side)].map((pixel) => Math.floor(pixel / SQUARE) - MARGIN) as [number, number]
    if (Math.min(column, row) >= 0 && Math.max(column, row) < modules.size && modules.get(row, column) === 1) shades[at] = 60
  }
  return { side, shades }
}

/** One page of A4 with the sheet in its middle, as a scanner saves it. */
export function pdfOf({ side, shades }: Sheet): Buffer {
  const drawing = 'q 400 0 0 400 97 221 cm /Code Do Q'
  const image = `<< /Type /XObject /Subtype /Image /Width ${String(side)} /Height ${String(side)} /ColorSpace /DeviceGray /BitsPerComponent 8`
  const objects = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from('<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /Code 5 0 R >> >> >>'),
    Buffer.from(`<< /Length ${String(drawing.length)} >>\nstream\n${drawing}\nendstream`),
    Buffer.concat([Buffer.from(`${image} /Length ${String(shades.length)} >>\nstream\n`), shades, Buffer.from('\nendstream')])
  ]
  const pieces = [Buffer.from('%PDF-1.4\n')]
  const starts: number[] = []
  let length = pieces[0]?.length ?? 0
  for (const [at, object] of objects.entries()) {
    const piece = Buffer.concat([Buffer.from(`${String(at + 1)} 0 obj\n`), object, Buffer.from('\nendobj\n')])
    starts.push(length)
    length += piece.length
    pieces.push(piece)
  }
  const entries = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('')
  const table = `xref\n0 ${String(objects.length + 1)}\n0000000000 65535 f \n${entries}`
  pieces.push(Buffer.from(`${table}trailer\n<< /Size ${String(objects.length + 1)} /Root 1 0 R >>\nstartxref\n${String(length)}\n%%EOF\n`))
  return Buffer.concat(pieces)
}
