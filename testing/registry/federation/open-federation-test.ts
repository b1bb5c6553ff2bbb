/** A service with one issuer and one role that trusts it, for tests with a clock of their own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JWTHeaderParameters, JWTPayload } from 'jose'
import { createIssuers } from '#registry/domain/federation/issuers.ts'
import { createAccount } from '#registry/domain/identities/create-account.ts'
import { attachPolicy } from '#registry/domain/identities/manage-managed-policy.ts'
import { createRole } from '#registry/domain/identities/manage-role.ts'
import type { Service } from '#registry/service.ts'
import { openTestService, type TestService } from '../open-test-service.ts'
import { createFakeIssuer, type FakeIssuer } from './fake-issuer.ts'

export const accountId = '111122223333'
export const roleArn = `arn:aws:iam::${accountId}:role/ci`
export const audience = 'registry.example.com'
export const subject = 'repo:acme/app:ref:refs/heads/main'
/** Of the tests' clock. */
export const nowSeconds = Date.parse('2026-03-01T12:00:00Z') / 1000

export interface FederationTest extends AsyncDisposable {
  fixture: TestService
  service: Service
  issuer: FakeIssuer
  /** A token as the role wants it, but for what is given; undefined leaves a claim out. */
  sign(claims?: Record<string, unknown>, header?: Partial<JWTHeaderParameters>): Promise<string>
}

export function trustOf(
  conditions: Record<string, Record<string, string | string[]>>,
  provider = 'token.example.com',
) {
  return {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${accountId}:oidc-provider/${provider}` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: conditions,
    },
  }
}

export const usualTrust = trustOf({
  StringEquals: { 'token.example.com:aud': audience },
  StringLike: { 'token.example.com:sub': 'repo:acme/app:*' },
})

/**
 * @param entry of the issuer, beside its name and audience
 * @param variables of the configuration
 */
export async function openFederationTest(
  entry: object = {},
  variables: Record<string, string> = {},
): Promise<FederationTest> {
  const directory = mkdtempSync(join(tmpdir(), 'federation-test-'))
  const file = join(directory, 'issuers.json')
  const issuer = await createFakeIssuer()
  writeFileSync(file, JSON.stringify([{ issuer: issuer.issuer, audiences: [audience], ...entry }]))
  const fixture = await openTestService({ ...variables, OIDC_ISSUERS_FILE: file })
  const { config, clock } = fixture.service
  const service = { ...fixture.service, issuers: createIssuers(config, clock, issuer.fetchJson) }
  await createAccount(service, { accountId })
  await createRole(service, { accountId, name: 'ci', trustPolicy: usualTrust, maxSessionSeconds: 7200 })
  const policy = 'AmazonElasticContainerRegistryPublicPowerUser'
  await attachPolicy(service, { accountId, role: 'ci', policy })
  return {
    fixture,
    service,
    issuer,
    sign: (claims, header) =>
      issuer.sign(
        {
          iss: issuer.issuer,
          aud: audience,
          sub: subject,
          iat: nowSeconds,
          exp: nowSeconds + 300,
          ...claims,
        } as JWTPayload,
        header,
      ),
    async [Symbol.asyncDispose]() {
      await fixture[Symbol.asyncDispose]()
      rmSync(directory, { recursive: true })
    },
  }
}
