/** With two decimals, as tables show it; null where there is no figure. */
export function round(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : Math.round(value * 100) / 100
}
