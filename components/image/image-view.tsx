import type { ImagePage } from '#lib/gallery/get-image-page.ts'
import type { ImageReference } from '#lib/gallery/image-reference.ts'
import { toPairs } from '#lib/oci/parse-image-config.ts'
import { PageShell } from '../site/page-shell.tsx'
import { ArtifactFiles } from './artifact-files.tsx'
import { ChartFacts } from './chart-facts.tsx'
import { ConfigFacts } from './config-facts.tsx'
import { ImageHeader } from './image-header.tsx'
import { ImageSummary } from './image-summary.tsx'
import { LayerList } from './layer-list.tsx'
import { PairTable } from './pair-table.tsx'
import { PlatformTable } from './platform-table.tsx'
import { ReferrerList } from './referrer-list.tsx'
import { Section } from './section.tsx'

/** One image: what it runs on, what it is made of, how it starts, and who vouches for it. */
export function ImageView({
  alias,
  page,
  reference,
  plainHttp,
}: {
  alias: string
  page: ImagePage
  reference: ImageReference
  plainHttp: boolean
}) {
  const { image, repository, referrers } = page
  const { chosen, platforms } = image
  const repositoryName = repository.summary.repositoryName
  const config = chosen?.config ?? null
  const annotations = toPairs({ ...chosen?.manifest.annotations, ...image.manifest.annotations })
  const ofPlatform = chosen?.platform?.text ?? undefined
  return (
    <PageShell className="grid grid-cols-[minmax(0,1fr)] gap-y-8 pt-8 pb-16 sm:pt-10 lg:grid-cols-[minmax(0,1fr)_22.5rem] lg:grid-rows-[auto_1fr] lg:gap-x-14 lg:gap-y-10">
      <ImageHeader alias={alias} page={page} reference={reference} />
      <div className="min-w-0 lg:sticky lg:top-6 lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:self-start">
        <ImageSummary page={page} reference={reference} plainHttp={plainHttp} />
      </div>
      <div className="min-w-0 space-y-10">
        {platforms.length > 0 && (
          <PlatformTable
            alias={alias}
            repositoryName={repositoryName}
            reference={reference}
            platforms={platforms}
            chosen={chosen?.digest ?? null}
          />
        )}
        {platforms.length === 0 && chosen === null && (
          <p className="text-ink-2">This index names no image.</p>
        )}
        {chosen?.chart && <ChartFacts chart={chosen.chart} />}
        {chosen &&
          (config === null ? (
            <ArtifactFiles layers={chosen.manifest.layers} isImage={page.type.endsWith('mage')} />
          ) : (
            <>
              <LayerList layers={chosen.manifest.layers} history={config.history} of={ofPlatform} />
              <ConfigFacts config={config} of={ofPlatform} />
            </>
          ))}
        {config !== null && <PairTable id="labels" title="Labels" pairs={config.labels} of={ofPlatform} />}
        <PairTable id="annotations" title="Annotations" pairs={annotations} />
        {referrers === null ? (
          <Section id="referrers" title="Signatures and attestations">
            <p className="py-3 text-sm text-ink-2">
              What refers to this image cannot be read from the registry at the moment.
            </p>
          </Section>
        ) : (
          <ReferrerList alias={alias} repositoryName={repositoryName} referrers={referrers} />
        )}
      </div>
    </PageShell>
  )
}
