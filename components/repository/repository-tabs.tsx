'use client'

import { useEffect, useRef } from 'react'
import { useTexts } from '#components/language/use-texts.ts'
import { REPOSITORY_TABS, type RepositoryTab, repositoryPath } from '#lib/addresses/routes.ts'
import { usePullPath } from '../pull/pull-address.ts'
import { announce } from '../ui/announce.ts'
import { IntentLink } from '../ui/intent-link.tsx'

/** The tab that was chosen on the page before this one, which each tab is by itself, and whether its tabs stuck to the top. */
let followed: { path: string; tab: RepositoryTab; isStuck: boolean } | null = null

/**
 * The parts of the page, each at an address of its own. They stay in view below the header; changing to another one keeps
 * the focus, is told where they are, and reads on at the beginning of what is new.
 */
export function RepositoryTabs({
  alias,
  name,
  tab,
  tagCount,
  hasPulls,
}: {
  alias: string
  name: string
  tab: RepositoryTab
  /** As it is shown, such as `112` or `100+`. */
  tagCount: string
  /** Whether pulls are counted here. */
  hasPulls: boolean
}) {
  const texts = useTexts('repositoryTools')
  const toPath = usePullPath()
  const nav = useRef<HTMLElement>(null)
  const start = useRef<HTMLDivElement>(null)
  const path = repositoryPath(alias, name)

  useEffect(() => {
    const last = followed
    if (last?.path !== path || last.tab !== tab) return
    followed = null
    if (last.isStuck) {
      const stuckTopPx = Number.parseFloat(getComputedStyle(nav.current ?? document.body).top) || 0
      const topPx = start.current?.getBoundingClientRect().top ?? 0
      window.scrollBy({ top: topPx - stuckTopPx, behavior: 'instant' })
    }
    nav.current?.querySelector<HTMLElement>('[aria-current=page]')?.focus({ preventScroll: true })
    announce(texts('tabs.changed', { tab: texts(`tabs.${tab}`), name }))
  }, [path, tab, name, texts])

  function follow(chosen: RepositoryTab) {
    const topPx = nav.current?.getBoundingClientRect().top ?? 0
    const startPx = start.current?.getBoundingClientRect().top ?? 0
    followed = chosen === tab ? null : { path, tab: chosen, isStuck: startPx < topPx - 1 }
  }

  return (
    <>
      <div ref={start} />
      <nav
        ref={nav}
        aria-label={texts('tabs.title')}
        className="sticky top-14 z-10 border-b border-rule bg-surface md:top-0"
      >
        <ul className="flex gap-7 max-[22rem]:gap-5">
          {REPOSITORY_TABS.filter((one) => one !== 'pulls' || hasPulls || tab === 'pulls').map((one) => (
            <li key={one}>
              <IntentLink
                href={toPath(repositoryPath(alias, name, one))}
                scroll={false}
                onClick={() => follow(one)}
                aria-current={one === tab ? 'page' : undefined}
                className="-mb-px block border-b-2 border-transparent pt-1.5 pb-2 text-ink-2 sm:py-2.5 transition-colors hover:text-ink aria-[current=page]:border-ink aria-[current=page]:text-ink"
              >
                {texts(`tabs.${one}`)}
                {one === 'tags' && (
                  <>
                    {' '}
                    <span className="ml-0.5 text-xs text-ink-3 tabular-nums">{tagCount}</span>
                  </>
                )}
              </IntentLink>
            </li>
          ))}
        </ul>
      </nav>
    </>
  )
}
