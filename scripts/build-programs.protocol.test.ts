/** Guards that the built registry is the registry: that it serves, with its threads and child programs, and is never older than its sources. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { findFreePort } from '#lib/config/find-free-port.ts'
import { buildPrograms, findProgramsBuildReason, toBuiltProgram } from './build-programs.ts'
import { quietOptions } from './program-options.ts'
import { projectRoot } from './project-root.ts'
import { type Program, startProgram } from './start-program.ts'

const folders: string[] = []
const programs: Program[] = []
const timeout = 110_000

afterEach(async () => {
  await Promise.all(programs.splice(0).map((program) => program.stop()))
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'public-gallery-programs-'))
  folders.push(folder)
  return folder
}

describe('the built registry', () => {
  beforeAll(async () => {
    if (findProgramsBuildReason() !== null) await buildPrograms()
  })

  test('serves, makes the demo catalogue in its child program, and moves the log into the file in its thread', async () => {
    const dataDir = makeFolder()
    const port = await findFreePort()
    const lines: string[] = []
    const program = startProgram({
      name: 'registry',
      command: [toBuiltProgram('registry')],
      nodeOptions: quietOptions,
      environment: {
        HOST: '127.0.0.1',
        REGISTRY_PORT: String(port),
        REGISTRY_HOST: '',
        REGISTRY_URL: '',
        DATA_DIR: dataDir,
        DEMO: '1',
        LOG_LEVEL: 'info',
      },
      onLine: (line) => lines.push(line),
    })
    programs.push(program)
    const output = () => lines.join('\n')
    await expect.poll(output, { timeout, interval: 100 }).toMatch(/demo catalogue: (\d+) of \1\b/)

    const url = `http://127.0.0.1:${port}`
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    const token = z
      .object({ token: z.string() })
      .parse(await (await fetch(`${url}/token/?scope=repository:tidewater/postgres-tools:pull`)).json())
    const tags = await fetch(`${url}/v2/tidewater/postgres-tools/tags/list`, {
      headers: { authorization: `Bearer ${token.token}` },
    })
    expect(await tags.json()).toMatchObject({ tags: expect.arrayContaining([expect.any(String)]) })
    // Nobody else moves it while the registry runs.
    const bytes = () => statSync(join(dataDir, 'metadata.sqlite')).size
    await expect.poll(bytes, { timeout: 30_000 }).toBeGreaterThan(500_000)
    expect(output()).not.toMatch(/"level":[456]0/)

    process.kill(program.pid, 'SIGTERM')
    expect(await program.ended).toMatchObject({ exitCode: 0 })
  })

  test('says in a stack which source it is of', async () => {
    const built = readFileSync(join(projectRoot, toBuiltProgram('registry')), 'utf8')
    const sources = z.object({ sources: z.array(z.string()) })
    const map = sources.parse(
      JSON.parse(readFileSync(join(projectRoot, `${toBuiltProgram('registry')}.map`), 'utf8')),
    )
    expect(map.sources).toContain('../registry/main.ts')
    // Names are as in the sources.
    expect(built).toContain('async function fillDemoCatalogue(')
  })
})

describe('a build', () => {
  const sources = {
    'package.json': '{ "type": "module" }',
    'lib/runtime/front-door/guard-server.ts': 'export {}',
    'registry/main.ts': `
      import { readFileSync } from 'node:fs'
      import { Worker } from 'node:worker_threads'
      import { greet } from './greet.ts'
      const text: string = readFileSync(new URL('./texts/name.txt', import.meta.url), 'utf8')
      new Worker(new URL('./rooms/thread.ts', import.meta.url), { workerData: greet(text) })`,
    'registry/greet.ts': "export const greet = (name: string) => 'Hello, ' + name",
    'registry/texts/name.txt': 'house',
    'registry/rooms/thread.ts': `
      import { workerData } from 'node:worker_threads'
      console.log(workerData as string)`,
  }

  function makeProject(changes: Record<string, string> = {}): string {
    const root = makeFolder()
    for (const [path, text] of Object.entries({ ...sources, ...changes })) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    return root
  }

  async function run(root: string): Promise<string> {
    const lines: string[] = []
    const command = [relative(projectRoot, join(root, toBuiltProgram('registry')))] as const
    const program = startProgram({ name: 'built', command, onLine: (line) => lines.push(line) })
    await program.ended
    return lines.join('\n')
  }

  test('runs with what its modules name beside themselves: threads, and files', async () => {
    const root = makeProject()
    await buildPrograms(root)
    expect(await run(root)).toBe('Hello, house')
  })

  test('is made again when a source has changed, and only then', async () => {
    const root = makeProject()
    expect(findProgramsBuildReason(root)).not.toBeNull()
    await buildPrograms(root)
    expect(findProgramsBuildReason(root)).toBeNull()
    writeFileSync(
      join(root, 'registry/greet.ts'),
      "export const greet = (name: string) => 'Welcome, ' + name",
    )
    expect(findProgramsBuildReason(root)).not.toBeNull()
    await buildPrograms(root)
    expect(findProgramsBuildReason(root)).toBeNull()
    expect(await run(root)).toBe('Welcome, house')
  })

  test('that fails leaves none that a start would take', async () => {
    const root = makeProject()
    await buildPrograms(root)
    writeFileSync(join(root, 'registry/greet.ts'), "export { greet } from './gone.ts'")
    await expect(buildPrograms(root)).rejects.toThrow('gone.ts')
    expect(findProgramsBuildReason(root)).not.toBeNull()
  })

  test('refuses a source that would be told another place than its own', async () => {
    const root = makeProject({ 'registry/greet.ts': 'export const greet = () => import.meta.dirname' })
    await expect(buildPrograms(root)).rejects.toThrow('registry/greet.ts asks where it stands')
    expect(existsSync(join(root, toBuiltProgram('registry')))).toBe(false)
  })
})
