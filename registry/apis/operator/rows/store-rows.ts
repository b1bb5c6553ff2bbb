/** The verbs that look whether everything that is stored is whole. */
import { z } from 'zod'
import { toMegabytes } from '#registry/domain/to-megabytes.ts'
import { checkStore } from '../check-store.ts'
import { defineVerb } from '../operator-verb.ts'
import { verifyStore } from '../verify-store.ts'

export const storeRows = [
  defineVerb({
    group: 'store',
    name: 'check',
    help: 'read the whole metadata, say whether it is whole and what is in it',
    example: '',
    request: z.object({}),
    recorded: null,
    verbs: ['inspect'],
    parts: ['config'],
    run: (service) => checkStore(service),
    toLines: ({ dataDir, rows }) => [
      `The store in ${dataDir} is whole.`,
      ...Object.entries(rows).map(([table, count]) => `  ${`${table}:`.padEnd(12)} ${count}`),
    ],
  }),
  defineVerb({
    group: 'store',
    name: 'verify',
    help: 'read every image, and say which blobs and manifests are damaged or missing',
    example: '',
    request: z.object({}),
    recorded: null,
    verbs: ['blobs', 'content', 'images', 'manifests', 'references'],
    parts: ['config'],
    run: (service, _, call) => verifyStore(service, call),
    toLines: ({ dataDir, manifests, blobs, bytes }) => [
      `The images in ${dataDir} are whole.`,
      `  manifests:   ${manifests}`,
      `  blobs:       ${blobs} (${toMegabytes(bytes)})`,
    ],
  }),
]
