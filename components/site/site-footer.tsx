import Link from 'next/link'
import { CatalogueFacts } from './catalogue-facts.tsx'
import { PageShell } from './page-shell.tsx'

export function SiteFooter() {
  return (
    <footer className="mt-20 border-t border-rule text-sm text-ink-2">
      <PageShell className="flex flex-wrap items-center justify-between gap-x-8 gap-y-3 py-6">
        <CatalogueFacts />
        <nav aria-label="Footer" className="-mx-2 flex flex-wrap">
          <Link href="/search" className="px-2 py-1 hover:text-ink">
            All repositories
          </Link>
          <Link href="/publishers" className="px-2 py-1 hover:text-ink">
            Publishers
          </Link>
          <Link href="/docs" className="px-2 py-1 hover:text-ink">
            Docs
          </Link>
          <Link href="/status" className="px-2 py-1 hover:text-ink">
            Status
          </Link>
        </nav>
      </PageShell>
    </footer>
  )
}
