import { useTexts } from '#components/language/use-texts.ts'
import type { Texts } from '#lib/language/texts.ts'
import type { GalleryStatus } from '#lib/pages/status/get-status.ts'
import { isTlsTrouble } from '#lib/pages/status/to-program-tls.ts'
import { ConditionMark } from './condition-mark.tsx'

/** One sentence that says whether anybody has to get up. */
export function StatusHeadline({ status }: { status: GalleryStatus }) {
  const texts = useTexts('status')
  return (
    <div className="pb-8">
      <p className="text-sm text-ink-2">{texts('title')}</p>
      <h1 className="mt-1 flex items-start gap-3 text-2xl font-semibold tracking-tight">
        <ConditionMark condition={status.condition} className="mt-1" />
        {toHeadline(status, texts)}
      </h1>
      <p className="mt-2 max-w-prose text-ink-2">{toConsequence(status, texts)}</p>
    </div>
  )
}

function toHeadline({ condition, sources, registry, tls }: GalleryStatus, texts: Texts<'status'>): string {
  const failing = sources.filter((source) => source.condition === 'failing').length
  if (condition === 'ok') return texts('headline.ok')
  if (condition === 'starting') return texts('headline.starting')
  if (failing === 0) {
    const count = sources.reduce((sum, { counts }) => sum + counts.failing, 0)
    if (count === 0 && registry !== null) return texts('headline.registry')
    if (count === 0 && tls.some(isTlsTrouble)) return texts('headline.certificate')
    return texts('headline.repositories', { count })
  }
  return sources.length === 1
    ? texts('headline.oneSource')
    : texts('headline.sources', { failing, count: sources.length })
}

function toConsequence({ condition, sources, registry, tls }: GalleryStatus, texts: Texts<'status'>): string {
  switch (condition) {
    case 'ok':
      return texts('consequence.ok')
    case 'starting':
      return texts('consequence.starting')
    case 'failing':
      return texts('consequence.failing')
    case 'degraded':
      if (tls.some((each) => each.condition === 'ended')) {
        return texts('consequence.certificateEnded')
      }
      if (
        (registry !== null || tls.some(isTlsTrouble)) &&
        sources.every((source) => source.condition !== 'failing')
      ) {
        return texts('consequence.goesOn')
      }
      return sources.some((source) => source.condition === 'failing')
        ? texts('consequence.source')
        : texts('consequence.repositories')
  }
}
