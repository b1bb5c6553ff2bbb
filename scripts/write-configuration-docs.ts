/** `npm run docs`: brings `docs/configuration.md` up to date with the configuration schema. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { environment } from '#lib/config/environment.ts'
import { toConfigurationDocs } from './configuration-docs.ts'
import { projectRoot } from './project-root.ts'

writeFileSync(join(projectRoot, 'docs', 'configuration.md'), toConfigurationDocs(environment))
