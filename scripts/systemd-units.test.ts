/** The units that operators copy are understood by systemd, take away what a service does not need, and start files that exist. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findCommand } from './find-command.ts'
import { projectRoot } from './project-root.ts'

const units = ['public-gallery-registry.service', 'public-gallery-pages.service']
const analyze = findCommand('systemd-analyze')
const place = '/opt/public-gallery/'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'units-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe.each(units)('%s', (unit) => {
  const text = readFileSync(join(projectRoot, 'deploy', 'systemd', unit), 'utf8')

  test('starts what is there', () => {
    const [, node = '', program = ''] = /^ExecStart=(\S+) (\S+) (?:registry|gallery)$/m.exec(text) ?? []
    expect(node.startsWith(place)).toBe(true)
    for (const path of [node.slice(place.length), program])
      expect(existsSync(join(projectRoot, path))).toBe(true)
  })

  test.skipIf(analyze === null)('is understood by systemd, and exposes little', () => {
    const copy = join(folder, unit)
    // systemd looks whether the program is there.
    writeFileSync(copy, text.replace(/^ExecStart=\S+/m, `ExecStart=${process.execPath}`))
    const run = (...args: string[]) =>
      execFileSync(analyze ?? '', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
    expect(run('verify', copy)).toBe('')
    // The threshold is ten times the figure that is shown.
    expect(run('security', '--offline=true', '--threshold=20', copy)).toContain('OK')
  })
})
