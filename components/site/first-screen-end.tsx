/** In a document once. */
const id = 'first-screen-end'

/**
 * Stands after what the first screen of a phone needs. Browsers that know it (HTML §4.6.7, `expect`) show the first picture of a page once
 * they have read up to here: as soon as the style sheet was there, they showed the header alone, and each piece of what followed cost a
 * picture of its own, so that the largest content came up to 0.2 s later. A page without it is shown in such pieces.
 */
export function FirstScreenEnd() {
  return (
    <>
      <link rel="expect" href={`#${id}`} blocking="render" />
      <span id={id} hidden />
    </>
  )
}
