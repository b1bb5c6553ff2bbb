import { expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { environment } from './environment.ts'
import { findUnknownNames } from './find-unknown-names.ts'

const known = Object.keys(environment.shape)

test.each([
  ['GALLERY_PROT', 'GALLERY_PORT'],
  ['REGISTRY_HOSTNAME', 'REGISTRY_HOST'],
  ['DRAIN_SECOND', 'DRAIN_SECONDS'],
  ['SYNC_INTERVAL_SECS', 'SYNC_INTERVAL_SECONDS'],
  ['MAX_REQUEST', 'MAX_REQUESTS'],
  ['DATA_DRI', 'DATA_DIR'],
  ['DATA_DIRECTORY', 'DATA_DIR'],
  ['REGISTRY_PROT', 'REGISTRY_PORT'],
  ['LOG_LEVL', 'LOG_LEVEL'],
  ['TRUSTED_PROXY', 'TRUSTED_PROXIES'],
  ['GC_INTERVAL_SECOND', 'GC_INTERVAL_SECONDS'],
])('%s is refused, and %s named', (name, nearest) => {
  expect(() => readConfig({ [name]: '1' })).toThrow(`${name}: there is no such variable. Did you mean `)
  expect(() => readConfig({ [name]: '1' })).toThrow(nearest)
})

test('one that is like none is refused when it begins as ours do', () => {
  expect(() => readConfig({ GALLERY_THEME_COLOURS: 'b' })).toThrow(
    'GALLERY_THEME_COLOURS: there is no such variable.',
  )
})

test('an empty one counts as unset, as everywhere', () => {
  expect(readConfig({ GALLERY_PROT: '' }).galleryPort).toBe(3000)
})

/** As shells, npm, systemd, Kubernetes, CI services, proxies and other programs set them. */
const ofOthers = [
  ...[
    'PATH',
    'HOME',
    'HOSTNAME',
    'HOSTTYPE',
    'HOSTS',
    'DEMOS',
    'PORT',
    'SHLVL',
    'LOGNAME',
    'LOGLEVEL',
    'LOG_FILE',
  ],
  ...['XDG_DATA_DIRS', 'XDG_DATA_HOME', 'DATA_PATH', 'DATA', 'MAX_OLD_SPACE', 'MAIL', 'MAX_REQUEST_BODY'],
  ...['RATE_LIMIT_PER_MINUTE', 'SEARCH_PATH', 'TRUSTED_CA', 'SHOW_BANNER', 'FORWARDED_ALLOW_IPS', 'GC_OPTS'],
  ...[
    'KUBERNETES_SERVICE_HOST',
    'REGISTRY_SERVICE_HOST',
    'REGISTRY_SERVICE_PORT',
    'REGISTRY_SERVICE_PORT_HTTP',
  ],
  ...['REGISTRY_PORT_5050_TCP', 'REGISTRY_PORT_5050_TCP_ADDR', 'GALLERY_PORT_3000_TCP_PROTO'],
  ...[
    'CI_REGISTRY',
    'CI_REGISTRY_IMAGE',
    'npm_config_registry',
    'NPM_CONFIG_REGISTRY',
    'DOCKER_REGISTRY_URL',
  ],
  ...[
    'INVOCATION_ID',
    'JOURNAL_STREAM',
    'LISTEN_FDS',
    'NODE_ENV',
    'NODE_OPTIONS',
    'NEXT_RUNTIME',
    '__NEXT_X',
  ],
  ...['AWS_PROFILE', 'AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_ECR_PUBLIC', 'HTTP_PROXY', 'LC_ALL', 'OIDC_TOKEN'],
]

test.each(ofOthers)('%s is somebody else’s, and stops nothing', (name) => {
  expect(findUnknownNames([name], known)).toEqual([])
})
