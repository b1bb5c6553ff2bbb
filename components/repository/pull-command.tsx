'use client'

import { useState } from 'react'
import { toListedKind } from '#lib/oci/artifact-kind.ts'
import { isPullFile, listPullClients, toPullClient } from '#lib/oci/pull-client.ts'
import { toPullCommand } from '#lib/oci/pull-command.ts'
import {
  listReferenceForms,
  type PullPlatform,
  type ReferenceForm,
  toPlatformWord,
  toReference,
} from '#lib/oci/pull-reference.ts'
import { usePullClient } from '../pull/use-pull-client.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { FormChoice } from './form-choice.tsx'
import { listClientOptions } from './list-client-options.ts'
import { PullText } from './pull-text.tsx'
import { SelectField } from './select-field.tsx'

export interface PulledImage {
  tag: string
  digest: string
  /** Media type of its config where it is no image that can be run. */
  artifactMediaType: string | null
  /** What it runs on; left out or empty where that is not known. */
  platforms?: readonly PullPlatform[]
}

const anyPlatform = 'any'

/** The command that pulls the image, for the client, the tag and the form of reference that a visitor chooses. */
export function PullCommand({
  name,
  images,
  plainHttp,
}: {
  /** Host and repository. */
  name: string
  /** The tags to choose from, the one to offer first; empty when no image has been pushed. */
  images: readonly PulledImage[]
  plainHttp: boolean
}) {
  const [tag, setTag] = useState(images[0]?.tag)
  const [chosenForm, setForm] = useState<ReferenceForm>('tag')
  const [chosenPlatform, setPlatform] = useState(anyPlatform)

  const image = images.find((one) => one.tag === tag) ?? images[0]
  const kind = toListedKind(image?.artifactMediaType ?? null, image?.tag)
  const [client, setClient] = usePullClient(kind)
  const forms = image && client ? listReferenceForms(client, image.tag) : []
  const form = forms.includes(chosenForm) ? chosenForm : (forms[0] ?? 'tag')
  const platforms = listPlatforms(image?.platforms ?? [])
  const platform = platforms.get(chosenPlatform) ?? null

  const reference = image ? toReference(name, image, form) : { name, tag: 'latest', digest: null }
  const texts = listPullClients(kind).map((one) => ({
    client: one,
    text: toPullCommand(one, reference, { plainHttp, platform, kind }),
  }))
  const text = texts.find((one) => one.client === client)?.text ?? ''
  const isMultiLine = (one: { text: string }) => one.text.includes('\n')

  return (
    <>
      <PullText
        text={text}
        others={texts.filter((one) => !isMultiLine(one)).map((one) => one.text)}
        files={texts.filter(isMultiLine)}
      />
      <div className="needs-script mt-3 grid grid-cols-2 gap-2">
        <SelectField
          label="Client"
          value={client ?? ''}
          options={listClientOptions(kind)}
          onChange={(chosen) => {
            const next = toPullClient(chosen, kind)
            if (next !== null) setClient(next)
          }}
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
        {platforms.size > 0 && (
          <SelectField
            label="Platform"
            value={platform === null ? anyPlatform : chosenPlatform}
            options={[anyPlatform, ...platforms.keys()]}
            onChange={setPlatform}
            className="col-span-2"
          />
        )}
      </div>
      <CopyButton
        text={text}
        label={client && isPullFile(client) ? 'Copy lines' : 'Copy command'}
        look="primary"
        className="mt-3"
      />
      {forms.length > 1 && <FormChoice forms={forms} form={form} onChange={setForm} />}
    </>
  )
}

/** By its word, in the order of the image; attestations stand there as images for an unknown platform. */
function listPlatforms(platforms: readonly PullPlatform[]): Map<string, PullPlatform> {
  const found = new Map<string, PullPlatform>()
  for (const platform of platforms) {
    const word = toPlatformWord(platform)
    if (platform.os !== 'unknown' && word !== anyPlatform && !found.has(word)) found.set(word, platform)
  }
  return found
}
