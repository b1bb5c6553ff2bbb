'use client'

import './style-sheets.ts'

/** Stands in for the root layout when that itself fails, and so carries its own document. */
export default function GlobalError({ retry }: { retry: () => void }) {
  return (
    <html lang="en">
      <body className="mx-auto max-w-3xl p-6 pt-24 font-sans">
        <h1 className="text-2xl font-semibold">The gallery failed to load</h1>
        <p className="mt-3 text-ink-2">
          A mistake of the gallery stopped the whole page. It may work in a moment.
        </p>
        <button
          type="button"
          onClick={retry}
          className="mt-6 h-10 cursor-pointer rounded-md bg-accent px-4 text-on-accent"
        >
          Try again
        </button>
      </body>
    </html>
  )
}
