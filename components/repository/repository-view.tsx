import type { RepositoryPage } from '#lib/gallery/get-repository-page.ts'
import type { PullTag } from '#lib/gallery/list-pull-tags.ts'
import type { RepositoryTab } from '#lib/gallery/routes.ts'
import type { TagPage } from '#lib/gallery/select-tags.ts'
import type { TagQuery } from '#lib/gallery/tag-query.ts'
import { TagTable } from '../image/tag-table.tsx'
import { Markdown } from '../markdown/markdown.tsx'
import { PageShell } from '../site/page-shell.tsx'
import { formatNumber } from '../ui/format-count.ts'
import { EmptyTab } from './empty-tab.tsx'
import { Placard } from './placard.tsx'
import { PullPanel } from './pull-panel.tsx'
import { RepositoryTabs } from './repository-tabs.tsx'
import { speaksPlainHttp } from './speaks-plain-http.ts'

/** A repository's page with one of its tabs. On a phone the pull panel comes right after the placard. */
export function RepositoryView({
  alias,
  page,
  pullTags,
  tagQuery,
  tagPage,
  tab,
}: {
  /** The alias in the address, which need not be the registry's primary one. */
  alias: string
  page: RepositoryPage
  /** The one to offer first. */
  pullTags: PullTag[]
  tagQuery: TagQuery
  tagPage: TagPage
  tab: RepositoryTab
}) {
  const name = page.summary.repositoryName
  const plainHttp = speaksPlainHttp(page.uri)
  return (
    <PageShell className="grid gap-y-8 pt-8 pb-16 sm:pt-10 lg:grid-cols-[minmax(0,1fr)_22.5rem] lg:grid-rows-[auto_1fr] lg:gap-x-14 lg:gap-y-10">
      <Placard page={page} />
      <div className="min-w-0 lg:sticky lg:top-6 lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:self-start">
        <PullPanel page={page} tags={pullTags} plainHttp={plainHttp} />
      </div>
      <div className="min-w-0">
        <RepositoryTabs
          alias={alias}
          name={name}
          tab={tab}
          tagCount={`${formatNumber(tagPage.tagCount)}${tagPage.isTruncated ? '+' : ''}`}
        />
        <div className="pt-7">
          {tab === 'about' && <Text text={page.aboutText} words="About" />}
          {tab === 'usage' && <Text text={page.usageText} words="Usage" />}
          {tab === 'tags' && (
            <TagTable
              alias={alias}
              repositoryName={name}
              uri={page.uri}
              plainHttp={plainHttp}
              query={tagQuery}
              page={tagPage}
            />
          )}
        </div>
      </div>
    </PageShell>
  )
}

function Text({ text, words }: { text: string; words: string }) {
  if (text.trim() === '') return <EmptyTab title={`The publisher wrote no ${words} text.`} />
  return <Markdown text={text} idPrefix={words.toLowerCase()} />
}
