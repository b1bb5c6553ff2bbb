import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { imagePath } from '#lib/addresses/routes.ts'
import type {
  FloatingTag,
  TagTimeline as Timeline,
  TimelinePoint,
} from '#lib/pages/tags/build-tag-timeline.ts'
import { formatDate } from '../ui/format-relative-time.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { sayLine } from './say-line.ts'
import { TagHistoryTable } from './tag-history-table.tsx'
import { toShownTag } from './to-shown-tag.ts'
import { type TimeAxis, toTimeAxis } from './to-time-axis.ts'

/** In pixels; what is drawn in a row is the same on every width. */
const rowHeight = 52
const lineAt = 32
/** Where the bars of the floating tags run, beside the line of the releases. */
const barOffsets = [-6, 6, 11]
const maxBars = barOffsets.length
/** Of a character of a name, in percent of the narrowest picture of each kind. */
const characterWidths = { wide: 1.4, narrow: 3.4 }

/** Since when the tag points to what it points to; null where that is not known. */
export function findSince(timeline: Timeline | null, tag: string): string | null {
  const last = timeline?.floating.find((one) => one.tag === tag)?.spans.at(-1)
  return last !== undefined && last.to === null ? last.from : null
}

/** Releases by version line over time, and what floating tags pointed to: a picture, with all of it as tables below. */
export function TagTimeline({
  alias,
  repositoryName,
  timeline: { lines, floating },
}: {
  alias: string
  repositoryName: string
  timeline: Timeline
}) {
  const texts = useTexts('image')
  const tagTexts = useTexts('tags')
  const language = useLanguage()
  const nowMs = Date.now()
  const times = [
    ...lines.flatMap(({ points }) => points.map(({ at }) => at)),
    ...floating.flatMap(({ spans }) => spans.map(({ from }) => from)),
  ]
  const axis = toTimeAxis(times, nowMs, language)
  const bars = chooseBars(floating)
  return (
    // On a phone the list comes first, and this is opened; without a script, too.
    <details className="phone-fold last-on-phone tag-timeline">
      <summary>{texts('timeline.title')}</summary>
      <figure aria-labelledby="tag-timeline-words">
        <div className="tag-timeline-picture" aria-hidden="true">
          <div className="tag-timeline-axis">
            {axis.ticks.map(({ percent, label }) => (
              <span key={label + percent} style={{ left: `${percent}%` }}>
                {label}
              </span>
            ))}
          </div>
          <div className="tag-timeline-plot" style={{ height: lines.length * rowHeight }}>
            <Drawing axis={axis} lines={lines} bars={bars} />
            {lines.map(({ line, points }, at) => (
              <div key={line} className="tag-timeline-row" style={{ top: at * rowHeight }}>
                <b>{sayLine(line, tagTexts)}</b>
                {points.map((point) => (
                  <i
                    key={point.digest}
                    className={point.isPreRelease ? 'is-before' : undefined}
                    style={{ left: `${axis.toPercent(point.at)}%`, top: lineAt }}
                  />
                ))}
                <Names points={points} axis={axis} />
              </div>
            ))}
          </div>
        </div>
        <figcaption id="tag-timeline-words">
          <span className="sr-only">{texts('timeline.summary')}</span>
          <span aria-hidden="true" className="tag-timeline-legend">
            {bars.map(({ tag }, at) => (
              <span key={tag}>
                <svg width="22" height="4" aria-hidden="true">
                  <rect width="22" height="4" className={`bar-${at}`} />
                </svg>
                {texts.rich('timeline.pointedTo', {
                  tag: () => <code key="tag">{toShownTag(tag)}</code>,
                })}
              </span>
            ))}
            <span>
              <i /> {texts('timeline.release')}
            </span>
            {lines.some(({ points }) => points.some(({ isPreRelease }) => isPreRelease)) && (
              <span>
                <i className="is-before" /> {texts('timeline.preRelease')}
              </span>
            )}
          </span>
        </figcaption>
        <details className="tag-timeline-tables">
          <summary>{texts('timeline.table')}</summary>
          {floating.map((one) => (
            <TagHistoryTable key={one.tag} alias={alias} repositoryName={repositoryName} {...one} />
          ))}
          <table className="tag-history">
            <caption>{texts('timeline.releases')}</caption>
            <thead>
              <tr>
                <th scope="col">{texts('timeline.pushed')}</th>
                <th scope="col">{texts('timeline.tag')}</th>
                <th scope="col">{texts('timeline.line')}</th>
              </tr>
            </thead>
            <tbody>
              {lines.flatMap(({ line, points }) =>
                points.toReversed().map((point) => (
                  <tr key={point.digest}>
                    <td>{formatDate(point.at, language)}</td>
                    <td>
                      <IntentLink
                        href={imagePath(alias, repositoryName, { digest: point.digest })}
                        prefetch={false}
                        className="link inline-block min-h-6 font-mono"
                      >
                        {toShownTag(point.tag)}
                      </IntentLink>
                    </td>
                    <td>{sayLine(line, tagTexts)}</td>
                  </tr>
                )),
              )}
            </tbody>
          </table>
        </details>
      </figure>
    </details>
  )
}

/** `latest`, or what is most like it, and then the tags that moved from line to line. */
function chooseBars([first, ...others]: readonly FloatingTag[]): FloatingTag[] {
  if (first === undefined) return []
  const countLines = ({ spans }: FloatingTag) => new Set(spans.map(({ lineIndex }) => lineIndex)).size
  const moving = others.filter((one) => countLines(one) > 1)
  return [first, ...moving.toSorted((a, b) => countLines(b) - countLines(a))].slice(0, maxBars)
}

/** Lines and bars; stretched to the width that there is, with strokes that keep theirs. */
function Drawing({
  axis,
  lines,
  bars,
}: {
  axis: TimeAxis
  lines: Timeline['lines']
  bars: readonly FloatingTag[]
}) {
  const height = lines.length * rowHeight
  return (
    <svg viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" aria-hidden="true">
      {axis.ticks.map(({ percent }) => (
        <path key={percent} d={`M${percent} 0V${height}`} className="tick" />
      ))}
      {lines.map(({ line, points: [first] }, at) => (
        <path
          key={line}
          d={`M${first ? axis.toPercent(first.at) : 0} ${at * rowHeight + lineAt}H100`}
          className="line"
        />
      ))}
      {bars
        .map((bar, at) => <path key={bar.tag} d={toSteps(bar, at, axis)} className={`bar-${at}`} />)
        .toReversed()}
    </svg>
  )
}

/** From release to release; where nothing is known to be pointed to, there is a gap. */
function toSteps({ spans }: FloatingTag, bar: number, axis: TimeAxis): string {
  let isDrawn = false
  let path = ''
  let lastTo: string | null = null
  for (const { lineIndex, from, to } of spans) {
    if (lineIndex === null) {
      isDrawn = false
      continue
    }
    const y = lineIndex * rowHeight + lineAt + (barOffsets[bar] ?? 0)
    const x = axis.toPercent(from)
    path += isDrawn && lastTo === from ? `V${y}` : `M${x} ${y}`
    path += `H${to === null ? 100 : axis.toPercent(to)}`
    isDrawn = true
    lastTo = to
  }
  return path
}

/** The names of releases, the newest first, as far as there is room; on a phone fewer. */
function Names({ points, axis }: { points: readonly TimelinePoint[]; axis: TimeAxis }) {
  const shown: { tag: string; percent: number; isWideOnly: boolean }[] = []
  for (const { tag, at, isPreRelease } of points.toReversed()) {
    const percent = axis.toPercent(at)
    const isFree = (others: typeof shown, characterWidth: number) => {
      const [from, to] = toExtent(tag, percent, characterWidth)
      return others.every((one) => {
        const [otherFrom, otherTo] = toExtent(one.tag, one.percent, characterWidth)
        return to <= otherFrom || from >= otherTo
      })
    }
    if (isPreRelease || !isFree(shown, characterWidths.wide)) continue
    const onPhones = shown.filter((one) => !one.isWideOnly)
    shown.push({ tag, percent, isWideOnly: !isFree(onPhones, characterWidths.narrow) })
  }
  return shown.map(({ tag, percent, isWideOnly }) => (
    <code
      key={tag}
      className={isWideOnly ? 'is-wide-only' : undefined}
      // So that it is over its point and never beyond an edge.
      style={{ left: `${percent}%`, translate: `-${percent}%` }}
    >
      {toShownTag(tag)}
    </code>
  ))
}

/** From where to where a name goes, in percent of the width, with a gap behind it. */
function toExtent(tag: string, percent: number, characterWidth: number): [from: number, to: number] {
  const width = (toShownTag(tag).length + 1) * characterWidth
  const from = percent * (1 - width / 100)
  return [from, from + width]
}
