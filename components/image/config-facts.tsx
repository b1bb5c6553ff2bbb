import type { ReactNode } from 'react'
import type { ImageConfig } from '#lib/oci/parse-image-config.ts'
import { formatCount } from '../ui/format-count.ts'
import { Section } from './section.tsx'

/** How the image starts: what a visitor needs to run it. */
export function ConfigFacts({ config, of }: { config: ImageConfig; of: string | undefined }) {
  const { entrypoint, command, user, workingDir, exposedPorts, volumes, stopSignal, environment, author } =
    config
  const facts: [string, ReactNode][] = [
    ['Entrypoint', toCommand(entrypoint)],
    ['Command', toCommand(command)],
    ['User', user ?? <span className="font-sans text-sm text-ink-2">root, as none is set</span>],
    ['Working directory', workingDir],
    ['Ports', exposedPorts.length > 0 && exposedPorts.join(', ')],
    ['Volumes', volumes.length > 0 && volumes.join(', ')],
    ['Stop signal', stopSignal],
    ['Author', author],
  ]
  return (
    <Section
      id="configuration"
      title="Configuration"
      note={
        of && (
          <>
            for <span className="font-mono text-xs">{of}</span>
          </>
        )
      }
    >
      <dl className="text-sm">
        {facts.map(
          ([name, value]) =>
            value && (
              <Row key={name} name={name}>
                {value}
              </Row>
            ),
        )}
        {environment.length > 0 && (
          <Row name={`Environment, ${formatCount(environment.length, 'variable', 'variables')}`}>
            {environment.map(([name, value], at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a variable may stand twice.
              <span key={at} className="block">
                {name}
                <span className="text-ink-2">={value}</span>
              </span>
            ))}
          </Row>
        )}
      </dl>
    </Section>
  )
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="gap-x-6 border-b border-rule py-1.5 sm:grid sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)] md:grid-cols-[13rem_minmax(0,1fr)]">
      <dt className="text-ink-2">{name}</dt>
      <dd className="font-mono text-xs leading-[1.375rem] whitespace-pre-wrap wrap-anywhere">{children}</dd>
    </div>
  )
}

/** The words of a command as a shell would take them. */
function toCommand(words: readonly string[]): string | null {
  if (words.length === 0) return null
  return words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word))).join(' ')
}
