//! The words of an answer.

use std::fmt::Write as _;

use crate::{
    explain::{Blocker, Verdict, Words},
    time::Minute,
};

use super::answer::{Answer, Move, Why};

impl Why {
    /// Some lines: the verdicts, service by service if there are several, each blocker with what can be done, and the next
    /// possible start.
    #[must_use]
    pub fn text(&self, words: &dyn Words) -> String {
        let name = words.who(&self.who);
        let mut text = format!("{name} at {}\n", moment(words, self.start));
        for flag in &self.flags {
            let _ = writeln!(text, "  at that time: {} {}", flag.sentence(), flag.action());
        }
        let several = self.services.len() > 1;
        for note in &self.notes {
            let of = if several { format!("service {}: ", note.item() + 1) } else { String::new() };
            let _ = writeln!(text, "  {of}{}", note.sentence());
        }
        if several {
            for (item, service) in (0u8..).zip(&self.services) {
                let at = words.zone().local(service.start).1;
                let _ = writeln!(text, "  service {}, {} at {at}:", item + 1, service.service);
                let of_it = self.answers.iter().filter(|answer| answer.candidate.item == item);
                write(of_it, words, "    ", &mut text);
            }
        } else {
            write(self.answers.iter(), words, "  ", &mut text);
        }
        let _ = match self.next {
            Some(next) => writeln!(text, "  next possible: {}", moment(words, next)),
            None => writeln!(text, "  next possible: not within a week"),
        };
        text
    }
}

fn write<'w>(answers: impl Iterator<Item = &'w Answer>, words: &dyn Words, indent: &str, text: &mut String) {
    let mut answers = answers.peekable();
    if answers.peek().is_none() {
        let _ = writeln!(
            text,
            "{indent}not considered: the service needs no provider, room or device of this kind."
        );
    }
    answers.for_each(|answer| answer.write(words, indent, text));
}

impl Answer {
    fn write(&self, words: &dyn Words, indent: &str, text: &mut String) {
        let Verdict::Blocked(blockers) = &self.candidate.verdict else {
            let _ = writeln!(text, "{indent}{}", self.candidate.sentence(words));
            if let Some(change) = self.would_win() {
                let _ = writeln!(text, "{indent}  {change}");
            }
            return;
        };
        let role = &self.candidate.role;
        let count = blockers.iter().count();
        let _ = writeln!(text, "{indent}{role}: not possible, for {}:", reasons(count));
        for blocker in blockers.iter() {
            let _ = writeln!(text, "{indent}  - {}. {}", blocker.sentence(words), blocker.reason().action());
            let by = |known: &&Move| matches!(blocker, Blocker::Booked { booking, .. } | Blocker::Buffer { booking, .. } if *booking == known.booking);
            if let Some(known) = self.moves.iter().find(by) {
                let _ = writeln!(text, "{indent}    {}", known.text(words));
            }
        }
        if let Some(start) = self.if_asked {
            let at = words.zone().local(start).1;
            let _ = writeln!(text, "{indent}  could take it at {at} if the client asks for them.");
        }
    }

    /// The change that would keep it in the ranking, if minutes or a wish would do.
    fn would_win(&self) -> Option<String> {
        match &self.candidate.verdict {
            Verdict::Lost { criterion, own, best } if criterion.starts_with("lighter_") => {
                let less = own.saturating_sub(*best);
                Some(format!(
                    "would tie with the best if {less} min less were booked; within the rulebook's tolerance, fewer are enough."
                ))
            }
            Verdict::Lost { criterion, .. } if &**criterion == "requested" => {
                Some("would get it if the client asked for them.".to_owned())
            }
            _ => None,
        }
    }
}

impl Move {
    /// Such as `moving booking b12 15 min earlier would be enough`.
    #[must_use]
    pub fn text(&self, words: &dyn Words) -> String {
        let way = if self.by.0 < 0 { "earlier" } else { "later" };
        format!(
            "moving {} {} min {way} would be enough, and breaks no rule.",
            words.booking(self.booking),
            self.by.0.unsigned_abs()
        )
    }
}

fn reasons(count: usize) -> String {
    if count == 1 { "one reason".to_owned() } else { format!("{count} reasons") }
}

fn moment(words: &dyn Words, at: Minute) -> String {
    let (date, time) = words.zone().local(at);
    format!("{date} {time}")
}
