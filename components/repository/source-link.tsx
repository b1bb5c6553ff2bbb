import { useTexts } from '#components/language/use-texts.ts'
import { toSourceWords } from './to-source-words.ts'

/** Leads to the source code that an image says it is built from. */
export function SourceLink({ url, words }: { url: string; words?: string }) {
  const texts = useTexts('repositoryTools')
  return (
    <a
      href={url}
      rel="nofollow ugc noopener noreferrer"
      title={url}
      className="link inline-block min-h-6 max-w-full min-w-0 truncate align-bottom leading-6 focus-visible:-outline-offset-2"
    >
      {words ?? toSourceWords(url) ?? texts('facts.sourceCode')}
    </a>
  )
}
