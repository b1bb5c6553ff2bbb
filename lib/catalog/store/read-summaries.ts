/** Reads the rows of the repositories of a page, in one query: each query costs several times what its row does. */
import type { RepositorySummary } from '../catalog.ts'
import type { IndexDatabase } from './index-database.ts'
import {
  type SummaryRow,
  summaryColumns,
  type ToLogoSrc,
  toRepositorySummary,
} from './to-repository-summary.ts'

/** Repositories as pages show them, by their ids; those that are gone are not among them. */
export function readSummaries(
  database: IndexDatabase,
  repositoryIds: readonly number[],
  toLogoSrc: ToLogoSrc,
): Map<number, RepositorySummary> {
  if (repositoryIds.length === 0) return new Map()
  const rows = database.all<SummaryRow & { repository_id: number }>(
    `SELECT ${summaryColumns}, r.repository_id FROM json_each(?) wanted
     CROSS JOIN repository r ON r.repository_id = wanted.value CROSS JOIN registry g USING (registry_key)`,
    JSON.stringify(repositoryIds),
  )
  return new Map(rows.map((row) => [row.repository_id, toRepositorySummary(row, toLogoSrc)]))
}
