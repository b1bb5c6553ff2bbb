/** Makes the programs' JSON log lines readable where two programs share one terminal. */
import { z } from 'zod'

const levels: Record<number, string> = { 40: 'warning: ', 50: 'error: ', 60: 'fatal: ' }
const entry = z.looseObject({ level: z.number(), msg: z.string() })
const hidden = new Set(['level', 'msg', 'time', 'pid', 'hostname', 'name', 'program'])

/**
 * @example toLogLine('registry', '{"level":30,"msg":"listening","port":5050}') // 'registry  listening (port 5050)'
 */
export function toLogLine(program: string, line: string): string {
  const parsed = entry.safeParse(parseJson(line))
  const text = parsed.success ? toSentence(parsed.data) : line
  return `${program.padEnd(8)}  ${text}`
}

function toSentence({ level, msg, ...rest }: z.infer<typeof entry>): string {
  const facts = Object.entries(rest)
    .filter(([key]) => !hidden.has(key))
    .map(([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
  return `${levels[level] ?? ''}${msg}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`
}

function parseJson(line: string): unknown {
  if (!line.startsWith('{')) return null
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
