/** The page of a repository and its tabs. */
export const repository = {
  titles: {
    about: '{name}',
    usage: 'Usage of {name}',
    tags: 'Tags of {name}',
    pulls: 'Pulls of {name}',
  },
  description: 'A public container image by {publisher}, and the command that pulls it.',
  by: 'by <publisher></publisher>',
  from: 'from {host}',
  more: 'more<what> of the description</what>',
  theseTags: 'these tags',
  noTags: {
    title: 'The tags cannot be read at the moment.',
    words: 'Their source does not answer. Come back in a minute.',
  },
  noText: {
    about: 'The publisher wrote no About text.',
    usage: 'The publisher wrote no Usage text.',
    aboutUnread: 'The About text cannot be read at the moment.',
    usageUnread: 'The Usage text cannot be read at the moment.',
  },
  platforms: {
    more: 'Declared: {declared}. The newest image, {tag}, also runs on {more}.',
    missing: '{missing} {count, plural, one {is} other {are}} declared, but {tag} has no such image.',
    both: '{missing} {count, plural, one {is} other {are}} declared, but {tag} has no such image. It also runs on {more}.',
    others: '{count, number} others',
  },
  lifecycle: {
    ended: 'This {what, select, image {image} other {repository}} ended on <day>{date}</day>',
    ends: 'This {what, select, image {image} other {repository}} ends on <day>{date}</day>{days, plural, =0 {, today} one {, in # day} other {, in # days}}',
    deprecated: {
      image: 'This image is deprecated',
      repository: 'This repository is deprecated',
    },
    deprecatedSince:
      'This {what, select, image {image} other {repository}} is deprecated since <day>{since}</day>',
    deprecatedAndEnds:
      'This {what, select, image {image} other {repository}} is deprecated and ends on <day>{date}</day>{days, plural, =0 {, today} one {, in # day} other {, in # days}}',
    deprecatedSinceAndEnds:
      'This {what, select, image {image} other {repository}} is deprecated since <day>{since}</day> and ends on <day>{date}</day>{days, plural, =0 {, today} one {, in # day} other {, in # days}}',
    means: {
      ended: {
        image: 'Its publisher makes no more fixes. Do not begin with this image.',
        repository: 'Its publisher makes no more fixes. Do not begin with this repository.',
      },
      ending: 'Its publisher makes no fixes after that day.',
      deprecated: 'Its publisher advises against using it.',
    },
    warnsTitle: 'What clients are told',
    warns:
      'Every pull of this {what, select, image {image} other {repository}} carries <warning></warning>, which clients may print.',
    deprecatedOn: '<date></date> <words>deprecated</words>',
    lastDay: '<date></date> <words>last day</words>',
    followedBy: 'Followed by',
    notHere: 'which is not here',
    goToSuccessor: 'Go to the successor',
  },
  pulls: {
    none: 'There are no counts to show.',
    noneWords: 'The registry counts no pulls by day, or cannot be read at the moment.',
    sum: '{count, plural, one {# pull} other {# pulls}} in {days, number} days<all>, {total, number} in all</all>',
    download: 'Download as CSV',
    byTag: 'By tag',
    tag: 'Tag',
    byDigest: 'by digest',
    byClient: 'By client',
    client: 'Client',
    browser: 'a browser',
    byPlatform: 'By platform',
    platform: 'Platform',
    others: 'others',
    share: 'Share',
    pulls: 'Pulls',
    note: 'A pull is a manifest that was fetched, counted by day in UTC; by platform, an image that a client chose and fetched. What a client says of itself is not checked. Pulls before clients and platforms were counted, and rarely pulled tags, are in the sums alone.',
  },
  related: {
    title: 'Related',
    kinds: {
      images: 'What it deploys',
      charts: 'Charts that deploy it',
      base: 'Built on',
      'built-on-it': 'Built on it',
      'same-base': 'Built on the same',
      'used-with': 'Used with',
    },
    reasons: {
      chart: 'Both are deployed by <chart></chart>',
      names: 'Named in the Usage text of this one',
      named: 'Its Usage text names this one',
    },
    morePublished: 'More by {publisher}',
    allPublished: 'All of {publisher}',
    others: 'and {count, plural, one {# other} other {# others}}',
  },
  upstream: {
    from: 'Pulled through from <name></name>',
    refused: 'Upstream refused, so that what is kept here is pulled',
    behind: 'Behind upstream by {count, plural, one {# tag} other {# tags}}',
    checked: 'checked <time></time>',
  },
} as const
