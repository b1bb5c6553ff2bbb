'use client'

import { useTexts } from '#components/language/use-texts.ts'

/** A field with the selected text, below the button whose text the browser did not let it copy. */
export function CopyByHand({
  text,
  onClose,
  onEscape,
}: {
  text: string
  onClose: () => void
  /** Who leaves by the keyboard goes on from where they were. */
  onEscape: () => void
}) {
  const texts = useTexts('ui')
  return (
    <span className="absolute top-full right-0 z-30 mt-1 block w-72 max-w-[80vw] rounded-md border border-rule-strong bg-raised p-3 text-left shadow-popover">
      <label className="block text-xs text-ink-2">
        {texts('copy.byHand')}
        <textarea
          readOnly
          value={text}
          rows={Math.min(text.split('\n').length, 12)}
          wrap="off"
          ref={(field) => {
            field?.focus()
            field?.select()
          }}
          onBlur={onClose}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.preventDefault()
            onEscape()
          }}
          className="mt-1 block w-full resize-none rounded-sm border border-rule-strong bg-surface px-2 py-1 font-mono text-xs text-ink"
        />
      </label>
    </span>
  )
}
