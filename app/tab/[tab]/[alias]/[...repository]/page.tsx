/** The Usage and Image tags tabs of a repository; next.config.ts rewrites `/ALIAS/REPO…?tab=` to this route. */
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { RepositoryScreen } from '#components/repository/repository-screen.tsx'
import { toRepositoryMetadata } from '#components/repository/to-repository-metadata.ts'
import { visitRepository } from '#components/repository/visit-repository.ts'
import { readRouteNames } from '#lib/gallery/read-route-names.ts'
import { REPOSITORY_TABS } from '#lib/gallery/routes.ts'

export const revalidate = 3600

export function generateStaticParams() {
  return []
}

type Props = PageProps<'/tab/[tab]/[alias]/[...repository]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return toRepositoryMetadata(await visitRepository(await readParams(params)))
}

export default async function RepositoryTabPage({ params }: Props) {
  return <RepositoryScreen visited={await visitRepository(await readParams(params))} />
}

async function readParams(params: Props['params']) {
  const { tab: name, ...names } = await params
  const tab = REPOSITORY_TABS.find((one) => one === name)
  // The rewrite knows the tabs; only this route's own address can name another.
  if (tab === undefined) notFound()
  return { ...readRouteNames(names), tab }
}
