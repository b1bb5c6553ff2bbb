import { toSparklinePath, toSparklineWidth } from './to-sparkline-path.ts'

const heightPx = 22

/** A bar for each count. `label` says the same in words. */
export function Sparkline({ counts, label }: { counts: number[]; label: string }) {
  const width = toSparklineWidth(counts.length)
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={heightPx}
      viewBox={`0 0 ${width} ${heightPx}`}
      className="shrink-0 text-accent"
      shapeRendering="crispEdges"
    >
      <title>{label}</title>
      <path d={toSparklinePath(counts, heightPx)} fill="currentColor" />
    </svg>
  )
}
