/** Sets out rows in columns, for a terminal. */

/**
 * Lines with a heading; columns are as wide as their widest cell.
 * @example toTable(['name', 'size'], [['harbor', '7']]) // ['name    size', 'harbor  7']
 */
export function toTable(heading: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [heading, ...rows]
  const widths = heading.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
