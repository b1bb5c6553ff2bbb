/** The list under the search box, which is loaded when the box is first used. */
import { type ComponentProps, type ComponentType, lazy } from 'react'
import type { SuggestionList } from './suggestion-list.tsx'

type Props = ComponentProps<typeof SuggestionList>

/** Fetches the list once. A box whose list cannot be fetched is a plain one. */
export async function loadSuggestionList(): Promise<{ default: ComponentType<Props> }> {
  try {
    return { default: (await import('./suggestion-list.tsx')).SuggestionList }
  } catch {
    return { default: NoSuggestions }
  }
}

export const LazySuggestionList = lazy(loadSuggestionList)

function NoSuggestions() {
  return null
}
