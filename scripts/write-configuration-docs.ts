/** `npm run docs`: brings `docs/configuration.md` up to date with the configuration schema. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { environment } from '#lib/config/environment.ts'
import { toConfigurationDocs } from './configuration-docs.ts'
import { projectRoot } from './project-root.ts'
import { readFlags } from './read-flags.ts'

readFlags({ usage: 'npm run docs', flags: z.object({}) })

writeFileSync(join(projectRoot, 'docs', 'configuration.md'), toConfigurationDocs(environment))
