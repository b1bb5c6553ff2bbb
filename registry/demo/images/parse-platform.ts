/** Platforms as `images.json` writes them. */

export interface DemoPlatform {
  os: string
  architecture: string
  variant: string | null
  osVersion: string | null
}

/**
 * Takes a platform apart.
 * @example parsePlatform('linux/arm/v7') // { os: 'linux', architecture: 'arm', variant: 'v7', osVersion: null }
 */
export function parsePlatform(text: string): DemoPlatform {
  const [path = '', osVersion = null] = text.split(':')
  const [os = '', architecture = '', variant = null] = path.split('/')
  return { os, architecture, variant, osVersion }
}

/** As an index names it (OCI image specification 1.1.1, "Image Index: platform"). */
export function toWirePlatform({
  os,
  architecture,
  variant,
  osVersion,
}: DemoPlatform): Record<string, string> {
  return { architecture, os, ...(variant && { variant }), ...(osVersion && { 'os.version': osVersion }) }
}
