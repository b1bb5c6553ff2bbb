import type { Language } from '#lib/language/languages.ts'
import type { Texts } from '#lib/language/texts.ts'
import { type Lifecycle, toLifecycleState } from '#lib/oci/lifecycle.ts'
import { formatDate } from '../ui/format-relative-time.ts'

/** For a row of a list: "Deprecated", "Ends on 31 Jan 2027"; null where there is nothing to say, or not yet. */
export function toLifecycleWords(
  lifecycle: Lifecycle | null,
  texts: Texts<'search'>,
  language: Language,
  nowMs = Date.now(),
): string | null {
  const state = lifecycle && toLifecycleState(lifecycle, nowMs)
  if (lifecycle === null || state === null) return null
  if (state === 'deprecated') return texts('row.deprecated')
  const date = formatDate(lifecycle.endsOn ?? '', language)
  return texts(state === 'ended' ? 'row.ended' : 'row.ends', { date })
}
