'use client'

import { useSyncExternalStore } from 'react'

/**
 * Stands behind what fills the first screen of a phone. A browser runs an ordinary script once the style sheets before it are there, and
 * reads nothing behind it until then (HTML standard, "has a style sheet that is blocking scripts"). So its first picture is made of what
 * stands before, and all that is further down is laid out after it. Whoever has the style sheet, or runs no script, is not kept waiting.
 *
 * It is there in a document alone, until that is hydrated: a page that React makes in the browser has no use for it.
 */
export function FirstScreenEnd() {
  const isInDocument = useSyncExternalStore(
    subscribe,
    () => false,
    () => true,
  )
  return isInDocument && <script>;</script>
}

/** It never changes. */
function subscribe(): () => void {
  return () => {}
}
