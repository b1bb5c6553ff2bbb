/** Sizes as a visitor reads them, in powers of 1,000 as registries and clients give them. */

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/**
 * The unit never stands on a line of its own.
 * @example formatBytes(48_216_000) // '48.2 MB', with a no-break space
 */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  // What would be rounded up to 1,000 is one of the next unit.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)}\u00a0${units[unit]}`
}
