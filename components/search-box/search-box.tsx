'use client'

import { useRouter } from 'next/navigation'
import { type KeyboardEvent, Suspense, useEffect, useId, useRef, useState } from 'react'
import { useTexts } from '#components/language/use-texts.ts'
import { mayBeReference } from '#lib/addresses/routes.ts'
import { Search } from '../icons/control-icons.tsx'
import { announce } from '../ui/announce.ts'
import { LazySuggestionList, loadSuggestionList } from './lazy-suggestion-list.tsx'
import { loadSearchRoutes } from './load-search-routes.ts'
import { addRecentSearch, readRecentSearches, removeRecentSearch } from './recent-searches.ts'
import type { SearchOption } from './search-option.ts'
import { useSuggestions } from './use-suggestions.ts'

/**
 * The search form. Without a script it is a plain GET form; with one it suggests repositories, publishers and tags while the
 * visitor types, and recent searches before that, as a combobox with a listbox (ARIA Authoring Practices, "Combobox"). On a
 * phone, what it suggests is as wide as the positioned header that it stands in, unless it is `large`.
 */
export function SearchBox({
  initialText = '',
  large = false,
  className = '',
}: {
  initialText?: string
  large?: boolean
  className?: string
}) {
  const texts = useTexts('searchBox')
  const router = useRouter()
  const listId = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(initialText)
  const [knownText, setKnownText] = useState(initialText)
  const [recent, setRecent] = useState<string[]>([])
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const suggestions = useSuggestions(text, open)
  const options = listOptions(text, suggestions, recent)
  const expanded = open && options.length > 0
  const chosen = expanded ? options[active] : undefined

  // The URL is the state: when it names another search, the box follows.
  if (initialText !== knownText) {
    setKnownText(initialText)
    setText(initialText)
    setOpen(false)
  }

  useFocusOnSlash(input)

  function close() {
    setOpen(false)
    setActive(-1)
  }

  async function submit(form: HTMLFormElement) {
    close()
    setRecent(addRecentSearch(text))
    try {
      const { typedPath } = await loadSearchRoutes()
      router.push(typedPath(text))
    } catch {
      // The browser's own way, as without a script.
      form.submit()
    }
  }

  function forget(search: string) {
    setRecent(removeRecentSearch(search))
    setActive(-1)
    input.current?.focus()
    announce(texts('removed', { search }))
  }

  function handleKey(event: KeyboardEvent<HTMLInputElement>) {
    // Keys that choose among an input method's words are none of the box. Safari says so only by the old code, as it ends the word first.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      if (!expanded) {
        setOpen(true)
        setActive(0)
        return
      }
      // One place more than there are options: the box itself, which the arrows pass through.
      const places = options.length + 1
      setActive(((active + 1 + step + places) % places) - 1)
    } else if (event.key === 'Escape') {
      if (expanded) close()
      else setText('')
      event.preventDefault()
    } else if (event.key === 'Delete' && chosen?.kind === 'recent') {
      event.preventDefault()
      forget(chosen.text)
    } else if (event.key === 'Enter' && chosen) {
      event.preventDefault()
      document.getElementById(`${listId}-${active}`)?.click()
    }
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: the search element is not yet known to every screen reader.
    <form
      role="search"
      action="/search"
      onSubmit={(event) => {
        event.preventDefault()
        void submit(event.currentTarget)
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) close()
      }}
      className={`group ${large ? 'relative' : 'sm:relative'} ${className}`}
    >
      <input type="hidden" name="jump" value="1" />
      <div className={`relative ${large ? 'h-14' : 'h-10'}`}>
        <Search
          aria-hidden="true"
          className={`pointer-events-none absolute top-1/2 -translate-y-1/2 text-ink-3 ${large ? 'left-4 size-5' : 'left-3 size-4'}`}
          strokeWidth={1.75}
        />
        <input
          ref={input}
          name="searchTerm"
          type="search"
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setActive(-1)
            setOpen(true)
          }}
          onFocus={() => {
            void loadSuggestionList()
            loadSearchRoutes().catch(() => {})
            setRecent(readRecentSearches())
            setOpen(text === '' || text !== initialText)
          }}
          onKeyDown={handleKey}
          placeholder={texts('label')}
          aria-label={texts('label')}
          role="combobox"
          aria-expanded={expanded}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={chosen ? `${listId}-${active}` : undefined}
          aria-keyshortcuts="/"
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="search"
          maxLength={512}
          className={`size-full appearance-none text-ellipsis rounded-md border border-control bg-raised text-ink placeholder:text-ink-3 [&::-webkit-search-cancel-button]:hidden ${large ? 'pr-4 pl-12 text-lg sm:pr-14' : 'pr-3 pl-9 text-base sm:pr-10'}`}
        />
        <span
          aria-hidden="true"
          className={`needs-script pointer-events-none absolute top-1/2 hidden -translate-y-1/2 rounded-sm border border-rule-strong px-1.5 font-mono text-xs text-ink-3 group-focus-within:opacity-0 sm:pointer-fine:block ${large ? 'right-4' : 'right-2.5'}`}
        >
          /
        </span>
      </div>
      {expanded && (
        <Suspense fallback={null}>
          <LazySuggestionList
            id={listId}
            className={large ? 'inset-x-0' : 'inset-x-4 sm:inset-x-0'}
            options={options}
            active={active}
            text={text}
            onChoose={close}
            onForget={forget}
          />
        </Suspense>
      )}
    </form>
  )
}

/** A reference leads to its page, so that its results are an option of their own. */
function listOptions(text: string, suggestions: SearchOption[], recent: string[]): SearchOption[] {
  const typed = text.trim()
  if (typed === '') return recent.map((search) => ({ kind: 'recent', text: search }))
  return mayBeReference(typed) ? [...suggestions, { kind: 'results', text: typed }] : suggestions
}

/** `/` brings a visitor to the box from anywhere but another field. */
function useFocusOnSlash(input: React.RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    function focus(event: globalThis.KeyboardEvent) {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
      const target = event.target
      if (target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]'))
        return
      if (!input.current?.checkVisibility({ visibilityProperty: true })) return
      event.preventDefault()
      input.current.focus()
      input.current.select()
    }
    document.addEventListener('keydown', focus)
    return () => document.removeEventListener('keydown', focus)
  }, [input])
}
