import { useTexts } from '#components/language/use-texts.ts'
import { CopyButton } from '../ui/copy-button.tsx'

/** Text for a terminal or a file, with a button that copies it. `label` says what it is. */
export function CommandBlock({ text, label }: { text: string; label: string }) {
  const texts = useTexts('site')
  return (
    <figure className="relative my-3 rounded-md bg-sunk">
      <figcaption className="sr-only">{label}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard. */}
      <pre tabIndex={0} className="overflow-x-auto rounded-md p-4 pr-12 font-mono text-xs leading-5">
        <code>{text}</code>
      </pre>
      <CopyButton
        text={text}
        label={texts('copyNamed', { name: label })}
        className="absolute top-0 right-0 rounded-md bg-sunk p-2 pb-0"
      />
    </figure>
  )
}
