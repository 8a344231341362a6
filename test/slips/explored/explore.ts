/** One explored course from its seed to its verdict. */
import { deadEnds, disagreements, miscounts, strangers } from './relation'
import { closeWorld, openWorld, settle, step, type Course } from './world'

export interface Explored {
  readonly faults: readonly string[]
  /** Action → how often. */
  readonly done: ReadonlyMap<string, number>
  readonly moves: ReadonlyMap<string, number>
  readonly steps: number
}

/** @param stop asked now and then; true ends the course early */
export function explore(course: Course, stop: () => boolean = () => false): Explored {
  const world = openWorld(course)
  try {
    let steps = 0
    while (steps < course.steps && !(steps % 500 === 0 && stop())) {
      step(world)
      steps += 1
    }
    settle(world)
    settle(world)
    const faults = [...world.faults, ...disagreements(world), ...deadEnds(world), ...miscounts(world), ...strangers(world)]
    return { faults: faults.slice(0, 20), done: world.done, moves: world.moves, steps }
  } finally {
    closeWorld(world)
  }
}
