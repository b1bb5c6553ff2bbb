import { imagePath, repositoryPath } from '#lib/addresses/routes.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { BaseImage } from '#lib/pages/find-base-image.ts'
import { formatCount } from '../ui/format-count.ts'
import { IntentLink } from '../ui/intent-link.tsx'

/** What the image is built on, whether that has a newer build, and by what this is known. */
export function BaseImageLine({ base }: { base: BaseImage }) {
  const { here, stated, newer } = base
  return (
    <p className="mb-4 max-w-[75ch] text-sm wrap-anywhere">
      Built on{' '}
      {here === null ? (
        <span className="font-mono text-xs">{toShownText(stated ?? '', 200)}</span>
      ) : (
        <HereLink here={here} />
      )}
      {here !== null && newer !== null && (
        <>
          , {newer.isSameTag && here.tag === null ? 'which is no longer what ' : 'which has a newer build: '}
          <IntentLink
            href={imagePath(here.registryAlias, here.repositoryName, { tag: newer.tag })}
            prefetch={false}
            className="link font-mono text-xs"
          >
            {newer.tag}
          </IntentLink>
          {newer.isSameTag && here.tag === null && ' names'}
        </>
      )}
      .{' '}
      <span className="text-ink-2">
        <Witness base={base} />
      </span>
    </p>
  )
}

function HereLink({
  here: { registryAlias, repositoryName, tag, digest },
}: {
  here: NonNullable<BaseImage['here']>
}) {
  const href =
    tag !== null
      ? imagePath(registryAlias, repositoryName, { tag })
      : digest !== null
        ? imagePath(registryAlias, repositoryName, { digest })
        : repositoryPath(registryAlias, repositoryName)
  return (
    <IntentLink href={href} prefetch={false} className="link font-mono text-xs">
      {registryAlias}/{repositoryName}
      {tag !== null ? `:${tag}` : digest !== null ? `@${digest.slice(0, 19)}…` : ''}
    </IntentLink>
  )
}

/** By what it is known. */
function Witness({ base: { foundBy, here, stated, sharedLayers } }: { base: BaseImage }) {
  const layers =
    sharedLayers === null
      ? null
      : `its first ${sharedLayers === 1 ? 'layer is' : `${formatCount(sharedLayers, 'layer', 'layers')} are`} the same`
  if (foundBy === 'layers') return <>It names no base, but {layers}.</>
  if (here === null) return <>Its annotation says so; there is no such repository here.</>
  return (
    <>
      Its annotation{' '}
      {here.tag !== null && stated?.endsWith(`:${here.tag}`) ? (
        'says so'
      ) : (
        <>
          names <span className="font-mono text-xs">{toShownText(stated ?? '', 200)}</span>
        </>
      )}
      {layers !== null && `, and ${layers}`}.
    </>
  )
}
