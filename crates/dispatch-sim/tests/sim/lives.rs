//! Lives: a share of what the simulator runs, and that one seed is one life.

use dispatch_sim::{MIXES, Mix, Plan, follow, live};

fn plan(mix: &str, seed: u64, bookings: u32) -> Plan {
    let (_, text) = MIXES.iter().find(|(name, _)| *name == mix).unwrap();
    Plan { seed, mix: Mix::read(text).unwrap(), except: Vec::new(), bookings }
}

fn every_invariant_holds(mix: &str) {
    let lived = live(&plan(mix, 1, 1_000), &mut |_| {});
    assert!(lived.violation.is_none(), "{:#?}", lived.violation);
    assert!(lived.figures.bookings > 900, "{}", lived.figures.bookings);
    assert_eq!(lived.figures.untried(), [], "never tried");
}

#[test]
fn a_quiet_practice() {
    every_invariant_holds("quiet");
}

#[test]
fn a_full_friday() {
    every_invariant_holds("friday");
}

#[test]
fn a_chaotic_platform() {
    every_invariant_holds("chaos");
}

#[test]
fn a_seed_is_a_life_and_its_script_is_the_same_life() {
    let plan = plan("chaos", 3, 150);
    let (one, other) = (live(&plan, &mut |_| {}), live(&plan, &mut |_| {}));
    assert_eq!(one.figures, other.figures);
    assert_eq!(one.script, other.script);
    let again = follow(&one.script, false);
    assert_eq!(again.violation, one.violation);
    assert_eq!(again.figures.events, one.figures.events);
}
