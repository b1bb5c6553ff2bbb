import type { ReactNode } from 'react'
import { useTexts } from '#components/language/use-texts.ts'
import { imagePath } from '#lib/addresses/routes.ts'
import type { AttachedCounts, SignatureFact } from '#lib/oci/image-facts.ts'
import type { ListedTag } from '#lib/pages/tags/select-tags.ts'
import { CopyPull } from '../pull/copy-pull.tsx'
import { formatBytes } from '../ui/format-bytes.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { sayPlatform } from '../ui/say-platform.ts'
import { saySigner } from '../ui/say-signer.ts'
import { describeColumns } from './choose-platform-columns.ts'
import { toShownTag } from './to-shown-tag.ts'

/** The icon of the buttons, which stands once on the page. */
export const copyIconId = 'copy-icon'

/** What every row of a list has in common. */
export interface RowContext {
  alias: string
  repositoryName: string
  uri: string
  plainHttp: boolean
  /** The platforms that have a column. */
  columns: readonly string[]
  /** Whether pulls are counted here. */
  hasPulls: boolean
}

/** One image of the tag table. */
export function TagRow({ row, context }: { row: ListedTag; context: RowContext }) {
  const texts = useTexts('tags')
  const { alias, repositoryName, uri, plainHttp, columns, hasPulls } = context
  const { tag, otherTags, hiddenTagCount, digest, kind } = row
  const toPath = (name: string) => imagePath(alias, repositoryName, { tag: name })
  return (
    <tr className={row.fold === null ? 'tag-row' : 'tag-row tag-folded'}>
      <th scope="row" className="tag-names">
        <IntentLink href={toPath(tag)} prefetch={false} className="tag-name">
          {toShownTag(tag)}
        </IntentLink>
        {listChips(otherTags).map((name) => (
          <IntentLink
            key={name}
            href={toPath(name)}
            prefetch={false}
            className={name === 'latest' ? 'tag-chip is-latest' : 'tag-chip'}
          >
            {toShownTag(name)}
          </IntentLink>
        ))}
        {hiddenTagCount > 0 && (
          <span className="tag-more">{texts('row.more', { count: hiddenTagCount })}</span>
        )}
      </th>
      <td>
        <Platforms row={row} columns={columns} />
      </td>
      <td className="tag-attached">
        <Attached counts={row.attached} signature={row.signature} />
      </td>
      <td className="tag-number">{row.sizeBytes === null ? '' : formatBytes(row.sizeBytes)}</td>
      <td className="tag-pushed">
        {row.pushedAt ? (
          <RelativeTime iso={row.pushedAt} isListed />
        ) : (
          <span className="tag-quiet">{texts('row.notKnown')}</span>
        )}
      </td>
      {hasPulls && (
        <td className="tag-number">
          {row.pullCount !== null && texts.rich('row.pulls', { count: row.pullCount, word: toQuietWord })}
        </td>
      )}
      <td className="tag-digest" title={digest}>
        {`${digest.slice(0, digest.indexOf(':') + 5)}…${digest.slice(-4)}`}
      </td>
      <td className="tag-copy">
        <CopyPull
          what={{ name: uri, tag, digest, kind }}
          plainHttp={plainHttp}
          label={texts('row.copy', { tag })}
          iconHref={`#${copyIconId}`}
        />
      </td>
    </tr>
  )
}

/** Said where the columns have no names. */
function toQuietWord(words: ReactNode) {
  return (
    <span key="word" className="tag-word">
      {words}
    </span>
  )
}

/** `latest` first, as it is what one looks for. */
function listChips(tags: readonly string[]): string[] {
  return tags.toSorted((a, b) => Number(b === 'latest') - Number(a === 'latest'))
}

/** Marks for the platforms that have a column, words for others, and what it is where it is no image. */
function Platforms({ row, columns }: { row: ListedTag; columns: readonly string[] }) {
  const texts = useTexts('tags')
  const ui = useTexts('ui')
  if (row.kind !== 'image') return <span className="tag-quiet">{ui(`kinds.${row.kind}`)}</span>
  if (row.platforms === null) {
    return (
      <span className="tag-quiet" title={texts('row.notRead')}>
        …
      </span>
    )
  }
  if (row.platforms.length === 0) return <span className="tag-quiet">{texts('row.notStated')}</span>
  const { marks, others, missing, all } = describeColumns(
    row.platforms.map((platform) => sayPlatform(platform, ui)),
    columns,
    texts,
  )
  const hasMarks = marks.includes(true)
  return (
    <>
      {hasMarks && (
        <span role="img" aria-label={all} className="tag-marks">
          {marks.map((mark, at) => (
            <i key={columns[at]} className={mark ? undefined : 'no'} />
          ))}
        </span>
      )}
      {hasMarks && missing !== '' && (
        <span aria-hidden="true" className="tag-missing">
          {missing}
        </span>
      )}
      {others !== '' && <span className={`tag-quiet ${hasMarks ? 'block' : ''}`}>{others}</span>}
    </>
  )
}

const signatureColours = {
  verified: 'text-verified',
  'other-signer': 'text-danger',
  'not-verified': 'text-warning',
}

/** What is attached, and whether it is signed by whom it should be. */
function Attached({ counts, signature }: { counts: AttachedCounts | null; signature: SignatureFact | null }) {
  const texts = useTexts('tags')
  const ui = useTexts('ui')
  if (counts === null) return null
  if (signature !== null && signature.state !== 'under-way') {
    const { state, by } = signature
    return (
      <>
        <span className={signatureColours[state]} title={by === null ? undefined : saySigner(by, ui)}>
          {texts(`signed.${state}`)}
        </span>
        {counts.boms > 0 && texts('comma') + texts('row.sbom')}
      </>
    )
  }
  const words = [
    counts.signatures > 0 && texts('row.signature'),
    counts.boms > 0 && texts('row.sbom'),
    counts.attestations > 0 && texts('row.attestation'),
  ].filter((word) => word !== false)
  if (words.length === 0) return null
  return texts.rich('row.attached', { what: words.join(texts('comma')), word: toQuietWord })
}
