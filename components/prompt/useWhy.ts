import { useEffect, useState } from 'react'
import type { Why } from '../../lib/views/why.ts'
import { afterPaint } from '../afterPaint.ts'

/** Words for every rule and condition take as long to load as the rest of the prompt: they come once it is on the screen. */
const readLater = async (requestId: string, days: number): Promise<Why | undefined> => {
  await new Promise<void>((resolve) => {
    afterPaint(resolve)
  })
  const { readWhy } = await import('../../lib/views/why.ts')
  return readWhy(requestId, days)
}

/** Why the person is asked, and what each answer would be remembered as. Undefined until it is known. */
export const useWhy = (requestId: string, days: number): Why | undefined => {
  const [why, setWhy] = useState<Why | undefined>(undefined)
  useEffect(() => {
    let isOver = false
    readLater(requestId, days).then(
      (found) => !isOver && setWhy(found),
      (error: unknown) => console.error('proviso: no reasons', error),
    )
    return () => {
      isOver = true
    }
  }, [requestId, days])
  return why
}
