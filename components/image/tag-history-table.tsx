import { imagePath } from '#lib/addresses/routes.ts'
import type { TagSpan } from '#lib/pages/build-tag-timeline.ts'
import { formatDate } from '../ui/format-relative-time.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { ShortDigest } from './short-digest.tsx'
import { toShownTag } from './to-shown-tag.ts'

/** What a tag pointed to, the newest first, each with the permanent address of the image. */
export function TagHistoryTable({
  alias,
  repositoryName,
  tag,
  spans,
}: {
  alias: string
  repositoryName: string
  tag: string
  /** The oldest first. */
  spans: readonly TagSpan[]
}) {
  return (
    <table className="tag-history">
      <caption>
        What <code>{toShownTag(tag)}</code> pointed to
      </caption>
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col">Until</th>
          <th scope="col">Release</th>
          <th scope="col">Digest</th>
        </tr>
      </thead>
      <tbody>
        {spans.toReversed().map(({ digest, release, from, to }) => (
          <tr key={from + digest}>
            <td>{formatDate(from)}</td>
            <td>{to === null ? 'now' : formatDate(to)}</td>
            <td className="font-mono">{release === null ? 'not there any more' : toShownTag(release)}</td>
            <td>
              {release === null ? (
                <ShortDigest digest={digest} />
              ) : (
                <IntentLink
                  href={imagePath(alias, repositoryName, { digest })}
                  prefetch={false}
                  className="link inline-block min-h-6"
                >
                  <ShortDigest digest={digest} />
                </IntentLink>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
