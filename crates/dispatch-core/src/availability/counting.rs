//! The rules that count: they look at all that a provider has on a day, beside the one use that is asked about. Each file has the
//! same three faces, and they are listed once, here: a new rule is a file and one word.

use crate::explain::Found;

use super::{
    cap,
    day::{Day, LaneOnDay},
    floating_break,
    inspection::Inspection,
    lane_at_start::LaneAtStart,
    pauses,
    start_set::StartSet,
};

macro_rules! rules_that_count {
    ($($rule:ident),+ $(,)?) => {
        /// One start: true if all are kept. Apart from the hot path: few lanes have a rule that counts.
        #[inline(never)]
        pub(super) fn all_hold(asked: &LaneAtStart<'_>) -> bool {
            true $(&& $rule::holds(asked))+
        }

        /// Names each that is broken even without the neighbours that were named.
        pub(super) fn name_all(inspection: &Inspection<'_>, asked: &LaneAtStart<'_>, found: &mut Found<'_>) {
            $($rule::blockers(inspection, asked, found);)+
        }

        /// The whole day: keeps the starts at which all are kept.
        pub(super) fn rule_out(day: &Day<'_>, asked: &LaneOnDay<'_>, starts: &mut StartSet) {
            $($rule::rule_out(day, asked, starts);)+
        }
    };
}

// Cheapest first: the cap settles a whole day at once, pauses go start by start.
rules_that_count!(cap, floating_break, pauses);
