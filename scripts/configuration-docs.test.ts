/** Guards that every variable is documented, and that the document is the one the schema gives. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { environment } from '#lib/config/environment.ts'
import { toConfigurationDocs } from './configuration-docs.ts'
import { projectRoot } from './project-root.ts'

test('docs/configuration.md is what the schema says (npm run docs brings it up to date)', () => {
  const written = readFileSync(join(projectRoot, 'docs', 'configuration.md'), 'utf8')
  expect(written).toBe(toConfigurationDocs(environment))
})

test.each(Object.entries(environment.shape))('%s has a description', (_, field) => {
  expect(field.description).toMatch(/^\S.+\.$/)
})
