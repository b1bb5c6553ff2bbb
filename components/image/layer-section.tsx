import { Fragment } from 'react'
import { useTexts } from '#components/language/use-texts.ts'
import type { Descriptor } from '#lib/oci/manifest.ts'
import { type BuildStep, pairLayers } from '#lib/oci/pair-layers.ts'
import type { ImageConfig } from '#lib/oci/read-image-config.ts'
import { takeFitting } from '#lib/oci/split-by-weight.ts'
import { LayerBar } from '../contents/layer-bar.tsx'
import type { ImageLinks } from '../parts/image-links.ts'
import { PartLink } from '../parts/part-link.tsx'
import { Section } from '../parts/section.tsx'
import { formatBytes } from '../ui/format-bytes.ts'
import { StepList, weighStep } from './step-list.tsx'

const maxLayers = 20
const maxQuiet = 12
/** Bytes of an image's page for them, which has much else. */
const layerRoom = 50_000
const quietRoom = 14_000

/** What is transferred, layer by layer: a bar in proportion, and the steps of the build that made them. */
export function LayerSection({
  layers,
  config,
  sizeBytes,
  links,
}: {
  layers: readonly Descriptor[]
  config: ImageConfig
  sizeBytes: number
  links: ImageLinks
}) {
  const texts = useTexts('contents')
  const steps = numberSteps(pairLayers(layers, config.history))
  const filled = steps.filter(({ step }) => step.layer !== null)
  const quiet = steps.filter(({ step }) => step.layer === null)
  const shownFilled = takeFitting(filled.slice(0, maxLayers), weighStep, layerRoom)
  const shownQuiet = takeFitting(quiet.slice(0, maxQuiet), weighStep, quietRoom)
  return (
    <Section
      id="layers"
      title={texts('layers.title')}
      note={texts.rich('layers.note', {
        size: formatBytes(sizeBytes),
        count: layers.length,
        break: (words) => (
          <Fragment key="break">
            <br className="max-lg:hidden" />
            <span className="lg:hidden">{words}</span>
          </Fragment>
        ),
      })}
    >
      {layers.length === 0 ? (
        <p className="text-sm text-ink-2">{texts('layers.none')}</p>
      ) : (
        <LayerBar layers={layers} />
      )}
      <StepList steps={shownFilled} links={links} />
      {quiet.length > 0 && (
        <details className="border-b border-rule py-2 text-sm">
          <summary className="cursor-pointer py-px text-ink-2">
            {texts('layers.quiet', { count: quiet.length })}
          </summary>
          <StepList steps={shownQuiet} links={links} />
        </details>
      )}
      {(filled.length > shownFilled.length || quiet.length > shownQuiet.length) && (
        <p className="mt-3 text-sm">
          <PartLink links={links} part={{ kind: 'list', list: 'layers', page: 1 }}>
            {texts('all.layers', { count: steps.length })}
          </PartLink>
        </p>
      )}
    </Section>
  )
}

export interface NumberedStep {
  step: BuildStep
  /** Its place among all steps, and that of its layer among the layers; from 1. */
  item: number
  layer: number | null
}

/** Gives every step its place. */
export function numberSteps(steps: readonly BuildStep[]): NumberedStep[] {
  let layers = 0
  return steps.map((step, at) => ({ step, item: at + 1, layer: step.layer === null ? null : ++layers }))
}
