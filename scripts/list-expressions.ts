/** Lists the regular expressions of a source file, and the places where one is made out of text. */
import { parseSync } from 'oxc-parser'

export interface Expression {
  /** `path:line`. */
  place: string
  source: string
  flags: string
}

export interface ListedExpressions {
  literals: Expression[]
  /** `path:line` of each `new RegExp(…)`, which only runs can say more of. */
  made: string[]
}

/** @param path with the extension that says whether there is JSX in it */
export function listExpressions(path: string, text: string): ListedExpressions {
  const literals: Expression[] = []
  const made: string[] = []
  const toPlace = (start: number) => `${path}:${text.slice(0, start).split('\n').length}`
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    if (Array.isArray(node)) {
      for (const one of node) visit(one)
      return
    }
    const { type, start, regex, callee } = node as {
      type?: string
      start: number
      regex?: { pattern: string; flags: string }
      callee?: { name?: string }
    }
    if (type === 'Literal' && regex) {
      literals.push({ place: toPlace(start), source: regex.pattern, flags: regex.flags })
    }
    const isCall = type === 'NewExpression' || type === 'CallExpression'
    if (isCall && callee?.name === 'RegExp') made.push(toPlace(start))
    for (const [name, child] of Object.entries(node)) if (name !== 'regex') visit(child)
  }
  visit(parseSync(path, text).program)
  return { literals, made }
}
