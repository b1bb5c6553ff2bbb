import { useTexts } from '#components/language/use-texts.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { weighShownText } from '#lib/oci/weigh-shown-text.ts'
import { toLayerShade } from '../contents/layer-bar.tsx'
import type { ImageLinks } from '../parts/image-links.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { formatBytes } from '../ui/format-bytes.ts'
import { ShortDigest } from '../ui/short-digest.tsx'
import type { NumberedStep } from './layer-section.tsx'
import { MAX_SHOWN_LENGTH, ShownValue } from './shown-value.tsx'

/** What is around the text of a step, with its layer and the button for that. */
const stepBytes = 900
const layerBytes = 1_100

/** What a step adds to a page, in bytes. */
export function weighStep({ step: { instruction, comment, layer } }: NumberedStep): number {
  const text = weighShownText(instruction ?? comment ?? '', MAX_SHOWN_LENGTH)
  return stepBytes + (layer === null ? 0 : layerBytes) + text
}

/** Steps of a build, each with the layer that it made. */
export function StepList({ steps, links }: { steps: readonly NumberedStep[]; links: ImageLinks }) {
  const texts = useTexts('contents')
  return (
    <ul className="text-sm">
      {steps.map(({ step, item, layer }) => (
        <li
          key={item}
          className="grid grid-cols-[2.5rem_minmax(0,1fr)_auto] items-start gap-x-3 border-b border-rule py-1.5 last:border-b-0 md:grid-cols-[2.5rem_minmax(0,1fr)_5rem_auto]"
        >
          <span className="flex items-center gap-2 pt-1 font-mono text-xs tabular-nums">
            {layer !== null && (
              <>
                <span aria-hidden="true" className={`size-2.5 shrink-0 rounded-sm ${toLayerShade(layer)}`} />
                {layer}
              </>
            )}
          </span>
          <code className="min-w-0 pt-1 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
            <Instruction step={step} item={item} links={links} />
          </code>
          <span className="pt-1 text-right font-mono text-xs whitespace-nowrap tabular-nums">
            {step.layer === null ? '' : formatBytes(step.layer.sizeBytes)}
          </span>
          <span className="hidden min-w-38 text-right whitespace-nowrap md:block">
            {step.layer !== null && (
              <>
                <ShortDigest digest={step.layer.digest} className="text-ink-2" />
                <CopyButton
                  text={step.layer.digest}
                  label={texts('layers.copyDigest', { layer: layer ?? 0 })}
                  className="ml-0.5 align-middle"
                />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Instruction({ step, item, links }: Omit<NumberedStep, 'layer'> & { links: ImageLinks }) {
  const texts = useTexts('contents')
  if (step.instruction !== null) {
    return <ShownValue text={step.instruction} links={links} value="step" item={item} isLinked={false} />
  }
  return (
    <span className="font-sans text-ink-3">
      {step.comment === null ? texts('layers.untold') : toShownText(step.comment, MAX_SHOWN_LENGTH)}
    </span>
  )
}
