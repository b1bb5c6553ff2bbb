'use client'

import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { useTexts } from '#components/language/use-texts.ts'
import { Check, Copy } from '../icons/control-icons.tsx'
import { announce } from './announce.ts'
import { lazyPart } from './lazy-part.ts'
import { writeClipboard } from './write-clipboard.ts'

/** Hardly a browser refuses the clipboard, and so few visitors need its script. */
const CopyByHand = lazyPart(async () => (await import('./copy-by-hand.tsx')).CopyByHand)

const looks = {
  /** A square with the icon alone; `label` is its accessible name. */
  icon: 'grid size-8 place-items-center rounded-md text-ink-3 hover:text-ink hover:bg-sunk',
  /** The same in a long list, where a hundred of them must weigh little. */
  listed: 'list-copy',
  /** Icon and words in a hairline frame. */
  framed: 'control inline-flex h-8 items-center gap-2 px-3 text-sm',
  /** The loudest control of a page. */
  primary:
    'flex h-10 w-full items-center justify-center gap-2 rounded-md bg-accent px-2 text-base text-on-accent hover:opacity-90',
  /** What stands below that, of the same width. */
  secondary: 'control flex h-9 w-full items-center justify-center gap-2 px-3 text-sm',
}

/**
 * Copies `text`. `label` says what is copied ("Copy command"); the visible words become "Copied" for two seconds. Where the
 * browser refuses the clipboard, a field with the selected text opens, to be copied by hand.
 */
export function CopyButton({
  text,
  label,
  words,
  look = 'icon',
  iconHref,
  className = '',
}: {
  text: string
  label: string
  /** The visible words where they should be shorter than `label`, which they must begin with. */
  words?: string
  look?: keyof typeof looks
  /** Of a symbol that stands once on the page, for long lists: their buttons then weigh little. */
  iconHref?: string
  className?: string
}) {
  const texts = useTexts('ui')
  const [state, setState] = useState<'idle' | 'copied' | 'by-hand'>('idle')
  const button = useRef<HTMLButtonElement>(null)

  useEffect(() => {
    if (state !== 'copied') return
    const timer = setTimeout(() => setState('idle'), 2000)
    return () => clearTimeout(timer)
  }, [state])

  async function copy() {
    const written = await writeClipboard(text)
    setState(written ? 'copied' : 'by-hand')
    announce(texts(written ? 'copy.copied' : 'copy.selected'))
  }

  const Icon = state === 'copied' ? Check : Copy
  const shown = words ?? label
  return (
    <Place look={look} className={className}>
      <button
        ref={button}
        type="button"
        onClick={copy}
        aria-label={label}
        title={look === 'icon' ? label : undefined}
        className={look === 'listed' ? looks.listed : `cursor-pointer transition-colors ${looks[look]}`}
      >
        {iconHref !== undefined && state !== 'copied' ? (
          <svg aria-hidden="true">
            <use href={iconHref} />
          </svg>
        ) : (
          <Icon
            aria-hidden="true"
            className={`size-4 shrink-0 ${state === 'copied' && look !== 'primary' ? 'text-accent' : ''}`}
            strokeWidth={1.75}
          />
        )}
        {look !== 'icon' && look !== 'listed' && (
          // Both texts share one cell, so that the button keeps its width.
          <span className="grid text-left whitespace-nowrap">
            <span className={`col-start-1 row-start-1 ${state === 'copied' ? 'invisible' : ''}`}>
              {shown}
            </span>
            <span
              aria-hidden="true"
              className={`col-start-1 row-start-1 ${state === 'copied' ? '' : 'invisible'}`}
            >
              {texts('copy.copied')}
            </span>
          </span>
        )}
      </button>
      {state === 'by-hand' && (
        <Suspense>
          <CopyByHand
            text={text}
            onClose={() => setState('idle')}
            onEscape={() => {
              setState('idle')
              button.current?.focus()
            }}
          />
        </Suspense>
      )}
    </Place>
  )
}

/** What the field to copy by hand is placed by. */
function Place({
  look,
  className,
  children,
}: {
  look: keyof typeof looks
  className: string
  children: ReactNode
}) {
  if (look === 'listed') return <span className="list-copier">{children}</span>
  return (
    <span
      className={`needs-script ${look === 'primary' || look === 'secondary' ? 'block' : 'inline-block'} ${className}`}
    >
      <span className="relative block">{children}</span>
    </span>
  )
}
