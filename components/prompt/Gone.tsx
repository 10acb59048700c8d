import { useEffect, useRef } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import type { Gone as GoneView } from '../../lib/views/queue.ts'
import { T } from '../ui/T.tsx'

interface GoneProps {
  readonly view: GoneView
  /** The person has read it: shows what waits next, or closes. */
  readonly onRead: () => void
}

/** How long a key that was meant for the question before counts for nothing here: milliseconds. */
const STRAY_MS = 500

/** The page went away while its question was open. Nobody is left to hear an answer, so none is taken. */
export function Gone({ view, onRead }: GoneProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const read = useRef(onRead)
  read.current = onRead
  useEffect(() => {
    heading.current?.focus()
    const since = performance.now()
    const listen = (event: KeyboardEvent) => {
      const isKey = event.key === 'Escape' || event.key === 'Enter' || event.key === ' '
      if (!isKey || event.repeat || performance.now() - since < STRAY_MS) return
      event.preventDefault()
      read.current()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
  const host = <bdi>{inert(new URL(view.origin).host, 80)}</bdi>
  return (
    <main className="p-[18px]">
      <h1 ref={heading} tabIndex={-1} className="text-[23px] leading-tight">
        {t('prompt.gone')}
      </h1>
      <p className="mt-2 text-soft">
        <T k="prompt.goneText" params={{ site: host }} />
      </p>
      <button type="button" className="button mt-5" onClick={onRead}>
        {view.waiting > 0 ? t('prompt.goneNext', { count: view.waiting }) : t('common.close')}
      </button>
    </main>
  )
}
