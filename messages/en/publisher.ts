/** Publishers: their list, and the page of one. */
export const publisher = {
  title: 'Publishers',
  description: 'Everyone who publishes container images here.',
  count: '{count, plural, one {# publisher} other {# publishers}} by name',
  nobody: 'Nobody publishes here yet.',
  pages: 'Pages',
  previous: 'Previous',
  next: 'Next',
  page: 'Page {page, number} of {pageCount, number}',
  repositories: '{count, plural, one {# repository} other {# repositories}}',
  updated: '· updated <time></time>',
  lastChange: 'Last change <time></time>',
  also: ', also {aliases}',
  kinds: 'Kinds',
  /** By a feed. */
  followed: 'this publisher',
  publishes:
    '{count, plural, one {# public repository} other {# public repositories}} of container images from {publisher}.',
} as const
