import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import { toLifecycleState } from '#lib/oci/lifecycle.ts'
import type { Badge } from '#lib/public-api/to-badge-svg.ts'
import { formatBytes } from '../ui/format-bytes.ts'
import { formatCompactNumber } from '../ui/format-count.ts'

export const BADGE_KINDS = ['version', 'size', 'pulls', 'platforms', 'signed'] as const
export type BadgeKind = (typeof BADGE_KINDS)[number]

const unknown = 'not known'

/** What a badge of a repository says, in English, as badges stand in the publisher's own pages; in the colour of a warning when it is deprecated or has ended, and the version in words, too. */
export function toBadge(kind: BadgeKind, repository: RepositorySummary, nowMs = Date.now()): Badge {
  const value = toValue(kind, repository)
  const state = repository.lifecycle && toLifecycleState(repository.lifecycle, nowMs)
  const label = kind === 'signed' ? 'signature' : kind
  if (state !== 'deprecated' && state !== 'ended') {
    return { label, value, tone: value === unknown ? 'unknown' : 'usual' }
  }
  return { label, value: kind === 'version' ? `${value}, ${state}` : value, tone: 'warning' }
}

function toValue(kind: BadgeKind, repository: RepositorySummary): string {
  const { newestTag, sizeBytes, pullCount, operatingSystems, architectures, isSigned } = repository
  switch (kind) {
    case 'version':
      return newestTag ?? unknown
    case 'size':
      return sizeBytes === null ? unknown : formatBytes(sizeBytes)
    case 'pulls':
      return formatCompactNumber(pullCount, 'en')
    case 'platforms': {
      // That an image runs on Linux goes without saying.
      const all = [...operatingSystems.filter((system) => system !== 'Linux'), ...architectures]
      const words = all.join(', ')
      if (all.length === 0) return unknown
      return words.length <= 30 ? words : all.length === 1 ? '1 platform' : `${all.length} platforms`
    }
    case 'signed':
      // Nobody has checked it here.
      return isSigned ? 'attached' : 'none attached'
  }
}
