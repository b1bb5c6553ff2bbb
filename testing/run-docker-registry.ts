/** Debian's `docker-registry` on a free port, with its data in a folder: somebody else's registry for tests, and beside ours in benches. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { childEnvironment } from '#lib/config/child-environment.ts'
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
 * @param storage of its configuration; files in the folder unless given
 */
export async function runDockerRegistry(
  folder: string,
  settings: readonly string[] = [],
  storage = `{filesystem: {rootdirectory: ${join(folder, 'data')}}, delete: {enabled: true}}`,
): Promise<DockerRegistryProgram> {
  const host = `127.0.0.1:${await findFreePort()}`
  const configuration = join(folder, 'config.yml')
  writeFileSync(
    configuration,
    [
      'version: 0.1',
      'log: {level: error, accesslog: {disabled: true}}',
      `storage: ${storage}`,
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
      // Its S3 client cannot take certificates from there, and speaks plain HTTP here.
      const env = childEnvironment({ AWS_CA_BUNDLE: '' })
      child = spawn('docker-registry', ['serve', configuration], { env, stdio: 'ignore' })
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
