import type { Metadata } from 'next'
import { RepositoryScreen } from '#components/repository/repository-screen.tsx'
import { toRepositoryMetadata } from '#components/repository/to-repository-metadata.ts'
import { visitRepository } from '#components/repository/visit-repository.ts'
import { readRouteNames } from '#lib/addresses/read-route-names.ts'

/** None is made by the build; each is at its first visit, and kept as long as lib/pages says. */
export function generateStaticParams() {
  return []
}

type Props = PageProps<'/[language]/[alias]/[...repository]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return toRepositoryMetadata(await visitRepository({ ...readRouteNames(await params), tab: 'about' }))
}

export default async function RepositoryPage({ params }: Props) {
  return (
    <RepositoryScreen visited={await visitRepository({ ...readRouteNames(await params), tab: 'about' })} />
  )
}
