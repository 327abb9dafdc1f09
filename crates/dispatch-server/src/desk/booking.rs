//! A booking as the desk sees it: as the platform shows it, as it was decided, and what became of that.

use dispatch_core::engine::{Booking, Disposition, ItemSnapshot, NoticeStatus, WriteStatus};
use serde::Serialize;

use super::{choice::Choice, client::ShownClient, moment::Moment, named::Named, view::View};

/// A booking.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct BookingPicture {
    id: String,
    /// The platform's id.
    appointment: String,
    connection: String,
    client: ShownClient,
    disposition: Disposition,
    /// The slugs of every reason that stands.
    flags: Vec<&'static str>,
    /// As the platform shows it.
    shown: Shown,
    /// As it was decided, if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided: Option<Choice>,
    /// The progress of the last change that was written to the platform.
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<&'static str>,
    /// The last message that went out to the client.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_message: Option<&'static str>,
}

/// An appointment as the platform shows it.
#[derive(Clone, Debug, Serialize)]
struct Shown {
    status: String,
    items: Vec<ShownItem>,
}

#[derive(Clone, Debug, Serialize)]
struct ShownItem {
    service: Named,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<Named>,
    provider_requested: bool,
    resources: Vec<Named>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    add_ons: Vec<String>,
}

impl BookingPicture {
    pub(crate) fn of(view: View<'_>, booking: &Booking) -> Self {
        let zone = view.zone_of(booking);
        let decided = booking.desired.as_ref().filter(|_| booking.disposition != Disposition::AwaitingPerson);
        Self {
            id: booking.booking.to_string(),
            appointment: booking.appointment.to_string(),
            connection: booking.connection.to_string(),
            client: view.names.show(&booking.snapshot.client),
            disposition: booking.disposition,
            flags: booking.all_flags().map(|flag| flag.slug()).collect(),
            shown: Shown {
                status: booking.snapshot.status.as_str().to_owned(),
                items: booking.snapshot.items.iter().map(|item| shown_item(view, booking, item)).collect(),
            },
            decided: decided
                .zip(zone)
                .map(|(desired, zone)| Choice::of(view.rulebook, &desired.assignment, zone)),
            written: written(view, booking),
            last_message: last_message(view, booking),
        }
    }
}

fn shown_item(view: View<'_>, booking: &Booking, item: &ItemSnapshot) -> ShownItem {
    let provider = item.provider.as_ref();
    ShownItem {
        service: Named::service(view.rulebook, item.service.as_str()),
        start: view.moment(item.start, booking),
        end: view.moment(item.end, booking),
        provider: provider.map(|provider| Named::provider(view.rulebook, provider.as_str())),
        provider_requested: item.provider_requested,
        resources: item.resources.iter().map(|id| Named::resource(view.rulebook, id.as_str())).collect(),
        add_ons: item.add_ons.iter().map(ToString::to_string).collect(),
    }
}

/// The progress of a booking's last write.
pub(crate) fn written(view: View<'_>, booking: &Booking) -> Option<&'static str> {
    let last = view.state.write(*booking.writes.last()?)?;
    Some(match last.status {
        WriteStatus::Pending => "pending",
        WriteStatus::Overdue => "overdue",
        WriteStatus::Acknowledged(_) => "acknowledged",
        WriteStatus::Refused(_) => "refused",
    })
}

fn last_message(view: View<'_>, booking: &Booking) -> Option<&'static str> {
    let of_booking = view.state.notices().filter(|known| known.notice.booking == booking.booking);
    let sent = of_booking.filter(|known| known.status == NoticeStatus::Sent);
    sent.last().map(|known| super::message::kind_word(known.notice.kind))
}
