import { useTexts } from '#components/language/use-texts.ts'
import { docsElements } from './docs-elements.tsx'

/**
 * What clients say when a pull fails, what that means, and what helps. What they say is that of docker, containerd and
 * podman, in their language and shortened to what a visitor will recognise.
 */
const failures = [
  ['noPlatform', 'no matching manifest for linux/arm64'],
  ['otherProcessor', 'exec format error'],
  ['plainHttp', 'server gave HTTP response to HTTPS client'],
  ['tooMany', 'toomanyrequests, 429'],
  ['unknown', 'manifest unknown, not found'],
  ['noImage', 'unsupported media type, invalid rootfs'],
  ['oldLogin', 'denied, authorization token has expired'],
  ['unreachable', 'connection refused, no such host, x509'],
] as const

export function PullFailures() {
  const texts = useTexts('docs')
  return (
    <dl className="divide-y divide-rule border-y border-rule text-sm">
      {failures.map(([kind, says]) => (
        <div key={kind} className="grid gap-x-6 py-3 sm:grid-cols-[15rem_1fr]">
          <dt className="wrap-anywhere">
            <code>{says}</code>
          </dt>
          <dd>
            <p className="text-ink">{texts(`failures.${kind}.means`)}</p>
            <p className="mt-1 [&_code]:whitespace-nowrap">
              {texts.rich(`failures.${kind}.helps`, docsElements)}
            </p>
          </dd>
        </div>
      ))}
    </dl>
  )
}
