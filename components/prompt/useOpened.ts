import { useState } from 'react'

export interface Opened {
  readonly opened: ReadonlySet<string>
  readonly onOpen: (kind: string) => void
  /** Warnings that were not opened yet. */
  readonly unread: number
}

/** Which warnings the person has opened. */
export const useOpened = (warnings: readonly { readonly kind: string }[]): Opened => {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  return {
    opened,
    onOpen: (kind) => setOpened((before) => new Set(before).add(kind)),
    unread: warnings.filter(({ kind }) => !opened.has(kind)).length,
  }
}
