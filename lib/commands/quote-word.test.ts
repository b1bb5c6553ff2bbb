/**
 * Guards that no name, tag or platform of a stranger runs a command, where it is pasted into a shell, or writes a line of
 * its own, where it is pasted into a file. The shell that answers is the system's.
 */
import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { isPullFile, PULL_CLIENTS } from './pull-client.ts'
import { toPullCommand } from './pull-command.ts'
import { toFileName, toShellWord } from './quote-word.ts'

const hostile = [
  '$(touch owned)',
  '`touch owned`',
  '1; touch owned',
  '1 && touch owned',
  '1 | touch owned',
  '1 > owned',
  "1'; touch owned; '",
  '1"; touch owned; "',
  '1\ntouch owned',
  '1\r\ntouch owned',
  '1\u0003\ntouch owned',
  '1\u001b[201~\ntouch owned',
  '1\u2028touch owned',
  '1\u202etouch owned',
  '$HOME',
  `\${HOME}`,
  '~root',
  '*',
  '[a-z]*',
  '{a,b}',
  '!!',
  '1 # comment',
  '1\\',
  '-rf',
  '--help',
  '=ls',
  '&',
  '',
  `\${{ secrets.TOKEN }}`,
  '1: 2',
  '1 #2',
  '&anchor',
  '- item',
  '"quoted"',
  '\ud800',
]

describe('a POSIX shell reads one word', () => {
  test.each(hostile)('%j', (text) => {
    const shell = spawnSync('sh', ['-c', `printf '%s|' x ${toShellWord(text)}`], { encoding: 'utf8' })
    expect(shell.stderr).toBe('')
    expect(shell.stdout).toBe(`x|${text.replace(/[\p{C}\u2028]/gu, '\ufffd')}|`)
  })

  test('a legal reference is not quoted', () => {
    const text = `localhost:5050/acme/app_1-x:v1.2_rc-1@sha256:${'ab'.repeat(32)}`
    expect(toShellWord(text)).toBe(text)
  })
})

describe('a command of hostile parts is one command of as many words as that of harmless ones', () => {
  const commands = PULL_CLIENTS.filter((client) => !isPullFile(client))
  const run = (command: string) => {
    // The client becomes a function that prints its arguments, each on a line of its own.
    const client = command.split(' ')[0]
    return spawnSync('sh', ['-c', `${client}() { printf '%s\\n' "$#"; }\n${command}\n`], { encoding: 'utf8' })
  }
  const toCommand = (client: (typeof commands)[number], text: string) =>
    toPullCommand(
      client,
      { name: `localhost:5050/acme/${text}`, tag: text, digest: null },
      { plainHttp: true, platform: { os: text, architecture: text, variant: text, digest: text } },
    )

  test.each(commands)('%s', (client) => {
    const words = run(toCommand(client, 'x')).stdout
    expect(words).toMatch(/^\d+\n$/)
    for (const text of hostile) {
      const { stdout, stderr } = run(toCommand(client, text))
      expect({ text, stdout, stderr }).toEqual({ text, stdout: words, stderr: '' })
    }
  })
})

describe('lines of hostile parts are as many, and hold nothing that is expanded', () => {
  test.each(PULL_CLIENTS.filter(isPullFile))('%s', (file) => {
    const toText = (text: string) =>
      toPullCommand(
        file,
        { name: `localhost:5050/acme/${text}`, tag: text, digest: null },
        { plainHttp: true, platform: { os: text, architecture: text, variant: text, digest: text } },
      )
    const lines = toText('x').split('\n').length
    for (const text of hostile) {
      const out = toText(text)
      expect(out.split('\n')).toHaveLength(lines)
      expect(out).not.toMatch(/[$`'\\#!&*{}|<>\r\u2028\u202e]|: .*: |owned\n?: /)
    }
  })
})

test.each([
  ['a/b/app', 'app'],
  ['a/b/..', 'image'],
  ['a/b/-rf', 'rf'],
  ['a/b/.ssh', 'ssh'],
  ['a/b/', 'image'],
  ['a/b/$(x)', '__x_'],
])('the file of %s is %s, in the working directory', (path, name) => {
  expect(toFileName(path)).toBe(name)
})
