/**
 * `npm run start:registry` and `npm run start:gallery`: one program alone, as a service of its own. It takes the place of this process,
 * so that whatever supervises the service has the program itself before it. Nothing is built here: a service does not change its
 * own program.
 */
import { join } from 'node:path'
import { z } from 'zod'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { ConfigError, readConfig } from '#lib/config/config.ts'
import { findBuildReason, nextModule } from './build-gallery.ts'
import { findProgramsBuildReason, toBuiltProgram } from './build-programs.ts'
import {
  galleryEnvironment,
  galleryGuardOptions,
  galleryNodeOptions,
  quietOptions,
  registryNodeOptions,
} from './program-options.ts'
import { projectRoot } from './project-root.ts'
import { readFlags } from './read-flags.ts'

const { names } = readFlags({
  usage: 'npm run start:registry, or npm run start:gallery',
  flags: z.object({}),
  names: ['registry', 'gallery'],
})

process.chdir(projectRoot)
try {
  start(names.join(' '))
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exitCode = 1
}

function start(name: string): void {
  const reason = findProgramsBuildReason() ?? (name === 'gallery' ? findBuildReason() : null)
  if (reason !== null) {
    throw new ConfigError(`The ${name} has to be built first, because ${reason}: npm run build`)
  }
  if (name === 'registry') {
    replaceProcess([...registryNodeOptions, ...quietOptions, join(projectRoot, toBuiltProgram('registry'))])
  } else if (name === 'gallery') {
    const { host, galleryPort } = readConfig()
    const server = [join(projectRoot, nextModule), 'start', '-H', host, '-p', String(galleryPort)]
    const options = [...galleryNodeOptions, ...galleryGuardOptions, ...quietOptions]
    replaceProcess([...options, ...server], { NEXT_TELEMETRY_DISABLED: '1', ...galleryEnvironment })
  } else {
    throw new ConfigError('Say which program is to start: registry or gallery.')
  }
}

function replaceProcess(args: readonly string[], environment: Record<string, string> = {}): void {
  if (process.execve === undefined) throw new ConfigError('This system cannot run a program as a service.')
  const node = process.execPath
  process.execve(node, [node, ...args], Object.assign(childEnvironment(), environment))
}
