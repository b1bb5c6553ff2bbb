/** What the sync or the registry noted, which is in English whatever the language of the page. */
export function Said({ text }: { text: string }) {
  return <span lang="en">{text}</span>
}
