/** The rows that are planned for a comparison fit into their room as they are rendered, with the usual texts and the worst. */
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { TextsProvider } from '#components/language/texts-provider.tsx'
import { readMessages } from '#lib/language/read-messages.ts'
import type { PackageChange } from '#lib/packages/compare-packages.ts'
import type { Comparison } from '#lib/pages/image/get-comparison.ts'
import { PackageChanges } from './package-changes.tsx'
import { planRows } from './plan-rows.ts'

const room = 85_000
/** Of a page, which has everything a second time as its data. */
const htmlShare = 0.5
/** What is around the rows: the heading, the names of the columns, and what is said of the rest. */
const aroundBytes = 2_500

test.each([
  ['usual', '@acme/some-package', '1.20.3-1ubuntu4'],
  ['not Latin', '語'.repeat(4_000), '語'.repeat(4_000)],
  ['of two halves', '\u{20bb7}'.repeat(4_000), '\u{20bb7}'.repeat(4_000)],
  ['escaped', '<"&\''.repeat(1_000), '<&'.repeat(2_000)],
])('packages whose names are %s', (_, name, version) => {
  const changes = Array.from(
    { length: 400 },
    (__, at): PackageChange => ({
      change: 'down',
      name: `${at}${name}`,
      type: 'npm',
      before: [version, version, version, version, version],
      after: [version],
    }),
  )
  const none = { settings: [], vulnerabilities: null, files: [], nameLength: 20 }
  const { packages: maxShown } = planRows({ ...none, packages: changes })
  expect(maxShown).toBeGreaterThan(5)
  const markup = renderToStaticMarkup(
    <TextsProvider language="en" messages={readMessages('en', ['compare'])}>
      <PackageChanges
        comparison={{ packages: { changes, sameCount: 1 } } as unknown as Comparison}
        before="1.0"
        after="1.1"
        maxShown={maxShown}
        forms={{ text: '/text', json: '/json' }}
      />
    </TextsProvider>,
  )
  expect(markup).toContain('<a href="/text"')
  expect(Buffer.byteLength(markup)).toBeLessThan(htmlShare * room + aroundBytes)
})
