/**
 * May somebody whom an issuer vouches for take a role on? The role's trust policy says (IAM user guide, "Roles for OIDC
 * federation"): it names the issuer as `Federated`, and each claim of the token is a condition key, `ISSUER:sub`.
 */
import type { JWTPayload } from 'jose'
import { compilePolicy } from '../policy/compile-policy.ts'
import type { PolicyDocument, PolicyStatement } from '../policy/policy-document.ts'
import { type ContextValue, createRequestContext } from '../policy/request-context.ts'

/** Whom an issuer vouches for. */
export interface WebIdentity {
  /** As policies name the issuer. */
  provider: string
  subject: string
  audiences: string[]
  claims: JWTPayload
}

export const webIdentityAction = 'sts:AssumeRoleWithWebIdentity'

export interface TrustQuestion {
  trustPolicy: PolicyDocument
  /** Of the role. */
  accountId: string
  identity: WebIdentity
  sessionName: string
  sourceIp: string
  at: Date
}

/** @example toProviderArn('123456789012', 'token.example.com') // 'arn:aws:iam::123456789012:oidc-provider/token.example.com' */
export function toProviderArn(accountId: string, provider: string): string {
  return `arn:aws:iam::${accountId}:oidc-provider/${provider}`
}

/** Every statement that applies has to allow it, and there has to be one. */
export function isTrusted(question: TrustQuestion): boolean {
  const { trustPolicy, accountId, identity } = question
  const providerArn = toProviderArn(accountId, identity.provider)
  const request = { action: webIdentityAction, resource: '*', context: toContext(question) }
  const applying = [trustPolicy.Statement]
    .flat()
    .filter((statement) => names(statement, providerArn))
    .filter((statement) =>
      compilePolicy('trust policy', { ...trustPolicy, Statement: statement }).statements.every((one) =>
        one.applies(request),
      ),
    )
  return applying.length > 0 && applying.every(({ Effect }) => Effect === 'Allow')
}

/** Everybody (`*`) can be locked out, but never let in: that would be everyone who has an account at the issuer. */
function names({ Effect, Principal }: PolicyStatement, providerArn: string): boolean {
  const named = Principal === undefined || Principal === '*' ? {} : Principal
  const federated = [named.Federated ?? []].flat()
  if (federated.includes(providerArn)) return true
  const isEverybody = Principal === '*' || [...federated, ...[named.AWS ?? []].flat()].includes('*')
  return isEverybody && Effect === 'Deny'
}

function toContext({ identity, sessionName, sourceIp, at }: TrustQuestion) {
  const { provider, claims } = identity
  // Condition keys have no case: of claims that differ in case alone, such as a made-up `Sub`, none counts.
  const names = Object.keys(claims).map((name) => name.toLowerCase())
  const ofToken = Object.entries(claims)
    .filter(([name]) => names.filter((other) => other === name.toLowerCase()).length === 1)
    .map(([name, value]) => [`${provider}:${name}`, toValue(value)])
  return createRequestContext({
    ...Object.fromEntries(ofToken),
    'aws:FederatedProvider': provider,
    'aws:SourceIp': sourceIp === '' ? undefined : sourceIp,
    'aws:CurrentTime': at.toISOString(),
    'aws:EpochTime': String(Math.floor(at.getTime() / 1000)),
    'sts:RoleSessionName': sessionName,
  })
}

/** Lists and single values; what is nested cannot be compared. */
function toValue(claim: JWTPayload[string]): ContextValue | undefined {
  if (Array.isArray(claim)) return claim.every(isScalar) ? claim.map(String) : undefined
  return isScalar(claim) ? String(claim) : undefined
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}
