// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.29;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

/// @notice Merkle trees with sorted pairs; a node without a sibling moves up as it is.
library Tree {
    function seatLeaf(uint32 seat, address account) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(seat, account))));
    }

    function payoutLeaf(uint32 seat, address account, uint96 cumulative) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(seat, account, cumulative))));
    }

    function root(bytes32[] memory level) internal pure returns (bytes32) {
        while (level.length > 1) level = _above(level);
        return level[0];
    }

    function proof(bytes32[] memory level, uint256 index) internal pure returns (bytes32[] memory path) {
        while (level.length > 1) {
            uint256 sibling = index ^ 1;
            if (sibling < level.length) path = _append(path, level[sibling]);
            level = _above(level);
            index /= 2;
        }
    }

    function _above(bytes32[] memory level) private pure returns (bytes32[] memory above) {
        above = new bytes32[]((level.length + 1) / 2);
        for (uint256 i = 0; i < above.length; ++i) {
            above[i] =
                2 * i + 1 < level.length ? Hashes.commutativeKeccak256(level[2 * i], level[2 * i + 1]) : level[2 * i];
        }
    }

    function _append(bytes32[] memory path, bytes32 node) private pure returns (bytes32[] memory longer) {
        longer = new bytes32[](path.length + 1);
        for (uint256 i = 0; i < path.length; ++i) {
            longer[i] = path[i];
        }
        longer[path.length] = node;
    }
}
