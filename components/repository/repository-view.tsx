import type { RepositoryPage } from '#lib/gallery/get-repository-page.ts'
import type { PullTag } from '#lib/gallery/list-pull-tags.ts'
import { packTagPage } from '#lib/gallery/pack-tag-rows.ts'
import type { RepositoryTab } from '#lib/gallery/routes.ts'
import type { TagPage } from '#lib/gallery/select-tags.ts'
import type { TagQuery } from '#lib/gallery/tag-query.ts'
import { renderMarkdown } from '#lib/markdown/render-markdown.ts'
import { TagTable } from '../image/tag-table.tsx'
import { RenderedText } from '../markdown/markdown.tsx'
import { FoldedOnThisPage, listParts, OnThisPage } from '../markdown/on-this-page.tsx'
import { PageShell } from '../site/page-shell.tsx'
import { formatNumber } from '../ui/format-count.ts'
import { EmptyTab } from './empty-tab.tsx'
import { Placard } from './placard.tsx'
import { PullPanel } from './pull-panel.tsx'
import { RepositoryTabs } from './repository-tabs.tsx'
import { speaksPlainHttp } from './speaks-plain-http.ts'

/** A repository's page with one of its tabs. On a phone the pull panel comes right after the placard. */
export async function RepositoryView({
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
  /** Null while the tags cannot be read. */
  tagPage: TagPage | null
  tab: RepositoryTab
}) {
  const name = page.summary.repositoryName
  const plainHttp = speaksPlainHttp(page.uri)
  const text = { about: page.aboutText, usage: page.usageText, tags: '' }[tab]
  const rendered = await renderMarkdown(text, { idPrefix: tab })
  const parts = listParts(text, rendered)
  return (
    <PageShell className="grid gap-y-8 pt-8 pb-16 sm:pt-10 lg:grid-cols-[minmax(0,1fr)_22.5rem] lg:grid-rows-[auto_1fr] lg:gap-x-14 lg:gap-y-10">
      <Placard page={page} />
      {/* Beside a long text its list of parts stays in view, and elsewhere the panel does. */}
      <div className="min-w-0 lg:col-start-2 lg:row-span-2 lg:row-start-1">
        <div className={parts.length === 0 ? 'lg:sticky lg:top-6' : undefined}>
          <PullPanel page={page} tags={pullTags} plainHttp={plainHttp} />
        </div>
        <OnThisPage headings={parts} className="hidden lg:sticky lg:top-6 lg:mt-7 lg:block" />
      </div>
      <div className="min-w-0">
        <RepositoryTabs
          alias={alias}
          name={name}
          tab={tab}
          tagCount={
            tagPage === null ? '' : `${formatNumber(tagPage.tagCount)}${tagPage.isTruncated ? '+' : ''}`
          }
        />
        <div className="pt-7">
          {tab !== 'tags' && text.trim() === '' && (
            <EmptyTab title={toMissingWords(tab === 'about' ? 'About' : 'Usage', page.isFromIndex)} />
          )}
          {tab !== 'tags' && text.trim() !== '' && (
            <>
              <FoldedOnThisPage headings={parts} className="lg:hidden" />
              <RenderedText text={text} rendered={rendered} />
            </>
          )}
          {tab === 'tags' && tagPage === null && (
            <EmptyTab title="The tags cannot be read at the moment.">
              <p>Their source does not answer. Come back in a minute.</p>
            </EmptyTab>
          )}
          {tab === 'tags' && tagPage !== null && (
            <TagTable
              alias={alias}
              repositoryName={name}
              uri={page.uri}
              plainHttp={plainHttp}
              query={tagQuery}
              page={packTagPage(tagPage)}
            />
          )}
        </div>
      </div>
    </PageShell>
  )
}

function toMissingWords(words: string, isFromIndex: boolean): string {
  return isFromIndex
    ? `The ${words} text cannot be read at the moment.`
    : `The publisher wrote no ${words} text.`
}
