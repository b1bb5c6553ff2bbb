/** Guards what the commands of this repository say of flags and names that they do not know, which is never a stack. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { childEnvironment } from '#lib/config/child-environment.ts'
import { projectRoot } from './project-root.ts'
import { countFlag, FlagError, parseFlags } from './read-flags.ts'

const command = {
  usage: 'npm run drills -- [NAME …] [--rounds N] [--quiet]',
  flags: z.object({ rounds: countFlag.default(50), quiet: z.boolean().default(false) }),
  names: ['backup', 'power-loss'],
}

function problemOf(...args: string[]): string {
  try {
    parseFlags(command, args)
  } catch (error) {
    if (error instanceof FlagError) return error.message
    throw error
  }
  return 'none'
}

describe('parseFlags', () => {
  test('reads flags in both forms, names, and what is not given', () => {
    expect(parseFlags(command, ['backup', '--rounds', '7', '--quiet'])).toEqual({
      flags: { rounds: 7, quiet: true },
      names: ['backup'],
    })
    expect(parseFlags(command, ['--rounds=8']).flags.rounds).toBe(8)
    expect(parseFlags(command, [])).toEqual({ flags: { rounds: 50, quiet: false }, names: [] })
  })

  test('names what is not known, what is near, and how it is written', () => {
    expect(problemOf('--round', '3')).toContain('--round is not known. Did you mean')
    expect(problemOf('bakup')).toContain('bakup is not known. Did you mean')
    expect(problemOf('bakup')).toContain(command.usage)
  })

  test.each([
    [['--rounds', 'abc'], '--rounds takes a number, and not "abc".'],
    [['--rounds', '0'], '--rounds takes a number above 0, and not "0".'],
    [['--rounds', '1.5'], '--rounds takes a whole number, and not "1.5".'],
    [['--rounds'], '--rounds has no value.'],
    [['--quiet=yes'], '--quiet takes no value.'],
  ])('says what is wrong with %j', (args, words) => expect(problemOf(...args)).toContain(words))
})

/** They hand what follows them to a program of others. */
const ofOthers = ['typecheck', 'lint', 'format', 'knip', 'registry', /^test:/]

describe('the commands of package.json', () => {
  const packageFile = z.object({ scripts: z.record(z.string(), z.string()) })
  const { scripts } = packageFile.parse(JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')))
  const commands = Object.entries(scripts).filter(
    ([name]) => !ofOthers.some((other) => (other instanceof RegExp ? other.test(name) : other === name)),
  )

  test.each(commands)('%s says what a flag that it does not know is, without a stack', (_, line) => {
    const [program = '', ...args] = line.replace(/^exec /, '').split(' ')
    expect(program).toBe('node')
    const { status, stderr, stdout } = spawnSync(process.execPath, [...args, '--bogus'], {
      cwd: projectRoot,
      env: childEnvironment({ NODE_OPTIONS: '' }),
      encoding: 'utf8',
      timeout: 20_000,
    })
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^--bogus is not known\./)
    expect(stderr).not.toContain(join(projectRoot, 'scripts'))
    expect(stderr).not.toMatch(/^\s+at /m)
  })
})
