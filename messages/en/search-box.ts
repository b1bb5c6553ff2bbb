/** The search box and its suggestions, which every page has; the browser has these. */
export const searchBox = {
  label: 'Search repositories and publishers',
  search: 'Search',
  recent: 'Recent searches',
  suggestions: 'Suggestions',
  forget: 'Forget {search}',
  removed: '{search} removed',
  results: 'Results for “{text}”',
  tag: 'Tag',
  repository: 'Repository',
  publisher: 'Publisher, {count, plural, one {# repository} other {# repositories}}',
  operators: 'os: arch: publisher: verified: updated: type: "phrase" -word',
} as const
