import { useTexts } from '#components/language/use-texts.ts'
import { firstTreeQuery, hasAddress, type TreeQuery } from '#lib/addresses/tree-query.ts'
import { isolateText } from '#lib/language/isolate-text.ts'
import type { Texts } from '#lib/language/texts.ts'
import type { FolderListing, PlacedRow } from '#lib/layers/list-folder.ts'
import { toShownText } from '#lib/oci/untrusted-text.ts'
import { type ImageLinks, toTreePath } from '../parts/image-links.ts'
import { formatBytes } from '../ui/format-bytes.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { toModeText } from './file-words.ts'

const maxNameLength = 400

/** Files and folders in rows, with how much of their folder each is; on a phone name and size stand above the rest. Looks are in file-tree.css. */
export function FileRows({
  links,
  query,
  listing,
}: {
  links: ImageLinks
  query: TreeQuery
  listing: Extract<FolderListing, { kind: 'folder' }>
}) {
  const texts = useTexts('contents')
  const { isFlat } = listing
  const whole = listing.self.totalBytes
  return (
    <>
      <p aria-hidden="true" className="file-columns">
        <span>{texts('file.name')}</span>
        <span>{texts('file.mode')}</span>
        <span>{texts('file.owner')}</span>
        <span>{texts(query.layer === null ? 'file.layer' : 'file.inThisLayer')}</span>
        <span />
        <span>{texts('file.size')}</span>
      </p>
      <ul className="contents-rows file-rows">
        {listing.rows.map((row, at) => (
          <FileRow
            // biome-ignore lint/suspicious/noArrayIndexKey: files stand in their order, and paths may be long.
            key={at}
            {...{ links, query, row, isFlat }}
            share={whole === 0 ? 0 : row.totalBytes / whole}
          />
        ))}
      </ul>
    </>
  )
}

function FileRow({
  links,
  query,
  row,
  isFlat,
  share,
}: {
  links: ImageLinks
  query: TreeQuery
  row: PlacedRow
  /** Its path is shown, and not its name alone. */
  isFlat: boolean
  share: number
}) {
  const texts = useTexts('contents')
  const { kind, path, name, target, mode, uid, gid, isImplied } = row
  const start = query.path === '' ? 0 : query.path.length + 1
  const text = `${isolateText(toShownText(isFlat ? path.slice(start) : name, maxNameLength))}${kind === 'folder' ? '/' : ''}`
  return (
    <li {...(kind === 'whiteout' ? { className: 'gone' } : {})}>
      <span className="name">
        {hasAddress(path) ? (
          <IntentLink
            href={toTreePath(links, { ...firstTreeQuery, layer: query.layer, path })}
            prefetch={false}
            rel="nofollow"
          >
            {text}
          </IntentLink>
        ) : (
          text
        )}
        {target !== null && (
          <span className="target"> → {isolateText(toShownText(target, maxNameLength))}</span>
        )}
      </span>
      <span className="facts">
        {kind === 'whiteout' || isImplied ? (
          <>
            <span />
            <span />
          </>
        ) : (
          <>
            <code>{toModeText(kind, mode)}</code>
            <code>
              {uid}:{gid}
            </code>
          </>
        )}
        <span>{query.layer === null ? toLayerWords(row, texts) : toChangeWords(row, texts)}</span>
      </span>
      <span aria-hidden="true" className="bar">
        {share > 0 && <span style={{ width: `${Math.max(1, Math.round(share * 100))}%` }} />}
      </span>
      <span className="size">{toSizeWords(row, texts)}</span>
    </li>
  )
}

function toLayerWords({ kind, layer, isImplied }: PlacedRow, texts: Texts<'contents'>): string {
  // A folder is of all layers that have something in it.
  return kind === 'folder' || isImplied ? '' : texts('file.ofLayer', { layer: layer + 1 })
}

function toChangeWords(row: PlacedRow, texts: Texts<'contents'>): string {
  const { kind, change, isOpaque, removedBytes } = row
  if (isOpaque) {
    // Where something else stands in the place of a folder.
    const isReplaced = change === 'changed' && kind !== 'folder'
    const words = [isReplaced && texts('file.changed'), texts('file.hidesAll')].filter(
      (word) => word !== false,
    )
    return `${words.join(texts('comma'))}${removedBytes === 0 ? '' : ` −${formatBytes(removedBytes)}`}`
  }
  if (kind === 'whiteout') return texts(change === null ? 'file.removesNothing' : 'file.removed')
  return change === null ? '' : texts(`file.${change}`)
}

function toSizeWords(
  { kind, sizeBytes, totalBytes, removedBytes }: PlacedRow,
  texts: Texts<'contents'>,
): string {
  if (kind === 'file' || kind === 'folder') return formatBytes(kind === 'file' ? sizeBytes : totalBytes)
  if (kind === 'whiteout') return removedBytes === 0 ? '' : `−${formatBytes(removedBytes)}`
  return kind === 'symbolic link' ? texts('file.link') : texts(`file.kinds.${kind}`)
}
