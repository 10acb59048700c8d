// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.29;

import {TestWallet} from "./TestWallet.sol";

/// @notice Makes contract wallets at addresses that are known before (CREATE2), as the factories of smart wallets do: an
/// account can sign and be paid before anybody has paid for its deployment (ERC-6492).
contract TestWalletFactory {
    /// @notice The owner's wallet, deployed unless it is there already.
    function createAccount(address owner, bytes32 salt) external returns (address account) {
        account = accountOf(owner, salt);
        if (account.code.length == 0) new TestWallet{salt: salt}(owner);
    }

    function accountOf(address owner, bytes32 salt) public view returns (address) {
        bytes32 code = keccak256(abi.encodePacked(type(TestWallet).creationCode, abi.encode(owner)));
        return address(uint160(uint256(keccak256(abi.encodePacked(bytes1(0xff), address(this), salt, code)))));
    }
}
