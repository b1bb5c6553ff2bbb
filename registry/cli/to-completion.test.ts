/** The scripts, run by the shells that they are for; those that this machine has. */
import { execFileSync, spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { operatorGroups, operatorTable } from '#registry/apis/operator/operator-table.ts'
import { toCompletion } from './to-completion.ts'

const has = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0

/** What bash offers for the words, of which the last one is being typed. */
function completeInBash(...typed: string[]): string[] {
  const script = `${toCompletion('bash')}
declare -F registry >/dev/null || exit 9
complete -p registry | grep -q _public_gallery_registry || exit 8
COMP_WORDS=(registry "$@")
COMP_CWORD=$#
_public_gallery_registry
printf '%s\\n' "\${COMPREPLY[@]}"`
  const output = execFileSync('bash', ['--norc', '-c', script, 'bash', ...typed], { encoding: 'utf8' })
  return output.split('\n').filter((line) => line !== '')
}

describe('bash', () => {
  test('offers every group, and every verb of a group', () => {
    expect(completeInBash('')).toEqual([...operatorGroups.keys(), 'restore', 'completion', 'help'])
    expect(completeInBash('al')).toEqual(['alias'])
    for (const group of operatorGroups.keys()) {
      const names = operatorTable.filter((verb) => verb.group === group).map(({ name }) => name)
      expect(completeInBash(group, '')).toEqual(names)
    }
    expect(completeInBash('completion', '')).toEqual(['bash', 'zsh', 'fish'])
  })

  test('offers the options of a verb, wherever the word stands, and the choices of an option', () => {
    expect(completeInBash('alias', 'reject', '--')).toEqual([
      '--account',
      '--name',
      '--reason',
      '--json',
      '--help',
    ])
    expect(completeInBash('alias', 'reject', '--name', 'x', '--re')).toEqual(['--reason'])
    expect(completeInBash('alias', 'list', '--status', '')).toEqual(['PENDING', 'ACTIVE', 'REJECTED'])
    expect(completeInBash('alias', 'list', '--status', 'P')).toEqual(['PENDING'])
  })

  test('offers nothing of its own for a text, and nothing for what it does not know', () => {
    expect(completeInBash('alias', 'reject', '--reason', '')).toEqual([])
    expect(completeInBash('nothing', '')).toEqual([])
    expect(completeInBash('alias', 'nothing', '--')).toEqual([])
  })
})

test.skipIf(!has('zsh'))('zsh offers the same', () => {
  const complete = (...typed: string[]) => {
    // Outside the line editor there is no `compadd`: what it would be given is what is offered.
    const script = `compdef() { :; }; compadd() { shift; print -l -- "$@"; }; _files() { :; }
${toCompletion('zsh')}
words=(registry "$@"); CURRENT=$#words; _public_gallery_registry`
    return execFileSync('zsh', ['-f', '-c', script, 'zsh', ...typed], { encoding: 'utf8' })
      .trim()
      .split('\n')
  }
  expect(complete('al')).toContain('alias')
  expect(complete('alias', '')).toContain('approve')
  expect(complete('alias', 'list', '--status', '')).toEqual(['PENDING', 'ACTIVE', 'REJECTED'])
  expect(complete('alias', 'reject', '--reason', '')).toEqual([''])
  expect(complete('alias', 'reject', '')).toContain('--reason')
})

test.skipIf(!has('fish'))('fish offers the same, with the help of each', () => {
  const complete = (typed: string) => {
    const script = `${toCompletion('fish')}\ncomplete -C '${typed}'`
    return execFileSync('fish', ['--no-config', '-c', script], { encoding: 'utf8' }).trim().split('\n')
  }
  expect(complete('registry al')).toEqual([`alias\t${operatorGroups.get('alias')}`])
  expect(complete('registry alias app')).toEqual([
    `approve\t${operatorTable.find(({ name }) => name === 'approve')?.help}`,
  ])
  expect(complete('registry alias reject --re')).toEqual(['--reason\twhy; the publisher reads it'])
  expect(complete('registry alias list --status ')).toEqual(
    ['ACTIVE', 'PENDING', 'REJECTED'].map((status) => `${status}\tonly those of this status`),
  )
})
