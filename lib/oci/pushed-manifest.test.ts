/** Guards that a manifest that is pushed can be read in one way only, and that one that is stored already is still read. */
import { describe, expect, test } from 'vitest'
import { toDigest } from './digest.ts'
import { ManifestError, readManifest } from './manifest.ts'
import { DOCKER_IMAGE, OCI_ARTIFACT, OCI_IMAGE, OCI_INDEX } from './media-types.ts'

const digest = `sha256:${'ab'.repeat(32)}`
const config = `{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"${digest}","size":7}`
const layer = `{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"${digest}","size":3}`
const child = `"mediaType":"${OCI_IMAGE}","digest":"${digest}","size":3`
const image = `"schemaVersion":2,"config":${config},"layers":[${layer}]`
const inLayer = (more: string) =>
  `{"schemaVersion":2,"config":${config},"layers":[${layer.slice(0, -1)},${more}}]}`
const inPlatform = (more: string) =>
  `{"schemaVersion":2,"manifests":[{${child},"platform":{"os":"linux","architecture":"amd64",${more}}}]}`

const push = (text: string, type: string | null = OCI_IMAGE) => readManifest(Buffer.from(text), type, 'push')
const pull = (text: string, type: string | null = OCI_IMAGE) => readManifest(Buffer.from(text), type, 'pull')

describe('refused, and the member is named', () => {
  test.each<[string, string, string, string?]>([
    ['layers twice', `{${image},"layers":[]}`, "'layers' twice"],
    ['the same, written with an escape', `{${image},"l\\u0061yers":[]}`, "'layers' twice"],
    ['Layers beside layers', `{${image},"Layers":[]}`, 'Layers: some clients read it as'],
    ['LAYERS alone', `{"schemaVersion":2,"config":${config},"LAYERS":[]}`, 'LAYERS'],
    ['a long s', `{${image},"layer\u017f":[]}`, "'layers'"],
    ['manifests of an image, in capitals', `{${image},"Manifests":[]}`, "'manifests'"],
    ['FSLayers', `{${image},"FSLayers":[]}`, "'fsLayers'"],
    ['MediaType', `{${image},"MediaType":"${OCI_INDEX}"}`, "'mediaType'"],
    ['SUBJECT', `{${image},"SUBJECT":null}`, "'subject'"],
    ['a digest twice in a layer', inLayer(`"digest":"${digest}"`), "'layers.0.digest' twice"],
    ['Digest in a layer', inLayer(`"Digest":"${digest}"`), 'layers.0.Digest'],
    ['\u017fize in a layer', inLayer(`"\u017fize":4`), "'size'"],
    ['URLs in a layer', inLayer(`"URLs":[]`), 'layers.0.URLs'],
    ['DATA in a layer', inLayer(`"DATA":""`), 'layers.0.DATA'],
    ['an annotation twice', `{${image},"annotations":{"a":"1","a":"2"}}`, "'annotations.a' twice"],
    ['an unknown member twice, deep within', `{${image},"x":[{"y":{"z":1,"z":1}}]}`, "'x.0.y.z' twice"],
    ['OS in a platform', inPlatform('"OS":"windows"'), 'manifests.0.platform.OS', OCI_INDEX],
    ['os twice in a platform', inPlatform('"os":"linux"'), "'manifests.0.platform.os' twice", OCI_INDEX],
    ['OS.Version', inPlatform('"OS.Version":"10"'), "'os.version'", OCI_INDEX],
    ['a byte order mark', `\ufeff{${image}}`, 'byte order mark'],
    ['a second document', `{${image}}{${image}}`, 'behind the end'],
    ['a size with a point', `{${image.replace('"size":3', '"size":3.0')}}`, 'layers.0.size'],
    ['a size with an exponent', `{${image.replace('"size":3', '"size":3e0')}}`, 'layers.0.size'],
    ['a size of minus zero', `{${image.replace('"size":3', '"size":-0')}}`, 'layers.0.size'],
    [
      'a size that is no safe number',
      `{${image.replace('"size":3', '"size":9007199254740993')}}`,
      'layers.0.size',
    ],
    ['a size as a text', `{${image.replace('"size":3', '"size":"3"')}}`, 'layers.0.size'],
    ['a digest in capitals', `{${image.replace(/ab(?="}$|",)/, 'AB')}}`, 'digest'],
    ['an algorithm in capitals', `{${image.replaceAll('sha256:', 'SHA256:')}}`, 'config.digest'],
    ['schemaVersion 2.0', `{${image.replace('"schemaVersion":2', '"schemaVersion":2.0')}}`, 'schemaVersion'],
    [
      'schemaVersion as a text',
      `{${image.replace('"schemaVersion":2', '"schemaVersion":"2"')}}`,
      'schemaVersion',
    ],
    ['data that is no base64', inLayer('"data":"***"'), 'layers.0.data'],
    ['data of another size', inLayer('"data":"AAAAAA=="'), 'layers.0.data: it has 4 bytes'],
    ['data of nothing', inLayer('"data":""'), 'layers.0.data: it has 0 bytes'],
    ['OS in the platform of a layer', inLayer('"platform":{"OS":"linux"}'), 'layers.0.platform.OS'],
    ['a platform of a layer that is none', inLayer('"platform":5'), 'layers.0.platform'],
    [
      'features of a platform that are no list',
      inPlatform('"features":5'),
      'manifests.0.platform.features',
      OCI_INDEX,
    ],
    ['data of another digest', inLayer('"data":"AAAA"'), 'layers.0.data: it has the digest'],
    ['an annotation that is null', `{${image},"annotations":{"a":null}}`, 'annotations.a'],
    ['half a surrogate pair', `{${image},"annotations":{"\\ud800":"a"}}`, 'surrogate'],
  ])('%s', async (_, text, reason, type = OCI_IMAGE) => {
    await expect(push(text, type)).rejects.toThrow(ManifestError)
    await expect(push(text, type)).rejects.toThrow(reason)
  })

  test('more than 10,000 layers, and more than 20,000 annotations of one thing', async () => {
    const layers = Array.from({ length: 10_001 }, () => layer).join(',')
    await expect(push(`{"schemaVersion":2,"config":${config},"layers":[${layers}]}`)).rejects.toThrow('10000')
    const notes = Array.from({ length: 20_001 }, (_, at) => `"${at}":""`).join(',')
    await expect(push(`{${image},"annotations":{${notes}}}`)).rejects.toThrow('annotations')
  })
})

describe('taken', () => {
  test('annotations whose keys differ in case, and members of an extension', async () => {
    const more = '"annotations":{"Size":"1","size":"2"},"x-mine":{"Layers":[1.5]}'
    expect((await push(`{${image},${more}}`)).annotations).toEqual({ Size: '1', size: '2' })
  })

  test('embedded data that is what the descriptor names', async () => {
    const bytes = Buffer.from('{}')
    const empty = `{"mediaType":"application/vnd.oci.empty.v1+json","digest":"${toDigest('sha256', bytes)}","size":2,"data":"e30="}`
    expect(await push(`{"schemaVersion":2,"config":${empty},"layers":[${empty}]}`)).toMatchObject({
      config: { sizeBytes: 2 },
    })
  })

  test.each([
    ['Application/vnd.oci.image.manifest.v1+json', null, OCI_IMAGE],
    ['APPLICATION/VND.DOCKER.DISTRIBUTION.MANIFEST.V2+JSON', null, DOCKER_IMAGE],
    [OCI_IMAGE, 'application/VND.oci.image.manifest.v1+JSON', OCI_IMAGE],
  ])('%s as what everybody writes', async (sent, stated, mediaType) => {
    const member = stated === null ? '' : `,"mediaType":"${stated}"`
    expect((await push(`{${image}${member}}`, sent)).mediaType).toBe(mediaType)
  })
})

describe('read as most clients would, where it is stored already', () => {
  test.each<[string, string, string?]>([
    ['a key twice', `{"layers":[],${image}}`],
    ['Layers beside layers', `{${image},"Layers":[]}`],
    ['a byte order mark', `\ufeff{${image}}`],
    ['a size with a point', `{${image.replace('"size":3', '"size":3.0')}}`],
    ['data of another digest', inLayer('"data":"AAAA"')],
    ['an artifact manifest', `{"blobs":[${layer}]}`, OCI_ARTIFACT],
  ])('%s', async (_, text, type = OCI_IMAGE) => {
    expect(await pull(text, type)).toMatchObject({ layers: [{ sizeBytes: 3 }] })
  })
})
