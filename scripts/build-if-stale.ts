/** Builds what is not built of the present sources, for programs that go on afterwards. */
import { findBuildReason } from './build-gallery.ts'
import { findProgramsBuildReason } from './build-programs.ts'
import { type Program, startProgram } from './start-program.ts'

/** What the build said has been passed on. */
export class BuildError extends Error {
  override name = 'BuildError'
}

/**
 * Runs `scripts/build.ts` where there is something to build: in a program of its own, with which the half gigabyte goes that a build takes.
 * @param onStart receives the running build, so that a signal can stop it
 * @param say receives its lines
 * @throws {BuildError} when it fails
 */
export async function buildIfStale({
  onStart,
  say,
}: {
  onStart(build: Program): void
  say(line: string): void
}): Promise<void> {
  if (findProgramsBuildReason() === null && findBuildReason() === null) return
  const build = startProgram({ name: 'build', command: ['scripts/build.ts', '--if-stale'], onLine: say })
  onStart(build)
  const { exitCode, reason } = await build.ended
  if (exitCode !== 0) throw new BuildError(`The build has failed (${reason}); what it said is above.`)
}
