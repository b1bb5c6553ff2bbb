import type { GalleryStatus } from '#lib/pages/get-status.ts'
import { isTlsTrouble } from '#lib/pages/to-program-tls.ts'
import { formatCount } from '../ui/format-count.ts'
import { ConditionMark } from './condition-mark.tsx'

/** One sentence that says whether anybody has to get up. */
export function StatusHeadline({ status }: { status: GalleryStatus }) {
  return (
    <div className="pb-8">
      <p className="text-sm text-ink-2">Status</p>
      <h1 className="mt-1 flex items-start gap-3 text-2xl font-semibold tracking-tight">
        <ConditionMark condition={status.condition} className="mt-1" />
        {toHeadline(status)}
      </h1>
      <p className="mt-2 max-w-prose text-ink-2">{toConsequence(status)}</p>
    </div>
  )
}

function toHeadline({ condition, sources, registry, tls }: GalleryStatus): string {
  const failing = sources.filter((source) => source.condition === 'failing').length
  if (condition === 'ok') return 'Everything is up to date'
  if (condition === 'starting') return 'The catalogue is being read for the first time'
  if (failing === 0) {
    const count = sources.reduce((sum, { counts }) => sum + counts.failing, 0)
    if (count === 0 && registry !== null) return 'The registry needs its operator'
    if (count === 0 && tls.some(isTlsTrouble)) return 'A certificate needs the operator'
    return `${formatCount(count, 'repository', 'repositories')} cannot be read`
  }
  return sources.length === 1
    ? 'The source cannot be read'
    : `${failing} of ${sources.length} sources cannot be read`
}

function toConsequence({ condition, sources, registry, tls }: GalleryStatus): string {
  switch (condition) {
    case 'ok':
      return 'Pages and search show what the sources have.'
    case 'starting':
      return 'Repositories appear as they are read. Nothing is known to be wrong.'
    case 'failing':
      return 'There is nothing to show yet. The gallery tries again by itself.'
    case 'degraded':
      if (tls.some((each) => each.condition === 'ended')) {
        return 'A certificate has ended: browsers and clients refuse the program that shows it.'
      }
      if (
        (registry !== null || tls.some(isTlsTrouble)) &&
        sources.every((source) => source.condition !== 'failing')
      ) {
        return 'Pages, search and pulls go on.'
      }
      return sources.some((source) => source.condition === 'failing')
        ? 'What was read before is still shown and can be searched; it may be out of date. The gallery tries again by itself.'
        : 'Everything else is up to date. What was read of them before is still shown, and they are tried again.'
  }
}
