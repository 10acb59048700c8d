import type { CreateGate } from './layer.ts'

/**
 * Two scripts of ours may stand in one page: `inpage` everywhere, `gate` where a site has a rule. They are separate files,
 * run in either order, and share the page's world only; there they meet by events, before any script of the page has
 * run. A page that plays one of the two gets nothing that it has not: it can change its own calls to its own wallets.
 */
const GATE_IS_HERE = 'dataUse:gate'
const INTERCEPTOR_IS_HERE = 'dataUse:interceptor'

type Accept = (create: CreateGate) => void

/** Inpage's side: takes the one gate, which is there already and hears this, or comes later and calls. */
export const meetGate = (accept: Accept): void => {
  let isMet = false
  const detail: Accept = (create) => {
    if (isMet) return
    isMet = true
    accept(create)
  }
  const call = () => dispatchEvent(new CustomEvent(INTERCEPTOR_IS_HERE, { detail }))
  addEventListener(GATE_IS_HERE, call, { once: true })
  call()
}

/** The gate's side. It calls at once, and hears inpage where that comes later. */
export const meetInterceptor = (create: CreateGate): void => {
  addEventListener(INTERCEPTOR_IS_HERE, (event) => (event as CustomEvent<Accept>).detail(create), {
    once: true,
  })
  dispatchEvent(new Event(GATE_IS_HERE))
}
