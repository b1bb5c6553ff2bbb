/** The pull panel, and the copy buttons of rows; the browser has these everywhere. */
export const pull = {
  title: 'Pull',
  command: 'Command',
  change: 'Change',
  client: 'Client',
  commands: 'Commands',
  files: 'Files',
  tag: 'Tag',
  by: 'By',
  forms: {
    tag: 'tag',
    'tag-and-digest': 'tag and digest',
    digest: 'digest',
  },
  platform: 'Platform',
  anyPlatform: 'any',
  copyUri: 'Copy URI',
  copyCommand: 'Copy command',
  copyLines: 'Copy lines',
  buildCache: 'A build cache is read by builders; there is nothing in it to pull by hand.',
  nothing: 'There is nothing in it to pull by hand.',
} as const
