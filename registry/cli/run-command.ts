/** Runs one command: finds its verb, reads its options, calls it, prints the result, and says how it ended. */
import { readConfig } from '#lib/config/config.ts'
import { suggestNearest } from '#lib/config/nearest-words.ts'
import { findVerb, operatorGroups, operatorTable } from '#registry/apis/operator/operator-table.ts'
import type { OperatorCall, OperatorVerb } from '#registry/apis/operator/operator-verb.ts'
import { RequestError } from '#registry/apis/operator/request-error.ts'
import { OperatorError } from '#registry/domain/operator-error.ts'
import { isStoreFull } from '#registry/store/store-error.ts'
import { callVerb, requireEngine } from './call-verb.ts'
import { parseOptions } from './parse-options.ts'
import { describeFailure } from './print-failure.ts'
import { toCompletion } from './to-completion.ts'
import { toFullForm } from './to-full-form.ts'
import { program, toExample, toGroupHelp, toProgramHelp, toVerbHelp } from './to-help.ts'
import { toPrintable, toPrintableJson } from './to-printable.ts'
import { UsageError } from './usage-error.ts'

export interface Terminal {
  /** Aborts when the person interrupts the command. */
  signal: AbortSignal
  /** Writes a line of the result. */
  print(line: string): void
  /** Writes a line of anything else. */
  tell(line: string): void
}

const exitCodes = { done: 0, refused: 1, notUnderstood: 2, unreachable: 3, interrupted: 130 } as const

/** Runs the command and answers its exit code; what goes wrong is told, never thrown. */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const json = args.includes('--json')
  try {
    await run(args, terminal)
    return exitCodes.done
  } catch (error) {
    if (terminal.signal.aborted) {
      terminal.tell('Interrupted.')
      return exitCodes.interrupted
    }
    tellFailure(error, json, terminal)
    return toExitCode(error)
  }
}

async function run(args: readonly string[], terminal: Terminal): Promise<void> {
  const [group = 'help', name, ...rest] = toFullForm(args)
  if (['help', '--help', '-h'].includes(group)) return terminal.print(toProgramHelp())
  if (group === 'completion') return terminal.print(toCompletion(name))
  if (!operatorGroups.has(group)) {
    const nearest = suggestNearest(group, [...operatorGroups.keys()])
    throw new UsageError(`There is no command '${group}'. ${nearest}${program} --help lists all.`)
  }
  if (name === undefined || name === '--help' || name === '-h') return terminal.print(toGroupHelp(group))
  await runVerb(requireVerb(group, name), rest, terminal)
}

function requireVerb(group: string, name: string): OperatorVerb {
  const verb = findVerb(group, name)
  if (verb !== undefined) return verb
  const names = operatorTable.filter((row) => row.group === group).map((row) => row.name)
  throw new UsageError(
    `There is no command '${group} ${name}'. ${suggestNearest(name, names)}${program} ${group} --help lists those of ${group}.`,
  )
}

async function runVerb(verb: OperatorVerb, args: readonly string[], terminal: Terminal): Promise<void> {
  const { input, json, help } = parseOptions(verb, args)
  if (help) return terminal.print(toVerbHelp(verb))
  const print = (value: object, toLines: (value: object) => string[]) => {
    for (const line of json ? [toPrintableJson(value)] : toLines(value).map(toPrintable)) terminal.print(line)
  }
  const call: OperatorCall = {
    signal: terminal.signal,
    tell: (line) => terminal.tell(toPrintable(line)),
    emit: (part) => print(part, verb.toPartLines),
  }
  try {
    const config = readConfig()
    requireEngine(config, verb)
    const result = await (verb.callOnFiles?.(config, input, call) ?? callVerb(config, verb, input, call))
    print(result, verb.toLines)
  } catch (error) {
    if (error instanceof RequestError) throw new UsageError(error.message, verb, { cause: error })
    throw error
  }
}

function toExitCode(error: unknown): number {
  if (error instanceof UsageError) return exitCodes.notUnderstood
  // As a running registry answers it.
  if (error instanceof OperatorError || isStoreFull(error)) return exitCodes.refused
  return exitCodes.unreachable
}

function tellFailure(error: unknown, json: boolean, { tell }: Terminal): void {
  const message = describeFailure(error)
  if (json) tell(toPrintableJson({ error: { code: toCode(error), message } }))
  else for (const line of message.split('\n')) tell(toPrintable(line))
  if (!json && error instanceof UsageError && error.verb !== undefined) {
    tell(`Example: ${toExample(error.verb)}`)
  }
}

function toCode(error: unknown): string {
  if (error instanceof UsageError) return 'InvalidRequest'
  return error instanceof OperatorError || isStoreFull(error) ? 'Refused' : 'Unreachable'
}
