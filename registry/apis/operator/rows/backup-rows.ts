/** The verbs of backups. What works on a backup alone needs no store: it may be all that is left. */
import { z } from 'zod'
import { listPoints } from '#registry/domain/backup/backup-point.ts'
import { createBackup, toBackupLines } from '#registry/domain/backup/create-backup.ts'
import { restoreBackup } from '#registry/domain/backup/restore-backup.ts'
import { toPointRows, verifyBackup } from '#registry/domain/backup/verify-backup.ts'
import { toMegabytes } from '#registry/domain/to-megabytes.ts'
import { defineFileVerb, defineVerb } from '../operator-verb.ts'
import { toTable } from '../to-table.ts'

const fromField = z.string().min(1).describe('the folder of the backup')
const atField = z
  .string()
  .min(1)
  .optional()
  .describe('the newest point until this time, such as 2026-11-25T00:00:00Z, or the name of a point')

export const backupRows = [
  defineVerb({
    group: 'backup',
    name: 'create',
    help: 'copy everything as of now, also while the registry runs; short: backup TO',
    example: '--to /mnt/backup/registry',
    request: z.object({
      to: z.string().min(1).describe('the folder of the backup, which an earlier one may have made'),
      keep: z.number().int().min(1).optional().describe('how many points stay; older ones are removed'),
    }),
    recorded: ['to'],
    verbs: ['accessKeys', 'content', 'copyMetadata'],
    parts: ['config', 'clock', 'images', 'keys', 'limits', 'audit'],
    run: ({ config, clock, store, images, keys, limits, audit }, request, call) => {
      const flush = async () => {
        await Promise.all([images.pulls.flush(), limits.flush(), audit.flush()])
      }
      return createBackup({ config, clock, store, keys, deletions: images.deletions, flush }, request, call)
    },
    toLines: toBackupLines,
  }),
  defineFileVerb({
    group: 'backup',
    name: 'list',
    help: 'list the points in time of a backup; short: backup list FROM',
    example: '--from /mnt/backup/registry',
    request: z.object({ from: fromField }),
    run: async (_, { from }) => ({ points: await listPoints(from) }),
    toLines: ({ points }) =>
      toTable(['point', 'repositories', 'images', 'blobs', 'size', 'note'], toPointRows(points)),
  }),
  defineFileVerb({
    group: 'backup',
    name: 'verify',
    help: 'read a backup, and say what of it is damaged or missing; short: backup verify FROM',
    example: '--from /mnt/backup/registry',
    request: z.object({ from: fromField, at: atField }),
    run: (_, { from, at }, call) => verifyBackup(from, at, call),
    toLines: ({ points, files, blobs, bytes }) => [
      'The backup is whole.',
      `  points:  ${points}, with ${files} files`,
      `  blobs:   ${blobs} (${toMegabytes(bytes)})`,
    ],
  }),
  defineFileVerb({
    group: 'backup',
    name: 'restore',
    help: 'make an empty DATA_DIR that of a backup; short: restore FROM',
    example: '--from /mnt/backup/registry --at 2026-11-25T00:00:00Z',
    request: z.object({
      from: fromField,
      at: atField,
      key: z.string().min(1).optional().describe('a file with the key, where the backup has none'),
    }),
    withoutDatabase:
      'unset DATABASE_URL to restore a backup into an empty DATA_DIR; then set it, and run `store move --to database` into an empty database.',
    run: ({ dataDir, registryKey }, request, call) =>
      restoreBackup(dataDir, { ...request, needsKey: registryKey.kind === 'own' }, call),
    toLines: ({ dataDir, point, time, rows, blobs, bytes, damaged }) => [
      `${dataDir} is as it was at ${time} (point ${point}). Start the registry.`,
      `  repositories:  ${rows.repository}`,
      `  images:        ${rows.image}, with ${rows.image_tag} tags`,
      `  blobs:         ${blobs - damaged.length} (${toMegabytes(bytes)})`,
      ...damaged.map(({ digest, problem }) => `  missing:       ${digest} ${problem} before the backup`),
    ],
  }),
]
