import { useTexts } from '#components/language/use-texts.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { PACKAGE_CHANGES, type PackageChange } from '#lib/packages/compare-packages.ts'
import type { Comparison } from '#lib/pages/get-comparison.ts'
import { Section } from '../image/section.tsx'
import { ChangeTable } from './change-table.tsx'

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
  const texts = useTexts('compare')
  if (packages === null) {
    const isReading = [from, to].some(({ page }) => page.contents?.isPartial)
    return (
      <Section id="packages" title={texts('packages.title')}>
        <p className="text-sm text-ink-2">{texts(isReading ? 'reading' : 'packages.missing')}</p>
      </Section>
    )
  }
  const { changes, sameCount } = packages
  const note = PACKAGE_CHANGES.map(
    (change) => [change, changes.filter((one) => one.change === change).length] as const,
  )
    .filter(([, count]) => count > 0)
    .map(([change, count]) => texts(`packages.counts.${change}`, { count }))
  return (
    <Section id="packages" title={texts('packages.title')} note={note.join(texts('comma'))}>
      <ChangeTable
        columns={[
          { name: texts('change'), width: 'w-28' },
          { name: texts('packages.package') },
          { name: before, width: 'w-1/5' },
          { name: after, width: 'w-1/5' },
        ]}
        changes={changes}
        toRow={(change) => <PackageRow key={`${change.type} ${change.name}`} change={change} />}
      />
      <p className="mt-3 text-sm text-ink-2">{texts('packages.same', { count: sameCount })}</p>
    </Section>
  )
}

function PackageRow({ change: { change, name, type, before, after } }: { change: PackageChange }) {
  const texts = useTexts('compare')
  const cell =
    'py-1.5 pr-4 font-mono text-xs leading-[1.375rem] wrap-anywhere max-sm:inline-block max-sm:py-0'
  return (
    <tr className="border-b border-rule align-baseline max-sm:block max-sm:py-2">
      <td
        className={`py-1.5 pr-4 max-sm:inline-block max-sm:py-0 ${change === 'down' ? 'text-warning' : 'text-ink-2'}`}
      >
        {texts(`packages.changes.${change}`)}
      </td>
      <th scope="row" className={`${cell} text-left font-normal max-sm:block`}>
        {toShownText(name, 160)}
        {type !== null && <span className="font-sans text-ink-3"> {toShownText(type, 20)}</span>}
      </th>
      <td className={`${cell} text-ink-2`}>
        {toVersions(before) || (
          <span className="font-sans text-ink-3">
            {change === 'added' ? texts('packages.notThere') : '–'}
          </span>
        )}
      </td>
      <td className={cell}>
        {toVersions(after) || (
          <span className="font-sans text-ink-3">{change === 'removed' ? texts('packages.gone') : '–'}</span>
        )}
      </td>
    </tr>
  )
}

function toVersions(versions: readonly string[]): string {
  return toShownText(versions.slice(0, 4).join(', '), 120) + (versions.length > 4 ? ', …' : '')
}
