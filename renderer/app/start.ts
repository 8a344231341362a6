/** Starts the screen: connects to the office, then mounts the program, afresh for every user. */
import { connectOffice, installOffice, useJobTracker, type Office } from '@renderer/client'
import { createPinia, disposePinia, type Pinia } from 'pinia'
import { createApp, type App } from 'vue'
import AppRoot from './app-root.vue'
import ConnectTrouble from './boot/connect-trouble.vue'
import { askFolder } from './frame/folder-question'
import { createAppRouter } from './router'
import { startOver, useSession } from './session-store'

function mountProgram(office: Office, place: HTMLElement): void {
  let app: App | null = null
  let pinia: Pinia | null = null
  const again = (): void => {
    app?.unmount()
    if (pinia) disposePinia(pinia)
    history.replaceState(null, '', location.pathname)
    mount()
  }
  const mount = (): void => {
    app = createApp(AppRoot)
    pinia = createPinia()
    app.use(pinia)
    installOffice(app, office)
    app.provide(startOver, again)
    app.use(createAppRouter())
    app.runWithContext(() => {
      useSession()
      useJobTracker()
    })
    app.mount(place)
  }
  mount()
}

/** Mounts into `place`; where no office can be reached, says so there. */
export async function start(place: HTMLElement): Promise<void> {
  try {
    mountProgram(await connectOffice(window, askFolder), place)
  } catch (error) {
    createApp(ConnectTrouble, { error }).mount(place)
  }
}
