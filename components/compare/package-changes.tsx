import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { PackageChange } from '#lib/packages/compare-packages.ts'
import type { Comparison } from '#lib/pages/get-comparison.ts'
import { Section } from '../image/section.tsx'
import { formatCount, formatNumber } from '../ui/format-count.ts'
import { ChangeTable } from './change-table.tsx'

const words: Record<PackageChange['change'], string> = {
  up: '↑ Up',
  down: '↓ Down',
  added: '+ Added',
  removed: '− Removed',
}

/** Packages that came, went, or have another version, as both bills of materials say. */
export function PackageChanges({
  comparison: { from, to, packages },
  before,
  after,
}: {
  comparison: Comparison
  before: string
  after: string
}) {
  if (packages === null) {
    const isReading = [from, to].some(({ page }) => page.contents?.isPartial)
    return (
      <Section id="packages" title="Packages">
        <p className="text-sm text-ink-2">
          {isReading
            ? 'What is attached to the images is being read. It is here in a moment.'
            : 'One of both has no bill of materials, so that their packages cannot be compared.'}
        </p>
      </Section>
    )
  }
  const { changes, sameCount } = packages
  const note = Object.entries(words)
    .map(([change, word]) => [changes.filter((one) => one.change === change).length, word.slice(2)] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${formatNumber(count)} ${word.toLowerCase()}`)
  return (
    <Section id="packages" title="Packages" note={note.join(', ')}>
      <ChangeTable
        columns={[
          { name: 'Change', width: 'w-28' },
          { name: 'Package' },
          { name: before, width: 'w-1/5' },
          { name: after, width: 'w-1/5' },
        ]}
        changes={changes}
        toRow={(change) => <PackageRow key={`${change.type} ${change.name}`} change={change} />}
      />
      <p className="mt-3 text-sm text-ink-2">
        {formatCount(sameCount, 'package is', 'packages are')} the same.
      </p>
    </Section>
  )
}

function PackageRow({ change: { change, name, type, before, after } }: { change: PackageChange }) {
  const cell =
    'py-1.5 pr-4 font-mono text-xs leading-[1.375rem] wrap-anywhere max-sm:inline-block max-sm:py-0'
  return (
    <tr className="border-b border-rule align-baseline max-sm:block max-sm:py-2">
      <td
        className={`py-1.5 pr-4 max-sm:inline-block max-sm:py-0 ${change === 'down' ? 'text-warning' : 'text-ink-2'}`}
      >
        {words[change]}
      </td>
      <th scope="row" className={`${cell} text-left font-normal max-sm:block`}>
        {toShownText(name, 160)}
        {type !== null && <span className="font-sans text-ink-3"> {toShownText(type, 20)}</span>}
      </th>
      <td className={`${cell} text-ink-2`}>
        {toVersions(before) || (
          <span className="font-sans text-ink-3">{change === 'added' ? 'not there' : '–'}</span>
        )}
      </td>
      <td className={cell}>
        {toVersions(after) || (
          <span className="font-sans text-ink-3">{change === 'removed' ? 'gone' : '–'}</span>
        )}
      </td>
    </tr>
  )
}

function toVersions(versions: readonly string[]): string {
  return toShownText(versions.slice(0, 4).join(', '), 120) + (versions.length > 4 ? ', …' : '')
}
