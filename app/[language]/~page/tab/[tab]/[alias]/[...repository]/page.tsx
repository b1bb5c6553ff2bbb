/** The Usage and Pulls tabs of a repository; next.config.mjs rewrites `/ALIAS/REPO…?tab=` to this route. */
import type { Metadata } from 'next'
import { getTexts } from '#components/language/get-texts.ts'
import { RepositoryScreen } from '#components/repository/repository-screen.tsx'
import { toRepositoryMetadata } from '#components/repository/to-repository-metadata.ts'
import { visitRepository } from '#components/repository/visit-repository.ts'
import { MissingPage } from '#components/site/missing-page.tsx'
import { toMissingMetadata } from '#components/site/to-missing-metadata.ts'
import { decodeSegment, readRouteNames } from '#lib/addresses/read-route-names.ts'
import { REPOSITORY_TABS } from '#lib/addresses/routes.ts'

/** None is made by the build; each is at its first visit, and kept as long as lib/pages says. */
export function generateStaticParams() {
  return []
}

type Props = PageProps<'/[language]/~page/tab/[tab]/[alias]/[...repository]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { names, tab, address } = await readParams(params)
  if (tab === undefined) {
    const texts = await getTexts('site')
    return toMissingMetadata(`${address.alias}/${address.name}`, (name) =>
      texts('missing.noRepository', { name }),
    )
  }
  return toRepositoryMetadata(await visitRepository({ ...names, tab }))
}

export default async function RepositoryTabPage({ params }: Props) {
  const { names, tab, address } = await readParams(params)
  if (tab === undefined) return <MissingPage {...address} />
  return <RepositoryScreen visited={await visitRepository({ ...names, tab })} />
}

async function readParams(params: Props['params']) {
  const { tab: segment, ...segments } = await params
  const names = readRouteNames(segments)
  return {
    names,
    // The rewrite knows the tabs; only this route's own address, which is nobody's repository, can name another.
    tab: REPOSITORY_TABS.find((one) => one === segment),
    address: { alias: 'tab', name: `${decodeSegment(segment)}/${names.alias}/${names.repositoryName}` },
  }
}
