import { Fragment } from 'react'

/** Longer parts may not fit on a line of a narrow screen. */
const maxUnbrokenLength = 22
/** A text of more pieces breaks anywhere: who writes a thousand slashes makes no page heavy. */
const maxPieces = 33

/**
 * A path, a media type, or a command with one, that breaks at spaces and after slashes. A short part does not break at its
 * hyphens, which would look like ones that were added; a long one also breaks after its dots, pluses and colons. Copied and
 * read out, it is the same text. In the scripts of each repository's page, and so no longer than it has to be.
 */
export function BreakablePath({ text }: { text: string }) {
  if (countPieces(text) > maxPieces) return <span className="wrap-anywhere">{text}</span>
  return [...text.matchAll(/([^/@ ]*[/@]?)( ?)/g)].map(({ index, 1: part = '', 2: space = '' }) => (
    <Fragment key={index}>
      {part.length > maxUnbrokenLength ? (
        [...part.matchAll(/[^.+:]+[.+:]*|[.+:]+/g)].map(({ index, 0: piece }) => (
          <Fragment key={index}>
            {piece}
            <wbr />
          </Fragment>
        ))
      ) : (
        <span className="whitespace-nowrap">{part}</span>
      )}
      {space || <wbr />}
    </Fragment>
  ))
}

/** At most so many are put on the page; 1 for a text that breaks anywhere. */
export function countShownPieces(text: string): number {
  const count = countPieces(text)
  return count > maxPieces ? 1 : count
}

function countPieces(text: string): number {
  return text.split(/\W/).length
}
