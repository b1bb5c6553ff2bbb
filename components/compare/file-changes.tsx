import { useTexts } from '#components/language/use-texts.ts'
import { hasAddress } from '#lib/addresses/tree-query.ts'
import { isolateText } from '#lib/language/isolate-text.ts'
import type { Texts } from '#lib/language/texts.ts'
import { FILE_CHANGES, type FileChange, type FileSide } from '#lib/layers/compare-trees.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import type { ComparedImage, Comparison } from '#lib/pages/image/get-comparison.ts'
import { toModeText } from '../contents/file-words.ts'
import { type ImageLinks, toTreePath } from '../parts/image-links.ts'
import { Section } from '../parts/section.tsx'
import { formatBytes } from '../ui/format-bytes.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { ChangeTable, type WholeForms } from './change-table.tsx'
import { FILE_TEXTS } from './plan-rows.ts'

/** What is no file. */
const kinds = {
  folder: 'files.kinds.folder',
  'symbolic link': 'files.kinds.symbolicLink',
  'hard link': 'files.kinds.hardLink',
  'character device': 'files.kinds.characterDevice',
  'block device': 'files.kinds.blockDevice',
  fifo: 'files.kinds.fifo',
  whiteout: 'files.kinds.whiteout',
  opaque: 'files.kinds.opaque',
} as const satisfies Record<Exclude<FileSide['kind'], 'file'>, string>

/** Files that came, went, or are otherwise than they were; times of writing do not count. */
export function FileChanges({
  alias,
  comparison: { files, from, to },
  before,
  after,
  maxShown,
  forms,
}: {
  alias: string
  comparison: Comparison
  before: string
  after: string
  maxShown: number
  forms: WholeForms
}) {
  const texts = useTexts('compare')
  const [old, fresh] = [toLinks(alias, from), toLinks(alias, to)]
  if (files === null) return null
  if (files.state !== 'known') {
    return (
      <Section id="files" title={texts('files.title')}>
        <p className="text-sm text-ink-2">
          {texts(files.state === 'reading' ? 'files.reading' : 'files.unreadable')}
        </p>
      </Section>
    )
  }
  const { changes, counts, sameCount } = files.difference
  const count = counts.added + counts.removed + counts.changed
  const note = FILE_CHANGES.filter((change) => counts[change] > 0).map((change) =>
    texts(`files.counts.${change}`, { count: counts[change] }),
  )
  return (
    <Section id="files" title={texts('files.title')} note={note.join(texts('comma'))}>
      <ChangeTable
        columns={[
          { name: texts('change'), width: 'w-36' },
          { name: texts('files.path') },
          { name: before, width: 'w-1/5' },
          { name: after, width: 'w-1/5' },
        ]}
        changes={changes}
        count={count}
        isLean
        {...{ maxShown, forms }}
        toRow={(change, at) => <FileRow key={at} change={change} old={old} fresh={fresh} />}
      />
      <p className="mt-3 text-sm text-ink-2">{texts('files.same', { count: sameCount })}</p>
    </Section>
  )
}

/** By its digest, so that what is compared is what is opened. */
function toLinks(alias: string, { page, chosen }: ComparedImage): ImageLinks {
  const { repository, image } = page
  const platform = chosen.platform?.key ?? null
  const reference = { tag: null, digest: image.digest, platform, part: null }
  return { alias, repositoryName: repository.summary.repositoryName, reference }
}

/** Looks are in change-table.css. */
function FileRow({
  change: { change, path, aspects, before, after },
  old,
  fresh,
}: {
  change: FileChange
  old: ImageLinks
  fresh: ImageLinks
}) {
  const texts = useTexts('compare')
  return (
    <tr>
      <td>{texts(`files.changes.${change}`)}</td>
      <th scope="row">
        /{toShownText(path, FILE_TEXTS.path)}
        {aspects.length > 0 && (
          <i> {aspects.map((aspect) => texts(`files.aspects.${aspect}`)).join(texts('comma'))}</i>
        )}
      </th>
      <td>{before && <Side links={old} path={path} side={before} aspects={aspects} />}</td>
      <td>{after && <Side links={fresh} path={path} side={after} aspects={aspects} />}</td>
    </tr>
  )
}

/** What it is in one of both, with the way to it in the layer that it comes from. */
function Side({
  links,
  path,
  side,
  aspects,
}: {
  links: ImageLinks
  path: string
  side: FileSide
  aspects: FileChange['aspects']
}) {
  const texts = useTexts('compare')
  const words = toSideWords(side, aspects, texts)
  // A folder may be of several layers.
  if (side.kind === 'folder' || !hasAddress(path)) return words
  return (
    <IntentLink
      href={toTreePath(links, { path, layer: side.layer })}
      prefetch={false}
      rel="nofollow"
      className="link"
      title={texts('files.inLayer', { layer: side.layer })}
    >
      {words}
    </IntentLink>
  )
}

/** Its size or what it is, and of the rest what differs. */
function toSideWords(side: FileSide, aspects: FileChange['aspects'], texts: Texts<'compare'>): string {
  const { kind, sizeBytes, mode, uid, gid, target } = side
  return [
    kind === 'file' ? formatBytes(sizeBytes) : texts(kinds[kind]),
    aspects.includes('mode') && toModeText(kind, mode),
    aspects.includes('owner') && `${uid}:${gid}`,
    target !== null && `→ ${isolateText(toShownText(target, FILE_TEXTS.target))}`,
  ]
    .filter((part) => part !== false)
    .join(' ')
}
