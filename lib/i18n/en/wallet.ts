export const wallet = {
  'wallet.none':
    'Your wallet receives the payments and proves which contributions are yours. Proviso finds it on a page of its own, because wallets do not show themselves to extensions. Connecting takes one signature and spends nothing.',
  'wallet.find': 'Find my wallets',
  'wallet.choosing':
    'Proviso opened a page of its own in another tab and found these. Choose the one you want to be paid into.',
  'wallet.looking':
    'Proviso opened a page of its own in another tab and is looking for wallets there. Leave that tab open and come back here. The wallet below needs no extension.',
  'wallet.use': 'Use {name}',
  'wallet.connecting':
    '{name} is asking whether it may show your account. Answer in its window, then come back here.',
  'wallet.confirming':
    '{name} shows this account on {chain}. Compare all of it with your wallet: a page could have put another in its place.',
  'wallet.confirmingMany':
    '{name} shows these accounts on {chain}. Choose the one you want to be paid into, and compare all of it with your wallet: a page could have put another in its place.',
  'wallet.accounts': 'Accounts',
  'wallet.chooseFirst': 'Choose one of the accounts first.',
  'wallet.standing': 'Until this has worked, {account} stays connected.',
  'wallet.stillStanding': '{account} is still connected, as before.',
  'wallet.keep': 'Leave it at that',
  'wallet.account': 'Account',
  'wallet.isMine': 'Yes, this account is mine',
  'wallet.notMine': 'No, start again',
  'wallet.willSign':
    '{name} will then ask for one signature. It lets a key inside Proviso sign receipts and contributions for this account, for at most 30 days. It cannot move money, and it costs nothing.',
  'wallet.signing':
    '{name} is asking for one signature. It lets a key inside Proviso sign receipts and contributions for this account, for at most 30 days. It cannot move money, and it costs nothing.',
  'wallet.connected': '{name} is connected on {chain}.',
  'wallet.until': 'Its permission to sign contributions ends on {day}.',
  'wallet.ending':
    'Its permission to sign contributions ends on {day}. Renew it, so that training does not stop.',
  'wallet.lapsed':
    'Its permission to sign contributions ended on {day}. Nothing trains until you renew it. What you have earned is not affected.',
  'wallet.renew': 'Renew with one signature',
  'wallet.disconnect': 'Disconnect',
  'wallet.disconnectNote':
    'Disconnecting stops all training. What publishers accepted stays owed to your account.',
  'wallet.retry': 'Try again',

  'walletTab.title': 'Your wallet',
  'walletTab.connect': 'Connect {name}.',
  'walletTab.connectText':
    'Its own window opens, at keys.coinbase.com, and asks you to sign in and whether it may show your account. It learns that Proviso asks and which chains Proviso knows, and nothing of your data or of the sites you visit. Nothing is signed yet.',
  'walletTab.connectButton': 'Open its window',
  'walletTab.sign': 'One signature.',
  'walletTab.signText':
    'Its own window shows you a message to sign. It lets a key inside Proviso sign receipts and contributions for this account, for at most 30 days. It cannot move money, and it costs nothing.',
  'walletTab.signButton': 'Open its window to sign',
  'walletTab.switch': 'Change to {chain}.',
  'walletTab.switchText':
    'The payment is on {chain} and the wallet is not. Its own window asks whether it may change. Nothing is sent yet.',
  'walletTab.switchButton': 'Open its window to change',
  'walletTab.send': {
    one: 'Send one transaction on {chain}.',
    other: 'Send {count} transactions on {chain}.',
  },
  'walletTab.sendText':
    'Its own window shows you what is sent and what it costs, and asks you before anything happens.',
  'walletTab.sendTo': 'To',
  'walletTab.sponsored': 'Your settings name {host} to pay for gas. The wallet will ask it.',
  'walletTab.sendButton': 'Open its window to send',
  'walletTab.isOpen': 'Its window is open. Answer there.',
  'walletTab.focus': 'Show its window',
  'walletTab.moment': 'One moment.',
  'walletTab.momentText': 'Proviso and the wallet agree on what comes next.',
  'walletTab.nothing': 'Nothing is going on here.',
  'walletTab.nothingText':
    'Proviso opens this page when it has to reach Coinbase Smart Wallet, and closes it again. You can close it too.',
  'walletTab.foot':
    'This page is part of Proviso. Only here, and only once you open its window, does Proviso talk to Coinbase.',
} as const
