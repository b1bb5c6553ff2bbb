/** nginx of a cluster, with the configuration of `deploy/`: only ports and files are those of this place. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findDebianProgram, installDebianPrograms } from '../../scripts/debian-programs.ts'
import { projectRoot } from '../../scripts/project-root.ts'
import { waitForAnswer } from '../../scripts/wait-for-answer.ts'
import type { ClusterPart } from './cluster-parts.ts'
import type { ClusterPlace } from './cluster-place.ts'
import { startCommand } from './start-command.ts'

const recipe = join(projectRoot, 'deploy', 'nginx', 'cluster.conf')

/** Fetches nginx where it is not here. @throws {Error} where it cannot be had */
export function toNginxPart(place: ClusterPlace): ClusterPart {
  if (findDebianProgram('nginx') === null) installDebianPrograms(['nginx'])
  const found = findDebianProgram('nginx')
  if (found === null) throw new Error('There is no nginx; install it: apt-get install nginx')
  const folder = join(place.folder, 'nginx')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'nginx.conf')
  writeFileSync(file, toConfiguration(folder, place))
  return {
    name: 'nginx',
    start: (onLine) =>
      startCommand({
        name: 'nginx',
        command: [found.command, '-c', file, '-p', folder, '-e', 'stderr'],
        folder,
        environment: found.environment,
        // Requests that run are answered.
        stopSignal: 'SIGQUIT',
        onLine,
      }),
    waitUntilReady: (signal) =>
      waitForAnswer(`http://127.0.0.1:${place.registryPort}/livez`, { timeoutMs: 30_000, signal }),
  }
}

function toConfiguration(folder: string, place: ClusterPlace): string {
  const { galleryPort, registryPort, galleryPorts, registryPorts } = place
  const servers = (name: string, ports: readonly number[]) => (_: string, settings: string) =>
    ports.length === 0
      ? `    server 127.0.0.1 down; # no ${name} here, and nginx wants one\n`
      : ports.map((port) => `    server 127.0.0.1:${port}${settings} # ${name}\n`).join('')
  const text = readFileSync(recipe, 'utf8')
    .replaceAll(/(?: *server gallery-\d:3000(.*;)\n)+/g, servers('gallery', galleryPorts))
    .replaceAll(/(?: *server registry-\d:5050(.*;)\n)+/g, servers('registry', registryPorts))
    .replace('listen 3000;', `listen 127.0.0.1:${galleryPort};`)
    .replace('listen 5050;', `listen 127.0.0.1:${registryPort};`)
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${join(folder, kind)};`,
  )
  return [
    // In a container everything runs as root, and others may not read the folder.
    ...(process.getuid?.() === 0 ? ['user root;'] : []),
    `daemon off; worker_processes 2; pid ${join(folder, 'pid')}; error_log stderr warn;`,
    'events { worker_connections 1024; }',
    `http { access_log off; ${paths.join(' ')}\n${text}\n}`,
  ].join('\n')
}
