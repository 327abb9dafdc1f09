//! Words: an act as a person at the desk would say it, in the practice's own time.

use chrono::{DateTime, Utc};
use dispatch_core::{Minute, Timestamp, engine::Status};

use crate::{
    act::{Act, Asked, Changed, Courier, How, What},
    practice::ZONE,
};

impl std::fmt::Display for Act {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}  {}", moment(self.at), act(&self.what))?;
        let Courier { late, again, lost } = self.courier;
        if lost {
            write!(f, " (word of it is lost)")?;
        }
        if late > 0 {
            write!(f, " (word of it is {late} s late)")?;
        }
        if let Some(again) = again {
            write!(f, " (word of it comes again after {again} s)")?;
        }
        Ok(())
    }
}

/// A moment in the practice's own time.
pub(crate) fn moment(at: Timestamp) -> String {
    local(at, "%a %-d %b %H:%M:%S")
}

/// A minute in the practice's own time.
fn minute(at: Minute) -> String {
    local(at.timestamp(), "%a %-d %b %H:%M")
}

fn local(at: Timestamp, format: &str) -> String {
    let utc: DateTime<Utc> = DateTime::from_timestamp_millis(at.0).unwrap_or_default();
    utc.with_timezone(&ZONE).format(format).to_string()
}

/// A sentence about an act.
fn act(what: &What) -> String {
    match what {
        What::Book { appointment, client, start, items, by_staff, status, grouped, imported } => {
            let who = if *by_staff { format!("the desk books {client}") } else { format!("{client} books") };
            let items: Vec<_> = items.iter().map(asked).collect();
            let mut text = format!("{who} {} on {} ({appointment})", items.join(", then "), minute(*start));
            if *status != Status::Booked {
                text.push_str(&format!(", {}", status.as_str()));
            }
            if *grouped {
                text.push_str(", for a group");
            }
            if *imported {
                text.push_str(", made before go-live");
            }
            text
        }
        What::Move { appointment, start } => format!("{appointment} is moved to {}", minute(*start)),
        What::Swap { appointment, provider } => format!("the desk gives {appointment} to {provider}"),
        What::Lengthen { appointment, minutes } => format!("{appointment} is set to {minutes}"),
        What::Exchange { appointment, service, minutes } => {
            format!("{appointment} becomes {service} of {minutes}")
        }
        What::SetStatus { appointment, status, provider, start } => {
            let mut text = format!("{appointment} is {}", status.as_str().replace('_', " "));
            if let Some(provider) = provider {
                text.push_str(&format!(", with {provider}"));
            }
            if let Some(start) = start {
                text.push_str(&format!(", at {}", minute(*start)));
            }
            text
        }
        What::HandOver { appointment, client } => format!("{appointment} is given to {client}"),
        What::Client { client, now } => format!("{client} {}", changed(now)),
        What::Block { block, of, start, end } => {
            format!("{of} is blocked from {} to {} ({block})", minute(*start), minute(*end))
        }
        What::Unblock { block } => format!("the block {block} is taken away"),
        What::Calendar { provider, readable } => {
            format!("the calendar of {provider} {} be read", if *readable { "can" } else { "cannot" })
        }
        What::Rules { change } => format!("the rules change: {}", change.says()),
        What::Crash {} => "the service crashes and starts again".to_owned(),
        What::Answer { appointment, how } => format!("a person answers {appointment}: {}", answer(*how)),
        What::Report { line } => format!("the platform reports {:?}", line.fact),
    }
}

fn asked(asked: &Asked) -> String {
    let mut text = format!("{} ({})", asked.service, asked.minutes);
    if let Some(provider) = &asked.provider {
        text.push_str(&format!(" with {provider}"));
    }
    if asked.requested {
        text.push_str(", asked for by name");
    }
    text
}

fn changed(now: &Changed) -> String {
    match now {
        Changed::Examined(day) => format!("had the exam on {}", minute(Minute(day * 1440 + 720))),
        Changed::Unexamined => "has no exam".to_owned(),
        Changed::ExamUnknown => "may have had the exam or not".to_owned(),
        Changed::Vip(true) => "is a VIP".to_owned(),
        Changed::Vip(false) => "is no VIP".to_owned(),
        Changed::Avoids(provider) => format!("does not want to see {provider}"),
        Changed::AvoidsNobody => "sees anybody".to_owned(),
        Changed::PrefersCall(true) => "wants to be called".to_owned(),
        Changed::PrefersCall(false) => "wants to be written to".to_owned(),
        Changed::Email(yes) => format!("{} e-mail", if *yes { "takes" } else { "declined" }),
        Changed::Sms(yes) => format!("{} SMS", if *yes { "takes" } else { "declined" }),
    }
}

const fn answer(how: How) -> &'static str {
    match how {
        How::Best => "the best candidate",
        How::Alternative => "an alternative",
        How::Decline => "declined",
        How::Keep => "as the platform has it",
        How::Force => "as the platform has it, against the rules",
        How::Claim => "they take it in hand",
    }
}
