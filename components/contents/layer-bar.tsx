import { useTexts } from '#components/language/use-texts.ts'
import type { Descriptor } from '#lib/oci/manifest.ts'
import { formatBytes } from '../ui/format-bytes.ts'

/** More layers than this are drawn as one. */
const maxSegments = 24

/** Neighbours are told apart; the rows below have the same marks. */
const shades = ['bg-accent', 'bg-accent opacity-55', 'bg-accent opacity-80', 'bg-accent opacity-40'] as const

/** The mark of a layer, from 1. */
export function toLayerShade(layer: number): string {
  return shades[(layer - 1) % shades.length] ?? shades[0]
}

/** The layers as parts of one bar. The rows below say the same in words. */
export function LayerBar({ layers }: { layers: readonly Descriptor[] }) {
  const texts = useTexts('contents')
  const total = layers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const shown = layers.slice(0, maxSegments).map(({ sizeBytes }, at) => ({ sizeBytes, name: `${at + 1}` }))
  const rest = layers.slice(maxSegments).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const segments =
    rest > 0 ? [...shown, { sizeBytes: rest, name: `${maxSegments + 1}–${layers.length}` }] : shown
  return (
    <div aria-hidden="true" className="flex gap-0.5 overflow-hidden">
      {segments.map(({ sizeBytes, name }, at) => {
        const share = total === 0 ? 1 / segments.length : sizeBytes / total
        return (
          <div key={name} className="min-w-1" style={{ flex: `${Math.max(share, 0.001)} 1 0` }}>
            <span className="block h-5 overflow-hidden font-mono text-xs whitespace-nowrap text-ink-2">
              {share > 0.04 && <span className="font-semibold text-ink">{name}</span>}
              {share > 0.3 &&
                ` ${texts('layers.share', { size: formatBytes(sizeBytes), share: Math.round(share * 100) })}`}
            </span>
            <span className={`block h-7 rounded-sm ${toLayerShade(at + 1)}`} />
          </div>
        )
      })}
    </div>
  )
}
