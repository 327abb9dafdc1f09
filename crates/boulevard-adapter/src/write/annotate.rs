//! Annotation: where drafts are not allowed, the decision goes into the appointment's notes as one line that the desk
//! carries out.

use dispatch_core::engine::Write;

use super::goal::Picture;
use crate::wire::Appointment;

/// The start of our line, by which it is found again and replaced.
const MARK: &str = "[dispatch]";

/// The notes that the appointment should have; none if it has them already.
pub(crate) fn notes_to_write(write: &Write, appointment: &Appointment, picture: &Picture) -> Option<String> {
    let current = appointment.notes.as_deref().unwrap_or_default();
    let wanted = annotated(current, &line(write, picture));
    (wanted != current).then_some(wanted)
}

/// The decision in one line of our ids, without names or treatments.
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

/// The notes with our line replaced, or added at the end; everything else stays.
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
