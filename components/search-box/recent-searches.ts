/**
 * What was searched for in this browser, the latest first. It is kept by the browser alone: nothing here is ever sent
 * anywhere, and a browser that keeps nothing has no recent searches.
 */

const key = 'recent-searches'
const maxSearches = 6
const maxLength = 200

/** Reads them; what another page or hand has written there counts only where it makes sense. */
export function readRecentSearches(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    if (!Array.isArray(kept)) return []
    return kept.filter((text) => typeof text === 'string' && text !== '').slice(0, maxSearches)
  } catch {
    return []
  }
}

/** Puts a search first, and gives all of them back. Long ones are pasted rather than typed, and not kept. */
export function addRecentSearch(text: string): string[] {
  const typed = text.trim()
  if (typed !== '' && typed.length <= maxLength) keep([typed, ...without(typed)])
  return readRecentSearches()
}

/** Forgets one search, and gives back those that are left. */
export function removeRecentSearch(text: string): string[] {
  keep(without(text))
  return readRecentSearches()
}

function without(text: string): string[] {
  return readRecentSearches().filter((other) => other.toLowerCase() !== text.toLowerCase())
}

function keep(searches: string[]): void {
  try {
    if (searches.length === 0) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify(searches.slice(0, maxSearches)))
  } catch {
    // A browser that keeps nothing, or has no room left, works without.
  }
}
