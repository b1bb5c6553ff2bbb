/**
 * The icon of a browser's tab as an address that holds it, so that no page asks for it. It is drawn as `public/icon.svg`, which is
 * for those who ask.
 */
const picture = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>
<rect width='32' height='32' rx='6' fill='#0b6158'/>
<g fill='none' stroke='#fff' stroke-width='2' stroke-linejoin='round' stroke-linecap='round'>
<path d='m11.5 11.5 4.5-5 4.5 5'/><rect x='6' y='11.5' width='20' height='14' rx='1'/><path d='m10 21.5 4-4.5 3 3 2-1.5 3.5 3'/>
</g></svg>`

export const iconAddress = `data:image/svg+xml,${picture.replaceAll('\n', '').replaceAll('#', '%23')}`
