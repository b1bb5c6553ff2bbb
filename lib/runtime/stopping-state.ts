/**
 * Whether this process was told to stop. It stands on `globalThis`, because the front door, which is told, and the pages know nothing
 * else of each other.
 */
const key = Symbol.for('public-gallery.stopping')

/** Says that no new visitors should be sent here. */
export function setStopping(): void {
  ;(globalThis as { [key]?: boolean })[key] = true
}

/** True from `setStopping` on. */
export function isStopping(): boolean {
  return (globalThis as { [key]?: boolean })[key] ?? false
}
