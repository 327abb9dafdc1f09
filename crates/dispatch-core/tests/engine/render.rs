//! Commands, events and effects as short lines, in the location's time and by the rulebook's names.

use std::fmt::Write as _;

use dispatch_core::{
    Assignment, BookingId, Lane, LocationIndex, Occupancy, PlatformId, ReasonCode, Rulebook, Span, Timestamp,
    Who,
    engine::{
        Cause, Chosen, Closed, Command, Due, Effect, Event, EventRecord, Fact, Notice, NoticeKind,
        Resolution, Timer, Write,
    },
};

/// The words of one practice.
pub(crate) struct Words<'r>(pub(crate) &'r Rulebook);

impl Words<'_> {
    pub(crate) fn command(&self, log: &mut String, now: Timestamp, command: &Command) {
        let text = match command {
            Command::Fact(fact) => self.fact(now, fact),
            Command::TimerFired { timer } => format!("the timer of {} fires", self::timer(*timer)),
            Command::WriteAcknowledged { write, appointment, at } => {
                let new = appointment.as_ref().map_or(String::new(), |id| format!(", now {id}"));
                format!("the platform accepts {write} at {}{new}", self.moment(*at))
            }
            Command::WriteRefused { write, reason } => format!("the platform refuses {write}: {reason}"),
            Command::MessageSent { notice } => format!("{notice} is sent"),
            Command::MessageFailed { notice, is_final } => {
                format!("{notice} fails{}", self::for_good(*is_final))
            }
            Command::ResolveException { exception, resolution, by, .. } => {
                format!("{by} answers {exception}: {}", self::resolution(resolution))
            }
            Command::ClaimException { exception, by } => format!("{by} takes {exception} in hand"),
            Command::ReleaseException { exception, by } => format!("{by} gives {exception} back"),
            Command::Wake {} => "what waits is judged again".to_owned(),
            Command::AdoptRulebook {} => {
                format!("{} revision {} is adopted", self.0.practice(), self.0.revision())
            }
        };
        writeln!(log, "{} {text}", self.moment(now)).unwrap();
    }

    fn fact(&self, now: Timestamp, fact: &Fact) -> String {
        match fact {
            Fact::AppointmentObserved(observed) => {
                let snapshot = &observed.snapshot;
                let items = snapshot.items.iter().map(|item| {
                    let provider = item.provider.as_ref().map_or("no provider", |id| self.provider(id));
                    format!("{} {} {provider}", item.service, self.moment(item.start))
                });
                let late = observed.observed_at != now;
                let read = if late {
                    format!(" as of {}", self.moment(observed.observed_at))
                } else {
                    String::new()
                };
                let items = items.collect::<Vec<_>>().join(", ");
                format!("{} is {}{read}: {items}", snapshot.id, snapshot.status.as_str())
            }
            Fact::BlockObserved(block) => {
                let gone = if block.cancelled { " lifted" } else { "" };
                let (of, end) = (self.provider(block.of.id()), self.moment(block.end));
                format!("block {}{gone}: {of} {} to {end}", block.id, self.moment(block.start))
            }
            other => serde_json::to_string(other).unwrap(),
        }
    }

    pub(crate) fn event(&self, log: &mut String, record: &EventRecord) {
        let word = record.event.as_str();
        let text = self.event_text(&record.event);
        writeln!(log, "  {:>3} {word} {text}", record.sequence).unwrap();
    }

    fn event_text(&self, event: &Event) -> String {
        match event {
            Event::AppointmentSeen(seen) => format!("{}", seen.booking),
            Event::BlockSeen(seen) => match seen.placed {
                Some(placed) => {
                    format!("{} {} {}", seen.block, self.lane(placed.lane), self.span(placed.span))
                }
                None => format!("{} nowhere", seen.block),
            },
            Event::BookingKept(kept) => format!(
                "{} {} {} [{}]{}",
                kept.booking,
                format!("{:?}", kept.why).to_lowercase(),
                kept.disposition.as_str(),
                self.occupancies(&kept.occupancies),
                conflicts(&kept.conflicts)
            ),
            Event::Suggested(suggested) => {
                let would = suggested.assignment.as_ref();
                let would = would.map_or_else(|| flags(&suggested.flags), |all| self.assignment(all));
                format!("{} {would}", suggested.booking)
            }
            Event::Assigned(assigned) => format!(
                "{} #{} {} {}{}: {}{}",
                assigned.booking,
                assigned.revision,
                cause(&assigned.cause),
                assigned.reason,
                if assigned.pinned { " pinned" } else { "" },
                self.assignment(&assigned.assignment),
                conflicts(&assigned.conflicts)
            ),
            Event::ExceptionRaised(raised) => self.raised(raised),
            Event::ExceptionEscalated { exception, owner } => format!("{exception} to the {owner}"),
            Event::ExceptionClosed { exception, how } => match how {
                Closed::Answered { resolution, by, .. } => {
                    format!("{exception} answered by {by}: {}", self::resolution(resolution))
                }
                Closed::Moot => format!("{exception} moot"),
                Closed::Superseded => format!("{exception} superseded"),
                Closed::Deadline => format!("{exception} by its deadline"),
            },
            Event::DispositionChanged { booking, disposition, taken } => {
                let taken = taken.as_ref().map_or(String::new(), |taken| {
                    let (uses, clashes) = (self.occupancies(&taken.occupancies), conflicts(&taken.conflicts));
                    format!(" [{uses}]{clashes}")
                });
                format!("{booking} {}{taken}", disposition.as_str())
            }
            Event::ExceptionClaimed { exception, by, until } => {
                format!("{exception} by {by} until {}", self.moment(*until))
            }
            Event::ExceptionReleased { exception } => exception.to_string(),
            Event::Woken { bookings } => {
                bookings.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
            }
            Event::WriteRequested { write, .. } => self.write(write),
            Event::WriteAcknowledged { write, acknowledged_at, relinked } => {
                let new = relinked.as_ref().map_or(String::new(), |id| format!(", now {id}"));
                format!("{write} at {}{new}", self.moment(*acknowledged_at))
            }
            Event::WriteRefused { write, reason } => format!("{write}: {reason}"),
            Event::WriteOverdue { write } => write.to_string(),
            Event::NoticePlanned { notice, due: Due::At(due) } => {
                format!("{} at {}", self.notice(notice), self.moment(*due))
            }
            Event::NoticePlanned { notice, due: Due::Acknowledged(write) } => {
                format!("{} after {write}", self.notice(notice))
            }
            Event::NoticeReleased { notice } => self.notice(notice),
            Event::NoticeSkipped { booking, kind, reason } => {
                format!("{booking} {}: {reason}", self::kind(*kind))
            }
            Event::NoticeWithdrawn { notice, timed } => {
                format!("{notice}{}", if *timed { " timed" } else { "" })
            }
            Event::NoticeSent { notice } => notice.to_string(),
            Event::NoticeFailed { notice, is_final } => format!("{notice}{}", self::for_good(*is_final)),
            other => {
                let mut value = serde_json::to_value(other).unwrap();
                value.as_object_mut().unwrap().remove("event");
                value.to_string()
            }
        }
    }

    fn raised(&self, raised: &dispatch_core::engine::ExceptionRaised) -> String {
        let mut text = format!("{} {} {}", raised.exception, raised.booking, flags(&raised.flags));
        write!(text, " until {}", self.moment(raised.deadline)).unwrap();
        if let Some(waiting) = &raised.waiting {
            write!(text, "; keeps [{}]", self.occupancies(&waiting.occupancies)).unwrap();
            text.push_str(&conflicts(&waiting.conflicts));
        }
        if !raised.candidates.is_empty() {
            let all = raised.candidates.iter().map(|one| self.assignment(one));
            write!(text, "; could be {}", all.collect::<Vec<_>>().join(" | ")).unwrap();
        }
        write!(text, "; {} alternatives", raised.alternatives.len()).unwrap();
        text
    }

    pub(crate) fn effect(&self, log: &mut String, effect: &Effect) {
        let text = match effect {
            Effect::WriteBack(write) => format!("write {}", self.write(write)),
            Effect::Notify(notice) => format!("notify {}", self.notice(notice)),
            Effect::SetTimer { timer, due } => {
                format!("set the timer of {} at {}", self::timer(*timer), self.moment(*due))
            }
            Effect::CancelTimer { timer } => format!("cancel the timer of {}", self::timer(*timer)),
            Effect::RaiseException { exception, owner, .. } => format!("raise {exception} to the {owner}"),
            Effect::CloseException { exception } => format!("close {exception}"),
        };
        writeln!(log, "      -> {text}").unwrap();
    }

    fn notice(&self, notice: &Notice) -> String {
        let channels = match (notice.sms, notice.email) {
            (true, true) => "sms+email",
            (true, false) => "sms",
            (false, true) => "email",
            (false, false) => "no channel",
        };
        format!(
            "{} {} {} {} {} sequence {} {channels}",
            notice.notice,
            notice.booking,
            kind(notice.kind),
            self.span(notice.visit),
            notice.provider,
            notice.sequence
        )
    }

    fn write(&self, write: &Write) -> String {
        let items = write.items.iter().map(|item| {
            let start = item.start.map(|start| format!("start {}", self.moment(start.timestamp())));
            let name = |id: &str, platform: &Option<PlatformId>| {
                format!("{id}={}", platform.as_ref().map_or("?", |platform| platform.as_str()))
            };
            let provider = item.provider.as_ref().map(|who| name(who.id.as_str(), &who.platform));
            let resources = item.resources.as_ref().map(|all| {
                let named = all.iter().map(|one| name(one.id.as_str(), &one.platform));
                format!("resources {}", named.collect::<Vec<_>>().join("+"))
            });
            [start, provider, resources].into_iter().flatten().collect::<Vec<_>>().join(" ")
        });
        let items = items.collect::<Vec<_>>().join(", ");
        format!("{} {} #{} {}: {items}", write.write, write.booking, write.revision, write.appointment)
    }

    fn assignment(&self, assignment: &Assignment) -> String {
        let who = assignment.everything().map(Who::as_str).collect::<Vec<_>>().join("+");
        format!("{who} {} [{}]", self.span(assignment.visit), self.occupancies(&assignment.occupancies))
    }

    fn occupancies(&self, all: &[Occupancy]) -> String {
        let each = all.iter().map(|one| {
            let origin = format!("{:?}", one.origin).to_lowercase();
            format!("{} {origin} {}", self.lane(one.lane), self.span(one.padded()))
        });
        each.collect::<Vec<_>>().join(", ")
    }

    fn lane(&self, lane: Lane) -> String {
        match self.0.who(lane) {
            Some(Who::Supervisor(id)) => format!("{id} supervising"),
            Some(who) => who.as_str().to_owned(),
            None => format!("lane {}", lane.0),
        }
    }

    /// The rulebook's name of a provider, room or device that the platform names; the platform's where it has none.
    fn provider<'i>(&'i self, id: &'i PlatformId) -> &'i str {
        let lane = self.0.provider(id.as_str()).or_else(|| self.0.resource(id.as_str()));
        lane.and_then(|lane| self.0.who(lane)).map_or(id.as_str(), Who::as_str)
    }

    /// `Fri 12 14:00-14:45`.
    fn span(&self, span: Span) -> String {
        let end = self.moment(span.end.timestamp());
        format!("{}-{}", self.moment(span.start.timestamp()), end.rsplit_once(' ').unwrap().1)
    }

    /// `Fri 12 14:00`, and the seconds where there are some.
    fn moment(&self, at: Timestamp) -> String {
        let zone = self.0.zone(LocationIndex(0)).unwrap();
        let (date, time) = zone.local(at.minute_floor());
        let seconds = at.0.rem_euclid(60_000) / 1_000;
        let seconds = if seconds == 0 { String::new() } else { format!(":{seconds:02}") };
        format!("{} {:02}:{:02}{seconds}", date.format("%a %d"), time.0 / 60, time.0 % 60)
    }
}

fn cause(cause: &Cause) -> String {
    match cause {
        Cause::Rule => "by rule".to_owned(),
        Cause::Redispatch => "by rule, displaced".to_owned(),
        Cause::Override => "by a change on the platform".to_owned(),
        Cause::Person(by) => format!("by {by}"),
        Cause::Deadline => "by the deadline".to_owned(),
    }
}

fn kind(kind: NoticeKind) -> String {
    match kind {
        NoticeKind::Confirmation => "confirmation".to_owned(),
        NoticeKind::Reminder { before } if before.0 % 60 == 0 => {
            format!("reminder {} h before", before.0 / 60)
        }
        NoticeKind::Reminder { before } => format!("reminder {} min before", before.0),
        NoticeKind::Changed => "changed".to_owned(),
        NoticeKind::Cancelled => "cancelled".to_owned(),
    }
}

fn timer(timer: Timer) -> String {
    match timer {
        Timer::Notice(notice) => notice.to_string(),
        Timer::Exception(exception) => exception.to_string(),
        Timer::Write(write) => write.to_string(),
        Timer::Claim(exception) => format!("claim on {exception}"),
    }
}

fn resolution(resolution: &Resolution) -> String {
    match resolution {
        Resolution::Take(chosen) => format!("take {}", choice(chosen)),
        Resolution::Override(chosen) => format!("override {}", choice(chosen)),
        Resolution::Candidate(number) => format!("candidate {number}"),
        Resolution::Decline => "decline".to_owned(),
        Resolution::KeepPlatform => "keep the platform's".to_owned(),
        Resolution::Done => "done".to_owned(),
    }
}

fn choice(chosen: &Chosen) -> String {
    let items = chosen.items.iter().map(|item| {
        let resources = item.resources.iter().map(|id| format!(" in {id}")).collect::<String>();
        format!("{}{resources}", item.provider)
    });
    items.collect::<Vec<_>>().join(", ")
}

fn for_good(is_final: bool) -> &'static str {
    if is_final { " for good" } else { " for now" }
}

fn conflicts(others: &[BookingId]) -> String {
    if others.is_empty() {
        return String::new();
    }
    format!(" against {}", others.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
}

fn flags(flags: &[ReasonCode]) -> String {
    flags.iter().map(ToString::to_string).collect::<Vec<_>>().join("+")
}
