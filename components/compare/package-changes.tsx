import { useTexts } from '#components/language/use-texts.ts'
import { isolateText } from '#lib/language/isolate-text.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { PACKAGE_CHANGES, type PackageChange } from '#lib/packages/compare-packages.ts'
import type { Comparison } from '#lib/pages/image/get-comparison.ts'
import { Section } from '../parts/section.tsx'
import { ChangeTable, type WholeForms } from './change-table.tsx'
import { PACKAGE_TEXTS } from './plan-rows.ts'

/** Packages that came, went, or have another version, as both bills of materials say. */
export function PackageChanges({
  comparison: { from, to, packages },
  before,
  after,
  maxShown,
  forms,
}: {
  comparison: Comparison
  before: string
  after: string
  maxShown: number
  forms: WholeForms
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
          { name: texts('change'), width: 'w-36' },
          { name: texts('packages.package') },
          { name: before, width: 'w-1/5' },
          { name: after, width: 'w-1/5' },
        ]}
        changes={changes}
        isLean
        {...{ maxShown, forms }}
        toRow={(change, at) => <PackageRow key={at} change={change} />}
      />
      <p className="mt-3 text-sm text-ink-2">{texts('packages.same', { count: sameCount })}</p>
    </Section>
  )
}

/** Looks are in change-table.css. */
function PackageRow({ change: { change, name, type, before, after } }: { change: PackageChange }) {
  const texts = useTexts('compare')
  return (
    <tr>
      <td {...(change === 'down' ? { className: 'down' } : {})}>{texts(`packages.changes.${change}`)}</td>
      <th scope="row">
        {isolateText(toShownText(name, PACKAGE_TEXTS.name))}
        {type !== null && <i> {isolateText(toShownText(type, PACKAGE_TEXTS.type))}</i>}
      </th>
      <td>{toVersions(before) || <i>{change === 'added' ? texts('packages.notThere') : '–'}</i>}</td>
      <td>{toVersions(after) || <i>{change === 'removed' ? texts('packages.gone') : '–'}</i>}</td>
    </tr>
  )
}

function toVersions(versions: readonly string[]): string {
  const { versions: length, versionCount } = PACKAGE_TEXTS
  const more = versions.length > versionCount ? ', …' : ''
  return toShownText(versions.slice(0, versionCount).join(', '), length) + more
}
