//! The simulator: a booking platform that people use, its faults, and a judge of everything that the engine does. Virtual
//! time; one seed is one life, byte for byte.
//!
//! [`live`] draws a life from a [`Mix`], [`follow`] plays a [`Script`], and [`shrink`] finds the few acts of a script that
//! break the same [`Invariant`].

mod act;
mod connection;
mod dice;
mod figures;
mod generator;
mod judge;
mod life;
mod mix;
mod practice;
mod script;
mod shell;
mod shrink;
mod words;
mod world;

pub use act::{Act, Asked, Changed, Courier, How, What};
pub use figures::Figures;
pub use judge::{Invariant, Violation};
pub use mix::{Answers, Bookings, Changes, Clients, Faults, MIXES, Mix, MixFault, Setting, Visits};
pub use practice::RuleChange;
pub use script::{BadScript, Script};
pub use shrink::shrink;

use life::Life;

/// A life that was lived.
#[derive(Clone, Debug)]
pub struct Lived {
    /// How much happened.
    pub figures: Figures,
    /// The first invariant that did not hold; the life ended there.
    pub violation: Option<Violation>,
    /// Everything that people did.
    pub script: Script,
    /// What happened, line by line, if it was asked for.
    pub story: Vec<String>,
}

/// The life to be lived: a seed, a mix, and a number of bookings.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The seed.
    pub seed: u64,
    /// The mix.
    pub mix: Mix,
    /// Invariants that are known not to hold, and that do not end the life.
    pub except: Vec<Invariant>,
    /// New bookings to be made.
    pub bookings: u32,
}

/// Lives a life, and says from time to time how many bookings were made.
pub fn live(plan: &Plan, progress: &mut dyn FnMut(u64)) -> Lived {
    let script =
        Script { seed: plan.seed, mix: plan.mix.clone(), except: plan.except.clone(), acts: Vec::new() };
    lived(Life::drawn(&plan.mix, plan.seed, plan.bookings), script, progress)
}

/// Plays a script, and tells the story if that is wanted.
#[must_use]
pub fn follow(script: &Script, with_story: bool) -> Lived {
    let life = Life::scripted(&script.mix, script.seed, &script.acts).map(|mut life| {
        life.story = with_story.then(Vec::new);
        life
    });
    lived(life, script.clone(), &mut |_| {})
}

fn lived(life: Result<Life, Violation>, mut script: Script, progress: &mut dyn FnMut(u64)) -> Lived {
    let mut life = match life {
        Ok(life) => life,
        Err(violation) => {
            let (figures, story) = (Figures::default(), Vec::new());
            return Lived { figures, violation: Some(violation), script, story };
        }
    };
    life.except.clone_from(&script.except);
    let violation = loop {
        if life.figures.commands.is_multiple_of(2_000) {
            progress(life.figures.bookings);
        }
        match life.step() {
            Ok(true) => {}
            Ok(false) => break None,
            Err(violation) => break Some(violation),
        }
    };
    life.figures.tried = life.judge.counts().to_vec();
    script.acts = std::mem::take(&mut life.acts);
    Lived { figures: life.figures, violation, script, story: life.story.unwrap_or_default() }
}
