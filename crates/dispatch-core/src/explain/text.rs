//! The words of a trace: a sentence for each candidate, and what would have to change.

use std::fmt::Write as _;

use super::{Blocker, Candidate, Trace, Verdict, Who};
use crate::{
    calendar::local::Zone,
    ids::{BlockId, BookingId, CredentialId},
    time::{Minute, Span},
};

/// The names that a text uses. Ids stand for themselves unless names are given.
pub trait Words {
    /// The time zone of the times in the text.
    fn zone(&self) -> Zone;

    /// The name of a provider, room or device.
    fn who(&self, who: &Who) -> String {
        who.as_str().to_owned()
    }

    /// The name of a booking.
    fn booking(&self, booking: BookingId) -> String {
        format!("booking {booking}")
    }

    /// The name of a block: its reason, where that is known.
    fn block(&self, block: BlockId) -> String {
        block.to_string()
    }
}

impl Words for Zone {
    fn zone(&self) -> Zone {
        *self
    }
}

impl Trace {
    /// One line for each candidate, in the trace's order, and under a heading for each service if there are several. The
    /// notes on the client come last.
    #[must_use]
    pub fn text(&self, words: &dyn Words) -> String {
        let mut text = String::new();
        let several = self.candidates().any(|candidate| candidate.item > 0);
        let mut under = None;
        for candidate in self.candidates() {
            if several && under != Some(candidate.item) {
                let _ = writeln!(text, "Service {}:", u16::from(candidate.item) + 1);
                under = Some(candidate.item);
            }
            text.push_str(&candidate.sentence(words));
            text.push('\n');
        }
        for note in &self.notes {
            text.push_str(&note.sentence());
            text.push('\n');
        }
        text
    }
}

impl Candidate {
    /// Its verdict, such as `Room 1 (room): not possible: ...`.
    #[must_use]
    pub fn sentence(&self, words: &dyn Words) -> String {
        let mut text = format!("{} ({}): ", words.who(&self.who), self.role);
        match &self.verdict {
            Verdict::Chosen => text.push_str("chosen."),
            Verdict::Tied => text.push_str("could take it, but ties with another on every criterion."),
            Verdict::LeftFree => text.push_str("also free; another is used first."),
            Verdict::Free => text.push_str("is free; it does not stand in the way."),
            Verdict::Lost { criterion, own, best } => {
                text.push_str("could take it, but lost on ");
                text.push_str(&comparison(criterion, *own, *best));
                text.push('.');
            }
            Verdict::Blocked(blockers) => {
                let reasons: Vec<_> = blockers.iter().map(|blocker| blocker.sentence(words)).collect();
                text.push_str("not possible: ");
                text.push_str(&reasons.join("; "));
                text.push('.');
            }
        }
        text
    }

    /// The changes that would make it possible, one line for each thing in the way; empty if it is possible.
    #[must_use]
    pub fn changes(&self) -> Vec<&'static str> {
        match &self.verdict {
            Verdict::Blocked(blockers) => blockers.iter().map(|blocker| blocker.reason().action()).collect(),
            _ => Vec::new(),
        }
    }
}

impl Blocker {
    /// The blocker as a clause without a full stop.
    #[must_use]
    pub fn sentence(&self, words: &dyn Words) -> String {
        let at = |span: Span| range(words.zone(), span);
        match self {
            Self::Unqualified { missing } => lacking(missing),
            Self::MayNotSupervise { missing } => format!("may not supervise: {}", lacking(missing)),
            Self::NotReachable { needed } => format!("cannot be reached for the whole of {}", at(*needed)),
            Self::NotOnSite { needed } => format!("is not on site for the whole of {}", at(*needed)),
            Self::Avoided => "the client does not want this provider".to_owned(),
            Self::WishUnmet { wish, wanted } => format!("the client insists on the {wish} `{wanted}`"),
            Self::ClientBusy { span } => format!("the client has another booking {}", at(*span)),
            Self::OutsideHours { needed } => format!("closed for part of {}", at(*needed)),
            Self::OffShift { needed } => format!("not on shift for the whole of {}", at(*needed)),
            Self::Block { block, span } => format!("blocked {} ({})", at(*span), words.block(*block)),
            Self::Booked { booking, used } => format!("taken by {} {}", words.booking(*booking), at(*used)),
            Self::Buffer { booking, used, gap, needed } => format!(
                "taken by {} {}, which leaves {} min where the buffers need {}",
                words.booking(*booking),
                at(*used),
                gap.0,
                needed.0
            ),
            Self::BreakLost { minutes, within } => {
                format!("no {} min break would be left in {}", minutes.0, at(*within))
            }
            Self::OnBreak { span } => format!("has a break {}", at(*span)),
            Self::OnDuty { name, span } => format!("has another duty, `{name}`, {}", at(*span)),
            Self::DayFull { most } => format!("already has {most} appointments, the maximum for a day"),
            Self::TooLongInARow { run, most, pause } => format!(
                "would work {} without a pause of {} min, longer than {} min",
                at(*run),
                pause.0,
                most.0
            ),
            Self::OtherLocation => "is at another location".to_owned(),
            Self::CalendarUnreadable => "the calendar cannot be read right now".to_owned(),
            Self::Incapable { missing } => format!("cannot do {}", missing.join(", ")),
            Self::NotListed => "not among those that the service may use".to_owned(),
            Self::Full { holds, must_go, of } => {
                let others: Vec<_> =
                    of.iter().map(|one| format!("{} {}", words.booking(one.booking), at(one.used))).collect();
                format!("holds {holds} at once: any {must_go} of {} would have to move", others.join(", "))
            }
            Self::NoPartner { role } => format!("no matching {role} is free"),
            Self::RestOfVisit => "could take it, but then the rest of the visit would not fit".to_owned(),
        }
    }
}

/// A lost comparison in the criterion's own unit.
fn comparison(criterion: &str, own: i64, best: i64) -> String {
    match criterion {
        "lighter_half_day" => format!("the lighter half-day: {own} min booked against {best}"),
        "lighter_day" => format!("the lighter day: {own} min booked against {best}"),
        // Scored as the negated grade, since lower is better.
        "seniority" => format!("seniority: grade {} against {}", own.saturating_neg(), best.saturating_neg()),
        "juniority" => format!("juniority: grade {own} against {best}"),
        "requested" => "the request: the client requested another".to_owned(),
        "same_provider" => "the same provider: another already treats in this visit".to_owned(),
        "continuity" => "continuity: the client last saw another".to_owned(),
        "wishes" => format!("the client's wishes: {own} not met against {best}"),
        "rulebook_order" => "the rulebook's order: another is listed first".to_owned(),
        other => format!("`{other}`: {own} against {best}, lower is better"),
    }
}

fn lacking(missing: &[Vec<CredentialId>]) -> String {
    let mut text = "lacks ".to_owned();
    for (at, set) in missing.iter().enumerate() {
        let names: Vec<_> = set.iter().map(CredentialId::as_str).collect();
        let _ = write!(text, "{}{}", if at == 0 { "" } else { ", or else " }, names.join(" and "));
    }
    text
}

fn range(zone: Zone, span: Span) -> String {
    format!("{}-{}", clock(zone, span.start), clock(zone, span.end))
}

fn clock(zone: Zone, at: Minute) -> String {
    zone.local(at).1.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::Blockers;
    use crate::time::{Minutes, Timestamp};

    struct Desk(Zone);

    impl Words for Desk {
        fn zone(&self) -> Zone {
            self.0
        }
        fn who(&self, who: &Who) -> String {
            if who.as_str() == "room-1" { "Room 1".to_owned() } else { who.as_str().to_owned() }
        }
    }

    fn span(from: &str, to: &str) -> Span {
        let minute = |text: &str| {
            Timestamp::parse(&format!("2026-06-12T{text}:00-04:00"))
                .map_or(Minute(0), Timestamp::minute_floor)
        };
        Span::new(minute(from), minute(to))
    }

    fn blocked(blockers: Vec<Blocker>) -> Verdict {
        Verdict::Blocked(Blockers::of(blockers).unwrap())
    }

    #[test]
    fn each_candidate_has_a_sentence_in_local_time() {
        let candidate = |role: &str, who, verdict| Candidate { item: 0, role: role.into(), who, verdict };
        let candidates = vec![
            candidate("provider", Who::Provider("a".into()), Verdict::Chosen),
            candidate(
                "provider",
                Who::Provider("b".into()),
                Verdict::Lost { criterion: "lighter_half_day".into(), own: 190, best: 70 },
            ),
            candidate(
                "provider",
                Who::Provider("d".into()),
                Verdict::Lost { criterion: "seniority".into(), own: -1, best: -2 },
            ),
            candidate(
                "provider",
                Who::Provider("c".into()),
                blocked(vec![
                    Blocker::Unqualified {
                        missing: vec![vec!["rn".into(), "filler".into()], vec!["md".into()]].into(),
                    },
                    Blocker::OnBreak { span: span("14:00", "14:30") },
                ]),
            ),
            candidate(
                "room",
                Who::Room("room-1".into()),
                blocked(vec![Blocker::Buffer {
                    booking: BookingId(7),
                    used: span("13:25", "13:50"),
                    gap: Minutes(10),
                    needed: Minutes(25),
                }]),
            ),
        ];
        let trace = Trace::of(None, candidates, Vec::new());
        let Some(zone) = Zone::named("America/New_York") else { unreachable!("a zone of the database") };
        insta::assert_snapshot!(trace.text(&Desk(zone)), @r"
        a (provider): chosen.
        b (provider): could take it, but lost on the lighter half-day: 190 min booked against 70.
        d (provider): could take it, but lost on seniority: grade 1 against 2.
        c (provider): not possible: lacks rn and filler, or else md; has a break 14:00-14:30.
        Room 1 (room): not possible: taken by booking b7 13:25-13:50, which leaves 10 min where the buffers need 25.
        ");
        assert_eq!(
            trace.candidates().last().unwrap().changes(),
            ["Move one of the two bookings by the missing minutes."]
        );
    }
}
