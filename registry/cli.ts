/**
 * `npm run registry -- <command>`: what an operator does to a store while no registry runs on it. The commands stand
 * in `cli/commands.ts`; without one, the help is shown.
 */
import { readConfig } from '#lib/config/config.ts'
import { commands, toHelp } from './cli/commands.ts'
import { withService } from './cli/with-service.ts'
import { printFailure } from './print-failure.ts'

process.umask(0o077)
const [name = 'help', ...args] = process.argv.slice(2)
const command = commands.get(name)
if (command === undefined) {
  const isHelp = ['help', '--help', '-h'].includes(name)
  if (isHelp) console.log(toHelp())
  else console.error(`There is no command '${name}'.\n\n${toHelp()}`)
  process.exitCode = isHelp ? 0 : 1
} else {
  try {
    // Read before the store is opened: a wrong option should be told even while a registry runs.
    const run = command.prepare(args)
    const lines = await withService(readConfig(), (service) => run(service, console.error))
    for (const line of lines) console.log(line)
  } catch (error) {
    printFailure(error)
    process.exitCode = 1
  }
}
