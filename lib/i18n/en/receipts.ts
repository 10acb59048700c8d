export const receipts = {
  'nav.receipts': 'Receipts',
  'receipts.lead':
    'Proof of what you allowed, to whom, and how it ended. The publisher holds the same, byte for byte. What you refused is in your log only: nobody else has it.',
  'receipts.yours': 'Your receipts',
  'receipts.none': 'You have allowed nothing yet. When you allow a request, its receipt appears here.',
  'receipts.given': 'given',
  'receipts.withdrawn': 'withdrawn',
  'receipts.expired': 'expired',
  'receipts.alone': 'earlier version',
  'receipts.line': 'Given {given} to {origin}',
  'receipts.lineUntil': 'Given {given} to {origin}, until {ends}',
  'receipts.lineWithdrawn': 'Given {given} to {origin}, withdrawn {ends}',
  'receipts.lineExpired': 'Given {given} to {origin}, expired {ends}',
  'receipts.save': 'Save',
  'receipts.saveOne': 'Save the receipt of {publisher}: {title}',
  'receipts.saveAll': 'Save all',
  'receipts.saveNote':
    'A receipt names your account, not you, and none of your records. Anybody to whom you give the file can check it without Proviso: it follows ISO/IEC TS 27560 and is signed as EAS’s tools read it.',

  'receipts.check': 'Check a receipt',
  'receipts.drop': 'Drop a receipt here',
  'receipts.dropText':
    'Yours, or one that somebody gave you; also an off-chain attestation that another tool of EAS made. It is checked on this device.',
  'receipts.choose': 'Choose a file',
  'receipts.checkCount': { one: '{count} receipt in this file', other: '{count} receipts in this file' },

  'receipts.verdict.receipt.proven': 'This receipt holds.',
  'receipts.verdict.receipt.incomplete':
    'Nothing is wrong with this receipt, but not all of it could be checked.',
  'receipts.verdict.receipt.failed': 'This receipt does not hold.',
  'receipts.verdict.attestation.proven': 'This attestation holds.',
  'receipts.verdict.attestation.incomplete':
    'Nothing is wrong with this attestation, but not all of it could be checked.',
  'receipts.verdict.attestation.failed': 'This attestation does not hold.',

  'receipts.says': 'What it says',
  'receipts.saysFailed': 'What it says, which is not proven',
  'receipts.says.publisher': 'Publisher',
  'receipts.says.title': 'For',
  'receipts.says.origin': 'Asked on',
  'receipts.says.account': 'Given by the account',
  'receipts.says.given': 'Given',
  'receipts.says.until': 'Until',
  'receipts.says.noEnd': 'until it is withdrawn',
  'receipts.says.withdrawn': 'Withdrawn',
  'receipts.says.expired': 'Expired',
  'receipts.says.kind': 'What it is',
  'receipts.says.kind.receipt': 'The signature of a consent receipt of Proviso',
  'receipts.says.kind.contribution': 'The signature of a contribution of Proviso',
  'receipts.says.kind.other': 'An attestation of another schema',
  'receipts.says.schema': 'Schema',
  'receipts.says.signer': 'Signed by',
  'receipts.says.recipient': 'About',
  'receipts.says.time': 'Signed',
  'receipts.says.chain': 'Chain',
  'receipts.says.chainId': 'Number {id}',
  'receipts.says.uid': 'UID',

  'receipts.checks': 'What was checked',
  'receipts.passed': 'Holds',
  'receipts.failed': 'Does not hold',
  'receipts.unchecked': 'Not checked',

  'receipts.check.form.passed': 'The file is complete, and nothing in it is unaccounted for.',
  'receipts.check.form.failed': 'The file is damaged, was changed, or is something else.',
  'receipts.check.task.passed': 'The publisher signed exactly these terms.',
  'receipts.check.task.failed': 'The publisher did not sign these terms, or they were changed.',
  'receipts.check.task.unchecked':
    'Whether the publisher signed these terms: its account is a contract, and its chain could not be asked.',
  'receipts.check.delegation.passed': 'The account let this key sign in its name when consent was given.',
  'receipts.check.delegation.failed': 'The account did not let this key sign in its name at that time.',
  'receipts.check.delegation.unchecked':
    'Whether the account let this key sign: the account is a contract, and its chain could not be asked.',
  'receipts.check.signature.passed': 'That key signed the receipt, and nothing was changed since.',
  'receipts.check.signature.failed': 'That key did not sign this, or it was changed since.',
  'receipts.check.words.passed':
    'What was signed is consent to these terms, by this account, to this publisher.',
  'receipts.check.words.failed':
    'What was signed is about other terms, another account or another publisher.',
  'receipts.check.record.passed': 'The consent record says what was signed, word for word.',
  'receipts.check.record.failed': 'The consent record says something else than what was signed.',
  'receipts.check.ended.passed': 'How consent ended is signed, or follows from what was.',
  'receipts.check.ended.failed': 'How consent ended is not proven.',
  'receipts.check.ended.unchecked':
    'Whether the account withdrew: it is a contract, and its chain could not be asked.',
  'receipts.check.uid.passed': 'Its identifier is of its content.',
  'receipts.check.uid.failed': 'Its identifier is of other content: it was changed.',
  'receipts.check.signer.passed': 'It is signed by this key, and nothing was changed since.',
  'receipts.check.signer.failed': 'It is not signed by whom it names, or was changed since.',
  'receipts.check.eas.passed': 'It is made for the EAS contract of its chain.',
  'receipts.check.eas.failed': 'It is made for a contract that is not EAS on its chain.',
  'receipts.check.eas.unchecked': 'Whether its contract is EAS: Proviso does not know the chain.',
  'receipts.check.meaning.passed': 'It is written as Proviso writes these.',
  'receipts.check.meaning.failed': 'It names a schema of Proviso, and is not written in it.',
  'receipts.check.meaning.unchecked': 'What it says: Proviso does not know its schema.',

  'receipts.proves': 'What this proves, and what it does not',
  'receipts.proves.given':
    'The account gave this consent to these terms at that time. Whether it was withdrawn after the file was saved is not in the file: ask the publisher, who must know.',
  'receipts.proves.ended':
    'The account gave this consent to these terms, and it has ended. What was learned before it ended stays in the model.',
  'receipts.proves.incomplete':
    'Only what holds above is certain. Check the file again when the chain can be reached.',
  'receipts.proves.person':
    'It does not say who the person behind the account is, nor which of their data was meant: the receipt holds a sealed reference to it, which only they can open.',
  'receipts.proves.attestation':
    'Somebody with this key signed exactly this, for this contract. Whose key it is, and whether what it says is true, an attestation alone does not tell.',
  'receipts.proves.alone':
    'The terms, the consent record and the account’s approval of the key are not in this file. A receipt that is saved on this page holds them.',
  'receipts.proves.nothing': 'It proves nothing. Ask whoever gave it to you for the file as it was saved.',
} as const
