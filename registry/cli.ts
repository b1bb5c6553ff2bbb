/**
 * `npm run registry -- <group> <verb>`: what an operator does, with the program that runs on `DATA_DIR` or without one.
 * The commands are those of `operator/operator-table.ts`; results go to standard output, all else to standard error.
 */
import { setImmediate } from 'node:timers/promises'
import { runCommand } from './cli/run-command.ts'

process.umask(0o077)
const interrupted = new AbortController()
// Once: the second signal ends the program at once, for those who do not want to wait.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort())

/** What was said of a result that could not be written. */
const unwritten: string[] = []
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Nobody reads what is still to come, as behind `| head -1`.
  if (error.code === 'EPIPE') interrupted.abort()
  else unwritten.push(error.message)
})
process.stderr.on('error', () => {})

const exitCode = await runCommand(process.argv.slice(2), {
  signal: interrupted.signal,
  print: (line) => void process.stdout.write(`${line}\n`),
  tell: (line) => console.error(line),
})
// What was written last is told of a moment later.
await setImmediate()
const [reason] = unwritten
if (reason !== undefined) {
  console.error(
    `The result could not be written (${reason}). What was asked for was done all the same; a secret that was to be shown is lost: make another one.`,
  )
}
process.exitCode = reason !== undefined && exitCode === 0 ? 1 : exitCode
