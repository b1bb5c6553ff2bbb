/** Brings what the tests need and npm does not install: a Chromium, the AWS CLI and registry clients. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { listAwsClis } from './find-aws-cli.ts'
import { findChromium } from './find-chromium.ts'
import { findCommand } from './find-command.ts'
import { installDebianPackage } from './install-debian-package.ts'
import { projectRoot } from './project-root.ts'

/**
 * Finds Chromium or installs it: Playwright's own where it can be downloaded, otherwise the system's package.
 * @returns null when there is one, otherwise one line that says what to do
 */
export function requireChromium(): string | null {
  if (findChromium() !== null) return null
  console.log('chromium: not found; installing it …')
  const playwright = join(projectRoot, 'node_modules', '@playwright', 'test', 'cli.js')
  spawnSync(process.execPath, [playwright, 'install', 'chromium'], { stdio: 'ignore', timeout: 180_000 })
  if (findChromium() !== null) return null
  const problem = installDebianPackage('chromium')
  if (findChromium() !== null) return null
  return `No Chromium could be found or installed (${problem ?? 'the package has none'}): install Chromium or Chrome so that \`chromium\` or \`google-chrome\` is on the PATH, then run npm test again.`
}

/** Finds the AWS CLI of version 2 or installs Debian's; the tests that use it skip themselves when there is none. */
export function installAwsCli(): void {
  const clis = listAwsClis()
  if (clis.some(({ version }) => version === 2)) return
  console.log('aws-cli: no version 2 found; installing it …')
  const problem = installDebianPackage('awscli')
  if (problem === null) return
  const consequence = clis.length > 0 ? 'only version 1 is tested' : 'the tests that use it will be skipped'
  console.log(`aws-cli: ${problem}; ${consequence}.`)
}

/** Debian's clients of registries, by the command that each brings. */
const registryClients = {
  skopeo: 'skopeo',
  buildah: 'buildah',
  umoci: 'umoci',
  podman: 'podman',
  // Podman's Pods need it.
  catatonit: 'catatonit',
  'docker-compose': 'docker-compose',
  // Certificates of tests are made with it.
  openssl: 'openssl',
}

/** Those whose packages start a daemon for the whole machine where there is an init system. */
const daemons = {
  containerd: 'containerd',
  dockerd: 'docker.io',
  // Somebody else's registry, as an upstream and as a source.
  'docker-registry': 'docker-registry',
}

/** Installs the registry clients that Debian has; the tests of one that is not here skip themselves. */
export function installRegistryClients(): void {
  const isContainer = !existsSync('/run/systemd/system')
  for (const [command, name] of Object.entries({ ...registryClients, ...(isContainer ? daemons : {}) })) {
    if (findCommand(command) !== null) continue
    console.log(`${name}: not found; installing it …`)
    const problem = installDebianPackage(name)
    if (problem !== null) console.log(`${name}: ${problem}; the tests that use it will be skipped.`)
  }
  if (hasBoto3()) return
  console.log('python3-boto3: not found; installing it …')
  const problem = installDebianPackage('python3-boto3')
  if (problem !== null) console.log(`python3-boto3: ${problem}; the tests that use it will be skipped.`)
}

/** Debian's Python, as another one on the search path does not see Debian's packages. */
export const debianPython = '/usr/bin/python3'

export function hasBoto3(): boolean {
  return spawnSync(debianPython, ['-c', 'import boto3'], { stdio: 'ignore', timeout: 60_000 }).status === 0
}
