'use client'

import { type ReactNode, useRef } from 'react'
import { useTexts } from '#components/language/use-texts.ts'
import { Menu, X } from '../icons/control-icons.tsx'
import { IntentLink } from '../ui/intent-link.tsx'

const links = [
  { href: '/publishers', words: 'publishers' },
  { href: '/search', words: 'allRepositories' },
  { href: '/docs', words: 'docs' },
  { href: '/status', words: 'status' },
] as const

/** What a narrow header has no room for. It opens without a script; with one it closes by Escape and when something is chosen. */
export function SiteMenu({ themeSwitch }: { themeSwitch: ReactNode }) {
  const texts = useTexts('site')
  const menu = useRef<HTMLDetailsElement>(null)

  function close() {
    if (menu.current) menu.current.open = false
  }

  return (
    // As large as its summary: until that is read, browsers put one of their own in its place.
    <details
      ref={menu}
      className="group relative ml-auto h-10 w-8 md:hidden"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !menu.current?.open) return
        close()
        menu.current.querySelector('summary')?.focus()
      }}
      onBlur={(event) => {
        if (event.relatedTarget !== null && !event.currentTarget.contains(event.relatedTarget)) close()
      }}
    >
      <summary
        aria-label={texts('menu')}
        className="-mr-2 grid size-10 cursor-pointer list-none place-items-center rounded-md text-ink-2 hover:text-ink [&::-webkit-details-marker]:hidden"
      >
        <Menu aria-hidden="true" className="size-5.5 group-open:hidden" strokeWidth={1.75} />
        <X aria-hidden="true" className="hidden size-5.5 group-open:block" strokeWidth={1.75} />
      </summary>
      <div className="absolute top-full right-0 z-30 mt-2 w-60 rounded-md border border-rule-strong bg-raised py-1.5 shadow-popover">
        <nav aria-label={texts('menu')}>
          {links.map(({ href, words }) => (
            <IntentLink
              key={href}
              href={href}
              onClick={close}
              className="flex h-11 items-center px-4 hover:bg-sunk"
            >
              {texts(words)}
            </IntentLink>
          ))}
        </nav>
        <div className="needs-script mt-1.5 flex h-11 items-center justify-between border-t border-rule px-4 pt-1.5">
          <span>{texts('theme.title')}</span>
          {themeSwitch}
        </div>
      </div>
    </details>
  )
}
