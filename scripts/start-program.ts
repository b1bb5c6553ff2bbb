/**
 * Runs one Node program as a child that cannot outlive its starter: it has a process group of its own, so that
 * everything it forks is stopped with it, and `exit-with-parent.mjs` inside it, in case the starter is killed.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { keepLogLine } from '#lib/config/test-evidence.ts'
import { projectRoot } from './project-root.ts'

export interface Program {
  name: string
  pid: number
  /** Resolves when the program has ended, with words such as `exit code 1` or `signal SIGKILL`. */
  ended: Promise<{ exitCode: number | null; reason: string }>
  /** Asks the program to end, and ends it by force after `graceMs`. */
  stop(graceMs?: number): Promise<void>
  kill(): void
  /** Sends a signal to the program alone, not to what it has forked. */
  signal(signal: NodeJS.Signals): void
}

export interface ProgramOptions {
  name: string
  /** Path of the module from the project's root, then its arguments. */
  command: readonly [module: string, ...args: string[]]
  /** Options of Node itself. */
  nodeOptions?: readonly string[]
  environment?: Record<string, string>
  /** Receives each line of output. */
  onLine: (line: string) => void
}

// A test runner may have been called with an older Node than the programs need.
const node = process.features.typescript
  ? process.execPath
  : join(projectRoot, 'node_modules', '.bin', 'node')

/** Starts a program with the running Node, in the project's root folder. */
export function startProgram({
  name,
  command,
  nodeOptions = [],
  environment = {},
  onLine,
}: ProgramOptions): Program {
  const [module, ...args] = command
  const watcher = join(import.meta.dirname, 'exit-with-parent.mjs')
  const child = spawn(node, [...nodeOptions, '--import', watcher, join(projectRoot, module), ...args], {
    cwd: projectRoot,
    env: childEnvironment(environment),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const onEachLine = (line: string) => {
    keepLogLine(line)
    onLine(line)
  }
  forwardLines(child.stdout, onEachLine)
  forwardLines(child.stderr, onEachLine)

  const ended = waitForEnd(child)
  return {
    name,
    pid: child.pid ?? 0,
    ended,
    kill: () => signalGroup(child, 'SIGKILL'),
    signal: (signal) => child.kill(signal),
    async stop(graceMs = 10_000) {
      signalGroup(child, 'SIGTERM')
      const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs)
      await ended
      clearTimeout(timer)
      // What the program forked has no business without it.
      signalGroup(child, 'SIGKILL')
    },
  }
}

function forwardLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream) createInterface({ input: stream }).on('line', onLine)
}

async function waitForEnd(child: ChildProcess): Promise<{ exitCode: number | null; reason: string }> {
  try {
    const [exitCode, signal] = await once(child, 'exit')
    return { exitCode, reason: signal ? `signal ${signal}` : `exit code ${exitCode}` }
  } catch (error) {
    return { exitCode: null, reason: error instanceof Error ? error.message : String(error) }
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // ESRCH: the group has ended already.
  }
}
