/** What the pages of `pages.ts` turn into: errors, empty lists, parts, comparisons and hints. Every word on them is in the visitor's language, too. */
import type { ExamplePage } from './pages.ts'

const harbor = '/tidewater/cache/harbor'
const tools = '/tidewater/postgres-tools'
const nowhere = `sha256:${'0'.repeat(64)}`
const coast = '/institute-for-coastal-and-estuarine-measurement'
const longName = `${coast}/shared-software/intercomparison-exercises/acoustic-doppler-current-profilers/moored-and-vessel-mounted/shared-quality-control-of-raw-velocity-profiles-with-uncertainty-estimates/reference-implementation`

const found = {
  'search that was mended': '/search?searchTerm=postgers',
  'search without one of its words': '/search?searchTerm=postgres+zzqqy',
  'search with an unknown filter': '/search?searchTerm=postgres+colour:red+os:plan9+-arch:arm64+licence:',
  'search with a digest that many have': '/search?searchTerm=sha256:',
  'search with an address of another host':
    '/search?searchTerm=registry.example/postgres-tools:17.5&types=image',
  'search for a package': '/search?searchTerm=package:openssl%3C9&sort=popularity',
  'search of one kind, page 2': '/search?page=2&sort=name',
  'search for a reference that is not there': `/search?searchTerm=${tools.slice(1)}:no-such-tag`,
  'search with everything chosen':
    '/search?operatingSystems=Windows&architectures=ARM+64&types=chart&updated=week&popularRegistries=tidewater&verified=verified',
  'publisher of a long name': coast,
  'repository of a long name': longName,
  'repository of a long name, tags': `${longName}?tab=tags`,
  'publisher who writes Japanese': '/midori-kobo',
  'tags that a filter does not find': `${harbor}?tab=tags&filter=no-such-tag`,
  'tags with a filter': `${harbor}?tab=tags&filter=2.&sort=size&folds=open`,
  'tags by name': `${harbor}?tab=tags&sort=name`,
  comparison: `${harbor}?compare=2.2.0&with=2.2.1`,
  'comparison of a platform': `${harbor}?compare=2.2.0&with=2.2.1&platform=linux/arm64`,
  packages: `${harbor}?tag=latest&part=packages`,
  'packages that a filter does not find': `${harbor}?tag=latest&part=packages&filter=no-such-package`,
  vulnerabilities: `${harbor}?tag=latest&part=vulnerabilities`,
  'vulnerabilities that a filter does not find': `${harbor}?tag=latest&part=vulnerabilities&filter=nothing`,
  'what is attached': `${harbor}?tag=latest&part=attached`,
  labels: `${harbor}?tag=latest&part=labels`,
  'layers of an image': `${harbor}?tag=latest&part=layers`,
  'image of one platform': `${harbor}?tag=2.2.1&platform=linux/arm64`,
  'image that nobody scanned': '/tidewater/base?tag=latest',
  'image of a chart': '/tidewater/charts/cache-harbor?tag=0.4.0',
  'image of a module': '/fennel-rook/wasm/price-rules?tag=latest',
  'image of a deprecated repository': '/tidewater/time-series/collector?tag=3.9.1',
  'files of a layer': `${tools}?tag=17.5&part=tree&layer=1`,
  'text of a file': `${tools}?tag=17.5&part=tree&path=etc/os-release`,
  'folder that is not there': `${tools}?tag=17.5&part=tree&path=no/such`,
  'files that a filter does not find': `${tools}?tag=17.5&part=tree&filter=no-such-file`,
  'pulls of what was never pulled': '/jmo-lab/hello?tab=pulls',
  'tags of what has no texts': '/jmo-lab/hello?tab=tags',
  'usage that was not written': '/jmo-lab/hello?tab=usage',
}

const missing = {
  'missing digest': `${tools}?digest=${nowhere}`,
  'missing platform': `${tools}?tag=17.5&platform=plan9/s390x`,
  'reference that is none': `${tools}?tag=a%20b`,
  'missing part': `${tools}?tag=17.5&part=labels.99`,
  'comparison with what is not there': `${harbor}?compare=2.2.0&with=no-such-tag`,
  'missing address': '/docs/no-such-chapter',
  'missing publisher with the name of a file': '/no-such-publisher.json',
  'missing address that is not a name': '/Not_A_Name!/x',
}

const toPages = (paths: Record<string, string>, status: number): ExamplePage[] =>
  Object.entries(paths).map(([name, path]) => ({ name, path, status }))

export const furtherPages: ExamplePage[] = [
  ...toPages(found, 200),
  ...toPages(missing, 404),
  { name: 'malformed address', path: '/tidewater/%zz', status: 400 },
]
