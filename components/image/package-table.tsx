import { useTexts } from '#components/language/use-texts.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { Package } from '#lib/packages/package-list.ts'

const maxLength = 160

/** Packages in rows; on a phone, name and version stand above the rest. Looks are in contents-table.css. */
export function PackageTable({
  packages,
  withUrls = false,
}: {
  packages: readonly Package[]
  /** With the package URL of each, below it. */
  withUrls?: boolean
}) {
  const texts = useTexts('contents')
  return (
    <ul className="contents-rows package-rows">
      {packages.map(({ name, version, licence, purl, type }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a package may be listed more than once.
        <li key={at}>
          <code>{toShownText(name, maxLength)}</code>
          {version === null ? (
            <span className="unstated">{texts('packages.noVersion')}</span>
          ) : (
            <code>{toShownText(version, 80)}</code>
          )}
          {licence === null ? (
            <span className="unstated">{texts('packages.noLicence')}</span>
          ) : (
            <span translate="no">{toShownText(licence, maxLength)}</span>
          )}
          <code className="kind">{type === null ? '' : toShownText(type, 20)}</code>
          {withUrls && purl !== null && <span className="purl">{toShownText(purl, 400)}</span>}
        </li>
      ))}
    </ul>
  )
}
