import { useEffect, useRef } from 'react'

/** Runs when the person comes back to this window from another one, such as the vault, where something was put right. */
export const useReturn = (run: () => void): void => {
  const current = useRef(run)
  current.current = run
  useEffect(() => {
    const listen = () => current.current()
    window.addEventListener('focus', listen)
    return () => window.removeEventListener('focus', listen)
  }, [])
}
