import { useTexts } from '#components/language/use-texts.ts'
import { Moon, Sun, SunMoon } from '../icons/control-icons.tsx'
import { HeaderSearch } from '../search-box/header-search.tsx'
import { IntentLink } from '../ui/intent-link.tsx'
import { GalleryMark } from './gallery-mark.tsx'
import { PageShell } from './page-shell.tsx'
import { SiteMenu } from './site-menu.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

/** Where the skip link leads. */
export const contentId = 'content'

export function SiteHeader() {
  const texts = useTexts('site')
  const themeSwitch = (
    <ThemeSwitch>
      <SunMoon className="theme-system size-4.5" strokeWidth={1.75} />
      <Sun className="theme-light size-4.5" strokeWidth={1.75} />
      <Moon className="theme-dark size-4.5" strokeWidth={1.75} />
    </ThemeSwitch>
  )
  return (
    <header className="relative z-20 border-b border-rule bg-surface max-md:sticky max-md:top-0">
      <a
        href={`#${contentId}`}
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-accent focus:px-4 focus:py-2 focus:text-on-accent"
      >
        {texts('skip')}
      </a>
      <PageShell className="flex h-14 items-center gap-3 sm:gap-6 lg:gap-12">
        <IntentLink
          href="/"
          className="flex h-10 shrink-0 items-center gap-2.5 rounded-sm font-semibold lg:w-54"
        >
          <GalleryMark className="size-6" />
          <span className="max-sm:sr-only">Public Gallery</span>
        </IntentLink>
        <div data-header-search="" className="min-w-0 max-w-xl flex-1">
          <HeaderSearch />
        </div>
        {/* With the switch's place kept, as what has come before it would move when it comes. */}
        <div className="ml-auto hidden grid-cols-[auto_1.75rem] items-center gap-6 md:grid lg:gap-4 noscript:grid-cols-[auto]">
          <nav aria-label={texts('main')} className="flex items-center gap-1 text-ink-2">
            <IntentLink href="/publishers" className="rounded-sm px-2.5 py-2 hover:text-ink">
              {texts('publishers')}
            </IntentLink>
            <IntentLink href="/docs" className="rounded-sm px-2.5 py-2 hover:text-ink">
              {texts('docs')}
            </IntentLink>
          </nav>
          {themeSwitch}
        </div>
        <SiteMenu themeSwitch={themeSwitch} />
      </PageShell>
    </header>
  )
}
