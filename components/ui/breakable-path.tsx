import { Fragment } from 'react'
import { splitPath } from './split-path.ts'

/**
 * A path, a media type, or a command with one, that breaks at spaces and after slashes. A short part does not break at its
 * hyphens, which would look like ones that were added; a long one also breaks after its dots, pluses and colons. Copied and
 * read out, it is the same text.
 */
export function BreakablePath({ text }: { text: string }) {
  const parts = splitPath(text)
  if (parts === null) return <span className="wrap-anywhere">{text}</span>
  return parts.map(({ index, text: part, pieces, space }) => (
    <Fragment key={index}>
      {pieces === null ? <span className="whitespace-nowrap">{part}</span> : <LongPart pieces={pieces} />}
      {space || <wbr />}
    </Fragment>
  ))
}

function LongPart({ pieces }: { pieces: readonly string[] }) {
  return pieces.map((piece, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces stand in their order.
    <Fragment key={at}>
      {piece}
      <wbr />
    </Fragment>
  ))
}
