/** A running registry on a new `DATA_DIR`, for tests that only want to talk to one. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { chosenRegistries, type StorePlace } from '../choose-registries.ts'
import { startRegistry } from './start-registry.ts'

export interface RunningRegistry {
  dataDir: string
  /** What the operator's commands have to be told. */
  forCommands: Record<string, string>
  /** Without a trailing slash. */
  endpoint: string
  /** With the profiles `admin` and `gallery`. */
  credentialsFile: string
  processId: number
  /** All that it has printed. */
  output(): string
  /** Stops it and removes its directory. */
  remove(): Promise<void>
}

/** Runs `prepare` on where it will have its metadata, if given, and then the registry without the demo catalogue. */
export async function runRegistry(
  prepare?: (place: StorePlace) => Promise<void>,
  environment: Record<string, string> = {},
): Promise<RunningRegistry> {
  const dataDir = mkdtempSync(join(tmpdir(), 'registry-run-'))
  const several = await chosenRegistries()?.({ dataDir, environment, prepare })
  if (several !== undefined) {
    const { url, forCommands, processId, output, stop } = several
    const remove = async () => {
      await stop()
      rmSync(dataDir, { recursive: true, force: true })
    }
    return {
      dataDir,
      forCommands,
      endpoint: url,
      credentialsFile: join(dataDir, 'credentials'),
      processId,
      output,
      remove,
    }
  }
  await prepare?.({ dataDir, databaseUrl: null })
  // Known beforehand, because the addresses of logos have it in them.
  const port = await findFreePort()
  const registry = startRegistry(dataDir, {
    REGISTRY_PORT: String(port),
    REGISTRY_HOST: '',
    ...environment,
  })
  const remove = async () => {
    registry.process.kill('SIGTERM')
    await registry.ended
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    return {
      dataDir,
      forCommands: { DATA_DIR: dataDir },
      endpoint: await registry.url,
      credentialsFile: join(dataDir, 'credentials'),
      processId: registry.process.pid ?? 0,
      output: () => registry.lines.join('\n'),
      remove,
    }
  } catch (error) {
    await remove()
    throw error
  }
}
