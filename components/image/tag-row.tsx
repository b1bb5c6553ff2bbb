import { imagePath } from '#lib/addresses/routes.ts'
import type { AttachedCounts, SignatureFact } from '#lib/oci/image-facts.ts'
import type { ListedTag } from '#lib/pages/select-tags.ts'
import { CopyPull } from '../pull/copy-pull.tsx'
import { formatBytes } from '../ui/format-bytes.ts'
import { formatNumber } from '../ui/format-count.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
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
        {hiddenTagCount > 0 && <span className="tag-more">and {formatNumber(hiddenTagCount)} more</span>}
      </th>
      <td>
        <Platforms row={row} columns={columns} />
      </td>
      <td className="tag-attached">
        <Attached counts={row.attached} signature={row.signature} />
      </td>
      <td className="tag-number">{row.sizeBytes === null ? '' : formatBytes(row.sizeBytes)}</td>
      <td className="tag-pushed">
        {row.pushedAt ? <RelativeTime iso={row.pushedAt} /> : <span className="tag-quiet">not known</span>}
      </td>
      {hasPulls && (
        <td className="tag-number">
          {row.pullCount !== null && (
            <>
              {formatNumber(row.pullCount)}
              <span className="tag-word">{row.pullCount === 1 ? ' pull' : ' pulls'}</span>
            </>
          )}
        </td>
      )}
      <td className="tag-digest" title={digest}>
        {`${digest.slice(0, digest.indexOf(':') + 5)}…${digest.slice(-4)}`}
      </td>
      <td className="tag-copy">
        <CopyPull
          what={{ name: uri, tag, digest, kind }}
          plainHttp={plainHttp}
          label={`Copy the command that pulls ${tag}`}
          iconHref={`#${copyIconId}`}
        />
      </td>
    </tr>
  )
}

/** `latest` first, as it is what one looks for. */
function listChips(tags: readonly string[]): string[] {
  return tags.toSorted((a, b) => Number(b === 'latest') - Number(a === 'latest'))
}

/** Marks for the platforms that have a column, words for others, and what it is where it is no image. */
function Platforms({ row, columns }: { row: ListedTag; columns: readonly string[] }) {
  if (row.kind !== 'image') return <span className="tag-quiet">{row.type}</span>
  if (row.platforms === null) {
    return (
      <span className="tag-quiet" title="Not read yet">
        …
      </span>
    )
  }
  if (row.platforms.length === 0) return <span className="tag-quiet">not stated</span>
  const { marks, others, missing, all } = describeColumns(row.platforms, columns)
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

const signatureLooks = {
  verified: { words: 'Signed', colour: 'text-verified' },
  'other-signer': { words: 'Other signer', colour: 'text-danger' },
  'not-verified': { words: 'Not verified', colour: 'text-warning' },
}

/** What is attached, and whether it is signed by whom it should be. */
function Attached({ counts, signature }: { counts: AttachedCounts | null; signature: SignatureFact | null }) {
  if (counts === null) return null
  if (signature !== null && signature.state !== 'under-way') {
    const { state, by } = signature
    const others = [counts.boms > 0 && 'SBOM'].filter((word) => word !== false)
    return (
      <>
        <span className={signatureLooks[state].colour} title={by ?? undefined}>
          {signatureLooks[state].words}
        </span>
        {others.length > 0 && `, ${others.join(', ')}`}
      </>
    )
  }
  const words = [
    counts.signatures > 0 && 'Signature',
    counts.boms > 0 && 'SBOM',
    counts.attestations > 0 && 'Attestation',
  ].filter((word) => word !== false)
  if (words.length === 0) return null
  return (
    <>
      {words.join(', ')}
      <span className="tag-word"> attached</span>
    </>
  )
}
