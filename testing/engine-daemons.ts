/**
 * The container engines that are daemons, started for one test: everything that they keep is in one folder, and they touch
 * neither the network nor the firewall of the machine. They need to be root; a machine that is a container may refuse them.
 */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { findCommand } from '../scripts/find-command.ts'

const execute = promisify(execFile)
/** Ends a daemon whose test was killed. */
const maxLifeSeconds = 300
const startTimeoutMs = 20_000

export interface EngineDaemons {
  /** What their clients need to find them. */
  environment: Record<string, string>
  /** Which of them runs. */
  running: { containerd: boolean; docker: boolean }
  stop(): Promise<void>
}

/** Starts those that are here: containerd first, on which Docker's daemon depends. */
export async function startEngineDaemons(folder: string): Promise<EngineDaemons> {
  const address = join(folder, 'containerd.sock')
  const host = `unix://${join(folder, 'docker.sock')}`
  const environment = {
    CONTAINERD_ADDRESS: address,
    CONTAINERD_SNAPSHOTTER: 'native',
    DOCKER_HOST: host,
    DOCKER_CONFIG: join(folder, 'docker-config'),
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'containerd.toml'), toContainerdConfig(folder, address))
  const stops: (() => Promise<void>)[] = []
  const start = async (daemon: string[], probe: readonly [string, ...string[]]) => {
    if (process.getuid?.() !== 0 || findCommand(daemon[0] ?? '') === null || !findCommand(probe[0]))
      return false
    const stop = startDaemon(daemon)
    stops.unshift(stop)
    return answers(probe, environment)
  }
  const containerd = await start(
    ['containerd', '--config', join(folder, 'containerd.toml')],
    ['ctr', 'version'],
  )
  const docker =
    containerd && (await start(toDockerCommand(folder, host, address), ['docker', 'image', 'ls']))
  return {
    environment,
    running: { containerd, docker },
    async stop() {
      for (const stop of stops) await stop()
    },
  }
}

function toContainerdConfig(folder: string, address: string): string {
  return `version = 2
root = "${join(folder, 'containerd')}"
state = "${join(folder, 'containerd-state')}"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
  address = "${address}"
[ttrpc]
  address = "${address}.ttrpc"
`
}

function toDockerCommand(folder: string, host: string, containerd: string): string[] {
  const apart = ['--bridge=none', '--iptables=false', '--ip-forward=false', '--ip-masq=false']
  const folders = ['--data-root', join(folder, 'docker'), '--exec-root', join(folder, 'docker-state')]
  const names = ['--pidfile', join(folder, 'docker.pid'), '--host', host, '--containerd', containerd]
  return ['dockerd', ...apart, '--storage-driver=vfs', ...folders, ...names]
}

function startDaemon(command: string[]): () => Promise<void> {
  const args = ['--kill-after=5', String(maxLifeSeconds), ...command]
  const child = spawn('timeout', args, { env: childEnvironment({}), stdio: 'ignore' })
  const ended = once(child, 'exit')
  return async () => {
    child.kill('SIGTERM')
    await ended
  }
}

async function answers(
  [command, ...args]: readonly [string, ...string[]],
  environment: Record<string, string>,
): Promise<boolean> {
  const deadline = Date.now() + startTimeoutMs
  while (Date.now() < deadline) {
    try {
      await execute(command, args, { env: childEnvironment(environment), timeout: 5_000 })
      return true
    } catch {
      await sleep(100)
    }
  }
  return false
}
