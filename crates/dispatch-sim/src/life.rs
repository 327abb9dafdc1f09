//! One life of a practice: acts, deliveries, answers of the platform and timers in the order of virtual time, and the judge
//! after each.

mod answers;
mod deliveries;
mod platform;

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use dispatch_core::{
    NoticeId, Rulebook, Timestamp, WriteId,
    engine::{Command, Effect, Fact, Write},
};

use crate::{
    act::{Act, Courier, What},
    connection::{START, connection},
    figures::Figures,
    generator::Generator,
    judge::{Invariant, Judge, Violation},
    mix::Mix,
    practice::Practice,
    shell::{Shell, Step},
    world::{Thing, World, date, day_of},
};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// The whole state is judged, and the journal replayed, after so many events; a short script's more often, so that fewer acts
/// are left when it is shrunk.
const WHOLE_EVERY: u64 = 1_000;
const WHOLE_OF_A_SHORT_SCRIPT: u64 = 5;
const SHORT: usize = 150;

/// A life while it is lived.
pub(crate) struct Life {
    mix: Mix,
    seed: u64,
    pub(crate) world: World,
    pub(crate) shell: Shell,
    pub(crate) judge: Judge,
    source: Source,
    queue: BTreeMap<(Timestamp, u64), Coming>,
    serial: u64,
    now: Timestamp,
    next_poll: Timestamp,
    next_roll: Timestamp,
    /// The moment at which it ends, known once nobody means to do anything any more.
    until: Option<Timestamp>,
    /// The rulebook that the next command adopts.
    next_rulebook: Option<Rulebook>,
    judged_at: u64,
    whole_every: u64,
    /// The next command is lost in a crash.
    crash: bool,
    /// Everything that people did, as a script.
    pub(crate) acts: Vec<Act>,
    pub(crate) figures: Figures,
    /// Invariants that are known not to hold.
    pub(crate) except: Vec<Invariant>,
    /// What happened, line by line, if it is to be told.
    pub(crate) story: Option<Vec<String>>,
}

/// The source of the acts.
enum Source {
    Generated(Box<Generator>),
    Script(VecDeque<Act>),
}

/// Something on its way.
#[derive(Clone, Debug)]
enum Coming {
    Read(Thing, Courier),
    Delivery(Fact),
    Write(Arc<Write>),
    Acknowledged(WriteId),
    Refused(WriteId),
    Message(NoticeId, bool),
}

impl Life {
    /// A life that the mix draws.
    pub(crate) fn drawn(mix: &Mix, seed: u64, bookings: u32) -> Result<Self, Violation> {
        let mut generator = Generator::new(mix, seed, bookings, START);
        let mut life = Self::begin(mix, seed, Source::Script(VecDeque::new()))?;
        for act in generator.import(&life.world, START) {
            life.carry_out(act)?;
        }
        life.source = Source::Generated(Box::new(generator));
        Ok(life)
    }

    /// A life that follows a script.
    pub(crate) fn scripted(mix: &Mix, seed: u64, acts: &[Act]) -> Result<Self, Violation> {
        let mut life = Self::begin(mix, seed, Source::Script(acts.iter().cloned().collect()))?;
        if acts.len() < SHORT {
            life.whole_every = WHOLE_OF_A_SHORT_SCRIPT;
        }
        Ok(life)
    }

    fn begin(mix: &Mix, seed: u64, source: Source) -> Result<Self, Violation> {
        let world = World::new();
        let rulebook = compiled(&world.practice, mix, START)?;
        let mut life = Self {
            mix: mix.clone(),
            seed,
            judge: Judge::new(&mix.practice, world.practice.clone()),
            world,
            shell: Shell::new(rulebook),
            source,
            queue: BTreeMap::new(),
            serial: 0,
            now: START,
            next_poll: Timestamp(START.0 + i64::from(mix.practice.poll_hours) * HOUR),
            next_roll: Timestamp(START.0 + 7 * DAY),
            until: None,
            next_rulebook: None,
            judged_at: 0,
            whole_every: WHOLE_EVERY,
            crash: false,
            acts: Vec::new(),
            figures: Figures::default(),
            except: Vec::new(),
            story: None,
        };
        life.command(Command::AdoptRulebook {})?;
        life.command(Command::Fact(Fact::ConnectionDeclared(connection(mix)?)))?;
        Ok(life)
    }

    /// Lives on by one step. False once it is over.
    pub(crate) fn step(&mut self) -> Result<bool, Violation> {
        match self.one_step() {
            Err(violation) if self.except.contains(&violation.invariant) => Ok(true),
            stepped => stepped,
        }
    }

    fn one_step(&mut self) -> Result<bool, Violation> {
        let act = match &self.source {
            Source::Generated(generator) => generator.next(),
            Source::Script(acts) => acts.front().map(|act| act.at),
        };
        if act.is_none() && self.until.is_none() {
            let days = i64::from(self.mix.practice.days_ahead) + 2;
            self.until = Some(Timestamp(self.now.0 + days * DAY));
        }
        let coming = self.queue.first_key_value().map(|((at, _), _)| *at);
        let moments = [
            self.shell.next_timer(),
            coming,
            act,
            self.judge.next_alarm(),
            Some(self.next_poll),
            Some(self.next_roll),
        ];
        let first = moments.iter().enumerate().filter_map(|(at, moment)| Some(((*moment)?, at))).min();
        let Some((moment, which)) = first else { return Ok(false) };
        if self.until.is_some_and(|until| moment > until) {
            self.whole()?;
            self.figures.days = u64::try_from((self.now.0 - START.0) / DAY).unwrap_or(0);
            return Ok(false);
        }
        self.now = self.now.max(moment);
        match which {
            0 => {
                if let Some(timer) = self.shell.fire() {
                    self.command(Command::TimerFired { timer })?;
                }
            }
            1 => {
                if let Some((_, coming)) = self.queue.pop_first() {
                    self.arrives(coming)?;
                }
            }
            2 => self.people()?,
            3 => self.judge.alarm(self.now, &self.shell)?,
            4 => self.poll(),
            _ => self.roll()?,
        }
        Ok(true)
    }

    fn people(&mut self) -> Result<(), Violation> {
        let acts = match &mut self.source {
            Source::Generated(generator) => generator.act(&self.world),
            Source::Script(acts) => acts.pop_front().into_iter().collect(),
        };
        acts.into_iter().try_for_each(|act| self.carry_out(act))
    }

    fn carry_out(&mut self, act: Act) -> Result<(), Violation> {
        self.figures.acts += 1;
        self.figures.bookings += u64::from(matches!(act.what, What::Book { .. }));
        self.tell(|| act.to_string());
        self.acts.push(act.clone());
        let changed = self.world.apply(&act.what, self.now);
        for thing in changed {
            self.send(1_000, Coming::Read(thing, act.courier));
        }
        match &act.what {
            What::Answer { appointment, how } => self.answer(appointment, *how)?,
            What::Crash {} => self.crash = true,
            What::Rules { change } => {
                self.world.practice.change(*change);
                self.adopt()?;
            }
            What::Report { line } => self.command(Command::Fact(line.fact.clone()))?,
            _ => {}
        }
        Ok(())
    }

    fn arrives(&mut self, coming: Coming) -> Result<(), Violation> {
        match coming {
            Coming::Read(thing, courier) => {
                self.read(&thing, courier);
                Ok(())
            }
            Coming::Delivery(fact) => self.command(Command::Fact(fact)),
            Coming::Write(write) => {
                self.write_arrives(&write);
                Ok(())
            }
            Coming::Acknowledged(write) => {
                self.command(Command::WriteAcknowledged { write, appointment: None, at: self.now })
            }
            Coming::Refused(write) => {
                self.command(Command::WriteRefused { write, reason: "refused".to_owned() })
            }
            Coming::Message(notice, true) => self.command(Command::MessageFailed { notice, is_final: true }),
            Coming::Message(notice, false) => self.command(Command::MessageSent { notice }),
        }
    }

    /// Gives the engine a command, and the judge what came of it.
    fn command(&mut self, command: Command) -> Result<(), Violation> {
        let restarted = if std::mem::take(&mut self.crash) {
            self.figures.crashes += 1;
            self.shell.lose(&command, self.now);
            self.restart()
        } else {
            Ok(())
        };
        // The command is still there: it was not acknowledged.
        let given = self.give(command);
        restarted.and(given)
    }

    fn give(&mut self, command: Command) -> Result<(), Violation> {
        if let Some(rulebook) = self.next_rulebook.take() {
            self.shell.rulebook = Arc::new(rulebook);
            self.judge.adopt(self.world.practice.clone());
        }
        self.judge.given(&command, self.now);
        self.judge.tried(Invariant::Refused);
        let is_answer = matches!(command, Command::ResolveException { .. } | Command::ClaimException { .. });
        let (judge, mut steps) = (&mut self.judge, Vec::new());
        let driven = self.shell.drive(command, self.now, |shell, step| {
            let judged = judge.saw(&step, shell);
            steps.push(step);
            judged
        });
        for step in &steps {
            self.after(step);
        }
        match driven {
            Ok(judged) => judged?,
            // Somebody else was quicker, or the candidate is gone.
            Err(_) if is_answer => return Ok(()),
            Err(refusal) => return Err(refused(&refusal, self.now)),
        }
        self.judge.settled(self.now, &self.shell)?;
        if self.shell.written >= self.judged_at + self.whole_every {
            self.whole()?;
        }
        Ok(())
    }

    /// Carries out what the engine asks for.
    fn after(&mut self, step: &Step) {
        self.figures.commands += 1;
        self.figures.events += step.events.len() as u64;
        if self.story.is_some() {
            self.tell_step(step);
        }
        for effect in &step.effects {
            match effect {
                Effect::WriteBack(write) => {
                    self.figures.writes += 1;
                    self.write_leaves(write);
                }
                Effect::Notify(notice) => {
                    self.figures.messages += 1;
                    self.message_leaves(notice);
                }
                Effect::RaiseException { booking, .. } => {
                    self.figures.exceptions += 1;
                    let known = self.shell.state.booking(*booking);
                    if let (Source::Generated(generator), Some(known)) = (&mut self.source, known) {
                        generator.asked(known.appointment.as_str(), self.now);
                    }
                }
                Effect::CloseException { .. } | Effect::SetTimer { .. } | Effect::CancelTimer { .. } => {}
            }
        }
    }

    /// Judges the whole state, and replays the journal.
    fn whole(&mut self) -> Result<(), Violation> {
        self.judged_at = self.shell.written;
        self.figures.whole += 1;
        self.judge.tried(Invariant::Replay);
        let replayed = self.shell.read_journal();
        replayed.map_err(|fault| Violation::of_all(Invariant::Replay, self.now, fault))?;
        self.judge.whole(self.now, &self.shell)
    }

    fn restart(&mut self) -> Result<(), Violation> {
        self.judge.tried(Invariant::Replay);
        let restarted = self.shell.restart();
        restarted.map_err(|fault| Violation::of_all(Invariant::Replay, self.now, fault))?;
        self.judge.whole(self.now, &self.shell)?;
        // Whatever was not acknowledged is written again.
        let pending = self.shell.state.writes().filter(|write| write.status.is_unsettled());
        let pending: Vec<_> = pending.map(|write| Arc::clone(&write.write)).collect();
        pending.iter().for_each(|write| self.write_leaves(write));
        Ok(())
    }

    fn roll(&mut self) -> Result<(), Violation> {
        self.next_roll = Timestamp(self.now.0 + 7 * DAY);
        self.adopt()
    }

    fn adopt(&mut self) -> Result<(), Violation> {
        let rulebook = compiled(&self.world.practice, &self.mix, self.now)?;
        self.next_rulebook = Some(rulebook);
        self.command(Command::AdoptRulebook {})
    }

    fn send(&mut self, milliseconds: i64, coming: Coming) {
        self.serial += 1;
        self.queue.insert((Timestamp(self.now.0 + milliseconds), self.serial), coming);
    }

    fn tell(&mut self, line: impl FnOnce() -> String) {
        if let Some(story) = &mut self.story {
            story.push(line());
        }
    }

    fn tell_step(&mut self, step: &Step) {
        let at = crate::words::moment(step.at);
        let command = serde_json::to_string(&step.command).unwrap_or_default();
        self.tell(|| format!("{at}    > {command}"));
        for record in &step.events {
            let event = serde_json::to_string(&record.event).unwrap_or_default();
            self.tell(|| format!("{at}      {event}"));
        }
    }
}

fn compiled(practice: &Practice, mix: &Mix, now: Timestamp) -> Result<Rulebook, Violation> {
    let first = date(day_of(now.minute_floor()) - 1);
    let compiled = practice.compile(first, mix.practice.horizon_days);
    compiled.map_err(|fault| Violation::of_all(Invariant::Refused, now, fault))
}

fn refused(refusal: &dispatch_core::engine::Refusal, now: Timestamp) -> Violation {
    Violation::of_all(Invariant::Refused, now, format!("the engine refused: {refusal}"))
}
