import { toSourceWords } from './to-source-words.ts'

/** Leads to the source code that an image says it is built from. */
export function SourceLink({ url }: { url: string }) {
  return (
    <a href={url} rel="nofollow ugc noopener noreferrer" title={url} className="link min-w-0 truncate">
      {toSourceWords(url)}
    </a>
  )
}
