/**
 * Looks for a text on which a regular expression is slow: a beginning, something repeated, and an end that may not fit, put
 * together of what the expression itself is about. A search for the rest of what analysis does not see, as in `^(a|aa)+$`.
 */
import { measureCost } from './measure-cost.ts'

/** One character for each class; what a negated class takes is among them too. */
const classes: Record<string, string> = {
  d: '1',
  D: 'a',
  w: 'a',
  W: '!',
  s: ' ',
  S: '!',
  n: '\n',
  t: '\t',
  r: '\r',
}
const properties: [RegExp, string][] = [
  [/^M/, '\u0301'],
  [/^N/, '1'],
  [/Han|Hiragana|Katakana|Hangul/, '日'],
  [/^Z/, ' '],
  [/^C/, '\u0001'],
  [/./, 'é'],
]
const maxAtoms = 12

/** How often something is repeated: exponential, cubic and quadratic expressions show one after the other, before they take forever. */
const repetitions = [24, 30, 36, 54, 80, 120, 300, 3_000]
/** A linear expression takes a hundredth of it. */
const noticeableMs = 4

/** A text that takes the expression long, in words; null when none of those tried does. */
export function findSlowText({ source, flags }: { source: string; flags: string }): string | null {
  // A sticky one is tried at one place.
  const isSticky = flags.includes('y')
  const expression = new RegExp(isSticky ? `^(?:${source})` : source, flags.replace('y', ''))
  const { atoms, runs } = listAtoms(source)
  const pairs = atoms.flatMap((one) => atoms.filter((other) => other !== one).map((other) => one + other))
  const singles = [...atoms, ...runs]
  const starts = ['', ...runs]
  for (const [beginnings, repeated] of [
    [['', ...singles], singles],
    [starts, pairs],
  ] as const) {
    for (const beginning of beginnings) {
      for (const part of repeated) {
        for (const end of new Set(['', '\u0000', beginning])) {
          const slow = tryOut(expression, (count) => beginning + part.repeat(count) + end)
          if (slow !== null) return `${JSON.stringify(beginning)}, ${JSON.stringify(part)} × ${slow}`
        }
      }
    }
  }
  return null
}

function tryOut(expression: RegExp, toText: (count: number) => string): number | null {
  for (const count of repetitions) {
    const text = toText(count)
    const run = () => (expression.global ? text.replace(expression, '') : expression.test(text))
    const before = performance.now()
    run()
    if (performance.now() - before < noticeableMs) continue
    // Once more, as the machine does other things too.
    if (measureCost(run) >= noticeableMs && measureCost(run) >= noticeableMs) return count
  }
  return null
}

/** Single characters that the expression knows, and its texts of several. */
function listAtoms(source: string): { atoms: string[]; runs: string[] } {
  const atoms = new Set<string>()
  const runs = new Set<string>()
  let run = ''
  const end = () => {
    if ([...run].length > 1) runs.add(run)
    run = ''
  }
  for (const [token, escaped, property] of source.matchAll(
    /\\(?:p\{([^}]*)\}|u\{?[\dA-F]{4,5}\}?|x..|(.))|[\s\S]/giu,
  )) {
    if (token.startsWith('\\')) {
      const name = property ?? ''
      const known =
        escaped === undefined
          ? classes[name]
          : properties.find(([kind]) => kind.test(escaped.split('=').at(-1) ?? ''))?.[1]
      const character = known ?? (name === '' ? '\u0085' : name)
      atoms.add(character)
      if (known === undefined && name !== '') run += character
      else end()
    } else if ('^$()[]{}*+?|.'.includes(token)) {
      if (token === '.') atoms.add('x')
      if (token === '^') atoms.add('!')
      end()
    } else {
      atoms.add(token)
      run += token
    }
  }
  end()
  return { atoms: [...atoms].slice(0, maxAtoms), runs: [...runs].slice(0, 4) }
}
