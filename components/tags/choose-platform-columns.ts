/** Which platforms have a column in the list of tags, and how a row says what it runs on. Pure. */
import type { Texts } from '#lib/language/texts.ts'

/** Of the commonest, these stand in this order. */
const usual = ['amd64', 'arm64', 'arm/v7', '386']

const maxColumns = 4

/** More platforms without a column are counted. */
const maxWords = 2

export interface PlatformWords {
  /** For each column, whether the image runs on it. */
  marks: boolean[]
  /** Platforms without a column, in words; empty for none. */
  others: string
  /** Columns that it does not run on, in words; empty for none, and where it runs on no column. */
  missing: string
  /** All of it, for who does not see the marks. */
  all: string
}

/** The commonest platforms of Linux, at most four. @param rows the platforms of each row */
export function choosePlatformColumns(rows: readonly (readonly string[])[]): string[] {
  const counts = new Map<string, number>()
  for (const platform of rows.flat().map(toColumn)) {
    if (platform !== null) counts.set(platform, (counts.get(platform) ?? 0) + 1)
  }
  const place = (platform: string) => (usual.includes(platform) ? usual.indexOf(platform) : usual.length)
  const byPlace = (a: string, b: string) => place(a) - place(b) || a.localeCompare(b, 'en')
  return [...counts.keys()]
    .toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || byPlace(a, b))
    .slice(0, maxColumns)
    .toSorted(byPlace)
}

/** What one row shows. @param platforms such as `linux/amd64` */
export function describeColumns(
  platforms: readonly string[],
  columns: readonly string[],
  texts: Texts<'tags'>,
): PlatformWords {
  const own = new Set(platforms.map(toColumn))
  const marks = columns.map((column) => own.has(column))
  const rest = platforms.filter((platform) => !columns.includes(toColumn(platform) ?? ''))
  const list = (names: readonly string[]) => names.join(texts('comma'))
  const names = list(rest.slice(0, maxWords))
  const missing = columns.filter((column) => !own.has(column))
  return {
    marks,
    others:
      rest.length > maxWords ? texts('row.morePlatforms', { names, count: rest.length - maxWords }) : names,
    missing:
      missing.length > 0 && missing.length < columns.length
        ? texts('row.missingPlatforms', { names: list(missing) })
        : '',
    all: list(platforms),
  }
}

/** The name of its column; null for what is not Linux, which is always said in words. */
function toColumn(platform: string): string | null {
  if (!platform.startsWith('linux/')) return null
  const name = platform.slice('linux/'.length)
  return name === 'arm64/v8' ? 'arm64' : name
}
