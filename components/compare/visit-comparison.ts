/** What stands at the address of a comparison, read once for a visit. */
import { cache } from 'react'
import { type ComparisonAddress, parseComparisonRoute } from '#lib/addresses/comparison.ts'
import { type ComparisonResult, getComparison } from '#lib/pages/image/get-comparison.ts'
import { keepImagePage } from '#lib/pages/keep-page.ts'
import { visit } from '#lib/runtime/visit.ts'
import { MAX_CHANGES } from './change-table.tsx'

export interface VisitedComparison {
  address: ComparisonAddress
  /** When the oldest of what is shown was read (ISO 8601); null for just now. */
  asOf: string | null
  result: ComparisonResult | { kind: 'no-reference' }
}

/** @param params of the route, as Next gives them */
export function visitComparison(params: {
  from: string
  to: string
  alias: string
  repository: string[]
}): Promise<VisitedComparison> {
  return readOnce(params.from, params.to, params.alias, params.repository.join('/'))
}

/** By texts, which are compared by what they say. */
const readOnce = cache(
  async (from: string, to: string, alias: string, path: string): Promise<VisitedComparison> => {
    const address = parseComparisonRoute({ from, to, alias, repository: path.split('/') })
    if (address.from === null || address.to === null) {
      await keepImagePage(address.alias, address.repositoryName)
      return { address, asOf: null, result: { kind: 'no-reference' } }
    }
    const asked = { from: address.from, to: address.to, maxFiles: MAX_CHANGES }
    const { result, asOf } = await visit(() => getComparison(address.alias, address.repositoryName, asked))
    return { address, asOf, result }
  },
)
