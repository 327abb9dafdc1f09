//! Any bytes as a sequence of commands to the engine, and what must hold whatever they are.

use dispatch_core::{
    BookingId, LocationIndex, Rulebook, ServiceIndex, Timestamp, ViolationKind, Who, check,
    engine::{
        AppointmentObserved, Authority, Automation, BlockObserved, BookedBy, CalendarObserved, CalendarOf,
        Channels, ClientFacts, Command, Completed, Connection, Disposition, Event, Fact, FieldAuthority,
        ItemSnapshot, Resolution, Sender, Snapshot, State, Status, Timer, decide, evolve, react,
    },
};

/// Plays the commands that the bytes spell, from the start of the rulebook's horizon on.
///
/// # Errors
/// What does not hold: something of ours breaks a rule, or the journal leads to another state.
pub fn play(rulebook: &Rulebook, bytes: &[u8]) -> Result<State, String> {
    let start = rulebook.pages().horizon().start.timestamp();
    let mut source = Source { rulebook, bytes: bytes.iter(), now: start };
    let (mut state, mut journal) = (State::new(), Vec::new());
    let mut take = |state: &mut State, command: &Command, now| {
        let mut next = Some(command);
        while let Some(command) = next.take() {
            // A command that makes no sense is refused and changes nothing.
            let Ok(decided) = decide(rulebook, state, command, now) else { return Ok(()) };
            for event in decided.events {
                evolve(state, &event);
                let _ = react(state, &event);
                journal.push(event);
            }
            next = state.has_waking().then_some(&Command::Wake {});
        }
        let mut ours = check(rulebook, state.schedule()).into_iter().filter(|violation| violation.is_ours());
        let broken = ours.find(|violation| {
            // The checker knows the menu alone: what the platform gives more time than that holds more than it asks for.
            let length = violation.kind == ViolationKind::Incomplete;
            let mut bookings = violation.bookings.iter();
            bookings.any(|id| is_to_come(state, *id) && !(length && has_another_length(rulebook, state, *id)))
        });
        broken.map_or(Ok(()), |violation| {
            Err(format!("after {command:?}: ours is {}", violation.display(rulebook)))
        })
    };
    take(&mut state, &Command::AdoptRulebook {}, start)?;
    take(&mut state, &Command::Fact(Fact::ConnectionDeclared(source.connection())), start)?;
    while let Some(command) = source.command(&state) {
        take(&mut state, &command, source.now)?;
    }
    let mut again = State::new();
    journal.iter().for_each(|event: &Event| evolve(&mut again, event));
    if again != state || again.schedule() != state.schedule() {
        return Err("the journal leads to another state".to_owned());
    }
    Ok(state)
}

/// What the platform says has begun or is over stays as it was, whatever is laid over it later.
fn is_to_come(state: &State, booking: BookingId) -> bool {
    let begun = [Disposition::Arrived, Disposition::InService, Disposition::Completed, Disposition::NoShow];
    state.booking(booking).is_none_or(|booking| !begun.contains(&booking.disposition))
}

fn has_another_length(rulebook: &Rulebook, state: &State, booking: BookingId) -> bool {
    let items = state.booking(booking).map_or(&[][..], |booking| &booking.snapshot.items);
    items.iter().any(|item| {
        let menu =
            rulebook.service(item.service.as_str()).and_then(|service| rulebook.service_minutes(service));
        menu.is_some_and(|menu| item.end.0 - item.start.0 > i64::from(menu.0) * 60_000)
    })
}

struct Source<'b> {
    rulebook: &'b Rulebook,
    bytes: std::slice::Iter<'b, u8>,
    now: Timestamp,
}

impl Source<'_> {
    /// None once the bytes are used up.
    fn byte(&mut self) -> Option<u8> {
        self.bytes.next().copied()
    }

    /// A number below `below`; 0 once the bytes are used up.
    fn below(&mut self, below: usize) -> usize {
        usize::from(self.byte().unwrap_or(0)) % below.max(1)
    }

    fn maybe(&mut self) -> bool {
        self.below(4) == 0
    }

    fn authority(&mut self) -> FieldAuthority {
        [FieldAuthority::Write, FieldAuthority::Platform, FieldAuthority::Local][self.below(3)]
    }

    fn connection(&mut self) -> Connection {
        Connection {
            connection: "desk".into(),
            authority: Authority {
                provider: self.authority(),
                time: FieldAuthority::Write,
                room: self.authority(),
                device: self.authority(),
                block: FieldAuthority::Write,
                status: FieldAuthority::Write,
            },
            automation: if self.maybe() { Automation::Suggest } else { Automation::Auto },
            sender: Sender::Us,
            go_live: None,
            channels: Channels::default(),
            completed: if self.maybe() { Completed::Paid } else { Completed::Finished },
        }
    }

    fn command(&mut self, state: &State) -> Option<Command> {
        let kind = self.byte()?;
        let minutes = self.below(20);
        self.now.0 += i64::try_from(minutes).unwrap_or(0) * 60_000;
        Some(match kind % 16 {
            0..=7 => Command::Fact(Fact::AppointmentObserved(self.appointment())),
            8 if self.below(3) == 2 => Command::Fact(Fact::CalendarObserved(self.calendar())),
            8 => Command::Fact(Fact::BlockObserved(self.block())),
            9 => {
                let timer = self.timer(state);
                timer.map_or(Command::Fact(Fact::Clock {}), |timer| Command::TimerFired { timer })
            }
            10 | 11 => {
                let write = state.writes().nth(self.below(8)).map(|write| write.write.write);
                let at = self.now;
                match write {
                    Some(write) if self.maybe() => Command::WriteRefused { write, reason: "no".to_owned() },
                    Some(write) => Command::WriteAcknowledged { write, appointment: None, at },
                    None => Command::Fact(Fact::Clock {}),
                }
            }
            12 => match state.notices().nth(self.below(16)).map(|notice| notice.notice.notice) {
                Some(notice) if self.maybe() => Command::MessageFailed { notice, is_final: self.maybe() },
                Some(notice) => Command::MessageSent { notice },
                None => Command::Fact(Fact::Clock {}),
            },
            13 => {
                let open = state.exceptions().nth(self.below(8)).map(|open| open.raised.exception);
                let Some(exception) = open else { return Some(Command::Fact(Fact::Clock {})) };
                let by = if self.maybe() { "desk" } else { "owner" }.to_owned();
                if self.maybe() {
                    Command::ClaimException { exception, by }
                } else {
                    Command::ReleaseException { exception, by }
                }
            }
            _ => {
                let open = state.exceptions().nth(self.below(8)).map(|open| open.raised.exception);
                let Some(exception) = open else { return Some(Command::Fact(Fact::Clock {})) };
                let candidate = u16::try_from(self.below(6)).unwrap_or(0);
                let answers = [
                    Resolution::Candidate(candidate),
                    Resolution::Candidate(0),
                    Resolution::Decline,
                    Resolution::KeepPlatform,
                    Resolution::Done,
                ];
                let resolution = answers[self.below(answers.len())].clone();
                Command::ResolveException { exception, resolution, by: "desk".to_owned(), why: None }
            }
        })
    }

    fn timer(&mut self, state: &State) -> Option<Timer> {
        let at = self.below(16);
        Some(match self.below(4) {
            3 => Timer::Claim(state.exceptions().nth(at)?.raised.exception),
            0 => Timer::Notice(state.notices().nth(at)?.notice.notice),
            1 => Timer::Exception(state.exceptions().nth(at)?.raised.exception),
            _ => Timer::Write(state.writes().nth(at)?.write.write),
        })
    }

    fn provider(&mut self) -> Option<String> {
        let providers: Vec<_> = self
            .rulebook
            .lanes()
            .filter(|(_, who)| matches!(who, Who::Provider(_)))
            .map(|(_, who)| who.as_str())
            .collect();
        // Now and then one whom the rulebook does not know.
        let at = self.below(providers.len() + 2);
        providers.get(at).map(|id| (*id).to_owned()).or_else(|| self.maybe().then(|| "stranger".to_owned()))
    }

    /// Some minute of the first three days.
    fn start(&mut self) -> Timestamp {
        let (day, slot) = (self.below(3), self.below(48));
        let minutes = day * 24 * 60 + 9 * 60 + slot * 15 + if self.maybe() { self.below(15) } else { 0 };
        let midnight = self.rulebook.pages().horizon().start.timestamp();
        Timestamp(midnight.0 + i64::try_from(minutes).unwrap_or(0) * 60_000)
    }

    fn appointment(&mut self) -> AppointmentObserved {
        let services: Vec<_> = (0..)
            .map_while(|at| {
                Some((ServiceIndex(at), self.rulebook.service_code(ServiceIndex(at))?.as_str().to_owned()))
            })
            .collect();
        let id = format!("a{}", self.below(10));
        let (service, minutes) = match services.get(self.below(services.len() + 1)) {
            Some((index, code)) => {
                (code.clone(), self.rulebook.service_minutes(*index).map_or(30, |minutes| minutes.0))
            }
            None => ("UNKNOWN".to_owned(), 30),
        };
        let start = self.start();
        let minutes = if self.maybe() { minutes + 5 } else { minutes };
        let add_on = (self.below(8) == 7).then(|| self.below(3));
        let add_on = add_on.map(|at| self.rulebook.add_ons().nth(at));
        let minutes = minutes + add_on.flatten().map_or(0, |add_on| add_on.minutes().0);
        let add_ons = add_on.map(|add_on| add_on.map_or("unknown", |add_on| add_on.code()).into());
        let location =
            self.rulebook.location_name(LocationIndex(0)).map_or("", |(id, _)| id.as_str()).to_owned();
        let item = ItemSnapshot {
            id: None,
            service: service.as_str().into(),
            start,
            end: Timestamp(start.0 + i64::from(minutes) * 60_000),
            provider: self.provider().map(|id| id.as_str().into()),
            provider_requested: self.maybe(),
            resources: Vec::new(),
            add_ons: add_ons.into_iter().collect(),
        };
        let items = if self.below(16) == 1 { vec![item.clone(), item] } else { vec![item] };
        let statuses = [
            Status::Booked,
            Status::Booked,
            Status::Booked,
            Status::Booked,
            Status::Cancelled,
            Status::Arrived,
            Status::NoShow,
            Status::Other("odd".to_owned()),
        ];
        let snapshot = Snapshot {
            id: id.as_str().into(),
            location: location.as_str().into(),
            status: statuses[self.below(statuses.len())].clone(),
            booked_by: if self.maybe() { BookedBy::Staff } else { BookedBy::Client },
            created_at: None,
            items,
            client: format!("client-{}", self.below(6)).as_str().into(),
            about_client: ClientFacts {
                vip: self.maybe(),
                email_consent: Some(true),
                ..ClientFacts::default()
            },
            grouped: self.below(16) == 1,
        };
        let (connection, snapshot) = ("desk".into(), snapshot.into());
        AppointmentObserved { connection, observed_at: self.observed_at(), snapshot }
    }

    /// Mostly now; sometimes a delivery is late.
    fn observed_at(&mut self) -> Timestamp {
        let late = if self.maybe() { self.below(120) } else { 0 };
        Timestamp(self.now.0 - i64::try_from(late).unwrap_or(0) * 60_000)
    }

    fn block(&mut self) -> BlockObserved {
        let start = self.start();
        let minutes = 15 + i64::try_from(self.below(120)).unwrap_or(0);
        BlockObserved {
            connection: "desk".into(),
            observed_at: self.observed_at(),
            id: format!("k{}", self.below(4)).as_str().into(),
            of: self.calendar_of(),
            start,
            end: Timestamp(start.0 + minutes * 60_000),
            cancelled: self.maybe(),
            reason: None,
        }
    }

    fn calendar(&mut self) -> CalendarObserved {
        CalendarObserved {
            connection: "desk".into(),
            observed_at: self.observed_at(),
            of: self.calendar_of(),
            readable: self.maybe(),
        }
    }

    /// Somebody's or, now and then, a room's or device's.
    fn calendar_of(&mut self) -> CalendarOf {
        let things: Vec<_> = self
            .rulebook
            .lanes()
            .filter(|(_, who)| !matches!(who, Who::Provider(_)))
            .map(|(_, who)| who.as_str())
            .collect();
        let provider = self.provider().unwrap_or_default();
        let thing = self.below(3 * things.len());
        let thing = things.get(thing).map(|id| CalendarOf::Resource((*id).into()));
        thing.unwrap_or_else(|| CalendarOf::Provider(provider.as_str().into()))
    }
}
