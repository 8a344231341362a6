/** The door of the frame: what features take from it, and how the program starts. */
export { defineFeature, type Feature, type FeatureKey, type FeatureSearch, type RailEntry, type SearchHit } from './feature'
export { useKeptForm, type AskBeforeLeaving, type KeptForm } from './kept-form'
export { offerPersonAction, personActions, type PersonAction } from './person-actions'
export { usePageKeys, type PageKey } from './page-keys'
export { fieldErrors, toProblem } from './problem'
export { useBeforeSignOut, useSession, type LastAct } from './session-store'
export { textSizes, useTextSize, type TextSize } from './text-size'
export { start } from './start'
