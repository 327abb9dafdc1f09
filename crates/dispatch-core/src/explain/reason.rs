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
    "Q101" Unqualified "unqualified" "Does not hold the credentials that this service requires on that date." "Choose a qualified provider, or correct the credentials in the rulebook.";
    "Q102" Avoided "avoided" "The client does not want this provider." "Choose another provider, or ask the client.";
    "Q103" WishUnmet "wish_unmet" "Does not meet the client's requirement." "Choose a provider who does, or ask the client.";
    "Q104" MayNotSupervise "may_not_supervise" "Does not hold the credentials that supervising this service requires on that date." "Choose a provider who may supervise, or correct the credentials in the rulebook.";
    // A: presence and free time.
    "A101" OutsideHours "outside_hours" "The service or its buffers fall outside the opening hours." "Choose a time further inside the opening hours.";
    "A102" OffShift "off_shift" "Not on shift for the whole time, buffers included." "Choose another time, or change the shift.";
    "A103" Blocked "blocked" "Blocked at that time: time off, or out of service." "Choose another time, or have the block removed.";
    "A104" Booked "booked" "In use by another booking at that time." "Choose another time, or move the other booking.";
    "A105" Buffer "buffer" "Would be free for the service itself, but a buffer does not fit." "Move one of the two bookings by the missing minutes.";
    "A106" BreakLost "break_lost" "No gap would be left for a break." "Choose a time that leaves room for the break.";
    "A107" OnBreak "on_break" "Has a break at that time." "Choose another time.";
    "A108" DayFull "day_full" "Already has the maximum number of appointments for that day." "Choose another day or another provider.";
    "A109" ElsewhereLocated "other_location" "Is at another location at that time." "Choose the location where they are.";
    "A110" OnDuty "on_duty" "Has another duty at that time, such as opening the location or calibrating a device." "Choose another time, or change the duty in the rulebook.";
    "A111" TooLongInARow "too_long_in_a_row" "Would work too long without a pause." "Choose a time that leaves a pause before or after.";
    "A112" NotReachable "not_reachable" "Cannot be reached for the whole service." "Choose a time within the hours in which they can be reached, or change those hours.";
    "A113" NotOnSite "not_on_site" "Is not on site for the whole service." "Choose a time when they are on site, or change the shift.";
    "A115" ClientBusy "client_busy" "Would need longer than the client has: their next booking starts before this one ends." "Choose a quicker provider, or another time.";
    "A116" CalendarUnreadable "calendar_unreadable" "The calendar cannot be read right now, so it is not known whether they are free." "Look at the platform and decide by hand; the booking is decided again once the calendar can be read.";
    "A118" RestOfVisit "rest_of_visit" "Could take this service, but then the rest of the visit would not fit." "Choose another time, or let the client wait longer between two services.";
    // R: rooms and devices.
    "R101" Incapable "incapable" "Cannot do what the service needs." "Choose a room or device that can.";
    "R102" NotListed "not_listed" "Not among those that the service may use." "Choose one that is listed, or extend the list in the rulebook.";
    "R103" NoPartner "no_partner" "What it must be used with is not free: a fixed device and its room are only used together." "Choose another time, or free the room or device.";
    "R104" Full "full" "Already holds as many bookings at that time as it can." "Choose another time, or move some of the other bookings.";
    // K: the choice between several.
    "K101" Chosen "chosen" "Ranked first by the rulebook." "";
    "K102" LostRanking "lost_ranking" "Could take it, but another is ranked higher." "A person may still choose them.";
    "K103" Tied "tied" "Could take it, but ties with another on every criterion." "A person chooses.";
    "K104" LeftFree "left_free" "Also free, but another is used first to keep scarce rooms and devices available." "A person may still choose it.";
    "K105" PlatformKept "platform_kept" "The platform's choice is right and stays." "";
    "K106" Corrected "corrected" "The platform's choice broke a rule or ranked lower, so it was changed." "";
    "K107" Free "free" "Is free at that time." "It is not what stands in the way.";
    // F: flags, for which a booking goes to a person.
    "F101" Tie "tie" "Two or more providers tie on every criterion." "Choose one of them.";
    "F102" Vip "vip" "The client is a VIP." "Decide personally; the best candidate is held.";
    "F103" NobodyQualified "nobody_qualified" "No provider is qualified for this service on that date." "Move the booking, or correct the rulebook.";
    "F104" NobodyFree "nobody_free" "Every qualified provider is booked or off." "Offer one of the alternatives.";
    "F105" NoResource "fully_booked" "No suitable room or device is free, or those that are cannot be used together." "Offer one of the alternatives, or free a room or device.";
    "F106" RequestedUnavailable "requested_unavailable" "The requested provider cannot take it." "Ask the client: another time, or another provider.";
    "F107" OutsideOpening "outside_opening" "The requested time falls outside the opening hours." "Offer one of the alternatives.";
    "F108" PlatformConflict "platform_conflict" "The platform shows two bookings on the same provider, room or device." "Move one of them.";
    "F109" UnknownService "unknown_service" "The rulebook has no service with this code." "Add the service or an alias to the rulebook.";
    "F110" UnknownProvider "unknown_provider" "The rulebook has no provider with this platform id." "Add the alias to the rulebook.";
    "F111" UnknownLocation "unknown_location" "The rulebook has no location with this platform id." "Add the alias to the rulebook.";
    "F112" UnknownResource "unknown_resource" "The rulebook has no room or device with this platform id." "Add the alias to the rulebook.";
    "F113" UnknownStatus "unknown_status" "The platform reported a status that is not known." "Look at the appointment on the platform.";
    "F114" OutsideHorizon "outside_horizon" "The time is before or beyond the planned horizon." "Decide it by hand, or extend the horizon.";
    "F115" Grouped "grouped" "It is a group or couple booking." "Decide it by hand: it is never split.";
    "F116" SeveralServices "several_services" "It holds several services that cannot follow each other, or too many of them." "Offer one of the alternatives, or decide it by hand.";
    "F117" ManualOverride "manual_override" "Someone changed it on the platform, and the change breaks a hard rule." "Check with whoever changed it; it will not be moved back.";
    "F118" Displaced "displaced" "A block was placed over the booking." "Offer another time, or another provider, room or device.";
    "F119" WriteRefused "write_refused" "The platform refused the change." "Make the change on the platform by hand.";
    "F120" WriteUnacknowledged "write_unacknowledged" "The platform did not acknowledge the change in time." "Look at the appointment on the platform.";
    "F121" PrefersCall "prefers_call" "The client wants to be called." "Call the client to confirm.";
    "F122" DeskTask "desk_task" "A value on the platform is wrong, and only the desk can change it there." "Change it on the platform.";
    "F123" LengthDiffers "length_differs" "The appointment's length on the platform differs from the rulebook's." "Set the length on the platform, or correct the rulebook.";
    "F124" MessageFailed "message_failed" "A message could not be delivered." "Call the client.";
    "F125" LocalTimeUnclear "local_time_unclear" "The clocks change then, so this local time does not exist or occurs twice." "Set the time on the platform by hand.";
    "F126" NoFurtherProvider "no_further_provider" "A provider is available, but no one is free for another role, such as the assistant." "Offer one of the alternatives, or free a provider for that role.";
    "F127" NoSupervisor "no_supervisor" "A provider is available, but no supervisor is." "Offer one of the alternatives, or find a provider who may supervise.";
    "F128" ClearanceMissing "clearance_missing" "The client lacks a clearance that the service requires, or it will have expired by that date." "Book it first, such as an exam, or decide with the treating provider.";
    "F129" ClearanceUnknown "clearance_unknown" "It is not known whether the client has the clearance that the service requires." "Look it up and record it on the platform.";
    "F130" HistoryUnknown "history_unknown" "A rule depends on the client's other services, and these are not known." "Look it up, then decide.";
    "F131" LeadTime "lead_time" "The requested time is too soon for this service." "Offer one of the alternatives, or accept it anyway.";
    "F132" TooFarAhead "too_far_ahead" "The requested date is further ahead than this service can be booked." "Offer one of the alternatives, or ask the client to book closer to the date.";
    "F133" HighValue "high_value" "The booking is of high value." "Decide personally; the best candidate is held.";
    "F134" ClientElsewhere "client_elsewhere" "The client has another booking at that time." "Move one of the two, or offer one of the alternatives.";
    "F135" WishesUnmet "wishes_unmet" "No available provider meets the client's wishes." "Ask the client: another time, or another provider.";
    "F136" TooClose "too_close" "Too close to another of the client's services, or in the wrong order on that day." "Offer one of the alternatives, or move the other service.";
    "F137" TooLateInSeries "too_late_in_series" "The date is too long after the service it must follow." "Offer an earlier date, or ask the treating provider.";
    "F138" UnknownAddOn "unknown_add_on" "The rulebook has no add-on with this code." "Add the add-on or an alias to the rulebook.";
    "F139" AddOnNotAllowed "add_on_not_allowed" "One of the add-ons may not be added to its service." "Remove it from the booking, or extend its `services` in the rulebook.";
    "F140" NotTold "not_told" "The client could not be told of this in time." "Call the client.";
    "F141" InHand "in_hand" "A person has taken it; nothing else stands against it any more." "Choose one of the candidates, or give it back: it is then decided by rule.";
    // N: messages that are not sent.
    "N101" ReminderPast "reminder_past" "The time for this reminder has passed." "";
    "N102" ReminderTooSoon "reminder_too_soon" "It would follow the confirmation too closely." "";
    "N103" QuietHours "quiet_hours" "It falls within quiet hours, and no other time is left before the booking." "";
    "N104" NoConsent "no_consent" "The client has not consented to any channel that is available." "Call the client.";
    "N105" Imported "imported" "The booking already existed at go-live." "";
    "N106" PlatformSends "platform_sends" "The platform sends the messages." "";
    "N107" VisitBegun "visit_begun" "The visit has begun." "";
    "N108" OneReminder "one_reminder_a_moment" "Another reminder goes out at the same moment." "";
    "N109" NotConfirmed "not_confirmed" "The client has not been told of this visit yet." "Call the client, or look at the appointment on the platform.";
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
        Self::from_slug(&slug)
            .ok_or_else(|| de::Error::custom(format_args!("`{slug}` is not a known reason")))
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
