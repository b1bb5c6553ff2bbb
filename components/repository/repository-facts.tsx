import type { ReactNode } from 'react'
import type { RepositoryPage } from '#lib/gallery/get-repository-page.ts'
import type { ImageTag } from '#lib/gallery/list-image-tags.ts'
import { BreakablePath } from '../ui/breakable-path.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { formatBytes } from '../ui/format-bytes.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import { PopularityFact } from './popularity-fact.tsx'

/** What is known about the repository; a row that would be empty is left out. */
export function RepositoryFacts({ page, newest }: { page: RepositoryPage; newest: ImageTag | null }) {
  const { summary, operatingSystems, architectures, createdAt, uri, pulls } = page
  const platforms = [...new Set([...operatingSystems, ...architectures])]
  return (
    <dl className="border-t border-rule text-sm *:not-first:border-t *:not-first:border-rule sm:max-lg:border-t-0 sm:max-lg:border-l">
      {newest && (
        <Fact name="Newest tag">
          <span className="font-mono text-xs">{newest.tag}</span>
        </Fact>
      )}
      {newest?.pushedAt && (
        <Fact name="Pushed">
          <RelativeTime iso={newest.pushedAt} />
        </Fact>
      )}
      {newest?.sizeBytes && <Fact name="Compressed size">{formatBytes(newest.sizeBytes)}</Fact>}
      {pulls && (
        <PopularityFact alias={summary.registryAlias} repositoryName={summary.repositoryName} pulls={pulls} />
      )}
      {platforms.length > 0 && (
        <Fact name="Platforms">
          {platforms.map((label, at) => (
            <span key={label}>
              {at > 0 && ', '}
              <span className={label.length < 16 ? 'whitespace-nowrap' : ''}>{label}</span>
            </span>
          ))}
        </Fact>
      )}
      <Fact name="Updated">
        <RelativeTime iso={summary.updatedAt} />
      </Fact>
      <Fact name="Created">
        {createdAt === null ? 'Not known at the moment' : <RelativeTime iso={createdAt} />}
      </Fact>
      <div className="px-4 py-2.5">
        <dt className="text-ink-2">URI</dt>
        <dd className="flex items-start gap-2">
          <span className="min-w-0 flex-1 py-1 font-mono text-xs wrap-anywhere">
            <BreakablePath text={uri} />
          </span>
          <CopyButton text={uri} label="Copy URI" className="-mr-2 shrink-0" />
        </dd>
      </div>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-6 px-4 py-2">
      <dt className="shrink-0 text-ink-2">{name}</dt>
      <dd className="min-w-0 text-right tabular-nums wrap-anywhere">{children}</dd>
    </div>
  )
}
