/** Debian's `docker-registry` on a free port, with its data in a folder: somebody else's registry for tests, and beside ours in benches. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { waitForAnswer } from '../scripts/wait-for-answer.ts'

export interface DockerRegistryProgram {
  url: string
  /** As in image references. */
  host: string
  /** Of the process that runs, or ran last. */
  pid(): number
  /** On the same port and folder. */
  start(): Promise<void>
  /** No error when it has ended. */
  stop(): Promise<void>
}

/**
 * Starts it without authentication and logs.
 * @param settings more lines of its configuration, such as `proxy: {remoteurl: "http://…"}`
 */
export async function runDockerRegistry(
  folder: string,
  settings: readonly string[] = [],
): Promise<DockerRegistryProgram> {
  const host = `127.0.0.1:${await findFreePort()}`
  const configuration = join(folder, 'config.yml')
  writeFileSync(
    configuration,
    [
      'version: 0.1',
      'log: {level: error, accesslog: {disabled: true}}',
      `storage: {filesystem: {rootdirectory: ${join(folder, 'data')}}, delete: {enabled: true}}`,
      `http: {addr: "${host}"}`,
      ...settings,
    ].join('\n'),
  )
  let child: ChildProcess | null = null
  const program: DockerRegistryProgram = {
    url: `http://${host}`,
    host,
    pid: () => child?.pid ?? 0,
    async start() {
      child = spawn('docker-registry', ['serve', configuration], { stdio: 'ignore' })
      await waitForAnswer(`http://${host}/v2/`, { timeoutMs: 30_000 })
    },
    async stop() {
      if (child === null || child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill()
      await ended
    },
  }
  await program.start()
  return program
}
