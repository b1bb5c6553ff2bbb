/**
 * Short forms of the commands for backups, in which the folder stands without its option: `backup TO`, `backup list FROM`,
 * `restore FROM`. A path is that from where the command runs.
 */
import { resolve } from 'node:path'
import { findVerb } from '#registry/apis/operator/operator-table.ts'

/** The words of the full form; those of any other command as they are. */
export function toFullForm(args: readonly string[]): readonly string[] {
  const [group, first, ...rest] = args
  if (group === 'restore') {
    return ['backup', 'restore', ...(first === undefined ? [] : toOption('--from', first, rest))]
  }
  if (group !== 'backup' || first === undefined || isOption(first)) return args
  if (findVerb('backup', first) === undefined) return ['backup', 'create', ...toOption('--to', first, rest)]
  const [path, ...others] = rest
  if (path === undefined || isOption(path)) return args
  return ['backup', first, ...toOption(first === 'create' ? '--to' : '--from', path, others)]
}

function toOption(option: string, word: string, rest: readonly string[]): string[] {
  return isOption(word) ? [word, ...rest] : [option, resolve(word), ...rest]
}

function isOption(word: string): boolean {
  return word.startsWith('-')
}
