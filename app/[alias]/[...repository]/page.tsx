import type { Metadata } from 'next'
import { RepositoryScreen } from '#components/repository/repository-screen.tsx'
import { toRepositoryMetadata } from '#components/repository/to-repository-metadata.ts'
import { readRouteNames } from '#lib/addresses/read-route-names.ts'

// Rendered at the first visit and kept; a change in the registry renders it anew (app/api/internal/revalidate).
export const revalidate = 3600

export function generateStaticParams() {
  return []
}

export async function generateMetadata({ params }: PageProps<'/[alias]/[...repository]'>): Promise<Metadata> {
  const { alias, repositoryName } = readRouteNames(await params)
  return toRepositoryMetadata(alias, repositoryName, 'about')
}

export default async function RepositoryPage({ params }: PageProps<'/[alias]/[...repository]'>) {
  return <RepositoryScreen {...readRouteNames(await params)} tab="about" />
}
