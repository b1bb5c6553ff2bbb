/** A proxy before both programs, as `deploy/` has its configuration: only names, ports and files are those of the test. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { childEnvironment } from '#lib/config/child-environment.ts'
import type { DebianProgram, FoundProgram } from '../scripts/debian-programs.ts'
import { projectRoot } from '../scripts/project-root.ts'
import { readResidentBytes } from './read-resident-bytes.ts'

export type ProxyName = Extract<DebianProgram, 'nginx' | 'caddy' | 'haproxy'>

export interface ProxyPlace {
  /** Empty, and the proxy's alone. */
  folder: string
  httpsPort: number
  plainPort: number
  galleryPort: number
  registryPort: number
  registryName: string
  certificateFile: string
  keyFile: string
}

export interface RunningProxy {
  /** Resident memory of all its processes. */
  readResidentBytes(): number
  /** What it has written to its folder. */
  countWrittenBytes(): number
  stop(): Promise<void>
}

const startTimeoutMs = 20_000

/** Starts it, and returns once it takes connections. @throws {Error} with what it has said, when it does not */
export async function startProxy(
  name: ProxyName,
  { command, environment }: FoundProgram,
  place: ProxyPlace,
): Promise<RunningProxy> {
  const args = write[name](place)
  const lines: string[] = []
  const child = spawn(command, args, {
    cwd: place.folder,
    // Caddy writes below these.
    env: childEnvironment({ ...environment, HOME: place.folder, XDG_DATA_HOME: place.folder }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => lines.push(String(text)))
  await waitForPort(place.httpsPort, child, lines)
  return {
    readResidentBytes: () =>
      listProcesses(child.pid ?? 0).reduce((sum, pid) => sum + readResidentBytes(pid), 0),
    countWrittenBytes: () => countBytes(place.folder),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      const ended = once(child, 'exit')
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(timer)
    },
  }
}

const write: Record<ProxyName, (place: ProxyPlace) => string[]> = {
  nginx(place) {
    const recipe = readRecipe('nginx/public-gallery.conf', place)
      .replaceAll('listen 80;', `listen 127.0.0.1:${place.plainPort};`)
      .replaceAll('listen 443 ssl http2;', `listen 127.0.0.1:${place.httpsPort} ssl http2;`)
      .replaceAll('/etc/nginx/tls/public-gallery.crt', place.certificateFile)
      .replaceAll('/etc/nginx/tls/public-gallery.key', place.keyFile)
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `${kind}_temp_path ${join(place.folder, kind)};`,
    )
    const settings = [
      // In a container everything runs as root, and others may not read the folder.
      ...(process.getuid?.() === 0 ? ['user root;'] : []),
      `daemon off; worker_processes 1; pid ${join(place.folder, 'pid')}; error_log stderr warn;`,
      'events { worker_connections 1024; }',
      `http { access_log off; ${paths.join(' ')}\n${recipe}\n}`,
    ]
    return ['-c', writeFile(place, 'nginx.conf', settings.join('\n')), '-p', place.folder]
  },
  caddy(place) {
    const tls = `\ttls ${place.certificateFile} ${place.keyFile}\n`
    const recipe = readRecipe('caddy/Caddyfile', place).replaceAll(
      /^(\S+\.example\.com|localhost) \{\n/gm,
      (_, host) => `https://${host}:${place.httpsPort} {\n\tbind 127.0.0.1\n${tls}`,
    )
    const global = `{\n\tadmin off\n\tauto_https disable_certs\n\thttp_port ${place.plainPort}\n\thttps_port ${place.httpsPort}\n}\n`
    return ['run', '--adapter', 'caddyfile', '--config', writeFile(place, 'Caddyfile', `${global}${recipe}`)]
  },
  haproxy(place) {
    const both = readFileSync(place.certificateFile, 'utf8') + readFileSync(place.keyFile, 'utf8')
    const recipe = readRecipe('haproxy/haproxy.cfg', place)
      .replaceAll('bind :80', `bind 127.0.0.1:${place.plainPort}`)
      .replaceAll('bind :443', `bind 127.0.0.1:${place.httpsPort}`)
      .replaceAll('/etc/haproxy/public-gallery.pem', writeFile(place, 'both.pem', both))
    return ['-db', '-f', writeFile(place, 'haproxy.cfg', recipe)]
  },
}

function readRecipe(path: string, { galleryPort, registryPort, registryName }: ProxyPlace): string {
  return readFileSync(join(projectRoot, 'deploy', path), 'utf8')
    .replaceAll('127.0.0.1:3000', `127.0.0.1:${galleryPort}`)
    .replaceAll('127.0.0.1:5050', `127.0.0.1:${registryPort}`)
    .replaceAll('registry.example.com', registryName)
}

function writeFile({ folder }: ProxyPlace, name: string, text: string): string {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

async function waitForPort(port: number, child: ChildProcess, lines: readonly string[]): Promise<void> {
  const deadline = Date.now() + startTimeoutMs
  while (Date.now() < deadline && child.exitCode === null) {
    const socket = connect(port, '127.0.0.1')
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (isOpen) return
    await sleep(50)
  }
  child.kill('SIGKILL')
  throw new Error(`The proxy does not listen:\n${lines.join('')}`)
}

function listProcesses(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(/\s+/).filter(Boolean)
  return [pid, ...children.flatMap((child) => listProcesses(Number(child)))]
}

function countBytes(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  return entries.reduce((sum, entry) => {
    const file = statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })
    return sum + (entry.isFile() ? (file?.size ?? 0) : 0)
  }, 0)
}
