'use client'

import { useTexts } from '#components/language/use-texts.ts'
import type { Texts } from '#lib/language/texts.ts'
import { Search, X } from '../icons/control-icons.tsx'
import { History } from '../icons/list-icons.tsx'
import { HighlightedText } from '../listing/highlighted-text.tsx'
import { IntentLink } from '../ui/intent-link.tsx'
import { VerifiedMark } from '../ui/verified-mark.tsx'
import { type SearchOption, toOptionPath } from './search-option.ts'

/**
 * The listbox under the search box. Options are links, so that they open in a new tab like any other. The buttons that
 * forget a recent search stand beside the listbox, which may hold nothing but options, in the rows of the same grid.
 */
export function SuggestionList({
  id,
  className,
  options,
  active,
  text,
  onChoose,
  onForget,
}: {
  id: string
  /** Where it stands from side to side. */
  className: string
  options: SearchOption[]
  active: number
  text: string
  onChoose: () => void
  onForget: (search: string) => void
}) {
  const texts = useTexts('searchBox')
  const words = text.split(/[\s/:]+/)
  const areRecent = options[0]?.kind === 'recent'
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the box keeps the focus while an option is pressed.
    <div
      onMouseDown={(event) => event.preventDefault()}
      className={`absolute top-full z-40 mt-1 overflow-hidden rounded-md border border-rule-strong bg-raised pt-1 text-left shadow-popover ${className}`}
    >
      <div className="grid grid-cols-[minmax(0,1fr)_auto]">
        <div
          id={id}
          role="listbox"
          tabIndex={-1}
          aria-label={texts(areRecent ? 'recent' : 'suggestions')}
          className="contents"
        >
          {options.map((option, index) => (
            <IntentLink
              key={`${option.kind} ${toOptionPath(option)}`}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              tabIndex={-1}
              prefetch={false}
              href={toOptionPath(option)}
              onClick={onChoose}
              style={{ gridRow: index + 1 }}
              className={`flex min-h-10 items-center gap-3 px-3 py-1.5 text-base hover:bg-sunk aria-selected:bg-accent-soft ${areRecent ? 'col-start-1' : 'col-span-2'}`}
            >
              <OptionText option={option} words={words} />
            </IntentLink>
          ))}
        </div>
        {options.map(
          (option, index) =>
            option.kind === 'recent' && (
              <button
                key={option.text}
                type="button"
                aria-label={texts('forget', { search: option.text })}
                onClick={() => onForget(option.text)}
                style={{ gridRow: index + 1 }}
                className="col-start-2 grid w-10 place-items-center text-ink-3 hover:text-ink"
              >
                <X aria-hidden="true" className="size-4" />
              </button>
            ),
        )}
      </div>
      <p className="border-t border-rule px-3 py-1.5 font-mono text-xs text-ink-3">{texts('operators')}</p>
    </div>
  )
}

function OptionText({ option, words }: { option: SearchOption; words: readonly string[] }) {
  const texts = useTexts('searchBox')
  if (option.kind === 'recent' || option.kind === 'results') {
    const Icon = option.kind === 'recent' ? History : Search
    return (
      <>
        <Icon aria-hidden="true" className="size-4 shrink-0 text-ink-3" strokeWidth={1.75} />
        <span className="min-w-0 flex-1 truncate">
          {option.kind === 'recent' ? option.text : texts('results', { text: option.text })}
        </span>
      </>
    )
  }
  return (
    <>
      <span className="flex min-w-0 flex-1 items-center gap-1.5">
        {option.kind === 'publisher' ? (
          <span translate="no" className="truncate font-semibold">
            <HighlightedText text={option.publisherName} words={words} />
          </span>
        ) : (
          <OptionPath option={option} words={words} />
        )}
        {option.kind !== 'tag' && option.verified && <VerifiedMark />}
      </span>
      <span className="shrink-0 text-xs text-ink-3">{toKindWords(option, texts)}</span>
    </>
  )
}

function OptionPath({
  option,
  words,
}: {
  option: Extract<SearchOption, { kind: 'repository' | 'tag' }>
  words: readonly string[]
}) {
  const { registryAlias, repositoryName } = option
  const tag = option.kind === 'tag' ? `:${option.tag}` : ''
  // A visitor who types a tag has its repository already, and looks at how the tag begins.
  const namesWords = tag === '' ? words : []
  const begun = `:${words.at(-1) ?? ''}`
  const markedTo = tag.toLowerCase().startsWith(begun.toLowerCase()) ? begun.length : 1
  return (
    <>
      {/* Parts that shrink apart would be read out apart. */}
      <span className="sr-only">{`${registryAlias}/${repositoryName}${tag}`}</span>
      <span aria-hidden="true" className="flex min-w-0">
        <span className="min-w-0 truncate text-ink-2">
          <HighlightedText text={registryAlias} words={namesWords} />
        </span>
        <span className="text-ink-2">/</span>
        <span className="max-w-[calc(100%-1.25rem)] shrink-0 truncate font-semibold">
          <HighlightedText text={repositoryName} words={namesWords} />
          {tag !== '' && (
            <span className="font-mono">
              :{markedTo > 1 && <mark>{tag.slice(1, markedTo)}</mark>}
              {tag.slice(markedTo)}
            </span>
          )}
        </span>
      </span>
    </>
  )
}

function toKindWords(option: Exclude<SearchOption, { text: string }>, texts: Texts<'searchBox'>): string {
  if (option.kind === 'publisher') return texts('publisher', { count: option.repositoryCount })
  return texts(option.kind)
}
