/** Fields that entries of CATALOG_SOURCES_FILE share, whatever their kind. */
import { z } from 'zod'

export const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' })

export const sourceName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be of 1 to 40 characters a-z, 0-9 and -, and not begin with -')

/** As in an image reference. */
export const hostName = z
  .string()
  .regex(
    /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]{0,250}[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/,
    'must be a host, with a port where it has one: registry.example:5000',
  )
