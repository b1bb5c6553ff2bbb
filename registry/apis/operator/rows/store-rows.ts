/** The verbs that look whether everything that is stored is whole. */
import { z } from 'zod'
import { OperatorError } from '#registry/domain/operator-error.ts'
import { toMegabytes } from '#registry/domain/to-megabytes.ts'
import { checkStore } from '../check-store.ts'
import { collectStoreGarbage } from '../collect-store-garbage.ts'
import { measureUsage } from '../measure-usage.ts'
import { moveStore, moveStoreContent } from '../move-store.ts'
import { defineFileVerb, defineVerb } from '../operator-verb.ts'
import { type RepairedStore, repairStore } from '../repair-store.ts'
import { toTable } from '../to-table.ts'
import { verifyStore } from '../verify-store.ts'

export const storeRows = [
  defineVerb({
    group: 'store',
    name: 'check',
    help: 'read the whole metadata, say whether it is whole and what is in it',
    example: '',
    request: z.object({}),
    recorded: null,
    verbs: ['accessKeys', 'audit', 'blobs', 'content', 'inspect', 'listDamage'],
    parts: ['config', 'keys'],
    run: (service) => checkStore(service),
    toLines: ({ dataDir, rows }) => [
      `The store in ${dataDir} is whole.`,
      ...Object.entries(rows).map(([table, count]) => `  ${`${table}:`.padEnd(12)} ${count}`),
    ],
  }),
  defineVerb({
    group: 'store',
    name: 'gc',
    help: 'remove blobs that no image needs, now',
    example: '--grace-seconds 0',
    request: z.object({
      graceSeconds: z.coerce
        .number()
        .int()
        .min(0)
        .max(31_536_000)
        .optional()
        .describe('instead of GC_GRACE_SECONDS; a push that is under way may have to start again with less'),
    }),
    recorded: ['graceSeconds'],
    verbs: ['blobs', 'content', 'transaction'],
    parts: ['clock', 'config', 'images', 'space'],
    run: (service, { graceSeconds }) =>
      collectStoreGarbage(service, graceSeconds === undefined ? null : graceSeconds * 1000),
    toLines: ({ deletedBlobs, freedBytes, endedUploads, freeBytes }) => [
      `Removed ${deletedBlobs} blobs (${toMegabytes(freedBytes)}) and ${endedUploads} abandoned uploads.`,
      ...(freeBytes === null ? [] : [`Free on the disk: ${toMegabytes(freeBytes)}.`]),
    ],
  }),
  defineVerb({
    group: 'store',
    name: 'read-only',
    help: 'stop what callers change, or let it go on; pulls, garbage collection and these commands go on',
    example: '--reason "Moving to a new disk until 14:00 UTC."',
    request: z.object({
      reason: z
        .string()
        .min(1)
        .max(300)
        .optional()
        .describe('what callers are told, in a sentence; it holds until --off, also after a new start'),
      off: z.boolean().optional().describe('lets changes go on'),
    }),
    recorded: ['reason', 'off'],
    verbs: ['pause', 'pausedFor'],
    parts: ['log'],
    async run({ store, log }, { reason, off = false }) {
      if (off && reason !== undefined) throw new OperatorError('Either --reason or --off.')
      if (off || reason !== undefined) {
        await store.pause(off ? null : (reason ?? null))
        log.warn(
          { readOnly: store.pausedFor() },
          off ? 'changes go on' : 'changes are stopped by the operator',
        )
      }
      return { reason: store.pausedFor() }
    },
    toLines: ({ reason }) => [
      reason === null ? 'The registry takes changes.' : `The registry is read-only: ${reason}`,
    ],
  }),
  defineVerb({
    group: 'store',
    name: 'usage',
    help: 'say what takes how much room, by account and by repository, and what waits to be removed',
    example: '--top 5',
    request: z.object({
      top: z.coerce
        .number()
        .int()
        .min(1)
        .max(10_000)
        .default(20)
        .describe('so many accounts and repositories, the largest first; 20 if left out'),
    }),
    recorded: null,
    verbs: ['blobs', 'quotas', 'usage'],
    parts: ['images', 'space'],
    run: (service, { top }) => measureUsage(service, { top }),
    toLines: (usage) => [
      `Stored: ${toMegabytes(usage.bytes)} in ${usage.blobs} blobs, each content once.`,
      `Waiting to be removed: ${toMegabytes(usage.garbage.bytes)} in ${usage.garbage.blobs} blobs. Uploads under way: ${usage.uploads}.`,
      ...(usage.freeBytes === null ? [] : [`Free on the disk: ${toMegabytes(usage.freeBytes)}.`]),
      '',
      ...toTable(
        ['account', 'stored', 'its alone', 'listed', 'repositories', 'of', 'images', 'tags'],
        usage.accounts.map((one) => [
          one.accountId,
          toMegabytes(one.bytes),
          toMegabytes(one.ownBytes),
          toMegabytes(one.listedBytes),
          String(one.repositories),
          one.maxRepositories === null ? 'no limit' : String(one.maxRepositories),
          String(one.images),
          String(one.tags),
        ]),
      ),
      '',
      ...toTable(
        ['repository', 'stored', 'its alone', 'images', 'tags'],
        usage.repositories.map((one) => [
          `${one.accountId}/${one.name}`,
          toMegabytes(one.bytes),
          toMegabytes(one.ownBytes),
          String(one.images),
          String(one.tags),
        ]),
      ),
    ],
  }),
  defineFileVerb({
    group: 'store',
    name: 'move',
    help: 'move the metadata from the file in DATA_DIR to the database of DATABASE_URL, or back, while no program runs',
    example: '--to database',
    request: z.object({
      to: z
        .enum(['database', 'file'])
        .describe('where they are afterwards; both are found by DATA_DIR and DATABASE_URL'),
    }),
    run: (config, { to }, call) => moveStore(config, to, call),
    toLines: ({ to, tables }) => [
      ...toTable(
        ['table', 'rows', 'sum'],
        tables.map(({ table, rows, sha256 }) => [table, String(rows), sha256.slice(0, 12)]),
      ),
      to === 'database'
        ? 'The metadata are in the database, with the same rows. Start the registry with DATABASE_URL; the file stays, and is not used.'
        : 'The metadata are in the file, with the same rows. Start the registry without DATABASE_URL; the database stays, and is not used.',
    ],
  }),
  defineFileVerb({
    group: 'store',
    name: 'move-content',
    help: 'move the content of images from files in DATA_DIR to the bucket of BLOB_STORE, or back, while no program runs',
    example: '--to bucket',
    request: z.object({
      to: z
        .enum(['bucket', 'files'])
        .describe('where it is afterwards; BLOB_STORE names the bucket both times'),
    }),
    run: (config, { to }, call) => moveStoreContent(config, to, call),
    toLines: ({ to, place, blobs, lost, leftIn }) => [
      `${blobs} blobs are in ${place}, each with its digest.`,
      ...lost.map((digest) => `  ${digest} was lost or damaged before; a push puts it back.`),
      to === 'bucket'
        ? `Start the registry with BLOB_STORE=${place}.`
        : 'Start the registry without BLOB_STORE; the objects stay in the bucket, and are not used.',
      ...(leftIn === null
        ? []
        : [`The files are in ${leftIn}, and are not used: remove them when all is well.`]),
    ],
  }),
  defineVerb({
    group: 'store',
    name: 'repair',
    help: 'rebuild damaged metadata from what can be read, the audit files and the blobs',
    example: '',
    request: z.object({}),
    recorded: null,
    run: async (): Promise<RepairedStore> => {
      throw new OperatorError('A program runs on this store. Stop it first, and run this again.')
    },
    withoutDatabase:
      'what is damaged in a database, its own tools find (pg_amcheck). Restore it from a dump, or a backup as `backup restore` says.',
    runOffline: (config, _, parts) => repairStore(config, parts),
    toLines: ({ keptIn, tables, rebuilt, records, done, lost }) => [
      `The metadata was rebuilt; the damaged files are in ${keptIn}.`,
      ...tables
        .filter(({ rows, isTorn, orphans }) => isTorn || orphans > 0 || rows > 0)
        .map(
          ({ table, rows, isTorn, orphans }) =>
            `  ${`${table}:`.padEnd(20)} ${rows} rows${isTorn ? ', others could not be read' : ''}${orphans > 0 ? `, ${orphans} left out that belong to what is lost` : ''}`,
        ),
      ...(rebuilt.length === 0 ? [] : [`${rebuilt.length} images were made whole out of their manifests.`]),
      `Out of the audit files ${records} records were added, and ${done.length} changes done again:`,
      ...done.map((line) => `  ${line}`),
      lost.length === 0
        ? 'Of what the audit files have, nothing else is known to be lost.'
        : 'What could not be done again:',
      ...lost.map((line) => `  ${line}`),
      'Run `store check` and `store verify`, and then start the registry.',
    ],
  }),
  defineVerb({
    group: 'store',
    name: 'verify',
    help: 'read every image, and say which blobs and manifests are damaged or missing',
    example: '',
    request: z.object({}),
    recorded: null,
    verbs: ['blobs', 'content', 'images', 'manifests', 'references', 'settings'],
    parts: ['config'],
    run: (service, _, call) => verifyStore(service, call),
    toLines: ({ dataDir, manifests, blobs, bytes }) => [
      `The images in ${dataDir} are whole.`,
      `  manifests:   ${manifests}`,
      `  blobs:       ${blobs} (${toMegabytes(bytes)})`,
    ],
  }),
]
