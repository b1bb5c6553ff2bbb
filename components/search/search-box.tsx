'use client'

import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { searchPath } from '#lib/gallery/routes.ts'
import { SuggestionList } from './suggestion-list.tsx'
import { toSuggestionPath, useSuggestions } from './use-suggestions.ts'

/**
 * The search form. Without a script it is a plain GET form; with one it suggests repositories and publishers
 * while the visitor types, as a combobox with a listbox (ARIA Authoring Practices, "Combobox").
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
  const router = useRouter()
  const listId = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(initialText)
  const [knownText, setKnownText] = useState(initialText)
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const suggestions = useSuggestions(text, open)
  const expanded = open && suggestions.length > 0

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

  function submit() {
    close()
    router.push(searchPath({ text: text.trim() }))
  }

  function handleKey(event: KeyboardEvent<HTMLInputElement>) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      if (!expanded) {
        setOpen(true)
        setActive(0)
        return
      }
      // One place more than there are suggestions: the box itself, which the arrows pass through.
      const places = suggestions.length + 1
      setActive(((active + 1 + step + places) % places) - 1)
    } else if (event.key === 'Escape') {
      if (expanded) close()
      else setText('')
      event.preventDefault()
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      const chosen = expanded ? suggestions[active] : undefined
      if (!chosen) return
      event.preventDefault()
      close()
      router.push(toSuggestionPath(chosen))
    }
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: the search element is not yet known to every screen reader.
    <form
      role="search"
      action="/search"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) close()
      }}
      className={`group relative ${className}`}
    >
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
        onFocus={() => setOpen(text !== initialText)}
        onKeyDown={handleKey}
        placeholder="Search repositories and publishers"
        aria-label="Search repositories and publishers"
        role="combobox"
        aria-expanded={expanded}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={expanded && suggestions[active] ? `${listId}-${active}` : undefined}
        aria-keyshortcuts="/"
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="search"
        maxLength={200}
        className={`w-full appearance-none text-ellipsis rounded-md border border-control bg-raised text-ink placeholder:text-ink-3 [&::-webkit-search-cancel-button]:hidden ${large ? 'h-14 pr-4 pl-12 text-lg sm:pr-14' : 'h-10 pr-3 pl-9 text-base sm:pr-10'}`}
      />
      <span
        aria-hidden="true"
        className={`needs-script pointer-events-none absolute top-1/2 hidden -translate-y-1/2 rounded-sm border border-rule-strong px-1.5 font-mono text-xs text-ink-3 group-focus-within:opacity-0 sm:pointer-fine:block ${large ? 'right-4' : 'right-2.5'}`}
      >
        /
      </span>
      <SuggestionList
        id={listId}
        open={expanded}
        suggestions={suggestions}
        active={active}
        text={text}
        onChoose={close}
      />
    </form>
  )
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
