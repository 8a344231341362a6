/** Carries a question for a folder from the shell to the dialog on screen, wherever it was asked. */
import type { AskFolder, FolderList } from '@renderer/client'
import { shallowRef } from 'vue'

export interface FolderQuestion {
  readonly title: string
  readonly list: (path: string | null) => Promise<FolderList>
  readonly answer: (path: string | null) => void
}

export const folderQuestion = shallowRef<FolderQuestion | null>(null)

/** A second question takes the place of an unanswered first. */
export const askFolder: AskFolder = (title, list) => {
  folderQuestion.value?.answer(null)
  return new Promise((resolve) => {
    folderQuestion.value = {
      title,
      list,
      answer(path) {
        folderQuestion.value = null
        resolve(path)
      }
    }
  })
}
