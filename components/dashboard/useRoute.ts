import { useSyncExternalStore } from 'react'

/** `#/earnings?state=paid` */
export interface Route {
  readonly page: string
  /** What follows the page: `#/contributions/0x…`. */
  readonly rest: string
  readonly query: URLSearchParams
}

const parseRoute = (hash: string): Route => {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?')
  const [page = '', ...rest] = path.split('/')
  return { page, rest: rest.join('/'), query: new URLSearchParams(query) }
}

const listen = (changed: () => void) => {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

export const useRoute = (): Route => parseRoute(useSyncExternalStore(listen, () => window.location.hash))
