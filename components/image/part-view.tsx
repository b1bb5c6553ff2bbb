import type { ReactNode } from 'react'
import { type ContentsQuery, toContentsParams } from '#lib/addresses/contents-query.ts'
import type { ImageList, ImagePart } from '#lib/addresses/image-part.ts'
import { pairLayers } from '#lib/oci/pair-layers.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { type ImagePage, PLATFORM_PAGE_SIZE } from '#lib/pages/get-image-page.ts'
import { PageShell } from '../site/page-shell.tsx'
import { BreakablePath } from '../ui/breakable-path.tsx'
import { formatCount, formatNumber } from '../ui/format-count.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { FileList } from './artifact-files.tsx'
import { type ImageLinks, toPartPath } from './image-links.ts'
import { listAnnotations } from './image-view.tsx'
import { numberSteps } from './layer-section.tsx'
import { toPackagePage } from './package-page.tsx'
import { PairTable } from './pair-table.tsx'
import { PartPager } from './part-pager.tsx'
import { PlatformGrid } from './platform-choice.tsx'
import { toCommandText, VariableList } from './run-section.tsx'
import { StepList } from './step-list.tsx'
import { toTreePage } from './tree-page.tsx'
import type { PartQuery } from './visit-image.ts'
import { AttachmentTable } from './vouching-list.tsx'
import { toVulnerabilityPage } from './vulnerability-page.tsx'

const pageSize = 50
/** Characters of one value on a page. */
const valuePageSize = 16_000

const titles: Record<ImageList, [one: string, many: string]> = {
  platforms: ['platform', 'platforms'],
  attached: ['attachment', 'attachments'],
  layers: ['step of the build', 'steps of the build'],
  files: ['file', 'files'],
  environment: ['environment variable', 'environment variables'],
  ports: ['port', 'ports'],
  volumes: ['volume', 'volumes'],
  labels: ['label', 'labels'],
  annotations: ['annotation', 'annotations'],
  packages: ['package', 'packages'],
  vulnerabilities: ['known vulnerability', 'known vulnerabilities'],
  tree: ['file', 'files'],
}

/** What stands on a part's page. */
export interface ShownPart {
  title: string
  pageCount: number
  /** Of a list that can be filtered and sorted. */
  query?: ContentsQuery
  /** What its address has beside the part and its page, where that is no such query. */
  params?: string
  content: ReactNode
}

/** A part of an image's page by itself: a page of a long list, or one long value. */
export function PartView({
  links,
  page,
  part,
  shown,
}: {
  links: ImageLinks
  page: ImagePage
  part: ImagePart
  shown: ShownPart
}) {
  const { registryAlias, repositoryName } = page.repository.summary
  const { tag, digest, platform } = links.reference
  const name = `${registryAlias}/${repositoryName}${tag === null ? `@${digest}` : `:${tag}`}`
  return (
    <PageShell className="grid grid-cols-[minmax(0,1fr)] gap-y-5 pt-7 pb-16">
      <header>
        <p className="wrap-anywhere">
          <IntentLink href={toPartPath(links, null)} className="link">
            <BreakablePath text={name} />
          </IntentLink>
          {platform !== null && <span className="text-ink-2"> for {platform}</span>}
        </p>
        <h1 className="mt-2 text-2xl font-semibold tracking-tight wrap-anywhere">{shown.title}</h1>
      </header>
      {shown.query === undefined && shown.params === undefined && (
        <PartPager links={links} part={part} pageCount={shown.pageCount} />
      )}
      {shown.content}
      <PartPager
        {...{ links, part }}
        pageCount={shown.pageCount}
        params={shown.params ?? toContentsParams(shown.query)}
      />
    </PageShell>
  )
}

/** What a part holds; null when the image has no such part, or not so many pages of it. */
export async function toShownPart(
  links: ImageLinks,
  page: ImagePage,
  { part, query }: { part: ImagePart; query: PartQuery },
): Promise<ShownPart | null> {
  if (part.kind === 'value') return toValuePage(page, part)
  switch (part.list) {
    case 'packages':
      return toPackagePage(links, page, { page: part.page, query: query.contents })
    case 'vulnerabilities':
      return toVulnerabilityPage(links, page, { page: part.page, query: query.contents })
    case 'tree':
      return toTreePage(links, page, { page: part.page, query: query.tree })
    default:
      return toListPage(links, page, part)
  }
}

function toListPage(
  links: ImageLinks,
  page: ImagePage,
  { list, page: number }: ImagePart & { kind: 'list' },
): ShownPart | null {
  const { image, attached } = page
  const { chosen, platforms } = image
  const config = chosen?.config ?? null
  const size = list === 'platforms' ? PLATFORM_PAGE_SIZE : pageSize
  const from = (number - 1) * size
  const cut = <Item,>(
    all: readonly Item[],
    show: (items: readonly Item[]) => ReactNode,
  ): ShownPart | null => {
    const [one, many] = titles[list]
    const items = all.slice(from, from + size)
    const pageCount = Math.ceil(all.length / size)
    return items.length === 0
      ? null
      : { title: formatCount(all.length, one, many), pageCount, content: show(items) }
  }
  switch (list) {
    case 'platforms':
      return cut(platforms, (items) => (
        <div className="overflow-clip rounded-md border border-rule-strong bg-raised">
          <PlatformGrid links={links} platforms={items} chosen={chosen?.platform ?? null} />
        </div>
      ))
    case 'attached':
      return cut(attached ?? [], (items) => <AttachmentTable links={links} attached={items} />)
    case 'layers':
      return cut(listSteps(page), (items) => <StepList steps={items} links={links} />)
    case 'files':
      return cut(chosen?.manifest.layers ?? [], (items) => <FileList files={items} />)
    case 'environment':
      return cut(config?.environment ?? [], (items) => (
        <VariableList variables={items} links={links} from={from} />
      ))
    case 'ports':
      return cut(config?.exposedPorts ?? [], (items) => <NameList names={items} />)
    case 'volumes':
      return cut(config?.volumes ?? [], (items) => <NameList names={items} />)
    case 'labels':
      return cut(config?.labels ?? [], (items) => (
        <PairTable pairs={items} value="label" links={links} from={from} />
      ))
    case 'packages':
    case 'vulnerabilities':
    case 'tree':
      return null
    case 'annotations':
      return cut(listAnnotations(page), (items) => (
        <PairTable pairs={items} value="annotation" links={links} from={from} />
      ))
  }
}

function toValuePage(page: ImagePage, part: ImagePart & { kind: 'value' }): ShownPart | null {
  const found = findValue(page, part)
  if (found === null) return null
  const [title, text] = found
  const pageCount = Math.ceil(text.length / valuePageSize)
  const piece = text.slice((part.page - 1) * valuePageSize, part.page * valuePageSize)
  if (piece === '') return null
  return {
    title,
    pageCount,
    content: (
      <pre className="rounded-md bg-sunk px-4 py-3 font-mono text-xs leading-5 whitespace-pre-wrap wrap-anywhere">
        {toShownText(piece, valuePageSize)}
      </pre>
    ),
  }
}

function findValue(page: ImagePage, { value, item }: ImagePart & { kind: 'value' }): [string, string] | null {
  const config = page.image.chosen?.config ?? null
  const ofPair = (what: string, pair: readonly [string, string] | undefined): [string, string] | null =>
    pair === undefined ? null : [`${what} ${toShownText(pair[0], 120)}`, pair[1]]
  switch (value) {
    case 'label':
      return ofPair('Label', config?.labels[item - 1])
    case 'annotation':
      return ofPair('Annotation', listAnnotations(page)[item - 1])
    case 'variable':
      return ofPair('Environment variable', config?.environment[item - 1])
    case 'step': {
      const instruction = listSteps(page)[item - 1]?.step.instruction
      return instruction ? [`Step ${formatNumber(item)} of the build`, instruction] : null
    }
    case 'entrypoint':
      return config && item === 1 ? ['Entrypoint', toCommandText(config.entrypoint)] : null
    case 'command':
      return config && item === 1 ? ['Command', toCommandText(config.command)] : null
  }
}

function listSteps({ image }: ImagePage) {
  const { chosen } = image
  return chosen?.config ? numberSteps(pairLayers(chosen.manifest.layers, chosen.config.history)) : []
}

function NameList({ names }: { names: readonly string[] }) {
  return (
    <ul className="font-mono text-xs leading-6">
      {names.map((name) => (
        <li key={name} className="wrap-anywhere">
          {toShownText(name, 400)}
        </li>
      ))}
    </ul>
  )
}
