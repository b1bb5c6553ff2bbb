/** What the gallery says in and around a publisher's text. */
export const markdown = {
  onThisPage: 'On this page',
  copyCode: 'Copy code',
  table: 'Table',
  image: 'Image',
  done: 'Done',
  notDone: 'Not done',
} as const
