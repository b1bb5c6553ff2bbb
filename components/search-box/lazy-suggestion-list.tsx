/** The list under the search box, which is loaded when the box is first used. A box whose list cannot be fetched is a plain one. */
import { lazyPart } from '../ui/lazy-part.ts'

const load = async () => (await import('./suggestion-list.tsx')).SuggestionList

export const LazySuggestionList = lazyPart(load)

/** Fetches the list ahead of its first use. */
export async function loadSuggestionList(): Promise<void> {
  await load().catch(() => {})
}
