import { BreakablePath } from './breakable-path.tsx'

/** A text of more pieces breaks anywhere: who writes a thousand slashes makes no page heavy. */
const maxPieces = 33

/** A path that a stranger wrote, as long as it may be. */
export function BoundedPath({ text }: { text: string }) {
  if (countPieces(text) <= maxPieces) return <BreakablePath text={text} />
  return <span className="wrap-anywhere">{text}</span>
}

/** So many are put on the page at most; 1 for a text that breaks anywhere. */
export function countShownPieces(text: string): number {
  const count = countPieces(text)
  return count > maxPieces ? 1 : count
}

function countPieces(text: string): number {
  return text.split(/[/@ .+:]/).length
}
