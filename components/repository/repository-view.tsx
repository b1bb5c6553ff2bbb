import type { RepositoryTab } from '#lib/addresses/routes.ts'
import { feedPath } from '#lib/addresses/search-routes.ts'
import type { TagQuery } from '#lib/addresses/tag-query.ts'
import { joinNames } from '#lib/language/languages.ts'
import { renderMarkdown } from '#lib/markdown/render-markdown.ts'
import type { ImageFacts } from '#lib/oci/image-facts.ts'
import type { PullStatistics as Statistics } from '#lib/pages/repository/get-pull-statistics.ts'
import type { RepositoryPage } from '#lib/pages/repository/get-repository-page.ts'
import type { RelatedGroup } from '#lib/pages/repository/list-related.ts'
import type { TagTimeline as TagTimelineFacts } from '#lib/pages/tags/build-tag-timeline.ts'
import type { PullTag } from '#lib/pages/tags/list-pull-tags.ts'
import { packPullTags } from '#lib/pages/tags/pack-pull-tags.ts'
import { packTagPage } from '#lib/pages/tags/pack-tag-rows.ts'
import type { TagPage } from '#lib/pages/tags/select-tags.ts'
import { BrowserTexts } from '../language/browser-texts.tsx'
import { getLanguage, getTexts } from '../language/get-texts.ts'
import { RenderedText } from '../markdown/markdown.tsx'
import { FoldedOnThisPage, listParts, OnThisPage } from '../markdown/on-this-page.tsx'
import { speaksPlainHttp } from '../pull/speaks-plain-http.ts'
import { PageShell } from '../site/page-shell.tsx'
import type { TagList } from '../tags/tag-list.tsx'
import { findSince, TagTimeline } from '../tags/tag-timeline.tsx'
import { describePlatformsShortly } from '../ui/describe-platform-list.ts'
import { EmptyTab } from '../ui/empty-tab.tsx'
import { FeedLinks } from '../ui/feed-links.tsx'
import { FirstScreenEnd } from '../ui/first-screen-end.tsx'
import { formatNumber } from '../ui/format-count.ts'
import { PlatformBadges } from '../ui/platform-badges.tsx'
import { describePlatforms } from './describe-platforms.ts'
import { FactStrip } from './fact-strip.tsx'
import { Placard } from './placard.tsx'
import { ProofLine } from './proof-line.tsx'
import { PullStatistics } from './pull-statistics.tsx'
import { RelatedSection } from './related-section.tsx'
import { RepositoryPull } from './repository-pull.tsx'
import { RepositoryTabs } from './repository-tabs.tsx'
import { ShownTagProvider } from './shown-tag.tsx'
import { UpstreamLine } from './upstream-line.tsx'

const concerns = ['repositoryTools'] as const

/** A repository's page with one of its tabs: placard, facts, the pull panel, and below them what the tab holds. */
export async function RepositoryView({
  alias,
  page,
  pullTags,
  facts,
  tagQuery,
  tagPage,
  timeline,
  statistics,
  related,
  tab,
  Tags,
}: {
  /** The alias in the address, which need not be the registry's primary one. */
  alias: string
  page: RepositoryPage
  /** The one to offer first in front. */
  pullTags: PullTag[]
  /** Of that one; null where they cannot be read. */
  facts: ImageFacts | null
  tagQuery: TagQuery
  /** Null while the tags cannot be read. */
  tagPage: TagPage | null
  /** Null where the history of tags is not known, and on other tabs. */
  timeline: TagTimelineFacts | null
  /** Null where pulls are not counted by day, and on other tabs. */
  statistics: Statistics | null
  /** Empty on other tabs. */
  related: RelatedGroup[]
  tab: RepositoryTab
  /** What lists them, on the tab that does. */
  Tags?: typeof TagList
}) {
  const [texts, language] = [await getTexts('repository'), await getLanguage()]
  const name = page.summary.repositoryName
  const plainHttp = speaksPlainHttp(page.uri)
  const text = { about: page.aboutText, usage: page.usageText, tags: '', pulls: '' }[tab]
  const isText = tab === 'about' || tab === 'usage'
  const rendered = await renderMarkdown(text, { idPrefix: tab, sourceUrl: facts?.sourceUrl ?? null })
  const parts = listParts(text, rendered)
  const difference = describePlatforms(page.declared, page.imagePlatforms, texts, language)
  return (
    <PageShell className="pt-3 pb-16 sm:pt-10">
      <BrowserTexts concerns={concerns}>
        <ShownTagProvider alias={alias} repositoryName={name} tags={packPullTags(pullTags)} facts={facts}>
          <div className="flex flex-col gap-y-2 sm:gap-y-6">
            <Placard page={page} />
            {page.upstream !== null && <UpstreamLine upstream={page.upstream} />}
            <ProofLine alias={alias} repositoryName={name} />
            <div className="last-on-phone">
              <FactStrip
                alias={alias}
                repositoryName={name}
                pulls={page.pulls}
                updatedAt={page.summary.updatedAt}
                firstRunsOn={describePlatformsShortly(
                  facts?.platforms.map(({ platform }) => platform) ?? [],
                  { ui: await getTexts('ui'), language },
                )}
                declared={{
                  badges: (
                    <PlatformBadges
                      operatingSystems={page.operatingSystems}
                      architectures={page.architectures}
                      maxOthers={12}
                    />
                  ),
                  words: joinNames([...page.operatingSystems, ...page.architectures], language),
                }}
              />
              {difference !== null && (
                <p className="py-1.5 text-sm text-ink-3 wrap-anywhere max-sm:hidden">{difference}</p>
              )}
            </div>
            <RepositoryPull uri={page.uri} plainHttp={plainHttp} isUnread={tagPage === null} />
          </div>
        </ShownTagProvider>
        <div className="sm:mt-5">
          <RepositoryTabs
            alias={alias}
            name={name}
            tab={tab}
            hasPulls={page.pulls !== null}
            tagCount={
              tagPage === null
                ? ''
                : `${formatNumber(tagPage.tagCount, language)}${tagPage.isTruncated ? '+' : ''}`
            }
          />
          <div
            className={`pt-2 sm:pt-7 ${parts.length > 0 ? 'lg:grid lg:grid-cols-[minmax(0,1fr)_17rem] lg:gap-x-14' : ''}`}
          >
            <div className="min-w-0">
              {isText && text.trim() === '' && (
                <EmptyTab title={texts(`noText.${tab}${page.isFromIndex ? 'Unread' : ''}`)} />
              )}
              {isText && text.trim() !== '' && (
                <>
                  <FoldedOnThisPage text={text} headings={parts} className="lg:hidden" />
                  <RenderedText text={text} rendered={rendered} />
                </>
              )}
              {tab === 'pulls' && (
                <PullStatistics alias={alias} repositoryName={name} statistics={statistics} />
              )}
              {tab === 'tags' && tagPage === null && (
                <EmptyTab title={texts('noTags.title')}>
                  <p>{texts('noTags.words')}</p>
                </EmptyTab>
              )}
              {tab === 'tags' && tagPage !== null && Tags && (
                <Tags
                  alias={alias}
                  repositoryName={name}
                  uri={page.uri}
                  plainHttp={plainHttp}
                  query={tagQuery}
                  page={packTagPage(tagPage)}
                  latestSince={findSince(timeline, 'latest')}
                >
                  {timeline !== null && (
                    <TagTimeline alias={alias} repositoryName={name} timeline={timeline} />
                  )}
                </Tags>
              )}
              {tab === 'tags' && (
                <FeedLinks
                  what={texts('theseTags')}
                  path={feedPath({ alias: page.canonicalAlias, repositoryName: name })}
                />
              )}
            </div>
            <div className="hidden lg:block">
              <OnThisPage text={text} headings={parts} className="lg:sticky lg:top-18" />
            </div>
          </div>
        </div>
      </BrowserTexts>
      <FirstScreenEnd />
      <RelatedSection summary={page.summary} groups={related} />
    </PageShell>
  )
}
