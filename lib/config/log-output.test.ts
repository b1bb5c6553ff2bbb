import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { openLogOutput } from './log-output.ts'

const disk = mkdtempSync(join(tmpdir(), 'log-output-'))
const isMounted = run('mount', '-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk)
afterAll(() => {
  if (isMounted) run('umount', disk)
  rmSync(disk, { recursive: true })
})

function run(...command: string[]): boolean {
  try {
    execFileSync('/usr/bin/env', command, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const readLines = () =>
  readFileSync(join(disk, 'log'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

test.skipIf(!isMounted)(
  'a full disk ends nothing; what had to wait is there once there is room, with a word of the rest',
  async () => {
    const filler = join(disk, 'filler')
    run('sh', '-c', `head -c 4186112 /dev/zero > ${filler}`)
    const file = openSync(join(disk, 'log'), 'a')
    const output = openLogOutput(() => {}, file)
    for (let at = 0; at < 2000; at += 1) {
      output.write(`${JSON.stringify({ at, text: 'x'.repeat(1000) })}\n`)
    }
    rmSync(filler)
    await vi.waitFor(() => expect(JSON.stringify(readLines().at(-1))).toContain('are missing here'), 5000)
    const lines = readLines()
    const places = lines.flatMap(({ at }) => at ?? [])
    expect(places.length).toBeGreaterThan(1000)
    expect(places).toEqual(places.map((_, at) => at))
    expect(lines.at(-1).msg).toBe(
      `${2000 - places.length} lines of the log are missing here: they could not be written`,
    )
    output.write('{"at":2000}\n')
    expect(readLines().at(-1)).toEqual({ at: 2000 })
    closeSync(file)
  },
)

test('nobody who reads is told once, and nothing is written any more', () => {
  const [reader, writer] = openPipe()
  closeSync(reader)
  const onGone = vi.fn()
  const output = openLogOutput(onGone, writer)
  output.write('a\n')
  output.write('b\n')
  expect(onGone).toHaveBeenCalledTimes(1)
  closeSync(writer)
})

function openPipe(): [reader: number, writer: number] {
  const path = join(disk, 'pipe')
  execFileSync('/usr/bin/env', ['mkfifo', path])
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  return [reader, openSync(path, 'w')]
}
