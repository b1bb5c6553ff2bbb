/** What stands around every page: header, footer, menu, and pages that only have something to say. */
export const site = {
  description:
    'Find public container images by name, operating system and architecture, see who publishes them, and pull them.',
  slogan: 'Public container images, who publishes them, and the command that pulls them.',
  skip: 'Skip to content',
  main: 'Main',
  footer: 'Footer',
  menu: 'Menu',
  publishers: 'Publishers',
  docs: 'Docs',
  status: 'Status',
  allRepositories: 'All repositories',
  home: 'Go to the home page',
  seeAllRepositories: 'See all repositories',
  tryAgain: 'Try again',
  language: 'Language',
  theme: {
    title: 'Theme',
    system: 'as the system',
    light: 'light',
    dark: 'dark',
    change: 'Theme: {now}. Change to {next}',
    changed: 'Theme: {now}',
  },
  facts: {
    counts:
      '{repositories, plural, one {# repository} other {# repositories}} from {publishers, plural, one {# publisher} other {# publishers}}',
    read: ', read <time></time>',
    stale: '. <link>Some of it may be out of date</link>',
  },
  asOf: {
    words: 'As of <time></time>; the source does not answer.',
    missing: 'Texts and tags are missing until it does.',
    exactly: 'Exactly: {time}',
  },
  notRead: {
    title: 'The registry has not been read yet',
    words:
      'Its repositories appear here as soon as the gallery has reached it. If this lasts, the gallery’s log says what is in the way.',
  },
  empty: {
    title: 'Nothing is published yet',
    words: 'A repository appears here within seconds of being created. <link>How to publish one</link>',
  },
  missing: {
    address: 'Nothing is published at this address',
    publisher: 'No publisher <name></name> here',
    repository: 'No repository <name></name> here',
    noPublisher: 'No publisher {name}',
    noRepository: 'No repository {name}',
    meant: 'There is <link></link>, though this address names another host.',
    others: '<link></link> publishes {count, plural, one {# other repository} other {# other repositories}}.',
    maybe: 'It may have been renamed or removed, or the address has a typing error.',
    search: 'Search for “{text}”',
  },
  failed: {
    incomplete: 'Part of this page did not arrive',
    incompleteWords:
      'The connection broke, or the gallery was updated while you were reading. Load the page again.',
    title: 'This page failed to load',
    words:
      'The gallery made a mistake while it put this page together. Nothing is lost. It may work in a moment.',
    log: 'The log has the details at <code></code>.',
  },
  copyNamed: 'Copy {name}',
} as const
