import { BasePostMessageStream } from '@metamask/post-message-stream'

/** One end of a `runtime.Port` as one of MetaMask's message streams. */
export class PortStream extends BasePostMessageStream {
  readonly #port: chrome.runtime.Port

  constructor(port: chrome.runtime.Port) {
    super()
    this.#port = port
    port.onMessage.addListener((message) => this._onData(message))
    this._handshake()
  }

  protected _postMessage(data?: unknown): void {
    this.#port.postMessage(data)
  }
}
