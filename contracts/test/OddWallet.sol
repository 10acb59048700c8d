// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.29;

/// @notice Contract wallets that answer the question "is this signature yours?" as none should. Only `Mode.Honest` of these
/// says yes; who asks must come to no harm by the others.
contract OddWallet {
    enum Mode {
        /// The magic value, whoever signed: shows that the others fail for their answers.
        Honest,
        /// A word of noise.
        Garbage,
        /// `true`, as a wallet that misread ERC-1271 would say.
        True,
        /// The magic value, without the 28 bytes that must follow it.
        Short,
        Nothing,
        Reverts,
        BurnsGas,
        /// A megabyte.
        Flood
    }

    bytes4 private constant _MAGIC = 0x1626ba7e;
    Mode private immutable _MODE;

    constructor(Mode mode) {
        _MODE = mode;
    }

    fallback(bytes calldata) external returns (bytes memory) {
        if (_MODE == Mode.Honest) return abi.encode(_MAGIC);
        if (_MODE == Mode.Garbage) return abi.encode(keccak256(msg.data));
        if (_MODE == Mode.True) return abi.encode(true);
        if (_MODE == Mode.Short) return abi.encodePacked(_MAGIC);
        if (_MODE == Mode.Nothing) return "";
        if (_MODE == Mode.Reverts) revert("not today");
        if (_MODE == Mode.BurnsGas) while (true) {}
        return new bytes(1 << 20);
    }
}
