/** What the search box understands, in a list. */
import { useTexts } from '#components/language/use-texts.ts'

/** An example of each, as it is typed, by the name of what it means. */
const examples = {
  os: 'os:linux',
  arch: 'arch:arm64',
  publisher: 'publisher:alias',
  verified: 'verified:yes',
  updated: 'updated:week',
  type: 'type:chart',
  licence: 'licence:MIT',
  signed: 'signed:yes',
  package: 'package:openssl',
  phrase: '"in memory"',
  without: '-sentinel',
  reference: 'alias/repo:tag',
} as const

const names = Object.keys(examples) as (keyof typeof examples)[]

/** `wide` puts what an example means beside it where there is room. */
export function SearchHints({ wide = false }: { wide?: boolean }) {
  const texts = useTexts('search')
  return (
    <dl className={`grid gap-x-6 text-sm ${wide ? 'gap-y-1.5 sm:grid-cols-[8.5rem_minmax(0,1fr)]' : ''}`}>
      {names.map((name) => (
        <div key={name} className={wide ? 'sm:contents' : 'mb-2'}>
          <dt>
            <code className="font-mono text-xs text-ink">{examples[name]}</code>
          </dt>
          <dd className="text-ink-2">{texts(`hints.${name}`)}</dd>
        </div>
      ))}
    </dl>
  )
}
