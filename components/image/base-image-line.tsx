import { Fragment } from 'react'
import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { imagePath, repositoryPath } from '#lib/addresses/routes.ts'
import { isolateText } from '#lib/language/isolate-text.ts'
import { toSentenceGap } from '#lib/language/sentence-gap.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { BaseImage } from '#lib/pages/image/find-base-image.ts'
import { IntentLink } from '../ui/intent-link.tsx'

/** What the image is built on, whether that has a newer build, and by what this is known. */
export function BaseImageLine({ base }: { base: BaseImage }) {
  const gap = toSentenceGap(useLanguage())
  return (
    <p className="mb-4 max-w-[75ch] text-sm wrap-anywhere">
      <BuiltOn base={base} />
      {gap}
      <span className="text-ink-2">
        <Witness base={base} />
      </span>
    </p>
  )
}

function BuiltOn({ base: { here, stated, newer: newerBuild } }: { base: BaseImage }) {
  const texts = useTexts('contents')
  const base = () => (
    <Fragment key="base">{here === null ? <StatedName name={stated} /> : <HereLink here={here} />}</Fragment>
  )
  if (here === null || newerBuild === null) return texts.rich('base.built', { base })
  const newer = () => (
    <IntentLink
      key="newer"
      href={imagePath(here.registryAlias, here.repositoryName, { tag: newerBuild.tag })}
      prefetch={false}
      className="link font-mono text-xs"
    >
      {newerBuild.tag}
    </IntentLink>
  )
  const hasMoved = newerBuild.isSameTag && here.tag === null
  return texts.rich(hasMoved ? 'base.builtOnMoved' : 'base.builtOnOlder', { base, newer })
}

function StatedName({ name }: { name: string | null }) {
  return <span className="font-mono text-xs">{isolateText(toShownText(name ?? '', 200))}</span>
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
function Witness({ base: { foundBy, here, stated: name, sharedLayers: count } }: { base: BaseImage }) {
  const texts = useTexts('contents')
  if (foundBy === 'layers') return texts('base.foundByLayers', { count: count ?? 0 })
  if (here === null) return texts('base.foundElsewhere')
  if (here.tag !== null && name?.endsWith(`:${here.tag}`)) {
    return count === null ? texts('base.says') : texts('base.saysWithLayers', { count })
  }
  const stated = () => <StatedName key="stated" name={name} />
  return count === null
    ? texts.rich('base.names', { stated })
    : texts.rich('base.namesWithLayers', { stated, count })
}
