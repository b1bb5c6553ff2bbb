/** What the sync of a source does at the moment, in a few words. */
import type { SourceActivity } from '#lib/runtime/start-sync.ts'

const phases: Record<SourceActivity['progress']['phase'], string> = {
  waiting: 'waits to try again',
  listing: 'lists repositories',
  reading: 'reads everything',
  following: 'follows its changes',
  rereading: 'reads again, the oldest first',
}

/** @param activity null while the sync has not been started */
export function describeActivity(activity: SourceActivity | null): string {
  return activity === null ? 'has not begun' : phases[activity.progress.phase]
}
