/** `npm start` as a process of its own, on free ports and in a folder of its own, for protocol tests. It needs a build. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, vi } from 'vitest'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { type Program, startProgram } from '../scripts/start-program.ts'
import { toPairEnvironment } from './pair-environment.ts'

export interface RunningStart {
  program: Program
  dataDir: string
  galleryUrl: string
  registryUrl: string
  /** All that it has printed. */
  output: () => string
  waitFor(text: string): Promise<void>
  /** Stops everything and removes the folder. */
  remove(): Promise<void>
}

/** Starts both programs without the demo catalogue; returns before they answer. */
export async function startPair(environment: Record<string, string> = {}): Promise<RunningStart> {
  const dataDir = mkdtempSync(join(tmpdir(), 'public-gallery-start-'))
  const [galleryPort, registryPort] = [await findFreePort(), await findFreePort()]
  const lines: string[] = []
  const program = startProgram({
    name: 'start',
    command: ['scripts/start.ts'],
    environment: {
      ...toPairEnvironment({ galleryPort, registryPort, dataDir }),
      LOG_LEVEL: 'info',
      ...environment,
    },
    onLine: (line) => lines.push(line),
  })
  const output = () => lines.join('\n')
  return {
    program,
    dataDir,
    galleryUrl: `http://127.0.0.1:${galleryPort}`,
    registryUrl: `http://127.0.0.1:${registryPort}`,
    output,
    async waitFor(text) {
      await vi.waitFor(() => expect(output()).toContain(text), { timeout: 60_000, interval: 20 })
    },
    async remove() {
      await program.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
