/**
 * The version of everything that the index shows, for what keeps answers that were made of it. It stands on `globalThis`,
 * because the front door and Next's copies of the gallery's modules know nothing else of each other.
 */
const key = Symbol.for('public-gallery.shown-version')

type ReadVersion = () => string | null

/** Says how the version is read, once there is an index. */
export function setShownVersion(read: ReadVersion): void {
  const holder = globalThis as { [key]?: ReadVersion }
  holder[key] = read
}

/** Differs as soon as any page may differ; null where nothing may be kept: before there is an index, and while it is read. */
export function readShownVersion(): string | null {
  return (globalThis as { [key]?: ReadVersion })[key]?.() ?? null
}
