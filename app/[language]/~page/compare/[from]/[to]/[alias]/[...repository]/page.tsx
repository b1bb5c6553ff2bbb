/** Two images beside each other. next.config.mjs rewrites `/ALIAS/REPO…?compare=&with=` to this route. */
import type { Metadata } from 'next'
import { ComparisonScreen } from '#components/compare/comparison-screen.tsx'
import { toComparisonMetadata } from '#components/compare/to-comparison-metadata.ts'
import { visitComparison } from '#components/compare/visit-comparison.ts'

/** None is made by the build; each is at its first visit, and kept as long as lib/pages says. */
export function generateStaticParams() {
  return []
}

type Props = PageProps<'/[language]/~page/compare/[from]/[to]/[alias]/[...repository]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return toComparisonMetadata(await visitComparison(await params))
}

export default async function ComparisonPage({ params }: Props) {
  return <ComparisonScreen visited={await visitComparison(await params)} />
}
