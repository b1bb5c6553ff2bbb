/**
 * Addresses that are relative in a text lead into the repository that an image was built from, where its annotation
 * `org.opencontainers.image.source` names one on a host whose addresses are known. A link leads to the file's page, an
 * image to the file itself, both as of the default branch unless the annotation names another one.
 */

export interface AddressResolver {
  /** The whole address, or null when it leads out of the repository. */
  toLink(address: string): string | null
  toImage(address: string): string | null
}

interface Repository {
  /** Address of the repository, with a slash at its end; nothing leads out of here. */
  home: string
  /** What the pages of files begin with, and what the files themselves begin with. */
  pages: string
  files: string
  /** The files' own home, where they are on another host. */
  filesHome?: string
  /** Where in it the text stands, such as `images/cache/`. */
  folder: string
}

const maxLength = 500

/** @returns null when nothing is known of such a source */
export function createAddressResolver(sourceUrl: string | null | undefined): AddressResolver | null {
  const url = sourceUrl && sourceUrl.length <= maxLength ? URL.parse(sourceUrl) : null
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    return null
  const path = url.pathname.split('/').filter((part) => part !== '')
  const repository = toRepository(url.host, path)
  if (repository === null) return null
  const { home, pages, files, filesHome = home, folder } = repository
  return {
    toLink: (address) => resolve(address, pages, folder, home),
    toImage: (address) => resolve(address, files, folder, filesHome),
  }
}

function toRepository(host: string, path: string[]): Repository | null {
  const dash = path.indexOf('-')
  if (host === 'gitlab.com' || host.startsWith('gitlab.') || dash >= 2) {
    const [name, rest] = dash === -1 ? [path, []] : [path.slice(0, dash), path.slice(dash + 1)]
    return name.length < 2 ? null : toGitLab(host, withoutGit(name), rest)
  }
  const [owner, name, ...rest] = withoutGit(path.slice(0, 2)).concat(path.slice(2))
  if (owner === undefined || name === undefined) return null
  const home = `https://${host}/${owner}/${name}/`
  if (host === 'github.com' || host === 'www.github.com') return toGitHub(owner, name, rest)
  if (host === 'bitbucket.org') {
    const [ref, folder] = readPlace(rest, ['src'])
    return { home, pages: `${home}src/${ref}/`, files: `${home}raw/${ref}/`, folder }
  }
  if (host === 'codeberg.org' || host === 'gitea.com') {
    const [ref, folder] = readPlace(rest[1] === 'branch' ? rest.slice(1) : [], ['branch'])
    return { home, pages: `${home}src/branch/${ref}/`, files: `${home}raw/branch/${ref}/`, folder }
  }
  return null
}

function toGitHub(owner: string, name: string, rest: string[]): Repository {
  const [ref, folder] = readPlace(rest, ['tree', 'blob'])
  const home = `https://github.com/${owner}/${name}/`
  const filesHome = `https://raw.githubusercontent.com/${owner}/${name}/`
  return { home, pages: `${home}blob/${ref}/`, files: `${filesHome}${ref}/`, filesHome, folder }
}

function toGitLab(host: string, name: string[], rest: string[]): Repository {
  const [ref, folder] = readPlace(rest, ['tree', 'blob'])
  const home = `https://${host}/${name.join('/')}/`
  return { home, pages: `${home}-/blob/${ref}/`, files: `${home}-/raw/${ref}/`, folder }
}

/** Of `tree/main/images/cache`, the branch and the folder. Of a file, its folder. */
function readPlace([kind, ref, ...path]: string[], kinds: string[]): [ref: string, folder: string] {
  if (kind === undefined || ref === undefined || !kinds.includes(kind)) return ['HEAD', '']
  const folder = kind === 'blob' ? path.slice(0, -1) : path
  return [ref, folder.map((part) => `${part}/`).join('')]
}

function withoutGit(name: string[]): string[] {
  return name.map((part, at) => (at === name.length - 1 ? part.replace(/\.git$/, '') : part))
}

/** An address with a slash in front begins at the top of the repository. */
function resolve(address: string, base: string, folder: string, home: string): string | null {
  const from = /^[/\\]/.test(address) ? base : `${base}${folder}`
  const url = URL.parse(address.replace(/^[/\\](?![/\\])/, ''), from)
  return url?.href.startsWith(home) ? url.href : null
}
