// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.29;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ITaskEscrow} from "../src/ITaskEscrow.sol";
import {TaskEscrow} from "../src/TaskEscrow.sol";
import {TestUSD} from "./TestUSD.sol";
import {Tree} from "./Tree.sol";
import {vm} from "./Vm.sol";

/// @notice One escrow, one token, one publisher with a task of five seats, and the steps every test repeats.
abstract contract EscrowScene {
    address internal constant PUBLISHER = address(0xA11CE);
    address internal constant SETTLEMENT = address(0x5E771E);
    address internal constant STRANGER = address(0xBAD);
    bytes32 internal constant TERMS = keccak256("terms");
    bytes32 internal constant ROUND_HASH = keccak256("round");
    uint32 internal constant SEATS = 5;
    uint96 internal constant MAX_PER_SEAT = 160_000;
    uint96 internal constant BOND = 1_000_000;
    uint256 internal constant DEPOSIT = uint256(SEATS) * MAX_PER_SEAT + BOND;

    TaskEscrow internal escrow;
    TestUSD internal token;
    uint48 internal closesAt;

    function begin() internal {
        vm.warp(1_790_000_000);
        vm.roll(4_000_000);
        escrow = new TaskEscrow();
        token = new TestUSD();
        closesAt = uint48(block.timestamp) + 7 days;
    }

    function params() internal view returns (ITaskEscrow.TaskParams memory) {
        return ITaskEscrow.TaskParams({
            termsHash: TERMS,
            token: address(token),
            settlementKey: SETTLEMENT,
            seats: SEATS,
            maxPerSeat: MAX_PER_SEAT,
            bond: BOND,
            closesAt: closesAt
        });
    }

    function fund(address publisher, uint256 amount) internal {
        token.mint(publisher, amount);
        vm.prank(publisher);
        token.approve(address(escrow), amount);
    }

    function open(ITaskEscrow.TaskParams memory p) internal returns (bytes32) {
        fund(PUBLISHER, uint256(p.seats) * p.maxPerSeat + p.bond);
        vm.prank(PUBLISHER);
        return escrow.openTask(p);
    }

    function openDefault() internal returns (bytes32) {
        return open(params());
    }

    /// @dev Account that holds a seat in these tests.
    function holder(uint32 seat) internal pure returns (address) {
        return address(uint160(0xC0FFEE00 + uint256(seat)));
    }

    function seatLeaves(uint32 firstSeat, uint32 count) internal pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](count);
        for (uint32 i = 0; i < count; ++i) {
            leaves[i] = Tree.seatLeaf(firstSeat + i, holder(firstSeat + i));
        }
    }

    function enrol(bytes32 taskId, uint32 firstSeat, uint32 count) internal returns (uint256) {
        vm.prank(SETTLEMENT);
        return escrow.postEnrolmentRoot(taskId, Tree.root(seatLeaves(firstSeat, count)), firstSeat, count);
    }

    function payoutLeaves(uint96[] memory owed) internal pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](owed.length);
        for (uint32 seat = 0; seat < owed.length; ++seat) {
            leaves[seat] = Tree.payoutLeaf(seat, holder(seat), owed[seat]);
        }
    }

    function postPayouts(bytes32 taskId, uint32 round, uint96[] memory owed) internal {
        vm.prank(SETTLEMENT);
        escrow.postPayoutRoot(taskId, round, ROUND_HASH, Tree.root(payoutLeaves(owed)));
    }

    /// @dev The claim of a seat enrolled by `enrol(taskId, 0, SEATS)`.
    function claimOf(uint32 seat, uint96[] memory owed) internal pure returns (ITaskEscrow.Claim memory) {
        return ITaskEscrow.Claim({
            seat: seat,
            account: holder(seat),
            cumulative: owed[seat],
            payoutProof: Tree.proof(payoutLeaves(owed), seat),
            enrolmentRootIndex: 0,
            enrolmentProof: Tree.proof(seatLeaves(0, SEATS), seat)
        });
    }

    function same(uint96 amount) internal pure returns (uint96[] memory owed) {
        owed = new uint96[](SEATS);
        for (uint256 i = 0; i < SEATS; ++i) {
            owed[i] = amount;
        }
    }

    /// @dev An open task with all seats enrolled and `owed` posted for round 1.
    function settled(uint96[] memory owed) internal returns (bytes32 taskId) {
        taskId = openDefault();
        enrol(taskId, 0, SEATS);
        postPayouts(taskId, 1, owed);
    }

    function expectRevert(bytes4 selector, bytes32 taskId) internal {
        vm.expectRevert(abi.encodeWithSelector(selector, taskId));
    }

    function balance(address account) internal view returns (uint256) {
        return IERC20(address(token)).balanceOf(account);
    }
}

abstract contract EscrowTest is EscrowScene {
    function setUp() public {
        begin();
    }
}
