import { Fragment } from 'react'

/** Longer parts may not fit on a line of a narrow screen. */
const maxUnbrokenLength = 22

/**
 * A path, a media type, or a command with one, that breaks at spaces and after slashes. A short part does not break at its
 * hyphens, which would look like ones that were added; a long one also breaks after its dots, pluses and colons. Copied and
 * read out, it is the same text. For texts whose length has a bound; others have `BoundedPath`.
 */
export function BreakablePath({ text }: { text: string }) {
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
