/** Files that a hostile publisher could upload as a logo. Every one of them has to be refused. */
import sharp from 'sharp'
import { payload } from './hostile-inputs.ts'

export interface HostileLogo {
  name: string
  bytes: Uint8Array
}

const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" onload="${payload}"><script>${payload}</script></svg>`
const html = `<!doctype html><script>${payload}</script>`

/** Draws the files; those that begin as real pictures are damaged afterwards. */
export async function createHostileLogos(): Promise<HostileLogo[]> {
  const picture = draw(100, 100)
  const png = await picture.clone().png().toBuffer()
  const jpeg = await picture.clone().jpeg().toBuffer()
  const noise = {
    create: {
      width: 450,
      height: 450,
      channels: 3,
      background: 'black',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  } as const
  return [
    { name: 'an SVG with a script', bytes: Buffer.from(svg) },
    {
      name: 'an SVG behind an XML declaration',
      bytes: Buffer.from(
        `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>${svg}`,
      ),
    },
    {
      name: 'an SVG behind the signature of a PNG',
      bytes: Buffer.concat([png.subarray(0, 8), Buffer.from(svg)]),
    },
    { name: 'a web page', bytes: Buffer.from(html) },
    { name: 'a PNG that is cut off', bytes: png.subarray(0, png.length - 20) },
    { name: 'a PNG that is only a header', bytes: png.subarray(0, 33) },
    { name: 'a PNG with a web page behind it', bytes: Buffer.concat([png, Buffer.from(html)]) },
    { name: 'a PNG with one wrong byte', bytes: flipByte(png, Math.floor(png.length / 2)) },
    { name: 'a PNG that claims 65,000 pixels a side', bytes: claimSide(png, 65_000) },
    { name: 'a JPEG that is cut off', bytes: jpeg.subarray(0, Math.floor(jpeg.length / 2)) },
    {
      name: 'a JPEG with an archive behind it',
      bytes: Buffer.concat([jpeg, Buffer.from('PK\u0003\u0004'), Buffer.alloc(200)]),
    },
    { name: 'a GIF that is a script', bytes: Buffer.from(`GIF89a/*${'\u0000'.repeat(20)}*/=1;${payload}`) },
    { name: 'a real GIF', bytes: await picture.clone().gif().toBuffer() },
    { name: 'a WebP picture', bytes: await picture.clone().webp().toBuffer() },
    { name: 'a picture of 59 pixels', bytes: await draw(59, 59).png().toBuffer() },
    { name: 'a picture of 2,049 pixels', bytes: await draw(2049, 60).png().toBuffer() },
    {
      name: 'a picture of more than 512,000 bytes',
      bytes: await sharp(noise).png({ compressionLevel: 0 }).toBuffer(),
    },
    { name: 'one byte', bytes: Buffer.from([0x89]) },
  ]
}

function draw(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: '#14506b' } })
}

function flipByte(bytes: Buffer, at: number): Buffer {
  const damaged = Buffer.from(bytes)
  damaged.writeUInt8(damaged.readUInt8(at) ^ 0xff, at)
  return damaged
}

/** The width and the height stand at offsets 16 and 20 of a PNG. */
function claimSide(png: Buffer, side: number): Buffer {
  const claiming = Buffer.from(png)
  claiming.writeUInt32BE(side, 16)
  claiming.writeUInt32BE(side, 20)
  return claiming
}
