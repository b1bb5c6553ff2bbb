/** The home page. */
export const home = {
  /** Of the document. */
  title: 'Public Gallery',
  popular: 'Popular',
  pulls: 'Pulls',
  pullCount: '{count, number}<unit> pulls</unit>',
  seeAll: 'See all',
  recentlyUpdated: 'Recently updated',
  verifiedPublishers: 'Verified publishers',
  allPublishers: 'All publishers',
  today: 'Today',
  yesterday: 'Yesterday',
  tag: 'Tag',
  browse: 'Browse',
  repositories: '{count, number}<unit> {count, plural, one {repository} other {repositories}}</unit>',
  index: {
    kind: 'Kind',
    runsOn: 'Runs on',
    vouched: 'Vouched for',
    verifiedPublisher: 'Verified publisher',
    licence: 'Licence',
  },
  examples: {
    label: 'Example searches',
    name: '“{name}”',
    armVerified: 'ARM 64 from verified publishers',
    windows: 'Windows images',
    linux: 'Linux images',
  },
} as const
