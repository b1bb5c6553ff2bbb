import { useTexts } from '#components/language/use-texts.ts'
import { isAttachmentKind } from '#lib/oci/artifact-kind.ts'
import { sortPairs } from '#lib/oci/read-image-config.ts'
import type { ImagePage } from '#lib/pages/image/get-image-page.ts'
import { ArtifactFiles } from '../contents/artifact-files.tsx'
import { InsideSection } from '../contents/inside-section.tsx'
import { PackageSection } from '../contents/package-section.tsx'
import { VulnerabilitySection } from '../contents/vulnerability-section.tsx'
import type { ImageLinks } from '../parts/image-links.ts'
import { VouchingSection } from '../proof/vouching-list.tsx'
import { PageShell } from '../site/page-shell.tsx'
import { FirstScreenEnd } from '../ui/first-screen-end.tsx'
import { ChartFacts } from './chart-facts.tsx'
import { DigestSection } from './digest-section.tsx'
import { ImageHeader } from './image-header.tsx'
import { LayerSection } from './layer-section.tsx'
import { PairSection } from './pair-table.tsx'
import { PlatformChoice } from './platform-choice.tsx'
import { PullSlot } from './pull-slot.tsx'
import { RunSection } from './run-section.tsx'
import { TagHistorySection } from './tag-history-section.tsx'

/** One image, read from the top like a label: what it is and runs on, its command, who vouches, what is in it, how it starts. */
export function ImageView({
  links,
  page,
  plainHttp,
}: {
  links: ImageLinks
  page: ImagePage
  plainHttp: boolean
}) {
  const texts = useTexts('image')
  const { image, attached } = page
  const { chosen, platforms } = image
  const config = chosen?.config ?? null
  const isImage = chosen?.kind === 'image' && config !== null
  const annotations = listAnnotations(page)
  return (
    <PageShell className="grid grid-cols-[minmax(0,1fr)] gap-y-10 pt-7 pb-16">
      <div className="min-w-0">
        <ImageHeader links={links} page={page} />
        <div className="mt-5 divide-y divide-rule overflow-clip rounded-md border border-rule-strong bg-raised">
          <PlatformChoice links={links} platforms={platforms} chosen={chosen?.platform ?? null} />
          <PullSlot page={page} reference={links.reference} plainHttp={plainHttp} />
        </div>
        {image.manifest.kind === 'index' && platforms.length === 0 && (
          <p className="mt-4 text-ink-2">{texts('emptyIndex')}</p>
        )}
        {chosen === null && platforms.length > 0 && (
          <p className="mt-4 text-ink-2">{texts('chooseAnother')}</p>
        )}
      </div>
      {!(isAttachmentKind(image.kind) && attached?.length === 0) && (
        <VouchingSection links={links} page={page} plainHttp={plainHttp} />
      )}
      <FirstScreenEnd />
      {chosen?.chart && <ChartFacts chart={chosen.chart} deploys={page.deploys ?? []} />}
      {chosen &&
        (isImage ? (
          <>
            <LayerSection
              layers={chosen.manifest.layers}
              config={config}
              sizeBytes={chosen.sizeBytes}
              links={links}
            />
            <PackageSection links={links} page={page} />
            <VulnerabilitySection links={links} page={page} />
            <InsideSection links={links} files={page.files} />
            <RunSection
              config={config}
              platform={chosen.platform?.platform ?? null}
              files={page.files}
              base={page.base}
              links={links}
            />
          </>
        ) : (
          <ArtifactFiles layers={chosen.manifest.layers} isImage={chosen.kind === 'image'} links={links} />
        ))}
      {config !== null && (
        <PairSection
          id="labels"
          title={texts('labels')}
          list="labels"
          value="label"
          pairs={config.labels}
          links={links}
        />
      )}
      <PairSection
        id="annotations"
        title={texts('annotations')}
        list="annotations"
        value="annotation"
        pairs={annotations}
        links={links}
      />
      <TagHistorySection links={links} page={page} />
      <DigestSection page={page} />
    </PageShell>
  )
}

/** Those of the image, and of its index, which say the same name rather. */
export function listAnnotations({ image }: ImagePage): [string, string][] {
  return sortPairs(Object.entries({ ...image.chosen?.manifest.annotations, ...image.manifest.annotations }))
}
