import type { Descriptor } from '#lib/oci/manifest.ts'
import { pairLayers } from '#lib/oci/pair-layers.ts'
import type { HistoryEntry } from '#lib/oci/parse-image-config.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { formatBytes } from '../ui/format-bytes.ts'
import { formatCount } from '../ui/format-count.ts'
import { Section } from './section.tsx'
import { ShortDigest } from './short-digest.tsx'

/** Longer instructions open on demand. */
const shownLength = 220

/** More layers than any image should have; a hostile manifest can name a hundred thousand. */
const maxLayers = 500

/** The layers from the first to the last, beside the steps of the build that made them. */
export function LayerList({
  layers,
  history,
  of,
}: {
  layers: Descriptor[]
  history: HistoryEntry[]
  of: string | undefined
}) {
  const steps = pairLayers(layers, history)
  const largest = Math.max(1, ...layers.slice(0, maxLayers).map((layer) => layer.sizeBytes))
  return (
    <Section
      id="layers"
      title="Layers"
      note={
        <>
          {formatCount(layers.length, 'layer', 'layers')}
          {of && (
            <>
              {' '}
              for <span className="font-mono text-xs">{of}</span>
            </>
          )}
        </>
      }
    >
      <ol className="text-sm">
        {steps.slice(0, maxLayers).map(({ instruction, comment, layer }, at) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a layer may stand twice; its place is what it is.
            key={at}
            className="grid grid-cols-[1.75rem_minmax(0,1fr)_auto] gap-x-2 border-b border-rule py-1.5 sm:grid-cols-[2rem_minmax(0,1fr)_5rem_auto] sm:gap-x-4"
          >
            <span aria-hidden="true" className="font-mono text-xs leading-6 text-ink-3 tabular-nums">
              {at + 1}
            </span>
            <div className="min-w-0">
              {instruction === null ? (
                <p className="leading-6 text-ink-3">{comment ?? 'The history does not say how'}</p>
              ) : (
                <Instruction text={instruction} isQuiet={layer === null} />
              )}
              {layer && (
                <span
                  aria-hidden="true"
                  className="mt-1 block h-0.5 rounded-sm bg-accent opacity-60"
                  style={{ width: `${Math.max(0.5, (layer.sizeBytes / largest) * 100)}%` }}
                />
              )}
            </div>
            {layer === null ? (
              <span className="text-right text-xs leading-6 whitespace-nowrap text-ink-3">no files</span>
            ) : (
              <span className="text-right font-mono text-xs leading-6 whitespace-nowrap tabular-nums">
                {formatBytes(layer.sizeBytes)}
              </span>
            )}
            <span className="-my-1 hidden w-38 whitespace-nowrap sm:block">
              {layer && (
                <>
                  <ShortDigest digest={layer.digest} className="text-ink-2" />
                  <CopyButton
                    text={layer.digest}
                    label={`Copy the digest of layer ${at + 1}`}
                    className="ml-0.5 align-middle"
                  />
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
      {steps.length > maxLayers && (
        <p className="py-2 text-sm text-ink-2">
          And {formatCount(steps.length - maxLayers, 'more step', 'more steps')}.
        </p>
      )}
    </Section>
  )
}

function Instruction({ text, isQuiet }: { text: string; isQuiet: boolean }) {
  const colour = isQuiet ? 'text-ink-2' : 'text-ink'
  const look = `font-mono text-xs leading-6 whitespace-pre-wrap wrap-anywhere ${colour}`
  if (text.length <= shownLength && !/\n.*\n.*\n/s.test(text))
    return <code className={`block ${look}`}>{text}</code>
  const [first = ''] = text.split('\n')
  return (
    <details className={look}>
      <summary className="cursor-pointer">{first.slice(0, 96).trimEnd()}…</summary>
      <code className="block">{text}</code>
    </details>
  )
}
