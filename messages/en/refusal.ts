/** Short documents for when nothing can be rendered; the front door sends them. */
export const refusal = {
  home: 'Go to the home page',
  search: 'Search for “{name}”',
  tryAgain: 'Try again',
  malformed: {
    title: 'This address cannot be read',
    text: 'Part of it is damaged, such as a percent sign without two digits. Check it, or begin at the home page.',
  },
  method: {
    title: 'Pages can only be read',
    text: 'This address takes {methods} requests, and nothing else.',
    both: '{first} and {second}',
  },
  missing: {
    title: 'Nothing is published at {name}',
    text: 'No publisher and no repository can have such a name. The address may have a typing error.',
  },
  instead: {
    failed: {
      title: 'This page failed to load',
      text: 'The gallery made a mistake while it put this page together. Nothing is lost. It may work in a moment; the log says what went wrong.',
    },
    noDownload: {
      title: 'There is nothing to download here',
      text: 'What was at this address has been removed, or the address has a typing error.',
    },
    manyDownloads: {
      title: 'Too many downloads',
      text: 'Each one takes work, so that a visitor may have a few at a time, and so many in a minute. Try again in a moment.',
    },
    unreadable: {
      title: 'This cannot be read right now',
      text: 'The gallery is busy, its registry does not answer, or what you asked for is larger than the gallery reads. It may work in a moment.',
    },
  },
  restarting: {
    title: 'This gallery is being restarted',
    text: 'It will be back in a moment.',
  },
} as const
