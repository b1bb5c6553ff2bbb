/** What readers of feeds and the browser's own search show. */
export const feeds = {
  tagNames: '{tag} is {digest}',
  tagsOf: 'Image tags of {name}',
  found: 'Repositories that this search finds, as they change.',
  publishedBy: 'Repositories of {publisher}, as they change.',
  searchHere: 'Public container images by name, publisher and platform',
} as const
