/** UploadLayerPart: takes the next part of a layer; parts come one after the other, without gaps. */
import { ImageError } from '#registry/domain/images/image-error.ts'
import { maxBlobBytes, type Upload } from '#registry/domain/images/uploads.ts'
import { quotaTable } from '#registry/domain/limits/quota-table.ts'
import { EcrError } from '#registry/wire/aws-json/ecr-error.ts'
import {
  blob,
  integer,
  layerRepositoryReference,
  structure,
  uploadId,
} from '#registry/wire/aws-json/shapes.ts'
import { defineOperation } from '../operation.ts'
import { requireUpload } from '../require-upload.ts'
import { repositoryResourceByAlias } from '../resource.ts'

const maxParts = quotaTable['layer-parts'].default

interface Part {
  partFirstByte: number
  partLastByte: number
  layerPartBlob: Uint8Array
}

export const uploadLayerPart = defineOperation({
  name: 'UploadLayerPart',
  access: 'files',
  verbs: ['repositories'],
  parts: ['images'],
  input: structure({
    ...layerRepositoryReference,
    uploadId,
    partFirstByte: integer({ min: 0 }),
    partLastByte: integer({ min: 0 }),
    layerPartBlob: blob({ max: quotaTable['layer-part-max-bytes'].default }),
  }),
  resource: repositoryResourceByAlias,
  async run(context, input) {
    const { registryId } = context
    const { repositoryName, uploadId: id } = input
    const upload = await requireUpload(context, { repositoryName, uploadId: id })
    const place = { registryId, repositoryName, uploadId: id }
    try {
      await upload.exclusively(() => receivePart(upload, input))
    } catch (cause) {
      if (!(cause instanceof ImageError)) throw cause
      const received = upload.writer.sizeBytes
      const details = received === 0 ? place : { ...place, lastValidByteReceived: received - 1 }
      throw new EcrError('InvalidLayerPartException', cause.message, { cause, details })
    }
    return { ...place, lastByteReceived: input.partLastByte }
  },
})

async function receivePart({ writer, partBytes }: Upload, part: Part): Promise<void> {
  const { partFirstByte, partLastByte, layerPartBlob } = part
  const { length } = layerPartBlob
  if (partFirstByte !== writer.sizeBytes) {
    throw outOfOrder(`The part begins at ${partFirstByte}, but ${writer.sizeBytes} bytes have been received.`)
  }
  if (length === 0 || length !== partLastByte - partFirstByte + 1) {
    throw outOfOrder(`The part has ${length} bytes, which is not from ${partFirstByte} to ${partLastByte}.`)
  }
  if (partBytes.length >= maxParts) {
    throw new EcrError('LimitExceededException', `A layer may have at most ${maxParts} parts.`)
  }
  if (partLastByte >= maxBlobBytes) {
    throw new EcrError('LimitExceededException', `A layer may have at most ${maxBlobBytes} bytes.`)
  }
  await writer.append([layerPartBlob])
  partBytes.push(length)
}

function outOfOrder(message: string): ImageError {
  return new ImageError('out-of-order', message)
}
