// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.29;

/// @notice The cheatcodes of forge that these tests use, and no more: npm has no forge-std of its makers.
interface Vm {
    function assertEq(uint256 left, uint256 right) external pure;
    function assertEq(uint256 left, uint256 right, string calldata message) external pure;
    function assertEq(address left, address right) external pure;
    function assertEq(bytes32 left, bytes32 right) external pure;
    function assertTrue(bool condition) external pure;
    function assertTrue(bool condition, string calldata message) external pure;
    function assertLe(uint256 left, uint256 right, string calldata message) external pure;
    function assume(bool condition) external pure;
    function expectEmit(address emitter) external;
    function expectRevert(bytes calldata reason) external;
    function expectRevert(bytes4 selector) external;
    function prank(address caller) external;
    function roll(uint256 blockNumber) external;
    function warp(uint256 timestamp) external;
}

Vm constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

/// @dev `value` folded into `[low, high]`.
function bound(uint256 value, uint256 low, uint256 high) pure returns (uint256) {
    return high - low == type(uint256).max ? value : low + value % (high - low + 1);
}
