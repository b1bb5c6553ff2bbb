/** Who shows what the address states, and is told when it changes without a load of the page: by a script of ours, or by going back. */

const listeners = new Set<() => void>()

/** For `useSyncExternalStore`. @returns what ends it */
export function listenToAddress(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('popstate', listener)
  }
}

/** To be called after `history.pushState` and `replaceState`, of which the browser tells nobody. */
export function noteAddressChanged(): void {
  for (const listener of listeners) listener()
}
