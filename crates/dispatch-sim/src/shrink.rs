//! Shrinking: the fewest acts that still break the same invariant, found by leaving out ever smaller parts.

use std::collections::BTreeSet;

use crate::{
    act::{Act, Courier, What},
    judge::Violation,
    life::Life,
    mix::Faults,
    script::Script,
};

/// So many commands are given to shrink one script, at most.
const MOST_COMMANDS: u64 = 3_000_000;

struct Shrinking<'v> {
    script: Script,
    found: &'v Violation,
    commands: u64,
}

/// The shortest script found that breaks the same invariant.
#[must_use]
pub fn shrink(script: &Script, found: &Violation) -> Script {
    let acts = script.acts.iter().filter(|act| act.at <= found.at).cloned().collect();
    let mut shrinking = Shrinking { script: Script { acts, ..script.clone() }, found, commands: 0 };
    shrinking.narrow();
    shrinking.without_faults();
    shrinking.leave_out();
    shrinking.on_time();
    shrinking.leave_out();
    shrinking.script
}

impl Shrinking<'_> {
    fn fails(&mut self, script: &Script) -> bool {
        let (violation, commands) = live(script);
        self.commands += commands;
        violation.is_some_and(|violation| violation.invariant == self.found.invariant)
    }

    /// Keeps the script if it still fails.
    fn take(&mut self, script: Script) -> bool {
        let fails = self.commands < MOST_COMMANDS && self.fails(&script);
        if fails {
            self.script = script;
        }
        fails
    }

    /// Begins with what is about the appointment and its clients, and the last acts beside it.
    fn narrow(&mut self) {
        let Some(appointment) = &self.found.appointment else { return };
        let all = self.script.acts.clone();
        let mut names = BTreeSet::from([appointment.clone()]);
        for act in &all {
            match &act.what {
                What::Book { appointment, client, .. } | What::HandOver { appointment, client }
                    if names.contains(appointment) =>
                {
                    names.insert(client.clone());
                }
                _ => {}
            }
        }
        for last in [0, 8, 32, 128, 512, 2_048] {
            let from = all.len().saturating_sub(last);
            let kept = all.iter().enumerate().filter(|(at, act)| *at >= from || is_about(act, &names));
            let acts: Vec<_> = kept.map(|(_, act)| act.clone()).collect();
            if acts.len() < all.len() && self.take(Script { acts, ..self.script.clone() }) {
                return;
            }
        }
    }

    fn without_faults(&mut self) {
        let mut script = self.script.clone();
        script.mix.faults = Faults::default();
        self.take(script);
    }

    /// Delta debugging: parts are left out, halves first and single acts last.
    fn leave_out(&mut self) {
        let mut part = self.script.acts.len().div_ceil(2).max(1);
        loop {
            let mut at = 0;
            let mut shorter = false;
            while at < self.script.acts.len() {
                let mut acts = self.script.acts.clone();
                acts.drain(at..(at + part).min(self.script.acts.len()));
                if self.take(Script { acts, ..self.script.clone() }) {
                    shorter = true;
                } else {
                    at += part;
                }
            }
            if part == 1 && !shorter {
                return;
            }
            part = if part > 1 { part.div_ceil(2) } else { 1 };
            if self.commands >= MOST_COMMANDS {
                return;
            }
        }
    }

    /// Words that come late, twice or never come as usual, where that does not matter.
    fn on_time(&mut self) {
        for at in 0..self.script.acts.len() {
            let mut script = self.script.clone();
            let Some(act) = script.acts.get_mut(at) else { return };
            if act.courier != Courier::default() {
                act.courier = Courier::default();
                self.take(script);
            }
        }
    }
}

/// The violation that a script ends in, and the commands that it took.
fn live(script: &Script) -> (Option<Violation>, u64) {
    let mut life = match Life::scripted(&script.mix, script.seed, &script.acts) {
        Ok(life) => life,
        Err(violation) => return (Some(violation), 1),
    };
    life.except.clone_from(&script.except);
    loop {
        match life.step() {
            Ok(true) => {}
            Ok(false) => return (None, life.figures.commands),
            Err(violation) => return (Some(violation), life.figures.commands),
        }
    }
}

fn is_about(act: &Act, names: &BTreeSet<String>) -> bool {
    match &act.what {
        What::Book { appointment, .. }
        | What::Move { appointment, .. }
        | What::Swap { appointment, .. }
        | What::Lengthen { appointment, .. }
        | What::Exchange { appointment, .. }
        | What::SetStatus { appointment, .. }
        | What::HandOver { appointment, .. }
        | What::Answer { appointment, .. } => names.contains(appointment),
        What::Client { client, .. } => names.contains(client),
        What::Rules { .. } => true,
        What::Block { .. }
        | What::Unblock { .. }
        | What::Calendar { .. }
        | What::Crash {}
        | What::Report { .. } => false,
    }
}
