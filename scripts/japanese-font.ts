/**
 * A font with Japanese letters for the browser of tests and benches: whoever reads Japanese has one, and without it lines are as wide
 * as boxes and take their time. Debian's package, unpacked beside, so that nothing of the system changes.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './project-root.ts'
import { unpackDebianPackages } from './unpack-debian-packages.ts'

const packageName = 'fonts-vlgothic'
const folder = join(projectRoot, 'node_modules', '.cache', 'japanese-font')
const fonts = join(folder, 'usr', 'share', 'fonts')
const settings = join(folder, 'fonts.conf')

/** What the browser is started with: the system's fonts and this one; nothing where it is not here. */
export function toFontEnvironment(): Record<string, string> {
  return existsSync(settings) ? { FONTCONFIG_FILE: settings } : {}
}

/** Fetches it where it is not here yet; where it cannot be had, the browser shows what the system has. */
export function installJapaneseFont(): void {
  if (existsSync(settings)) return
  console.log(`${packageName}: not found; fetching it …`)
  const problem = unpackDebianPackages([packageName], null, folder)
  if (problem !== null || !existsSync(fonts)) {
    console.log(`${packageName}: ${problem ?? 'cannot be had'}; Japanese is shown in what the system has.`)
    return
  }
  const cache = join(folder, 'cache')
  mkdirSync(cache, { recursive: true })
  writeFileSync(
    settings,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${fonts}</dir>
  <cachedir>${cache}</cachedir>
</fontconfig>
`,
  )
}
