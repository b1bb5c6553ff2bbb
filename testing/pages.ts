/** One address for each kind of page, out of the demo catalogue: what every page must hold to is tested on these. */

export interface ExamplePage {
  name: string
  path: string
  /** Of the document. */
  status: number
}

export const pages: ExamplePage[] = [
  { name: 'home', path: '/', status: 200 },
  { name: 'search', path: '/search', status: 200 },
  {
    name: 'search with filters',
    path: '/search?searchTerm=server&operatingSystems=Linux&verified=verified',
    status: 200,
  },
  {
    name: 'search without results',
    path: '/search?searchTerm=nowhere-to-be-found&architectures=ARM',
    status: 200,
  },
  { name: 'publishers', path: '/publishers', status: 200 },
  { name: 'publisher', path: '/tidewater', status: 200 },
  { name: 'docs', path: '/docs', status: 200 },
  { name: 'docs for publishers', path: '/docs/publish', status: 200 },
  { name: 'docs for operators', path: '/docs/operate', status: 200 },
  { name: 'docs of the API', path: '/docs/api', status: 200 },
  { name: 'status', path: '/status', status: 200 },
  { name: 'repository', path: '/tidewater/postgres-tools', status: 200 },
  { name: 'usage tab', path: '/tidewater/postgres-tools?tab=usage', status: 200 },
  { name: 'tags tab', path: '/tidewater/postgres-tools?tab=tags', status: 200 },
  { name: 'tags tab by version', path: '/tidewater/postgres-tools?tab=tags&sort=version', status: 200 },
  { name: 'repository without texts', path: '/jmo-lab/hello', status: 200 },
  { name: 'repository on other platforms than declared', path: '/tidewater/parquet-cat', status: 200 },
  { name: 'repository with a nested name', path: '/kestrel-build/windows/msi-pack', status: 200 },
  { name: 'tags tab with a history', path: '/tidewater/cache/harbor?tab=tags', status: 200 },
  { name: 'tag that has moved', path: '/tidewater/cache/harbor?tag=latest', status: 200 },
  { name: 'deprecated repository', path: '/tidewater/time-series/collector', status: 200 },
  { name: 'pulls tab', path: '/tidewater/cache/harbor?tab=pulls', status: 200 },
  { name: 'chart', path: '/tidewater/charts/cache-harbor', status: 200 },
  { name: 'module with a long command', path: '/fennel-rook/wasm/price-rules', status: 200 },
  { name: 'repository with a long licence', path: '/northlight/sky-survey/calibrate', status: 200 },
  { name: 'image of many platforms', path: '/tidewater/cache/harbor?tag=2.2.1', status: 200 },
  { name: 'image for Windows', path: '/kestrel-build/windows/msi-pack?tag=latest', status: 200 },
  { name: 'files of an image', path: '/tidewater/postgres-tools?tag=17.5&part=tree', status: 200 },
  { name: 'files of a folder', path: '/tidewater/postgres-tools?tag=17.5&part=tree&path=etc', status: 200 },
  { name: 'image that is a model', path: '/northlight/models/star-galaxy?tag=latest', status: 200 },
  { name: 'missing repository', path: '/tidewater/no-such-repository', status: 404 },
  { name: 'missing tag', path: '/tidewater/postgres-tools?tag=no-such-tag', status: 404 },
  { name: 'missing publisher', path: '/no-such-publisher', status: 404 },
]
