import { BreakablePath } from '../ui/breakable-path.tsx'

/** One cell for all of them: the block is as high as the highest. */
const cell = 'col-start-1 row-start-1'

/**
 * The command or lines that a visitor takes, in a block with room for the longest of `others`, so that nothing moves
 * when another of them is chosen. `files` are those of several lines by the client's name; the one that was chosen
 * last has its room from the first paint on.
 */
export function PullText({
  text,
  others,
  files,
}: {
  text: string
  others: readonly string[]
  files: readonly { client: string; text: string }[]
}) {
  const longest = others.reduce((long, one) => (one.length > long.length ? one : long), '')
  return (
    <div
      data-pull-block
      className="grid grid-cols-[minmax(0,1fr)] items-center rounded-md bg-sunk px-3.5 py-3 font-mono text-xs leading-5 wrap-anywhere"
    >
      <code className={`${cell} select-all`} data-pull-command>
        <Lines text={text} />
      </code>
      <span aria-hidden="true" className={`${cell} invisible select-none`}>
        <Lines text={longest} />
      </span>
      {files.map((file) => (
        <span
          key={file.client}
          aria-hidden="true"
          data-pull-room={file.client}
          className={`${cell} invisible select-none`}
        >
          <Lines text={file.text} />
        </span>
      ))}
    </div>
  )
}

/** Of several lines each stands by itself; what does not fit on it goes on further in. */
function Lines({ text }: { text: string }) {
  const lines = text.split('\n')
  if (lines.length === 1) return <BreakablePath text={text} />
  return lines.map((line, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and are replaced together.
    <span key={at} className="block pl-[8ch] -indent-[8ch] whitespace-pre-wrap">
      {at < lines.length - 1 ? `${line}\n` : line}
    </span>
  ))
}
