/** Says in the index how a source stands, for `/status`, `/api/health` and every page's footer. */
import { explain } from '#lib/sources/say-failure.ts'
import { SourceError } from '#lib/sources/source-error.ts'
import type { SyncContext } from './sync-context.ts'

type Outcome = Pick<SyncContext, 'source' | 'state' | 'writer'>

/** The source is up to date. The index as a whole still has the problems of the other ones. */
export function noteSynced({ source, state, writer }: Outcome): void {
  state.noteSynced(source)
  writer.noteSync()
  const problems = state
    .listSources()
    .flatMap((other) => state.getSource(other.source).problem ?? [])
    .map(({ what, advice }) => `${what} ${advice}`)
  if (problems.length > 0) writer.noteSyncError(problems.join('\n'))
}

/** The source cannot be read; what is known of it stays. */
export function noteProblem({ source, state, writer }: Outcome, error: Error): void {
  try {
    if (error instanceof SourceError) {
      state.noteProblem(source, { kind: error.kind, ...error.explanation })
    } else {
      const internal = explain({ code: 'internal', values: {}, place: 'endpoint' })
      state.noteProblem(source, { kind: 'unknown', ...internal })
    }
    writer.noteSyncError(error.message)
  } catch {
    // The index itself may be what fails, as on a full disk; the log still has the reason.
  }
}
