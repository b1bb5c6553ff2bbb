'use client'

import './style-sheets.ts'
import { DEFAULT_LANGUAGE, type Language, toLanguage } from '#lib/language/languages.ts'
import { wordsWithoutPage } from '#lib/language/words-without-page.ts'

/** Stands in for the root layout when that itself fails, and so carries its own document. */
export default function GlobalError({ retry }: { retry: () => void }) {
  const language = readLanguage()
  const { title, text, tryAgain } = wordsWithoutPage[language]
  return (
    <html lang={language}>
      <body className="mx-auto max-w-3xl p-6 pt-24 font-sans">
        <h1 className="text-2xl font-semibold">{title}</h1>
        <p className="mt-3 text-ink-2">{text}</p>
        <button
          type="button"
          onClick={retry}
          className="mt-6 h-10 cursor-pointer rounded-md bg-accent px-4 text-on-accent"
        >
          {tryAgain}
        </button>
      </body>
    </html>
  )
}

/** That of the document whose layout failed. */
function readLanguage(): Language {
  const lang = typeof document === 'undefined' ? undefined : document.documentElement.lang
  return toLanguage(lang) ?? DEFAULT_LANGUAGE
}
