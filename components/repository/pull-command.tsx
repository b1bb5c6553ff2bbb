'use client'

import { useState } from 'react'
import {
  PULL_CLIENTS,
  REFERENCE_FORMS,
  type ReferenceForm,
  toPullCommand,
  toReference,
} from '#lib/oci/pull-command.ts'
import { BreakablePath } from '../ui/breakable-path.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { FormChoice } from './form-choice.tsx'
import { SelectField } from './select-field.tsx'
import { toPullClient, usePullClient } from './use-pull-client.ts'

interface TaggedImage {
  tag: string
  digest: string
}

/** The command that pulls the image, for the client, the tag and the form of reference that a visitor chooses. */
export function PullCommand({
  name,
  images,
  plainHttp,
}: {
  /** Host and repository. */
  name: string
  /** The tags to choose from, the one to offer first; empty when no image has been pushed. */
  images: TaggedImage[]
  plainHttp: boolean
}) {
  const [client, setClient] = usePullClient()
  const [tag, setTag] = useState(images[0]?.tag)
  const [form, setForm] = useState<ReferenceForm>('tag')

  const image = images.find((one) => one.tag === tag) ?? images[0]
  const reference = image ? toReference(name, image, form) : { name, tag: 'latest', digest: null }
  const commands = PULL_CLIENTS.map((one) => toPullCommand(one, reference, { plainHttp }))
  const command = toPullCommand(client, reference, { plainHttp })
  const longest = commands.reduce((long, one) => (one.length > long.length ? one : long), '')

  return (
    <>
      <div className="grid items-center rounded-md bg-sunk px-3.5 py-3 font-mono text-xs leading-5 wrap-anywhere">
        <code className="col-start-1 row-start-1 select-all" data-pull-command>
          <BreakablePath text={command} />
        </code>
        {/* Keeps the room of the longest command, so that nothing moves when the client changes. */}
        <span aria-hidden="true" className="invisible col-start-1 row-start-1 select-none">
          <BreakablePath text={longest} />
        </span>
      </div>
      <div className="needs-script mt-3 grid grid-cols-2 gap-2">
        <SelectField
          label="Client"
          value={client}
          options={PULL_CLIENTS}
          onChange={(chosen) => setClient(toPullClient(chosen))}
          className={image ? '' : 'col-span-2'}
        />
        {image && (
          <SelectField
            label="Tag"
            value={image.tag}
            options={images.map((one) => one.tag)}
            onChange={setTag}
          />
        )}
      </div>
      <CopyButton text={command} label="Copy command" look="primary" className="mt-3" />
      {image && <FormChoice forms={REFERENCE_FORMS} form={form} onChange={setForm} />}
    </>
  )
}
