import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { Package } from '#lib/packages/package-list.ts'
import { BreakablePath } from '../ui/breakable-path.tsx'

const maxLength = 160

/** Packages in rows; on a phone, name and version stand above the rest. */
export function PackageTable({
  packages,
  withUrls = false,
}: {
  packages: readonly Package[]
  /** With the package URL of each, below it. */
  withUrls?: boolean
}) {
  return (
    <ul className="text-sm">
      {packages.map(({ name, version, licence, purl, type }, at) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: a package may be listed more than once.
          key={at}
          className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-4 border-b border-rule py-1.5 md:grid-cols-[minmax(0,2.2fr)_minmax(0,1.3fr)_minmax(0,1.4fr)_5rem]"
        >
          <span className="min-w-0 font-mono text-xs leading-[1.375rem] wrap-anywhere">
            <BreakablePath text={toShownText(name, maxLength)} />
          </span>
          <span className="min-w-0 font-mono text-xs leading-[1.375rem] text-ink-2 wrap-anywhere max-md:max-w-[40vw] max-md:text-right">
            {version === null ? <span className="text-ink-3">no version</span> : toShownText(version, 80)}
          </span>
          <span className="min-w-0 text-ink-2 wrap-anywhere">
            {licence === null ? (
              <span className="text-ink-3">licence not stated</span>
            ) : (
              toShownText(licence, maxLength)
            )}
          </span>
          <span className="min-w-0 font-mono text-xs leading-[1.375rem] text-ink-3 wrap-anywhere max-md:text-right">
            {type === null ? '' : toShownText(type, 20)}
          </span>
          {withUrls && purl !== null && (
            <span className="col-span-full min-w-0 font-mono text-xs leading-5 text-ink-3 wrap-anywhere">
              {toShownText(purl, 400)}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
