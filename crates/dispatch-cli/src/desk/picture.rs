//! The service's pictures, as far as they are shown here. Fields that are not listed are ignored.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(super) struct Exceptions {
    pub(super) exceptions: Vec<ExceptionPicture>,
}

/// An exception, open or closed, with its choices if it was asked for by itself.
#[derive(Debug, Deserialize)]
pub(super) struct ExceptionPicture {
    pub(super) id: String,
    pub(super) open: bool,
    pub(super) version: Option<u64>,
    #[serde(default)]
    pub(super) reasons: Vec<Reason>,
    #[serde(default)]
    pub(super) owner: String,
    pub(super) deadline: Option<Moment>,
    #[serde(default)]
    pub(super) escalated: bool,
    pub(super) in_hand: Option<InHand>,
    pub(super) booking: Booking,
    #[serde(default)]
    pub(super) clear_now: bool,
    #[serde(default)]
    pub(super) candidates: Vec<Choice>,
    #[serde(default)]
    pub(super) alternatives: Vec<Choice>,
    pub(super) held: Option<Held>,
    pub(super) answered_by: Option<String>,
    pub(super) closed: Option<Moment>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Reason {
    pub(super) slug: String,
    pub(super) sentence: String,
    #[serde(default)]
    pub(super) action: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Moment {
    pub(super) at: String,
    pub(super) local: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct InHand {
    pub(super) by: String,
    pub(super) until: Option<Moment>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Held {
    pub(super) until: Option<Moment>,
    pub(super) uses: Vec<Named>,
}

/// A service, provider, room or device.
#[derive(Debug, Deserialize)]
pub(super) struct Named {
    pub(super) id: String,
    pub(super) name: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Client {
    pub(super) id: String,
    pub(super) first_name: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Booking {
    pub(super) appointment: String,
    pub(super) client: Client,
    pub(super) disposition: String,
    pub(super) shown: Shown,
    pub(super) decided: Option<Choice>,
    pub(super) written: Option<String>,
    pub(super) last_message: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Shown {
    pub(super) items: Vec<ShownItem>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ShownItem {
    pub(super) service: Named,
    pub(super) start: Option<Moment>,
    pub(super) end: Option<Moment>,
    pub(super) provider: Option<Named>,
    #[serde(default)]
    pub(super) provider_requested: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Choice {
    pub(super) start: Moment,
    pub(super) items: Vec<ChoiceItem>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ChoiceItem {
    pub(super) provider: Option<Named>,
    pub(super) resources: Vec<Named>,
    #[serde(default)]
    pub(super) with: Vec<Named>,
}

#[derive(Debug, Deserialize)]
pub(super) struct AnsweredPicture {
    pub(super) exception: String,
    pub(super) booking: Option<Booking>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Board {
    pub(super) date: String,
    pub(super) providers: Vec<Row>,
    pub(super) without_provider: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Row {
    pub(super) provider: Named,
    pub(super) bookings: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Entry {
    pub(super) start: Moment,
    pub(super) end: Moment,
    pub(super) services: Vec<Named>,
    pub(super) resources: Vec<Named>,
    pub(super) appointment: String,
    pub(super) client: Client,
    pub(super) disposition: String,
    pub(super) flags: Vec<String>,
    pub(super) exception: Option<String>,
    pub(super) written: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Messages {
    pub(super) messages: Vec<Message>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Message {
    pub(super) kind: String,
    pub(super) status: String,
    pub(super) why: Option<String>,
    pub(super) appointment: Option<String>,
    pub(super) client: Option<Client>,
    pub(super) start: Option<Moment>,
}
