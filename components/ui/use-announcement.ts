'use client'

import { useEffect, useRef } from 'react'
import { announce } from './announce.ts'

/** Tells what a list has found whenever that changes, but not when the page opens. @param text null while it is not known */
export function useAnnouncement(text: string | null): void {
  const last = useRef(text)
  useEffect(() => {
    if (text === null || text === last.current) return
    last.current = text
    announce(text)
  }, [text])
}
