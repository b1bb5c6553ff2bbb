'use client'

import { notFound } from 'next/navigation'
import { Suspense, useSyncExternalStore } from 'react'

/**
 * Makes the server answer 404 without taking away the page around it: the error stays inside its own Suspense
 * boundary, and Next sets the status when it sees it.
 */
export function AnswerNotFound() {
  return (
    <Suspense fallback={<ExpectedError />}>
      <NotFoundOnServer />
    </Suspense>
  )
}

function NotFoundOnServer() {
  const onServer = useSyncExternalStore(
    neverChanges,
    () => false,
    () => true,
  )
  if (onServer) notFound()
  return null
}

/**
 * React marks the boundary with the error's digest and would report it in the browser. With this digest Next
 * knows that the browser was meant to take over, and stays silent. Only the server ever writes this element.
 */
function ExpectedError() {
  const script =
    "document.currentScript.previousElementSibling.dataset.dgst='BAILOUT_TO_CLIENT_SIDE_RENDERING'"
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the text is the constant above; nothing of a visitor enters it.
  return <script dangerouslySetInnerHTML={{ __html: script }} />
}

function neverChanges() {
  return () => {}
}
