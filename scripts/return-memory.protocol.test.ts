/** Guards that a program which has become quiet holds no more of the heap than it uses, and that one at work is left alone. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { quietOptions } from './program-options.ts'
import { projectRoot } from './project-root.ts'
import { startProgram } from './start-program.ts'

const reading = z.object({ isAtWork: z.boolean(), youngBytes: z.number(), execArgv: z.array(z.string()) })
const megabyte = 1_000_000

/** Makes objects that live for a while, as answers do, for longer than the program looks at once; then it is quiet. */
const program = `
  import { getHeapSpaceStatistics } from 'node:v8'
  const kept = []
  const say = (isAtWork) => {
    const { space_size: youngBytes } = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space')
    console.log(JSON.stringify({ isAtWork, youngBytes, execArgv: process.execArgv }))
  }
  const work = setInterval(() => {
    const until = performance.now() + 40
    while (performance.now() < until) {
      kept.push({ text: String(kept.length) })
      if (kept.length > 200_000) kept.length = 0
    }
  }, 50)
  const talk = setInterval(() => say(true), 500)
  setTimeout(() => {
    clearInterval(work)
    clearInterval(talk)
    kept.length = 0
    setInterval(() => say(false), 500)
  }, 13_000)
`

test('what work has made the heap grow by is given back once there is none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'public-gallery-memory-'))
  const file = join(folder, 'program.mjs')
  writeFileSync(file, program)
  const readings: z.infer<typeof reading>[] = []
  const running = startProgram({
    name: 'program',
    command: [relative(projectRoot, file)],
    nodeOptions: quietOptions,
    onLine: (line) => readings.push(reading.parse(JSON.parse(line))),
  })
  try {
    const last = () => readings.at(-1)
    await expect.poll(() => last()?.isAtWork, { timeout: 60_000 }).toBe(false)
    const atWork = readings.filter(({ isAtWork }) => isAtWork)
    expect(Math.max(...atWork.map(({ youngBytes }) => youngBytes))).toBeGreaterThan(12 * megabyte)
    expect(atWork.at(-1)?.youngBytes).toBeGreaterThan(12 * megabyte)
    await expect.poll(() => last()?.youngBytes, { timeout: 60_000 }).toBeLessThan(4 * megabyte)
    // What it forks is its own business.
    expect(last()?.execArgv.join(' ')).not.toContain('return-memory')
  } finally {
    await running.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})
