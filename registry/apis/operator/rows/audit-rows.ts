/** The verbs of the audit log. */
import { z } from 'zod'
import { accountField, defineVerb } from '../operator-verb.ts'
import { lookUpAuditLog, type ShownRecord, tailAuditLog } from '../read-audit-log.ts'
import { requireWholeAuditLog } from '../require-whole-audit-log.ts'
import { toTable } from '../to-table.ts'

export const auditRows = [
  defineVerb({
    group: 'audit',
    name: 'tail',
    help: 'show the newest records, and with --follow those that come',
    example: '--lines 20',
    request: z.object({
      lines: z.number().int().min(0).max(1000).default(20).describe('how many of the newest'),
      follow: z.boolean().default(false).describe('go on until it is interrupted'),
    }),
    recorded: null,
    verbs: ['audit'],
    parts: ['audit'],
    run: (service, request, call) => tailAuditLog(service, request, call),
    toLines: () => [],
    toPartLines: (record: ShownRecord) => [toLine(record)],
  }),
  defineVerb({
    group: 'audit',
    name: 'lookup',
    help: 'look records of an account up, the newest first',
    example: '--account 123456789012 --event-name PutImage',
    request: z.object({
      account: accountField,
      eventName: z.string().min(1).optional().describe('only this action, such as PutImage'),
      user: z.string().min(1).optional().describe('only those of this user'),
      key: z.string().min(1).optional().describe('only those of this access key id'),
      repository: z.string().min(1).optional().describe('only those about this repository'),
      from: z.iso.datetime({ offset: true }).optional().describe('not before, such as 2026-11-25T00:00:00Z'),
      to: z.iso.datetime({ offset: true }).optional().describe('not after'),
      lines: z.number().int().min(1).max(1000).default(50).describe('how many at most'),
    }),
    recorded: null,
    verbs: ['accounts', 'audit'],
    parts: ['audit'],
    run: (service, request) => lookUpAuditLog(service, request),
    toLines: ({ records }) =>
      toTable(
        ['time', 'action', 'who', 'about', 'error'],
        records.map((record) => toColumns(record)),
      ),
  }),
  defineVerb({
    group: 'audit',
    name: 'verify',
    help: 'say whether the log is as it was written, or which record is the first that is not',
    example: '',
    request: z.object({}),
    recorded: null,
    verbs: ['audit'],
    parts: ['config', 'audit'],
    run: (service, _, call) => requireWholeAuditLog(service, call),
    toLines: ({ records, witnessed, sequence, sha256 }) => [
      'The audit log is as it was written.',
      `  records:   ${records}, of which ${witnessed} are also in the files`,
      `  head:      ${sequence} ${sha256}`,
    ],
  }),
]

function toLine(record: ShownRecord): string {
  return toColumns(record)
    .filter((column) => column !== '')
    .join('  ')
}

function toColumns({ eventTime, eventName, userIdentity, resources, errorCode }: ShownRecord): string[] {
  const who = userIdentity.arn ?? userIdentity.accessKeyId ?? userIdentity.userName ?? ''
  return [eventTime, eventName, who, resources?.[0]?.ARN ?? '', errorCode ?? '']
}
