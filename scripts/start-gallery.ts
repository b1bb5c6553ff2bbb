/**
 * `npm run start:gallery`: the gallery alone, as a service of its own. It takes the place of this process, so that whoever
 * supervises the service has the gallery itself before it. Nothing is built here: a service does not change its own program.
 */
import { join } from 'node:path'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { ConfigError, readConfig } from '#lib/config/config.ts'
import { findBuildReason, nextModule } from './build-gallery.ts'
import { galleryEnvironment, galleryGuardOptions, galleryNodeOptions } from './gallery-node-options.ts'
import { projectRoot } from './project-root.ts'

process.chdir(projectRoot)
try {
  start()
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exitCode = 1
}

function start(): void {
  const { host, galleryPort } = readConfig()
  const reason = findBuildReason()
  if (reason !== null) {
    throw new ConfigError(`The gallery has to be built first, because ${reason}: npm run build`)
  }
  const node = process.execPath
  const environment = childEnvironment()
  Object.assign(environment, { NEXT_TELEMETRY_DISABLED: '1', ...galleryEnvironment })
  const server = [join(projectRoot, nextModule), 'start', '-H', host, '-p', String(galleryPort)]
  const command = [node, ...galleryNodeOptions, ...galleryGuardOptions, ...server]
  if (process.execve === undefined) throw new ConfigError('This system cannot run the gallery as a service.')
  process.execve(node, command, environment)
}
