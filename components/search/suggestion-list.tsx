'use client'

import Link from 'next/link'
import type { Suggestion } from '#lib/catalog/catalog.ts'
import { formatCount } from '../ui/format-count.ts'
import { VerifiedMark } from '../ui/verified-mark.tsx'
import { HighlightedText } from './highlighted-text.tsx'
import { toSuggestionPath } from './use-suggestions.ts'

/** The listbox under the search box. Options are links, so that they open in a new tab like any other. */
export function SuggestionList({
  id,
  open,
  suggestions,
  active,
  text,
  onChoose,
}: {
  id: string
  open: boolean
  suggestions: Suggestion[]
  active: number
  text: string
  onChoose: () => void
}) {
  return (
    <div
      id={id}
      role="listbox"
      tabIndex={-1}
      aria-label="Suggestions"
      hidden={!open}
      // The box keeps the focus while an option is pressed.
      onMouseDown={(event) => event.preventDefault()}
      className="absolute inset-x-0 top-full z-40 mt-1 overflow-hidden rounded-md border border-rule-strong bg-raised py-1 text-left shadow-popover"
    >
      {open &&
        suggestions.map((suggestion, index) => (
          <Link
            key={toSuggestionPath(suggestion)}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            tabIndex={-1}
            prefetch={false}
            href={toSuggestionPath(suggestion)}
            onClick={onChoose}
            className="flex min-h-10 items-center gap-3 px-3 py-1.5 text-base hover:bg-sunk aria-selected:bg-accent-soft"
          >
            <SuggestionText suggestion={suggestion} text={text} />
          </Link>
        ))}
    </div>
  )
}

function SuggestionText({ suggestion, text }: { suggestion: Suggestion; text: string }) {
  const isPublisher = suggestion.kind === 'publisher'
  return (
    <>
      <span className="flex min-w-0 flex-1 items-center gap-1.5">
        {isPublisher ? (
          <span className="truncate font-semibold">
            <HighlightedText text={suggestion.publisherName} query={text} />
          </span>
        ) : (
          <>
            {/* Parts that shrink apart would be read out apart. */}
            <span className="sr-only">{`${suggestion.registryAlias}/${suggestion.repositoryName}`}</span>
            <span aria-hidden="true" className="flex min-w-0">
              <span className="min-w-0 truncate text-ink-2">
                <HighlightedText text={suggestion.registryAlias} query={text} />
              </span>
              <span className="text-ink-2">/</span>
              <span className="max-w-[calc(100%-1.25rem)] shrink-0 truncate font-semibold">
                <HighlightedText text={suggestion.repositoryName} query={text} />
              </span>
            </span>
          </>
        )}
        {suggestion.verified && <VerifiedMark />}
      </span>
      <span className="shrink-0 text-xs text-ink-3">
        {isPublisher
          ? `Publisher, ${formatCount(suggestion.repositoryCount, 'repository', 'repositories')}`
          : 'Repository'}
      </span>
    </>
  )
}
