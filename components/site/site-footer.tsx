import { IntentLink } from '../ui/intent-link.tsx'
import { CatalogueFacts } from './catalogue-facts.tsx'
import { PageShell } from './page-shell.tsx'

export function SiteFooter() {
  return (
    <footer className="mt-20 border-t border-rule text-sm text-ink-2">
      <PageShell className="flex flex-wrap items-center justify-between gap-x-8 gap-y-3 py-6">
        <CatalogueFacts />
        <nav aria-label="Footer" className="-mx-2 flex flex-wrap">
          <IntentLink href="/search" className="px-2 py-1 hover:text-ink">
            All repositories
          </IntentLink>
          <IntentLink href="/publishers" className="px-2 py-1 hover:text-ink">
            Publishers
          </IntentLink>
          <IntentLink href="/docs" className="px-2 py-1 hover:text-ink">
            Docs
          </IntentLink>
          <IntentLink href="/status" className="px-2 py-1 hover:text-ink">
            Status
          </IntentLink>
        </nav>
      </PageShell>
    </footer>
  )
}
