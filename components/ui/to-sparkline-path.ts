/** A row of bars as the path of an SVG: one bar for each count, as high as its share of the highest. */

const barWidth = 3
const gapWidth = 1

/** How wide the drawing is, in the units of its view box. */
export function toSparklineWidth(barCount: number): number {
  return Math.max(0, barCount * (barWidth + gapWidth) - gapWidth)
}

/**
 * Draws bars that stand on the lower edge. A count of nothing is a line of one unit, so that the time axis is seen, and
 * anything more is at least two units high.
 * @example toSparklinePath([0, 4], 24) // 'M0 23h3v1h-3zM4 0h3v24h-3z'
 */
export function toSparklinePath(counts: readonly number[], height: number): string {
  const highest = Math.max(1, ...counts)
  return counts
    .map((count, position) => {
      const bar = count <= 0 ? 1 : Math.max(2, Math.round((count / highest) * height))
      return `M${position * (barWidth + gapWidth)} ${height - bar}h${barWidth}v${bar}h-${barWidth}z`
    })
    .join('')
}
