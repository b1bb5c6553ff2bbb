/** The gallery's own search index, behind the same interface as its peers. */
import { join } from 'node:path'
import { type OpenCatalog, openCatalog } from '#lib/catalog/open-catalog.ts'
import { catalogueTime, type PullCount } from './catalogue-generator.ts'
import { resultsPerPage, type SearchEngine } from './search-engine.ts'

const maxSuggestions = 8

export type GalleryEngine = SearchEngine & OpenCatalog

/** Opens what is in the folder, as the gallery does when it starts. */
export async function openGalleryEngine(folder: string): Promise<GalleryEngine> {
  const opened = await openCatalog({
    file: join(folder, 'catalog.sqlite'),
    source: 'bench',
    pageSize: resultsPerPage,
    toLogoSrc: (alias, name) => `/api/logo/${alias}/${name}`,
    clock: () => catalogueTime,
  })
  const { catalog, writer } = opened
  const pulls: PullCount[] = []
  return {
    ...opened,
    add: ({ registry, repositories, pullCounts }) => {
      writer.putRegistry(registry)
      writer.putRepositories(repositories)
      for (const pullCount of pullCounts) pulls.push(pullCount)
    },
    finish: () => {
      writer.putPullCounts(pulls.splice(0))
      writer.noteSync()
      return opened.settle()
    },
    search: (query) => catalog.search(query),
    suggest: (text) => catalog.suggest(text, maxSuggestions),
  }
}
