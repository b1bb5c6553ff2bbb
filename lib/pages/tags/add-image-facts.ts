/**
 * Adds to a list of tags what only the images themselves tell: platforms, size, and what is attached. A page waits for it a
 * moment, reads a few at a time, what stands open first, and gives up on a registry that does not answer.
 */
import pMap from 'p-map'
import type { ImageFacts } from '#lib/oci/image-facts.ts'
import type { ListedTag } from './select-tags.ts'

const concurrency = 6
const waitMs = 1_500

/** After so many in a row that could not be read, no more are asked for. */
const maxFailures = 3

const maxPlatforms = 20

/**
 * Reads facts and adds them; rows whose facts are not known in time stay as they are.
 * @param read null for what cannot be read
 * @param late settles when the page cannot wait longer
 */
export async function addImageFacts(
  rows: readonly ListedTag[],
  read: (digest: string) => Promise<ImageFacts | null>,
  late: Promise<unknown> = waitFor(waitMs),
): Promise<ListedTag[]> {
  const facts = new Map<string, ImageFacts>()
  const openFirst = rows.toSorted((a, b) => Number(a.fold !== null) - Number(b.fold !== null))
  let failures = 0
  let isLate = false
  const readOne = async ({ digest }: ListedTag) => {
    if (isLate || failures >= maxFailures) return
    const found = await read(digest)
    failures = found === null ? failures + 1 : 0
    if (found !== null) facts.set(digest, found)
  }
  await Promise.race([pMap(openFirst, readOne, { concurrency }), late])
  isLate = true
  return rows.map((row) => {
    const found = facts.get(row.digest)
    return found === undefined ? row : addFacts(row, found)
  })
}

function addFacts(
  row: ListedTag,
  { kind, platforms, sizeBytes, attached, signature }: ImageFacts,
): ListedTag {
  return {
    ...row,
    kind: row.kind === 'image' ? kind : row.kind,
    platforms: platforms.slice(0, maxPlatforms).map(({ text }) => text),
    sizeBytes: row.sizeBytes ?? sizeBytes,
    attached,
    signature,
  }
}

function waitFor(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}
