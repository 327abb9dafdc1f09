//! Rules, one file each: the document as written, the checks that need this rule alone, and the compiled form.
//!
//! A check that needs several parts of the document is in `validate/`, and what is laid out over the days of the horizon is
//! in `layout/`, both under the rule's name where it is one rule's.

pub(super) mod add_on;
pub(super) mod breaks;
pub(super) mod buffers;
pub(super) mod cadence;
pub(super) mod clearance;
pub(super) mod duties;
pub(super) mod exceptions;
pub(super) mod in_a_row;
pub(super) mod overrun;
pub(super) mod ranking;
pub(super) mod spacing;
pub(super) mod supervision;
pub(super) mod visits;
