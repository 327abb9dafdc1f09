//! Where drafts are not allowed, the decision goes into the appointment's notes as one line that the desk acts on.

use adapter_kit::{Acknowledged, Observations, Outcome};
use dispatch_core::engine::Write;
use serde_json::json;

use super::{Writing, goal::Picture};
use crate::{
    call::Call,
    documents,
    progress::{Next, Phase},
    wire::Appointment,
};

/// Starts our line, so that it is found again and replaced.
const MARK: &str = "[dispatch]";

pub(crate) fn looked(
    write: &Write,
    appointment: &Appointment,
    picture: &Picture,
    observations: Observations,
) -> Next {
    let current = appointment.notes.as_deref().unwrap_or_default();
    let wanted = annotated(current, &line(write, picture));
    if wanted == current {
        let appointment = appointment.id.as_str().into();
        return Next::Done(Outcome::Acknowledged(Acknowledged { appointment, observations }));
    }
    let input = json!({ "id": appointment.id, "notes": wanted });
    let call = Call::new("annotate", documents::ANNOTATE, json!({ "input": input }));
    Next::Send(Phase::Write(Writing::Annotate), call)
}

/// The decision in one line of our ids: nobody's name and no treatment.
fn line(write: &Write, picture: &Picture) -> String {
    let items = write.items.iter().enumerate().map(|(position, item)| {
        let mut words = vec![format!("service {}", position + 1)];
        if let Some(start) = item.start {
            let local = picture.zone().map(|zone| zone.local(start));
            words.push(
                local.map_or_else(|| format!("at {start}"), |(date, time)| format!("at {date} {time}")),
            );
        }
        words.extend(item.provider.iter().map(|provider| format!("with {}", provider.id)));
        let resources = item.resources.iter().flatten().map(|resource| format!("in {}", resource.id));
        words.extend(resources);
        words.join(" ")
    });
    format!("{MARK} {}", items.collect::<Vec<_>>().join("; "))
}

/// The notes with our line replaced or put at the end; everything else stays.
fn annotated(notes: &str, line: &str) -> String {
    let others = notes.lines().filter(|other| !other.starts_with(MARK));
    let mut lines: Vec<&str> = others.collect();
    lines.push(line);
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_line_is_replaced_and_others_stay() {
        let once = annotated("runs late\nlatex allergy", "[dispatch] service 1 with a");
        assert_eq!(once, "runs late\nlatex allergy\n[dispatch] service 1 with a");
        assert_eq!(annotated(&once, "[dispatch] service 1 with a"), once, "the same again changes nothing");
        assert!(
            annotated(&once, "[dispatch] service 1 with b").ends_with("allergy\n[dispatch] service 1 with b")
        );
        assert_eq!(annotated("", "[dispatch] x"), "[dispatch] x");
    }
}
