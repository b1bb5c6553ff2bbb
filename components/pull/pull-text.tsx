import { useTexts } from '#components/language/use-texts.ts'
import { BreakablePath } from '../ui/breakable-path.tsx'

const digest = /(@?sha256:[0-9a-f]{8})([0-9a-f]{48})([0-9a-f]{8})/

/**
 * The command or the lines that a visitor takes. The box has three lines, or as many as the command needs that is offered first,
 * and never changes its height; what is longer scrolls in it. The middle of a digest takes no room on the screen, but is read
 * out, selected and copied.
 */
export function PullText({
  text,
  first,
}: {
  text: string
  /** What is offered where nothing is chosen. */
  first: string
}) {
  const texts = useTexts('pull')
  return (
    <div
      data-room-for={toRuler(first)}
      className="relative min-h-21 rounded-sm bg-sunk px-3.5 py-3 font-mono text-xs leading-5 wrap-anywhere before:invisible before:content-[attr(data-room-for)] max-sm:min-h-18 max-sm:py-1.5"
    >
      {/* biome-ignore lint/a11y/useSemanticElements: it is no set of fields. */}
      <div
        role="group"
        aria-label={texts('command')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
        tabIndex={0}
        data-pull-block
        className="absolute inset-0 overflow-y-auto overscroll-contain rounded-sm px-3.5 py-3 max-sm:py-1.5"
      >
        <code className="select-all" data-pull-command>
          <Lines text={text} />
        </code>
      </div>
    </div>
  )
}

/** A style sheet shows it as plain text, which should break where the command does: after slashes, not at hyphens. */
function toRuler(text: string): string {
  return text.replaceAll('/', '/\u200b').replaceAll('-', '-\u2060')
}

/** Of several lines each stands by itself; what does not fit on it goes on further in. */
function Lines({ text }: { text: string }) {
  const lines = text.split('\n')
  if (lines.length === 1) return <Line text={text} />
  return lines.map((line, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and are replaced together.
    <span key={at} className="block pl-[8ch] -indent-[8ch] whitespace-pre-wrap">
      <Line text={line} />
      {at < lines.length - 1 && '\n'}
    </span>
  ))
}

function Line({ text }: { text: string }) {
  const found = digest.exec(text)
  if (found === null) return <BreakablePath text={text} />
  const [whole, start = '', middle = '', end = ''] = found
  return (
    <>
      <BreakablePath text={text.slice(0, found.index)} />
      <wbr />
      <span className="whitespace-nowrap">
        {start}
        <span className="short-digest">{middle}</span>
        {end}
      </span>
      <BreakablePath text={text.slice(found.index + whole.length)} />
    </>
  )
}
