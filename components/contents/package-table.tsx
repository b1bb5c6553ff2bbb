import { useTexts } from '#components/language/use-texts.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { weighShownText } from '#lib/oci/weigh-shown-text.ts'
import type { Package } from '#lib/packages/package-list.ts'

/** How much of each text is shown, in characters. */
const PACKAGE_TEXTS = { name: 160, version: 80, licence: 160, type: 20, purl: 400 } as const

/** What is around the texts of a row. */
const rowBytes = 400

/** What a row adds to a page, in bytes. */
export function weighPackage({ name, version, licence, purl, type }: Package): number {
  return (
    rowBytes +
    weighShownText(name, PACKAGE_TEXTS.name) +
    weighShownText(version ?? '', PACKAGE_TEXTS.version) +
    weighShownText(licence ?? '', PACKAGE_TEXTS.licence) +
    weighShownText(purl ?? '', PACKAGE_TEXTS.purl) +
    weighShownText(type ?? '', PACKAGE_TEXTS.type)
  )
}

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
          <code>{toShownText(name, PACKAGE_TEXTS.name)}</code>
          {version === null ? (
            <span className="unstated">{texts('packages.noVersion')}</span>
          ) : (
            <code>{toShownText(version, PACKAGE_TEXTS.version)}</code>
          )}
          {licence === null ? (
            <span className="unstated">{texts('packages.noLicence')}</span>
          ) : (
            <span translate="no">{toShownText(licence, PACKAGE_TEXTS.licence)}</span>
          )}
          <code className="kind">{type === null ? '' : toShownText(type, PACKAGE_TEXTS.type)}</code>
          {withUrls && purl !== null && <span className="purl">{toShownText(purl, PACKAGE_TEXTS.purl)}</span>}
        </li>
      ))}
    </ul>
  )
}
