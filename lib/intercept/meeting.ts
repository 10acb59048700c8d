import { ANNOUNCE_EVENT } from '../protocol/provider.ts'
import type { CreateGate } from './layer.ts'

/**
 * Two scripts of ours may stand in one page: `inpage` everywhere, `gate` where a site has a rule. They are separate files,
 * run in either order, and share the page's world only; there they meet by events, before any script of the page has
 * run. A page that plays one of the two gets nothing that it has not: it can change its own calls to its own wallets.
 */
const GATE_IS_HERE = 'dataUse:gate'
const INTERCEPTOR_IS_HERE = 'dataUse:interceptor'

type Accept = (create: CreateGate) => void

/** Inpage's side: takes the one gate when it calls. In pages without one it only listens, which costs next to nothing. */
export const meetGate = (accept: Accept): void => {
  let isMet = false
  const detail: Accept = (create) => {
    if (isMet) return
    isMet = true
    accept(create)
  }
  addEventListener(GATE_IS_HERE, () => dispatchEvent(new CustomEvent(INTERCEPTOR_IS_HERE, { detail })), {
    once: true,
  })
}

/** The gate's side. It calls at once, and again when inpage, having come later, announces what it has for the page. */
export const meetInterceptor = (create: CreateGate): void => {
  addEventListener(INTERCEPTOR_IS_HERE, (event) => (event as CustomEvent<Accept>).detail(create), {
    once: true,
  })
  const call = () => dispatchEvent(new Event(GATE_IS_HERE))
  addEventListener(ANNOUNCE_EVENT, call, { once: true })
  call()
}
