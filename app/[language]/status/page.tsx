import { connection } from 'next/server'
import { getTexts } from '#components/language/get-texts.ts'
import { PageShell } from '#components/site/page-shell.tsx'
import { toPageMetadata } from '#components/site/to-page-metadata.ts'
import { describeRegistryTrouble } from '#components/status/describe-registry-trouble.ts'
import { IndexSection } from '#components/status/index-section.tsx'
import { KeepFresh } from '#components/status/keep-fresh.tsx'
import { SourceSection } from '#components/status/source-section.tsx'
import { StatusHeadline } from '#components/status/status-headline.tsx'
import { TlsSection } from '#components/status/tls-section.tsx'
import { UpstreamSection } from '#components/status/upstream-section.tsx'
import { getStatus } from '#lib/pages/status/get-status.ts'

export async function generateMetadata() {
  const texts = await getTexts('status')
  const shown = { title: texts('title'), description: texts('description'), path: '/status' } as const
  return { ...(await toPageMetadata(shown)), robots: { index: false } }
}

export default async function StatusPage() {
  await connection()
  const texts = await getTexts('status')
  const status = await getStatus()
  // Where something is wrong comes first.
  const sources = status.sources.toSorted(
    (a, b) => Number(b.condition === 'failing') - Number(a.condition === 'failing'),
  )
  return (
    <PageShell className="pt-10">
      <StatusHeadline status={status} />
      {status.registry !== null && (
        <p className="mb-6 border-l-2 border-danger bg-sunk px-4 py-3">
          {describeRegistryTrouble(status.registry, texts)}
        </p>
      )}
      {sources.map((source) => (
        <SourceSection key={source.name} source={source} />
      ))}
      {status.upstreams.map((upstream) => (
        <UpstreamSection key={upstream.namespace} upstream={upstream} />
      ))}
      <TlsSection tls={status.tls} />
      <IndexSection index={status.index} />
      <p className="mt-2 text-sm text-ink-3">
        {texts.rich('json', {
          link: () => (
            <a key="link" href="/api/status" className="link">
              /api/status
            </a>
          ),
        })}
      </p>
      <KeepFresh />
    </PageShell>
  )
}
