import type { ReactNode } from 'react'
import { useTexts } from '#components/language/use-texts.ts'
import { toContentsParams } from '#lib/addresses/contents-query.ts'
import type { ImageList, ImagePart } from '#lib/addresses/image-part.ts'
import type { Texts } from '#lib/language/texts.ts'
import { pairLayers } from '#lib/oci/pair-layers.ts'
import { splitByWeight, takePage } from '#lib/oci/split-by-weight.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { weighShownText } from '#lib/oci/weigh-shown-text.ts'
import { type ImagePage, PLATFORM_PAGE_SIZE } from '#lib/pages/image/get-image-page.ts'
import { FileList, weighFile } from '../contents/artifact-files.tsx'
import { toPackagePage } from '../contents/package-page.tsx'
import { toTreePage } from '../contents/tree-page.tsx'
import { toVulnerabilityPage } from '../contents/vulnerability-page.tsx'
import { getLanguage, getTexts } from '../language/get-texts.ts'
import { type ImageLinks, toPartPath } from '../parts/image-links.ts'
import { PartPager } from '../parts/part-pager.tsx'
import type { PartQuery, PartRequest, ShownPart } from '../parts/shown-part.ts'
import { AttachmentTable, weighAttachment } from '../proof/vouching-list.tsx'
import { PageShell } from '../site/page-shell.tsx'
import { BoundedPath } from '../ui/bounded-path.tsx'
import { IntentLink } from '../ui/intent-link.tsx'
import { listAnnotations } from './image-view.tsx'
import { numberSteps } from './layer-section.tsx'
import { PairTable, weighPair } from './pair-table.tsx'
import { PlatformGrid } from './platform-choice.tsx'
import { toCommandText, VariableList } from './run-section.tsx'
import { StepList, weighStep } from './step-list.tsx'

const pageSize = 50
/** Bytes of a page for its entries; the rest is what is around them. */
const room = 90_000
/** Where what is around an entry is much. */
const shorterPages: Partial<Record<ImageList, number>> = {
  platforms: PLATFORM_PAGE_SIZE,
  layers: 35,
  files: 40,
}
/** Characters of a port's or a volume's name. */
const maxNameLength = 400
/** Characters of one value on a page. */
const valuePageSize = 16_000

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
  const texts = useTexts('contents')
  const { registryAlias, repositoryName } = page.repository.summary
  const { tag, digest, platform } = links.reference
  const name = `${registryAlias}/${repositoryName}${tag === null ? `@${digest}` : `:${tag}`}`
  return (
    <PageShell className="grid grid-cols-[minmax(0,1fr)] gap-y-5 pt-7 pb-16">
      <header>
        <p className="wrap-anywhere">
          {texts.rich('part.place', {
            name: platform ?? '',
            platform: (words) =>
              platform !== null && (
                <span key="platform" className="text-ink-2">
                  {words}
                </span>
              ),
            image: () => (
              <IntentLink key="image" href={toPartPath(links, null)} className="link">
                <BoundedPath text={name} />
              </IntentLink>
            ),
          })}
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
  const texts = await getTexts('contents')
  if (part.kind === 'value') return toValuePage(page, part, texts)
  const request = { page: part.page, query, texts, language: await getLanguage() }
  switch (part.list) {
    case 'packages':
      return toPackagePage(links, page, request)
    case 'vulnerabilities':
      return toVulnerabilityPage(links, page, request)
    case 'tree':
      return toTreePage(links, page, request)
    default:
      return toListPage(links, page, { ...part, texts })
  }
}

function toListPage(
  links: ImageLinks,
  page: ImagePage,
  { list, page: number, texts }: ImagePart & { kind: 'list' } & Pick<PartRequest, 'texts'>,
): ShownPart | null {
  const { image, attached } = page
  const { chosen, platforms } = image
  const config = chosen?.config ?? null
  const size = shorterPages[list] ?? pageSize
  const cut = <Item,>(
    all: readonly Item[],
    show: (items: readonly Item[], from: number) => ReactNode,
    weigh: (item: Item) => number = () => 0,
  ): ShownPart | null => {
    const starts = splitByWeight(all.map(weigh), { maxRows: size, room })
    const items = takePage(all, starts, number)
    if (items.length === 0) return null
    const title = texts(`counted.${list}`, { count: all.length })
    return { title, pageCount: starts.length, content: show(items, starts[number - 1] ?? 0) }
  }
  switch (list) {
    case 'platforms':
      return cut(platforms, (items) => (
        <div className="overflow-clip rounded-md border border-rule-strong bg-raised">
          <PlatformGrid links={links} platforms={items} chosen={chosen?.platform ?? null} />
        </div>
      ))
    case 'attached':
      return cut(
        attached ?? [],
        (items) => <AttachmentTable links={links} attached={items} />,
        weighAttachment,
      )
    case 'layers':
      return cut(listSteps(page), (items) => <StepList steps={items} links={links} />, weighStep)
    case 'files':
      return cut(chosen?.manifest.layers ?? [], (items) => <FileList files={items} />, weighFile)
    case 'environment':
      return cut(
        config?.environment ?? [],
        (items, from) => <VariableList variables={items} links={links} from={from} />,
        weighPair,
      )
    case 'ports':
      return cut(config?.exposedPorts ?? [], (items) => <NameList names={items} />, weighName)
    case 'volumes':
      return cut(config?.volumes ?? [], (items) => <NameList names={items} />, weighName)
    case 'labels':
      return cut(
        config?.labels ?? [],
        (items, from) => <PairTable pairs={items} value="label" links={links} from={from} />,
        weighPair,
      )
    case 'packages':
    case 'vulnerabilities':
    case 'tree':
      return null
    case 'annotations':
      return cut(
        listAnnotations(page),
        (items, from) => <PairTable pairs={items} value="annotation" links={links} from={from} />,
        weighPair,
      )
  }
}

function toValuePage(
  page: ImagePage,
  part: ImagePart & { kind: 'value' },
  texts: Texts<'contents'>,
): ShownPart | null {
  const found = findValue(page, part, texts)
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

function findValue(
  page: ImagePage,
  { value, item }: ImagePart & { kind: 'value' },
  texts: Texts<'contents'>,
): [title: string, text: string] | null {
  const config = page.image.chosen?.config ?? null
  const ofPair = (
    what: 'label' | 'annotation' | 'variable',
    pair: readonly [string, string] | undefined,
  ): [string, string] | null =>
    pair === undefined ? null : [texts(`part.${what}`, { name: toShownText(pair[0], 120) }), pair[1]]
  switch (value) {
    case 'label':
      return ofPair('label', config?.labels[item - 1])
    case 'annotation':
      return ofPair('annotation', listAnnotations(page)[item - 1])
    case 'variable':
      return ofPair('variable', config?.environment[item - 1])
    case 'step': {
      const instruction = listSteps(page)[item - 1]?.step.instruction
      return instruction ? [texts('part.step', { number: item }), instruction] : null
    }
    case 'entrypoint':
      return config && item === 1 ? [texts('part.entrypoint'), toCommandText(config.entrypoint)] : null
    case 'command':
      return config && item === 1 ? [texts('part.command'), toCommandText(config.command)] : null
  }
}

function listSteps({ image }: ImagePage) {
  const { chosen } = image
  return chosen?.config ? numberSteps(pairLayers(chosen.manifest.layers, chosen.config.history)) : []
}

function weighName(name: string): number {
  return 200 + weighShownText(name, maxNameLength)
}

function NameList({ names }: { names: readonly string[] }) {
  return (
    <ul className="font-mono text-xs leading-6">
      {names.map((name, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names stand in their order, and may be long.
        <li key={at} className="wrap-anywhere">
          {toShownText(name, maxNameLength)}
        </li>
      ))}
    </ul>
  )
}
