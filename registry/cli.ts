/**
 * `npm run registry -- <group> <verb>`: what an operator does, with the program that runs on `DATA_DIR` or without one.
 * The commands are those of `operator/operator-table.ts`; results go to standard output, all else to standard error.
 */
import { runCommand } from './cli/run-command.ts'

process.umask(0o077)
const interrupted = new AbortController()
// Once: the second signal ends the program at once, for those who do not want to wait.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort())
process.exitCode = await runCommand(process.argv.slice(2), {
  signal: interrupted.signal,
  print: (line) => console.log(line),
  tell: (line) => console.error(line),
})
