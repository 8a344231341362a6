/** Collects the features that exist in this build, in rail order. */
import type { Feature } from './feature'

const found = import.meta.glob<{ feature: Feature }>('../features/*/index.ts', { eager: true })

export const features: readonly Feature[] = Object.values(found)
  .map((door) => door.feature)
  .sort((a, b) => (a.rail?.order ?? 100) - (b.rail?.order ?? 100))
