import { useEffect, useRef, useState } from 'react'
import type { RulesChange } from '../../lib/consent/rules.ts'
import { t } from '../../lib/i18n/translate.ts'
import { command } from '../../lib/rpc/client.ts'
import { Problem } from '../ui/Notes.tsx'
import { useTask } from '../useView.ts'

interface Words {
  readonly note: string
  /** Can be taken back. */
  readonly change?: RulesChange
}

export interface Said {
  readonly words: Words | undefined
  readonly say: (note: string, change?: RulesChange) => void
  readonly forget: () => void
}

/** What was just done to the rules, as long as it can be taken back here. */
export const useSaid = (): Said => {
  const [words, setWords] = useState<Words>()
  return {
    words,
    say: (note, change) => setWords(change === undefined ? { note } : { note, change }),
    forget: () => setWords(undefined),
  }
}

/** Says what was done, and takes it back. The button has the focus: what was pressed may be gone. */
export function SaidLine({ said }: { readonly said: Said }) {
  const button = useRef<HTMLButtonElement>(null)
  const line = useRef<HTMLParagraphElement>(null)
  const change = said.words?.change
  useEffect(() => {
    if (change !== undefined) button.current?.focus()
  }, [change])
  const undo = useTask(async () => {
    if (change === undefined) return
    await command('rules.undo', { change })
    said.say(t('rules.undone'))
    line.current?.focus()
  })
  return (
    <>
      <p ref={line} tabIndex={-1} role="status" className="flex flex-wrap items-baseline gap-x-4 text-accent">
        {said.words?.note}
        {change !== undefined && (
          <button
            ref={button}
            type="button"
            className="action"
            aria-disabled={undo.isRunning}
            onClick={undo.run}
          >
            {t('rules.undo')}
          </button>
        )}
      </p>
      {undo.error !== undefined && <Problem>{undo.error}</Problem>}
    </>
  )
}
