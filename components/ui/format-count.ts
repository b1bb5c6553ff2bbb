/** Numbers as a visitor reads them. */

const whole = new Intl.NumberFormat('en')
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** @example formatCount(1, 'repository', 'repositories') // '1 repository' */
export function formatCount(count: number, one: string, many: string): string {
  return `${whole.format(count)} ${count === 1 ? one : many}`
}

/** @example formatNumber(12345) // '12,345' */
export function formatNumber(count: number): string {
  return whole.format(count)
}

/** @example formatCompactNumber(1234567) // '1.2M' */
export function formatCompactNumber(count: number): string {
  return compact.format(count)
}
