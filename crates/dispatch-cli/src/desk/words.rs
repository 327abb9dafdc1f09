//! Times, names and words as the desk reads them.

use chrono::{DateTime, FixedOffset};

use super::picture::{Choice, Client, Moment, Named, ShownItem};

/// Colour, where there is a terminal that shows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub(super) colour: bool,
}

impl Style {
    pub(super) fn strong(self, text: &str) -> String {
        self.paint(text, "1")
    }

    pub(super) fn urgent(self, text: &str) -> String {
        self.paint(text, "1;31")
    }

    fn paint(self, text: &str, code: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// The local time of a moment; none if the service writes it in another way.
pub(super) fn local(moment: &Moment) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(&moment.local).ok()
}

/// Weekday and local time, such as `Fri 14:50`.
pub(super) fn day_and_time(moment: Option<&Moment>) -> String {
    formatted(moment, "%a %H:%M")
}

/// Local time of day.
pub(super) fn time(moment: Option<&Moment>) -> String {
    formatted(moment, "%H:%M")
}

fn formatted(moment: Option<&Moment>, format: &str) -> String {
    let Some(moment) = moment else { return String::new() };
    local(moment).map_or_else(|| moment.at.clone(), |local| local.format(format).to_string())
}

pub(super) fn name(named: &Named) -> &str {
    named.name.as_deref().unwrap_or(&named.id)
}

pub(super) fn names<'n>(all: impl IntoIterator<Item = &'n Named>) -> String {
    all.into_iter().map(name).collect::<Vec<_>>().join(", ")
}

pub(super) fn client(client: &Client) -> String {
    client
        .first_name
        .as_ref()
        .map_or_else(|| client.id.clone(), |first_name| format!("{first_name} ({})", client.id))
}

/// Providers, rooms and devices of a choice, service by service.
pub(super) fn given(choice: &Choice) -> String {
    let item =
        choice.items.iter().map(|item| names(item.provider.iter().chain(&item.with).chain(&item.resources)));
    item.collect::<Vec<_>>().join("; then ")
}

/// One service as the platform shows it.
pub(super) fn shown(item: &ShownItem) -> String {
    let asked = match &item.provider {
        Some(provider) if item.provider_requested => format!(", asked for {}", name(provider)),
        Some(provider) => format!(", with {}", name(provider)),
        None => String::new(),
    };
    let (start, end) = (day_and_time(item.start.as_ref()), time(item.end.as_ref()));
    format!("{}, {start}-{end}{asked}", name(&item.service))
}

/// A word of the service without its underlines.
pub(super) fn plain(word: &str) -> String {
    word.replace('_', " ")
}

/// The progress of a change that is written to the platform.
pub(super) fn written_back(word: &str) -> &'static str {
    match word {
        "acknowledged" => "written back",
        "refused" => "refused by the platform",
        _ => "being written back",
    }
}
