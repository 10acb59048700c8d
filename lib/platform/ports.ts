export type Port = chrome.runtime.Port
export type PortSender = chrome.runtime.MessageSender

/**
 * Worker side. Must run synchronously when the worker starts, or connections that woke it are lost.
 * Ports come from content scripts and pages of this extension only (others arrive by `onConnectExternal`).
 */
export const onConnect = (name: string, handle: (port: Port) => void): void => {
  chrome.runtime.onConnect.addListener((port) => {
    if (port.name === name && port.sender?.id === chrome.runtime.id) handle(port)
  })
}

/** Content script side. Throws once the extension was updated, reloaded or removed. */
export const connectPort = (name: string): Port => {
  // A content script that outlived its extension has no id, and in some versions no error either.
  if (!isExtensionAlive()) throw new Error('The extension is gone.')
  return chrome.runtime.connect({ name })
}

/** Whether this content script's extension is still the one that injected it. */
export const isExtensionAlive = (): boolean => chrome.runtime?.id !== undefined

/** Says why a port closed, and keeps Chrome from logging that nobody asked. */
export const takeLastError = (): string | undefined => chrome.runtime?.lastError?.message

/** Content script side: one-way messages that the worker addresses to this very document. */
export const onDocumentMessage = (handle: (message: unknown) => void): void => {
  chrome.runtime.onMessage.addListener((message, sender) => {
    if (sender.id === chrome.runtime.id) handle(message)
    return undefined
  })
}

/** Worker side of `onDocumentMessage`. False when the document is gone or does not listen. */
export const sendToDocument = async (
  tabId: number,
  documentId: string,
  message: unknown,
): Promise<boolean> => {
  try {
    await chrome.tabs.sendMessage(tabId, message, { documentId })
    return true
  } catch {
    return false
  }
}
