/** What the sync of a source does at the moment, in a few words. */
import type { Texts } from '#lib/language/texts.ts'
import type { SourceActivity } from '#lib/runtime/start-sync.ts'

/** @param activity null while the sync has not been started */
export function describeActivity(activity: SourceActivity | null, texts: Texts<'status'>): string {
  return texts(`phase.${activity === null ? 'none' : activity.progress.phase}`)
}
