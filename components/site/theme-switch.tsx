'use client'

import { Moon, Sun } from 'lucide-react'

/** Changes between light and dark and remembers the choice; until the first press the system decides. */
export function ThemeSwitch() {
  function switchTheme() {
    const root = document.documentElement
    const theme = root.dataset.theme === 'dark' ? 'light' : 'dark'
    root.dataset.theme = theme
    try {
      localStorage.setItem('theme', theme)
    } catch {
      // Storage may be forbidden; the choice then lasts as long as the page.
    }
  }

  return (
    <button
      type="button"
      onClick={switchTheme}
      aria-label="Switch between light and dark"
      title="Switch between light and dark"
      className="needs-script -mr-2 grid size-9 shrink-0 cursor-pointer place-items-center rounded-md text-ink-2 hover:text-ink"
    >
      <Moon aria-hidden="true" className="theme-light-only size-4.5" strokeWidth={1.75} />
      <Sun aria-hidden="true" className="theme-dark-only size-4.5" strokeWidth={1.75} />
    </button>
  )
}
