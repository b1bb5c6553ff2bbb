/** Runs a program that is not one of ours as a child that cannot outlive its starter, in the form in which ours are run. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { keepLogLine } from '#lib/config/test-evidence.ts'
import type { Program } from '../../scripts/start-program.ts'

export interface CommandOptions {
  name: string
  command: readonly [program: string, ...args: string[]]
  folder: string
  environment?: Record<string, string>
  /** What ends it in order. */
  stopSignal: NodeJS.Signals
  /** Receives each line of output. */
  onLine: (line: string) => void
}

/** Starts it in a process group of its own, so that what it forks is ended with it and a terminal's ctrl-C does not reach it. */
export function startCommand(options: CommandOptions): Program {
  const { name, command, folder, environment, stopSignal, onLine } = options
  // Where the system has it, also when the starter is killed.
  const guard = process.platform === 'linux' ? ['setpriv', '--pdeathsig', stopSignal.slice(3)] : []
  const [program = name, ...args] = [...guard, ...command]
  const child = spawn(program, args, {
    cwd: folder,
    env: childEnvironment(environment),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      keepLogLine(line)
      onLine(line)
    })
  }
  const ended = once(child, 'exit').then(
    ([exitCode, signal]) => ({
      exitCode,
      reason: signal === null ? `exit code ${exitCode}` : `signal ${signal}`,
    }),
    (error: unknown) => ({ exitCode: null, reason: error instanceof Error ? error.message : String(error) }),
  )
  const killGroup = () => {
    if (child.pid === undefined) return
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch {
      // ESRCH: the group has ended already.
    }
  }
  return {
    name,
    pid: child.pid ?? 0,
    ended,
    kill: killGroup,
    signal: (signal) => child.kill(signal),
    async stop(graceMs = 10_000) {
      child.kill(stopSignal)
      const timer = setTimeout(killGroup, graceMs)
      await ended
      clearTimeout(timer)
      killGroup()
    },
  }
}
