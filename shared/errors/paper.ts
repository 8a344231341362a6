/** Why: only somebody at the printer knows what lies in its tray, so a job that failed says where to look and claims nothing about disks. */
import { entries } from './define'

export const paperErrors = entries({
  'paper.not_printed': {
    category: 'busy',
    what: '打印机没有接下这份打印任务（{reason}）。',
    kept: '资料没有改动。打印证明的，这几份停在“已送打印”，没有记成打印好。',
    todo: '请先看出纸口有没有纸出来，再检查打印机开了没有、连着没有、缺不缺纸，然后重打；打印证明的，照看到的回答“打印机出纸了吗”。'
  },
  'paper.no_pdf': {
    category: 'busy',
    what: '没有做成 PDF（{reason}）。',
    kept: '没有保存文件，资料没有改动。',
    todo: '请确认这台电脑装有 Edge 或者 Chrome 浏览器，再试一次；也可以直接打印。'
  }
})
