import { useEffect, useState } from 'react'

/** How long the window must have been in front of the person before Allow reacts: milliseconds. Against clickjacking. */
const SETTLE_MS = 500

const isInFront = () => document.visibilityState === 'visible' && document.hasFocus()

/** True once the window has been visible and focused for `SETTLE_MS` without a break; false again when it is left. */
export const useSettled = (): boolean => {
  const [isSettled, setSettled] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const check = () => {
      clearTimeout(timer)
      timer = undefined
      setSettled(false)
      if (isInFront()) timer = setTimeout(() => setSettled(isInFront()), SETTLE_MS)
    }
    check()
    window.addEventListener('focus', check)
    window.addEventListener('blur', check)
    document.addEventListener('visibilitychange', check)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('focus', check)
      window.removeEventListener('blur', check)
      document.removeEventListener('visibilitychange', check)
    }
  }, [])
  return isSettled
}
