import { useLanguage, useTexts } from '#components/language/use-texts.ts'
import { imagePath } from '#lib/addresses/routes.ts'
import type { TagSpan } from '#lib/pages/tags/build-tag-timeline.ts'
import { formatDate } from '../ui/format-relative-time.ts'
import { IntentLink } from '../ui/intent-link.tsx'
import { ShortDigest } from '../ui/short-digest.tsx'
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
  const texts = useTexts('image')
  const language = useLanguage()
  return (
    <table className="tag-history">
      <caption>
        {texts.rich('history.caption', { tag: () => <code key="tag">{toShownTag(tag)}</code> })}
      </caption>
      <thead>
        <tr>
          <th scope="col">{texts('history.from')}</th>
          <th scope="col">{texts('history.until')}</th>
          <th scope="col">{texts('history.release')}</th>
          <th scope="col">{texts('history.digest')}</th>
        </tr>
      </thead>
      <tbody>
        {spans.toReversed().map(({ digest, release, from, to }) => (
          <tr key={from + digest}>
            <td>{formatDate(from, language)}</td>
            <td>{to === null ? texts('history.now') : formatDate(to, language)}</td>
            <td className="font-mono">{release === null ? texts('history.gone') : toShownTag(release)}</td>
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
