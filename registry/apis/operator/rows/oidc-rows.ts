/** The verbs of OIDC issuers. */
import { z } from 'zod'
import { checkIssuer, listIssuers } from '../list-issuers.ts'
import { defineVerb } from '../operator-verb.ts'
import { toTable } from '../to-table.ts'

export const oidcRows = [
  defineVerb({
    group: 'oidc',
    name: 'list',
    help: 'list the issuers whose tokens can be exchanged for credentials',
    example: '',
    request: z.object({}),
    recorded: null,
    parts: ['issuers'],
    run: async (service) => ({ issuers: listIssuers(service) }),
    toLines: ({ issuers }) =>
      issuers.length === 0
        ? ['No issuer is configured. Set OIDC_ISSUERS_FILE.']
        : toTable(
            ['ISSUER', 'AUDIENCES', 'ALGORITHMS', 'KEYS READ'],
            issuers.map(({ issuer, audiences, algorithms, keysReadAt }) => [
              issuer,
              audiences.join(','),
              algorithms.join(','),
              keysReadAt ?? 'not yet',
            ]),
          ),
  }),
  defineVerb({
    group: 'oidc',
    name: 'check',
    help: 'read the configuration and the keys of an issuer now',
    example: '--issuer https://token.example.com',
    request: z.object({ issuer: z.string().min(1).describe('the issuer, as `oidc list` shows it') }),
    recorded: null,
    parts: ['issuers'],
    run: checkIssuer,
    toLines: ({ jwksUri, keys }) => [
      `Keys at ${jwksUri}:`,
      ...toTable(
        ['KEY ID', 'TYPE', 'ALGORITHM', 'TAKEN'],
        keys.map(({ kid, kty, alg, isTaken }) => [kid ?? '-', kty, alg ?? '-', isTaken ? 'yes' : 'no']),
      ),
    ],
  }),
]
