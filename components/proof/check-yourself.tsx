import { useTexts } from '#components/language/use-texts.ts'
import {
  type CosignSigner,
  toCosignCommand,
  toGithubCommand,
  toNotationCommand,
  type VerifyCommand,
  type VerifyTarget,
} from '#lib/commands/verify-command.ts'
import type { CheckedProof, ImageProof } from '#lib/pages/proof/get-image-proof.ts'
import { isPlainSignature } from '#lib/proof/proof.ts'
import { readKey } from '#lib/proof/read-key.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { compareProofs } from './describe-proof.ts'

const maxShown = 4

/** The commands with which a visitor checks the statements of this image without this gallery. */
export function CheckYourself({
  proof,
  name,
  alias,
  plainHttp,
}: {
  proof: ImageProof
  /** Host and repository. */
  name: string
  alias: string
  plainHttp: boolean
}) {
  const texts = useTexts('proof')
  const groups = groupByTool(listCommands(proof, { name, alias, plainHttp }).slice(0, maxShown))
  if (groups.length === 0) return null
  return (
    <div className="mt-4 rounded-md bg-sunk px-4 py-3">
      <h3 className="text-sm font-semibold">{texts('check.title')}</h3>
      {groups.map(({ tool, text }) => (
        <div
          key={text}
          className="mt-2 grid grid-cols-[minmax(0,1fr)_auto] gap-x-2 border-rule not-first-of-type:border-t not-first-of-type:pt-2"
        >
          <h4 className="self-center text-xs text-ink-2">
            {texts('check.with', { tool: tool === 'gh' ? texts('check.github') : tool })}
          </h4>
          <CopyButton text={text} label={texts('check.copy', { tool })} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it */}
          <pre tabIndex={0} className="col-span-2 overflow-x-auto font-mono text-xs leading-5">
            <code>{text}</code>
          </pre>
        </div>
      ))}
      {!proof.root.isShipped && groups.some(({ tool }) => tool === 'cosign') && (
        <p className="mt-2 text-xs text-ink-2">
          {texts.rich('check.ownRoot', {
            option: () => (
              <code key="option" className="font-mono">
                --trusted-root
              </code>
            ),
          })}
        </p>
      )}
    </div>
  )
}

interface Where {
  name: string
  alias: string
  plainHttp: boolean
}

/** One text for each tool; a key that several commands need is written down once. */
function groupByTool(commands: readonly VerifyCommand[]): { tool: VerifyCommand['tool']; text: string }[] {
  return [...Map.groupBy(commands, ({ tool }) => tool)].map(([tool, ones]) => ({
    tool,
    text: [
      ...new Set(ones.flatMap(({ keyLine, text }) => (keyLine === null ? [text] : [keyLine, text]))),
    ].join('\n'),
  }))
}

/** Each command once, those for what is verified first. */
function listCommands({ attachments, signers }: ImageProof, where: Where): VerifyCommand[] {
  const ordered = attachments.flatMap((one) => one.proofs ?? []).sort(compareProofs)
  const commands = ordered.flatMap((one) => toCommands(one, signers.keys, where))
  return [...new Map(commands.map((one) => [one.text, one])).values()]
}

function toCommands(proof: CheckedProof, keys: readonly string[], where: Where): VerifyCommand[] {
  // What is signed by somebody else proves nothing that a visitor should run.
  if (proof.subject === null || !proof.isExpected) return []
  const target: VerifyTarget = { name: where.name, digest: proof.subject, plainHttp: where.plainHttp }
  if (proof.format === 'notation') return [toNotationCommand(target)]
  const signer = toCosignSigner(proof, keys, where.alias)
  if (signer === null) return []
  const predicateType = isPlainSignature(proof) ? null : proof.predicateType
  const source = proof.build?.isCertified ? (proof.build.repository ?? '') : ''
  const byGithub = predicateType === null ? null : toGithubCommand(target, source, predicateType)
  return [byGithub ?? toCosignCommand(target, signer, predicateType)]
}

function toCosignSigner(
  { signer, loggedAt }: CheckedProof,
  keys: readonly string[],
  alias: string,
): CosignSigner | null {
  if (signer === null) return null
  if (signer.by === 'identity') return signer
  if (signer.by === 'certificate') return null
  const known = keys.map(readKey).find(({ fingerprint }) => fingerprint === signer.fingerprint)
  if (known === undefined) return null
  const keyPem = known.key.export({ format: 'pem', type: 'spki' }).toString()
  return { keyPem, owner: alias, isLogged: loggedAt !== null }
}
