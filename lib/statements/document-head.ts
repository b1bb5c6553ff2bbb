/**
 * What is kept of a document: a head with what a page shows at once, and its lists, which are only parsed where they are asked
 * for. Written as two lines of JSON.
 */
import { z } from 'zod'
import { UNREADABLE_DOCUMENTS } from '#lib/documents/parse-document.ts'
import type { Package } from '#lib/packages/package-list.ts'
import type { Vulnerability } from '#lib/vulnerabilities/scan.ts'
import type { VexStatement } from '#lib/vulnerabilities/vex.ts'
import type { ReadDocument } from './read-document.ts'

const count = z.int().min(0)

/** Why a document was not read; what a page says of it is in `messages/`. */
const DOCUMENT_TROUBLES = [
  ...UNREADABLE_DOCUMENTS,
  'too-large',
  'too-large-together',
  'too-long-together',
  'too-much-work',
] as const
export type DocumentTrouble = (typeof DOCUMENT_TROUBLES)[number]

const counted = z.array(z.tuple([z.string().nullable(), count]))

export const documentHead = z.object({
  subjects: z.array(z.string()),
  packages: z
    .object({
      format: z.string(),
      tool: z.string().nullable(),
      createdAt: z.string().nullable(),
      totalCount: count,
      /** How many are kept. */
      keptCount: count,
      /** By kind of package, the most first; null for those of which nothing says it. */
      types: counted,
      /** The licences of most packages; null for those that state none. */
      licences: counted,
      /** Packages whose licence is not among these. */
      otherLicences: count,
    })
    .nullable(),
  scan: z
    .object({
      format: z.string(),
      scanner: z.string().nullable(),
      scannedAt: z.string().nullable(),
      totalCount: count,
    })
    .nullable(),
  vex: z.object({ author: z.string().nullable(), statedAt: z.string().nullable() }).nullable(),
  trouble: z.enum(DOCUMENT_TROUBLES).nullable(),
})
export type DocumentHead = z.infer<typeof documentHead>

export interface DocumentLists {
  packages: Package[]
  vulnerabilities: Vulnerability[]
  statements: VexStatement[]
}

const maxTypes = 20
const maxLicences = 12

/** The two lines of a document. */
export function writeDocument({ subjects, packages, scan, vex, trouble }: ReadDocument): string {
  const licences = packages === null ? [] : countBy(packages.packages, ({ licence }) => licence)
  const shown = licences.slice(0, maxLicences)
  const head: DocumentHead = {
    subjects,
    packages: packages && {
      format: packages.format,
      tool: packages.tool,
      createdAt: packages.createdAt,
      totalCount: packages.totalCount,
      keptCount: packages.packages.length,
      types: countBy(packages.packages, ({ type }) => type).slice(0, maxTypes),
      licences: shown,
      otherLicences: licences.slice(maxLicences).reduce((sum, [, times]) => sum + times, 0),
    },
    scan: scan && {
      format: scan.format,
      scanner: scan.scanner,
      scannedAt: scan.scannedAt,
      totalCount: scan.totalCount,
    },
    vex: vex && { author: vex.author, statedAt: vex.statedAt },
    trouble,
  }
  const lists: DocumentLists = {
    packages: packages?.packages ?? [],
    vulnerabilities: scan?.vulnerabilities ?? [],
    statements: vex?.statements ?? [],
  }
  return `${JSON.stringify(head)}\n${JSON.stringify(lists)}`
}

function countBy<Item>(
  items: readonly Item[],
  toKey: (item: Item) => string | null,
): [string | null, number][] {
  const counts = new Map<string | null, number>()
  for (const item of items) counts.set(toKey(item), (counts.get(toKey(item)) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)
}
