// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.29;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice Play money for local chains and tests: six decimals as USDC has, and anybody may mint.
contract TestUSD is ERC20("Test USD", "tUSD") {
    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}
