/** Why no visitors should be sent to this gallery at the moment. A registry that is away is no reason: what was read last is shown. */
import { getCatalog } from './catalog-instance.ts'
import { isStopping } from './stopping-state.ts'

export interface ReadinessProblem {
  name: 'stopping' | 'catalogue'
  message: string
}

/** Empty when the gallery is ready. */
export function findReadinessProblems(): ReadinessProblem[] {
  const problems: ReadinessProblem[] = []
  if (isStopping()) {
    problems.push({
      name: 'stopping',
      message: 'The gallery was told to stop, and finishes the visits that it has.',
    })
  }
  const { syncedAt, repositoryCount } = getCatalog().facts()
  if (syncedAt === null && repositoryCount === 0) {
    const message = 'Nothing has been read from a source yet, so there is nothing to show; the log says why.'
    problems.push({ name: 'catalogue', message })
  }
  return problems
}
