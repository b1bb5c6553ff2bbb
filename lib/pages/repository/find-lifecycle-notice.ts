/** What the pages of a repository and of its images say about its end: the state of today, and a successor that is really here. */
import type { RepositorySummary } from '#lib/catalog/catalog.ts'
import {
  describeLifecycle,
  type Lifecycle,
  type LifecycleState,
  parseSuccessor,
  toLifecycleState,
} from '#lib/oci/lifecycle.ts'
import { getCatalog } from '#lib/runtime/catalog-instance.ts'

export interface LifecycleNotice {
  what: 'repository' | 'image'
  state: LifecycleState
  /** Days such as `2026-08-04`; null where they are not stated. */
  deprecatedSince: string | null
  endsOn: string | null
  /** From today to the last day; null without one, and when it is over. */
  daysLeft: number | null
  /** What pulls are told. */
  sentence: string
  successor: Successor | null
}

export interface Successor {
  /** As its publisher wrote it. */
  text: string
  tag: string | null
  /** Null where there is no such repository here, to which nothing leads then. */
  repository: RepositorySummary | null
}

const dayMs = 86_400_000

/** Null where there is nothing to say, or not yet. */
export function findLifecycleNotice(
  what: LifecycleNotice['what'],
  lifecycle: Lifecycle | null,
  nowMs = Date.now(),
): LifecycleNotice | null {
  if (lifecycle === null) return null
  const state = toLifecycleState(lifecycle, nowMs)
  const sentence = describeLifecycle(what, lifecycle, nowMs)
  if (state === null || sentence === null) return null
  const { deprecatedSince, endsOn, successor } = lifecycle
  const days = endsOn === null ? null : Math.ceil((Date.parse(endsOn) - nowMs) / dayMs)
  return {
    ...{ what, state, deprecatedSince, endsOn, sentence },
    daysLeft: state === 'ended' ? null : days,
    successor: successor === null ? null : findSuccessor(successor),
  }
}

function findSuccessor(text: string): Successor | null {
  const named = parseSuccessor(text)
  if (named === null) return null
  const repository = getCatalog().findRepository(named.registryAlias, named.repositoryName)
  return { text, tag: named.tag, repository }
}
