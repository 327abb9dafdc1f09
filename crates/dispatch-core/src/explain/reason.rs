//! The registry of reasons: a stable code, a slug, a sentence for the desk and a possible action for each.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

macro_rules! reasons {
    ($($code:literal $variant:ident $slug:literal $sentence:literal $action:literal;)*) => {
        /// Why something is so. Stored and shown by its slug; the code is stable for ever.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum ReasonCode {
            $(#[doc = $sentence] $variant,)*
        }

        impl ReasonCode {
            /// Every reason, in the order of the codes.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable code, such as `Q101`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The stable word, such as `unqualified`.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug,)* }
            }

            /// A sentence for the desk.
            #[must_use]
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$variant => $sentence,)* }
            }

            /// What can be done about it.
            #[must_use]
            pub const fn action(self) -> &'static str {
                match self { $(Self::$variant => $action,)* }
            }
        }
    };
}

reasons! {
    // Q: qualification and wishes.
    "Q101" Unqualified "unqualified" "Does not hold the credentials that this service demands on that date." "Choose somebody qualified, or correct the credentials in the rulebook.";
    "Q102" Avoided "avoided" "The client does not want to see them." "Choose somebody else, or ask the client.";
    "Q103" WishUnmet "wish_unmet" "Does not meet what the client insists on." "Choose somebody who does, or ask the client.";
    "Q104" MayNotSupervise "may_not_supervise" "Does not hold the credentials that supervising this service demands on that date." "Choose somebody who may supervise, or correct the credentials in the rulebook.";
    // A: presence and free time.
    "A101" OutsideHours "outside_hours" "The service or its buffers lie outside the opening hours." "Choose a time further inside the hours.";
    "A102" OffShift "off_shift" "Not on shift for the whole time, buffers included." "Choose another time, or change the shift.";
    "A103" Blocked "blocked" "Is blocked at that time: time off, or out of service." "Choose another time, or have the block lifted.";
    "A104" Booked "booked" "Is in use by another booking at that time." "Choose another time, or move the other booking.";
    "A105" Buffer "buffer" "Would be free for the service itself, but a buffer does not fit." "Move one of the two bookings by the missing minutes.";
    "A106" BreakLost "break_lost" "No gap would be left for the break." "Choose a time that leaves the break possible.";
    "A107" OnBreak "on_break" "Has a break at that time." "Choose another time.";
    "A108" DayFull "day_full" "Already has the most appointments allowed for that day." "Choose another day or another provider.";
    "A109" ElsewhereLocated "other_location" "Is at another location." "Choose a location where they are.";
    "A110" OnDuty "on_duty" "Has a duty of its own at that time, such as opening up or a calibration." "Choose another time, or change the duty in the rulebook.";
    "A111" TooLongInARow "too_long_in_a_row" "Would work too long without a pause." "Choose a time that leaves a pause before or after.";
    "A112" NotReachable "not_reachable" "Cannot be reached for the whole service." "Choose a time in the hours in which they can be reached, or change those.";
    "A113" NotOnSite "not_on_site" "Is not at the location for the whole service." "Choose a time at which they are there, or change the shift.";
    "A115" ClientBusy "client_busy" "Takes so long that the client would have to be elsewhere before the end." "Choose somebody who is quicker, or another time.";
    "A116" CalendarUnreadable "calendar_unreadable" "The calendar cannot be read at the moment, so nobody knows whether they are free." "Look at the platform and decide by hand; it is decided again once the calendar can be read.";
    "A118" RestOfVisit "rest_of_visit" "Could take this service, but not so that the others of the visit follow it." "Choose another time, or let the client wait longer between two services.";
    // R: rooms and devices.
    "R101" Incapable "incapable" "Cannot do what the service needs." "Choose a room or device that can.";
    "R102" NotListed "not_listed" "Is not among those that the service may use." "Choose one that is listed, or extend the list in the rulebook.";
    "R103" NoPartner "no_partner" "Nothing that must go with it is free: a fixed device and its room are only used together." "Choose another time, or free the room or device.";
    "R104" Full "full" "Holds as many bookings at that time as it can." "Choose another time, or move some of the other bookings.";
    // K: the choice between several.
    "K101" Chosen "chosen" "Best by the rulebook's ranking." "";
    "K102" LostRanking "lost_ranking" "Could take it, but another is ranked before." "A person may still choose them.";
    "K103" Tied "tied" "Could take it, and is equal to another on every criterion." "A person chooses.";
    "K104" LeftFree "left_free" "Is free too, but another is used first: scarce rooms and devices are spared." "A person may still choose it.";
    "K105" PlatformKept "platform_kept" "The platform's choice is right and stays." "";
    "K106" Corrected "corrected" "The platform's choice broke a rule or ranked lower, and was changed." "";
    // F: flags, for which a booking goes to a person.
    "F101" Tie "tie" "Two or more providers are equal on every criterion." "Choose one of them.";
    "F102" Vip "vip" "The client is a VIP." "Decide personally; the best candidate is held.";
    "F103" NobodyQualified "nobody_qualified" "Nobody is qualified for this service on that date." "Move the booking, or correct the rulebook.";
    "F104" NobodyFree "nobody_free" "Everybody who is qualified is taken or off." "Offer one of the alternatives.";
    "F105" NoResource "fully_booked" "No suitable room or device is free, or none that go together." "Offer one of the alternatives, or free a room or device.";
    "F106" RequestedUnavailable "requested_unavailable" "The provider whom the client asked for cannot take it." "Ask the client: another time, or another provider.";
    "F107" OutsideOpening "outside_opening" "The time asked for lies outside the opening hours." "Offer one of the alternatives.";
    "F108" PlatformConflict "platform_conflict" "The platform shows two bookings on the same provider, room or device." "Move one of them.";
    "F109" UnknownService "unknown_service" "The rulebook has no service with this code." "Add the service or an alias to the rulebook.";
    "F110" UnknownProvider "unknown_provider" "The rulebook has no provider with this platform id." "Add the alias to the rulebook.";
    "F111" UnknownLocation "unknown_location" "The rulebook has no location with this platform id." "Add the alias to the rulebook.";
    "F112" UnknownResource "unknown_resource" "The rulebook has no room or device with this platform id." "Add the alias to the rulebook.";
    "F113" UnknownStatus "unknown_status" "The platform gave a status that is not known here." "Look at the appointment on the platform.";
    "F114" OutsideHorizon "outside_horizon" "The time lies before or beyond the planned horizon." "Decide it by hand, or extend the horizon.";
    "F115" Grouped "grouped" "It is a group or couple booking." "Decide it by hand: it is never split.";
    "F116" SeveralServices "several_services" "It holds several services that cannot follow each other, or too many of them." "Offer one of the alternatives, or decide it by hand.";
    "F117" ManualOverride "manual_override" "Somebody changed it on the platform to something that breaks a hard rule." "Check it with them; it is not moved back.";
    "F118" Displaced "displaced" "A block was laid over the booking." "Offer another time, or another provider, room or device.";
    "F119" WriteRefused "write_refused" "The platform refused the change." "Set it on the platform by hand.";
    "F120" WriteUnacknowledged "write_unacknowledged" "The platform has not acknowledged the change in time." "Look at the appointment on the platform.";
    "F121" PrefersCall "prefers_call" "The client wants to be called." "Call the client to confirm.";
    "F122" DeskTask "desk_task" "A value is wrong that only the desk can change on the platform." "Change it on the platform.";
    "F123" LengthDiffers "length_differs" "The platform's length of the appointment is not the rulebook's." "Set the length on the platform, or correct the rulebook.";
    "F124" MessageFailed "message_failed" "A message could not be delivered." "Call the client.";
    "F125" LocalTimeUnclear "local_time_unclear" "Clocks change at that local time, so it is missing or comes twice." "Set the time on the platform by hand.";
    "F126" NoFurtherProvider "no_further_provider" "Somebody could treat, but nobody is free for another role, such as the assistant." "Offer one of the alternatives, or free somebody who may do it.";
    "F127" NoSupervisor "no_supervisor" "Somebody could treat, but nobody who may supervise is to be had." "Offer one of the alternatives, or find somebody who may supervise.";
    "F128" ClearanceMissing "clearance_missing" "The client has not had what the service asks for, or it holds no more on that date." "Book it first, such as an exam, or decide with the one who treats.";
    "F129" ClearanceUnknown "clearance_unknown" "Nobody says whether the client has had what the service asks for." "Look it up, and enter it on the platform.";
    "F130" HistoryUnknown "history_unknown" "A rule asks what else the client had and is to have, and nobody says." "Look it up, then decide.";
    "F131" LeadTime "lead_time" "The time asked for is too soon for this service." "Offer one of the alternatives, or take it all the same.";
    "F132" TooFarAhead "too_far_ahead" "The date asked for is further ahead than this service can be booked." "Offer one of the alternatives, or ask the client to come back to it.";
    "F133" HighValue "high_value" "The booking is of high value." "Decide personally; the best candidate is held.";
    "F134" ClientElsewhere "client_elsewhere" "The client has another booking at that time." "Move one of the two, or offer one of the alternatives.";
    "F135" WishesUnmet "wishes_unmet" "Those who are free are not whom the client would accept." "Ask the client: another time, or somebody else.";
    "F136" TooClose "too_close" "The client has another service too near that date, or in the wrong order on it." "Offer one of the alternatives, or move the other service.";
    "F137" TooLateInSeries "too_late_in_series" "The date lies too long after the service that it is to follow." "Offer an earlier date, or ask the one who treats.";
    "F138" UnknownAddOn "unknown_add_on" "The rulebook has no add-on with this code." "Add the add-on or an alias to the rulebook.";
    "F139" AddOnNotAllowed "add_on_not_allowed" "One of the add-ons may not go with its service." "Take it off the booking, or extend its `services` in the rulebook.";
    // N: messages that are not sent.
    "N101" ReminderPast "reminder_past" "The moment of this reminder has passed." "";
    "N102" ReminderTooSoon "reminder_too_soon" "It would follow the confirmation too closely." "";
    "N103" QuietHours "quiet_hours" "It falls into quiet hours, and no time before the booking is left." "";
    "N104" NoConsent "no_consent" "The client has not agreed to any channel that we can use." "Call the client.";
    "N105" Imported "imported" "The booking was adopted at go-live." "";
    "N106" PlatformSends "platform_sends" "The platform sends the messages." "";
}

impl ReasonCode {
    /// The reason with this slug.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|reason| reason.slug() == slug)
    }
}

impl fmt::Display for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.slug())
    }
}

impl Serialize for ReasonCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.slug())
    }
}

impl<'de> Deserialize<'de> for ReasonCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let slug = String::deserialize(deserializer)?;
        Self::from_slug(&slug).ok_or_else(|| de::Error::custom(format_args!("`{slug}` is no known reason")))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for ReasonCode {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ReasonCode".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let slugs: Vec<_> = Self::ALL.iter().map(|reason| reason.slug()).collect();
        schemars::json_schema!({ "type": "string", "enum": slugs })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_and_slugs_are_unique_and_ordered_within_their_letter() {
        let codes: Vec<_> = ReasonCode::ALL.iter().map(|reason| reason.code()).collect();
        let slugs: BTreeSet<_> = ReasonCode::ALL.iter().map(|reason| reason.slug()).collect();
        assert_eq!(slugs.len(), codes.len());
        for pair in codes.windows(2) {
            assert!(pair[0][..1] != pair[1][..1] || pair[0] < pair[1], "{pair:?}");
        }
        for reason in ReasonCode::ALL {
            assert_eq!(ReasonCode::from_slug(reason.slug()), Some(*reason));
        }
    }
}
