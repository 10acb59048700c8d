// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.29;

import {TestUSD} from "./TestUSD.sol";

/// @notice Keeps one unit of every transfer.
contract FeeToken is TestUSD {
    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (from != address(0) && value > 0) super._update(to, address(0xFEE), 1);
    }
}

/// @notice Says false instead of reverting, and moves nothing.
contract FalseToken is TestUSD {
    bool public failing;

    function fail() external {
        failing = true;
    }

    function transfer(address to, uint256 value) public override returns (bool) {
        return !failing && super.transfer(to, value);
    }

    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        return !failing && super.transferFrom(from, to, value);
    }
}

/// @notice Refuses to pay one account, as tokens with a block list do.
contract BlockListToken is TestUSD {
    address public blocked;

    function blockAccount(address account) external {
        blocked = account;
    }

    function _update(address from, address to, uint256 value) internal override {
        require(to != blocked || to == address(0), "blocked");
        super._update(from, to, value);
    }
}

/// @notice Calls back into the escrow during every transfer.
contract ReentrantToken is TestUSD {
    address private _target;
    bytes private _data;
    bool public reentered;

    function arm(address target, bytes calldata data) external {
        _target = target;
        _data = data;
    }

    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (_target == address(0)) return;
        (bool success,) = _target.call(_data);
        if (success) reentered = true;
    }
}
