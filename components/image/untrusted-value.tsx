import { toLinkTarget } from '#lib/oci/untrusted-text.ts'

/** A text that a stranger wrote: a link when it is an address of the web as a whole, else nothing but text. */
export function UntrustedValue({ text }: { text: string }) {
  const target = toLinkTarget(text)
  if (target === null) return text
  return (
    <a href={target} rel="nofollow ugc noopener noreferrer" className="link">
      {text}
    </a>
  )
}
