import { useTexts } from '#components/language/use-texts.ts'
import { LanguageSwitch } from '../language/language-switch.tsx'
import { IntentLink } from '../ui/intent-link.tsx'
import { CatalogueFacts } from './catalogue-facts.tsx'
import { PageShell } from './page-shell.tsx'

const links = [
  { href: '/search', words: 'allRepositories' },
  { href: '/publishers', words: 'publishers' },
  { href: '/docs', words: 'docs' },
  { href: '/status', words: 'status' },
] as const

export function SiteFooter() {
  const texts = useTexts('site')
  return (
    // A short page has it at the lower edge of the screen, from where it would move up while it comes in pieces: it is shown with the last
    // of them. By the body and not by its own next neighbour, which Chromium does not notice where a piece ends between the two.
    <footer className="invisible mt-20 in-[body:has(>#live-region)]:visible border-t border-rule text-sm text-ink-2">
      <PageShell className="flex flex-wrap items-center justify-between gap-x-8 gap-y-3 py-6">
        <CatalogueFacts />
        <div className="-mx-2 flex flex-wrap items-center">
          <nav aria-label={texts('footer')} className="contents">
            {links.map(({ href, words }) => (
              <IntentLink key={href} href={href} className="px-2 py-1 hover:text-ink">
                {texts(words)}
              </IntentLink>
            ))}
          </nav>
          <LanguageSwitch />
        </div>
      </PageShell>
    </footer>
  )
}
