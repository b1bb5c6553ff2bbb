/** What the search box understands, in a list. */

const hints: [example: string, meaning: string][] = [
  ['os:linux', 'runs on it; os:linux,windows for either'],
  ['arch:arm64', 'built for it; amd64, riscv64, s390x and all others, too'],
  ['publisher:alias', 'from one publisher'],
  ['verified:yes', 'from verified publishers'],
  ['updated:week', 'changed in the last day, week, month or year'],
  ['type:chart', 'an image, a chart, wasm, a model, another kind, or empty'],
  ['licence:MIT', 'the image states it; licence:none for those that state none'],
  [
    'signed:yes',
    'with a signature attached; sbom:yes with a bill of materials; source:yes with a source; each also with no',
  ],
  ['package:openssl', 'the image holds it; package:openssl@<3.0.8 by version, with =, <=, > and >= too'],
  ['"in memory"', 'exactly these words together'],
  ['-sentinel', 'without this word'],
  ['alias/repo:tag', 'leads to the image; a digest and a whole pull command do too'],
]

/** `wide` puts what an example means beside it where there is room. */
export function SearchHints({ wide = false }: { wide?: boolean }) {
  return (
    <dl className={`grid gap-x-6 text-sm ${wide ? 'gap-y-1.5 sm:grid-cols-[8.5rem_minmax(0,1fr)]' : ''}`}>
      {hints.map(([example, meaning]) => (
        <div key={example} className={wide ? 'sm:contents' : 'mb-2'}>
          <dt>
            <code className="font-mono text-xs text-ink">{example}</code>
          </dt>
          <dd className="text-ink-2">{meaning}</dd>
        </div>
      ))}
    </dl>
  )
}
