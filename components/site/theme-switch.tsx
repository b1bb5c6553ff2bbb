'use client'

import { type ReactNode, useEffect, useSyncExternalStore } from 'react'
import { useTexts } from '#components/language/use-texts.ts'
import { announce } from '../ui/announce.ts'

const choices = ['system', 'light', 'dark'] as const
type Choice = (typeof choices)[number]

const darkSystem = '(prefers-color-scheme: dark)'
/** The event of the window that says so. */
export const themeChanged = 'theme-choice'

/**
 * Goes through system, light and dark, says which it is, and remembers the choice.
 * @param children an icon for each, drawn by the server: all are in the document, and the script in its head decides which is shown, so that
 *   none flickers
 */
export function ThemeSwitch({ children }: { children: ReactNode }) {
  const texts = useTexts('site')
  const choice = useSyncExternalStore(subscribe, readChoice, () => 'system' as const)
  const next = choices[(choices.indexOf(choice) + 1) % choices.length] ?? 'system'
  const label = texts('theme.change', { now: texts(`theme.${choice}`), next: texts(`theme.${next}`) })

  // The system may change its mind while the page is open.
  useEffect(() => {
    const system = window.matchMedia(darkSystem)
    const follow = () => apply(readChoice())
    system.addEventListener('change', follow)
    return () => system.removeEventListener('change', follow)
  }, [])

  function switchTheme() {
    apply(next)
    try {
      if (next === 'system') localStorage.removeItem('theme')
      else localStorage.setItem('theme', next)
    } catch {
      // Storage may be forbidden; the choice then lasts as long as the page.
    }
    announce(texts('theme.changed', { now: texts(`theme.${next}`) }))
  }

  return (
    <button
      type="button"
      onClick={switchTheme}
      aria-label={label}
      title={label}
      className="needs-script -mr-2 grid size-9 shrink-0 cursor-pointer place-items-center rounded-md text-ink-2 hover:text-ink"
    >
      {children}
    </button>
  )
}

function apply(choice: Choice): void {
  const { dataset } = document.documentElement
  dataset.themeChoice = choice
  dataset.theme = choice === 'system' ? (window.matchMedia(darkSystem).matches ? 'dark' : 'light') : choice
  window.dispatchEvent(new Event(themeChanged))
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener(themeChanged, onChange)
  return () => window.removeEventListener(themeChanged, onChange)
}

function readChoice(): Choice {
  const { themeChoice } = document.documentElement.dataset
  return choices.find((one) => one === themeChoice) ?? 'system'
}
