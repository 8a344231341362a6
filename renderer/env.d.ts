/** Lets the compiler know what the bundler adds to this room: components, styles and asset addresses. */
/// <reference types="vite/client" />

declare module '*.vue' {
  import type { DefineComponent } from 'vue'

  const component: DefineComponent
  export default component
}
