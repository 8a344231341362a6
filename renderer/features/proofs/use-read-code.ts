/** Takes a code from a picture or a document that was chosen or pasted, and says in words when there is none. */
import { codeInDocument, codeInPicture } from '@renderer/scan'
import { onBeforeUnmount, onMounted, ref } from 'vue'

export type ReadWay = 'photo' | 'pdf'

const LARGEST = 20_000_000

const NOT_OPENED: Readonly<Record<ReadWay, string>> = {
  photo: '这个文件不是能打开的图片，没有读到任何内容。请选手机拍的照片或截图。',
  pdf: '这个文件不是能打开的 PDF，可能有口令、已损坏，或内容太大。没有读到任何内容，请截成图片再试。'
}
const NO_CODE: Readonly<Record<ReadWay, string>> = {
  photo: '图片里没有找到核验码。请把核验码拍满画面、放平、光线均匀，再试一次。',
  pdf: 'PDF 里没有找到核验码（只看前 20 页）。请把有核验码的一页放大，截成图片再试。'
}

const isDocument = (file: File): boolean => file.type === 'application/pdf' || /\.pdf$/i.test(file.name)

export function useReadCode(found: (text: string, way: ReadWay) => void) {
  const told = ref('')
  const busy = ref(false)

  async function read(file: File): Promise<void> {
    if (busy.value) return
    const way = isDocument(file) ? 'pdf' : 'photo'
    if (file.size > LARGEST) return void (told.value = '文件超过 20 MB，没有打开。请只截取有核验码的部分。')
    busy.value = true
    told.value = '正在找核验码……'
    const text = await (way === 'pdf' ? codeInDocument : codeInPicture)(file).catch(() => undefined)
    busy.value = false
    told.value = text === undefined ? NOT_OPENED[way] : text === null ? NO_CODE[way] : ''
    if (typeof text === 'string') found(text, way)
  }

  function onPaste(event: ClipboardEvent): void {
    const [file] = event.clipboardData?.files ?? []
    if (file === undefined) return
    event.preventDefault()
    void read(file)
  }
  onMounted(() => document.addEventListener('paste', onPaste))
  onBeforeUnmount(() => document.removeEventListener('paste', onPaste))

  /** From a file field, which may choose the same file again. */
  function choose(event: Event): void {
    const box = event.target
    const file = box instanceof HTMLInputElement ? box.files?.[0] : undefined
    if (box instanceof HTMLInputElement) box.value = ''
    if (file !== undefined) void read(file)
  }
  return { told, busy, choose }
}
