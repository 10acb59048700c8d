// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.29;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @notice The least contract wallet for tests: whatever its owner signs counts as signed by it (ERC-1271), and its owner
/// has it make several calls at once.
contract TestWallet is IERC1271 {
    struct Call {
        address to;
        uint256 value;
        bytes data;
    }

    error NotOwner();
    error CallFailed(uint256 index);

    address private immutable _OWNER;

    constructor(address owner) {
        _OWNER = owner;
    }

    function executeBatch(Call[] calldata calls) external payable {
        if (msg.sender != _OWNER) revert NotOwner();
        for (uint256 i = 0; i < calls.length; i++) {
            (bool done,) = calls[i].to.call{value: calls[i].value}(calls[i].data);
            if (!done) revert CallFailed(i);
        }
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        (address signer, ECDSA.RecoverError problem,) = ECDSA.tryRecoverCalldata(hash, signature);
        bool valid = problem == ECDSA.RecoverError.NoError && signer == _OWNER;
        return valid ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}
