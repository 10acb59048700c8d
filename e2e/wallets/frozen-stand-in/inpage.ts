import { announce, iconOf } from '../stand-in/announce.ts'
import { MODE } from '../stand-in/build.ts'
import { createLink } from '../stand-in/link.ts'

// No wallet of its own: it does what several do at once. Providers frozen against other scripts, and `window.ethereum`
// that nobody can redefine (reports of "Cannot redefine property: ethereum", rainbow-me/browser-extension #1560, and of
// "has only a getter", MetaMask #30685). `announced` is EIP-6963 alone; `window` adds a non-configurable, non-writable
// `window.ethereum`.

type Listener = (value: unknown) => void

const listeners = new Map<string, Set<Listener>>()
const { ask } = createLink((name, value) => {
  for (const listener of listeners.get(name) ?? []) listener(value)
})

class FrozenProvider {
  readonly isFrozenWallet = true

  request({ method, params }: { method: string; params?: unknown }): Promise<unknown> {
    return ask(method, params)
  }

  on(event: string, listener: Listener): this {
    listeners.set(event, (listeners.get(event) ?? new Set()).add(listener))
    return this
  }

  removeListener(event: string, listener: Listener): this {
    listeners.get(event)?.delete(listener)
    return this
  }
}

Object.freeze(FrozenProvider.prototype)
const provider = Object.freeze(new FrozenProvider())
if (MODE === 'window')
  Object.defineProperty(window, 'ethereum', {
    value: provider,
    configurable: false,
    writable: false,
    enumerable: true,
  })
announce({ name: 'Frozen Wallet', rdns: 'test.frozen', icon: iconOf('F', '#445566') }, provider)
